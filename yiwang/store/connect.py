"""Connections of the door: their own pool, so that no page's transaction is ever in the way."""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.rows import tuple_row
from psycopg_pool import ConnectionPool, PoolTimeout

Connection = psycopg.Connection[Any]

WAIT_SECONDS = 5.0  # for a free connection; then the database counts as lost
DOUBT_SECONDS = 0.3  # for a free connection; then we ask the database itself whether it is there
MEMORY_SECONDS = 0.25  # a database found lost is not asked again for so long
RETRY_SECONDS = 0.5  # between the pool's own attempts, so that a database that is back is found soon


class Pool(ConnectionPool[Connection]):
    """Lends connections; where there is no database says so at once, to everybody who asks.

    A pool that is only busy is waited for. A database that is away is told apart by asking it; once it
    is known to be lost, every later one hears it without waiting, until it answers again.
    """

    _lost = False
    _lost_until = _there_until = 0.0
    _asking = Lock()

    def getconn(self, timeout: float | None = None) -> Connection:
        """Take a living connection.

        Raises:
            psycopg.OperationalError: the database is not there; PoolTimeout where it is, and all are lent.
        """
        whole = self.timeout if timeout is None else timeout
        if self._lost:
            self._ask_whether_it_is_back()
        try:
            return self._alive(min(DOUBT_SECONDS, whole))
        except PoolTimeout:
            self._ask_whether_it_is_back()
        return self._alive(max(whole - DOUBT_SECONDS, DOUBT_SECONDS))

    def _alive(self, seconds: float) -> Connection:
        until = monotonic() + seconds
        while True:
            connection = super().getconn(until - monotonic())
            if not _said_something(connection):
                return connection
            connection.close()
            self.putconn(connection)

    def _ask_whether_it_is_back(self) -> None:
        gone = "the database is not running"
        # One asks for all: a crowd that waits would else ask together, and be told there are too many.
        with self._asking:
            if monotonic() < self._lost_until:
                raise psycopg.OperationalError(gone)
            if not self._lost and monotonic() < self._there_until:
                return
            try:
                psycopg.connect(str(self.conninfo), connect_timeout=1).close()
            except psycopg.OperationalError as error:
                self._lost, self._lost_until = True, monotonic() + MEMORY_SECONDS
                raise psycopg.OperationalError(gone) from error
            self._lost, self._there_until = False, monotonic() + MEMORY_SECONDS


def _said_something(connection: Connection) -> bool:
    """Say whether a connection that nobody asked has something to tell: that it was ended, as a rule.

    Costs no round trip. One that only wanted to tell of a changed setting is closed as well.
    """
    ear = select.poll()
    ear.register(connection.fileno(), select.POLLIN)
    return bool(ear.poll(0))


def make_pool(dsn: str, *, size: int = 4) -> ConnectionPool[Connection]:
    """Return a pool of autocommit connections: the door says BEGIN and COMMIT itself.

    They are not asked when taken, which would be a round trip: who finds one dead asks again.
    """
    return Pool(
        dsn,
        min_size=1,
        max_size=size,
        timeout=WAIT_SECONDS,
        # Else the pool would wait ever longer between attempts, and find a database that is back a minute
        # late; after this it gives up, and the next who asks tries anew.
        reconnect_timeout=RETRY_SECONDS,
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
    connection = pool.getconn()  # its own context would commit as well, for nothing
    try:
        yield connection
    except psycopg.Error:
        connection.close()
        raise
    finally:
        pgconn = connection.pgconn  # asked itself: `connection.info` makes an object for each question
        if pgconn.transaction_status != TransactionStatus.IDLE and not connection.closed:
            pgconn.exec_(b"ROLLBACK")
        pool.putconn(connection)
