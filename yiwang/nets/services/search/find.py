"""Finds services: what somebody typed and chose, as one query of the index.

What is typed is never kept: it goes to the database as a value of the query and nowhere else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import ceil
from typing import Any

import psycopg
from django.http import HttpRequest

from yiwang.kernel.items import Synonym
from yiwang.kernel.matter import City
from yiwang.nets.services.search import pinyin, tokens
from yiwang.web import store_door

PAGE = 20
WIDEST = 60
"""Characters that are read of what was typed."""
MOST_WORDS = 24
NEAR_AT_LEAST = 0.3
"""Share of what was typed that something near holds."""

_LIST = ("audience", "events", "functions", "places")
_CHOICES = {
    "for": "audience",
    "event": "events",
    "body": "functions",
    "place": "places",
    "type": "type",
    "level": "level",
}


@dataclass(frozen=True)
class Asked:
    """What somebody looks for: words, and what they chose of each facet ("" is all).

    `after`: the last service of the page before, "" for the first page.
    """

    words: str = ""
    chosen: dict[str, str] = field(default_factory=dict)
    after: str = ""

    @property
    def anything(self) -> bool:
        """Say whether anything was asked at all."""
        return bool(self.words or self.chosen)


@dataclass(frozen=True)
class Found:
    """Ids of the services found, of one page; `near`: nothing holds every word, these come near.

    `more`: there is a page behind it.
    """

    ids: tuple[str, ...]
    count: int
    near: bool = False
    more: bool = False


def asked(request: HttpRequest) -> Asked:
    """Read `?q=`, the facets and `?after=` from an address."""
    chosen = {name: request.GET.get(name, "")[:80] for name in _CHOICES}
    words, after = request.GET.get("q", "").strip()[:WIDEST], request.GET.get("after", "")[:80]
    return Asked(words, {name: value for name, value in chosen.items() if value}, after)


def typed(city: City, words: str) -> str:
    """Return what is looked for: without what says nothing, cut at the words that the pack knows.

    房产证过户 is 房产证 and 过户, two synonyms; without the cut, 证过 would be looked for too.
    """
    text = tokens.without(words, city.catalogue.filler)
    known = _known(city.catalogue.synonyms)
    return known.sub(r" \g<0> ", text) if known else text


@lru_cache(maxsize=8)
def _known(synonyms: tuple[Synonym, ...]) -> re.Pattern[str] | None:
    """Return a pattern of a pack's Chinese synonyms, the longest first."""
    words = {tokens.folded(word) for one in synonyms for word in (one.means, *one.said)}
    chinese = sorted((one for one in words if tokens.is_chinese(one) and len(one) > 1), key=len)
    return re.compile("|".join(map(re.escape, reversed(chinese)))) if chinese else None


def every_word(text: str) -> str:
    """Return the tsquery for what holds every word typed; "" when nothing can be looked for."""
    parts: list[str] = []
    for run in tokens.runs(text):
        if tokens.is_chinese(run):
            parts += [f"'{one}'" for one in tokens.pairs(run)]
        else:
            word = tokens.latin(run)
            parts.append(f"('{word}':* | '{pinyin.MARK}{word}':*)")
    return " & ".join(list(dict.fromkeys(parts))[:MOST_WORDS])


def near_words(text: str) -> list[str]:
    """Return what of the words typed something near would share: pairs, sounds, stretches of letters."""
    found: set[str] = set(pinyin.heard(text))
    for run in tokens.runs(text):
        if tokens.is_chinese(run):
            found.update(tokens.pairs(run))
        else:
            found |= tokens.thirds(tokens.latin(run))
    return sorted(found)[: 2 * MOST_WORDS]


def _facets(chosen: dict[str, str]) -> tuple[str, list[Any]]:
    parts, values = [], []
    for name, value in chosen.items():
        column = _CHOICES[name]
        if column in _LIST:
            parts.append(f" AND {column} @> ARRAY[%s]")
        else:
            parts.append(f" AND {column} = %s")
        values.append(value)
    return "".join(parts), values


def page_sql(pack: str, what: Asked, text: str) -> tuple[str, list[Any]]:
    """Return the query of one page of what holds every word, and its values. Rows: id, count of all.

    One row more than a page where there is a next. No row where `after` is not among what is found.
    """
    narrowed, values = _facets(what.chosen)
    query = every_word(text)
    if query:
        keys = "NOT titles @@ %s::tsquery AS other, -ts_rank(titles, %s::tsquery) AS far, rank"
        given = [query, query]
        where, sought = " AND words @@ %s::tsquery", [query]
    else:
        keys, given = "false AS other, 0::real AS far, rank", []
        where, sought = "", []
    all_found = f"SELECT id, {keys} FROM item_row WHERE pack = %s{where}{narrowed}"
    behind, key = "", list[Any]()
    if what.after:
        behind = " WHERE (other, far, rank) > (SELECT other, far, rank FROM found WHERE id = %s)"
        key = [what.after]
    sql = (
        f"WITH found AS ({all_found}) SELECT id, (SELECT count(*) FROM found) FROM found{behind}"
        f" ORDER BY other, far, rank LIMIT {PAGE + 1}"
    )
    return sql, [*given, pack, *sought, *values, *key]


def near_sql(pack: str, what: Asked, words: list[str]) -> tuple[str, list[Any]]:
    """Return the query of what holds most of `words`, and at least a part of them. Rows: id, how many.

    Each word is looked up by itself: a rank would read the whole vector of each row that holds any.
    """
    narrowed, values = _facets(what.chosen)
    least = max(1, ceil(len(words) * NEAR_AT_LEAST))
    sql = (
        "SELECT id, count(*) FROM unnest(%s::text[]) AS typed (word)"
        f" JOIN item_row ON near @@ typed.word::tsquery AND pack = %s{narrowed}"
        f" GROUP BY id, rank HAVING count(*) >= %s ORDER BY count(*) DESC, rank LIMIT {PAGE}"
    )
    return sql, [[f"'{one}'" for one in words], pack, *values, least]


def find(request: HttpRequest, city: City, what: Asked) -> Found:
    """Return a page of the services found; what comes near when nothing holds every word."""
    with store_door.reading(request) as cursor:
        return find_by(cursor, city, what)


def find_by(cursor: psycopg.Cursor[Any], city: City, what: Asked) -> Found:
    """Return the same, by a cursor.

    A pack published before there was an index is searched by titles, as it stands in memory.
    """
    text = typed(city, what.words)
    rows = cursor.execute(*page_sql(city.pack, what, text)).fetchall()
    if not rows and what.after:  # the pack was published anew, or the address is another search's
        return find_by(cursor, city, replace(what, after=""))
    if rows:
        return Found(tuple(row[0] for row in rows[:PAGE]), rows[0][1], more=len(rows) > PAGE)
    words = near_words(text)
    if words:
        near = cursor.execute(*near_sql(city.pack, what, words)).fetchall()
        if near:
            return Found(tuple(row[0] for row in near), len(near), near=True)
    known = cursor.execute("SELECT 1 FROM item_row WHERE pack = %s LIMIT 1", (city.pack,)).fetchone()
    return Found((), 0) if known else _unindexed(city, text)


def _unindexed(city: City, text: str) -> Found:
    wanted = tokens.words_of(text)
    ids = [
        one.id
        for one in city.matters.values()
        if one.kind == "service" and wanted <= tokens.words_of(" ".join(one.title.values()))
    ]
    return Found(tuple(ids[:PAGE]), min(len(ids), PAGE))
