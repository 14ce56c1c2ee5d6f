"""Open events for everybody, no finer than a cell of the pack's width and a town.

Rounded where they are read: an exact position never leaves the database, nor do words or persons. What is
about a body (举报) is no event and not among them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest

from yiwang.kernel.matter import City
from yiwang.nets.operations import event_queries as read
from yiwang.nets.operations.event_queries import PUBLIC, Filters
from yiwang.web import store_door
from yiwang.web.here import city_key

TOLD = ("report", "phone", "open311")
"""Channels by which residents tell the city."""
FINEST = frozenset({"grid", "village"})
"""Levels of places that are told no finer than what lies above them."""
MOST = 2_000
MOST_LISTED = 100
_OF = (
    "FROM event_row e JOIN case_row c ON c.city = e.city AND c.id = e.stream"
    " WHERE e.city = %s AND e.ended_at IS NULL AND e.event_kind <> '' AND {where}"
)
_CELL = "floor(e.longitude / %s::numeric)::int, floor(e.latitude / %s::numeric)::int"


@dataclass(frozen=True)
class Cell:
    """One cell: its column and row counted from 0, 0; its middle in degrees; how many events are open."""

    column: int
    row: int
    width: Decimal
    events: int
    told: int

    @property
    def text(self) -> str:
        """As it stands in an address."""
        return f"{self.column}_{self.row}"

    @property
    def longitude(self) -> float:
        """Of its middle."""
        return float((self.column + Decimal("0.5")) * self.width)

    @property
    def latitude(self) -> float:
        """Of its middle."""
        return float((self.row + Decimal("0.5")) * self.width)


@dataclass(frozen=True)
class OfPlace:
    """A place, a town at the finest, and how many events are open in it."""

    place: str
    events: int
    told: int


def _where(city: City, kind: str) -> tuple[str, list[Any]]:
    where, given = read.narrowed(city, Filters(kind=kind), store_door.now())
    return _OF.format(where=where), given


def cells(request: HttpRequest, width: Decimal, kind: str = "") -> list[Cell]:
    """Return the cells in which events are open, the fullest first."""
    of, given = _where(read.city_of(request), kind)
    sql = (
        f"SELECT {_CELL}, count(*), count(*) FILTER (WHERE c.channel = ANY(%s)) {of}"
        f" AND e.longitude IS NOT NULL GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT {MOST}"
    )
    with store_door.reading(request, PUBLIC) as cursor:
        rows = cursor.execute(sql, [width, width, list(TOLD), city_key(request), *given]).fetchall()
    return [Cell(row[0], row[1], width, row[2], row[3]) for row in rows]


def places(request: HttpRequest, kind: str = "") -> list[OfPlace]:
    """Return how many events are open in each place, the most first; with those that have no position."""
    city = read.city_of(request)
    of, given = _where(city, kind)
    sql = f"SELECT e.place, count(*), count(*) FILTER (WHERE c.channel = ANY(%s)) {of} GROUP BY 1"
    with store_door.reading(request, PUBLIC) as cursor:
        rows = cursor.execute(sql, [list(TOLD), city_key(request), *given]).fetchall()
    events, told = Counter[str](), Counter[str]()
    for place, count, by_residents in rows:
        events[rounded(city, place)] += count
        told[rounded(city, place)] += by_residents
    return [OfPlace(one, count, told[one]) for one, count in events.most_common()]


def rounded(city: City, place: str) -> str:
    """Return the place itself, or what lies above it where it is finer than a town."""
    above = city.above(place)
    return next((one for one in above if city.places[one].level not in FINEST), place)


def without_position(request: HttpRequest, kind: str = "") -> int:
    """Return how many open events have no position."""
    of, given = _where(read.city_of(request), kind)
    with store_door.reading(request, PUBLIC) as cursor:
        sql = f"SELECT count(*) {of} AND e.longitude IS NULL"
        row = cursor.execute(sql, [city_key(request), *given]).fetchone()
    return int(row[0]) if row else 0


def listed(request: HttpRequest, width: Decimal, cell: str, kind: str = "") -> list[read.Line]:
    """Return the open events of a cell, the newest first; none for what is no cell."""
    column, _, row = cell.partition("_")
    try:
        wanted = int(column[:8]), int(row[:8])
    except ValueError:
        return []
    of, given = _where(read.city_of(request), kind)
    sql = (
        f"SELECT e.stream, {read.NAMES} {of} AND ({_CELL}) = (%s, %s)"
        f" ORDER BY e.opened_at DESC, e.stream DESC LIMIT {MOST_LISTED}"
    )
    with store_door.reading(request, PUBLIC) as cursor:
        rows = cursor.execute(sql, [city_key(request), *given, width, width, *wanted]).fetchall()
    return read.lines(rows)
