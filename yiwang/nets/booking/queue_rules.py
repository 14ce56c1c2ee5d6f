"""The rules of a hall's queue (取号叫号). Pure: decide and evolve, one stream for each hall and day.

Numbers run from 1 by hall and day. Whoever comes with an appointment whose time has come is called before
those without; all others in the order in which they came. That order is our own rule.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import Target
from yiwang.kernel.bookable import opening
from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.nets.booking import saying
from yiwang.nets.booking.records import Queue, Ticket

LONGEST_DESK = 20


class Take(Command, frozen=True, kw_only=True):
    """取号. `booked`, `due`: number and beginning of the appointment that is shown with it."""

    verb: ClassVar[str] = "queue.take"
    bookable: str
    day: date
    booked: str = ""
    due: datetime | None = None


class CallNext(Command, frozen=True, kw_only=True):
    """叫下一个: whoever was at this counter is done."""

    verb: ClassVar[str] = "queue.call"
    bookable: str
    desk: str


class Settle(Command, frozen=True, kw_only=True):
    """办完, 或叫了没来."""

    verb: ClassVar[str] = "queue.call"
    number: int
    served: bool


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """`queue.taken`."""

    body: str
    bookable: str
    booked: str = ""
    day: date
    due: datetime | None = None
    hall: str
    number: int


class Called(msgspec.Struct, frozen=True, kw_only=True):
    """`queue.called`."""

    desk: str
    number: int


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """`queue.settled`."""

    number: int
    served: bool


DATA: dict[str, type[msgspec.Struct]] = {
    "queue.taken": Taken,
    "queue.called": Called,
    "queue.settled": Settled,
}


def target_of(body: str) -> Target:
    """Return what `access.may` is asked about: the body that runs the hall."""
    return Target(lead=body, bodies=(body,), window=body)


def order(queue: Queue, bookable: str, now: datetime) -> list[Ticket]:
    """Return who waits at a window, the next one first."""
    waiting = [one for one in queue.tickets if one.phase == "waiting" and one.bookable == bookable]
    return sorted(waiting, key=lambda one: _turn(one, now))


def _turn(ticket: Ticket, now: datetime) -> tuple[int, float, int]:
    if ticket.due is not None and ticket.due <= now:
        return 0, ticket.due.timestamp(), ticket.number
    return 1, 0.0, ticket.number


def ahead(queue: Queue, number: int, now: datetime) -> int:
    """Return how many will be called at that window before this number; 0 when it waits no more."""
    ticket = queue.find(number)
    if ticket is None or ticket.phase != "waiting":
        return 0
    return next(place for place, one in enumerate(order(queue, ticket.bookable, now)) if one is ticket)


def decide(queue: Queue | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this queue. Changes nothing."""
    if isinstance(command, Take):
        return _take(queue, command, context)
    if queue is None:
        return saying.nobody_waits()
    if not record.allowed(context.actor, command, target_of(queue.body)):
        return record.denied(command)
    match command:
        case CallNext():
            return _call(queue, command, context)
        case Settle():
            ticket = queue.find(command.number)
            if ticket is None or ticket.phase not in ("waiting", "called"):
                return saying.no_ticket(command.number)
            return (Fact("queue.settled", Settled(number=command.number, served=command.served)),)
        case _:
            return record.denied(command)


def _take(queue: Queue | None, command: Take, context: Context) -> Answer:
    bookable = context.city.bookables.get(command.bookable)
    if bookable is None or bookable.kind != "window":
        return saying.not_bookable(command.bookable)
    hall = bookable.hall
    if not record.allowed(context.actor, command, target_of(hall.body)):
        return record.denied(command)
    local = context.now.astimezone(ZoneInfo(context.city.zone))
    open_now = opening(hall, local.date(), context.city.calendar).sessions
    if command.day != local.date() or not any(begins <= local.time() < ends for begins, ends in open_now):
        return saying.closed_now(hall.title)
    again = [one for one in queue.tickets if command.booked and one.booked == command.booked] if queue else []
    if again:
        return ()  # the same appointment shown twice has one number
    taken = Taken(
        body=hall.body,
        bookable=bookable.id,
        booked=command.booked,
        day=command.day,
        due=command.due,
        hall=hall.id,
        number=len(queue.tickets) + 1 if queue is not None else 1,
    )
    return (Fact("queue.taken", taken),)


def _call(queue: Queue, command: CallNext, context: Context) -> Answer:
    desk = command.desk.strip()
    if not desk or len(desk) > LONGEST_DESK:
        return saying.no_desk()
    waiting = order(queue, command.bookable, context.now)
    if not waiting:
        return saying.nobody_waits()
    done = [one for one in queue.tickets if one.phase == "called" and one.desk == desk]
    settled = tuple(Fact("queue.settled", Settled(number=one.number, served=True)) for one in done)
    return (*settled, Fact("queue.called", Called(desk=desk, number=waiting[0].number)))


def begin(event: Fact, pack: str, at: datetime) -> Queue:
    """Return the queue that its first event begins."""
    data: Taken = event.data
    return Queue(hall=data.hall, body=data.body, day=data.day, tickets=(_ticket(data, at),))


def _ticket(data: Taken, at: datetime) -> Ticket:
    return Ticket(number=data.number, bookable=data.bookable, taken_at=at, booked=data.booked, due=data.due)


def evolve(queue: Queue, event: Fact, at: datetime) -> Queue:
    """Apply one event. Never refuses."""
    data: Any = event.data
    match data:
        case Taken():
            return replace(queue, tickets=(*queue.tickets, _ticket(data, at)))
        case Called():
            return _changed(queue, data.number, phase="called", desk=data.desk, called_at=at)
        case Settled():
            return _changed(queue, data.number, phase="served" if data.served else "absent")
    return queue


def _changed(queue: Queue, number: int, **changes: Any) -> Queue:
    return replace(
        queue,
        tickets=tuple(replace(one, **changes) if one.number == number else one for one in queue.tickets),
    )


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
