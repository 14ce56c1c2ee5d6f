"""Reading a city's leaves for those who listen: which events changed, and who may see each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yiwang.kernel.access import Target, system
from yiwang.nets.picture.live.hub import Changed, Read
from yiwang.store.wall import city_transaction

WHO = system("live")
AT_ONCE = 1000
END = "SELECT coalesce(max(position) + 1, 0) FROM leaf WHERE city = %s"
NEXT = (
    "SELECT l.position, c.number, c.applicant, c.lead, c.bodies, c.window_body, c.place, c.id, c.matter,"
    " c.kind FROM leaf l LEFT JOIN case_row c ON c.city = l.city AND c.id = l.stream"
    " WHERE l.city = %s AND l.position >= %s ORDER BY l.position LIMIT %s"
)


def reader(pool: Any, shown: Callable[[str], bool] = lambda kind: kind == "event") -> Read:
    """Return what reads the leaves of a city.

    Args:
        shown: which kinds of matters are told of.
    """

    def read(city: str, position: int) -> tuple[list[Changed], int]:
        with pool.connection() as connection, city_transaction(connection, city, WHO) as cursor:
            if position < 0:
                return [], cursor.execute(END, (city,)).fetchone()[0]
            rows = cursor.execute(NEXT, (city, position, AT_ONCE)).fetchall()
        changes = [
            Changed(row[0], row[1], _target(row)) for row in rows if row[1] is not None and shown(row[9])
        ]
        return changes, (rows[-1][0] + 1 if rows else position)

    return read


def _target(row: tuple[Any, ...]) -> Target:
    return Target(
        applicant=row[2],
        lead=row[3],
        bodies=tuple(row[4]),
        window=row[5],
        place=row[6],
        id=str(row[7]),
        matter=row[8],
    )
