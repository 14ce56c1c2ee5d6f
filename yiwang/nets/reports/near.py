"""Is it one of these? How alike two reports are in kind, place, time and words. Pure.

Reckoned, not learned: near in place counts most, then the same kind, then words in common, and what is older
counts less. Nothing is merged by it: whoever tells is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import cos, hypot, radians

import msgspec

METRES = 150
DAYS = 30
MOST = 5
LEAST = 0.45


class Candidate(msgspec.Struct, frozen=True):
    """A report that is open: position in degrees or None, masked words."""

    id: str
    kind: str
    place: str
    longitude: float | None
    latitude: float | None
    at: datetime
    words: str


def metres_apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the metres between two positions (longitude, latitude) that are near each other."""
    east = (one[0] - other[0]) * cos(radians((one[1] + other[1]) / 2)) * 111_320
    return hypot(east, (one[1] - other[1]) * 110_574)


def box_around(longitude: float, latitude: float) -> tuple[float, float, float, float]:
    """Return west, east, south, north of what is at most `METRES` away, with a little more."""
    high = METRES / 110_000
    wide = high / max(0.1, cos(radians(latitude)))
    return longitude - wide, longitude + wide, latitude - high, latitude + high


def in_common(one: str, other: str) -> float:
    """Return how much of the shorter text's pairs of characters the other has, 0 to 1."""
    some, more = sorted((_pairs(one), _pairs(other)), key=len)
    return len(some & more) / len(some) if some else 0.0


def _pairs(text: str) -> set[str]:
    bare = "".join(one for one in text.lower() if one.isalnum())
    return {bare[at : at + 2] for at in range(len(bare) - 1)}


def likeness(told: Candidate, other: Candidate) -> float:
    """Return 0 to 1: how likely `other` is the same matter as `told`."""
    if told.longitude is not None and told.latitude is not None and other.longitude is not None:
        assert other.latitude is not None, "a position has both"
        apart = metres_apart((told.longitude, told.latitude), (other.longitude, other.latitude))
        if apart > METRES:
            return 0.0
        near = 0.5 * (1 - apart / METRES) + 0.1
    else:
        near = 0.2 if told.place == other.place else 0.0
    age = abs(told.at - other.at) / timedelta(days=DAYS)
    if near == 0 or age > 1:
        return 0.0
    alike = 0.25 * (told.kind == other.kind) + 0.35 * in_common(told.words, other.words)
    return (near + alike) * (1 - 0.3 * age)


def one_of_these(told: Candidate, others: Iterable[Candidate]) -> list[Candidate]:
    """Return the likeliest, the best first: `MOST` at most, none less alike than `LEAST`."""
    found = [(likeness(told, other), other) for other in others]
    kept = sorted((one for one in found if one[0] >= LEAST), key=lambda one: (-one[0], one[1].id))
    return [other for _, other in kept[:MOST]]
