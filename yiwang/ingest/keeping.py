"""Tables of months: made ahead, dropped when what they hold has been kept long enough. Sums stay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from yiwang.ingest.taking import make_months, months_before
from yiwang.store.connect import Pool, lend

AHEAD = 2
"""Months beyond this one whose tables are there."""


def make_ahead(pool: Pool, now: datetime) -> None:
    """Make the table of this month and of the next ones."""
    first = now.astimezone(UTC).year * 12 + now.astimezone(UTC).month - 1
    make_months(pool, [date(n // 12, n % 12 + 1, 1) for n in range(first, first + AHEAD + 1)])


def forget(pool: Pool, months: Mapping[str, int], now: datetime) -> list[str]:
    """Drop the months that no city keeps any more. Returns the names of the tables dropped.

    Args:
        months: city → for how many months it keeps raw values; a table is of all cities, so the most counts.
    """
    if not months:
        return []
    before = months_before(now, max(months.values())).date()
    with lend(pool) as connection:
        row = connection.execute("SELECT observation_forget(%s)", (before,)).fetchone()
    return list(row[0]) if row is not None else []
