"""The rules of who told: sealed from the body that handles it. Pure: decide and evolve.

Source: 信访工作条例 第三十条 (what was reported, and by whom, is not passed to the body complained of).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import Actor, Target, may
from yiwang.kernel.case import Sealed
from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.nets.reports import saying
from yiwang.nets.reports.records import AskedReveal, Line, Report, Unmasked
from yiwang.nets.reports.told_rules import settled

PURPOSES: dict[str, dict[str, str]] = {
    "call-back": {"zh": "联系反映人核实", "en": "To call back and check"},
    "emergency": {"zh": "有人有危险", "en": "Somebody is in danger"},
    "merge": {"zh": "判断是不是同一件事", "en": "To see whether it is the same matter"},
}
FINDABLE = frozenset({"phone"})


class Tell(Command, frozen=True, kw_only=True):
    """反映. Contact, and the words as they were written, lie in `sealed`.

    Attributes:
        at: when it was told, where that was earlier (an import). answered: the telephone answered it at once.
    """

    verb: ClassVar[str] = "report.tell"
    findable: ClassVar[frozenset[str]] = FINDABLE
    number: str
    told: str
    case: str
    channel: str
    desk: str
    applicant: str = ""
    digest: str = ""
    against: tuple[str, ...] = ()
    joined: bool = False
    answered: bool = False
    handed: str = ""
    recording: str = ""
    at: datetime | None = None


class Write(Command, frozen=True, kw_only=True):
    """留言 of whoever told, which is passed on masked: `sealed["message"]`."""

    verb: ClassVar[str] = "report.follow"


class NoteWho(Command, frozen=True, kw_only=True):
    """A body asked who told. The city's own."""

    verb: ClassVar[str] = "report.told"
    asked: AskedReveal


class Consent(Command, frozen=True, kw_only=True):
    """同意 or not that a body learns who told."""

    verb: ClassVar[str] = "report.follow"
    body: str
    agrees: bool


class Permit(Command, frozen=True, kw_only=True):
    """依条款揭示 or not, by intake."""

    verb: ClassVar[str] = "report.intake"
    body: str
    allows: bool


class Unmask(Command, frozen=True, kw_only=True):
    """查看 what is sealed, by intake, for a purpose."""

    verb: ClassVar[str] = "report.intake"
    fields: tuple[str, ...] = ()


class SayNotFixed(Command, frozen=True, kw_only=True):
    """没有解决: `sealed["reason"]`. `ended`: whether the case is over, as the page found it."""

    verb: ClassVar[str] = "report.follow"
    ended: bool


class GoOn(Command, frozen=True, kw_only=True):
    """Go on in another case. The city's own."""

    verb: ClassVar[str] = "report.told"
    case: str


class ReportTold(msgspec.Struct, frozen=True, kw_only=True):
    """`report.told`."""

    against: tuple[str, ...] = ()
    answered: bool = False
    applicant: str = ""
    at: datetime | None = None
    case: str
    channel: str
    desk: str
    digest: str = ""
    handed: str = ""
    joined: bool = False
    number: str
    recording: str = ""
    sealed: dict[str, Sealed] = {}
    told: str


class ReportWritten(msgspec.Struct, frozen=True, kw_only=True):
    """`report.written`, `report.not-fixed`."""

    field: str
    sealed: dict[str, Sealed] = {}


class WhoNoted(msgspec.Struct, frozen=True, kw_only=True):
    """`report.who-asked`."""

    asked: AskedReveal


class WhoSettled(msgspec.Struct, frozen=True, kw_only=True):
    """`report.who-settled`: `given`, `declined` or `refused`."""

    body: str
    state: str


class ReportRead(msgspec.Struct, frozen=True, kw_only=True):
    """`report.unmasked`."""

    by: str
    fields: tuple[str, ...]
    purpose: str


class WentOn(msgspec.Struct, frozen=True, kw_only=True):
    """`report.went-on`."""

    case: str


DATA: dict[str, type[msgspec.Struct]] = {
    "report.told": ReportTold,
    "report.written": ReportWritten,
    "report.not-fixed": ReportWritten,
    "report.who-asked": WhoNoted,
    "report.who-settled": WhoSettled,
    "report.unmasked": ReportRead,
    "report.went-on": WentOn,
}


def target_of(report: Report) -> Target:
    """Return what `access.may` is asked about."""
    return Target(applicant=report.applicant, lead=report.desk, bodies=(report.desk,))


def is_theirs(report: Report, actor: Actor) -> bool:
    """Say whether the actor is whoever told: by account, or by the code they showed."""
    mine = {actor.person, *(one.id for one in actor.principals)} if actor.kind == "resident" else set()
    return (
        report.applicant in mine if report.applicant else bool(report.digest) and report.digest in actor.glass
    )


def decide(report: Report | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this report. Changes nothing."""
    if isinstance(command, Tell):
        return _tell(report, command, context)
    if report is None:
        return saying.unknown()
    match command:
        case NoteWho() | GoOn():
            if context.actor.kind != "system":
                return record.denied(command)
            if isinstance(command, GoOn):
                return (Fact("report.went-on", WentOn(case=command.case)),)
            return (Fact("report.who-asked", WhoNoted(asked=command.asked)),)
        case Write() | Consent() | SayNotFixed():
            return _follow(report, command, context)
        case Permit() | Unmask():
            if not record.allowed(context.actor, command, target_of(report)):
                return record.denied(command)
            return _intake(report, command, context)
        case _:
            return record.denied(command)


def _tell(report: Report | None, command: Tell, context: Context) -> Answer:
    actor = context.actor
    if report is not None:
        return record.exists({"zh": "反映", "en": "report"})
    if not record.allowed(actor, command, Target()):
        return record.denied(command)
    if command.applicant and command.applicant not in (actor.person, *(one.id for one in actor.principals)):
        return record.denied(command)
    if command.at is not None and actor.kind != "system":
        return record.denied(command)
    by_telephone = command.answered or command.handed or command.recording
    if by_telephone and not may(actor, Permit.verb, Target(lead=command.desk)):
        return record.denied(command)
    if "words" not in command.sealed:
        return saying.words_missing()
    told = ReportTold(
        against=command.against,
        answered=command.answered,
        applicant=command.applicant,
        at=command.at,
        case=command.case,
        channel=command.channel,
        desk=command.desk,
        digest=command.digest,
        handed=command.handed,
        joined=command.joined,
        number=command.number,
        recording=command.recording,
        sealed=command.sealed,
        told=command.told,
    )
    return (Fact("report.told", told),)


def _follow(report: Report, command: Any, context: Context) -> Answer:
    if not is_theirs(report, context.actor):
        return record.denied(command)
    if isinstance(command, Consent):
        if not any(one.body == command.body and one.state == "asked" for one in report.asked):
            return saying.none_asked()
        state = "given" if command.agrees else "declined"
        return (Fact("report.who-settled", WhoSettled(body=command.body, state=state)),)
    name = "message" if isinstance(command, Write) else "reason"
    if name not in command.sealed:
        return saying.words_missing()
    if isinstance(command, SayNotFixed) and not command.ended:
        return saying.not_ended()
    field = f"{name}#{len(report.lines) + 1}"
    kind = "report.written" if isinstance(command, Write) else "report.not-fixed"
    return (Fact(kind, ReportWritten(field=field, sealed={field: command.sealed[name]})),)


def _intake(report: Report, command: Permit | Unmask, context: Context) -> Answer:
    by = context.actor.holdings[0].position if context.actor.holdings else ""
    if isinstance(command, Unmask):
        if context.purpose not in PURPOSES:
            return saying.purpose_missing()
        fields = command.fields or tuple(sorted(report.sealed))
        return (Fact("report.unmasked", ReportRead(by=by, fields=fields, purpose=context.purpose)),)
    asked = next((one for one in report.asked if one.body == command.body and one.state == "asked"), None)
    if asked is None:
        return saying.none_asked()
    if command.allows and not asked.clause:
        return saying.no_clause("")
    state = "given" if command.allows else "refused"
    return (Fact("report.who-settled", WhoSettled(body=command.body, state=state)),)


def begin(event: Fact, pack: str, at: datetime) -> Report:
    """Return the report that its first event begins."""
    data: ReportTold = event.data
    return Report(
        number=data.number,
        told=data.told,
        case=data.case,
        channel=data.channel,
        desk=data.desk,
        at=data.at or at,
        applicant=data.applicant,
        digest=data.digest,
        against=data.against,
        joined=data.joined,
        answered_at=at if data.answered else None,
        handed=data.handed,
        recording=data.recording,
        sealed=data.sealed,
    )


def evolve(report: Report, event: Fact, at: datetime) -> Report:
    """Apply one event. Never refuses."""
    data: Any = event.data
    match data:
        case ReportWritten():
            lines = (*report.lines, Line(at, "reporter", data.field))
            again = (*report.not_fixed, at) if event.type == "report.not-fixed" else report.not_fixed
            return replace(report, lines=lines, not_fixed=again, sealed={**report.sealed, **data.sealed})
        case WhoNoted():
            return replace(report, asked=(*report.asked, data.asked))
        case WhoSettled():
            asked = tuple(settled(one, data.body, data.state, at) for one in report.asked)
            return replace(report, asked=asked)
        case ReportRead():
            read = Unmasked(at, data.by, data.purpose, data.fields)
            return replace(report, unmasked=(*report.unmasked, read))
        case WentOn():
            return replace(report, case=data.case)
    return report


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
