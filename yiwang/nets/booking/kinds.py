"""The two kinds of records of this net, and the rows they keep."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from yiwang.nets.booking import queue_rules, rules
from yiwang.nets.booking.records import Day, Queue
from yiwang.store.kinds import record_kind

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
)
QUEUE = record_kind(
    "queue",
    queue_rules,
    Queue,
    (("hall", "text"), ("body", "text"), ("day", "date")),
    lambda queue: (queue.hall, queue.body, queue.day),
)
