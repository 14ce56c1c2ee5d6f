"""The two kinds of records of this net, and the rows they keep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from yiwang.nets.booking import queue_rules, rules, saying
from yiwang.nets.booking.records import MOST_AHEAD, OPEN, Day, Queue
from yiwang.store.kinds import Change, Projection, record_kind

_SPACE = UUID("6c1f7a30-2b5d-5e0a-8a3c-000000000180")


def day_stream(city: str, bookable: str, day: date) -> UUID:
    """Return the id of a day's appointments: the same each time, so that its lock gives each place once."""
    return uuid5(_SPACE, f"{city}/day/{bookable}/{day.isoformat()}")


def queue_stream(city: str, hall: str, day: date) -> UUID:
    """Return the id of a hall's queue on a day."""
    return uuid5(_SPACE, f"{city}/queue/{hall}/{day.isoformat()}")


def proof_of(stream: UUID) -> str:
    """Return what whoever books, or takes a number, shows the wall: the one day that is asked about."""
    return f"booking/{stream}"


def _day_values(day: Day) -> tuple[Any, ...]:
    persons = sorted({one.applicant for one in day.bookings if one.applicant})
    return (
        day.bookable,
        day.hall,
        day.body,
        day.day,
        persons,
        [one.number for one in day.bookings],
    )


AHEAD_COLUMNS = ("person", "ahead")
AHEAD = "one_place_ahead_is_taken_once"  # the constraint of migration 0002
TAKE_AHEAD = "INSERT INTO booking_ahead (city, stream, person, ahead) VALUES (%s, %s, %s, %s)"
GIVE_AHEAD = "DELETE FROM booking_ahead WHERE city = %s AND stream = %s AND person = %s AND ahead = %s"


def _ahead(day: Day) -> list[tuple[str, int]]:
    """Return which places ahead the appointments of a day take, by person."""
    return [(one.applicant, one.ahead) for one in day.bookings if one.phase == OPEN and one.ahead]


def _project_day(stream: UUID, old: Day | None, new: Day, events: Sequence[Any]) -> list[Change]:
    before, after = set(_ahead(old) if old is not None else ()), set(_ahead(new))
    gone = [(stream, *one) for one in sorted(before - after)]
    come = [(stream, *one) for one in sorted(after - before)]
    return [Change(sql, rows) for sql, rows in ((GIVE_AHEAD, gone), (TAKE_AHEAD, come)) if rows]


DAY = record_kind(
    "booking",
    rules,
    Day,
    (
        ("bookable", "text"),
        ("hall", "text"),
        ("body", "text"),
        ("day", "date"),
        ("persons", "text[]"),
        ("numbers", "text[]"),
    ),
    _day_values,
    wake_at=lambda day: day.wake_at,
    project=_project_day,
    projections=(Projection("booking_ahead", AHEAD_COLUMNS, _ahead),),
    taken={AHEAD: saying.too_many(MOST_AHEAD)},
)
QUEUE = record_kind(
    "queue",
    queue_rules,
    Queue,
    (("hall", "text"), ("body", "text"), ("day", "date")),
    lambda queue: (queue.hall, queue.body, queue.day),
)
