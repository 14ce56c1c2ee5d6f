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


MARK_COLUMNS = ("person", "day", "mark")
MARKS = "a_person_is_at_one_place_at_a_time"  # the constraint of migration 0003
TAKE_MARK = "INSERT INTO booking_mark (city, stream, person, day, mark) VALUES (%s, %s, %s, %s, %s)"
GIVE_MARK = (
    "DELETE FROM booking_mark WHERE city = %s AND stream = %s AND person = %s AND day = %s AND mark = %s"
)


def _marks(day: Day) -> list[tuple[str, date, int]]:
    """Return which marks of a day's time each person's open appointments take."""
    return [
        (one.applicant, day.day, mark)
        for one in day.bookings
        if one.phase == OPEN and one.applicant
        for mark in one.marks
    ]


def _differing(stream: UUID, old: Day | None, new: Day, rows: Any, give: str, take: str) -> list[Change]:
    before, after = set(rows(old) if old is not None else ()), set(rows(new))
    gone = [(stream, *one) for one in sorted(before - after)]
    come = [(stream, *one) for one in sorted(after - before)]
    return [Change(sql, found) for sql, found in ((give, gone), (take, come)) if found]


def _project_day(stream: UUID, old: Day | None, new: Day, events: Sequence[Any]) -> list[Change]:
    return [
        *_differing(stream, old, new, _ahead, GIVE_AHEAD, TAKE_AHEAD),
        *_differing(stream, old, new, _marks, GIVE_MARK, TAKE_MARK),
    ]


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
    projections=(
        Projection("booking_ahead", AHEAD_COLUMNS, _ahead),
        Projection("booking_mark", MARK_COLUMNS, _marks),
    ),
    taken={AHEAD: saying.too_many(MOST_AHEAD), MARKS: saying.at_two_places()},
)
QUEUE = record_kind(
    "queue",
    queue_rules,
    Queue,
    (("hall", "text"), ("body", "text"), ("day", "date")),
    lambda queue: (queue.hall, queue.body, queue.day),
)
