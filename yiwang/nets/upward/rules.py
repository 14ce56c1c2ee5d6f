"""The rules of one record on its way up. Pure: decide and evolve.

Whoever sends begins, tries, and reports; killed between trying and reporting it tries again after the lease,
under the same key. What the platform refuses stays refused until it was mended, sent again or set aside;
later records of the same case wait for it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel import retries
from yiwang.kernel.access import Target
from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.kernel.refusal import Refusal
from yiwang.nets.upward.records import (
    ACCEPTED,
    ASIDE,
    DEAD,
    DONE,
    QUEUED,
    REFUSED,
    RETRYING,
    SENDING,
    STUCK,
    Made,
    Opens,
    Origin,
    Outgoing,
)

WAITS = tuple(timedelta(minutes=each) for each in (1, 5, 20, 60, 180, 480, *(1440,) * 7))
"""How long to wait after the first, second … attempt; after the last no more is made. Our own rule: a
platform that is away over a long holiday is not given up."""
MOST_ATTEMPTS = len(WAITS) + 1
LEASE = timedelta(minutes=5)
"""Longer than a request may take: nobody else tries it meanwhile."""
OUTCOMES = (ACCEPTED, REFUSED, RETRYING, DEAD)
GAVE_UP, UNFIT, ERASED = "gave-up", "unfit", "erased"


class Create(Command, frozen=True, kw_only=True):
    """写好一条: by the city alone. With faults it is not sent: a person sees to it first."""

    verb: ClassVar[str] = "upward.create"
    at: datetime
    body: str = ""
    case_number: str = ""
    day: date
    desk: str = ""
    made: Made
    number: int
    opens: Opens | None = None
    origin: Origin
    platform: str


class Begin(Command, frozen=True, kw_only=True):
    """开始报: whoever sends takes it for `LEASE`."""

    verb: ClassVar[str] = "upward.send"


class Report(Command, frozen=True, kw_only=True):
    """报结果 of the attempt with this number in this round.

    Attributes:
        outcome: one of `OUTCOMES`. wait: seconds the platform asked to be left alone.
        chance: 0 to `retries.SPREAD`.
        opens: the case that a refusal opens.
    """

    verb: ClassVar[str] = "upward.send"
    attempt: int
    chance: int = 0
    field: str = ""
    opens: Opens | None = None
    outcome: str
    reason: str = ""
    round: int
    wait: int = 0


class Mend(Command, frozen=True, kw_only=True):
    """改后再报: made anew by the mapping as it is now, it begins a new round. Also of what never left.

    `opens`: the case, if it still cannot be made.
    """

    verb: ClassVar[str] = "upward.resend"
    made: Made
    opens: Opens | None = None


class Lost(Command, frozen=True, kw_only=True):
    """平台没有了: a reconciliation found that the platform has it no more; it goes again, as it was."""

    verb: ClassVar[str] = "upward.send"


class Found(Command, frozen=True, kw_only=True):
    """平台已有: a reconciliation found it there, though no answer had come."""

    verb: ClassVar[str] = "upward.send"


class SetAside(Command, frozen=True, kw_only=True):
    """不再报: somebody decided so; what comes later of the same case goes on."""

    verb: ClassVar[str] = "upward.resend"


class CouldNotOpen(Command, frozen=True, kw_only=True):
    """没能立件: told by the relay when the door refused the case."""

    verb: ClassVar[str] = "upward.send"
    code: str


class Created(msgspec.Struct, frozen=True, kw_only=True):
    """`upward.created`."""

    at: datetime
    body: str = ""
    case_number: str = ""
    day: date
    desk: str = ""
    made: Made
    number: int
    origin: Origin
    platform: str


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """`upward.sending`. `unsure`: the attempt before ended without a word."""

    attempt: int
    lease_until: datetime
    unsure: bool = False


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """`upward.accepted`, `upward.refused`, `upward.failed`, `upward.set-aside`: how it then stands."""

    field: str = ""
    next_at: datetime | None = None
    opens: Opens | None = None
    phase: str
    reason: str = ""


class Again(msgspec.Struct, frozen=True, kw_only=True):
    """`upward.resent`. `made`: as it was made anew; None where it goes as it was."""

    made: Made | None = None
    round: int


class NotOpened(msgspec.Struct, frozen=True, kw_only=True):
    """`upward.not-opened`."""

    code: str


DATA: dict[str, type[msgspec.Struct]] = {
    "upward.created": Created,
    "upward.sending": Begun,
    "upward.accepted": Ended,
    "upward.refused": Ended,
    "upward.failed": Ended,
    "upward.set-aside": Ended,
    "upward.resent": Again,
    "upward.not-opened": NotOpened,
}


def target_of(one: Outgoing) -> Target:
    """Return what `access.may` is asked about: the body that leads the case, and the desk."""
    return Target(lead=one.body, bodies=bodies_of(one))


def bodies_of(one: Outgoing) -> tuple[str, ...]:
    """Return whose it is to see."""
    return tuple(sorted({one.body, one.desk} - {""}))


def decide(one: Outgoing | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this record. Changes nothing."""
    if isinstance(command, Create):
        return _create(one, command, context)
    if one is None:
        return Refusal(code="upward.unknown", zh="没有这条上报。", en="There is no such record.")
    own = context.actor.kind == "system"
    match command:
        case Begin() if own:
            return _begin(one, context)
        case Report() if own:
            return _report(one, command, context)
        case Lost() if own:
            return (_again(one, None),) if one.phase == ACCEPTED else ()
        case Found() if own:
            return () if one.phase == ACCEPTED else (_ended("upward.accepted", ACCEPTED, "found"),)
        case CouldNotOpen() if own:
            return (Fact("upward.not-opened", NotOpened(code=command.code)),)
        case Mend() | SetAside():
            return _by_a_person(one, command, context)
    return record.denied(command)


def _create(one: Outgoing | None, command: Create, context: Context) -> Answer:
    if context.actor.kind != "system":
        return record.denied(command)
    if one is not None:
        return ()  # made already: whoever asks again asks for the same
    created = Created(
        at=command.at,
        body=command.body,
        case_number=command.case_number,
        day=command.day,
        desk=command.desk,
        made=command.made,
        number=command.number,
        origin=command.origin,
        platform=command.platform,
    )
    return (Fact("upward.created", created), *_unfit(command.made, command.opens))


def _unfit(made: Made, opens: Opens | None) -> tuple[Fact, ...]:
    """Return the refusal of what the mapping cannot make whole: by us, before it leaves."""
    if not made.faults:
        return ()
    field, _, reason = made.faults[0].partition(": ")
    return (_ended("upward.refused", REFUSED, f"{UNFIT}-{reason}", field=field, opens=opens),)


def _begin(one: Outgoing, context: Context) -> Answer:
    if one.phase in DONE or one.phase in STUCK:
        return Refusal(code="upward.ended", zh="这条上报已经有了结果。", en="This record has ended.")
    if one.phase == SENDING and one.lease_until is not None and context.now < one.lease_until:
        return Refusal(code="upward.under-way", zh="这条正在报。", en="This record is being sent.")
    if one.phase != SENDING and one.next_at is not None and context.now < one.next_at:
        return Refusal(
            code="upward.not-yet",
            zh="还没到再报的时候。",
            en="It is not time to try again yet.",
            params={"at": one.next_at.isoformat()},
        )
    if one.attempt >= MOST_ATTEMPTS:
        return (_ended("upward.failed", DEAD, GAVE_UP),)
    begun = Begun(attempt=one.attempt + 1, lease_until=context.now + LEASE, unsure=one.phase == SENDING)
    return (Fact("upward.sending", begun),)


def _report(one: Outgoing, command: Report, context: Context) -> Answer:
    current = (one.phase, one.round, one.attempt) == (SENDING, command.round, command.attempt)
    if not current or command.outcome not in OUTCOMES:
        return Refusal(
            code="upward.stale-report",
            zh="这次上报的结果来晚了：已经到了下一步。",
            en="This report is late: the record has gone on.",
            params={"attempt": command.attempt, "now": one.attempt},
        )
    match command.outcome:
        case "accepted":
            return (_ended("upward.accepted", ACCEPTED),)
        case "refused":
            refused = _ended(
                "upward.refused", REFUSED, command.reason, field=command.field, opens=command.opens
            )
            return (refused,)
        case "dead":
            return (_ended("upward.failed", DEAD, command.reason),)
    if one.attempt >= MOST_ATTEMPTS:
        return (_ended("upward.failed", DEAD, GAVE_UP),)
    next_at = context.now + wait_after(one.attempt, command.chance, command.wait)
    return (_ended("upward.failed", RETRYING, command.reason, next_at=next_at),)


def _by_a_person(one: Outgoing, command: Mend | SetAside, context: Context) -> Answer:
    if not record.allowed(context.actor, command, target_of(one)):
        return record.denied(command)
    if one.phase not in STUCK:
        return Refusal(
            code="upward.not-stuck",
            zh="这条没有停下，不用再报。",
            en="This record has not stopped; there is nothing to send again.",
            params={"phase": one.phase},
        )
    if isinstance(command, SetAside):
        return (_ended("upward.set-aside", ASIDE, one.reason, field=one.field),)
    return (_again(one, command.made), *_unfit(command.made, command.opens))


def _again(one: Outgoing, made: Made | None) -> Fact:
    return Fact("upward.resent", Again(made=made, round=one.round + 1))


def _ended(
    type_: str,
    phase: str,
    reason: str = "",
    *,
    field: str = "",
    next_at: datetime | None = None,
    opens: Opens | None = None,
) -> Fact:
    return Fact(type_, Ended(field=field, next_at=next_at, opens=opens, phase=phase, reason=reason))


def wait_after(attempt: int, chance: int, asked: int = 0) -> timedelta:
    """Return how long to wait after the attempt with this number, from 1.

    Args:
        chance: 0 to `retries.SPREAD`.
        asked: seconds that the platform asked for; never more than a day is waited.
    """
    return retries.wait_after(WAITS, attempt, chance, asked)


def begin(event: Fact, pack: str, at: datetime) -> Outgoing:
    """Return the record that its first event begins."""
    data: Created = event.data
    return Outgoing(
        at=data.at,
        body=data.body,
        case_number=data.case_number,
        created_at=at,
        day=data.day,
        desk=data.desk,
        made=data.made,
        next_at=at,
        number=data.number,
        origin=data.origin,
        platform=data.platform,
    )


def evolve(one: Outgoing, event: Fact, at: datetime) -> Outgoing:
    """Apply one event. Never refuses."""
    data: Any = event.data
    match data:
        case Begun():
            return replace(
                one,
                attempt=data.attempt,
                lease_until=data.lease_until,
                next_at=None,
                phase=SENDING,
                unsure=one.unsure or data.unsure,
            )
        case Ended():
            return replace(
                one,
                done_at=at if data.next_at is None else None,
                field=data.field,
                lease_until=None,
                next_at=data.next_at,
                opens=data.opens or one.opens,
                phase=data.phase,
                reason=data.reason,
            )
        case Again():
            return replace(
                one,
                attempt=0,
                done_at=None,
                field="",
                made=data.made or one.made,
                next_at=at,
                not_opened="",
                phase=QUEUED,
                reason="",
                round=data.round,
            )
        case NotOpened():
            return replace(one, not_opened=data.code)
    return one


def due_at(one: Outgoing) -> datetime | None:
    """Return when a sender must look at it: when it is to be tried, or when a lease is over."""
    return one.lease_until if one.phase == SENDING else one.next_at


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
