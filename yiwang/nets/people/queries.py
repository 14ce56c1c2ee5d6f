"""Reading people: each list is one query, whatever its length. What may be seen comes from `access.scope`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from yiwang.kernel import ledger
from yiwang.kernel.matter import City
from yiwang.kernel.people.held import Person
from yiwang.nets.people.reach import people_sql
from yiwang.people.ids import person_stream
from yiwang.people.kinds import PERSON, day
from yiwang.store.kinds import StreamKind, kind_named
from yiwang.web import store_door
from yiwang.web.here import actor_of, city_key

PAGE = 50
SOON_DAYS = 30  # a position that will be empty within so many days is named


@dataclass(frozen=True)
class Filters:
    """What a list of people is narrowed to; "" for no narrowing."""

    body: str = ""
    role: str = ""
    phase: str = ""


def people(
    request: HttpRequest,
    city: City,
    on: date,
    filters: Filters,
    *,
    page: int = 1,
    after: Person | None = None,
) -> list[Person]:
    """Return staff within the actor's reach, by body; one more than a page when there is a next.

    Args:
        page: 1 and up. after: instead, the person behind whom the list goes on.
    """
    where, parameters = people_sql(actor_of(request), "person.read", city)
    if filters.phase:
        where += " AND p.phase = %s"
        parameters.append(filters.phase)
    if filters.body or filters.role:
        where += (
            " AND EXISTS (SELECT 1 FROM held_row h WHERE h.city = p.city AND h.stream = p.id"
            " AND h.since <= %s AND h.until >= %s AND (%s = '' OR h.body = %s) AND (%s = '' OR h.role = %s))"
        )
        parameters += [day(on), day(on), filters.body, filters.body, filters.role, filters.role]
    if after is not None:
        where += (
            " AND (p.bodies, p.person) > (SELECT k.bodies, k.person FROM person_row k"
            " WHERE k.city = p.city AND k.person = %s LIMIT 1)"
        )
        parameters.append(after.id)
    sql = (
        f"SELECT p.state FROM person_row p WHERE p.city = %s AND p.kind = 'staff' AND {where}"
        " ORDER BY p.bodies, p.person LIMIT %s OFFSET %s"
    )
    with store_door.reading(request) as cursor:
        rows = cursor.execute(sql, [city_key(request), *parameters, PAGE + 1, PAGE * (page - 1)]).fetchall()
    return [PERSON.decode(bytes(row[0])) for row in rows]


def person(request: HttpRequest, id: str) -> Person | None:
    """Return one record, for whoever then asks whether it may be seen."""
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "SELECT state FROM person_row WHERE city = %s AND id = %s",
            (city_key(request), person_stream(city_key(request), id)),
        ).fetchone()
    return PERSON.decode(bytes(row[0])) if row else None


@dataclass(frozen=True)
class Entry:
    """One entry of a chain, read back. `position` is its leaf in the city's tree, None before."""

    kind: str
    stream: UUID
    seq: int
    at: datetime
    actor: str
    type: str
    data: Any
    position: int | None


_ENTRY = (
    "SELECT e.kind, e.stream, e.seq, e.body, l.position FROM event e"
    " LEFT JOIN leaf l ON l.city = e.city AND l.stream = e.stream AND l.seq = e.seq"
)


def entries_of(request: HttpRequest, kind: StreamKind, stream: UUID) -> list[Entry]:
    """Return what happened to one record, the latest first; at most 500."""
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            f"{_ENTRY} WHERE e.city = %s AND e.stream = %s AND e.kind = %s ORDER BY e.seq DESC LIMIT 500",
            (city_key(request), stream, kind.name),
        ).fetchall()
    return [_entry(*row) for row in rows]


def entries_between(
    request: HttpRequest, kinds: Sequence[str], since: datetime, until: datetime, most: int
) -> list[Entry]:
    """Return what happened to records of these kinds in a time, the latest first; at most `most`."""
    listed = ", ".join(f"'{kind_named(kind).name}'" for kind in kinds)
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            f"{_ENTRY} WHERE e.city = %s AND e.kind IN ({listed}) AND e.at >= %s AND e.at < %s"
            " ORDER BY e.at DESC, e.stream, e.seq DESC LIMIT %s",
            (city_key(request), since, until, most),
        ).fetchall()
    return [_entry(*row) for row in rows]


def _entry(kind: str, stream: UUID, seq: int, body: bytes, position: int | None) -> Entry:
    raw = ledger.read_entry(bytes(body))
    event = kind_named(kind).read_event(raw.type, raw.v, bytes(raw.data))
    return Entry(kind, stream, seq, raw.at, raw.actor, raw.type, event.data, position)


@dataclass(frozen=True)
class Holder:
    """Somebody in a position: from a day to a day, and how."""

    position: str
    person: str
    since: str
    until: str
    how: str
    acting_for: str
    body: str
    role: str
    phase: str


_HOLDER = (
    "SELECT h.position, h.person, h.since, h.until, h.how, h.acting_for, h.body, h.role, p.phase"
    " FROM held_row h JOIN person_row p ON p.city = h.city AND p.id = h.stream WHERE h.city = %s"
)


def holders(request: HttpRequest, bodies: Sequence[str], on: date) -> list[Holder]:
    """Return who holds positions of these bodies on a day or later, own ones first."""
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            f"{_HOLDER} AND h.body = ANY(%s) AND h.until >= %s"
            " ORDER BY h.position, h.how <> 'own', h.since, h.person LIMIT 2000",
            (city_key(request), list(bodies), day(on)),
        ).fetchall()
    return [Holder(*row) for row in rows]


def standing_in(request: HttpRequest, person: str, on: date) -> list[Holder]:
    """Return who stands in for a person on a day or later: substitutes and delegates."""
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            f"{_HOLDER} AND h.acting_for = %s AND h.until >= %s ORDER BY h.position, h.since LIMIT 200",
            (city_key(request), person, day(on)),
        ).fetchall()
    return [Holder(*row) for row in rows]


def soon(on: date) -> date:
    """Return the day until which an end is named as coming."""
    return on + timedelta(days=SOON_DAYS)
