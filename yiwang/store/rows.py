"""The SQL of a stream's row, made once for each kind from the columns it declares."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from yiwang.store.kinds import BASE, StreamKind

if TYPE_CHECKING:
    from yiwang.store.execute import Ask, Written


def _names(kind: StreamKind) -> list[str]:
    return [name for name, _ in (*BASE, *kind.columns)]


@cache
def insert_sql(kind: StreamKind) -> str:
    """Return the INSERT of one row."""
    names = _names(kind)
    marks = ", ".join(["%s"] * len(names))
    return f"INSERT INTO {kind.table} ({', '.join(names)}) VALUES ({marks})"


@cache
def update_sql(kind: StreamKind) -> str:
    """Return the UPDATE of one row, all columns."""
    names = [name for name in _names(kind) if name not in ("city", "id")]
    sets = ", ".join(f"{name} = %s" for name in names)
    return f"UPDATE {kind.table} SET {sets} WHERE city = %s AND id = %s"


@cache
def insert_many_sql(kind: StreamKind) -> str:
    """Return the INSERT of many new rows given as one array for each column.

    `COPY` cannot write to a table under row-level security; arrays can, and are nearly as fast. A row that is
    already there is somebody else's beginning of the same stream: the statement fails.
    """
    columns = (*BASE, *kind.columns)
    names = ", ".join(name for name, _ in columns)
    arrays = ", ".join("%s::" + ("text" if type_ == "text[]" else type_) + "[]" for _, type_ in columns)
    picked = ", ".join(
        f"string_to_array({name}, ' ')" if type_ == "text[]" else name for name, type_ in columns
    )
    return f"INSERT INTO {kind.table} ({names}) SELECT {picked} FROM unnest({arrays}) AS given({names})"


@cache
def upsert_many_sql(kind: StreamKind) -> str:
    """Return the statement that replaces many rows, found by their key whatever the plan."""
    sets = ", ".join(
        f"{name} = excluded.{name}" for name, _ in (*BASE, *kind.columns) if name not in ("city", "id")
    )
    return f"{insert_many_sql(kind)} ON CONFLICT (city, id) DO UPDATE SET {sets}"


def column_types(kind: StreamKind) -> tuple[str, ...]:
    """Return the PostgreSQL types of a row's columns, in the order of the table."""
    return tuple(type_ for _, type_ in (*BASE, *kind.columns))


def row_at(
    kind: StreamKind, city: str, stream: Any, state: Any, seq: int, head: bytes, at: datetime | None
) -> tuple[Any, ...]:
    """Return all columns of a row, in the order of the table. `at` is that of its last entry."""
    return (city, stream, seq, head, kind.encode(state), kind.wake_at(state), at, *kind.values(state))


def row_of(kind: StreamKind, city: str, stream: Any, written: Written) -> tuple[Any, ...]:
    """Return all columns of the row that `written` leaves, in the order of the table."""
    return row_at(kind, city, stream, written.state, written.seq, written.head, written.at)


def insert_row(kind: StreamKind, ask: Ask, written: Written) -> tuple[Any, ...]:
    """Return the parameters of `insert_sql`."""
    return row_of(kind, ask.city, ask.stream, written)


def update_row(kind: StreamKind, ask: Ask, written: Written) -> tuple[Any, ...]:
    """Return the parameters of `update_sql`."""
    row = row_of(kind, ask.city, ask.stream, written)
    return (*row[2:], ask.city, ask.stream)
