"""Reading appointments and queues: one's own, a window's of a day; counts for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from yiwang.kernel.access import Actor, may, system
from yiwang.kernel.acts.meeting import HEARING, VISIT
from yiwang.kernel.bookable import Bookable, Hall
from yiwang.kernel.case import Case
from yiwang.nets.booking.kinds import DAY, QUEUE, day_stream, queue_stream
from yiwang.nets.booking.records import Booking, Day, Queue
from yiwang.store.cases import CASE
from yiwang.web import store_door
from yiwang.web.here import actor_of, city_key

MEETINGS = frozenset({HEARING, VISIT})
COUNTS = system("booking-counts")
"""Reads what is then counted, or has nobody in it (a queue); never returns a person."""


@dataclass(frozen=True)
class Mine:
    """An appointment with the day it is of."""

    stream: UUID
    day: Day
    booking: Booking


def case_of(request: HttpRequest, number: str) -> Case | None:
    """Return the case of this number; None where it is not the actor's to see."""
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "SELECT state FROM case_row WHERE city = %s AND number = %s", (city_key(request), number)
        ).fetchone()
    return CASE.decode(bytes(row[0])) if row else None


def taken(request: HttpRequest, bookable: Bookable, days: list[date]) -> dict[date, dict[str, int]]:
    """Return how many places are taken, by day and slot."""
    streams = {day_stream(city_key(request), bookable.id, day): day for day in days}
    found: dict[date, dict[str, int]] = {day: {} for day in days}
    for stream, state in _states(request, "booking_row", list(streams), COUNTS):
        day: Day = DAY.decode(state)
        for one in day.bookings:
            if one.holds:
                slots = found[streams[stream]]
                slots[one.slot] = slots.get(one.slot, 0) + 1
    return found


def day_at(request: HttpRequest, bookable: Bookable, day: date) -> Day | None:
    """Return a window's appointments of a day, as far as they are the actor's to see."""
    stream = day_stream(city_key(request), bookable.id, day)
    rows = _states(request, "booking_row", [stream], None)
    return DAY.decode(rows[0][1]) if rows else None


def queue_at(request: HttpRequest, hall: Hall, day: date) -> Queue | None:
    """Return the queue of a hall: numbers and counters, nobody's name."""
    stream = queue_stream(city_key(request), hall.id, day)
    rows = _states(request, "queue_row", [stream], COUNTS)
    return QUEUE.decode(rows[0][1]) if rows else None


def _states(request: HttpRequest, table: str, streams: list[UUID], actor: Actor | None) -> list[Any]:
    with store_door.reading(request, actor) as cursor:
        rows = cursor.execute(
            f"SELECT id, state FROM {table} WHERE city = %s AND id = ANY(%s)", (city_key(request), streams)
        ).fetchall()
    return [(row[0], bytes(row[1])) for row in rows]


def mine(request: HttpRequest, since: date) -> list[Mine]:
    """Return the appointments of the actor, and of those for whom they may act, from a day on, in order."""
    actor = actor_of(request)
    if actor.kind != "resident":
        return []
    own = {actor.person, *(one.id for one in actor.principals if not one.matters)}
    limited = {one.id: one.matters for one in actor.principals if one.matters}
    found = [
        one
        for one in _found(request, "persons && %s AND day >= %s", ([*own, *limited], since))
        if one.booking.applicant in own or one.booking.matter in limited.get(one.booking.applicant, ())
    ]
    return sorted(found, key=lambda one: (one.day.day, one.booking.slot, one.booking.made_at))


@dataclass(frozen=True)
class Meeting:
    """A visit or a hearing arranged in a case. `until`: when a visit ends at the latest, a hearing begins."""

    case: Case
    kind: str
    until: datetime


def meetings(request: HttpRequest) -> list[Meeting]:
    """Return the visits and hearings ahead in the running cases of the actor, and of whom they act for."""
    actor = actor_of(request)
    if actor.kind != "resident":
        return []
    whose = [actor.person, *(one.id for one in actor.principals)]
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT state FROM case_row WHERE city = %s AND applicant = ANY(%s) AND ended_at IS NULL"
            " ORDER BY opened_at DESC LIMIT 200",
            (city_key(request), whose),
        ).fetchall()
    now = store_door.now()
    found = [
        Meeting(case, task.node.removeprefix("act:"), task.due_at)
        for case in (CASE.decode(bytes(row[0])) for row in rows)
        if may(actor, "case.read", case.target)
        for task in case.tasks
        if task.node in MEETINGS and task.due_at is not None and task.due_at > now
    ]
    return sorted(found, key=lambda one: one.until)


def by_number(request: HttpRequest, number: str, actor: Actor | None = None) -> Mine | None:
    """Return the appointment of this number, where its day is the actor's to see."""
    rows = _found(request, "numbers @> ARRAY[%s]", (number,), actor)
    return next((one for one in rows if one.booking.number == number), None)


def of_case(request: HttpRequest, number: str) -> list[Mine]:
    """Return the actor's appointments about a case."""
    return [one for one in mine(request, date.min) if one.booking.case == number]


def _found(
    request: HttpRequest, condition: str, values: tuple[Any, ...], actor: Actor | None = None
) -> list[Mine]:
    with store_door.reading(request, actor) as cursor:
        rows = cursor.execute(
            f"SELECT id, state FROM booking_row WHERE city = %s AND {condition} LIMIT 500",
            (city_key(request), *values),
        ).fetchall()
    days = [(row[0], DAY.decode(bytes(row[1]))) for row in rows]
    return [Mine(stream, day, one) for stream, day in days for one in day.bookings]
