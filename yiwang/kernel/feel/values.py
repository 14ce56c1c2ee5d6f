"""The values of FEEL and what can be done with them. Whatever makes no sense is null.

Numbers are decimals of 34 digits, as IEEE 754 decimal128 and DMN 1.5, 10.3.2.3.1 have them; a
float is no number here. Values: None, bool, Decimal, str, date, datetime, list, `Interval`, mapping.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any

import msgspec

NUMBERS = Context(prec=34, Emin=-6143, Emax=6144, traps=[DivisionByZero, InvalidOperation, Overflow])

_ORDERED: tuple[Any, ...] = (Decimal, str, datetime, date, time)  # datetime first: it is a date, too


class Interval(msgspec.Struct, frozen=True):
    """A range of values; an end may be left out."""

    low: Any
    high: Any
    low_included: bool
    high_included: bool


def value_of(given: Any) -> Any:
    """Return a fact as a FEEL value: whole numbers become decimals, floats and strangers null."""
    kind = type(given)
    if kind is str or kind is bool or given is None:
        return given
    if kind is Decimal:
        return given if given.is_finite() else None
    if kind is int:
        return NUMBERS.create_decimal(given) if given.bit_length() < 20_000 else None
    if isinstance(given, str | Interval):
        return given
    if isinstance(given, list | tuple):
        return [value_of(item) for item in given]
    if isinstance(given, Mapping | datetime | date | time):
        return given
    return None


def follow(given: Any, path: tuple[str, ...]) -> Any:
    """Return what stands at the end of `path` inside `given`; null where there is no such thing."""
    for name in path:
        if not isinstance(given, Mapping):
            return None
        given = given.get(name)
    return value_of(given)


def arithmetic(sign: str, left: Any, right: Any) -> Any:
    """Return left `sign` right: numbers, or two strings joined by +; else null."""
    if type(left) is Decimal and type(right) is Decimal:
        try:
            return _ARITHMETIC[sign](left, right)
        except (DivisionByZero, InvalidOperation, Overflow):
            return None
    if sign == "+" and isinstance(left, str) and isinstance(right, str):
        return left + right
    return None


_ARITHMETIC = {
    "+": NUMBERS.add,
    "-": NUMBERS.subtract,
    "*": NUMBERS.multiply,
    "/": NUMBERS.divide,
    "**": NUMBERS.power,
}


def negative(value: Any) -> Any:
    """Return minus `value`, null if it is no number."""
    return NUMBERS.minus(value) if type(value) is Decimal else None


def same(left: Any, right: Any) -> bool | None:
    """Return whether two values are equal; null if they are of different kinds. null = null."""
    if left is None or right is None:
        return left is right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(same(a, b) is True for a, b in zip(left, right, strict=True))
    for kind in (bool, *_ORDERED, Interval):
        if isinstance(left, kind) or isinstance(right, kind):
            return left == right if isinstance(left, kind) and isinstance(right, kind) else None
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(
            same(value_of(left[key]), value_of(right[key])) is True for key in left
        )
    return None


def less(left: Any, right: Any) -> bool | None:
    """Return whether `left` comes before `right`; null if the two cannot be ordered."""
    if type(left) is Decimal and type(right) is Decimal:
        return left < right
    for kind in _ORDERED:
        if isinstance(left, kind) or isinstance(right, kind):
            if not (isinstance(left, kind) and isinstance(right, kind)):
                return None
            try:
                return bool(left < right)
            except TypeError:  # one instant with a zone, one without
                return None
    return None


def more(left: Any, right: Any) -> bool | None:
    """Return whether `left` comes after `right`; null if the two cannot be ordered."""
    return less(right, left)


def at_most(left: Any, right: Any) -> bool | None:
    """Return whether left <= right."""
    return negated(less(right, left))


def at_least(left: Any, right: Any) -> bool | None:
    """Return whether left >= right."""
    return negated(less(left, right))


def unlike(left: Any, right: Any) -> bool | None:
    """Return whether two values differ; null if they are of different kinds."""
    return negated(same(left, right))


COMPARISONS: dict[str, Callable[[Any, Any], bool | None]] = {
    "=": same,
    "!=": unlike,
    "<": less,
    "<=": at_most,
    ">": more,
    ">=": at_least,
}


def negated(value: Any) -> bool | None:
    """Return not `value`; null if it is no boolean."""
    return not value if isinstance(value, bool) else None


def both(left: Any, right: Any) -> bool | None:
    """Three-valued and: false wins, then null."""
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def either(left: Any, right: Any) -> bool | None:
    """Three-valued or: true wins, then null."""
    if left is True or right is True:
        return True
    return False if left is False and right is False else None


def within(value: Any, low: Any, high: Any) -> bool | None:
    """Return whether low <= value <= high."""
    return both(at_most(low, value), at_most(value, high))


def member(value: Any, test: Any) -> bool | None:
    """Return whether `value` is in `test`: in a range, one of a list, or equal to it."""
    if isinstance(test, Interval):
        after_low = (at_most if test.low_included else less)(test.low, value)
        return both(after_low, (at_most if test.high_included else less)(value, test.high))
    if isinstance(test, list) and not isinstance(value, list):
        return any(member(value, item) is True for item in test)
    return same(value, test)
