"""What is usual at the hours of a stream, from the sums that are kept of them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from yiwang.kernel.sensing.season import DAYS, WEEKS, Hour, Usual, usual, usual_in_week

HOURS = """
SELECT r.begins, r.n, r.total / r.n, r.lowest, r.highest
FROM rollup r JOIN datastream d ON d.city = r.city AND d.id = r.datastream
WHERE r.city = %s AND d.name = %s AND r.width = 'hour' AND r.begins >= %s AND r.begins < %s
"""


def usual_of(
    cursor: psycopg.Cursor[Any], city: str, zone: str, stream: str, day: date, week: bool = False
) -> dict[int, Usual]:
    """Return what is usual at each hour of a city's day, from days before it; `week`: of such weekdays."""
    local = ZoneInfo(zone)
    before = timedelta(weeks=WEEKS) if week else timedelta(days=DAYS)
    begins, ends = (datetime.combine(one, time(), local) for one in (day - before, day))
    days: dict[date, dict[int, Hour]] = {}
    for at, n, mean, lowest, highest in cursor.execute(HOURS, (city, stream, begins, ends)):
        hour = at.astimezone(local)
        days.setdefault(hour.date(), {})[hour.hour] = Hour(n, float(mean), float(lowest), float(highest))
    return usual_in_week(days, day) if week else usual(days, day)
