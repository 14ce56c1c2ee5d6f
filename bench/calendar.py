"""Adding 20 working days: ours against a day-by-day loop of `chinesecalendar`, in the same run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from time import perf_counter
from typing import Any

import chinese_calendar  # type: ignore[import-untyped]

from bench.notices import calendar_until
from bench.rounds import spread
from yiwang.kernel.calendar import BeyondHorizon, Calendar

DAYS = 20
FIRST, LAST = date(2020, 1, 1), date(2026, 12, 31)
ONE_DAY = timedelta(days=1)
_OTHER_EVERY = 23  # the loop is timed on every 23rd start, ours on all: both give a mean per start


def measure(rounds: int = 5) -> dict[str, Any]:
    """Return the ratio of periods per second, ours over the loop, and its spread over the rounds."""
    calendar = calendar_until(LAST)
    starts = _starts_that_end_within(calendar)
    assert_equal(calendar, starts)
    few = starts[::_OTHER_EVERY]
    pairs = [(_rate(calendar.add_working_days, starts * 10), _rate(add_by_loop, few)) for _ in range(rounds)]
    return spread(pairs, f"periods of {DAYS} working days/s")


def assert_equal(calendar: Calendar, starts: list[date]) -> None:
    """Assert that both agree on every day of 2020–2026 and on every period that begins and ends there."""
    day = FIRST
    while day <= LAST:
        assert calendar.is_working(day) == chinese_calendar.is_workday(day), day
        day += ONE_DAY
    worked = [FIRST + ONE_DAY * i for i in range((LAST - FIRST).days + 1)]
    worked = [day for day in worked if chinese_calendar.is_workday(day)]
    reached = DAYS - 1
    for start in starts:
        while worked[reached - DAYS + 1] <= start:
            reached += 1
        assert calendar.add_working_days(start, DAYS) == worked[reached], start


def add_by_loop(start: date, days: int) -> date:
    """Add working days by asking the other library day by day."""
    day = start
    while days:
        day += ONE_DAY
        days -= chinese_calendar.is_workday(day)
    return day


def _starts_that_end_within(calendar: Calendar) -> list[date]:
    starts = []
    day = FIRST
    try:
        while day <= LAST:
            calendar.add_working_days(day, DAYS)
            starts.append(day)
            day += ONE_DAY
    except BeyondHorizon:
        pass
    return starts


def _rate(add: Callable[[date, int], date], starts: list[date]) -> float:
    began = perf_counter()
    for start in starts:
        add(start, DAYS)
    return len(starts) / (perf_counter() - began)


if __name__ == "__main__":
    print(measure())
