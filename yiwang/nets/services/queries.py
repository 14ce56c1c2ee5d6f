"""Reading: each list is one query, whatever its length. What may be seen comes from `access.scope`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpRequest
from msgspec.structs import replace

from yiwang.kernel import ledger
from yiwang.kernel.access import Actor, Scope, may, scope
from yiwang.kernel.case import Case, Delta, Event, Task
from yiwang.store.cases import CASE
from yiwang.store.wall import bearer
from yiwang.web import store_door

PAGE = 50

_COLUMN = {
    "own": "c.applicant = ANY(%s)",
    "lead": "c.lead = ANY(%s)",
    "window": "c.window_body = ANY(%s)",
    "bodies": "(c.lead = ANY(%s) OR c.bodies && %s)",  # the lead is one of them, and quicker to compare
    "glass": "c.id::text = ANY(%s)",
}
_OF_MATTERS = " AND c.matter = ANY(%s)"


def scope_sql(reaches: Sequence[Scope]) -> tuple[str, list[Any]]:
    """Return the condition on `case_row c` that holds for just what `access.may` would allow."""
    parts: list[str] = []
    parameters: list[Any] = []
    for reach in reaches:
        if reach.reach == "all":
            return "TRUE", []
        condition, given = _within(reach, reach.reach)
        parts.append(condition)
        parameters += given
    return (f"({' OR '.join(parts)})", parameters) if parts else ("FALSE", [])


def _within(reach: Scope, column: str) -> tuple[str, list[Any]]:
    condition = _COLUMN[column]
    values = [sorted(reach.values)] * condition.count("%s")
    if not reach.matters:
        return condition, values
    return f"({condition}{_OF_MATTERS})", [*values, sorted(reach.matters)]


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


CASE_COLUMNS = (
    "c.number, c.matter, c.place, c.phase, c.lead, c.opened_at, c.ended_at, c.due_at, c.due_provisional,"
    " (c.late OR (c.due_at IS NOT NULL AND c.due_at < %s)), c.outcome, c.applicant"
)


def cases(request: HttpRequest, *, open_only: bool = False, after: Also | None = None) -> list[CaseLine]:
    """Return the cases that the actor may read, newest first; one more than a page when there is a next.

    Args:
        after: what `behind` said of the last case of the page before; None for the first page.
    """
    now, reaches = store_door.now(), scope(_actor(request), "case.read")
    asked = newest_sql(reaches, _city(request), now, open_only, 1, after or EVERY)
    if asked is None:
        return []
    with store_door.reading(request, kept=True) as cursor:
        return [CaseLine(*row[:12]) for row in cursor.execute(*asked)]


class Also(NamedTuple):
    """What else must hold of the cases of a list: ` AND …` on `case_row c`, and its values."""

    condition: str = ""
    values: tuple[Any, ...] = ()


EVERY = Also()


def behind(request: HttpRequest, number: str) -> Also | None:
    """Return what holds of the cases behind this one in a list, newest first; None where there is no such."""
    if not number:
        return None
    with store_door.reading(request) as cursor:
        key = cursor.execute(
            "SELECT opened_at, id FROM case_row WHERE city = %s AND number = %s", (_city(request), number)
        ).fetchone()
    return Also(" AND (c.opened_at, c.id) < (%s, %s)", tuple(key)) if key is not None else None


def newest_sql(
    reaches: Sequence[Scope], city: str, now: datetime, open_only: bool, page: int, also: Also = EVERY
) -> tuple[str, list[Any]] | None:
    """Return the query of the newest cases within `reaches`, and its values; None where there is no reach.

    Each value of each reach is read from its own index in the list's order, no further than the page
    needs, and the rest is a merge. A case within several is read by the first of them only.
    """
    until, first = PAGE * page + 1, PAGE * (page - 1)
    ways, values = [], []
    for source, keys, condition, given in _ways(reaches):
        only = also.condition + (" AND c.ended_at IS NULL" if open_only else "")
        ways.append(
            f"(SELECT {CASE_COLUMNS}, {keys} FROM {source} AND {condition}{only}"
            f" ORDER BY {keys.replace(',', ' DESC,')} DESC LIMIT {until})"
        )
        values += [now, city, *given, *also.values]
    if not ways:
        return None
    sql = (
        f"SELECT * FROM ({' UNION ALL '.join(ways)}) AS way ({_NAMES})"
        f" ORDER BY at DESC, id DESC LIMIT {until - first} OFFSET {first}"
    )
    return sql, values


_NAMES = (
    "number, matter, place, phase, lead, opened_at, ended_at, due_at, due_provisional, late, outcome,"
    " applicant, at, id"
)
_PLAIN = ("case_row c WHERE c.city = %s", "c.opened_at, c.id")
_ASSISTS = (
    "assist_row a JOIN case_row c ON c.city = a.city AND c.id = a.stream WHERE a.city = %s",
    "a.opened_at, a.stream",
)
_ONE = {
    "own": "c.applicant = %s",
    "lead": "c.lead = %s",
    "window": "c.window_body = %s",
    "glass": "c.id = %s::uuid",
}
_FILLED = {"own": " AND c.applicant <> ''", "window": " AND c.window_body <> ''"}
_Way = tuple[str, str, str, list[Any]]


def _ways(reaches: Sequence[Scope]) -> Iterator[_Way]:
    """Yield (tables with the city's condition, sort keys, condition, its values) of each way to a case."""
    if any(reach.reach == "all" for reach in reaches):
        yield *_PLAIN, "TRUE", []
        return
    before, known = "", list[Any]()
    for reach in reaches:
        column = "lead" if reach.reach == "bodies" else reach.reach
        matters = (_OF_MATTERS, [sorted(reach.matters)]) if reach.matters else ("", [])
        values = [value for value in sorted(reach.values) if column != "glass" or _is_id(value)]
        for value in values:
            condition = _ONE[column] + _FILLED.get(column, "") + matters[0]
            yield *_PLAIN, condition + before, [value, *matters[1], *known]
        within, given = _within(reach, column)
        before, known = f"{before} AND NOT {within}", [*known, *given]
        for value in values if reach.reach == "bodies" else ():
            yield *_ASSISTS, f"a.body = %s{matters[0]}{before}", [value, *matters[1], *known]
            before, known = f"{before} AND NOT (c.bodies && %s{matters[0]})", [*known, [value], *matters[1]]


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


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


def case_of_number(request: HttpRequest, number: str, actor: Actor | None = None) -> tuple[UUID, Case] | None:
    """Return a case by its public number, for whoever then asks whether it may be seen."""
    with store_door.reading(request, actor) as cursor:
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
    """Return those of the cases that exist and are the actor's to see."""
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT id, state FROM case_row WHERE city = %s AND id = ANY(%s)", (_city(request), ids)
        ).fetchall()
    return {row[0]: CASE.decode(bytes(row[1])) for row in rows}


def corrections_open(request: HttpRequest) -> list[tuple[UUID, str]]:
    """Return (id, number) of the actor's cases that wait for a correction, newest first."""
    with store_door.reading(request) as cursor:
        return cursor.execute(
            "SELECT id, number FROM case_row WHERE city = %s AND phase = 'correcting'"
            " ORDER BY id DESC LIMIT 500",
            (_city(request),),
        ).fetchall()


def leads_by_id(request: HttpRequest, ids: list[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return (matter, lead body) of cases that a case of the actor's names: whose they are, nothing else."""
    with store_door.reading(request, bearer(*map(str, ids))) as cursor:
        rows = cursor.execute(
            "SELECT id, matter, lead FROM case_row WHERE city = %s AND id = ANY(%s)", (_city(request), ids)
        ).fetchall()
    return {row[0]: (row[1], row[2]) for row in rows}


def cases_by_number(
    request: HttpRequest, numbers: Sequence[str], actor: Actor | None = None
) -> dict[str, tuple[UUID, Case]]:
    """Return those of the cases with these numbers that are the actor's to see; one query."""
    with store_door.reading(request, actor) as cursor:
        rows = cursor.execute(
            "SELECT id, number, state FROM case_row WHERE city = %s AND number = ANY(%s)",
            (_city(request), list(numbers)),
        ).fetchall()
    return {row[1]: (row[0], CASE.decode(bytes(row[2]))) for row in rows}


def case_file(request: HttpRequest, number: str, actor: Actor | None = None) -> CaseFile | None:
    """Return a case with its entries, in two queries; None where it is not the actor's to see.

    Args:
        actor: another than the request's: `wall.bearer` of a number whose code was proved.
    """
    found = case_of_number(request, number, actor)
    if found is None:
        return None
    stream, case = found
    with store_door.reading(request, actor) as cursor:
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
