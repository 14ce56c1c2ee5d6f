"""Functions that make and take apart dates, times and durations. `now` and `today` ask the facts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from yiwang.kernel.feel.signature import builtin
from yiwang.kernel.feel.temporal import (
    SECOND,
    Date,
    DateTime,
    Days,
    Months,
    Time,
    day_number,
    iso_week,
    make_date,
    month_length,
    months_between,
)
from yiwang.kernel.feel.temporal_text import parse_date, parse_date_time, parse_duration, parse_time

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July")
_MONTHS_LATER = ("August", "September", "October", "November", "December")


def _whole(*numbers: Decimal) -> tuple[int, ...] | None:
    if any(abs(number) > 10**10 or number != number.to_integral_value() for number in numbers):
        return None
    return tuple(int(number) for number in numbers)


builtin("date", "from: string")(parse_date)


@builtin("date", "from: moment")
def _date_of(moment: Date | DateTime) -> Date:
    return moment.date if isinstance(moment, DateTime) else moment


@builtin("date", "year: number", "month: number", "day: number")
def _date(year: Decimal, month: Decimal, day: Decimal) -> Date | None:
    whole = _whole(year, month, day)
    return make_date(*whole) if whole else None


builtin("date and time", "from: string")(parse_date_time)


@builtin("date and time", "from: moment")
def _date_time_of(moment: Date | DateTime) -> DateTime:
    return moment if isinstance(moment, DateTime) else DateTime(moment, Time(0, 0, 0, 0, 0))


@builtin("date and time", "date: moment", "time: time")
def _date_time(day: Date | DateTime, at: Time) -> DateTime:
    return DateTime(_date_of(day), at)


builtin("time", "from: string")(parse_time)
builtin("time", "from: time")(lambda at: at)


@builtin("time", "from: moment")
def _time_of(moment: Date | DateTime) -> Time:
    return moment.time if isinstance(moment, DateTime) else Time(0, 0, 0, 0, 0)


@builtin("time", "hour: number", "minute: number", "second: number", "offset: days?")
def _time(hour: Decimal, minute: Decimal, second: Decimal, offset: Days | None = None) -> Time | None:
    whole = _whole(hour, minute)
    if whole is None or not (0 <= whole[0] <= 23 and 0 <= whole[1] <= 59 and 0 <= second < 60):
        return None
    seconds, nano = divmod(int(second * SECOND), SECOND)
    east = None
    if offset is not None:
        east, rest = divmod(offset.nanos, SECOND)
        if rest or abs(east) > 18 * 3600:
            return None
    return Time(whole[0], whole[1], seconds, nano, east)


builtin("duration", "from: string")(parse_duration)
builtin("duration", "from: duration")(lambda span: span)


@builtin("years and months duration", "from: moment", "to: moment")
def _months_between(start: Date | DateTime, end: Date | DateTime) -> Months:
    return months_between(_date_of(start), _date_of(end))


@builtin("is", "value1: any", "value2: any")
def _is(one: Any, other: Any) -> bool:
    """Same kind and same in every part: one instant under two offsets is not the same."""
    if type(one) is not type(other):
        return False
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_is, one, other))
    if isinstance(one, Time):
        return _plain(one) == _plain(other)
    if isinstance(one, DateTime):
        return one.date == other.date and _plain(one.time) == _plain(other.time)
    return bool(one == other)


def _plain(at: Time) -> tuple[int, int | None, str | None]:
    return (at.of_day, at.offset, at.zone)


@builtin("day of year", "date: moment")
def _day_of_year(moment: Date | DateTime) -> Decimal:
    day = _date_of(moment)
    return Decimal(day.number - day_number(day.year, 1, 1) + 1)


@builtin("day of week", "date: moment")
def _day_of_week(moment: Date | DateTime) -> str:
    return _WEEKDAYS[_date_of(moment).weekday - 1]


@builtin("month of year", "date: moment")
def _month_of_year(moment: Date | DateTime) -> str:
    return (*_MONTHS, *_MONTHS_LATER)[_date_of(moment).month - 1]


@builtin("week of year", "date: moment")
def _week_of_year(moment: Date | DateTime) -> Decimal:
    return Decimal(iso_week(_date_of(moment)))


@builtin("last day of month", "date: moment")
def _last_day(moment: Date | DateTime) -> Decimal:
    day = _date_of(moment)
    return Decimal(month_length(day.year, day.month))


def _nothing_without_facts() -> None:
    """The kernel has no clock: `now()` and `today()` are read from the facts where the call stands."""


builtin("now")(_nothing_without_facts)
builtin("today")(_nothing_without_facts)
