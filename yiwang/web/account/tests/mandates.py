"""Filling in the form of a mandate at a browser."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo


def fill_in(page) -> None:
    """Offer every matter from the city's own day for a year; a day of every month ends it."""
    today = datetime.now(ZoneInfo("Asia/Shanghai"))
    for name, year, day in (("since", today.year, today.day), ("until", today.year + 1, min(today.day, 28))):
        for part, value in (("year", year), ("month", today.month), ("day", day)):
            page.locator(f'main [name="{name}.{part}"]').fill(str(value))
    page.locator('main [name="which"][value="all"]').check()
