"""In which place a position lies: exactly one, the same one each time, also on a border.

Of the places whose boundary covers the position (borders belong to both sides), those of the finest level
count, and of these the lowest code. The places above are those of the tree, never those whose boundary
happens to cover the position too: so a position has one place at each level, and they belong together.

A uniform grid of cells is laid over the boundaries once (by shapely's STRtree). A cell that lies wholly
inside one boundary and touches no other of its level answers by itself; in the others shapely is asked, so
that every answer is shapely's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import floor, isfinite

import msgspec
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from yiwang.geo import saying
from yiwang.kernel.matter import LEVELS, Place, path_up
from yiwang.kernel.refusal import Refusal

CELLS_PER_SHAPE = 64
MOST_CELLS = 250_000
MARGIN = 1e-9
"""Degrees (a tenth of a millimetre) by which cells overlap: rounding never puts a position in none."""


class Located(msgspec.Struct, frozen=True):
    """Where a position lies.

    Attributes:
        code: the finest place whose boundary covers it.
        chain: codes from the root of the tree to `code`.
        border: other places of the same level cover it too; `code` is the lowest of their codes.
        below: levels under that of `code` at which places stand in the pack, none with a boundary that covers
            it: they must be asked for by name.
    """

    code: str
    chain: tuple[str, ...]
    border: bool
    below: tuple[str, ...]


class _Level:
    """The boundaries of one level, and for each cell which of them may cover a position in it."""

    def __init__(self, shapes: Mapping[str, BaseGeometry]) -> None:
        self.codes = sorted(shapes)
        self.shapes = [shapes[code] for code in self.codes]
        shapely.prepare(self.shapes)
        self.covers: Callable[[BaseGeometry, float, float], bool] = shapely.intersects_xy
        self._lay_cells()

    def _lay_cells(self) -> None:
        west, south, east, north = shapely.total_bounds(self.shapes)
        side = int(min(MOST_CELLS, max(1, CELLS_PER_SHAPE * len(self.shapes))) ** 0.5) + 1
        self.west, self.south, self.side = float(west), float(south), side
        self.wide = (float(east - west) or 1.0) / side
        self.high = (float(north - south) or 1.0) / side
        columns, rows = (one.ravel() for one in np.meshgrid(np.arange(side), np.arange(side)))
        boxes = shapely.box(
            west + columns * self.wide - MARGIN,
            south + rows * self.high - MARGIN,
            west + (columns + 1) * self.wide + MARGIN,
            south + (rows + 1) * self.high + MARGIN,
        )
        tree = shapely.STRtree(self.shapes)
        self.near: list[tuple[int, ...]] = [()] * len(boxes)
        for cell, shape in sorted(tree.query(boxes, predicate="intersects").T.tolist()):
            self.near[cell] = (*self.near[cell], shape)
        self.sure = bytearray(len(boxes))
        for cell, _ in tree.query(boxes, predicate="within").T.tolist():
            self.sure[cell] = len(self.near[cell]) == 1

    def at(self, longitude: float, latitude: float) -> list[str]:
        """Return the codes of those whose boundary covers the position, the lowest first."""
        side = self.side
        column = floor((longitude - self.west) / self.wide)
        row = floor((latitude - self.south) / self.high)
        if not (-1 <= column <= side and -1 <= row <= side):
            return []
        cell = min(max(row, 0), side - 1) * side + min(max(column, 0), side - 1)
        near = self.near[cell]
        if self.sure[cell] and 0 <= column < side and 0 <= row < side:
            return [self.codes[near[0]]]
        covers, shapes, codes = self.covers, self.shapes, self.codes
        return [codes[one] for one in near if covers(shapes[one], longitude, latitude)]


class Lookup:
    """The places of a city by position."""

    def __init__(self, places: Mapping[str, Place], shapes: Mapping[str, BaseGeometry]) -> None:
        """Make a lookup; `shapes` by the code of the place, polygons in degrees of WGS 84."""
        self.places = places
        self.has = frozenset(one.level for one in places.values())
        known: dict[str, dict[str, BaseGeometry]] = {}
        for code, shape in shapes.items():
            known.setdefault(places[code].level, {})[code] = shape
        self._finest_first = [_Level(known[level]) for level in reversed(LEVELS) if level in known]

    def at(self, longitude: float, latitude: float) -> Located | Refusal:
        """Say in which place a position lies.

        Args:
            longitude, latitude: degrees, WGS 84.

        Returns:
            the place; or a refusal: `geo.no-position` (not a number, beyond the globe, or 0, 0 as broken
            devices send), `geo.swapped` (it lies in the city when both are exchanged), `geo.outside`,
            `geo.no-boundaries` (no place of the pack has one).
        """
        for level in self._finest_first:
            found = level.at(longitude, latitude) if isfinite(longitude + latitude) else []
            if found:
                return self._located(found)
        return self._refused(longitude, latitude)

    def chain(self, code: str) -> tuple[str, ...]:
        """Return the codes from the root of the tree to a place."""
        return tuple(reversed(path_up(self.places, code)))

    def _located(self, found: list[str]) -> Located:
        code = found[0]
        finer = LEVELS[LEVELS.index(self.places[code].level) + 1 :]
        below = tuple(level for level in finer if level in self.has)
        return Located(code, self.chain(code), len(found) > 1, below)

    def _refused(self, longitude: float, latitude: float) -> Refusal:
        if not self._finest_first:
            return saying.no_boundaries()
        if not isfinite(longitude + latitude) or (longitude == 0 and latitude == 0):
            return saying.no_position(longitude, latitude)
        if any(level.at(latitude, longitude) for level in self._finest_first):
            return saying.swapped(longitude, latitude)
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
            return saying.no_position(longitude, latitude)
        return saying.outside(longitude, latitude)
