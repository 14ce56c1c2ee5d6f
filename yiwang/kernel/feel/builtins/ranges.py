"""How points and ranges lie to each other, and `range` of a text.

Source: DMN 1.5, 10.3.4.9 (table 81). A function of two ranges that asks whether one comes after the
other is its opposite with the two exchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from yiwang.kernel.feel.signature import builtin
from yiwang.kernel.feel.temporal_text import (
    parse_date,
    parse_date_time,
    parse_duration,
    parse_temporal,
    parse_time,
)
from yiwang.kernel.feel.tokens import unescaped
from yiwang.kernel.feel.values import UNBOUNDED, Interval, both, either, in_range, less, same

Answer = bool | None


def _and(*answers: Answer) -> Answer:
    result: Answer = True
    for answer in answers:
        result = both(result, answer)
    return result


def _or(*answers: Answer) -> Answer:
    result: Answer = False
    for answer in answers:
        result = either(result, answer)
    return result


def _equal_ends(one: Any, other: Any) -> Answer:
    if one is UNBOUNDED or other is UNBOUNDED:
        return one is other
    return same(one, other)


def _starts_before(one: Interval, other: Interval) -> Answer:
    if one.low is UNBOUNDED or other.low is UNBOUNDED:
        return one.low is UNBOUNDED and other.low is not UNBOUNDED
    apart = same(one.low, other.low)
    return _or(less(one.low, other.low), _and(apart, one.low_included and not other.low_included))


def _starts_with_or_before(one: Interval, other: Interval) -> Answer:
    if one.low is UNBOUNDED or other.low is UNBOUNDED:
        return one.low is UNBOUNDED
    apart = same(one.low, other.low)
    return _or(less(one.low, other.low), _and(apart, one.low_included or not other.low_included))


def _ends_with_or_before(one: Interval, other: Interval) -> Answer:
    if one.high is UNBOUNDED or other.high is UNBOUNDED:
        return other.high is UNBOUNDED
    apart = same(one.high, other.high)
    return _or(less(one.high, other.high), _and(apart, not one.high_included or other.high_included))


def _reaches(one: Interval, other: Interval) -> Answer:
    """Whether `one` ends at or after the place where `other` starts, sharing a point."""
    if one.high is UNBOUNDED or other.low is UNBOUNDED:
        return True
    touching = _and(same(one.high, other.low), one.high_included and other.low_included)
    return _or(less(other.low, one.high), touching)


def _both_ways(name: str, opposite: str, first: str, second: str, run: Callable[[Any, Any], Answer]) -> None:
    names = _PARAMETERS[first, second]
    builtin(name, f"{names[0]}: {first}", f"{names[1]}: {second}")(run)
    back = _PARAMETERS[second, first]
    builtin(opposite, f"{back[0]}: {second}", f"{back[1]}: {first}")(lambda one, other: run(other, one))


_PARAMETERS = {
    ("point", "point"): ("point1", "point2"),
    ("point", "range"): ("point", "range"),
    ("range", "point"): ("range", "point"),
    ("range", "range"): ("range1", "range2"),
}


def _point_before_range(point: Any, other: Interval) -> Answer:
    if other.low is UNBOUNDED:
        return False
    return _or(less(point, other.low), _and(same(point, other.low), not other.low_included))


def _range_before_point(one: Interval, point: Any) -> Answer:
    if one.high is UNBOUNDED:
        return False
    return _or(less(one.high, point), _and(same(one.high, point), not one.high_included))


def _range_before_range(one: Interval, other: Interval) -> Answer:
    if one.high is UNBOUNDED or other.low is UNBOUNDED:
        return False
    apart = not (one.high_included and other.low_included)
    return _or(less(one.high, other.low), _and(same(one.high, other.low), apart))


_both_ways("before", "after", "point", "point", less)
_both_ways("before", "after", "point", "range", _point_before_range)
_both_ways("before", "after", "range", "point", _range_before_point)
_both_ways("before", "after", "range", "range", _range_before_range)


def _meets(one: Interval, other: Interval) -> Answer:
    return _and(one.high_included and other.low_included, _equal_ends(one.high, other.low))


_both_ways("meets", "met by", "range", "range", _meets)


@builtin("overlaps", "range1: range", "range2: range")
def _overlaps(one: Interval, other: Interval) -> Answer:
    return _and(_reaches(one, other), _reaches(other, one))


def _overlaps_before(one: Interval, other: Interval) -> Answer:
    return _and(_starts_before(one, other), _reaches(one, other), _ends_with_or_before(one, other))


builtin("overlaps before", "range1: range", "range2: range")(_overlaps_before)


@builtin("overlaps after", "range1: range", "range2: range")
def _overlaps_after(one: Interval, other: Interval) -> Answer:
    return _and(_starts_before(other, one), _reaches(other, one), _ends_with_or_before(other, one))


def _point_finishes(point: Any, other: Interval) -> Answer:
    return _and(other.high_included, _equal_ends(other.high, point))


def _finishes(one: Interval, other: Interval) -> Answer:
    alike = one.high_included == other.high_included
    return _and(alike, _equal_ends(one.high, other.high), _starts_with_or_before(other, one))


_both_ways("finishes", "finished by", "point", "range", _point_finishes)
_both_ways("finishes", "finished by", "range", "range", _finishes)


def _includes(one: Interval, other: Interval) -> Answer:
    return _and(_starts_with_or_before(one, other), _ends_with_or_before(other, one))


_both_ways("includes", "during", "range", "point", lambda one, point: in_range(point, one))
_both_ways("includes", "during", "range", "range", _includes)


def _point_starts(point: Any, other: Interval) -> Answer:
    return _and(other.low_included, _equal_ends(other.low, point))


def _starts(one: Interval, other: Interval) -> Answer:
    alike = one.low_included == other.low_included
    return _and(alike, _equal_ends(one.low, other.low), _ends_with_or_before(one, other))


_both_ways("starts", "started by", "point", "range", _point_starts)
_both_ways("starts", "started by", "range", "range", _starts)

builtin("coincides", "point1: point", "point2: point")(same)
builtin("coincides", "range1: range", "range2: range")(same)

_RANGE = re.compile(r"\s*([\[(\]])\s*(.*?)\s*\.\.\s*(.*?)\s*([\])\[])\s*", re.DOTALL)
_NUMBER = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_CALL = re.compile(r'(date|time|date and time|duration)\s*\(\s*"([^"]*)"\s*\)')
_READERS: dict[str, Callable[[str], Any]] = {
    "date": parse_date,
    "time": parse_time,
    "date and time": parse_date_time,
    "duration": parse_duration,
}


@builtin("range", "from: string")
def _range(text: str) -> Interval | None:
    found = _RANGE.fullmatch(text)
    if found is None:
        return None
    low, high = _endpoint(found[2]), _endpoint(found[3])
    if low is None or high is None or (low is UNBOUNDED and high is UNBOUNDED):
        return None
    low_included, high_included = found[1] == "[", found[4] == "]"
    if UNBOUNDED in (low, high):
        return Interval(
            low, high, low_included and low is not UNBOUNDED, high_included and high is not UNBOUNDED
        )
    return Interval(low, high, low_included, high_included) if less(high, low) is False else None


def _endpoint(written: str) -> Any:
    if not written:
        return UNBOUNDED
    if _NUMBER.fullmatch(written):
        return Decimal(written)
    if len(written) > 1 and written[0] == written[-1] == '"' and '"' not in written[1:-1].replace('\\"', ""):
        return unescaped(written[1:-1])
    if written.startswith("@"):
        quoted = written[1:].strip()
        return parse_temporal(quoted[1:-1]) if quoted[:1] == '"' and quoted.endswith('"') else None
    call = _CALL.fullmatch(written)
    return _READERS[call[1]](call[2]) if call else None
