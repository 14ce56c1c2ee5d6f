"""What the yearly report counts, read for the whole city: only counts of bodies leave here."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from yiwang.granted.concerned import LAST_STEPS, outcomes
from yiwang.kernel.access import system
from yiwang.kernel.matter import City
from yiwang.kernel.role_parts import DATA_REQUEST
from yiwang.nets.stewards.yearly import Asked, Exchanged, Year, bounds, yearly
from yiwang.store.cases import CASE
from yiwang.web import here, store_door

FIGURES = system("sharing-figures")
"""Reads what is then counted by body; never returns a record."""

CASES = (
    "SELECT id, state FROM case_row WHERE city = %s AND matter = ANY(%s)"
    " AND opened_at >= %s AND opened_at < %s"
)
EXCHANGES = (
    "SELECT one -> 'data' ->> 'owner', one -> 'data' ->> 'body', count(*) FROM"
    " (SELECT convert_from(body, 'UTF8')::jsonb AS one FROM event"
    " WHERE city = %s AND kind IN ('exchange', 'gateway_exchange') AND at >= %s AND at < %s) AS said"
    " GROUP BY 1, 2"
)


def of_year(request: HttpRequest, city: City, year: int, now: datetime) -> list[Year]:
    """Return the year of every body of the city."""
    key, (first, end) = here.city_key(request), bounds(city, year)
    kinds = {DATA_REQUEST: "request", city.looks.correct: "correction"}
    kinds |= dict.fromkeys(city.looks.complain, "complaint")
    kinds.pop("", None)
    with store_door.reading(request, FIGURES) as cursor:
        rows = cursor.execute(CASES, (key, list(kinds), first, end)).fetchall()
        cases = {row[0]: CASE.decode(bytes(row[1])) for row in rows}
        closed = [id for id, case in cases.items() if case.ended_at is not None]
        steps = outcomes(cursor.execute(LAST_STEPS, (key, closed)).fetchall()) if closed else {}
        exchanged = exchanged_in(cursor, key, first, end)
    asked = [Asked(kinds[case.matter], case, steps.get(id, ("", ""))[1]) for id, case in cases.items()]
    return yearly(city, year, asked, exchanged, now)


def exchanged_in(cursor, key: str, first: datetime, end: datetime) -> list[Exchanged]:  # type: ignore[no-untyped-def]
    """Return how often each body was given another's data, results of the city and through the gateway."""
    rows = cursor.execute(EXCHANGES, (key, first, end)).fetchall()
    return [Exchanged(owner or "", body or "", times) for owner, body, times in rows]
