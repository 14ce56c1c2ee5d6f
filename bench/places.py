"""Finding the place of a position, one by one: ours over asking shapely's tree for each, in the same run."""

from __future__ import annotations

from random import Random
from time import perf_counter
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPoint, Point, box
from shapely.geometry.base import BaseGeometry

from bench.rounds import spread
from yiwang.geo.lookup import Located, Lookup
from yiwang.kernel.matter import Place

COUNTIES, VILLAGES, POSITIONS, SEED = 10, 1_900, 20_000, 7
WEST, SOUTH, EAST, NORTH = 112.0, 28.0, 114.0, 30.0


def measure(rounds: int = 5) -> dict[str, Any]:
    """Return positions per second, one by one, ours over a plain query of shapely's STRtree, and its spread.

    The city is made up: villages and counties are Voronoi cells, so that neighbours share every border.
    """
    chance = Random(SEED)
    places, shapes = _city(chance)
    lookup = Lookup(places, shapes)
    codes = sorted(code for code in shapes if places[code].level == "village")
    villages = [shapes[code] for code in codes]
    tree = shapely.STRtree(villages)
    inside = [(chance.uniform(WEST, EAST), chance.uniform(SOUTH, NORTH)) for _ in range(POSITIONS)]
    _assert_equal(lookup, codes, villages, tree, inside)
    ours, other = lookup.at, _plain(tree)
    pairs = [(_rate(ours, inside), _rate(other, inside[: POSITIONS // 4])) for _ in range(rounds)]
    return spread(pairs, "positions/s, one by one, of 1,900 villages")


def _city(chance: Random) -> tuple[dict[str, Place], dict[str, BaseGeometry]]:
    places = {"1": _place("1", None, "city")}
    shapes: dict[str, BaseGeometry] = {}
    for level, count in (("county", COUNTIES), ("village", VILLAGES)):
        for number, cell in enumerate(_cells(chance, count)):
            code = f"{level[0]}{number:05}"
            parent = "1" if level == "county" else f"c{number % COUNTIES:05}"
            places[code] = _place(code, parent, level)
            shapes[code] = cell
    return places, shapes


def _place(code: str, parent: str | None, level: str) -> Place:
    return Place(code=code, title={"zh": code, "en": code}, parent=parent, level=level, system="made up")


def _cells(chance: Random, count: int) -> list[BaseGeometry]:
    frame = box(WEST, SOUTH, EAST, NORTH)
    seeds = MultiPoint([(chance.uniform(WEST, EAST), chance.uniform(SOUTH, NORTH)) for _ in range(count)])
    cells = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=frame))
    # as many corners as a surveyed village has
    return [shapely.segmentize(shapely.intersection(cell, frame), 0.001) for cell in cells]


def _assert_equal(
    lookup: Lookup,
    codes: list[str],
    villages: list[BaseGeometry],
    tree: shapely.STRtree,
    inside: list[tuple[float, float]],
) -> None:
    """Assert that answers are shapely's, at positions anywhere and at every tenth corner of a border."""
    corners = np.unique(shapely.get_coordinates(villages), axis=0)[::10].tolist()
    borders = 0
    for x, y in [*inside, *map(tuple, corners)]:
        covering = sorted(tree.query(Point(x, y), predicate="intersects").tolist())
        found = lookup.at(x, y)
        assert isinstance(found, Located), (x, y, found)
        if covering:  # a corner that was rounded may lie a hair's breadth outside all villages
            assert found.code == codes[covering[0]], (x, y)
            borders += found.border
    assert borders > 1000, borders


def _plain(tree: shapely.STRtree) -> Any:
    return lambda x, y: min(tree.query(Point(x, y), predicate="intersects").tolist(), default=None)


def _rate(ask: Any, positions: list[tuple[float, float]]) -> float:
    began = perf_counter()
    for x, y in positions:
        ask(x, y)
    return len(positions) / (perf_counter() - began)
