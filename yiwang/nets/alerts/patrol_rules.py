"""The rules of a dike patrol (巡堤查险): one look at one stretch; a danger found opens a case at once. Pure.

The record's id is drawn by the phone that keeps it until it can send: sent twice, it is there once. Its time
is the phone's; where that cannot be right it is said, and the time of arrival stands beside it. Where
somebody walks is not recorded: a stretch and what was seen, no trail.

Source: 防汛条例 第二十七条 (works are patrolled; a danger found is dealt with and reported at once).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

import msgspec

from yiwang.kernel.access import Target
from yiwang.kernel.case import Sealed
from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.nets.alerts import saying
from yiwang.nets.alerts.reading_events import reader
from yiwang.nets.alerts.records import Opened, Patrol

FINDINGS = ("none", "seepage", "piping", "crack", "slide", "overtopping", "other")
FAST, SLOW = timedelta(minutes=10), timedelta(days=7)
"""Our own rule: a phone's clock that is ahead by more, or behind by more, cannot be right."""


class Record(Command, frozen=True, kw_only=True):
    """巡查登记: what was seen; words in `sealed["words"]`. `opens`: the case of a danger."""

    verb: ClassVar[str] = "patrol.record"
    dike: str
    finding: str
    opens: Opened | None = None
    plan: str
    seen_at: datetime


class CouldNotOpen(Command, frozen=True, kw_only=True):
    """没能立件: told by the relay; the city's own."""

    verb: ClassVar[str] = "patrol.told"
    code: str


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """`patrol.recorded`."""

    bodies: tuple[str, ...]
    body: str
    by: str
    clock_off: bool
    dike: str
    finding: str
    opens: Opened | None = None
    plan: str
    sealed: dict[str, Sealed] = {}
    seen_at: datetime


class NotOpened(msgspec.Struct, frozen=True, kw_only=True):
    """`patrol.not-opened`."""

    code: str


DATA: dict[str, type[msgspec.Struct]] = {"patrol.recorded": Recorded, "patrol.not-opened": NotOpened}
event_of = reader(DATA)


def decide(patrol: Patrol | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this patrol. Changes nothing."""
    if isinstance(command, CouldNotOpen):
        if context.actor.kind != "system":
            return record.denied(command)
        return (Fact("patrol.not-opened", NotOpened(code=command.code)),)
    if not isinstance(command, Record):
        return record.denied(command)
    plan = context.city.plans.get(command.plan)
    dike = plan.dikes.get(command.dike) if plan is not None else None
    if plan is None or dike is None:
        return saying.not_here("堤段", "stretch of dike")
    bodies = tuple(dict.fromkeys((dike.body, plan.body)))
    if not record.allowed(context.actor, command, Target(lead=dike.body, bodies=bodies)):
        return record.denied(command)
    if patrol is not None:
        return ()  # the same entry, sent again
    if command.finding not in FINDINGS:
        return saying.not_here("险情种类", "finding")
    danger = command.finding != "none"
    if danger and "words" not in command.sealed:
        return saying.words_missing()
    off = not context.now - SLOW <= command.seen_at <= context.now + FAST
    recorded = Recorded(
        bodies=bodies,
        body=dike.body,
        by=context.actor.person,
        clock_off=off,
        dike=dike.id,
        finding=command.finding,
        opens=command.opens if danger and plan.danger else None,
        plan=plan.id,
        sealed=command.sealed,
        seen_at=command.seen_at,
    )
    return (Fact("patrol.recorded", recorded),)


def begin(event: Fact, pack: str, at: datetime) -> Patrol:
    """Return the patrol that its first event begins."""
    data: Any = event.data
    return Patrol(
        plan=data.plan,
        dike=data.dike,
        body=data.body,
        bodies=data.bodies,
        finding=data.finding,
        seen_at=data.seen_at,
        at=at,
        by=data.by,
        clock_off=data.clock_off,
        opens=data.opens,
        sealed=data.sealed,
    )


def evolve(patrol: Patrol, event: Fact, at: datetime) -> Patrol:
    """Apply one event. Never refuses."""
    if event.type == "patrol.not-opened" and patrol.opens is not None:
        return msgspec.structs.replace(
            patrol, opens=msgspec.structs.replace(patrol.opens, refused=event.data.code)
        )
    return patrol
