"""A city's schematic map: one hexagon for each place, laid out from the tree and known positions alone. Pure.

It shows neither borders nor areas: only which places there are and roughly how they lie to each other. The
same places always give the same drawing. Where the position of each is known they stand from north to south
and, in a row, from west to east; else in the order of the pack, for half an order would mislead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, cos, pi, sin, sqrt
from typing import NamedTuple

RADIUS = 60.0
GAP = 4.0
MOST_COLUMNS = 4
"""So many are still read at 320 pixels."""

NAME_IN_A_LINE, LINES = 5, 2
"""Characters of a name in a line, and lines in a hexagon: Chinese names; longer ones are cut, the list has
them whole."""

Position = tuple[float, float]
"""Longitude and latitude in degrees."""


class Tile(NamedTuple):
    """One place of the schematic. `points` is the hexagon as SVG has it; x and y its middle."""

    code: str
    x: float
    y: float
    points: str


class Schematic(NamedTuple):
    """The tiles and the size of the drawing, in its own units."""

    tiles: tuple[Tile, ...]
    width: float
    height: float


def columns_for(count: int) -> int:
    """Return how many hexagons stand in a row: a little wider than high, four at most."""
    return max(1, min(MOST_COLUMNS, ceil(sqrt(count * 1.2))))


def ordered(codes: Sequence[str], positions: Mapping[str, Position]) -> list[str]:
    """Return the places row by row, north first and west first; as they come if one is not known."""
    if any(code not in positions for code in codes):
        return list(codes)
    width = columns_for(len(codes))
    by_north = sorted(codes, key=lambda code: (-positions[code][1], positions[code][0], code))
    rows = [by_north[start : start + width] for start in range(0, len(by_north), width)]
    return [code for row in rows for code in sorted(row, key=lambda code: (positions[code][0], code))]


def lay_out(codes: Sequence[str], positions: Mapping[str, Position] = {}) -> Schematic:
    """Return the schematic of these places, which are in the order of the pack and named once each."""
    if not codes:
        return Schematic((), 0.0, 0.0)
    columns = columns_for(len(codes))
    across, down = RADIUS * sqrt(3), RADIUS * 1.5
    tiles = []
    for place, code in enumerate(ordered(codes, positions)):
        row, column = divmod(place, columns)
        x = GAP + across / 2 + column * across + (across / 2 if row % 2 else 0)
        y = GAP + RADIUS + row * down
        tiles.append(Tile(code, round(x, 1), round(y, 1), _hexagon(x, y, RADIUS - GAP / 2)))
    rows = ceil(len(codes) / columns)
    shifted = across / 2 if rows > 1 else 0
    width = 2 * GAP + columns * across + shifted
    return Schematic(tuple(tiles), round(width, 1), round(2 * GAP + 2 * RADIUS + (rows - 1) * down, 1))


def _hexagon(x: float, y: float, radius: float) -> str:
    corners = ((x + radius * sin(pi / 3 * one), y - radius * cos(pi / 3 * one)) for one in range(6))
    return " ".join(f"{round(across, 1)},{round(down, 1)}" for across, down in corners)


def lines_of(name: str) -> list[str]:
    """Cut a name into the lines that fit a hexagon; an ellipsis stands for what does not."""
    if " " in name:
        return _words(name)
    parts = [name[start : start + NAME_IN_A_LINE] for start in range(0, len(name), NAME_IN_A_LINE)]
    if len(parts) > LINES:
        return [*parts[: LINES - 1], parts[LINES - 1][: NAME_IN_A_LINE - 1] + "…"]
    return parts


def _words(name: str) -> list[str]:
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > 2 * NAME_IN_A_LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    short = [one if len(one) <= 2 * NAME_IN_A_LINE + 1 else one[: 2 * NAME_IN_A_LINE] + "…" for one in lines]
    return short[:LINES]
