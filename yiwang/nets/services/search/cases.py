"""Finds cases for those who handle them: by number, by words of the matter, by place. Never by a person.

A name or an identity number typed here would stand in an address: it is not looked for, nor shown again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from yiwang.kernel.access import Scope, scope
from yiwang.kernel.matter import City
from yiwang.nets.services import queries
from yiwang.nets.services.search import find, tokens
from yiwang.web import store_door

WIDEST, MOST_TERMS, MOST_MATTERS = 60, 5, 200
NUMBER_LENGTH = 14
FEW_FROM = 7
"""Characters of a number from which on few cases share them, some thousandth of a month's."""
# Read by number first: in the order of the list, all newer cases would be read before the first that fits.
FEW = (
    "c.id = ANY (ARRAY(SELECT n.id FROM case_row n WHERE n.city = %s AND n.number >= %s AND n.number < %s"
    " ORDER BY n.number LIMIT 500))"
)

_NUMBER = re.compile(r"[0-9]{2}(0[1-9]|1[0-2])(-[0-9A-Z]{0,9})?\Z")
_PERSONAL = re.compile(r"(?<![0-9])(1[3-9][0-9]{9}|[0-9]{17}[0-9Xx])(?![0-9A-Za-z])")


@dataclass(frozen=True)
class Terms:
    """What cases are looked for: each list must hold the case; `unknown`: words that nothing is called."""

    numbers: tuple[str, ...] = ()
    matters: tuple[frozenset[str], ...] = ()
    places: tuple[frozenset[str], ...] = ()
    either: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    unknown: tuple[str, ...] = ()


def is_personal(typed: str) -> bool:
    """Say whether an identity or telephone number was typed, which is not looked for here."""
    return bool(_PERSONAL.search(tokens.folded(typed)))


def terms_of(request: HttpRequest, city: City, typed: str) -> Terms:
    """Say what each word typed may mean: a case number or its beginning, matters, places."""
    found: dict[str, list[Any]] = {"numbers": [], "matters": [], "places": [], "either": [], "unknown": []}
    for term in typed.split()[:MOST_TERMS]:
        number = tokens.folded(term).upper()
        if _NUMBER.match(number):
            found["numbers"].append(number)
            continue
        matters, places = _matters(request, city, term), _places(city, term)
        if matters and places:
            found["either"].append((matters, places))
        elif matters or places:
            found["matters" if matters else "places"].append(matters or places)
        else:
            found["unknown"].append(term)
    return Terms(**{key: tuple(value) for key, value in found.items()})


def _matters(request: HttpRequest, city: City, term: str) -> frozenset[str]:
    """Return the matters that a word is of: services by the index, all others by their titles."""
    wanted = tokens.words_of(term)
    others = {
        one.id
        for one in city.matters.values()
        if one.kind != "service" and wanted <= tokens.words_of(" ".join(one.title.values()))
    }
    query = find.every_word(find.typed(city, term))
    if not query:
        return frozenset(others)
    with store_door.reading(request) as cursor:
        rows = cursor.execute(SQL_MATTERS, [city.pack, query, query]).fetchall()
    return frozenset(others | {row[0] for row in rows})


# Cases are found by what their matter is called, not by all that its guide says.
SQL_MATTERS = (
    "SELECT id FROM item_row WHERE pack = %s AND titles @@ %s::tsquery"
    f" ORDER BY ts_rank(titles, %s::tsquery) DESC LIMIT {MOST_MATTERS}"
)


def _places(city: City, term: str) -> frozenset[str]:
    """Return the places called so, and every place below them."""
    wanted = tokens.folded(term)
    if len(wanted) < 2:
        return frozenset()
    called = {
        one.code
        for one in city.places.values()
        if any(wanted in tokens.folded(said) for said in one.title.values())
    }
    if not called:
        return frozenset()
    return frozenset(code for code in city.places if not called.isdisjoint(city.above(code)))


def search(
    request: HttpRequest, terms: Terms, *, open_only: bool, after: queries.Also | None = None
) -> list[queries.CaseLine]:
    """Return the cases found that the actor may read, newest first; one more when there is a next page.

    Args:
        after: what `queries.behind` said of the last case of the page before.
    """
    if terms.unknown:
        return []
    actor, key = request.actor, request.city.key  # type: ignore[attr-defined]
    asked = cases_sql(scope(actor, "case.read"), key, store_door.now(), terms, open_only, after)
    if asked is None:
        return []
    with store_door.reading(request) as cursor:
        return [queries.CaseLine(*row[:12]) for row in cursor.execute(*asked)]


def cases_sql(
    reaches: Sequence[Scope],
    city: str,
    now: datetime,
    terms: Terms,
    open_only: bool,
    after: queries.Also | None = None,
) -> tuple[str, list[Any]] | None:
    """Return the query of the newest cases within `reaches` that the terms hold, and its values."""
    parts: list[str] = []
    values: list[Any] = []
    for number in terms.numbers:
        if len(number) == NUMBER_LENGTH:
            parts.append("c.number = %s")
            values.append(number)
        elif len(number) < FEW_FROM:
            parts.append("c.number >= %s AND c.number < %s")
            values += [number, number + "~"]
        else:
            parts.append(FEW)
            values += [city, number, number + "~"]
    for matters in terms.matters:
        parts.append("c.matter = ANY(%s)")
        values.append(sorted(matters))
    for places in terms.places:
        parts.append("c.place = ANY(%s)")
        values.append(sorted(places))
    for matters, places in terms.either:
        parts.append("(c.matter = ANY(%s) OR c.place = ANY(%s))")
        values += [sorted(matters), sorted(places)]
    behind = after or queries.EVERY
    said = "".join(f" AND {part}" for part in parts) + behind.condition
    also = queries.Also(said, (*values, *behind.values))
    return queries.newest_sql(reaches, city, now, open_only, 1, also)
