"""Who holds what today, by the records: to give tasks to people, and to tell claims that still stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from yiwang.kernel.access import Holding
from yiwang.kernel.matter import City
from yiwang.kernel.people.resolve import replaced_by
from yiwang.people.kinds import day

Cursor = psycopg.Cursor[Any]

_HELD = (
    "SELECT h.person, h.position, h.acting_for FROM held_row h"
    " JOIN person_row p ON p.city = h.city AND p.id = h.stream AND p.phase = 'active'"
    " WHERE h.city = %(city)s AND h.position = ANY(%(positions)s)"
    " AND h.since <= %(day)s AND h.until >= %(day)s ORDER BY h.acting_for, h.person"
)


def holders_of(
    cursor: Cursor, key: str, city: City, roles: Iterable[tuple[str, str]], now: datetime
) -> dict[str, tuple[Holding, ...]] | None:
    """Return who holds these roles today, person id → holdings, own ones first; two queries.

    None where the city keeps no records of staff: then the pack's own list stands. A suspended person and
    one who left hold nothing. Who holds a position in a body holds it in those that it replaced.

    Args:
        city: the pack now in force. roles: (body, role), of bodies of this pack or an earlier one.
    """
    wanted = set(roles)
    known = cursor.execute(
        "SELECT EXISTS (SELECT 1 FROM person_row WHERE city = %s AND kind = 'staff')", (key,)
    ).fetchone()
    if known is None or not known[0]:
        return None
    covers = {
        position.id: bodies
        for position in city.positions.values()
        if position.body in city.bodies
        and (
            bodies := [
                body
                for body in (position.body, *replaced_by(city, position.body))
                if (body, position.role) in wanted
            ]
        )
    }
    local = day(now.astimezone(ZoneInfo(city.zone)).date())
    rows = cursor.execute(_HELD, {"city": key, "positions": sorted(covers), "day": local}).fetchall()
    found: dict[str, tuple[Holding, ...]] = {}
    for person, name, acting_for in rows:
        position = city.positions[name]
        seat = city.bodies[position.body].seat
        held = tuple(Holding(name, position.role, body, seat, acting_for) for body in covers[name])
        found[person] = (*found.get(person, ()), *held)
    return found


def people_in(
    cursor: Cursor, key: str, city: City, positions: Iterable[str], now: datetime
) -> frozenset[str]:
    """Return the persons who hold any of these positions today, substitutes included.

    By the records; where the city keeps none of staff, by the pack's own list.
    """
    wanted = sorted(set(positions))
    known = cursor.execute(
        "SELECT EXISTS (SELECT 1 FROM person_row WHERE city = %s AND kind = 'staff')", (key,)
    ).fetchone()
    if known is None or not known[0]:
        return frozenset(one.id for one in city.persons.values() if one.position in wanted)
    local = day(now.astimezone(ZoneInfo(city.zone)).date())
    rows = cursor.execute(_HELD, {"city": key, "positions": wanted, "day": local}).fetchall()
    return frozenset(row[0] for row in rows)
