"""What of a pack is found by which words: one row for each service, made when the pack is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from yiwang.kernel.matter import DEPTH, City, Matter
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.responsibility import responsible_here
from yiwang.nets.services.search import pinyin, tokens
from yiwang.store.connect import Connection

VERSION = 1
"""Of the way texts are cut; a pack indexed by another is indexed anew."""

INSERT = (
    "INSERT INTO item_row (pack, id, version, rank, titles, words, near, audience, events, type,"
    " level, functions, places)"
    " VALUES (%s, %s, %s, %s, %s::tsvector, %s::tsvector, %s::tsvector, %s, %s, %s, %s, %s, %s)"
)


class Row(msgspec.Struct, frozen=True):
    """A service in the index.

    Attributes:
        rank: its place in the pack.
        titles: words of its title (weight A) and other words for it (B). words: those and all of its guide.
        near: what sounds or looks alike.
        functions: of the bodies that lead it. places: codes of the counties where somebody leads it.
    """

    id: str
    rank: int
    titles: dict[str, str]
    words: frozenset[str]
    near: frozenset[str]
    audience: tuple[str, ...]
    events: tuple[str, ...]
    type: str
    level: str
    functions: tuple[str, ...]
    places: tuple[str, ...]


def rows_of(city: City) -> Iterator[Row]:
    """Yield a row for each service of a city."""
    counties = [one.code for one in city.places.values() if DEPTH.get(one.level, 9) <= 1]
    services = [one for one in city.matters.values() if one.kind == "service"]
    for rank, matter in enumerate(services):
        path = city.catalogue.path(matter.item.under)
        leads = {code: responsible_here(city, matter, code) for code in counties}
        led = {code: one.lead for code, one in leads.items() if not isinstance(one, Refusal)}
        titles = _titles(city, matter)
        functions = sorted({city.bodies[lead].function for lead in led.values() if lead in city.bodies})
        yield Row(
            id=matter.id,
            rank=rank,
            titles=titles,
            words=frozenset(titles) | _around(city, matter),
            near=_near(city, matter),
            audience=matter.audience,
            events=matter.item.events,
            type=path[0].type if path else "",
            level=matter.item.level,
            functions=tuple(functions),
            places=tuple(led),
        )


def also_called(city: City, matter: Matter) -> list[str]:
    """Return the other words for a matter: its own, and those the pack's synonyms give its words."""
    texts = [*matter.title.values(), *matter.item.keywords]
    whole = "\n".join(map(tokens.folded, texts))
    found = list(matter.item.keywords)
    for one in city.catalogue.synonyms:
        if tokens.folded(one.means) in whole:
            found += [one.means, *one.said]
    return list(dict.fromkeys(found))


def _titles(city: City, matter: Matter) -> dict[str, str]:
    """Return word → weight of what a service is called, and of how that sounds."""
    also = also_called(city, matter)
    found: dict[str, str] = {}
    for weight, texts in (("A", [*matter.title.values(), matter.code]), ("B", also)):
        for text in texts:
            for word in tokens.words_of(text):
                found.setdefault(word, weight)
    for text in (*matter.title.values(), *also):
        for word in pinyin.letters(text):
            found.setdefault(word, "B")
    return found


def _around(city: City, matter: Matter) -> frozenset[str]:
    """Return the words of what a service is part of, and of its guide."""
    path = city.catalogue.path(matter.item.under)
    events = [city.catalogue.events[one] for one in matter.item.events if one in city.catalogue.events]
    guide = matter.guide
    texts = [guide.summary, *guide.conditions, *(one.title for one in (*path, *events, *guide.materials))]
    said = [text for one in (*texts, matter.result.get("title", {})) for text in one.values()]
    codes = [*(one.code for one in path), matter.item.implementing_code]
    return frozenset(word for text in (*said, *codes) for word in tokens.words_of(text))


def _near(city: City, matter: Matter) -> frozenset[str]:
    found: set[str] = set()
    for text in (*matter.title.values(), *also_called(city, matter)):
        found |= pinyin.heard(text)
        for run in tokens.runs(text):
            if not tokens.is_chinese(run):
                found |= tokens.thirds(tokens.latin(run))
            else:
                found.update(tokens.pairs(run))
                found |= tokens.thirds("".join(pinyin.syllables(run)))
    return frozenset(found)


def values(pack: str, one: Row) -> tuple[object, ...]:
    """Return the values of `INSERT` for one row. Words hold no quote and no backslash."""
    titles = " ".join(f"'{word}':1{weight}" for word, weight in sorted(one.titles.items()))
    words, near = (" ".join(f"'{word}'" for word in sorted(held)) for held in (one.words, one.near))
    lists = (list(one.audience), list(one.events))
    ends = (one.type, one.level, list(one.functions), list(one.places))
    return (pack, one.id, VERSION, one.rank, titles, words, near, *lists, *ends)


def is_indexed(connection: Connection, pack: str) -> bool:
    """Say whether the services of a pack are in the index, cut as today."""
    row = connection.execute(
        "SELECT 1 FROM item_row WHERE pack = %s AND version = %s LIMIT 1", (pack, VERSION)
    ).fetchone()
    return row is not None


def write(connection: Connection, pack: str, rows: Iterable[Row]) -> None:
    """Put the services of a pack into the index, in the place of what was there of it."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM item_row WHERE pack = %s", (pack,))
        cursor.executemany(INSERT, [values(pack, one) for one in rows])
