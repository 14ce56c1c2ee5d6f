"""What people are told (消息): templates of a pack, what may stand in their words, how they are filled.

A template names what happened, to whom it is told, by which channels, and the words in both languages. The
places in the words come from a fixed list, none of which is personal: so a message may lie in an event, in a
mailbox and on a telephone without telling who somebody is or what they wrote.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import ceil

import msgspec

Text = dict[str, str]

PAGE, EMAIL, SMS, WEBHOOK = "page", "email", "sms", "webhook"
CHANNELS = (PAGE, EMAIL, SMS)
"""What a template may name; webhooks go to systems, which choose events themselves."""

APPLICANT, SIGNERS, HOLDERS, AGENTS, REPORTERS = "applicant", "signers", "holders", "agents", "reporters"
RECIPIENTS: dict[str, Text] = {
    APPLICANT: {"zh": "申请人", "en": "the applicant"},
    SIGNERS: {"zh": "共同申请人", "en": "the co-applicants"},
    AGENTS: {"zh": "有委托的代办人", "en": "whoever acts for the applicant by a mandate"},
    HOLDERS: {"zh": "刚分到待办的人", "en": "whoever was just given a task"},
    REPORTERS: {"zh": "反映这件事的人", "en": "whoever told the city of it"},
}

PLACEHOLDERS: dict[str, Text] = {
    "number": {"zh": "办件编号", "en": "number of the case"},
    "matter": {"zh": "事项", "en": "the service"},
    "body": {"zh": "主责单位", "en": "lead body"},
    "place": {"zh": "区域", "en": "place"},
    "day": {"zh": "这件事发生的日子", "en": "day it happened"},
    "due": {"zh": "现在的期限", "en": "the limit as it stands"},
    "meeting": {"zh": "听证或现场核查的时间", "en": "time of the hearing or visit"},
    "until": {"zh": "结果的最后一天", "en": "last day of the result"},
    "apply_by": {"zh": "申请延续的最后一天", "en": "last day to ask for renewal"},
    "next_body": {"zh": "该向哪个单位申请", "en": "body to apply to instead"},
    "hall": {"zh": "预约的大厅", "en": "hall of the appointment"},
}
"""The only places that words may have, with what stands there."""

BOOKING_EVENTS = frozenset({"booking.booked", "booking.cancelled", "booking.moved", "booking.reminded"})
"""What happens to an appointment, and is told to whose it is; an appointment has a number of its own."""
OF_BOOKING = frozenset({"number", "matter", "body", "day", "meeting", "hall"})
REPORT_EVENTS = frozenset(
    {"report.not-fixed", "report.went-on", "report.who-asked", "report.who-settled", "told.answered",
     "told.not-opened", "told.written"}
)  # fmt: skip
"""What happens to a report, and is told to whoever told it; a report has a number of its own."""
OF_REPORT = frozenset({"number", "matter", "body", "place", "day", "due"})

GIVEN_BY: dict[str, frozenset[str]] = {
    "meeting": frozenset({"case.visit-arranged", "case.hearing-called"}) | BOOKING_EVENTS,
    "hall": BOOKING_EVENTS,
    "until": frozenset({"case.decided", "case.delivered", "case.closed", "case.result-expiring",
                        "case.result-expired"}),
    "apply_by": frozenset({"case.result-expiring"}),
    "next_body": frozenset({"case.refused"}),
}  # fmt: skip
"""Places that only these events fill; every event of a case fills the others."""


def fills(event: str, place: str) -> bool:
    """Say whether an event fills a place of the words."""
    if event in BOOKING_EVENTS and place not in OF_BOOKING:
        return False
    if event in REPORT_EVENTS and place not in OF_REPORT:
        return False
    return place not in GIVEN_BY or event in GIVEN_BY[place]


_PLACE = re.compile(r"\{([^{}]*)\}")
_GSM_SINGLE, _GSM_PART, _UCS2_SINGLE, _UCS2_PART = 160, 153, 70, 67
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)


class Keeping(msgspec.Struct, frozen=True):
    """For how many months messages, and addresses nothing was sent to, are kept; 0: no end is set."""

    messages: int = 0
    addresses: int = 0


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A template: when `event` happens to a case or an appointment, tell `to` by `channels`.

    Attributes:
        matters: only of these; empty for all. outcome: only with this one (`grant`, `deny`); "" for any.
        sms: the short form, without which nothing goes by SMS.
    """

    id: str
    event: str
    to: tuple[str, ...]
    channels: tuple[str, ...]
    subject: Text
    body: Text
    sms: Text = {}
    matters: tuple[str, ...] = ()
    outcome: str = ""

    def is_about(self, event: str, matter: str, outcome: str) -> bool:
        """Say whether it is told of this event."""
        return (
            self.event == event
            and (not self.matters or matter in self.matters)
            and self.outcome in ("", outcome)
        )


def places_in(words: str) -> list[str]:
    """Return the names in braces, in order, as they are written."""
    return _PLACE.findall(words)


def filled(words: str, values: Mapping[str, str]) -> str:
    """Return the words with their places filled; a place without a value shows a dash."""
    return _PLACE.sub(lambda found: values.get(found[1]) or "—", words)


def sms_parts(words: str) -> int:
    """Return as how many messages a text is sent and charged.

    Source: 3GPP TS 23.038 (7-bit alphabet, UCS-2) and 23.040 (parts of a long message); unverified, the
    texts are not at hand. One takes 160 characters of the 7-bit alphabet or 70 others; each of several
    takes 153 or 67.
    """
    single, part = (_GSM_SINGLE, _GSM_PART) if set(words) <= _GSM else (_UCS2_SINGLE, _UCS2_PART)
    length = len(words.encode("utf-16-be")) // 2
    return 1 if length <= single else ceil(length / part)


def sample() -> dict[str, Text]:
    """Return values to preview a template with, by language: of nobody, as long as real ones are."""
    zh, en = "2026年12月1日 星期二", "Tuesday 1 December 2026"
    number = "2611-ABCDEFGHJ"
    return {
        "zh": {"number": number, "matter": "公共场所卫生许可", "body": "区卫生健康局", "place": "某街道",
               "day": zh, "due": zh, "meeting": "2026年12月1日 09:30", "until": zh, "apply_by": zh,
               "next_body": "市场监督管理局", "hall": "区政务服务大厅"},
        "en": {"number": number, "matter": "Hygiene licence", "body": "District Health Bureau",
               "place": "a street", "day": en, "due": en, "meeting": "1 December 2026, 09:30", "until": en,
               "apply_by": en, "next_body": "Market Regulation Bureau",
               "hall": "District Service Hall"},
    }  # fmt: skip
