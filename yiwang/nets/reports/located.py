"""Where what is told of lies: by position where the city has boundaries, else by name or by choice."""

from __future__ import annotations

from yiwang.geo.kept import lookup_of
from yiwang.geo.lookup import Lookup
from yiwang.geo.naming import Names
from yiwang.kernel.matter import City
from yiwang.web import store_door

MOST = 4
"""Versions of packs whose boundaries are kept at hand."""
_kept: dict[str, tuple[Lookup, Names]] = {}


def places_of(city: City) -> tuple[Lookup, Names]:
    """Return the places of a city by position and by name; read from the store once for a pack."""
    known = _kept.get(city.pack)
    if known is None:
        bounded = any(place.boundary for place in city.places.values())
        files = store_door.pack_files(city.pack) if bounded else {}
        while len(_kept) >= MOST:
            _kept.pop(next(iter(_kept)))
        known = _kept[city.pack] = lookup_of(city.places, files), Names(city.places)
    return known
