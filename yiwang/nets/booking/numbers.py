"""Numbers of a hall's queue, for pages and machines alike: take one, call the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from yiwang.kernel.bookable import Hall, slot_named
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import read_number
from yiwang.kernel.refusal import Refusal
from yiwang.nets.booking import queries, queue_rules, saying
from yiwang.nets.booking.kinds import QUEUE, proof_of, queue_stream
from yiwang.nets.booking.records import OPEN
from yiwang.store.execute import Done
from yiwang.store.wall import showing
from yiwang.web import here, store_door
from yiwang.web.here import city_day


@dataclass(frozen=True)
class TakenNumber:
    """A number given out. `ahead`: how many are called before it."""

    number: int
    window: str
    ahead: int


def ask(request: HttpRequest, hall: Hall, day: date, command: Any, key: str | None) -> Done | Refusal:
    """Ask one command of a hall's queue."""
    stream = queue_stream(here.city_key(request), hall.id, day)
    actor = showing(here.actor_of(request), proof_of(stream))
    scoped = f"queue:{stream}:{key}" if key else None
    return store_door.ask(request, stream, command, key=scoped, kind=QUEUE, actor=actor)


def take(
    request: HttpRequest, city: City, hall: Hall, window: str, booked: str, key: str
) -> TakenNumber | Refusal:
    """Give out the next number of a hall.

    Args:
        booked: number of the appointment that is shown, "" without. key: the same for the same press.
    """
    bookable = city.bookables.get(window)
    if bookable is not None and bookable.hall.id != hall.id:
        bookable = None
    due, number = None, ""
    if booked.strip():
        number = read_number(booked) or ""
        found = queries.by_number(request, number) if number else None
        if found is None or found.day.hall != hall.id or found.day.day != city_day(city):
            return saying.unknown()
        if found.booking.phase not in (OPEN, "came"):
            return saying.unknown()
        bookable = city.bookables.get(found.day.bookable)
        slot = (
            slot_named(bookable, found.day.day, found.booking.slot, city.calendar)
            if bookable is not None
            else None
        )
        due = slot.begins if slot is not None else None
    if bookable is None:
        return saying.not_bookable(window)
    command = queue_rules.Take(bookable=bookable.id, day=city_day(city), booked=number, due=due)
    done = ask(request, hall, command.day, command, f"take:{key}" if key else None)
    if isinstance(done, Refusal):
        return done
    mine = [one for one in done.state.tickets if number and one.booked == number]
    made = [event.data.number for event in done.events]
    given = mine[0].number if mine else made[0] if made else len(done.state.tickets)
    return TakenNumber(given, bookable.id, queue_rules.ahead(done.state, given, store_door.now()))
