"""The rules of a difference found by a reconciliation: found, agreed since, settled by a person. Pure.

Nothing is paid, given back or written off by it: who settles it says what they found, and mends the fee by
the fee's own acts, or the provider's books by the provider.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import Target
from yiwang.kernel.case import Sealed
from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.nets.fees import saying
from yiwang.nets.fees.difference_records import AGREED, OPEN, SETTLED, STATES, Difference, Side
from yiwang.nets.fees.records import Subject


class Find(Command, frozen=True, kw_only=True):
    """对出不一样: the city's own."""

    verb: ClassVar[str] = "fee.reconcile"
    order: str
    day: date
    what: str
    ours: Side
    theirs: Side
    subject: Subject | None = None


class Agree(Command, frozen=True, kw_only=True):
    """后来一致了: the city's own."""

    verb: ClassVar[str] = "fee.reconcile"


class Settle(Command, frozen=True, kw_only=True):
    """查清: by a named person of the lead body; what was found stands in `sealed["reason"]`."""

    verb: ClassVar[str] = "fee.reconcile"


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """`difference.found`."""

    day: date
    order: str
    ours: Side
    subject: Subject | None
    theirs: Side
    what: str


class Noted(msgspec.Struct, frozen=True, kw_only=True):
    """`difference.agreed`, `difference.settled`."""

    by: str = ""
    sealed: dict[str, Sealed] = {}


DATA: dict[str, type[msgspec.Struct]] = {
    "difference.found": Found,
    "difference.agreed": Noted,
    "difference.settled": Noted,
}


def target_of(one: Difference) -> Target:
    """Return what `access.may` is asked about: the case's, and nobody's where the order is unknown here."""
    return one.subject.target if one.subject is not None else Target()


def decide(one: Difference | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this difference. Changes nothing."""
    if isinstance(command, Find | Agree):
        if context.actor.kind != "system":
            return record.denied(command)
        return _find(one, command) if isinstance(command, Find) else _agree(one)
    if one is None:
        return saying.unknown()
    if not record.allowed(context.actor, command, target_of(one)):
        return record.denied(command)
    if one.phase != OPEN:
        return saying.wrong_phase(STATES[one.phase])
    if "reason" not in command.sealed:
        return saying.no_reason()
    return (Fact("difference.settled", Noted(by=context.actor.person, sealed=command.sealed)),)


def _find(one: Difference | None, command: Find) -> Answer:
    same = one is not None and (one.what, one.ours, one.theirs) == (
        command.what,
        command.ours,
        command.theirs,
    )
    if same and one is not None and one.phase in (OPEN, SETTLED):
        return ()  # known already; what a person settled is not asked again while nothing changed
    found = Found(
        day=command.day,
        order=command.order,
        ours=command.ours,
        subject=command.subject,
        theirs=command.theirs,
        what=command.what,
    )
    return (Fact("difference.found", found),)


def _agree(one: Difference | None) -> Answer:
    if one is None or one.phase != OPEN:
        return ()
    return (Fact("difference.agreed", Noted()),)


def begin(event: Fact, pack: str, at: datetime) -> Difference:
    """Return the difference that its first event begins."""
    data: Found = event.data
    return Difference(
        order=data.order,
        day=data.day,
        what=data.what,
        ours=data.ours,
        theirs=data.theirs,
        subject=data.subject,
        phase=OPEN,
        found_at=at,
    )


def evolve(one: Difference, event: Fact, at: datetime) -> Difference:
    """Apply one event. Never refuses."""
    data: Any = event.data
    match event.type:
        case "difference.found":
            return replace(begin(event, "", at), sealed=one.sealed)
        case "difference.agreed":
            return replace(one, phase=AGREED)
        case "difference.settled":
            sealed = {**one.sealed, **data.sealed}
            return replace(one, phase=SETTLED, settled_by=data.by, settled_at=at, sealed=sealed)
    return one


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
