"""Observations read from the tables: a page of those that an address and its options name."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg

from yiwang.ingest.sta.options import OPERATORS, Options, Wrong

COLUMNS = {"phenomenonTime": "o.at", "resultTime": "o.result_at", "result": "o.result"}
KINDS = {"phenomenonTime": datetime, "resultTime": datetime, "result": Decimal}
_ID = re.compile(r"(?P<stream>[a-z0-9-]+\.[a-z0-9-]+)@(?P<at>-?[0-9]{1,17})\Z")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
COUNT_AT_MOST = 100_000

Row = dict[str, Any]


def observation_id(stream: str, at: datetime) -> str:
    """Return the id of the value of a stream at a time: it is the same however often it is sent."""
    return f"{stream}@{(at - _EPOCH) // _MICROSECOND}"


def parsed_id(id: str) -> tuple[str, datetime] | None:
    """Return stream and time of an observation's id, None where it is none."""
    found = _ID.match(id)
    return (found["stream"], _EPOCH + int(found["at"]) * _MICROSECOND) if found is not None else None


def page(
    cursor: psycopg.Cursor[Any], city: str, streams: dict[UUID, str] | None, options: Options
) -> tuple[list[Row], int | None, bool]:
    """Return a page of observations, how many there are if asked (to `COUNT_AT_MOST`), if more follow.

    Args:
        streams: id → name of the streams they are of; None for every stream that the asker sees.

    Raises:
        Wrong: a filter or an order names what observations do not have.
    """
    where, values = ["o.city = %s"], [city]
    if streams is not None:
        where.append("o.datastream = ANY(%s)")
        values.append(list(streams))  # type: ignore[arg-type]
    for one in options.where:
        if one.property not in COLUMNS or not isinstance(one.value, KINDS[one.property]):
            raise _not_so(one.property)
        where.append(f"{COLUMNS[one.property]} {OPERATORS[one.operator]} %s")
        values.append(one.value)
    order = []
    for name, down in options.order:
        if name not in COLUMNS:
            raise _not_so(name)
        order.append(f"{COLUMNS[name]}{' DESC' if down else ''}")
    order += [] if any("o.at" in one for one in order) else ["o.at DESC"]
    condition = " AND ".join(where)
    rows = cursor.execute(
        "SELECT d.name, o.at, o.ends, o.result, o.result_at FROM observation o JOIN datastream d"
        f" ON d.city = o.city AND d.id = o.datastream WHERE {condition}"
        f" ORDER BY {', '.join(order)}, o.datastream LIMIT %s OFFSET %s",
        (*values, options.top + 1, options.skip),
    ).fetchall()
    count = None
    if options.count:
        (count,) = cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM observation o WHERE {condition} LIMIT %s) c",
            (*values, COUNT_AT_MOST),
        ).fetchone() or (0,)
    return [row_of(*row) for row in rows[: options.top]], count, len(rows) > options.top


def one(cursor: psycopg.Cursor[Any], city: str, id: str) -> Row | None:
    """Return one observation by its id; None where there is none that the asker sees."""
    found = parsed_id(id)
    if found is None:
        return None
    row = cursor.execute(
        "SELECT d.name, o.at, o.ends, o.result, o.result_at FROM datastream d JOIN observation o"
        " ON o.city = d.city AND o.datastream = d.id WHERE d.city = %s AND d.name = %s AND o.at = %s",
        (city, *found),
    ).fetchone()
    return row_of(*row) if row is not None else None


def row_of(stream: str, at: datetime, ends: datetime | None, result: Decimal, result_at: datetime) -> Row:
    """Return an observation as the standard writes it."""
    return {
        "@iot.id": observation_id(stream, at),
        "phenomenonTime": said(at) if ends is None else f"{said(at)}/{said(ends)}",
        "resultTime": said(result_at),
        "result": float(result),
    }


def said(at: datetime) -> str:
    """Write a time as the standard does: UTC, with Z."""
    text = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f").rstrip("0").rstrip(".")
    return f"{text}Z"


def _not_so(name: str) -> Wrong:
    return Wrong(
        f"观测值不能按 {name[:40]} 这样筛选或排序。",
        f"Observations cannot be filtered or ordered by {name[:40]} like this; "
        "there are phenomenonTime, resultTime (times) and result (a number).",
    )
