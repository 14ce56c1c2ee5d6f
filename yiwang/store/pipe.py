"""Statements sent one after another without waiting; each answer is read when somebody needs it.

`trip` sends and reads in one go. A batch has more to do meanwhile: the server writes one group while the
rules decide the next. Everything runs over one connection in the order it was sent (PostgreSQL
documentation, "Pipeline Mode").
"""

from __future__ import annotations

import select
from collections import deque
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import errors
from psycopg.pq import ConnStatus, ExecStatus
from psycopg.pq.abc import PGresult

from yiwang.store.connect import Connection
from yiwang.store.trip import GOOD, Row, known_to, send_one

_GOOD = (*GOOD, ExecStatus.PIPELINE_SYNC)


class Answer:
    """What the server answers to one statement, or to one `sync`, once `Pipe.wait` was there.

    Attributes:
        came: it was carried out. What failed, or was skipped because of a failure, never comes.
        rows: every row, in binary.
    """

    __slots__ = ("came", "rows")

    def __init__(self) -> None:
        self.came = False
        self.rows: list[Row] = []


class Pipe:
    """A connection in libpq's pipeline mode, from its making until `leave`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._pgconn = connection.pgconn
        self._known = known_to(connection)
        self._due: deque[Answer] = deque()
        self._unsynced = False
        self._failure: PGresult | None = None  # the first; nothing after it counts
        self._poll = select.poll()
        self._pgconn.enter_pipeline_mode()

    def send(self, sql: str, values: Sequence[Any] = ()) -> Answer:
        """Send one statement, written with `%s` and with values as `trip` takes them. Waits for nothing."""
        if send_one(self._pgconn, self._known, sql, values):
            self._due.append(Answer())  # to its preparing
        answer = Answer()
        self._due.append(answer)
        self._unsynced = True
        return answer

    def soon(self) -> None:
        """Ask the server to answer what was sent so far, and hand as much to the socket as it takes."""
        self._pgconn.send_flush_request()
        self._pgconn.flush()

    def sync(self) -> Answer:
        """End what belongs together: after a failure the server carries out nothing up to here.

        When this returns all that was sent has left this process.
        """
        self._pgconn.pipeline_sync()
        answer = Answer()
        self._due.append(answer)
        self._unsynced = False
        self.push()
        return answer

    def push(self) -> None:
        """Hand everything to the socket; answers are taken in meanwhile, lest both sides wait."""
        while self._pgconn.flush():
            self._await(select.POLLIN | select.POLLOUT)

    def _await(self, either: int) -> None:
        """Wait until the socket can do either, and take in what came."""
        self._poll.register(self._pgconn.socket, either)
        if any(event & ~select.POLLOUT for _, event in self._poll.poll()):
            self._pgconn.consume_input()

    def wait(self, answer: Answer) -> list[Row]:
        """Read up to `answer` and return its rows.

        Raises:
            psycopg.Error: what the server said to this statement or to one before it; the connection is not
                to be used again, for nobody knows which statements it still knows.
        """
        while not answer.came:
            if self._failure is not None:
                raise errors.error_from_result(self._failure, encoding="utf-8")
            self._read()
        return answer.rows

    def leave(self) -> None:
        """Read all that is still due, whatever it says, and leave pipeline mode; close what cannot."""
        try:
            if self._unsynced:
                self.sync()
            while self._due:
                self._read()
            self._pgconn.exit_pipeline_mode()
        except psycopg.Error:
            self._connection.close()
        if self._failure is not None:
            self._connection.close()

    def _read(self) -> None:
        """Read one answer."""
        pgconn = self._pgconn
        while pgconn.is_busy():
            self._await(select.POLLIN | select.POLLOUT if pgconn.flush() else select.POLLIN)
        result = pgconn.get_result()
        if pgconn.status != ConnStatus.OK:
            raise psycopg.OperationalError("the connection was lost")
        if result is None:
            return
        answer, status = self._due.popleft(), result.status
        if status not in _GOOD:
            if self._failure is None:
                self._failure = result
            return
        answer.came = True
        if status == ExecStatus.TUPLES_OK:
            fields = range(result.nfields)
            answer.rows = [
                tuple([result.get_value(row, field) for field in fields]) for row in range(result.ntuples)
            ]
