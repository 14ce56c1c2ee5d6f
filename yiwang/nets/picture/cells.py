"""The grid by which events are clustered, one for each zoom of the map. Pure.

A cell of zoom z is `360 / 2^z / 4` degrees wide and high: four stand across a tile of the map. Where borders
of cells lie depends on the zoom alone, so that a cluster is the same for everybody and can be an address.
"""

from __future__ import annotations

import re
from math import floor
from typing import NamedTuple

LOWEST, HIGHEST = 0, 18
PER_TILE = 4
_TEXT = re.compile(r"(\d{1,2})-(\d{1,8})-(\d{1,8})\Z")


class Box(NamedTuple):
    """West, south, east, north in degrees."""

    west: float
    south: float
    east: float
    north: float


class Cell(NamedTuple):
    """One cell of the grid of a zoom."""

    zoom: int
    column: int
    row: int

    @property
    def text(self) -> str:
        """As it stands in an address."""
        return f"{self.zoom}-{self.column}-{self.row}"

    @property
    def box(self) -> Box:
        """Its edges; the western and southern belong to it."""
        size = width(self.zoom)
        west, south = self.column * size - 180, self.row * size - 90
        return Box(west, south, west + size, south + size)


def width(zoom: int) -> float:
    """Return how many degrees a cell is wide, and high."""
    return 360 / 2**zoom / PER_TILE


def cell_at(longitude: float, latitude: float, zoom: int) -> Cell:
    """Return the cell of a position."""
    size = width(zoom)
    return Cell(zoom, floor((longitude + 180) / size), floor((latitude + 90) / size))


def cell_of(text: str) -> Cell | None:
    """Read a cell from an address; None when it is none."""
    found = _TEXT.match(text)
    if not found or not LOWEST <= int(found[1]) <= HIGHEST:
        return None
    cell = Cell(*(int(part) for part in found.groups()))
    most = 2**cell.zoom * PER_TILE
    return cell if cell.column < most and cell.row < most else None


def box_of(text: str) -> Box | None:
    """Read `west,south,east,north`; None when it is no box on the globe."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    sound = -180 <= west < east <= 180 and -90 <= south < north <= 90
    return Box(west, south, east, north) if sound else None


def zoom_of(text: str) -> int | None:
    """Read a zoom, which may have decimals; None when it is none."""
    try:
        return max(LOWEST, min(HIGHEST, floor(float(text))))
    except (ValueError, OverflowError):
        return None
