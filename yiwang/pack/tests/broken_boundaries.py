"""Packs whose boundaries cannot be drawn, or belong to nobody (YW120 to YW124)."""

from __future__ import annotations

import json
from typing import Any

from yiwang.pack.tests.city import Edit, added, edit
from yiwang.pack.tests.mutants import Mutant

FILE = "boundaries/city.geojson"
SQUARE = [[112.0, 29.0], [113.0, 29.0], [113.0, 30.0], [112.0, 30.0], [112.0, 29.0]]
BOW_TIE = [[112.0, 29.0], [113.0, 30.0], [113.0, 29.0], [112.0, 30.0], [112.0, 29.0]]
HOLE = [[112.4, 29.4], [112.4, 29.6], [112.6, 29.6], [112.6, 29.4], [112.4, 29.4]]


def polygon(*rings: Any) -> dict[str, Any]:
    """Return a geometry of rings."""
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(geometry: Any, code: Any = "900100") -> dict[str, Any]:
    """Return the feature of a place."""
    return {"type": "Feature", "id": code, "properties": {}, "geometry": geometry}


def collection(*features: Any) -> str:
    """Return a file of features, each on a line of its own."""
    lines = ",\n".join(json.dumps(one) for one in features)
    about = '"x-yw": {"source": "made up for a test", "review_no": "none, made up"}'
    return f'{{"type": "FeatureCollection", {about}, "features": [\n{lines}\n]}}\n'


def bounded(data: str | bytes) -> tuple[Edit, ...]:
    """Give the tutorial's city this boundary file."""
    return (added(FILE, data), edit("places.csv", ",,city,", f",,city,{FILE}"))


def shifted(ring: list[list[float]], by: float) -> list[list[float]]:
    """Move a ring to the east."""
    return [[x + by, y] for x, y in ring]


BROKEN_BOUNDARIES: tuple[Mutant, ...] = (
    Mutant("YW120", "a boundary that is no JSON", bounded('{"type": "FeatureCollection", "features": [}')),
    Mutant("YW120", "a boundary of points", bounded(collection(feature({"type": "Point"})))),
    Mutant("YW120", "a boundary of not a number", bounded('{"type": "Feature", "bbox": [NaN]}')),
    Mutant("YW121", "longitude and latitude swapped", bounded(collection(feature(polygon(
        [[y, x] for x, y in SQUARE]))))),
    Mutant("YW121", "metres for degrees", bounded(collection(feature(polygon([[500000, 3300000]] * 4))))),
    Mutant("YW122", "a ring that is not closed", bounded(collection(feature(polygon(SQUARE[:-1]))))),
    Mutant("YW122", "a ring that crosses itself", bounded(collection(feature(polygon(BOW_TIE))))),
    Mutant("YW122", "a hole outside", bounded(collection(feature(polygon(SQUARE, shifted(HOLE, 3)))))),
    Mutant("YW122", "a ring the wrong way round", bounded(collection(feature(polygon(SQUARE[::-1])))), 0),
    Mutant("YW123", "a boundary without its place", bounded(collection())),
    Mutant("YW123", "a boundary of an unknown place", bounded(collection(
        feature(polygon(SQUARE)), feature(polygon(SQUARE), "900199")))),
    Mutant("YW124", "a boundary that nobody reviewed", bounded(
        collection(feature(polygon(SQUARE))).replace('"review_no"', '"number"')), 0),
    Mutant("YW123", "a place with two boundaries", bounded(collection(*[feature(polygon(SQUARE))] * 2))),
)  # fmt: skip
