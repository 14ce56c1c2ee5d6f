"""Reading what went up: the records that the actor's wall shows, how they stand, the nights of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from yiwang.nets.upward.kinds import NIGHT, OUTGOING
from yiwang.nets.upward.records import PHASES, STUCK, Night, Outgoing
from yiwang.web import store_door
from yiwang.web.here import city_key

PAGE, MOST_AT_ONCE, NIGHTS = 50, 200, 14
HIGHEST = 2**63 - 1
LIST = (
    "SELECT id, state FROM upward_row WHERE city = %s AND platform = %s AND phase = ANY(%s)"
    " AND number < %s ORDER BY number DESC LIMIT %s"
)
COUNTS = "SELECT phase, count(*), max(number) FROM upward_row WHERE city = %s AND platform = %s GROUP BY 1"
OF_PLATFORM = (
    "SELECT state FROM upward_night_row WHERE city = %s AND platform = %s ORDER BY day DESC LIMIT %s"
)
ONE = "SELECT state FROM upward_row WHERE city = %s AND id = %s"


@dataclass(frozen=True)
class Known:
    """A record with its id."""

    id: UUID
    state: Outgoing


def phases_of(named: str) -> list[str]:
    """Return the phases that a name of the filter stands for."""
    if named == "stuck":
        return sorted(STUCK)
    return [named] if named in PHASES else list(PHASES)


def listed(request: HttpRequest, platform: str, named: str, below: int) -> tuple[list[Known], bool]:
    """Return records with numbers below this one, the highest first, and whether there are more."""
    asked = (city_key(request), platform, phases_of(named), below, PAGE + 1)
    with store_door.reading(request) as cursor:
        rows = cursor.execute(LIST, asked).fetchall()
    found = [Known(row[0], OUTGOING.decode(bytes(row[1]))) for row in rows]
    return found[:PAGE], len(found) > PAGE


def counts(request: HttpRequest, platform: str) -> tuple[dict[str, int], int]:
    """Return how many records stand how, and the highest number among them."""
    with store_door.reading(request) as cursor:
        rows: list[Any] = cursor.execute(COUNTS, (city_key(request), platform)).fetchall()
    return {row[0]: row[1] for row in rows}, max((row[2] for row in rows), default=0)


def nights(request: HttpRequest, platform: str) -> list[Night]:
    """Return the last days that were compared, the newest first; none but for the desk."""
    with store_door.reading(request) as cursor:
        rows = cursor.execute(OF_PLATFORM, (city_key(request), platform, NIGHTS)).fetchall()
    return [NIGHT.decode(bytes(row[0])) for row in rows]


def one(request: HttpRequest, id: UUID) -> Outgoing | None:
    """Return a record that the actor's wall shows."""
    with store_door.reading(request) as cursor:
        row = cursor.execute(ONE, (city_key(request), id)).fetchone()
    return OUTGOING.decode(bytes(row[0])) if row is not None else None
