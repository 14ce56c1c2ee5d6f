"""Reading a whole ledger with little memory: server-side cursors, and ordered rows side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.string import ByteaBinaryLoader

from yiwang.store.connect import Connection

AT_ONCE = 2_000
Row = tuple[Any, ...]


def stream_rows(
    connection: Connection, name: str, sql: str, parameters: Sequence[Any], *, at_once: int = AT_ONCE
) -> Iterator[Row]:
    """Yield the rows of a query, `at_once` in memory. Ids come as 16 bytes, which sort as the server sorts.

    Needs an open transaction; `name` must be free in it.
    """
    with connection.cursor(name) as cursor:
        cursor.adapters.register_loader("uuid", ByteaBinaryLoader)
        assert isinstance(cursor, psycopg.ServerCursor)
        cursor.execute(sql.encode(), parameters, binary=True)
        while rows := cursor.fetchmany(at_once):
            yield from rows


def id_text(raw: bytes) -> str:
    """Return the text form of an id given as 16 bytes."""
    digits = raw.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def id_of(raw: bytes) -> UUID:
    """Return the id given as 16 bytes."""
    return UUID(bytes=raw)


class Beside:
    """Rows in the order of their first `width` columns, taken as another walk in that order asks for them.

    Attributes:
        foreign: is told each row that nobody asked for.
    """

    def __init__(self, rows: Iterator[Row], width: int, foreign: Callable[[Row], None]) -> None:
        self._rows, self._width, self.foreign = rows, width, foreign
        self._head: Row | None = next(rows, None)

    def take(self, *key: Any) -> Row | None:
        """Return the row with this key, None when there is none. Rows before it are foreign."""
        head, width = self._head, self._width
        while head is not None:
            if head[:width] == key:
                self._head = next(self._rows, None)
                return head
            if head[:width] > key:
                break
            self.foreign(head)
            head = next(self._rows, None)
        self._head = head
        return None

    def take_all(self, key: Any) -> list[Row]:
        """Return all rows whose first column is `key`."""
        found = []
        while self._head is not None and self._head[0] <= key:
            if self._head[0] == key:
                found.append(self._head)
            else:
                self.foreign(self._head)
            self._head = next(self._rows, None)
        return found

    def end(self) -> None:
        """Tell every row that is left as foreign."""
        while self._head is not None:
            self.foreign(self._head)
            self._head = next(self._rows, None)
