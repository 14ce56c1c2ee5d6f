"""Which cases of a city are under way, by matter: read only, numbers and nothing else of them."""

from __future__ import annotations

from collections.abc import Iterable

import psycopg

from yiwang.kernel.access import system
from yiwang.store.wall import city_transaction

RUNNING = (
    "SELECT matter, number FROM case_row WHERE city = %s AND matter = ANY(%s) AND ended_at IS NULL"
    " ORDER BY matter, opened_at, number"
)


def running_cases(database: str, city: str, matters: Iterable[str]) -> dict[str, list[str]]:
    """Return the numbers of the cases that have not ended, by matter, oldest first.

    Raises:
        psycopg.Error: the database cannot be reached or read.
    """
    found: dict[str, list[str]] = {}
    with psycopg.connect(database, connect_timeout=5) as connection:
        connection.read_only = True
        with city_transaction(connection, city, system("running")) as cursor:
            for matter, number in cursor.execute(RUNNING, (city, sorted(matters))).fetchall():
                found.setdefault(matter, []).append(number)
    return found
