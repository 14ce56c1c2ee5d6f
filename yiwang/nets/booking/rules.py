"""The rules of appointments (预约). Pure: decide and evolve, one stream for each bookable and day.

The day wakes twice: the morning before, to remind; when it is over, to write down who did not come.
Whoever comes first takes the place: the stream of the day is locked, so the last place goes to one. A place
is given within the opening hours of that day alone, and never beyond the slot's capacity. Nothing follows
from a missed appointment but that its place was not used.

Source: no text at hand sets these rules (docs/booking.md says which are our own).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import Target
from yiwang.kernel.bookable import Bookable, Slot, slot_named
from yiwang.kernel.commands import Context, Tick
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.nets.booking import saying
from yiwang.nets.booking.records import MOST_AHEAD, OPEN, PHASES, Booking, Day, Earlier

REMINDED = time(9)
"""Local time, on the day before, at which whoever comes is reminded; our own rule."""


class Book(Command, frozen=True, kw_only=True):
    """预约. `booking` and `number` are drawn where it is asked; `earlier` is given back once this is made.

    `ahead`: which of the person's places ahead it takes. The store gives each once, so two days booked at the
    same moment do not make one more than is given; 0 for one that a window
    books, and for one that takes another's place.
    """

    verb: ClassVar[str] = "booking.make"
    booking: str
    number: str
    bookable: str
    day: date
    slot: str
    matter: str
    applicant: str = ""
    case: str = ""
    earlier: Earlier | None = None
    ahead: int = 0


class Move(Command, frozen=True, kw_only=True):
    """改到同一天的另一时段."""

    verb: ClassVar[str] = "booking.change"
    booking: str
    slot: str


class Cancel(Command, frozen=True, kw_only=True):
    """取消. `moved_to`: number of the appointment of another day that takes its place."""

    verb: ClassVar[str] = "booking.change"
    booking: str
    moved_to: str = ""


class Attend(Command, frozen=True, kw_only=True):
    """登记到没到, by the window; with `number` of the appointment instead of its id for the city's own."""

    verb: ClassVar[str] = "booking.attend"
    came: bool
    booking: str = ""
    number: str = ""


class Booked(msgspec.Struct, frozen=True, kw_only=True):
    """`booking.booked`. `minutes`: how long the slot is; 0 of one from before it was kept."""

    ahead: int = 0
    applicant: str = ""
    body: str
    bookable: str
    booking: str
    case: str = ""
    day: date
    earlier: Earlier | None = None
    hall: str
    matter: str
    minutes: int = 0
    number: str
    over_at: datetime | None = None
    remind_at: datetime | None = None
    slot: str


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """`booking.moved`."""

    booking: str
    slot: str
    was: str


class Cancelled(msgspec.Struct, frozen=True, kw_only=True):
    """`booking.cancelled`."""

    booking: str
    moved_to: str = ""


class Attended(msgspec.Struct, frozen=True, kw_only=True):
    """`booking.attended`."""

    booking: str
    came: bool


class Reminded(msgspec.Struct, frozen=True, kw_only=True):
    """`booking.reminded`: the day before. `late`: the city woke after the slot had begun; nobody is told."""

    booking: str
    late: bool = False


DATA: dict[str, type[msgspec.Struct]] = {
    "booking.booked": Booked,
    "booking.moved": Moved,
    "booking.cancelled": Cancelled,
    "booking.attended": Attended,
    "booking.reminded": Reminded,
}


def target_of(body: str, booking: Booking | None, applicant: str = "", matter: str = "") -> Target:
    """Return what `access.may` is asked about: the person's own, or the window's."""
    if booking is not None:
        applicant, matter = booking.applicant, booking.matter
    return Target(applicant=applicant, lead=body, bodies=(body,), window=body, matter=matter)


def decide(day: Day | None, command: Command | Tick, context: Context) -> Answer:
    """Say what happens when `command` reaches this day. Changes nothing."""
    if isinstance(command, Tick):
        return _tick(day, context) if day is not None else ()
    if isinstance(command, Book):
        return _book(day, command, context)
    if day is None:
        return saying.unknown()
    booking = _meant(day, command)
    if booking is None:
        return saying.unknown()
    if not record.allowed(context.actor, command, target_of(day.body, booking)):
        return record.denied(command)
    match command:
        case Attend():
            return _attend(day, booking, command, context)
        case Cancel() if booking.phase == "cancelled":
            return ()
        case _ if booking.phase != OPEN:
            return saying.over(PHASES[booking.phase])
        case Cancel() if _begun(day, booking, context):
            return saying.begun(booking.slot)
        case Cancel(moved_to=number):
            return (Fact("booking.cancelled", Cancelled(booking=booking.id, moved_to=number)),)
        case Move():
            return _move(day, booking, command, context)
        case _:
            return record.denied(command)


def _tick(day: Day, context: Context) -> Answer:
    """Remind the day before; once the day is over, write down as missed whoever nobody recorded."""
    facts: list[Fact] = []
    if day.remind_at is not None and day.remind_at <= context.now:
        for one in day.to_remind:
            late = _begun(day, one, context)
            facts.append(Fact("booking.reminded", Reminded(booking=one.id, late=late)))
    if day.over_at is not None and day.over_at <= context.now:
        open_still = (one for one in day.bookings if one.phase == OPEN)
        facts += (Fact("booking.attended", Attended(booking=one.id, came=False)) for one in open_still)
    return tuple(facts)


def _meant(day: Day, command: Any) -> Booking | None:
    number = getattr(command, "number", "")
    if number:
        return next((one for one in day.bookings if one.number == number), None)
    return day.find(command.booking)


def _book(day: Day | None, command: Book, context: Context) -> Answer:
    bookable = context.city.bookables.get(command.bookable)
    if bookable is None:
        return saying.not_bookable(command.bookable)
    body = bookable.hall.body
    asked = target_of(body, None, command.applicant, command.matter)
    if not record.allowed(context.actor, command, asked):
        return record.denied(command)
    if command.matter not in context.city.matters or not bookable.handles(command.matter):
        return saying.not_handled(command.matter)
    least = 1 if context.actor.kind == "resident" and command.earlier is None else 0
    if not least <= command.ahead <= MOST_AHEAD:
        return saying.too_many(MOST_AHEAD)
    slot = _free(day, bookable, command.day, command.slot, context)
    if not isinstance(slot, Slot):
        return slot
    same = [
        one
        for one in (day.bookings if day is not None else ())
        if command.applicant and one.applicant == command.applicant and one.phase == OPEN
    ]
    if same:
        return saying.already(same[0].number, same[0].slot)
    booked = Booked(
        ahead=command.ahead,
        applicant=command.applicant,
        body=body,
        bookable=bookable.id,
        booking=command.booking,
        case=command.case,
        day=command.day,
        earlier=command.earlier,
        hall=bookable.hall.id,
        matter=command.matter,
        minutes=bookable.minutes,
        number=command.number,
        over_at=_local(command.day + timedelta(days=1), time(0), context),
        remind_at=_local(command.day - timedelta(days=1), REMINDED, context),
        slot=command.slot,
    )
    return (Fact("booking.booked", booked),)


def _local(day: date, at: time, context: Context) -> datetime:
    return datetime.combine(day, at, ZoneInfo(context.city.zone)).astimezone(UTC)


def _free(day: Day | None, bookable: Bookable, on: date, name: str, context: Context) -> Any:
    """Return the slot when there is a place in it; why there is none otherwise."""
    today = record.today(context)
    last = today + timedelta(days=bookable.ahead_days)
    if not today <= on <= last:
        return saying.not_a_day(on, today, last)
    slot = slot_named(bookable, on, name, context.city.calendar)
    if slot is None:
        return saying.not_a_slot(name)
    if slot.begins <= context.now:
        return saying.begun(name)
    if day is not None and day.taken(name) >= bookable.capacity:
        return saying.full(name, bookable.capacity)
    return slot


def _begun(day: Day, booking: Booking, context: Context) -> bool:
    """Say whether an appointment's time has come; of one whose slot is no more, whether its day is over."""
    bookable = context.city.bookables.get(day.bookable)
    slot = (
        slot_named(bookable, day.day, booking.slot, context.city.calendar) if bookable is not None else None
    )
    return slot.begins <= context.now if slot is not None else day.day < record.today(context)


def _move(day: Day, booking: Booking, command: Move, context: Context) -> Answer:
    bookable = context.city.bookables.get(day.bookable)
    if bookable is None:
        return saying.not_bookable(day.bookable)
    if _begun(day, booking, context):
        return saying.begun(booking.slot)
    if command.slot == booking.slot:
        return ()
    slot = _free(day, bookable, day.day, command.slot, context)
    if not isinstance(slot, Slot):
        return slot  # type: ignore[no-any-return]
    return (Fact("booking.moved", Moved(booking=booking.id, slot=command.slot, was=booking.slot)),)


def _attend(day: Day, booking: Booking, command: Attend, context: Context) -> Answer:
    if booking.phase == "cancelled":
        return saying.over(PHASES[booking.phase])
    if record.today(context) < day.day or (not command.came and not _begun(day, booking, context)):
        return saying.not_that_day(day.day)
    if booking.phase == ("came" if command.came else "missed"):
        return ()
    return (Fact("booking.attended", Attended(booking=booking.id, came=command.came)),)


def begin(event: Fact, pack: str, at: datetime) -> Day:
    """Return the day that its first event begins."""
    data: Booked = event.data
    return Day(
        bookable=data.bookable,
        hall=data.hall,
        body=data.body,
        day=data.day,
        bookings=(_booking(data, at),),
        over_at=data.over_at,
        remind_at=data.remind_at,
    )


def _booking(data: Booked, at: datetime) -> Booking:
    return Booking(
        id=data.booking,
        number=data.number,
        applicant=data.applicant,
        slot=data.slot,
        matter=data.matter,
        case=data.case,
        phase=OPEN,
        made_at=at,
        earlier=data.earlier,
        ahead=data.ahead,
        minutes=data.minutes,
    )


def evolve(day: Day, event: Fact, at: datetime) -> Day:
    """Apply one event. Never refuses."""
    data: Any = event.data
    match data:
        case Booked():
            return replace(
                day,
                bookings=(*day.bookings, _booking(data, at)),
                over_at=day.over_at or data.over_at,
                remind_at=day.remind_at or data.remind_at,
            )
        case Moved():
            return _changed(day, data.booking, slot=data.slot, more=1)
        case Cancelled():
            return _changed(day, data.booking, phase="cancelled", moved_to=data.moved_to)
        case Reminded():
            return _changed(day, data.booking, reminded=True)
        case Attended():
            return _changed(day, data.booking, phase="came" if data.came else "missed")
    return day


def _changed(day: Day, id: str, more: int = 0, **changes: Any) -> Day:
    return replace(
        day,
        bookings=tuple(
            replace(one, moved=one.moved + more, **changes) if one.id == id else one for one in day.bookings
        ),
    )


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
