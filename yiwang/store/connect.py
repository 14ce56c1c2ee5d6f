"""Connections of the door: their own pool, so that no page's transaction is ever in the way."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus
from psycopg.rows import tuple_row
from psycopg_pool import ConnectionPool, PoolTimeout

Connection = psycopg.Connection[Any]

WAIT_SECONDS = 5.0  # for a free connection; then the database counts as lost
DOUBT_SECONDS = 0.3  # for a free connection; then we look whether anybody listens there at all


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
    with ExitStack() as lent:
        connection = _taken(pool, lent)
        try:
            yield connection
        except psycopg.Error:
            connection.close()
            raise
        finally:
            if not connection.closed and connection.info.transaction_status != TransactionStatus.IDLE:
                connection.pgconn.exec_(b"ROLLBACK")


def _taken(pool: ConnectionPool[Connection], lent: ExitStack) -> Connection:
    """Take a connection. A pool that is only busy is waited for; nobody waits where nobody listens."""
    try:
        return lent.enter_context(pool.connection(DOUBT_SECONDS))
    except PoolTimeout as timeout:
        if isinstance(pool.conninfo, str) and not listens(pool.conninfo):
            raise psycopg.OperationalError("the database is not running") from timeout
    return lent.enter_context(pool.connection(WAIT_SECONDS - DOUBT_SECONDS))


def listens(conninfo: str) -> bool:
    """Say whether somebody takes connections at the address; True where it does not name one plainly."""
    named = conninfo_to_dict(conninfo)
    host, port = str(named.get("host") or ""), str(named.get("port") or 5432)
    if not host or "," in host or not port.isdigit():
        return True
    local = host.startswith("/")
    address: Any = f"{host}/.s.PGSQL.{port}" if local else (host, int(port))
    family = socket.AF_UNIX if local else socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.settimeout(DOUBT_SECONDS)
            probe.connect(address)
    except OSError:
        return False
    return True
