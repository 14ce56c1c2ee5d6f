"""One round trip: several prepared statements sent together over libpq's pipeline, their results read.

The driver's own pipeline makes a cursor and two passes over the socket for every statement; on the one
door's path that costs more than the rules and the server together. Here a trip is one write and one read
(PostgreSQL documentation, "Pipeline Mode"; psycopg's `pq` objects).
"""

from __future__ import annotations

import select
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from struct import Struct
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import psycopg
from psycopg import errors
from psycopg.pq import DiagnosticField, ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

from yiwang.store.arrays import CLASSES, column
from yiwang.store.connect import Connection

TEXT, BINARY = Format.TEXT, Format.BINARY
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_TIME = Struct("!q").pack
_prepared: WeakKeyDictionary[Connection, set[bytes]] = WeakKeyDictionary()
UNKNOWN_STATEMENT = b"26000"
GOOD = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)

Row = tuple[bytes | None, ...]
Statement = tuple[str, Sequence[Any]]


def trip(connection: Connection, statements: Sequence[Statement]) -> list[Row | None]:
    """Send the statements together; return the first row of each, in binary, None where there is none.

    Statements are written with `%s`; a value is a str, bytes, UUID, int, bool, aware datetime, date, list
    of str or None. The first that fails ends the trip: those after it are not carried out.

    Raises:
        psycopg.Error: what the server said, or the connection was lost. Unless the server said it, the
            connection is closed: nobody knows how far the trip came.
    """
    known = known_to(connection)
    pgconn = connection.pgconn
    begins = pgconn.transaction_status == TransactionStatus.IDLE
    try:
        pgconn.enter_pipeline_mode()
        prepared = [send_one(pgconn, known, sql, values) for sql, values in statements]
        pgconn.pipeline_sync()
        rows, failed = _results(pgconn)
        pgconn.exit_pipeline_mode()
    except BaseException:
        connection.close()
        raise
    if failed is not None:
        known.difference_update(name for name in prepared if name)
        if begins and failed.error_field(DiagnosticField.SQLSTATE) == UNKNOWN_STATEMENT:
            # The driver forgets every prepared statement of a connection after a rollback, ours too.
            known.clear()
            return trip(connection, statements)
        raise errors.error_from_result(failed, encoding="utf-8")
    return rows


def known_to(connection: Connection) -> set[bytes]:
    """Return the names of the statements that the door prepared on this connection; to be kept up to date."""
    return _prepared.setdefault(connection, set())


def send_one(pgconn: PGconn, known: set[bytes], sql: str, values: Sequence[Any]) -> bytes:
    """Send one statement, prepared before where it was not. Returns its name if it was prepared just now."""
    name, written = _numbered(sql)
    new = name not in known
    if new:
        pgconn.send_prepare(name, written)
        known.add(name)
    formats, given = [], []
    for value in values:
        form, raw = _dumped(value)
        formats.append(form)
        given.append(raw)
    pgconn.send_query_prepared(name, given, param_formats=formats, result_format=BINARY)
    return name if new else b""


@cache
def _numbered(sql: str) -> tuple[bytes, bytes]:
    """Return a name for the statement and its text with `$1`, `$2` … in place of `%s`."""
    parts = sql.split("%s")
    written = parts[0] + "".join(f"${number}{part}" for number, part in enumerate(parts[1:], 1))
    return b"door_" + sha256(written.encode()).hexdigest()[:24].encode(), written.encode()


def _dumped(value: Any) -> tuple[Format, bytes | None]:
    if value is None:
        return TEXT, None
    dump = _DUMPERS.get(type(value))
    if dump is None:
        raise TypeError(f"the door does not send a {type(value).__name__}")
    return dump(value)


def _instant(value: datetime) -> tuple[Format, bytes]:
    since = value - _EPOCH
    return BINARY, _TIME((since.days * 86400 + since.seconds) * 1_000_000 + since.microseconds)


_DUMPERS: dict[type, Any] = {
    str: lambda value: (TEXT, value.encode()),
    bytes: lambda value: (BINARY, value),
    UUID: lambda value: (BINARY, value.bytes),
    int: lambda value: (TEXT, b"%d" % value),
    bool: lambda value: (TEXT, b"t" if value else b"f"),
    datetime: _instant,
    date: lambda value: (TEXT, value.isoformat().encode()),
    list: lambda value: (BINARY, column("text", value).raw),
    **dict.fromkeys(CLASSES.values(), lambda value: (BINARY, value.raw)),
}


def _results(pgconn: PGconn) -> tuple[list[Row | None], PGresult | None]:
    """Read everything up to the end of the trip. Returns the rows, and the result that failed, if any."""
    poll = select.poll()
    poll.register(pgconn.socket, select.POLLIN | select.POLLOUT)
    while pgconn.flush():
        if any(event & select.POLLIN for _, event in poll.poll()):
            pgconn.consume_input()
    poll.modify(pgconn.socket, select.POLLIN)
    rows: list[Row | None] = []
    failed: PGresult | None = None
    while True:
        while pgconn.is_busy():
            poll.poll()
            pgconn.consume_input()
        result = pgconn.get_result()
        if result is None:
            continue
        status = result.status
        if status == ExecStatus.PIPELINE_SYNC:
            return rows, failed
        if status in GOOD:
            if result.nfields or status == ExecStatus.TUPLES_OK:
                rows.append(_first(result))
        elif status != ExecStatus.PIPELINE_ABORTED and failed is None:
            failed = result
        if pgconn.status != 0:
            raise psycopg.OperationalError("the connection was lost")


def _first(result: PGresult) -> Row | None:
    if not result.ntuples:
        return None
    return tuple(result.get_value(0, field) for field in range(result.nfields))
