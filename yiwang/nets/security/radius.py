"""Blast radius: what else stands still, or is in danger, when an asset fails. Whatever bodies it crosses.

Read as the city: dependencies cross bodies. Of other bodies' assets only counts are told, by body and kind.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg

STEP = "SELECT DISTINCT stream FROM asset_need WHERE city = %s AND needs = ANY(%s::text[])"
WHOSE = (
    "SELECT body, keeper, kind, critical, level, count(*) FROM asset_row WHERE city = %s"
    " AND id = ANY(%s::uuid[]) AND standing = 'in-use' GROUP BY 1, 2, 3, 4, 5"
)
NAMED = (
    "SELECT id, name, kind, body FROM asset_row WHERE city = %s AND id = ANY(%s::uuid[])"
    " AND standing = 'in-use' AND body = ANY(%s) ORDER BY name, id LIMIT %s"
)
MOST_NAMED = 200


@dataclass
class Radius:
    """What an asset's failure reaches.

    Attributes:
        count: assets reached, itself not. deep: the longest of the shortest ways.
        named: (id, name, kind, steps) of one's own bodies, at most `MOST_NAMED`.
        others: (body, kind) → how many of other bodies.
    """

    count: int = 0
    deep: int = 0
    critical: int = 0
    level3: int = 0
    named: list[tuple[UUID, str, str, int]] = field(default_factory=list)
    bodies: Counter[str] = field(default_factory=Counter)
    others: Counter[tuple[str, str]] = field(default_factory=Counter)


def reached(cursor: psycopg.Cursor[Any], city: str, asset: UUID) -> dict[UUID, int]:
    """Return what depends on an asset, with the number of steps. A cycle ends where it began."""
    steps = {asset: 0}
    front, step = [asset], 0
    while front:
        step += 1
        rows = cursor.execute(STEP, (city, [str(one) for one in front])).fetchall()
        front = [row[0] for row in rows if row[0] not in steps]
        steps.update(dict.fromkeys(front, step))
    del steps[asset]
    return steps


def radius_of(cursor: psycopg.Cursor[Any], city: str, asset: UUID, bodies: list[str]) -> Radius:
    """Return the blast radius of an asset as somebody of these bodies is told it.

    Args:
        cursor: of a transaction that reads as the city.
    """
    steps = reached(cursor, city, asset)
    found = Radius(deep=max(steps.values(), default=0))
    if not steps:
        return found
    ids = list(steps)
    for body, keeper, kind, critical, level, count in cursor.execute(WHOSE, (city, ids)):
        owner = body or keeper
        found.count += count
        found.critical += count if critical else 0
        found.level3 += count if level >= 3 else 0
        found.bodies[owner] += count
        if owner not in bodies:
            found.others[owner, kind] += count
    rows = cursor.execute(NAMED, (city, ids, bodies, MOST_NAMED)).fetchall()
    found.named = sorted(((row[0], row[1], row[2], steps[row[0]]) for row in rows), key=lambda one: one[3])
    return found
