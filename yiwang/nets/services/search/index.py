"""What of a pack is found by which words: one row for each service, made when the pack is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from yiwang.kernel.matter import City, Matter, responsible_here
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services.search import pinyin, tokens
from yiwang.store.connect import Connection

VERSION = 1
"""Of the way texts are cut; a pack indexed by another is indexed anew."""

INSERT = (
    "INSERT INTO item_row (pack, id, version, rank, words, near, audience, events, type, level,"
    " functions, places)"
    " VALUES (%s, %s, %s, %s, %s::tsvector, %s::tsvector, %s, %s, %s, %s, %s, %s)"
)
LEVELS = {"city": 0, "county": 1, "town": 2, "village": 3, "grid": 4}


class Row(msgspec.Struct, frozen=True):
    """A service in the index.

    Attributes:
        rank: its place in the pack. words: word → weight, A to D. near: what sounds or looks alike.
        functions: of the bodies that lead it. places: codes of the counties where somebody leads it.
    """

    id: str
    rank: int
    words: dict[str, str]
    near: frozenset[str]
    audience: tuple[str, ...]
    events: tuple[str, ...]
    type: str
    level: str
    functions: tuple[str, ...]
    places: tuple[str, ...]


def rows_of(city: City) -> Iterator[Row]:
    """Yield a row for each service of a city."""
    counties = [one.code for one in city.places.values() if LEVELS.get(one.level, 9) <= 1]
    services = [one for one in city.matters.values() if one.kind == "service"]
    for rank, matter in enumerate(services):
        path = city.catalogue.path(matter.item.under)
        leads = {code: responsible_here(city, matter, code) for code in counties}
        led = {code: one.lead for code, one in leads.items() if not isinstance(one, Refusal)}
        functions = sorted({city.bodies[lead].function for lead in led.values() if lead in city.bodies})
        yield Row(
            id=matter.id,
            rank=rank,
            words=_words(city, matter),
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
    texts = [*matter.title.values(), *matter.guide.summary.values(), *matter.item.keywords]
    whole = "\n".join(map(tokens.folded, texts))
    found = list(matter.item.keywords)
    for one in city.catalogue.synonyms:
        if tokens.folded(one.means) in whole:
            found += [one.means, *one.said]
    return list(dict.fromkeys(found))


def _words(city: City, matter: Matter) -> dict[str, str]:
    """Return word → weight: A title and code, B other words for it, C what it is part of, D its guide."""
    path = city.catalogue.path(matter.item.under)
    events = [city.catalogue.events[one] for one in matter.item.events if one in city.catalogue.events]
    titles = [*matter.title.values(), matter.code]
    also = also_called(city, matter)
    around = [*matter.guide.summary.values()]
    around += [text for one in (*path, *events) for text in one.title.values()]
    around += [one.code for one in path] + [str(value) for value in matter.result.get("title", {}).values()]
    guide = [text for one in matter.guide.conditions for text in one.values()]
    guide += [text for one in matter.guide.materials for text in one.title.values()]
    found: dict[str, str] = {}
    for weight, texts in (("A", titles), ("B", also), ("C", around), ("D", guide)):
        for text in texts:
            for word in tokens.words_of(text):
                found.setdefault(word, weight)
    for text in (*matter.title.values(), *also):
        for word in pinyin.letters(text):
            found.setdefault(word, "B")
    return found


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


def tsvector(words: dict[str, str]) -> str:
    """Write words and weights as PostgreSQL reads them; words hold no quote and no backslash."""
    return " ".join(f"'{word}':1{weight}" for word, weight in sorted(words.items()))


def values(pack: str, one: Row) -> tuple[object, ...]:
    """Return the values of `INSERT` for one row."""
    near = " ".join(f"'{word}'" for word in sorted(one.near))
    lists = (list(one.audience), list(one.events))
    ends = (one.type, one.level, list(one.functions), list(one.places))
    return (pack, one.id, VERSION, one.rank, tsvector(one.words), near, *lists, *ends)


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
