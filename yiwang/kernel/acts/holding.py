"""挂账 and 缓办: what cannot be mended yet stays open, and comes back at its date.

What stays open has a cause, an owner and a next date, for everybody to see; when the date comes its owner
says what is next. It is never counted as solved.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from yiwang.kernel.acts import timekeeping
from yiwang.kernel.acts.dispatching import desk_of
from yiwang.kernel.case import Case, Delta, Event, Task
from yiwang.kernel.commands import Context
from yiwang.kernel.desk_state import Asked, Desk, Hold
from yiwang.kernel.dispatch_commands import EndHold
from yiwang.kernel.event_kinds import HOLD
from yiwang.kernel.matter import Matter
from yiwang.kernel.refusal import Refusal

Answer = tuple[Event, ...] | Refusal

NEXT = "act:hold"
HELD, POSTPONED = "on-hold", "postponed"
"""Intervals that a clock of the pack may leave out."""


def postponed(case: Case, until: datetime, desk: Desk, context: Context, matter: Matter) -> Event:
    """缓办: the clocks that leave it out stand still until the day; approved before."""
    return Event(
        "case.postponed",
        Delta(
            about={"until": until.isoformat()},
            clocks=timekeeping.pause_for(case.clocks, POSTPONED, context, matter),
            desk=msgspec.structs.replace(desk, postponed_until=until),
        ),
    )


def held(case: Case, asked: Asked, desk: Desk, context: Context, matter: Matter) -> Event:
    """挂账: open and public, with its cause, its owner and the next date; approved before."""
    assert asked.until is not None
    since = desk.hold.since if desk.hold is not None else context.now
    hold = Hold(cause=asked.cause, next_at=asked.until, owner=asked.owner, since=since)
    return Event(
        "case.put-on-hold",
        Delta(
            about={"cause": asked.cause, "next": asked.until.isoformat(), "owner": asked.owner},
            clocks=timekeeping.pause_for(case.clocks, HELD, context, matter),
            closed=(NEXT,) if case.task(NEXT) else (),
            desk=msgspec.structs.replace(desk, hold=hold),
            facts={HOLD: True},
        ),
    )


def end_hold(case: Case, command: EndHold, context: Context, matter: Matter) -> Answer:
    """销账: it can be mended now."""
    desk = desk_of(case)
    if desk.hold is None:
        return Refusal(
            code="event.not-on-hold",
            zh="这个事件没有挂账。",
            en="This event is not on hold.",
            params={"number": case.number},
        )
    delta = Delta(
        about={"cause": desk.hold.cause},
        clocks=timekeeping.resumed(case.clocks, HELD, context),
        closed=(NEXT,) if case.task(NEXT) else (),
        desk=msgspec.structs.replace(desk, hold=None),
        facts={HOLD: False},
        sealed=command.sealed,
    )
    return (Event("case.taken-off-hold", delta),)


def come_due(case: Case, context: Context) -> tuple[Event, ...]:
    """Let what was postponed go on, and tell the owner of what stays open that its next date came."""
    desk = desk_of(case)
    events: tuple[Event, ...] = ()
    if desk.postponed_until is not None and desk.postponed_until <= context.now:
        then = timekeeping.as_of(context, desk.postponed_until)
        desk = msgspec.structs.replace(desk, postponed_until=None)
        clocks = timekeeping.resumed(case.clocks, POSTPONED, then)
        events = (Event("case.postponement-over", Delta(clocks=clocks, desk=desk)),)
    hold = desk.hold
    if hold is None or hold.told or hold.next_at > context.now:
        return events
    task = Task(body=hold.owner, id=NEXT, node=NEXT, opened_at=context.now, role="officer")
    told = msgspec.structs.replace(desk, hold=msgspec.structs.replace(hold, told=True))
    return (*events, Event("case.hold-due", Delta(desk=told, opened=(task,))))
