"""The two kinds of records of this net, and the rows they keep."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from yiwang.nets.rating import rules, stuck_rules
from yiwang.nets.rating.grading import is_bad
from yiwang.nets.rating.records import Rating, Stuck
from yiwang.store.kinds import record_kind


def rating_stream(case: str, handling: int) -> UUID:
    """Return the id of the rating of one handling: the same each time, so that its lock makes it one."""
    return uuid5(UUID(case), f"rating/{handling}")


def stuck_stream(case: str) -> UUID:
    """Return the id of the word that opens this case."""
    return uuid5(UUID(case), "stuck")


def _rating_values(one: Rating) -> tuple[Any, ...]:
    subject, seen = one.subject, rules.seen_by(one)
    return (
        subject.applicant,
        subject.case,
        list(seen),
        subject.body,
        subject.matter,
        one.opens.number if one.opens is not None else "",
        one.period,
        one.counted,
        is_bad(one.now.grade),
        one.change.since.year if one.change is not None else None,
    )


def _stuck_values(one: Stuck) -> tuple[Any, ...]:
    return (
        one.applicant,
        one.desk,
        one.opens.number,
        one.earlier,
        one.digest,
        one.at,
        one.change.since.year if one.change is not None else None,
    )


RATING = record_kind(
    "rating",
    rules,
    Rating,
    (
        ("applicant", "text"),
        ("case_id", "text"),
        ("bodies", "text[]"),
        ("body", "text"),
        ("matter", "text"),
        ("opened", "text"),
        ("period", "text"),
        ("counted", "smallint"),
        ("bad", "boolean"),
        ("change_year", "integer"),
    ),
    _rating_values,
)
STUCK = record_kind(
    "stuck",
    stuck_rules,
    Stuck,
    (
        ("applicant", "text"),
        ("desk", "text"),
        ("number", "text"),
        ("earlier", "text"),
        ("digest", "text"),
        ("at", "timestamptz"),
        ("change_year", "integer"),
    ),
    _stuck_values,
)
