"""The rules of a reconciliation (对账): what one day looks like on both sides. Pure.

What is missing there is sent again by itself; what is unknown here or differs is a person's to look into.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.nets.upward.records import Differences, Night, Opens

AGAIN = timedelta(hours=1)
MOST_TRIES = 12
"""How often a day is asked for in vain, an hour apart; then it is left for a person. Our own rule."""


class Compare(Command, frozen=True, kw_only=True):
    """对账: what was found. `opens`: the case, where somebody has to look."""

    verb: ClassVar[str] = "upward.reconcile"
    day: date
    desk: str = ""
    found: Differences
    opens: Opens | None = None
    platform: str


class CouldNotCompare(Command, frozen=True, kw_only=True):
    """没对成: the platform did not say what it holds."""

    verb: ClassVar[str] = "upward.reconcile"
    day: date
    desk: str = ""
    platform: str
    reason: str


class CouldNotOpen(Command, frozen=True, kw_only=True):
    """没能立件: told by the relay when the door refused the case."""

    verb: ClassVar[str] = "upward.reconcile"
    code: str


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """`night.compared`."""

    day: date
    desk: str = ""
    found: Differences
    opens: Opens | None = None
    platform: str


class Failed(msgspec.Struct, frozen=True, kw_only=True):
    """`night.failed`."""

    day: date
    desk: str = ""
    next_at: datetime | None = None
    platform: str
    reason: str


class NotOpened(msgspec.Struct, frozen=True, kw_only=True):
    """`night.not-opened`."""

    code: str


DATA: dict[str, type[msgspec.Struct]] = {
    "night.compared": Compared,
    "night.failed": Failed,
    "night.not-opened": NotOpened,
}


def decide(night: Night | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this day. Changes nothing. The city's own."""
    if context.actor.kind != "system":
        return record.denied(command)
    match command:
        case Compare():
            compared = Compared(
                day=command.day,
                desk=command.desk,
                found=command.found,
                opens=command.opens,
                platform=command.platform,
            )
            return (Fact("night.compared", compared),)
        case CouldNotCompare():
            tries = night.tries + 1 if night is not None else 1
            next_at = context.now + AGAIN if tries < MOST_TRIES else None
            failed = Failed(
                day=command.day,
                desk=command.desk,
                next_at=next_at,
                platform=command.platform,
                reason=command.reason,
            )
            return (Fact("night.failed", failed),)
        case CouldNotOpen() if night is not None:
            return (Fact("night.not-opened", NotOpened(code=command.code)),)
    return record.denied(command)


def begin(event: Fact, pack: str, at: datetime) -> Night:
    """Return the day that its first event begins."""
    data: Any = event.data
    return evolve(Night(platform=data.platform, day=data.day, at=at, desk=data.desk), event, at)


def evolve(night: Night, event: Fact, at: datetime) -> Night:
    """Apply one event. Never refuses."""
    data: Any = event.data
    match data:
        case Compared():
            return replace(
                night,
                at=at,
                found=data.found,
                next_at=None,
                not_opened="",
                opens=data.opens or night.opens,
                reason="",
                times=night.times + 1,
                tries=0,
            )
        case Failed():
            return replace(night, at=at, next_at=data.next_at, reason=data.reason, tries=night.tries + 1)
        case NotOpened():
            return replace(night, not_opened=data.code)
    return night


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
