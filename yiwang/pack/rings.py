"""Rings of positions on the plane of longitude and latitude: area, crossings, what lies inside.

Plain floats. A crossing is only said where the signs are beyond the error of rounding, so two edges that
merely touch are never called crossing. Work is counted, and given up when there is too much of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

Position = Sequence[float]  # longitude, latitude, perhaps height
Ring = Sequence[Position]  # closed: the last is the first
Edge = tuple[int, int]  # number of the ring in its polygon, number of the edge in its ring

_ROUNDING = 1e-15


class TooMuch(Exception):
    """More work than was allowed."""


class Work:
    """How many steps may still be taken."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def take(self, steps: int) -> None:
        """Count steps.

        Raises:
            TooMuch: there are not so many left.
        """
        self.left -= steps
        if self.left < 0:
            raise TooMuch


def area(ring: Ring) -> float:
    """Return the area in square degrees, positive when the ring runs counterclockwise."""
    x0, y0 = ring[0][0], ring[0][1]
    twice = 0.0
    for one, two in pairwise(ring):
        twice += (one[0] - x0) * (two[1] - y0) - (two[0] - x0) * (one[1] - y0)
    return twice / 2


def inside(point: Position, ring: Ring, work: Work) -> bool:
    """Say whether a point lies inside a ring (of one on the line, either may be said)."""
    work.take(len(ring))
    x, y = point[0], point[1]
    odd = False
    for one, two in pairwise(ring):
        if (one[1] > y) != (two[1] > y):
            at = one[0] + (y - one[1]) * (two[0] - one[0]) / (two[1] - one[1])
            odd ^= x < at
    return odd


def crossing(rings: Sequence[Ring], work: Work) -> tuple[Edge, Edge] | None:
    """Return two edges of a polygon's rings that cross, the first in order; None if there are none.

    Raises:
        TooMuch: the rings are too intricate for the work allowed.
    """
    cells: dict[tuple[int, int], list[Edge]] = {}
    grid = _Grid(rings)
    for number, ring in enumerate(rings):
        for index in range(len(ring) - 1):
            for column, first, last in grid.touched(ring[index], ring[index + 1]):
                work.take(2 + last - first)
                for row in range(first, last + 1):
                    cells.setdefault((column, row), []).append((number, index))
    return min(_pairs(cells, rings, work), default=None)


def _pairs(
    cells: dict[tuple[int, int], list[Edge]], rings: Sequence[Ring], work: Work
) -> Iterator[tuple[Edge, Edge]]:
    for edges in cells.values():
        work.take(len(edges) * (len(edges) - 1) // 2)
        for one, two in combinations(edges, 2):
            first, second = rings[one[0]], rings[two[0]]
            if _cross(first[one[1]], first[one[1] + 1], second[two[1]], second[two[1] + 1]):
                yield (one, two) if one < two else (two, one)


class _Grid:
    """A grid so fine that edges of like length share a cell with few others."""

    def __init__(self, rings: Sequence[Ring]) -> None:
        xs = [position[0] for ring in rings for position in ring]
        ys = [position[1] for ring in rings for position in ring]
        self.west, self.south = min(xs), min(ys)
        self.side = max(1, len(xs) // 4)
        self.wide = (max(xs) - self.west) / self.side or 1.0
        self.high = (max(ys) - self.south) / self.side or 1.0

    def touched(self, one: Position, two: Position) -> Iterator[tuple[int, int, int]]:
        """Yield each column that an edge touches, with its first and last row (one to spare for rounding)."""
        west, east = sorted(((one[0], one[1]), (two[0], two[1])))
        first, last = self._column(west[0]), self._column(east[0])
        slope = (east[1] - west[1]) / (east[0] - west[0]) if last > first else 0.0
        for column in range(first, last + 1):
            begin, end = west[1], east[1]
            if column > first:
                begin += slope * (self.west + column * self.wide - west[0])
            if column < last:
                end = west[1] + slope * (self.west + (column + 1) * self.wide - west[0])
            rows = sorted((self._row(begin), self._row(end)))
            spare = int(last > first)
            yield column, rows[0] - spare, rows[1] + spare

    def _column(self, x: float) -> int:
        return int((x - self.west) / self.wide)

    def _row(self, y: float) -> int:
        return int((y - self.south) / self.high)


def _cross(a: Position, b: Position, c: Position, d: Position) -> bool:
    side = _side(a, b, c)
    if not side or side != -_side(a, b, d):
        return False
    other = _side(c, d, a)
    return other != 0 and other == -_side(c, d, b)


def _side(a: Position, b: Position, c: Position) -> int:
    """Return 1 where c lies left of a to b, -1 right, 0 when rounding could decide."""
    left = (b[0] - a[0]) * (c[1] - a[1])
    right = (b[1] - a[1]) * (c[0] - a[0])
    if abs(left - right) <= _ROUNDING * (abs(left) + abs(right)):
        return 0
    return 1 if left > right else -1
