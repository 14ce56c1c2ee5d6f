"""The boundaries that a pack has: read from its files, by the code of the place."""

from __future__ import annotations

import json
from collections.abc import Mapping

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from yiwang.geo.lookup import Lookup
from yiwang.kernel.matter import Place


def shapes_in(places: Mapping[str, Place], files: Mapping[str, bytes]) -> dict[str, BaseGeometry]:
    """Return the boundaries of places, from the files they name.

    The files must have been checked (YW120 to YW123): what is no polygon there is left out here, a file that
    cannot be read raises.
    """
    wanted: dict[str, set[str]] = {}
    for code, place in places.items():
        if place.boundary and place.boundary in files:
            wanted.setdefault(place.boundary, set()).add(code)
    found: dict[str, BaseGeometry] = {}
    for file, codes in wanted.items():
        root = json.loads(files[file].decode("utf-8-sig"))
        for feature in root.get("features", [root]):
            code = feature.get("id")
            code = f"{code:.0f}" if isinstance(code, int | float) else code
            geometry = feature.get("geometry") or {}
            if code in codes and geometry.get("type") in ("Polygon", "MultiPolygon"):
                found[code] = shapely.force_2d(shape(geometry))
    return found


def lookup_of(places: Mapping[str, Place], files: Mapping[str, bytes]) -> Lookup:
    """Return the lookup of a city from the files of its pack."""
    return Lookup(places, shapes_in(places, files))
