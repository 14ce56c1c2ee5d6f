"""The three kinds of records of this net, and the rows they keep."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from yiwang.nets.upward import line_rules, night_rules, rules
from yiwang.nets.upward.records import Line, Night, Outgoing
from yiwang.store.kinds import record_kind

_SPACE = UUID("5f1d2c0e-8a4b-5c1d-9e3f-000000000021")


def line_stream(city: str, platform: str) -> UUID:
    """Return the stream of the line to a platform."""
    return uuid5(_SPACE, f"{city}/line/{platform}")


def outgoing_stream(city: str, platform: str, number: int) -> UUID:
    """Return the stream of the record with this number."""
    return uuid5(_SPACE, f"{city}/record/{platform}/{number}")


def night_stream(city: str, platform: str, day: date) -> UUID:
    """Return the stream of the reconciliations of a day."""
    return uuid5(_SPACE, f"{city}/night/{platform}/{day.isoformat()}")


def _outgoing_values(one: Outgoing) -> tuple[Any, ...]:
    return (
        one.platform,
        one.number,
        one.day,
        one.origin.case,
        list(rules.bodies_of(one)),
        one.origin.record,
        one.phase,
        one.reason,
        one.opens.case if one.opens is not None else "",
        rules.due_at(one),
    )


LINE = record_kind("upward_line", line_rules, Line, (("platform", "text"),), lambda one: (one.platform,))
OUTGOING = record_kind(
    "upward",
    rules,
    Outgoing,
    (
        ("platform", "text"),
        ("number", "integer"),
        ("day", "date"),
        ("case_id", "text"),
        ("bodies", "text[]"),
        ("record", "text"),
        ("phase", "text"),
        ("reason", "text"),
        ("opened", "text"),
        ("due_at", "timestamptz"),
    ),
    _outgoing_values,
)
NIGHT = record_kind(
    "upward_night",
    night_rules,
    Night,
    (("platform", "text"), ("day", "date"), ("next_at", "timestamptz"), ("desk", "text")),
    lambda one: (one.platform, one.day, one.next_at, one.desk),
)
