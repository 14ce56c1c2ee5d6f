"""Whether a promised limit can ever end later than the legal one, whatever their units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from yiwang.kernel.calendar import Calendar
from yiwang.kernel.gaps import NO_GAPS
from yiwang.kernel.limits import DAY_UNITS, Limit
from yiwang.kernel.periods import Due, Ending, Ends, IfHoliday, due_after

_MICROSECOND = timedelta(microseconds=1)
_ANY_YEAR = (date(2024, 1, 1), date(2024, 12, 31))


class Overrun(msgspec.Struct, frozen=True):
    """A start (UTC) from which a promise ends later than the legal limit, and where both end."""

    start: datetime
    promised: Due
    legal: Due


def first_start_on_which(
    promised: Limit,
    ends_after: Limit,
    calendar: Calendar,
    *,
    ends: Ends = "day-end",
    if_holiday: IfHoliday = "as-is",
    since: date | None = None,
) -> date | None:
    """Return the first known day on which a start makes the promise end after the legal limit, or None.

    See `first_overrun`, which also tells the two ends.
    """
    found = first_overrun(promised, ends_after, calendar, ends=ends, if_holiday=if_holiday, since=since)
    return calendar.local_date(found.start) if found else None


def first_overrun(
    promised: Limit,
    legal: Limit,
    calendar: Calendar,
    *,
    ends: Ends = "day-end",
    if_holiday: IfHoliday = "as-is",
    since: date | None = None,
) -> Overrun | None:
    """Return the first start in the known calendar from which the promise ends after the legal limit.

    Every day is tried, from `since` if given, at every time of day at which the answer could change. Days
    from which a deadline is only provisional prove nothing and are passed over, unless both limits are
    of one unit. Without any notice the weekly pattern of one year is compared.

    Args:
        ends: as the clock says; a limit of days under `instant` ends with its day.
    Raises:
        CalendarError: office hours are compared and the calendar has none.
    """
    first, last = (calendar.first_day, calendar.horizon) if calendar.horizon else _ANY_YEAR
    assert first is not None and last is not None
    same_unit = promised.unit == legal.unit
    if same_unit and promised.amount <= legal.amount:
        return None
    day = max(first, since or first)
    while day <= last:
        for start in _starts(day, promised, legal, calendar):
            due = _due(promised, start, ends, if_holiday, calendar)
            limit = _due(legal, start, ends, if_holiday, calendar)
            unsure = calendar.horizon and not same_unit and (due.provisional or limit.provisional)
            if due.at > limit.at and not unsure:
                return Overrun(start, due, limit)
        day += timedelta(days=1)
    return None


def _due(limit: Limit, start: datetime, ends: Ends, if_holiday: IfHoliday, calendar: Calendar) -> Due:
    end: Ends = "day-end" if ends == "instant" and limit.unit in DAY_UNITS else ends
    due = due_after(start, (limit,), NO_GAPS, Ending(end, if_holiday), calendar)
    assert due is not None  # nothing pauses it
    return due


def _starts(day: date, promised: Limit, legal: Limit, calendar: Calendar) -> Iterator[datetime]:
    """Yield the instants of `day` (UTC) at which the order of the two deadlines can change.

    A limit of days looks at the date only, one of hours never ends earlier for a later start. So against
    days the first or last moment of the day decides; between hours of two kinds also the edges of office
    sessions, and the starts whose count ends at such an edge.
    """
    if promised.unit in DAY_UNITS:
        yield calendar.day_start(day)
        return
    yield calendar.day_end(day)
    if legal.unit in DAY_UNITS:
        return
    yield calendar.day_start(day)
    if not calendar.office:
        return
    for moment in _office_edges(promised, legal, calendar):
        at = datetime.combine(day, moment, tzinfo=calendar.zone).astimezone(UTC)
        yield at
        yield at + _MICROSECOND


def _office_edges(promised: Limit, legal: Limit, calendar: Calendar) -> set[time]:
    """Return the times of day that begin or end a session, or lie a limit of office hours before an end."""
    any_day = date(2000, 1, 3)
    sessions = [
        (datetime.combine(any_day, opens), datetime.combine(any_day, closes))
        for opens, closes in calendar.office
    ]
    edges = {edge.time() for session in sessions for edge in session}
    lengths = [closes - opens for opens, closes in sessions]
    whole = sum(lengths, timedelta(0))
    for limit in (promised, legal):
        if limit.unit != "office_hour":
            continue
        amount = timedelta(microseconds=int(limit.amount * 3_600_000_000))
        for number in range(len(sessions)):
            position = (sum(lengths[: number + 1], timedelta(0)) - amount) % whole
            for (opens, _), length in zip(sessions, lengths, strict=True):
                if position <= length:
                    edges.add((opens + position).time())
                    break
                position -= length
    return edges
