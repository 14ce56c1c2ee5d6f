"""Break-glass: somebody reads one case that is not theirs, for a reason, for an hour, under review.

It opens reading and nothing else. It sounds an alarm at once: the security and the audit administrator
and the body that leads the case see it. Somebody else reviews it and says whether it was justified.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import ClassVar, Literal

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import Target
from yiwang.kernel.calendar import BeyondHorizon
from yiwang.kernel.case import Sealed
from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.kernel.refusal import Refusal

Verdict = Literal["justified", "unjustified"]
WHAT = {"zh": "紧急查看", "en": "break-glass"}
PHASE_IN_WORDS = {
    "open": {"zh": "进行中", "en": "open"},
    "closed": {"zh": "已结束，待审查", "en": "over, to be reviewed"},
    "reviewed": {"zh": "已审查", "en": "reviewed"},
}
MINUTES = 60  # how long it opens; our own rule
REVIEW_DAYS = 3  # working days until it is to be reviewed; our own rule


class Glass(msgspec.Struct, frozen=True):
    """One break-glass.

    Attributes:
        case: id of the case that it opens. lead: the body that led the case then.
        until: when it closes by itself. review_by: the last day of the review.
    """

    id: str
    person: str
    signature: str
    case: str
    lead: str
    since: datetime
    until: datetime
    review_by: date
    pack: str
    phase: str = "open"
    verdict: str = ""
    sealed: dict[str, Sealed] = {}


class Break(Command, frozen=True, kw_only=True):
    """紧急查看. The reason is in `sealed["reason"]`."""

    verb: ClassVar[str] = "glass.break"
    glass: str
    case: str
    lead: str


class Close(Command, frozen=True, kw_only=True):
    """结束查看, before it closes by itself."""

    verb: ClassVar[str] = "glass.break"


class Review(Command, frozen=True, kw_only=True):
    """审查: was it justified? What was found is in `sealed["note"]`."""

    verb: ClassVar[str] = "glass.review"
    verdict: Verdict


class Broken(msgspec.Struct, frozen=True, kw_only=True):
    """`glass.broken`."""

    case: str
    glass: str
    lead: str
    person: str
    review_by: date
    sealed: dict[str, Sealed] = {}
    signature: str
    until: datetime


class Over(msgspec.Struct, frozen=True):
    """`glass.closed`."""


class Reviewed(msgspec.Struct, frozen=True, kw_only=True):
    """`glass.reviewed`."""

    sealed: dict[str, Sealed] = {}
    verdict: Verdict


DATA: dict[str, type[msgspec.Struct]] = {
    "glass.broken": Broken,
    "glass.closed": Over,
    "glass.reviewed": Reviewed,
}


def decide(glass: Glass | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this break-glass. Changes nothing."""
    actor = context.actor
    if isinstance(command, Break):
        return record.exists(WHAT) if glass is not None else _break(command, context)
    if glass is None:
        return record.unknown(WHAT)
    match command, glass.phase:
        case Close(), "open" if actor.person == glass.person:
            return (Fact("glass.closed", Over()),)
        case Close(), _ if actor.person != glass.person:
            return record.denied(command)
        case Review(), _ if not record.allowed(actor, command, Target()):
            return record.denied(command)
        case Review(), _ if actor.person == glass.person:
            return Refusal(
                code="glass.own-review",
                zh="不能审查自己的紧急查看。请由另一位安全管理员审查。",
                en="Nobody reviews their own break-glass. Ask another security administrator.",
            )
        case Review(), "open" | "closed":
            return (Fact("glass.reviewed", Reviewed(sealed=command.sealed, verdict=command.verdict)),)
        case _:
            return record.wrong_phase(WHAT, PHASE_IN_WORDS[glass.phase])


def _break(command: Break, context: Context) -> Answer:
    actor = context.actor
    if not record.allowed(actor, command, Target(id=command.case)):
        return record.denied(command)
    if "reason" not in command.sealed:
        return Refusal(
            code="glass.no-reason",
            zh="请写明紧急查看的理由，它会被审查。",
            en="Say why this is needed; it will be reviewed.",
        )
    until = context.now + timedelta(minutes=MINUTES)
    return (
        Fact(
            "glass.broken",
            Broken(
                glass=command.glass,
                person=actor.person,
                signature=actor.signature,
                case=command.case,
                lead=command.lead,
                until=until,
                review_by=_review_by(context),
                sealed=command.sealed,
            ),
        ),
    )


def _review_by(context: Context) -> date:
    try:
        return context.city.calendar.add_working_days(record.today(context), REVIEW_DAYS)
    except BeyondHorizon as beyond:
        return beyond.provisional_day


def begin(event: Fact, pack: str, at: datetime) -> Glass:
    """Return the break-glass that its first event begins."""
    data: Broken = event.data
    return Glass(
        id=data.glass,
        person=data.person,
        signature=data.signature,
        case=data.case,
        lead=data.lead,
        since=at,
        until=data.until,
        review_by=data.review_by,
        pack=pack,
        sealed=data.sealed,
    )


def evolve(glass: Glass, event: Fact, at: datetime) -> Glass:
    """Apply one event. Never refuses."""
    match event.type:
        case "glass.closed":
            return replace(glass, phase="closed", until=min(glass.until, at))
        case "glass.reviewed":
            sealed = {**glass.sealed, **event.data.sealed}
            until = min(glass.until, at)
            return replace(glass, phase="reviewed", verdict=event.data.verdict, sealed=sealed, until=until)
    return glass


def opens(glass: Glass, now: datetime) -> bool:
    """Say whether it opens its case at this moment."""
    return glass.since <= now < glass.until


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
