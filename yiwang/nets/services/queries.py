"""Reading: each list is one query, whatever its length. What may be seen comes from `access.scope`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from msgspec.structs import replace

from yiwang.kernel import ledger
from yiwang.kernel.access import Actor, Scope, may, scope
from yiwang.kernel.case import Case, Delta, Event, Task
from yiwang.nets.services.colleagues import Holders
from yiwang.store.cases import CASE
from yiwang.web import store_door

PAGE = 50

_COLUMN = {
    "own": "c.applicant = ANY(%s)",
    "lead": "c.lead = ANY(%s)",
    "window": "c.window_body = ANY(%s)",
    "bodies": "c.bodies && %s",
    "glass": "c.id::text = ANY(%s)",
}


def scope_sql(reaches: Sequence[Scope]) -> tuple[str, list[Any]]:
    """Return the condition on `case_row c` that holds for just what `access.may` would allow."""
    parts, parameters = [], []
    for reach in reaches:
        if reach.reach == "all":
            return "TRUE", []
        part = _COLUMN[reach.reach]
        parameters.append(sorted(reach.values))
        if reach.matters:
            part = f"({part} AND c.matter = ANY(%s))"
            parameters.append(sorted(reach.matters))
        parts.append(part)
    return (f"({' OR '.join(parts)})", parameters) if parts else ("FALSE", [])


@dataclass(frozen=True)
class CaseLine:
    """A case in a list."""

    number: str
    matter: str
    place: str
    phase: str
    lead: str
    opened_at: datetime
    ended_at: datetime | None
    due_at: datetime | None
    due_provisional: bool
    late: bool
    outcome: str
    applicant: str


@dataclass(frozen=True)
class TaskLine:
    """A task in an inbox, with the case it belongs to."""

    case: CaseLine
    node: str
    role: str
    body: str
    assignee: str
    due_at: datetime | None
    late: bool
    paused: bool


_CASE = (
    "c.number, c.matter, c.place, c.phase, c.lead, c.opened_at, c.ended_at, c.due_at, c.due_provisional,"
    " (c.late OR (c.due_at IS NOT NULL AND c.due_at < %s)), c.outcome, c.applicant"
)


def cases(request: HttpRequest, *, open_only: bool = False, page: int = 1) -> list[CaseLine]:
    """Return the cases that the actor may read, newest first; one more than a page when there is a next."""
    where, parameters = scope_sql(scope(_actor(request), "case.read"))
    only = " AND c.ended_at IS NULL" if open_only else ""
    sql = (
        f"SELECT {_CASE} FROM case_row c WHERE c.city = %s AND {where}{only}"
        " ORDER BY c.opened_at DESC, c.id DESC LIMIT %s OFFSET %s"
    )
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            sql, [store_door.now(), _city(request), *parameters, PAGE + 1, PAGE * (page - 1)]
        )
        return [CaseLine(*row) for row in rows]


def inbox(
    request: HttpRequest, *, mine: bool, page: int = 1, holders: Holders | None = None
) -> list[TaskLine]:
    """Return open tasks: late first, then the soonest due, then what has no clock, oldest first.

    Args:
        mine: only what the actor's own roles can do and nobody else has claimed.
        holders: who holds the actor's roles today; a claim of somebody else hides a task no more.
            None: no records are kept, every claim stands.
    """
    actor = _actor(request)
    where, parameters = scope_sql(scope(actor, "inbox.read"))
    roles = [f"{held.body} {held.role}" for held in actor.holdings]
    bodies = sorted({held.body for held in actor.holdings})
    given: list[Any]
    whose = (
        " AND t.body || ' ' || t.role = ANY(%s) AND (t.assignee IN ('', %s)"
        " OR NOT t.assignee || ' ' || t.body || ' ' || t.role = ANY(coalesce(%s, ARRAY[t.assignee || ' '"
        " || t.body || ' ' || t.role])))"
        if mine
        else " AND t.body = ANY(%s)"
    )
    given: list[Any] = [roles, actor.person, _standing(holders)] if mine else [bodies]
    now = store_door.now()
    sql = (
        f"SELECT {_CASE}, t.node, t.role, t.body, t.assignee, least(t.due_at, c.due_at),"
        " (c.late OR least(t.due_at, c.due_at) < %s) IS TRUE, c.phase = 'suspended'"
        " FROM task_row t JOIN case_row c ON c.city = t.city AND c.id = t.stream"
        f" WHERE t.city = %s AND {where}{whose}"
        " ORDER BY 18 DESC, 17 NULLS LAST, t.opened_at, c.number LIMIT %s OFFSET %s"
    )
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            sql, [now, now, _city(request), *parameters, *given, PAGE + 1, PAGE * (page - 1)]
        )
        return [TaskLine(CaseLine(*row[:12]), *row[12:]) for row in rows]


def _standing(holders: Holders | None) -> list[str] | None:
    """Return the claims that stand, `person body role`, of those who hold these roles today."""
    if holders is None:
        return None
    return [f"{person} {one.body} {one.role}" for person, held in holders.items() for one in held]


@dataclass(frozen=True)
class Entry:
    """One entry of a case's chain, read back. `position` is its leaf in the city's tree, None before."""

    seq: int
    at: datetime
    actor: str
    event: Event
    hash: bytes
    position: int | None


@dataclass(frozen=True)
class CaseFile:
    """A case and everything that happened to it."""

    stream: UUID
    case: Case
    entries: tuple[Entry, ...]

    def last(self, *types: str) -> Entry | None:
        """Return the last entry of one of these types."""
        return next((one for one in reversed(self.entries) if one.event.type in types), None)


def case_of_number(request: HttpRequest, number: str) -> tuple[UUID, Case] | None:
    """Return a case by its public number, for whoever then asks whether it may be seen."""
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "SELECT id, state FROM case_row WHERE city = %s AND number = %s", (_city(request), number)
        ).fetchone()
    return (row[0], CASE.decode(bytes(row[1]))) if row else None


def number_of(request: HttpRequest, stream: UUID) -> tuple[str, str] | None:
    """Return (number, applicant) of the case that a draft became, None when it became none."""
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "SELECT number, applicant FROM case_row WHERE city = %s AND id = %s", (_city(request), stream)
        ).fetchone()
    return (row[0], row[1]) if row else None


def cases_by_id(request: HttpRequest, ids: list[UUID]) -> dict[UUID, Case]:
    """Return those of the cases that exist, for whoever then asks which of them may be seen."""
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT id, state FROM case_row WHERE city = %s AND id = ANY(%s)", (_city(request), ids)
        ).fetchall()
    return {row[0]: CASE.decode(bytes(row[1])) for row in rows}


def case_file(request: HttpRequest, number: str) -> CaseFile | None:
    """Return a case with its entries, in two queries."""
    found = case_of_number(request, number)
    if found is None:
        return None
    stream, case = found
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT e.seq, e.body, e.hash, l.position FROM event e"
            " LEFT JOIN leaf l ON l.city = e.city AND l.stream = e.stream AND l.seq = e.seq"
            " WHERE e.city = %s AND e.stream = %s ORDER BY e.seq",
            (_city(request), stream),
        ).fetchall()
    return CaseFile(stream, case, tuple(_entry(*row) for row in rows))


def _entry(seq: int, body: bytes, digest: bytes, position: int | None) -> Entry:
    raw = ledger.read_entry(bytes(body))
    event = CASE.read_event(raw.type, raw.v, bytes(raw.data))
    assert isinstance(event.data, Delta)
    return Entry(seq, raw.at, raw.actor, event, bytes(digest), position)


def note_reading(request: HttpRequest, file: CaseFile, purpose: str, names: Sequence[str]) -> None:
    """Keep that sealed values were opened: who, which case, what for, which fields. Never a value."""
    actor = _actor(request)
    row = (
        _city(request),
        file.stream,
        actor.signature,
        purpose,
        store_door.now(),
        len(names),
        sorted(names),
        by_glass(actor, file.case),
    )
    with store_door.reading(request) as cursor:
        cursor.execute(
            "INSERT INTO sealed_reading (city, case_id, actor, purpose, at, fields, names, glass)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            row,
        )


def by_glass(actor: Actor, case: Case) -> bool:
    """Say whether only a break-glass opens the case to the actor."""
    if case.id not in actor.glass:
        return False
    return not may(replace(actor, glass=frozenset()), "case.read", case.target)


def times_read(request: HttpRequest, file: CaseFile) -> int:
    """Return how many sealed answers of a case others have opened, and how often glass was broken for it."""
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "SELECT (SELECT coalesce(sum(fields), 0) FROM sealed_reading WHERE city = %s AND case_id = %s)"
            " + (SELECT count(*) FROM glass_row WHERE city = %s AND case_id = %s)",
            (_city(request), file.stream, _city(request), file.case.id),
        ).fetchone()
    return int(row[0]) if row else 0


def own_tasks(case: Case, actor: Actor) -> list[Task]:
    """Return the open tasks that the actor's positions can do."""
    return [task for task in case.tasks if actor.holds(task.role, task.body)]


def _city(request: HttpRequest) -> str:
    return request.city.key  # type: ignore[attr-defined,no-any-return]


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]
