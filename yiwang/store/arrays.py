"""Columns of many rows as PostgreSQL's binary arrays, built by hand.

The driver's own arrays are written in text, element by element with escaping: ten times the cost of
the rules themselves. A batch sends each column as one array parameter in the binary form
(header, then length and bytes of each element; PostgreSQL source, `array_recv`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import chain
from struct import Struct
from typing import Any
from uuid import UUID

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import Dumper
from psycopg.pq import Format

_HEADER = Struct("!iiIii").pack  # dimensions, has nulls, element oid, length, lower bound
_LENGTH = Struct("!i").pack
_INT = Struct("!ii").pack
_TIME = Struct("!iq").pack
_DOUBLE = Struct("!id").pack
_NULL = _LENGTH(-1)
_TRUE, _FALSE = _LENGTH(1) + b"\x01", _LENGTH(1) + b"\x00"
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_FIRST_DAY = date(2000, 1, 1)
_SIXTEEN = _LENGTH(16)
_SHORT, _SMALL = 4096, 256
_LENGTHS = [_LENGTH(size) for size in range(_SHORT)]
_INTS = [_INT(4, number) for number in range(_SMALL)]


def in_a_row(values: Sequence[bytes]) -> bytes:
    """Return values of any length, each after its length, for `raw_column`. Each is copied once."""
    sizes = [_LENGTHS[size] if size < _SHORT else _LENGTH(size) for size in map(len, values)]
    return b"".join(chain.from_iterable(zip(sizes, values, strict=True)))


def _texts(values: Sequence[str | None]) -> Iterable[bytes]:
    if not values:
        return ()
    # A column of text mostly says the same few words: each is written once.
    if values.count(values[0]) == len(values):
        return (_text(values[0]),) * len(values)
    made = {value: _text(value) for value in set(values)}
    return [made[value] for value in values]


def _text(value: str | None) -> bytes:
    if value is None:
        return _NULL
    raw = value.encode()
    return _LENGTH(len(raw)) + raw


def _bytes(values: Sequence[bytes | None]) -> Iterable[bytes]:
    # Length and value stay two pieces, so that a body is copied once, into the whole.
    pieces: list[bytes] = []
    for value in values:
        if value is None:
            pieces.append(_NULL)
        else:
            size = len(value)
            pieces += (_LENGTHS[size] if size < _SHORT else _LENGTH(size), value)
    return pieces


def _uuids(values: Sequence[UUID | None]) -> Iterable[bytes]:
    # Entries of one stream follow one another: its id is written once for all of them.
    pieces: list[bytes] = []
    last, raw = None, _NULL
    for value in values:
        if value is not last:
            last, raw = value, _NULL if value is None else _SIXTEEN + value.int.to_bytes(16, "big")
        pieces.append(raw)
    return pieces


def _ints(values: Sequence[int | None]) -> Iterable[bytes]:
    return [
        _NULL if value is None else _INTS[value] if 0 <= value < _SMALL else _INT(4, value)
        for value in values
    ]


def _times(values: Sequence[datetime | None]) -> Iterable[bytes]:
    pieces: list[bytes] = []
    last, raw = None, _NULL
    for value in values:
        if value is not last:
            last, raw = value, _NULL if value is None else _instant(value)
        pieces.append(raw)
    return pieces


def _instant(value: datetime) -> bytes:
    since = value - _EPOCH
    return _TIME(8, (since.days * 86400 + since.seconds) * 1_000_000 + since.microseconds)


def _dates(values: Sequence[date | None]) -> Iterable[bytes]:
    return [_NULL if value is None else _INT(4, (value - _FIRST_DAY).days) for value in values]


def _doubles(values: Sequence[float | None]) -> Iterable[bytes]:
    return [_NULL if value is None else _DOUBLE(8, value) for value in values]


def _bools(values: Sequence[bool | None]) -> Iterable[bytes]:
    return [_NULL if value is None else _TRUE if value else _FALSE for value in values]


# type → (oid of the element, oid of the array, writer of all elements); pg_type.dat
KINDS: dict[str, tuple[int, int, Callable[[Sequence[Any]], Iterable[bytes]]]] = {
    "text": (25, 1009, _texts),
    "bytea": (17, 1001, _bytes),
    "uuid": (2950, 2951, _uuids),
    "integer": (23, 1007, _ints),
    "timestamptz": (1184, 1185, _times),
    "boolean": (16, 1000, _bools),
    "date": (1082, 1182, _dates),
    "double precision": (701, 1022, _doubles),
}


class Column:
    """One column of many rows, as an array parameter. Values of None become NULL."""

    __slots__ = ("raw",)

    def __init__(self, type_: str, values: Sequence[Any]) -> None:
        element, _, write = KINDS[type_]
        header = _HEADER(1, 1, element, len(values), 1) if values else _HEADER(0, 0, element, 0, 0)[:12]
        self.raw = header + b"".join(write(values))


class TextColumn(Column):
    """An array of text."""


class BytesColumn(Column):
    """An array of bytea."""


class UuidColumn(Column):
    """An array of uuid."""


class IntegerColumn(Column):
    """An array of integer."""


class TimeColumn(Column):
    """An array of timestamptz."""


class BooleanColumn(Column):
    """An array of boolean."""


class DateColumn(Column):
    """An array of date."""


class DoubleColumn(Column):
    """An array of double precision."""


CLASSES: dict[str, type[Column]] = {
    "text": TextColumn,
    "bytea": BytesColumn,
    "uuid": UuidColumn,
    "integer": IntegerColumn,
    "timestamptz": TimeColumn,
    "boolean": BooleanColumn,
    "date": DateColumn,
    "double precision": DoubleColumn,
}


def column(type_: str, values: Sequence[Any]) -> Column:
    """Return `values` as an array parameter of PostgreSQL type `type_` (a key of `KINDS`)."""
    return CLASSES[type_](type_, values)


def raw_column(type_: str, count: int, elements: bytes) -> Column:
    """Return an array of `count` (1 or more) elements that are written already, each after its length."""
    made = CLASSES[type_].__new__(CLASSES[type_])
    made.raw = _HEADER(1, 1, KINDS[type_][0], count, 1) + elements
    return made


def columns(types: Iterable[str], rows: Sequence[Sequence[Any]]) -> list[Column]:
    """Return one array for each column of `rows`. A `text[]` cell is joined by spaces into text."""
    made = []
    for type_, values in zip(types, zip(*rows, strict=True), strict=True):
        if type_ == "text[]":
            made.append(column("text", [" ".join(value) for value in values]))
        else:
            made.append(column(type_, values))
    return made


def _dumper(array_oid: int) -> type[Dumper]:
    class ColumnDumper(Dumper):
        format = Format.BINARY
        oid = array_oid

        def dump(self, obj: Column) -> Buffer:
            return obj.raw

    return ColumnDumper


for _name, _class in CLASSES.items():
    psycopg.adapters.register_dumper(_class, _dumper(KINDS[_name][1]))
