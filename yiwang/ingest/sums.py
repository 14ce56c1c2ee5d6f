"""Hourly and daily sums for pages, of one stream or of several together; never from the values themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, NamedTuple
from uuid import UUID

import psycopg

Width = Literal["hour", "day"]

TOGETHER = """
SELECT begins, sum(n)::bigint, sum(total) / sum(n), min(lowest), max(highest) FROM rollup
WHERE city = %s AND datastream = ANY(%s) AND width = %s AND begins >= %s AND begins < %s
GROUP BY begins ORDER BY begins
"""


class Sum(NamedTuple):
    """An hour, or a city's day: when it begins, how many values; mean, lowest, highest in their unit."""

    begins: datetime
    n: int
    mean: Decimal
    lowest: Decimal
    highest: Decimal


def together(
    cursor: psycopg.Cursor[Any],
    city: str,
    streams: Sequence[UUID],
    width: Width,
    first: datetime,
    last: datetime,
) -> list[Sum]:
    """Return the sums of streams (of one unit) together, from `first` to before `last`, in their order."""
    rows = cursor.execute(TOGETHER, (city, list(streams), width, first, last)).fetchall()
    return [Sum(*row) for row in rows]
