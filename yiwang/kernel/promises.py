"""Whether a promised limit can ever end later than the legal one, whatever their units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from yiwang.kernel.calendar import Calendar
from yiwang.kernel.gaps import Gaps
from yiwang.kernel.limits import DAY_UNITS, TIME_UNITS, Limit
from yiwang.kernel.periods import Due, Ending, Ends, IfHoliday, due_after

_MICROSECOND = timedelta(microseconds=1)
_ANY_YEAR = (date(2024, 1, 1), date(2024, 12, 31))


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

    Every day is tried, from `since` if given, at every time of day at which the answer could change. Days
    from which a deadline is only provisional prove nothing and are passed over. Without any notice the
    weekly pattern of one year is compared.

    Raises:
        CalendarError: office hours are compared and the calendar has none.
    """
    legal = ends_after
    first, last = (calendar.first_day, calendar.horizon) if calendar.horizon else _ANY_YEAR
    assert first is not None and last is not None
    day = max(first, since or first)
    if promised.unit == legal.unit:
        return day if promised.amount > legal.amount else None
    while day <= last:
        for start in _starts(day, promised, legal, calendar):
            due = _due(promised, start, ends, if_holiday, calendar)
            limit = _due(legal, start, ends, if_holiday, calendar)
            if due.at > limit.at and not (calendar.horizon and (due.provisional or limit.provisional)):
                return day
        day += timedelta(days=1)
    return None


def _due(limit: Limit, start: datetime, ends: Ends, if_holiday: IfHoliday, calendar: Calendar) -> Due:
    end: Ends = "day-end" if ends == "instant" and limit.unit in DAY_UNITS else ends
    due = due_after(start, (limit,), Gaps(), Ending(end, if_holiday), calendar)
    assert due is not None  # nothing pauses it
    return due


def _starts(day: date, promised: Limit, legal: Limit, calendar: Calendar) -> Iterator[datetime]:
    """Yield the instants of `day` at which the order of the two deadlines can change.

    Days look at the date only. Hours move with the start, so first and last moment of the day decide,
    with office hours also the edges of sessions and the starts whose count ends at such an edge.
    """
    yield calendar.day_start(day)
    units = {promised.unit, legal.unit}
    if not units & TIME_UNITS and "at_once" not in units:
        return
    yield calendar.day_end(day)
    if not calendar.office or not units & {"office_hour", "at_once"}:
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
