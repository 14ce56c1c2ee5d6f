"""Connections of the door: their own pool, so that no page's transaction is ever in the way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.rows import tuple_row
from psycopg_pool import ConnectionPool

Connection = psycopg.Connection[Any]

OPEN_DOOR = "SELECT set_config('yiwang.city', %s, true), set_config('yiwang.door', 'open', true)"
NAME_CITY = "SELECT set_config('yiwang.city', %s, true)"


WAIT_SECONDS = 5.0  # for a free connection; then the database counts as lost


def make_pool(dsn: str, *, size: int = 4) -> ConnectionPool[Connection]:
    """Return a pool of autocommit connections: the door says BEGIN and COMMIT itself.

    They are not checked when taken, which would be a round trip: who finds one dead asks again.
    """
    return ConnectionPool(
        dsn,
        min_size=1,
        max_size=size,
        timeout=WAIT_SECONDS,
        # Else the pool would wait ever longer between attempts, and find a database that is back a minute
        # late; after this it gives up, and the next who asks tries anew.
        reconnect_timeout=WAIT_SECONDS,
        kwargs={"autocommit": True, "row_factory": tuple_row, "prepare_threshold": 1},
        open=True,
    )


@contextmanager
def lend(pool: ConnectionPool[Connection]) -> Iterator[Connection]:
    """Lend a connection for one transaction; what is not committed at the end is rolled back.

    ROLLBACK goes past psycopg, which would forget every prepared statement because of it. After an
    error the connection is closed: in a pipeline that was cut short, the statements psycopg believes
    prepared and those the server has differ.
    """
    with pool.connection() as connection:
        try:
            yield connection
        except psycopg.Error:
            connection.close()
            raise
        finally:
            if not connection.closed and connection.info.transaction_status != TransactionStatus.IDLE:
                connection.pgconn.exec_(b"ROLLBACK")


@contextmanager
def city_transaction(
    connection: Connection, city: str, *, door: bool = False
) -> Iterator[psycopg.Cursor[Any]]:
    """One transaction that sees one city; with `door` it may also write."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(OPEN_DOOR if door else NAME_CITY, (city,))
        yield cursor
