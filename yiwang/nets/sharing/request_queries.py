"""Reading requests and grants: what the actor's wall shows, held against the rules once more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from yiwang.granted.grant_records import Grants, One, Terms, state_of
from yiwang.granted.grant_rules import target_of
from yiwang.granted.kinds import GRANT, grants_stream
from yiwang.granted.standing import BY, by_days
from yiwang.kernel.access import may
from yiwang.kernel.case import Case
from yiwang.kernel.matter import City
from yiwang.kernel.role_parts import DATA_REQUEST
from yiwang.nets.sharing.terms import terms_of_pack
from yiwang.store.cases import CASE
from yiwang.store.kinds import StreamKind
from yiwang.web import store_door
from yiwang.web.chain import Entry, entries_of
from yiwang.web.here import actor_of, city_key

MOST = 200
"""How many of the newest requests, and of the newest records of grants, a list shows."""
REQUESTS = (
    "SELECT state FROM case_row WHERE city = %s AND matter = %s AND (lead = ANY(%s) OR bodies && %s)"
    " ORDER BY opened_at DESC, id DESC LIMIT %s"
)
REQUEST = "SELECT state FROM case_row WHERE city = %s AND matter = %s AND number = %s"
GRANTS = "SELECT id, state FROM grant_row WHERE city = %s ORDER BY changed_at DESC LIMIT %s"
BY_ID = "SELECT id, state FROM grant_row WHERE city = %s AND grants @> ARRAY[%s]"
BY_STREAM = "SELECT state FROM grant_row WHERE city = %s AND id = %s"


@dataclass(frozen=True)
class Known:
    """One grant: the id of its record (None where only the pack names it), and how it stands today."""

    stream: UUID | None
    one: One
    state: str


def bodies_of(request: HttpRequest) -> list[str]:
    """Return the bodies in which the actor sees to data, the acting one first."""
    held = (one.body for one in actor_of(request).holdings if one.role in ("cdo", "steward"))
    return list(dict.fromkeys(held))


def requests(request: HttpRequest) -> list[Case]:
    """Return the newest requests that the actor's bodies have a part in."""
    bodies = bodies_of(request)
    with store_door.reading(request) as cursor:
        asked = (city_key(request), DATA_REQUEST, bodies, bodies, MOST)
        rows = cursor.execute(REQUESTS, asked).fetchall()
    cases = (CASE.decode(bytes(row[0])) for row in rows)
    return [case for case in cases if may(actor_of(request), "case.read", case.target)]


def request_numbered(request: HttpRequest, number: str) -> Case | None:
    """Return a request by its number; None where it is not the actor's to see."""
    with store_door.reading(request) as cursor:
        row = cursor.execute(REQUEST, (city_key(request), DATA_REQUEST, number)).fetchone()
    case: Case | None = CASE.decode(bytes(row[0])) if row else None
    return case if case is not None and may(actor_of(request), "case.read", case.target) else None


def history(request: HttpRequest, kind: StreamKind, stream: UUID) -> tuple[Entry, ...]:
    """Return what happened to a stream, the first entry first."""
    with store_door.reading(request) as cursor:
        return entries_of(cursor, city_key(request), kind, stream)


def grants(request: HttpRequest, city: City, today: date) -> list[Known]:
    """Return the grants that the actor's bodies gave, have, or oversee: of records, and of the pack alone."""
    with store_door.reading(request) as cursor:
        rows = cursor.execute(GRANTS, (city_key(request), MOST)).fetchall()
    found = [_known(row[0], one, city, today) for row in rows for one in _ones(row[1])]
    recorded = {one.one.terms.id for one in found}
    for id in city.grants:
        terms = terms_of_pack(city, id) if id not in recorded else None
        if terms is not None:
            found.append(Known(None, One(terms=terms), by_days(city.grants[id], today)))
    actor = actor_of(request)
    return [one for one in found if may(actor, "grant.read", target_of(one.one.terms, city))]


def grant_by_id(request: HttpRequest, city: City, id: str, today: date) -> Known | None:
    """Return one grant; None where there is none that the actor may see."""
    with store_door.reading(request, BY) as cursor:
        row = cursor.execute(BY_ID, (city_key(request), id)).fetchone()
    found = None
    if row is not None:
        found = _known(row[0], GRANT.decode(bytes(row[1])).grants[id], city, today)
    elif (terms := terms_of_pack(city, id)) is not None:
        found = Known(None, One(terms=terms), by_days(city.grants[id], today))
    if found is None or not may(actor_of(request), "grant.read", target_of(found.one.terms, city)):
        return None
    return found


def of_class(request: HttpRequest, terms: Terms) -> Grants | None:
    """Return every grant of the class of `terms` to its body; None where there was none yet."""
    with store_door.reading(request, BY) as cursor:
        stream = grants_stream(city_key(request), terms)
        row = cursor.execute(BY_STREAM, (city_key(request), stream)).fetchone()
    return GRANT.decode(bytes(row[0])) if row is not None else None


def _ones(state: Any) -> list[One]:
    return list(GRANT.decode(bytes(state)).grants.values())


def _known(stream: UUID, one: One, city: City, today: date) -> Known:
    of_pack = city.grants.get(one.terms.id)
    return Known(stream, one, state_of(one, today, of_pack.until if of_pack is not None else None))
