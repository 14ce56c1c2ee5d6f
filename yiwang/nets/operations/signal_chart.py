"""The values around a signal as a drawing: plain SVG in the colour of the text, no script."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

WIDTH, HEIGHT, EDGE = 640, 200, 10


class Chart(NamedTuple):
    """What the template draws.

    Attributes:
        points: of the line. since, until: left edge and width of the time the signal stood.
        limit: height of the threshold, None where it lies outside or there is none.
        low, high: the values at the bottom and at the top. first, last: the times at the sides.
    """

    points: str
    since: str
    width: str
    limit: str | None
    low: Decimal
    high: Decimal
    first: datetime
    last: datetime


def chart(
    values: Sequence[tuple[datetime, Decimal]], since: datetime, until: datetime, limit: Decimal | None
) -> Chart | None:
    """Return the drawing; None with fewer than two values."""
    if len(values) < 2:
        return None
    first, last = values[0][0], values[-1][0]
    seconds = (last - first).total_seconds()
    results = [result for _, result in values] + ([limit] if limit is not None else [])
    low, high = min(results), max(results)

    def x(at: datetime) -> float:
        share = (min(max(at, first), last) - first).total_seconds() / seconds
        return EDGE + share * (WIDTH - 2 * EDGE)

    def y(value: Decimal) -> float:
        share = float((value - low) / (high - low)) if high > low else 0.5
        return HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE)

    return Chart(
        points=" ".join(f"{x(at):.1f},{y(result):.1f}" for at, result in values),
        since=f"{x(since):.1f}",
        width=f"{max(x(until) - x(since), 1):.1f}",
        limit=f"{y(limit):.1f}" if limit is not None else None,
        low=low,
        high=high,
        first=first,
        last=last,
    )
