"""The mark of a kind of event: a shape and a letter, so that no kind is told by its colour alone. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin
from typing import NamedTuple

SHAPES = ("circle", "square", "triangle", "diamond", "pentagon", "hexagon", "star", "cross")
ANY_SHAPE, ANY_LETTER = "circle", "•"


class Mark(NamedTuple):
    """How a kind is drawn. `letter`: one character, in both languages the same."""

    shape: str
    letter: str


def marks_of(groups: Sequence[str]) -> dict[str, Mark]:
    """Return the marks of the groups of kinds, by code: eight shapes in turn, letters A, B, C …"""
    return {
        code: Mark(SHAPES[place % len(SHAPES)], chr(ord("A") + place) if place < 26 else str(place + 1)[-2:])
        for place, code in enumerate(groups)
    }


def outline(shape: str, radius: float) -> str:
    """Return the shape around 0, 0 as the points of an SVG polygon; "" for a circle."""
    turned = {"triangle": (3, 0.0), "square": (4, pi / 4), "diamond": (4, 0.0), "pentagon": (5, 0.0)}
    turned["hexagon"] = (6, pi / 6)
    if shape in turned:
        sides, by = turned[shape]
        return _points([(radius, by + 2 * pi * one / sides) for one in range(sides)])
    if shape == "star":
        return _points([(radius if one % 2 == 0 else radius * 0.62, pi * one / 5) for one in range(10)])
    if shape == "cross":
        a, b = radius * 0.45, radius
        corners = [(-a, -b), (a, -b), (a, -a), (b, -a), (b, a), (a, a)]
        corners += [(-x, -y) for x, y in corners]
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    return ""


def _points(polar: list[tuple[float, float]]) -> str:
    return " ".join(f"{far * sin(turn):.1f},{-far * cos(turn):.1f}" for far, turn in polar)
