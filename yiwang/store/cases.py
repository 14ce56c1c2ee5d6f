"""Cases as a kind of stream: every net's cases are kept in one table and read by one inbox."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from yiwang.kernel import case as cases
from yiwang.kernel.acts import decide
from yiwang.kernel.case import Case, Delta, Event
from yiwang.kernel.commands import File
from yiwang.kernel.material_ways import CLOCK
from yiwang.kernel.traffic import Wait
from yiwang.store.arrays import column
from yiwang.store.identity import sees
from yiwang.store.kinds import Calls, Change, Projection, StreamKind, register

_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder(Case).decode
_decode_delta = msgspec.json.Decoder(Delta).decode

OPEN_TASK = (
    "INSERT INTO task_row (city, stream, id, node, body, role, assignee, opened_at, due_at, late)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
CHANGE_TASK = (
    f"{OPEN_TASK} ON CONFLICT (city, stream, id) DO UPDATE SET body = excluded.body, role = excluded.role,"
    " assignee = excluded.assignee, due_at = excluded.due_at, late = excluded.late"
)
AWAIT = (
    "INSERT INTO wait_row (city, stream, token, event, name, key) VALUES (%s, %s, %s, %s, %s, %s)"
    " ON CONFLICT (city, stream, token) DO UPDATE SET event = excluded.event, name = excluded.name,"
    " key = excluded.key"
)
AWAIT_NO_MORE = "DELETE FROM wait_row WHERE city = %s AND stream = %s AND token = %s"
ASSIST = "INSERT INTO assist_row (city, stream, body, opened_at) VALUES (%s, %s, %s, %s)"
ASSIST_NO_MORE = "DELETE FROM assist_row WHERE city = %s AND stream = %s AND body = %s"
CLOSE_TASK = "DELETE FROM task_row WHERE city = %s AND stream = %s AND id = %s"

COLUMNS = (
    ("number", "text"),
    ("matter", "text"),
    ("kind", "text"),
    ("pack", "text"),
    ("phase", "text"),
    ("place", "text"),
    ("lead", "text"),
    ("bodies", "text[]"),
    ("window_body", "text"),
    ("applicant", "text"),
    ("channel", "text"),
    ("opened_at", "timestamptz"),
    ("ended_at", "timestamptz"),
    ("due_at", "timestamptz"),
    ("due_provisional", "boolean"),
    ("late", "boolean"),
    ("outcome", "text"),
    ("paused", "boolean"),
)


def values(case: Case) -> tuple[Any, ...]:
    """Return the query columns of a case, in the order of `COLUMNS`."""
    due_at, provisional = cases.due(case)
    return (
        case.number,
        case.matter,
        case.kind,
        case.pack,
        case.phase,
        case.place,
        case.lead,
        _bodies(case),
        case.window,
        case.applicant,
        case.channel,
        case.opened_at,
        case.ended_at,
        due_at,
        provisional,
        is_late(case),
        case.outcome,
        is_paused(case),
    )


def _bodies(case: Case) -> list[str]:
    """Return the bodies that handle a case, as `Case.target` tells them."""
    others, lead = assisting(case), case.lead
    if not others:
        return [lead] if lead else []
    return sorted({*others, lead} - {""})


def project(stream: UUID, old: Case | None, new: Case, events: Sequence[Event]) -> list[Change]:
    """Return the changes of the inbox (tasks that opened, changed or closed), of waits and of who assists."""
    changes = _tasks_changed(stream, old, new) if new.tasks or (old is not None and old.tasks) else []
    if new.waits or (old is not None and old.waits):
        changes += _waits_changed(stream, old.waits if old is not None else (), new.waits)
    helped, help_ = assisting(old) if old is not None else NOBODY, assisting(new)
    if helped != help_:
        changes += _assisting_changed(stream, helped, help_, new.opened_at)
    for also in _BESIDE.get(new.kind, ()):
        changes += also(stream, old, new)
    return changes


Beside = Callable[[UUID, Case | None, Case], list[Change]]
_BESIDE: dict[str, list[Beside]] = {}


def keep_beside(kind: str, projection: Projection, changes: Beside) -> None:
    """Let a net keep a query table of its own of the cases of one kind, in the same transaction.

    Args:
        kind: of matters (`event`). projection: the table, and what it holds of a case (of others: nothing).
        changes: `(stream, old, new) ->` what to write; a row's values come after its city.
    """
    if projection.table not in {known.table for known in PROJECTIONS}:
        PROJECTIONS.append(projection)
        _BESIDE.setdefault(kind, []).append(changes)


def _tasks_changed(stream: UUID, old: Case | None, new: Case) -> list[Change]:
    before = {row[0]: row for row in tasks(old)} if old else {}
    after = tasks(new)
    kept = {row[0] for row in after}
    closed = [(stream, task_id) for task_id in before if task_id not in kept]
    opened = [(stream, *row) for row in after if row[0] not in before]
    changed = [(stream, *row) for row in after if row[0] in before and before[row[0]] != row]
    # Apart, since a conflict that may be is dear under row-level security even when there is none.
    found = ((CLOSE_TASK, closed), (OPEN_TASK, opened), (CHANGE_TASK, changed))
    return [Change(sql, rows) for sql, rows in found if rows]


NO_TASKS = (None,) * 8
"""Of `carried`: no task closed, none opened."""


def carried(changes: Sequence[Change]) -> tuple[tuple[Any, ...], list[Change]]:
    """Return what `door_saves_case` writes of a projection, and the changes that it does not.

    It closes tasks by their ids and opens them, one array for each column; whether they are late it knows of
    the case.
    """
    closed: Any = None
    opened: tuple[Any, ...] = NO_TASKS[1:]
    rest = []
    for change in changes:
        if change.sql is CLOSE_TASK:
            closed = column("text", [row[1] for row in change.rows])
        elif change.sql is OPEN_TASK:
            _, *texts, opened_at, due_at, _ = zip(*change.rows, strict=True)
            opened = (
                *(column("text", values) for values in texts),
                column("timestamptz", opened_at),
                column("timestamptz", due_at),
            )
        else:
            rest.append(change)
    return (closed, *opened), rest


NO_TASK = (None,) * 7


def alone(old: Case | None, new: Case) -> tuple[Any, ...] | None:
    """Return what `door_does_case` writes of a projection; None where there is more, as there seldom is.

    It closes one task and opens one, and knows one body that no longer assists and one that now does.
    """
    if new.waits or (old is not None and old.waits) or new.kind in _BESIDE:
        return None
    before, after = tasks(old) if old is not None else [], tasks(new)
    if len(before) > 1 or len(after) > 1 or before == after:
        kept = [row for row in before if row in after]
        before, after = [row for row in before if row not in kept], [row for row in after if row not in kept]
        if len(before) > 1 or len(after) > 1:
            return None
    closed, opened = before[0][0] if before else None, after[0][:7] if after else NO_TASK
    helped, help_ = assisting(old) if old is not None else NOBODY, assisting(new)
    if helped == help_:
        return (closed, *opened, None, None)
    gone, come = helped - help_, help_ - helped
    if len(gone) > 1 or len(come) > 1:
        return None
    return (closed, *opened, next(iter(gone), None), next(iter(come), None))


NOBODY: frozenset[str] = frozenset()


def assisting(case: Case) -> frozenset[str]:
    """Return the bodies that handle a case beside its lead."""
    lead = case.lead
    if not case.assisting:
        for task in case.tasks:
            if task.body != lead:
                break
        else:
            return NOBODY
    return frozenset((*case.assisting, *[task.body for task in case.tasks])) - {lead, ""}


def _assisting_changed(
    stream: UUID, old: frozenset[str], new: frozenset[str], opened_at: datetime
) -> list[Change]:
    gone = [(stream, body) for body in sorted(old - new)]
    come = [(stream, body, opened_at) for body in sorted(new - old)]
    found = ((ASSIST_NO_MORE, gone), (ASSIST, come))
    return [Change(sql, rows) for sql, rows in found if rows]


def _waits_changed(stream: UUID, old: tuple[Wait, ...], new: tuple[Wait, ...]) -> list[Change]:
    tokens = {wait.token for wait in new}
    gone = [(stream, wait.token) for wait in old if wait.token not in tokens]
    come = [(stream, w.token, w.event, w.name, w.key) for w in new if w not in old]
    found = ((AWAIT_NO_MORE, gone), (AWAIT, come))
    return [Change(sql, rows) for sql, rows in found if rows]


def tasks(case: Case) -> list[tuple[Any, ...]]:
    """Return what the inbox table holds of a case, in the order of `TASKS`.

    A task is due when it or its case is, whichever is sooner, so that an inbox comes in order from an index.
    """
    if not case.tasks:
        return []
    due = cases.due(case)[0]
    late = is_late(case)
    return [
        (t.id, t.node, t.body, t.role, t.assignee, t.opened_at, sooner(t.due_at, due), late)
        for t in case.tasks
    ]


def sooner(one: datetime | None, other: datetime | None) -> datetime | None:
    """Return the sooner of two deadlines, of which there may be one or none."""
    return min(one, other) if one is not None and other is not None else one or other


def is_late(case: Case) -> bool:
    """Say whether a clock of the case ran out: of the body, that is, and not of a material that follows."""
    for clock_id, state in case.clocks.items():
        if state.expired_at is not None and not clock_id.startswith(CLOCK):
            return True
    return False


def is_paused(case: Case) -> bool:
    """Say whether a clock of the case stands still: what holds it is not counted."""
    return case.phase == cases.SUSPENDED or any(
        state.stopped_at is None and state.paused for state in case.clocks.values()
    )


def waits(case: Case) -> list[tuple[Any, ...]]:
    """Return what a case waits for of others, in the order of `WAITS`."""
    return [(wait.token, wait.event, wait.name, wait.key) for wait in case.waits]


def assists(case: Case) -> list[tuple[Any, ...]]:
    """Return the bodies that assist in a case, in the order of `ASSISTS`."""
    return [(body, case.opened_at) for body in sorted(assisting(case))]


ASSISTS = Projection("assist_row", ("body", "opened_at"), assists)
WAITS = Projection("wait_row", ("token", "event", "name", "key"), waits)
TASKS = Projection(
    "task_row", ("id", "node", "body", "role", "assignee", "opened_at", "due_at", "late"), tasks
)

PROJECTIONS: list[Projection] = [TASKS, WAITS, ASSISTS]


def read_event(type_: str, v: int, data: bytes) -> Event:
    """Read an event of any version ever released."""
    return Event(type_, _decode_delta(data), v)


def begin(event: Event, pack: str, at: datetime) -> Case:
    """Return the case its first event begins."""
    return cases.opened(event, pack, at)


CASE = register(
    StreamKind(
        name="case",
        table="case_row",
        columns=COLUMNS,
        decide=decide,
        begin=begin,
        evolve=cases.evolve,
        values=values,
        wake_at=cases.wake_at,
        pack_of=lambda case: case.pack,
        encode=_encode,
        decode=_decode,
        read_event=read_event,
        project=project,
        projections=PROJECTIONS,
        calls=Calls(
            "door_finds_case", "door_saves_case", "door_does_case", File, carried, len(NO_TASKS), alone
        ),
        sees=lambda actor, case: sees(actor, case.target, case.number),
    )
)
