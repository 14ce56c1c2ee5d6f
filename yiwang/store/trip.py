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
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, Format
from psycopg.pq.abc import PGconn, PGresult

from yiwang.store.arrays import CLASSES, column
from yiwang.store.connect import Connection

TEXT, BINARY = Format.TEXT, Format.BINARY
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_TIME = Struct("!q").pack
_SIZE = Struct("!i").unpack_from
_prepared: WeakKeyDictionary[Connection, set[bytes]] = WeakKeyDictionary()
UNKNOWN_STATEMENT = b"26000"
_NO_ROWS = (ExecStatus.COMMAND_OK, ExecStatus.PIPELINE_ABORTED)
GOOD = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)

Row = tuple[bytes | None, ...]
Statement = tuple[str, Sequence[Any]]


_TAKEN_BACK: Sequence[Statement] = (("BEGIN", ()), ("ROLLBACK", ()))
"""Without the first the server would warn that no transaction was begun, in its log, at every refusal."""


class Transaction:
    """One transaction of a few round trips, sent over libpq's pipeline without a BEGIN or COMMIT of its own.

    Its first statement begins it, `commit` ends it: what is sent before one Sync is one transaction
    (PostgreSQL documentation, "Pipelining" of the extended query protocol). Who does not come to commit calls
    `leave`, which takes everything back.
    """

    __slots__ = ("_connection", "_known", "_pgconn", "_poll")

    def __init__(self, connection: Connection) -> None:
        self._connection, self._pgconn = connection, connection.pgconn
        self._known = known_to(connection)
        self._poll = select.poll()
        self._poll.register(self._pgconn.socket, select.POLLIN)

    def ask(self, statements: Sequence[Statement]) -> list[Row | None]:
        """Send statements together; return the first row of each that has rows, in binary, None for none.

        Statements are written with `%s`; a value is a str, bytes, UUID, int, bool, aware datetime, date, list
        of str or None. The first that fails ends the transaction: those after it are not carried out.

        Raises:
            psycopg.Error: what the server said, and all is taken back; or the connection was lost. Unless the
                server said it, the connection is closed: nobody knows how far the trip came.
        """
        return self._trip(statements, False)

    def commit(self, statements: Sequence[Statement] = ()) -> list[Row | None]:
        """Send the last statements and commit; see `ask`. When this returns, all of it is kept."""
        return self._trip(statements, True)

    def leave(self) -> None:
        """Take back what was not committed, if anything."""
        if self._pgconn.status == ConnStatus.OK and self._pgconn.pipeline_status:
            self._trip(_TAKEN_BACK, True)

    @property
    def lost(self) -> bool:
        """Whether the connection is no more."""
        return bool(self._connection.closed)

    def _trip(self, statements: Sequence[Statement], last: bool) -> list[Row | None]:
        pgconn = self._pgconn
        first = not pgconn.pipeline_status
        try:
            if first:
                pgconn.enter_pipeline_mode()
            prepared = [send_one(pgconn, self._known, sql, values) for sql, values in statements]
            due = len(prepared) + sum(1 for name in prepared if name)
            if last:
                pgconn.pipeline_sync()
            else:
                pgconn.send_flush_request()
            rows, failed = self._results(due, last)
            if failed is not None and not last:
                pgconn.pipeline_sync()
                self._results(0, True)
            if failed is not None or last:
                pgconn.exit_pipeline_mode()
        except BaseException:
            self._connection.close()
            raise
        if failed is not None:
            self._known.difference_update(name for name in prepared if name)
            if first and failed.error_field(DiagnosticField.SQLSTATE) == UNKNOWN_STATEMENT:
                # The driver forgets every prepared statement of a connection after a rollback, ours too.
                self._known.clear()
                return self._trip(statements, last)
            raise errors.error_from_result(failed, encoding="utf-8")
        return rows

    def _results(self, due: int, last: bool) -> tuple[list[Row | None], PGresult | None]:
        """Read `due` results, and the end of the transaction if this is the last trip or one of them failed.

        Returns the rows, and the result that failed, if any.
        """
        pgconn, poll = self._pgconn, self._poll
        while pgconn.flush():
            poll.modify(pgconn.socket, select.POLLIN | select.POLLOUT)
            if any(event & select.POLLIN for _, event in poll.poll()):
                pgconn.consume_input()
            poll.modify(pgconn.socket, select.POLLIN)
        rows: list[Row | None] = []
        failed: PGresult | None = None
        while due or last:
            while pgconn.is_busy():
                poll.poll()
                pgconn.consume_input()
            result = pgconn.get_result()
            if pgconn.status != ConnStatus.OK:
                raise psycopg.OperationalError("the connection was lost")
            if result is None:
                continue
            status = result.status
            if status == ExecStatus.PIPELINE_SYNC:
                break
            due -= 1
            if status == ExecStatus.TUPLES_OK:
                rows.append(_first(result))
            elif failed is None and status not in _NO_ROWS:
                failed = result
                if not last:
                    break
        return rows, failed


def trip(connection: Connection, statements: Sequence[Statement]) -> list[Row | None]:
    """Send statements together and have them kept, as one transaction of one round trip."""
    return Transaction(connection).commit(statements)


def call(connection: Connection, sql: str, values: Sequence[Any]) -> bytes | None:
    """Send one statement as a transaction of its own, outside the pipeline; return its one value, in binary.

    Raises:
        psycopg.Error: as `Transaction.ask`.
    """
    pgconn, known = connection.pgconn, known_to(connection)
    name, written = _numbered(sql)
    try:
        if name not in known:
            _must(pgconn.prepare(name, written))
            known.add(name)
        pgconn.send_query_prepared(name, *_all_dumped(values), BINARY)
        result = _one_result(pgconn)
    except BaseException:
        connection.close()
        raise
    if result.status == ExecStatus.TUPLES_OK:
        return result.get_value(0, 0)
    if result.error_field(DiagnosticField.SQLSTATE) == UNKNOWN_STATEMENT:
        known.clear()  # as in `Transaction`
        return call(connection, sql, values)
    raise errors.error_from_result(result, encoding="utf-8")


def _must(result: PGresult) -> None:
    if result.status != ExecStatus.COMMAND_OK:
        raise errors.error_from_result(result, encoding="utf-8")


def _one_result(pgconn: PGconn) -> PGresult:
    """Wait for the one result of what was sent, and for the end of its transaction."""
    ear = select.poll()
    ear.register(pgconn.socket, select.POLLIN)
    while pgconn.flush():
        ear.modify(pgconn.socket, select.POLLIN | select.POLLOUT)
        if any(event & select.POLLIN for _, event in ear.poll()):
            pgconn.consume_input()
        ear.modify(pgconn.socket, select.POLLIN)
    result: PGresult | None = None
    while True:
        while pgconn.is_busy():
            ear.poll()
            pgconn.consume_input()
        further = pgconn.get_result()
        if pgconn.status != ConnStatus.OK:
            raise psycopg.OperationalError("the connection was lost")
        if further is None:
            assert result is not None, "a statement without a result"
            return result
        result = further


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
    pgconn.send_query_prepared(name, *_all_dumped(values), BINARY)
    return name if new else b""


def _all_dumped(values: Sequence[Any]) -> tuple[list[bytes | None], list[int]]:
    """Return the values as they are sent, and the format of each."""
    given: list[bytes | None] = []
    formats: list[int] = []
    for value in values:
        if type(value) is str:  # so most are
            given.append(value.encode())
            formats.append(0)
        elif value is None:
            given.append(None)
            formats.append(0)
        else:
            form, raw = _dumped(value)
            given.append(raw)
            formats.append(form)
    return given, formats


@cache
def _numbered(sql: str) -> tuple[bytes, bytes]:
    """Return a name for the statement and its text with `$1`, `$2` … in place of `%s`."""
    parts = sql.split("%s")
    written = parts[0] + "".join(f"${number}{part}" for number, part in enumerate(parts[1:], 1))
    return b"door_" + sha256(written.encode()).hexdigest()[:24].encode(), written.encode()


def _dumped(value: Any) -> tuple[int, bytes]:
    dump = _DUMPERS.get(type(value))
    if dump is None:
        raise TypeError(f"the door does not send a {type(value).__name__}")
    return dump(value)  # type: ignore[no-any-return]


def _instant(value: datetime) -> tuple[int, bytes]:
    since = value - _EPOCH
    return BINARY, _TIME((since.days * 86400 + since.seconds) * 1_000_000 + since.microseconds)


_DUMPERS: dict[type, Any] = {
    bytes: lambda value: (BINARY, value),
    UUID: lambda value: (BINARY, value.bytes),
    int: lambda value: (TEXT, b"%d" % value),
    float: lambda value: (TEXT, repr(value).encode()),
    bool: lambda value: (TEXT, b"t" if value else b"f"),
    datetime: _instant,
    date: lambda value: (TEXT, value.isoformat().encode()),
    list: lambda value: (BINARY, column("text", value).raw),
    **dict.fromkeys(CLASSES.values(), lambda value: (BINARY, value.raw)),
}


def record(raw: bytes) -> list[bytes | None]:
    """Return the fields of a value of several, in binary (PostgreSQL source, `record_send`)."""
    fields: list[bytes | None] = []
    at = 4
    while at < len(raw):
        size = _SIZE(raw, at + 4)[0]  # after the oid of its type
        at += 8
        fields.append(raw[at : at + size] if size >= 0 else None)
        at += max(size, 0)
    return fields


def _first(result: PGresult) -> Row | None:
    if not result.ntuples:
        return None
    return tuple(result.get_value(0, field) for field in range(result.nfields))
