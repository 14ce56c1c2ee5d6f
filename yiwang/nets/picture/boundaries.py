"""The boundaries that a city had reviewed and imported, drawn plainly; none where it has none.

Only what `yiwang geo import` brought into the pack, with its number of review, is ever drawn.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import cos, radians
from typing import Any, NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from yiwang.geo.kept import shapes_in
from yiwang.kernel.matter import City
from yiwang.web import store_door

WIDE = 640.0
SMALLEST = 0.0015
"""Of the drawing's width: corners nearer than this are one corner."""


class Area(NamedTuple):
    """One place as it is drawn: its path as SVG has it, and where its name stands."""

    code: str
    path: str
    x: float
    y: float


class Frame(NamedTuple):
    """How degrees become units of a drawing: plate carrée, shortened by the latitude of the middle."""

    west: float
    north: float
    scale: float
    shorten: float
    width: float
    height: float

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a position lies in the drawing."""
        x = (longitude - self.west) * self.shorten * self.scale
        return round(x, 1), round((self.north - latitude) * self.scale, 1)


class Drawn(NamedTuple):
    """Areas in the pack's order, and their frame."""

    areas: tuple[Area, ...]
    frame: Frame


def shapes_of(city: City) -> Mapping[str, BaseGeometry]:
    """Return the reviewed boundaries of the pack in force, by place; read from the store once for a pack."""
    if not any(place.boundary for place in city.places.values()):
        return {}
    return _shapes(city.pack, city)[0]


def reviews_of(city: City) -> tuple[str, ...]:
    """Return source and number of review of each file of boundaries, to stand beside every map."""
    return _shapes(city.pack, city)[1] if shapes_of(city) else ()


_kept: dict[str, tuple[dict[str, BaseGeometry], tuple[str, ...]]] = {}


def _shapes(pack: str, city: City) -> tuple[dict[str, BaseGeometry], tuple[str, ...]]:
    if pack not in _kept:
        files = store_door.pack_files(pack)
        while len(_kept) >= 4:
            _kept.pop(next(iter(_kept)))
        _kept[pack] = shapes_in(city.places, files), _reviews(city, files)
    return _kept[pack]


def _reviews(city: City, files: Mapping[str, bytes]) -> tuple[str, ...]:
    found = []
    for file in sorted({place.boundary for place in city.places.values() if place.boundary}):
        said = json.loads(files[file].decode("utf-8-sig")).get("x-yw", {}) if file in files else {}
        found.append(" ".join(str(said.get(name, "")) for name in ("source", "review_no") if said.get(name)))
    return tuple(one for one in found if one)


def draw(shapes: Mapping[str, BaseGeometry], codes: Sequence[str]) -> Drawn | None:
    """Return the drawing of these places; None unless each of them has a boundary."""
    if not codes or any(code not in shapes for code in codes):
        return None
    return _drawn(tuple((code, shapes[code]) for code in codes))


@lru_cache(maxsize=64)
def _drawn(given: tuple[tuple[str, BaseGeometry], ...]) -> Drawn:
    west, south, east, north = shapely.total_bounds([shape for _, shape in given])
    shorten = cos(radians((south + north) / 2))
    scale = WIDE / ((east - west) * shorten)
    frame = Frame(west, north, scale, shorten, WIDE, round((north - south) * scale, 1))
    areas = []
    for code, shape in given:
        plain = shape.simplify((east - west) * SMALLEST, preserve_topology=True)
        middle = plain.representative_point()
        areas.append(Area(code, _path(plain, frame), *frame.at(middle.x, middle.y)))
    return Drawn(tuple(areas), frame)


def _path(shape: BaseGeometry, frame: Frame) -> str:
    rings = []
    for polygon in getattr(shape, "geoms", [shape]):
        for ring in (polygon.exterior, *polygon.interiors):
            corners = (frame.at(x, y) for x, y in ring.coords)
            rings.append("M" + "L".join(f"{x} {y}" for x, y in corners) + "Z")
    return "".join(rings)


def as_geojson(shapes: Mapping[str, BaseGeometry], codes: Sequence[str], city: City) -> dict[str, Any]:
    """Return the boundaries of places for a map in the browser; empty where there are none."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": code,
                "properties": {"code": code, **city.places[code].title},
                "geometry": shapely.geometry.mapping(shapes[code]),
            }
            for code in codes
            if code in shapes
        ],
    }
