"""The table of events: where each is, of which kind, and how it stands, for maps, lists and figures.

Kept in the transaction that changes the case, so a report is seen at once by the body it went to.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from yiwang.kernel import case as cases
from yiwang.kernel.case import Case
from yiwang.kernel.desk_state import Desk
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
    "dispatched_at",
    "respond_due",
    "responded_at",
    "safe_at",
    "checked",
    "answer",
    "satisfaction",
    "returns",
    "hold_cause",
    "hold_owner",
    "hold_since",
    "hold_next",
    "shown",
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
    facts, desk = case.facts, case.desk or Desk()
    hold = desk.hold if case.ended_at is None else None
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
            bool(facts.get(HOLD)) and case.ended_at is None,
            desk.dispatched_at,
            desk.respond_due,
            desk.responded_at,
            desk.safe_at,
            desk.checked,
            desk.answer,
            desk.satisfaction,
            desk.returns,
            hold.cause if hold else "",
            hold.owner if hold else "",
            hold.since if hold else None,
            hold.next_at if hold else None,
            desk.shown,
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


LINES = ("seq", "matter", "event_kind", "place", "body", "former", "decided_by", "decided_at")
ADD_LINE = (
    f"INSERT INTO dispatch_line (city, stream, {', '.join(LINES)})"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


def lines_of(case: Case) -> list[tuple[Any, ...]]:
    """Return the decisions about whose an event is, in the order of `LINES`."""
    if case.kind != EVENT or case.desk is None:
        return []
    kind = case.facts.get(KIND, "")
    return [
        (seq, case.matter, kind, case.place, one.body, one.former, one.by, one.at)
        for seq, one in enumerate(case.desk.lines)
    ]


def new_lines(stream: UUID, old: Case | None, new: Case) -> list[Change]:
    """Return the decisions that an act added; none is ever taken away."""
    known = len(lines_of(old)) if old is not None else 0
    added = lines_of(new)[known:]
    return [Change(ADD_LINE, [(stream, *one) for one in added])] if added else []


def keep() -> None:
    """Have the store keep both tables."""
    keep_beside(EVENT, Projection("event_row", COLUMNS, row_of), changes)
    keep_beside(EVENT, Projection("dispatch_line", LINES, lines_of), new_lines)
