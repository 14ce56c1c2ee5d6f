"""From a start and a limit to the day or instant when it is due. The counting of every clock.

Two ways of counting, by unit:

- day units: the day of the start is never counted; the due day is the day on which the count is
  reached, and an act is in time until its end.
- time units: microseconds from the start; wall clock (`hour`, `minute`) or office sessions only.

Excluded intervals are local dates with both ends included for day units, and half-open instants for
time units. An interval without an end is a pause still open: a count that runs into it is not reached.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

import msgspec

from yiwang.kernel.calendar import Calendar
from yiwang.kernel.gaps import NO_GAPS, DateGap, Gaps, InstantGap, InvalidPeriod, gaps_for, utc
from yiwang.kernel.limits import DAY_UNITS, TIME_UNITS, Limit, Unit

Ends = Literal["day-end", "office-close", "instant"]
IfHoliday = Literal["as-is", "next-working-day"]
Direction = Literal["forward", "back"]

_MICROSECONDS = {"minute": 60_000_000, "hour": 3_600_000_000, "office_hour": 3_600_000_000}
_MICROSECOND = timedelta(microseconds=1)
_LARGEST = 10**9
_KEPT = 4096


class Ending(msgspec.Struct, frozen=True):
    """How a day unit ends its last day, and whether a last day that is not worked rolls on."""

    ends: Ends = "day-end"
    if_holiday: IfHoliday = "as-is"


class Due(msgspec.Struct, frozen=True):
    """When a period is due.

    Attributes:
        day: local date of the last day.
        at: the last instant in time, UTC; an act one microsecond later is late.
        kind: `date` for day units (`at` is then the end of `day`, or its office close), else `instant`.
        provisional: the calendar mattered, and `day` is past its last notice.
    """

    day: date
    at: datetime
    kind: Literal["date", "instant"]
    provisional: bool


def due_of(
    start: datetime,
    unit: Unit,
    amount: Decimal | int | str,
    *,
    calendar: Calendar,
    excluded: Iterable[DateGap] | Iterable[InstantGap] = (),
    extension: Decimal | int | str | None = None,
    restarts: Iterable[datetime] = (),
    if_holiday: IfHoliday = "as-is",
    direction: Direction = "forward",
    ends: Ends = "day-end",
) -> Due | None:
    """Return when a period of `amount` (and `extension`) `unit` is due, None while an open gap holds it.

    Args:
        start: aware instant of the act that starts it.
        excluded: dates for day units, instants for time units.
        restarts: the latest of these and `start` is the effective start; order does not matter.
        if_holiday: `next-working-day` moves a due day that is not worked; day units only.
        direction: `back` counts towards the past; without excluded intervals, not for office hours.
        ends: how a day unit ends its last day, and how `at_once` ends.
    Raises:
        InvalidPeriod: an amount or interval that cannot be counted.
        CalendarError: the calendar does not reach back so far, or has no office hours.
    """
    total = _exact(amount) + (_exact(extension) if extension is not None else 0)
    ending = Ending(ends, if_holiday)
    try:
        begun = max(utc(at) for at in (start, *restarts))
        gaps = gaps_for(unit, excluded)
        if direction == "back":
            return _due_back(begun, Limit(total, unit), gaps, ending, calendar)
        return due_after(begun, (Limit(total, unit),), gaps, ending, calendar)
    except OverflowError as fault:
        raise InvalidPeriod(
            f"期限 {total} 太长, 超出日历。", f"The period of {total} is too long for any calendar."
        ) from fault


def due_after(
    begun: datetime,
    terms: Sequence[Limit],
    gaps: Gaps,
    ending: Ending,
    calendar: Calendar,
) -> Due | None:
    """Return when `terms`, run one after the other without a gap, are due after `begun` (UTC).

    Terms of one unit count as one of their sum. A term of days after a term of hours counts from the
    local date then reached; a term of hours after a term of days from the end of that day.
    """
    if len(terms) == 1:
        if terms[0].unit == "at_once":
            return _due_at_once(begun, ending.ends, calendar)
        if gaps is NO_GAPS and terms[0].unit in DAY_UNITS:
            return _due_by_day(calendar.local_date(begun), terms[0], ending, calendar)
    at, day = begun, calendar.local_date(begun)
    by_day = mattered = False
    for term in _summed(terms):
        if term.unit in DAY_UNITS:
            reached = _count_days(day, term, gaps, calendar)
            if reached is None:
                return None
            day, by_day = reached, True
        elif term.unit in TIME_UNITS:
            moment = _count_time(calendar.day_end(day) + _MICROSECOND if by_day else at, term, gaps, calendar)
            if moment is None:
                return None
            at, day, by_day = moment, calendar.local_date(moment), False
        mattered = mattered or term.unit in ("working_day", "office_hour")
    if not by_day:
        return Due(day, at, "instant", mattered and calendar.is_provisional(day))
    return _ended(day, mattered, ending, calendar)


def _due_by_day(start: date, term: Limit, ending: Ending, calendar: Calendar) -> Due:
    """Count one uninterrupted term of days: what is filed on one day is due on one day, so it is kept."""
    key = (start, term.unit, term.amount, ending.ends, ending.if_holiday)
    known: Due | None = calendar.dues.get(key)
    if known is not None:
        return known
    day = _count_days(start, term, NO_GAPS, calendar)
    assert day is not None  # only an open gap could hold it
    due = _ended(day, term.unit == "working_day", ending, calendar)
    if len(calendar.dues) >= _KEPT:
        calendar.dues.clear()
    calendar.dues[key] = due
    return due


def _ended(day: date, mattered: bool, ending: Ending, calendar: Calendar) -> Due:
    """Roll the due day where asked, and say at which instant it ends."""
    if ending.if_holiday == "next-working-day":
        day, mattered = calendar.next_working_day_from(day), True
    at = calendar.office_close(day) if ending.ends == "office-close" else calendar.day_end(day)
    return Due(day, at, "date", mattered and calendar.is_provisional(day))


def _due_at_once(begun: datetime, ends: Ends, calendar: Calendar) -> Due:
    """At once: the same instant, the end of the same day, or the first office close not yet past."""
    day = calendar.local_date(begun)
    if ends == "instant":
        return Due(day, begun, "instant", False)
    if ends == "day-end":
        return Due(day, calendar.day_end(day), "date", False)
    day = calendar.next_working_day_from(day)
    if calendar.office_close(day) < begun:
        day = calendar.working_day_after(day)
    return Due(day, calendar.office_close(day), "date", calendar.is_provisional(day))


def _due_back(begun: datetime, term: Limit, gaps: Gaps, ending: Ending, calendar: Calendar) -> Due:
    """Return the latest day or instant that still lies `term` before `begun`, which is not counted."""
    total, unit = term.amount, term.unit
    if gaps.dates or gaps.instants or unit in ("office_hour", "at_once"):
        raise InvalidPeriod(
            "倒数的期限不能有中止, 也不能用工作时或即时。",
            "A period counted back has no pauses, and is not in office hours or at once.",
        )
    if unit in TIME_UNITS:
        at = begun - _microseconds(total, unit)
        return Due(calendar.local_date(at), at, "instant", False)
    day, count = calendar.local_date(begun), _whole(total, unit)
    if unit == "working_day":
        day = calendar.working_day_before(day, count) if count else day
    else:
        day = shifted(day, -count, unit)
    return _ended(day, unit == "working_day", ending, calendar)


def _count_days(start: date, term: Limit, gaps: Gaps, calendar: Calendar) -> date | None:
    """Return the day on which the count is reached, beginning the day after `start`."""
    count = _whole(term.amount, term.unit)
    working = term.unit == "working_day"
    if not working:
        count = (shifted(start, count, term.unit) - start).days
    if count == 0:
        return start
    due = calendar.working_day_after(start, count) if working else start + timedelta(days=count)
    for since, until in gaps.dates:
        if since > due:
            break
        if until is None:
            return None
        if until > start:
            before = max(since - timedelta(days=1), start)
            count += calendar.working_days_between(before, until) if working else (until - before).days
            due = calendar.working_day_after(start, count) if working else start + timedelta(days=count)
    return due


def _count_time(start: datetime, term: Limit, gaps: Gaps, calendar: Calendar) -> datetime | None:
    """Return the instant at which the count is filled, the end of the last counted microsecond."""
    left = _microseconds(term.amount, term.unit)
    if not left:
        return start
    if term.unit != "office_hour":
        moment, left = _through_gaps(start, None, left, gaps.instants)
        return moment
    if gaps.instants and gaps.instants[-1][1] is None:
        last = max(calendar.local_date(gaps.instants[-1][0]), calendar.local_date(start))
    else:
        last = date.max
    day = calendar.local_date(start)
    while day <= last:
        for opens, closes in calendar.sessions_on(day):
            if closes > start:
                moment, left = _through_gaps(max(opens, start), closes, left, gaps.instants)
                if moment is not None:
                    return moment
        day = calendar.working_day_after(day)
    return None


def _through_gaps(
    since: datetime, until: datetime | None, left: timedelta, gaps: tuple[InstantGap, ...]
) -> tuple[datetime | None, timedelta]:
    """Count `left` from `since`, at most to `until`; return the instant it is filled, or what is left."""
    at = since
    for gap_since, gap_until in gaps[max(bisect_right(gaps, since, key=lambda gap: gap[0]) - 1, 0) :]:
        if gap_until is not None and gap_until <= at:
            continue
        stretch_end = gap_since if until is None else min(gap_since, until)
        if stretch_end > at:
            if stretch_end - at >= left:
                return at + left, timedelta(0)
            left -= stretch_end - at
        if gap_until is None or (until is not None and gap_until >= until):
            return None, left
        at = max(at, gap_until)
    if until is None or until - at >= left:
        return at + left, timedelta(0)
    return None, left - max(until - at, timedelta(0))


def _summed(terms: Sequence[Limit]) -> Sequence[Limit]:
    """Join neighbouring terms of one unit, so that two months after the 31st are not two clamped ones."""
    if len(terms) == 1:
        return terms
    joined: list[Limit] = []
    for term in terms:
        if joined and joined[-1].unit == term.unit:
            joined[-1] = Limit(joined[-1].amount + term.amount, term.unit)
        else:
            joined.append(term)
    return joined


def shifted(day: date, count: int, unit: Unit) -> date:
    """Return `day` moved by calendar units; 31 January and a month: end of February."""
    if unit == "calendar_day":
        return day + timedelta(days=count)
    if unit == "week":
        return day + timedelta(weeks=count)
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    if not date.min.year <= year < date.max.year:
        raise OverflowError("no such year")
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))


def _whole(amount: Decimal, unit: Unit) -> int:
    whole = int(amount)
    if whole != amount or whole < 0:
        raise InvalidPeriod(
            f"{amount} 不是整数, 按日计算的期限应为整数且不小于 0。",
            f"{amount} {unit} is not a whole number of 0 or more; days are counted whole.",
        )
    return whole


def _microseconds(amount: Decimal, unit: Unit) -> timedelta:
    exact = amount * _MICROSECONDS[unit]
    if amount < 0:
        raise InvalidPeriod(f"期限 {amount} 小于 0。", f"The period {amount} is less than 0.")
    return timedelta(microseconds=int(exact))


def _exact(amount: Decimal | int | str) -> Decimal:
    try:
        exact = Decimal(amount)
    except (ArithmeticError, TypeError, ValueError):
        exact = Decimal("NaN")
    if isinstance(amount, (bool, float)) or not exact.is_finite() or abs(exact) > _LARGEST:
        raise InvalidPeriod(f"{amount!r} 不是确切的数量。", f"{amount!r} is not an exact amount.")
    return exact
