"""The table of events: where each is, of which kind, and how it stands, for maps, lists and figures.

Kept in the transaction that changes the case, so a report is seen at once by the body it went to.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from yiwang.kernel import case as cases
from yiwang.kernel.case import Case
from yiwang.kernel.event_kinds import DEGREES, EVENT, HOLD, KIND, LATITUDE, LONGITUDE, SEVERITY
from yiwang.store.cases import is_late, keep_beside
from yiwang.store.kinds import Change, Projection

COLUMNS = (
    "number",
    "matter",
    "event_kind",
    "phase",
    "place",
    "lead",
    "longitude",
    "latitude",
    "severity",
    "opened_at",
    "due_at",
    "ended_at",
    "late",
    "on_hold",
)

_NAMES = ", ".join(("city", "stream", *COLUMNS))
_MARKS = ", ".join("%s" for _ in ("city", "stream", *COLUMNS))
_AGAIN = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS)
OPEN = f"INSERT INTO event_row ({_NAMES}) VALUES ({_MARKS})"
CHANGE = f"{OPEN} ON CONFLICT (city, stream) DO UPDATE SET {_AGAIN}"


def row_of(case: Case) -> list[tuple[Any, ...]]:
    """Return the row of an event's case, in the order of `COLUMNS`; none for another kind of case."""
    if case.kind != EVENT:
        return []
    facts = case.facts
    return [
        (
            case.number,
            case.matter,
            facts.get(KIND, ""),
            case.phase,
            case.place,
            case.lead,
            _degrees(facts.get(LONGITUDE)),
            _degrees(facts.get(LATITUDE)),
            facts.get(SEVERITY, ""),
            case.opened_at,
            cases.due(case)[0],
            case.ended_at,
            is_late(case),
            bool(facts.get(HOLD)),
        )
    ]


def _degrees(text: Any) -> float | None:
    return float(text) if isinstance(text, str) and DEGREES.match(text) else None


def changes(stream: UUID, old: Case | None, new: Case) -> list[Change]:
    """Return what an act changes of the row."""
    row = row_of(new)
    if old is None:
        return [Change(OPEN, [(stream, *row[0])])]
    return [Change(CHANGE, [(stream, *row[0])])] if row_of(old) != row else []


def keep() -> None:
    """Have the store keep the table."""
    keep_beside(EVENT, Projection("event_row", COLUMNS, row_of), changes)
