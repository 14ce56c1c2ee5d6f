"""The year of a simulated city: holidays and worked weekends, and working days counted one by one.

The counting here knows nothing of the kernel's: a loop over days, for each case's clocks to be held against.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from random import Random

from yiwang.kernel.calendar import ListedDay
from yiwang.kernel.clock_state import ClockState
from yiwang.kernel.tests.small_city import ZONE

OFF = "2026-04-04 2026-04-05 2026-04-06 2026-05-01 2026-05-02 2026-05-03 2026-05-04 2026-05-05 2026-06-19"
WORKED = "2026-05-09"
"""Holidays of the spring of 2026, and the Saturday worked for them (国办发明电〔2025〕7 号)."""

OFF_DAYS = frozenset(map(date.fromisoformat, OFF.split()))
WORKED_DAYS = frozenset(map(date.fromisoformat, WORKED.split()))
LISTED = tuple(ListedDay(day, "", day in OFF_DAYS) for day in sorted(OFF_DAYS | WORKED_DAYS))
EDGES = tuple(sorted(OFF_DAYS | WORKED_DAYS | {day + timedelta(days=1) for day in OFF_DAYS}))


def to_the_next_edge(now: datetime, random: Random) -> datetime:
    """Return a moment around the beginning or end of the next holiday or worked Saturday."""
    ahead = [day for day in EDGES if day > now.astimezone(ZONE).date()]
    if not ahead:
        return now
    edge = datetime.combine(ahead[0], time(0), ZONE)
    at = edge + random.choice((timedelta(minutes=-1), timedelta(0), timedelta(hours=9)))
    return max(now, at.astimezone(now.tzinfo))


def is_worked(day: date) -> bool:
    """Say whether offices work on a day."""
    return day in WORKED_DAYS or (day.weekday() < 5 and day not in OFF_DAYS)


def last_day(clock: ClockState) -> date:
    """Return the last day of a clock in working days: day after day, those of pauses left out."""
    begin = clock.begins[-1].at
    left = int(clock.legal.amount)
    left += sum(int(one.amount.amount) for one in clock.extensions if one.at >= begin)
    gaps = list(_days_of_pauses(clock, begin))
    day = begin.astimezone(ZONE).date()
    while left:
        assert day.year == begin.year, "no day is left to count"
        day += timedelta(days=1)
        if is_worked(day) and not any(first <= day <= last for first, last in gaps):
            left -= 1
    return day


def _days_of_pauses(clock: ClockState, begin: datetime) -> Iterable[tuple[date, date]]:
    for pause in clock.pauses:
        first = pause.since.astimezone(ZONE).date()
        if pause.until is None:
            yield first, date.max  # what is due before it stays due
        elif pause.until >= begin:
            yield first, pause.until.astimezone(ZONE).date()
