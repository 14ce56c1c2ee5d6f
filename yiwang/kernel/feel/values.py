"""The values of FEEL: what they are and how facts become them.

Numbers are decimals of 34 digits, as IEEE 754 decimal128 and DMN 1.5, 10.3.2.3.1 have them; a float is
no number here. Values: None, bool, Decimal, str, Date, Time, DateTime, Days, Months, list, `Interval`,
`Function` and mappings (contexts). Whatever makes no sense is null.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any

import msgspec

from yiwang.kernel.feel.temporal import Date, DateTime, Days, Months, Time
from yiwang.kernel.feel.temporal_text import from_date, from_datetime, from_time, from_timedelta

NUMBERS = Context(prec=34, Emin=-6143, Emax=6144, traps=[DivisionByZero, InvalidOperation, Overflow])
TROUBLE = (DivisionByZero, InvalidOperation, Overflow)


class Unbounded:
    """The end of a range that has none, as in `range("[18..]")`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNBOUNDED"


UNBOUNDED = Unbounded()


class Interval(msgspec.Struct, frozen=True):
    """A range of values. An end is null where it is not known, `UNBOUNDED` where there is none."""

    low: Any
    high: Any
    low_included: bool
    high_included: bool


class Function:
    """A function as a value: `call` takes a tuple with one value for each of `parameters`.

    Attributes:
        parameters: their names, for calls by name.
        types: what each parameter takes, `Anything` where nothing is said; () if none says.
        result: the type of what comes out, None if nothing is said.
        choose: for built-in functions, which take their arguments in more than one way: gets
            positional values and the names that go with them (() if by position).
    """

    __slots__ = ("call", "choose", "parameters", "result", "types")

    def __init__(
        self,
        parameters: tuple[str, ...],
        call: Callable[[tuple[Any, ...]], Any],
        types: tuple[Any, ...] = (),
        result: Any = None,
        choose: Callable[[tuple[Any, ...], tuple[str, ...]], Any] | None = None,
    ) -> None:
        self.parameters = parameters
        self.call = call
        self.types = types
        self.result = result
        self.choose = choose

    def __call__(self, values: tuple[Any, ...], names: tuple[str, ...] = ()) -> Any:
        """Return what the function makes of the values; null if they are too many, too few, misnamed."""
        if self.choose is not None:
            return self.choose(values, names)
        if names:
            if len(names) != len(self.parameters) or set(names) != set(self.parameters):
                return None
            given = dict(zip(names, values, strict=True))
            values = tuple(given[name] for name in self.parameters)
        return self.call(values) if len(values) == len(self.parameters) else None


_AS_THEY_ARE = frozenset(
    {bool, str, type(None), Date, Time, DateTime, Days, Months, Interval, Function, dict}
)


def value_of(given: Any) -> Any:
    """Return a fact as a FEEL value: whole numbers become decimals, floats and strangers null."""
    kind = type(given)
    if kind is Decimal:
        return given if given.is_finite() else None
    if kind in _AS_THEY_ARE:
        return given
    if kind is int:
        return NUMBERS.create_decimal(given) if given.bit_length() < 20_000 else None
    if kind is list or kind is tuple:
        return [value_of(item) for item in given]
    return _stranger(given)


def _stranger(given: Any) -> Any:
    if isinstance(given, str | Mapping | Interval):
        return given
    if isinstance(given, datetime):
        return from_datetime(given)
    if isinstance(given, date):
        return from_date(given)
    if isinstance(given, time):
        return from_time(given)
    if isinstance(given, timedelta):
        return from_timedelta(given)
    return None


def same(left: Any, right: Any) -> bool | None:
    """Return whether two values are equal; null if they are of different kinds. null = null."""
    if left is None or right is None:
        return left is right
    kind = type(left)
    if kind is type(right):
        if kind in (Decimal, str, bool, Date, Months, Days):
            return bool(left == right)
        if kind is list:
            return _same_lists(left, right)
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(
            same(value_of(left[key]), value_of(right[key])) is True for key in left
        )
    if kind is not type(right):
        return None
    if kind is DateTime or kind is Time:
        return bool(left.offset_known == right.offset_known and left.instant == right.instant)
    if kind is Interval:
        return _same_ranges(left, right)
    return left is right


equal = same


def _same_lists(left: list[Any], right: list[Any]) -> bool:
    return len(left) == len(right) and all(same(a, b) is True for a, b in zip(left, right, strict=True))


def _same_ranges(left: Interval, right: Interval) -> bool:
    if (left.low_included, left.high_included) != (right.low_included, right.high_included):
        return False
    ends = ((left.low, right.low), (left.high, right.high))
    return all(a is b if a is UNBOUNDED or b is UNBOUNDED else same(a, b) is True for a, b in ends)


def less(left: Any, right: Any) -> bool | None:
    """Return whether `left` comes before `right`; null if the two cannot be ordered."""
    kind = type(left)
    if kind is not type(right):
        return None
    if kind is Decimal or kind is str or kind is Date or kind is Days or kind is Months:
        return bool(left < right)
    if kind is DateTime or kind is Time:
        if left.offset_known != right.offset_known:  # one instant with a zone, one without
            return None
        return bool(left.instant < right.instant)
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


def in_range(value: Any, test: Interval) -> bool | None:
    """Return whether `value` lies in a range; null where the two cannot be compared."""
    after: bool | None = True
    before: bool | None = True
    if test.low is not UNBOUNDED:
        after = (at_most if test.low_included else less)(test.low, value)
    if test.high is not UNBOUNDED:
        before = (at_most if test.high_included else less)(value, test.high)
    return both(after, before)


def member(value: Any, test: Any) -> bool | None:
    """Return whether `value` is in `test`: in a range, one of a list, or equal to it."""
    if type(test) is Interval and type(value) is not Interval:
        return in_range(value, test)
    if type(test) is list:
        if any(member(value, item) is True for item in test):
            return True
        return type(value) is list and same(value, test) is True
    return same(value, test)
