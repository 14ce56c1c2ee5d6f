"""The types of FEEL, which values are of them, and the conversions a call or a result may make.

Source: DMN 1.5, 10.3.2.9 (type conformance; conversions to and from a list of one, date to date and time).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from yiwang.kernel.feel.temporal import Date, DateTime, Days, Months, Time
from yiwang.kernel.feel.values import UNBOUNDED, Function, Interval, value_of


class Anything(msgspec.Struct, frozen=True):
    """`Any`: every value, null too."""


class Simple(msgspec.Struct, frozen=True):
    """A type without parts, by its name: `number`, `date and time`, `years and months duration` …"""

    name: str


class ListOf(msgspec.Struct, frozen=True):
    """`list<item>`."""

    item: Type


class ContextOf(msgspec.Struct, frozen=True):
    """`context<a: number, b: string>`; a value may have more entries. Without fields, any context."""

    fields: dict[str, Type]


class RangeOf(msgspec.Struct, frozen=True):
    """`range<item>`."""

    item: Type


class FunctionOf(msgspec.Struct, frozen=True):
    """`function<a, b> -> result`."""

    parameters: tuple[Type, ...]
    result: Type


class Allowed(msgspec.Struct, frozen=True):
    """A type whose values a test narrows: an item definition with allowed values."""

    base: Type
    holds: Callable[[Any], bool]


Type = Anything | Simple | ListOf | ContextOf | RangeOf | FunctionOf | Allowed

_SIMPLE: dict[str, tuple[type, ...]] = {
    "number": (Decimal,),
    "string": (str,),
    "boolean": (bool,),
    "date": (Date,),
    "time": (Time,),
    "date and time": (DateTime,),
    "days and time duration": (Days,),
    "years and months duration": (Months,),
    "duration": (Days, Months),
}
SIMPLE_NAMES = (*_SIMPLE, "Any", "Null", "list", "context", "range", "function")


def class_of(wanted: Type) -> type | None:
    """Return the one class all values of a type have, None if there is no such class."""
    classes = _SIMPLE.get(wanted.name, ()) if isinstance(wanted, Simple) else ()
    return classes[0] if len(classes) == 1 else None


def named(name: str) -> Type | None:
    """Return the built-in type of that name, null if there is none."""
    if name == "Any":
        return Anything()
    if name == "context":
        return ContextOf({})
    if name == "list":
        return ListOf(Anything())
    return Simple(name) if name in _SIMPLE or name in ("Null", "range", "function") else None


def conforms(value: Any, wanted: Type) -> bool:
    """Return whether a value is of a type. Null is of every type but is an instance of none but Null."""
    if value is None or isinstance(wanted, Anything):
        return True
    return is_instance(value, wanted)


def is_instance(value: Any, wanted: Type) -> bool:
    """Return what `instance of` says: null is an instance of `Null` and `Any` only."""
    match wanted:
        case Anything():
            return value is not None
        case Simple("Null"):
            return value is None
        case _ if value is None:
            return False
        case Simple("range"):
            return isinstance(value, Interval)
        case Simple("function"):
            return isinstance(value, Function)
        case Simple(name):
            return type(value) in _SIMPLE.get(name, ())
        case ListOf(item):
            return isinstance(value, list) and all(conforms(one, item) for one in value)
        case ContextOf(fields):
            return isinstance(value, Mapping) and all(
                name in value and conforms(value_of(value[name]), kind) for name, kind in fields.items()
            )
        case RangeOf(item):
            return isinstance(value, Interval) and all(
                end is UNBOUNDED or conforms(end, item) for end in (value.low, value.high)
            )
        case FunctionOf():
            return isinstance(value, Function) and _function_is(value, wanted)
        case Allowed(base, holds):
            return is_instance(value, base) and holds(value)
    return False


def _function_is(value: Function, wanted: FunctionOf) -> bool:
    """Parameters may take more than asked, the result may be narrower; what is not said may be anything."""
    if len(value.parameters) != len(wanted.parameters):
        return False
    taken = value.types or (Anything(),) * len(value.parameters)
    fits = all(narrower(asked, own) for asked, own in zip(wanted.parameters, taken, strict=True))
    return fits and narrower(value.result or Anything(), wanted.result)


def narrower(one: Type, other: Type) -> bool:
    """Return whether every value of `one` is of `other`."""
    if isinstance(other, Anything) or one == other:
        return True
    match one, other:
        case (ListOf(a), ListOf(b)) | (RangeOf(a), RangeOf(b)):
            return narrower(a, b)
        case ContextOf(a), ContextOf(b):
            return all(name in a and narrower(a[name], kind) for name, kind in b.items())
        case FunctionOf(a, result), FunctionOf(b, wanted):
            return len(a) == len(b) and all(map(narrower, b, a)) and narrower(result, wanted)
        case Allowed(base, _), _:
            return narrower(base, other)
    return False


def coerce(value: Any, wanted: Type) -> Any:
    """Return the value as one of the type, by the conversions there are; null if none leads there."""
    if value is None or conforms(value, wanted):
        return value
    if isinstance(wanted, Allowed):
        inner = coerce(value, wanted.base)
        return inner if inner is not None and wanted.holds(inner) else None
    if isinstance(wanted, ListOf):
        if isinstance(value, list):
            items = [coerce(item, wanted.item) for item in value]
            lost = any(new is None and old is not None for new, old in zip(items, value, strict=True))
            return None if lost else items
        one = coerce(value, wanted.item)
        return None if one is None else [one]
    if isinstance(value, list):
        return coerce(value[0], wanted) if len(value) == 1 else None
    if isinstance(value, Date) and wanted == Simple("date and time"):
        return DateTime(value, Time(0, 0, 0, 0, 0))
    if isinstance(wanted, ContextOf) and isinstance(value, Mapping):
        return _coerce_entries(value, wanted)
    return None


def _coerce_entries(value: Mapping[str, Any], wanted: ContextOf) -> dict[str, Any] | None:
    made = dict(value)
    for name, kind in wanted.fields.items():
        if name not in value:
            return None
        old = value_of(value[name])
        made[name] = coerce(old, kind)
        if made[name] is None and old is not None:
            return None
    return made
