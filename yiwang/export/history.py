"""A city's cases as histories, read from its ledger alone: what happened, where, by which position.

No history holds a person: neither applicants, nor who acted, nor what a form said. A position in a body
did it, or the resident's side, or the city by itself. So a log may leave the city.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from yiwang.kernel import case as cases
from yiwang.kernel.case import Case, Delta, Event, Task
from yiwang.kernel.ledger import read_entry
from yiwang.kernel.matter import City
from yiwang.store.cases import CASE
from yiwang.store.connect import Connection
from yiwang.store.streaming import stream_rows

EVENTS = "SELECT stream, seq, at, body FROM event WHERE city = %s AND kind = %s ORDER BY stream, seq"
RESIDENT, CITY = "resident", "city"
BEHALF = "for:"  # `person@for:principal`, see `access.Actor`
_delta = msgspec.json.Decoder(Delta).decode


@dataclass(frozen=True)
class Step:
    """One entry of a case's chain.

    Attributes:
        id: unique in the city: the case's number and the place in its chain from 1.
        type: as in the ledger: `case.accepted`.
        activity: what was done, for a reader of the log: the step of the process that was completed,
            else the general act without its `case.`.
        role: position that acted: `resident` for the applicant's side, `city` for what passes by itself.
        closed, opened: tasks. paper: the number of a paper that was issued. phase: "" when it stayed.
    """

    id: str
    type: str
    activity: str
    at: datetime
    role: str
    body: str
    closed: tuple[Task, ...] = ()
    opened: tuple[Task, ...] = ()
    paper: str = ""
    phase: str = ""


@dataclass
class History:
    """A case as it stands, and the way it came there."""

    case: Case
    steps: list[Step] = field(default_factory=list)


def histories(connection: Connection, city: str, pack: Callable[[str], City]) -> Iterator[History]:
    """Yield every case of a city in the order of their ids, one in memory at a time.

    Needs an open transaction.

    Args:
        pack: the compiled pack of a hash; tells the body and role of a position.
    Raises:
        msgspec.DecodeError: an entry is not readable; `yiwang verify` names it.
    """
    stream, history = b"", None
    for row_stream, seq, at, body in stream_rows(connection, "history", EVENTS, (city, CASE.name)):
        entry = read_entry(bytes(body))
        event = Event(entry.type, _delta(entry.data), entry.v)
        if history is None or row_stream != stream:
            if history is not None:
                yield history
            stream, before = row_stream, None
            history = History(cases.opened(event, entry.pack, at))
        else:
            before = history.case
            history.case = cases.evolve(before, event, at)
        role, acting = _who(entry.actor, pack(entry.pack))
        history.steps.append(_step(before, history.case, event, seq, at, role, acting))
    if history is not None:
        yield history


def _step(
    before: Case | None, after: Case, event: Event, seq: int, at: datetime, role: str, body: str
) -> Step:
    known = {task.id: task for task in before.tasks} if before else {}
    closed = tuple(known[one] for one in event.data.closed if one in known)
    completed = event.type == "case.task-completed" and closed
    return Step(
        id=f"{after.number}#{seq}",
        type=event.type,
        activity=closed[0].node if completed else event.type.removeprefix("case."),
        at=at,
        role=role,
        body=body,
        closed=closed,
        opened=event.data.opened,
        paper=event.data.paper.number if event.data.paper else "",
        phase=event.data.phase,
    )


def _who(actor: str, city: City) -> tuple[str, str]:
    """Return role and body of who acted. The person stays here."""
    person, _, position = actor.partition("@")
    if person.startswith("system"):
        return CITY, ""
    if not position or position.startswith(BEHALF):
        return RESIDENT, ""
    held = city.positions.get(position)
    return (held.role, held.body) if held else (position, "")  # a machine's, or of another pack


def stamp(at: datetime) -> str:
    """Return a moment as both standards write it: RFC 3339, UTC, microseconds."""
    return at.isoformat(timespec="microseconds")
