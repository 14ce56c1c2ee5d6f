"""What can be asked of a value by a dot: parts of dates, times, durations and ranges, entries, projection.

Source: DMN 1.5, 10.3.2.3 (table 60: properties), 10.3.2.5 (path on a list projects).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from yiwang.kernel.feel.temporal import SECOND, Date, DateTime, Days, Months, Time
from yiwang.kernel.feel.values import UNBOUNDED, Interval, value_of


def _offset(at: Time | DateTime) -> Days | None:
    return Days(at.seconds_east * SECOND) if at.offset_known else None


def _second(at: Time) -> Decimal:
    return Decimal(at.second)


def _part(span: Days, unit: int, wrap: int) -> Decimal:
    whole = abs(span.nanos) // (unit * SECOND)
    return Decimal((whole % wrap if wrap else whole) * (-1 if span.nanos < 0 else 1))


def _months(span: Months, of: Callable[[int], int]) -> Decimal:
    return Decimal(of(abs(span.months)) * (-1 if span.months < 0 else 1))


def _end(value: Any) -> Any:
    return None if value is UNBOUNDED else value


_DATE: dict[str, Callable[[Any], Any]] = {
    "year": lambda day: Decimal(day.year),
    "month": lambda day: Decimal(day.month),
    "day": lambda day: Decimal(day.day),
    "weekday": lambda day: Decimal(day.weekday),
}
_TIME: dict[str, Callable[[Any], Any]] = {
    "hour": lambda at: Decimal(at.hour),
    "minute": lambda at: Decimal(at.minute),
    "second": _second,
    "time offset": _offset,
    "timezone": lambda at: at.zone,
}


def _of_date(run: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda moment: run(moment.date)


def _of_time(run: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda moment: run(moment.time)


_OF: dict[type, dict[str, Callable[[Any], Any]]] = {
    Date: _DATE,
    Time: _TIME,
    DateTime: {
        **{name: _of_date(run) for name, run in _DATE.items()},
        **{name: _of_time(run) for name, run in _TIME.items()},
        "time offset": _offset,
    },
    Days: {
        "days": lambda span: _part(span, 86_400, 0),
        "hours": lambda span: _part(span, 3600, 24),
        "minutes": lambda span: _part(span, 60, 60),
        "seconds": lambda span: _part(span, 1, 60),
    },
    Months: {
        "years": lambda span: _months(span, lambda months: months // 12),
        "months": lambda span: _months(span, lambda months: months % 12),
    },
    Interval: {
        "start": lambda range_: _end(range_.low),
        "end": lambda range_: _end(range_.high),
        "start included": lambda range_: range_.low_included,
        "end included": lambda range_: range_.high_included,
    },
}
PROPERTIES = tuple(dict.fromkeys(name for of in _OF.values() for name in of))


def part_of(given: Any, name: str) -> Any:
    """Return what `given.name` is; null where there is no such thing. A list gives one for each item."""
    if isinstance(given, Mapping):
        return value_of(given.get(name))
    if isinstance(given, list):
        parts: list[Any] = []
        for item in given:
            if isinstance(item, Mapping) and name not in item:
                parts.append(None)
            else:
                parts.append(part_of(item, name))
        return parts
    of = _OF.get(type(given))
    found = of.get(name) if of else None
    return found(given) if found else None


def follow(given: Any, path: tuple[str, ...]) -> Any:
    """Return what stands at the end of `path` inside `given`."""
    for name in path:
        if given is None:
            return None
        given = part_of(given, name)
    return given
