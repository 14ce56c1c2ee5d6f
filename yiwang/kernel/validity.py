"""How long a result is valid (有效期): `5 年`, `18 个月`, `30 日`, `10 工作日`, `长期`. Pure.

Years and months: as certificates print it, to the day before the one of the same date; where that month has
no such date, to its end (民法典 第二百零二条). Days and working days: the day of the decision is not
counted (民法典 第二百零一条), as for every other period of days.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Literal

from yiwang.kernel.calendar import Calendar
from yiwang.kernel.clocks import due
from yiwang.kernel.limits import Limit, parse
from yiwang.kernel.periods import Due, shifted

Permanent = Literal["permanent"]
PERMANENT: Permanent = "permanent"
IN_WORDS = {"zh": "长期", "en": "without end"}
_UNITS = frozenset({"year", "month", "calendar_day", "working_day"})


def validity(text: str) -> Limit | Permanent | None:
    """Read a validity as a pack writes it; None: it says nothing that can be counted."""
    words = text.strip()
    if words.lower() in ("长期", "permanent"):
        return PERMANENT
    found = parse(words)
    return found if isinstance(found, Limit) and found.unit in _UNITS else None


def in_words(text: str) -> dict[str, str]:
    """Return a validity in both languages; what cannot be read stands as it is written."""
    found = validity(text)
    if found is None:
        return {"zh": text, "en": text}
    return IN_WORDS if found == PERMANENT else {"zh": found.zh, "en": found.en}


def valid_until(text: str, decided_on: date, calendar: Calendar) -> tuple[date, bool] | None:
    """Return the last day of a result, and whether a later holiday notice may move it; None: no end is said.

    Args:
        decided_on: local date of the decision.
    """
    found = validity(text)
    if not isinstance(found, Limit):
        return None
    if found.unit in ("year", "month"):
        same = shifted(decided_on, int(found.amount), found.unit)
        return (same - timedelta(days=1) if same.day == decided_on.day else same), False
    noon = datetime.combine(decided_on, time(12), calendar.zone)
    reached = due(found, noon, calendar)
    return (reached.day, reached.provisional) if isinstance(reached, Due) else None
