"""What is typed on this net's pages, or stands for it, read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from yiwang.geo.lookup import Lookup
from yiwang.geo.naming import Names
from yiwang.geo.placing import event_place
from yiwang.kernel.event_kinds import classes_of, sound_position
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal
from yiwang.nets.reports import saying

ABOUT_A_BODY = "body"
"""Stands for the kind where a report is about a body (举报)."""


@dataclass(frozen=True)
class Typed:
    """What was typed: `kind` is a code, "" with `against`."""

    kind: str
    against: str
    place: str
    where: str
    longitude: str
    latitude: str
    words: str
    contact: Mapping[str, str]


def read(city: City, sent: Mapping[str, str], where_is: tuple[Lookup, Names]) -> Typed | Refusal:
    """Return what was typed, or the first thing that is wrong with it.

    The place is that of the position, where the city has boundaries, or a finer one in it that was chosen or
    is named; without boundaries or position the one chosen, or named.

    Args:
        where_is: the city's places by position and by name (`located.places_of`).
    """
    kind, against = sent.get("kind", "").strip()[:20], sent.get("against", "").strip()[:100]
    if kind == ABOUT_A_BODY:
        if against not in city.bodies:
            return saying.no_body()
        kind = ""
    elif kind not in city.event_kinds or not city.event_kinds[kind].matter:
        return saying.no_kind()
    else:
        against = ""
    words, where = sent.get("words", "").strip(), sent.get("where", "").strip()
    if not words:
        return saying.words_missing()
    for text in (words, where):
        if len(text) > saying.LONGEST:
            return saying.words_too_long(len(text))
    east, north = sent.get("longitude", "").strip(), sent.get("latitude", "").strip()
    east, north = rounded(east), rounded(north)
    if not sound_position(east, north):
        return saying.outside(east, north)
    chosen = sent.get("place", "").strip()[:20]
    place = _place(city, chosen if chosen in city.places else "", where, (east, north), where_is, against)
    if isinstance(place, Refusal):
        return place
    contact = {name: sent.get(name, "").strip() for name in ("name", "phone", "email")}
    return Typed(kind, against, place, where, east, north, words, {k: v for k, v in contact.items() if v})


def _place(
    city: City,
    chosen: str,
    where: str,
    position: tuple[str, str],
    where_is: tuple[Lookup, Names],
    against: str,
) -> str | Refusal:
    """Return the code of the place; a report about a body is of the city as a whole where none is said."""
    if against:
        return chosen or city.root
    lookup, names = where_is
    east, north = position
    found = event_place(lookup, names, longitude=east, latitude=north, words=where, chosen=chosen)
    if not isinstance(found, Refusal):
        return found.place
    return found if found.code in ("geo.outside", "geo.swapped") else saying.no_place(where)


def rounded(text: str) -> str:
    """Return degrees to seven places, where they have more; anything else as it is."""
    whole, dot, rest = text.partition(".")
    return f"{whole}.{rest[:7]}" if dot and rest.isdecimal() else text


def kinds_for(city: City, words: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the classes with the kinds that words ask for; all of them where nothing was asked."""
    asked = words.strip().lower()
    found = []
    for code, kinds in classes_of(city):
        title = city.event_kinds[code].title
        whole = any(asked in one.lower() for one in title.values())
        kept = tuple(kind for kind in kinds if not asked or whole or _is_meant(city, kind, asked))
        if kept:
            found.append((code, kept))
    return found


def _is_meant(city: City, kind: str, asked: str) -> bool:
    one = city.event_kinds[kind]
    spoken = [word.lower() for word in (*one.title.values(), *one.words)]
    return any(asked in word or (len(word) > 1 and word in asked) for word in spoken)


def places_of(city: City) -> list[tuple[str, list[str]]]:
    """Return the places below the city, each with those just below it, in the pack's order."""
    below: dict[str, list[str]] = {}
    for code, place in city.places.items():
        if place.parent:
            below.setdefault(place.parent, []).append(code)
    return [(code, below.get(code, [])) for code in below.get(city.root, [])]
