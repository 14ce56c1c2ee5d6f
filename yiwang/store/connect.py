"""Connections of the door: their own pool, so that no page's transaction is ever in the way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.rows import tuple_row
from psycopg_pool import ConnectionPool

Connection = psycopg.Connection[Any]

OPEN_DOOR = "SELECT set_config('yiwang.city', %s, true), set_config('yiwang.door', 'open', true)"
NAME_CITY = "SELECT set_config('yiwang.city', %s, true)"


def make_pool(dsn: str, *, size: int = 4) -> ConnectionPool[Connection]:
    """Return a pool of autocommit connections: the door says BEGIN and COMMIT itself."""
    return ConnectionPool(
        dsn,
        min_size=1,
        max_size=size,
        kwargs={"autocommit": True, "row_factory": tuple_row, "prepare_threshold": 1},
        check=ConnectionPool.check_connection,
        open=True,
    )


@contextmanager
def city_transaction(
    connection: Connection, city: str, *, door: bool = False
) -> Iterator[psycopg.Cursor[Any]]:
    """One transaction that sees one city; with `door` it may also write."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(OPEN_DOOR if door else NAME_CITY, (city,))
        yield cursor
