"""Where an event is: exactly one grid, village, town or district, by position or by the words that name it.

A position is asked first. Where the boundaries end above the finest level, words may name a place below; else
the place of the position stands. Without a position the words, or the code that was chosen, say where.
"""

from __future__ import annotations

from yiwang.geo.lookup import Located, Lookup
from yiwang.geo.naming import Names
from yiwang.kernel.event_kinds import EventPlace, sound_position
from yiwang.kernel.matter import path_up
from yiwang.kernel.refusal import Refusal

WITHOUT = "geo.no-boundaries"


def event_place(
    lookup: Lookup,
    names: Names,
    *,
    longitude: str = "",
    latitude: str = "",
    words: str = "",
    chosen: str = "",
) -> EventPlace | Refusal:
    """Return the one place of an event.

    Args:
        longitude, latitude: degrees as text (WGS 84), "" when not known. words: that may name a place.
        chosen: code of a place that somebody chose from a list.

    Refuses with `event.no-position` (no numbers, or zero coordinates), those of `Lookup.at` (`geo.outside`,
    `geo.swapped`), `event.no-place` (the chosen code is none), or those of `Names.in_words`.
    """
    if not sound_position(longitude, latitude):
        return _swapped(lookup, longitude, latitude) or Refusal(
            code="event.no-position",
            zh=f"经度“{longitude}”、纬度“{latitude}”不是一个位置（0, 0 也不是）。",
            en=f"Longitude {longitude} and latitude {latitude} are no position (nor are 0, 0).",
            params={"longitude": longitude, "latitude": latitude},
        )
    if chosen and chosen not in lookup.places:
        return Refusal(
            code="event.no-place",
            zh=f"没有代码为“{chosen}”的区域。",
            en=f"There is no place with the code {chosen}.",
            params={"place": chosen},
        )
    if not longitude:
        code = chosen or names.in_words(words)
        return code if isinstance(code, Refusal) else EventPlace(code)
    found = lookup.at(float(longitude), float(latitude))
    if isinstance(found, Refusal):
        if found.code != WITHOUT:
            return found
        named = chosen or names.in_words(words)  # a city without boundaries: the name says where
        return named if isinstance(named, Refusal) else EventPlace(named, longitude, latitude)
    return EventPlace(_finest(found, names, words, chosen), longitude, latitude)


def _swapped(lookup: Lookup, longitude: str, latitude: str) -> Refusal | None:
    """Say that the two were exchanged, where that is what is wrong with them."""
    if not sound_position(latitude, longitude) or not longitude:
        return None
    found = lookup.at(float(longitude), float(latitude))
    return found if isinstance(found, Refusal) and found.code == "geo.swapped" else None


def _finest(found: Located, names: Names, words: str, chosen: str) -> str:
    """Return the place of a position, or one below it that was chosen or is named; never one elsewhere."""
    for code in (chosen, names.in_words(words) if found.below and words else ""):
        if isinstance(code, str) and code and found.code in path_up(names.places, code):
            return code
    return found.code
