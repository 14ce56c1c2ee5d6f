"""A record and a night as the page shows them, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from yiwang.kernel.upward import RECORDS, Upward
from yiwang.nets.upward.records import RETRYING, STUCK, Night, Outgoing
from yiwang.nets.upward.texts import PHASES, REASONS
from yiwang.web.words import T, Text


@dataclass(frozen=True)
class Line:
    """A record in a list. `address`, `opened_address`: of a case's page, "" where there is none."""

    id: UUID
    number: int
    record: Text
    case: str
    address: str
    at: datetime
    phase: Text
    reason: Text | None
    code: str
    field: str
    attempts: int
    round: int
    next_at: datetime | None
    unsure: bool
    stuck: bool
    opened: str
    opened_address: str
    not_opened: bool


def line(id: UUID, one: Outgoing, platform: Upward, reads: Collection[str]) -> Line:
    """Return a record as a line; the reason in the words of the mapping, or of ours, and its code.

    Args:
        reads: the bodies whose cases the reader may open; to others a number is no link.
    """
    stuck = one.phase in STUCK
    opened = one.opens.number if one.opens is not None and stuck else ""
    return Line(
        id=id,
        number=one.number,
        record=RECORDS.get(one.origin.record, {"zh": one.origin.record, "en": one.origin.record}),
        case=one.case_number,
        address=case_address(one.case_number) if one.body in reads else "",
        at=one.at,
        phase=PHASES[one.phase],
        reason=reason_in_words(platform, one.reason),
        code=one.reason if one.reason not in REASONS else "",
        field=one.field,
        attempts=one.attempt,
        round=one.round,
        next_at=one.next_at if one.phase == RETRYING else None,
        unsure=one.unsure,
        stuck=stuck,
        opened=opened if not one.not_opened else "",
        opened_address=case_address(opened) if one.desk in reads else "",
        not_opened=bool(one.not_opened) and stuck,
    )


@dataclass(frozen=True)
class NightLine:
    """A day in the list of reconciliations."""

    day: date
    at: datetime
    night: Night
    result: Mapping[str, str]


def night_line(night: Night, platform: Upward) -> NightLine:
    """Return a day with what came of it."""
    result: Mapping[str, str]
    if night.reason:
        why = reason_in_words(platform, night.reason) or {"zh": "", "en": ""}
        said = T("upward.not-asked")
        result = {key: said[key].replace("{reason}", why[key]) for key in said}
    elif night.found is None or night.found.for_a_person:
        result = T("upward.for-a-person")
    else:
        result = T("upward.mended") if night.found.missing else T("upward.agrees")
    return NightLine(night.day, night.at, night, result)


def reason_in_words(platform: Upward, reason: str) -> Text | None:
    """Return why: in the mapping's words for the platform's codes, ours for ours, else the code."""
    if not reason:
        return None
    return platform.reasons.get(reason) or REASONS.get(reason) or {"zh": reason, "en": reason}


def case_address(number: str) -> str:
    """Return the address of a case's page, which another net has; "" where there is none."""
    try:
        return reverse("services:case", args=[number]) if number else ""
    except NoReverseMatch:
        return ""
