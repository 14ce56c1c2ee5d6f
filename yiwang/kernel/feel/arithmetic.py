"""Plus, minus, times, divided by, power: numbers, strings, and the table of dates and durations.

Source: DMN 1.5, 10.3.2.5 (tables 49 to 57). Whatever is not in a table is null.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal
from typing import Any

from yiwang.kernel.feel.temporal import (
    DAY_SECONDS,
    SECOND,
    Date,
    DateTime,
    Days,
    Months,
    Time,
    at_nanos,
    from_day_number,
    plus_months,
    plus_nanos,
)
from yiwang.kernel.feel.values import NUMBERS, TROUBLE

_DAY = DAY_SECONDS * SECOND
_WIDEST = 10**40  # nanoseconds and months of a duration: more is null, not an endless number


def _numbers(operation: Callable[[Decimal, Decimal], Decimal]) -> Callable[[Any, Any], Any]:
    def run(left: Any, right: Any) -> Any:
        try:
            return operation(left, right)
        except TROUBLE:
            return None

    return run


def _moved(moment: Date | DateTime, span: Days | Months, sign: int) -> Any:
    if isinstance(moment, DateTime):
        if isinstance(span, Days):
            return plus_nanos(moment, sign * span.nanos)
        day = plus_months(moment.date, sign * span.months)
        return DateTime(day, moment.time) if day else None
    if isinstance(span, Months):
        return plus_months(moment, sign * span.months)
    return from_day_number((moment.number * _DAY + sign * span.nanos) // _DAY)


def _time_moved(at: Time, span: Days, sign: int) -> Time:
    return at_nanos((at.of_day + sign * span.nanos) % _DAY, at)


def _apart(later: Any, earlier: Any) -> Days | None:
    one, other = _instant(later), _instant(earlier)
    if isinstance(later, Date) or isinstance(earlier, Date):  # a day alone begins at midnight UTC
        known = all(isinstance(moment, Date) or moment.offset_known for moment in (later, earlier))
        both_days = isinstance(later, Date) and isinstance(earlier, Date)
        return Days(one - other) if known or both_days else None
    return Days(one - other) if later.offset_known == earlier.offset_known else None


def _instant(moment: Date | DateTime) -> int:
    return moment.number * _DAY if isinstance(moment, Date) else moment.instant


def _times_apart(later: Time, earlier: Time) -> Days | None:
    if later.offset_known != earlier.offset_known:
        return None
    return Days(later.instant - earlier.instant)


def _size(span: Days | Months) -> int:
    return span.nanos if isinstance(span, Days) else span.months


def _sized(span: Days | Months, size: Decimal | int) -> Any:
    whole = int(size.to_integral_value(ROUND_DOWN)) if isinstance(size, Decimal) else size
    return type(span)(whole) if abs(whole) < _WIDEST else None


def _times(span: Any, factor: Decimal) -> Any:
    try:
        return _sized(span, NUMBERS.multiply(Decimal(_size(span)), factor))
    except TROUBLE:
        return None


def _divided(span: Any, by: Any) -> Any:
    try:
        if isinstance(by, Decimal):
            return _sized(span, NUMBERS.divide(Decimal(_size(span)), by))
        return NUMBERS.divide(Decimal(_size(span)), Decimal(_size(by)))
    except TROUBLE:
        return None


Table = dict[tuple[type, type], Callable[[Any, Any], Any]]
_MOMENTS = (Date, DateTime)

_PLUS: Table = {(Decimal, Decimal): _numbers(NUMBERS.add), (str, str): lambda a, b: a + b}
_MINUS: Table = {(Decimal, Decimal): _numbers(NUMBERS.subtract)}
for _span in (Days, Months):
    _PLUS[_span, _span] = lambda a, b: _sized(a, _size(a) + _size(b))
    _MINUS[_span, _span] = lambda a, b: _sized(a, _size(a) - _size(b))
    for _moment in _MOMENTS:
        _PLUS[_moment, _span] = lambda a, b: _moved(a, b, 1)
        _PLUS[_span, _moment] = lambda a, b: _moved(b, a, 1)
        _MINUS[_moment, _span] = lambda a, b: _moved(a, b, -1)
_PLUS[Time, Days] = lambda a, b: _time_moved(a, b, 1)
_PLUS[Days, Time] = lambda a, b: _time_moved(b, a, 1)
_MINUS[Time, Days] = lambda a, b: _time_moved(a, b, -1)
_MINUS[Time, Time] = _times_apart
for _later in _MOMENTS:
    for _earlier in _MOMENTS:
        _MINUS[_later, _earlier] = _apart
_MULTIPLIED: Table = {
    (Decimal, Decimal): _numbers(NUMBERS.multiply),
    (Days, Decimal): _times,
    (Months, Decimal): _times,
    (Decimal, Days): lambda a, b: _times(b, a),
    (Decimal, Months): lambda a, b: _times(b, a),
}
_DIVIDED: Table = {
    (Decimal, Decimal): _numbers(NUMBERS.divide),
    (Days, Decimal): _divided,
    (Months, Decimal): _divided,
    (Days, Days): _divided,
    (Months, Months): _divided,
}
_POWER: Table = {(Decimal, Decimal): _numbers(NUMBERS.power)}
_TABLES: dict[str, Table] = {"+": _PLUS, "-": _MINUS, "*": _MULTIPLIED, "/": _DIVIDED, "**": _POWER}


def arithmetic(sign: str, left: Any, right: Any) -> Any:
    """Return left `sign` right, null where the tables have nothing."""
    operation = _TABLES[sign].get((type(left), type(right)))
    return operation(left, right) if operation else None


def operation(sign: str) -> Callable[[Any, Any], Any]:
    """Return the function of a sign, with numbers, the usual case, tried first."""
    table = _TABLES[sign]
    plain = table[Decimal, Decimal]

    def run(left: Any, right: Any) -> Any:
        if type(left) is Decimal and type(right) is Decimal:
            return plain(left, right)
        found = table.get((type(left), type(right)))
        return found(left, right) if found else None

    return run


def negative(value: Any) -> Any:
    """Return minus a number or a duration, null for anything else."""
    if type(value) is Decimal:
        return NUMBERS.minus(value)
    if isinstance(value, Days | Months):
        return _sized(value, -_size(value))
    return None
