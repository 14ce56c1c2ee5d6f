"""The map of a page: areas with their counts and links, from reviewed boundaries or else the schematic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from yiwang.kernel.matter import City, Place
from yiwang.nets.picture import boundaries, schematic
from yiwang.nets.picture.narrowed import Narrowed
from yiwang.nets.picture.queries import Count
from yiwang.web.words import Text, say

CLASSES = 5
"""Shades of an area: none, then quarters of the fullest; the number stands in it all the same."""


class Tile(NamedTuple):
    """One place on the map.

    Attributes:
        address: where it leads: its own picture, or its cases where nothing lies below it.
        shade: 0 to 4. lines: its name as it fits.
        path: of a boundary; points: of a hexagon. One of the two is "".
    """

    code: str
    title: Text
    count: Count
    address: str
    cases: str
    shade: int
    lines: list[str]
    path: str
    points: str
    x: float
    y: float


class Map(NamedTuple):
    """A drawing: its tiles, its size, and what it may say of itself."""

    tiles: tuple[Tile, ...]
    width: float
    height: float
    reviewed: tuple[str, ...]
    frame: boundaries.Frame | None = None


def children_of(city: City, place: str) -> list[Place]:
    """Return the places directly below a place, in the pack's order."""
    return [one for one in city.places.values() if one.parent == place]


def positions_of(city: City, codes: Sequence[str]) -> dict[str, schematic.Position]:
    """Return where places lie, as far as the pack knows: the middle of the things that stand in each."""
    gathered: dict[str, list[schematic.Position]] = {}
    wanted = set(codes)
    for thing in city.sensing.things.values():
        for code in city.above(thing.place):
            if code in wanted:
                gathered.setdefault(code, []).append((float(thing.at[0]), float(thing.at[1])))
    return {
        code: (sum(one[0] for one in found) / len(found), sum(one[1] for one in found) / len(found))
        for code, found in gathered.items()
    }


def map_of(
    city: City, only: Narrowed, counts: Mapping[str, Count], where: str, cases: str, language: str
) -> Map:
    """Return the map of the places in `counts`.

    Args:
        where: address of the picture. cases: address of the list of cases.
    """
    codes = list(counts)
    most = max((one.all for one in counts.values()), default=0)
    shapes = boundaries.shapes_of(city)
    real = boundaries.draw(shapes, codes)

    def tile(code: str, x: float, y: float, path: str = "", points: str = "") -> Tile:
        narrowed, title = only.but(place=code), city.places[code].title
        list_address = f"{cases}{narrowed.address}"
        deeper = any(one.parent == code for one in city.places.values())
        address = f"{where}{narrowed.address}" if deeper else list_address
        lines = schematic.lines_of(say(title, language))
        shade = _shade(counts[code].all, most)
        return Tile(code, title, counts[code], address, list_address, shade, lines, path, points, x, y)

    if real is not None:
        tiles = tuple(tile(one.code, one.x, one.y, path=one.path) for one in real.areas)
        return Map(tiles, real.frame.width, real.frame.height, boundaries.reviews_of(city), real.frame)
    plan = schematic.lay_out(codes, positions_of(city, codes))
    tiles = tuple(tile(one.code, one.x, one.y, points=one.points) for one in plan.tiles)
    return Map(tiles, plan.width, plan.height, ())


def _shade(count: int, most: int) -> int:
    return 0 if not count else 1 + min(CLASSES - 2, count * (CLASSES - 1) // (most + 1))


def trail(city: City, only: Narrowed, where: str) -> list[tuple[Text, str]]:
    """Return the way down to the place looked at: each place above it with its picture."""
    path = list(reversed(city.above(only.place or city.root)))
    return [
        (city.places[code].title, f"{where}{only.but(place='' if code == city.root else code).address}")
        for code in path
    ]
