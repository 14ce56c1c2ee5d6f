"""Built-in functions: how each may be called, and what becomes of a call that fits no way.

A way is written as in the standard's tables: `"string: string"`, `"length: number?"` (may be left out),
`"*items: any"` (any number of them). Source: DMN 1.5, 10.3.2.9.4 (conversions of arguments), 10.3.4.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from yiwang.kernel.feel.temporal import Date, DateTime, Days, Months, Time
from yiwang.kernel.feel.values import Function, Interval

_KINDS: dict[str, tuple[type, ...]] = {
    "number": (Decimal,),
    "string": (str,),
    "boolean": (bool,),
    "date": (Date,),
    "date and time": (DateTime,),
    "time": (Time,),
    "days": (Days,),
    "moment": (Date, DateTime),
    "duration": (Days, Months),
    "function": (Function,),
    "range": (Interval,),
    "point": (Decimal, str, Date, DateTime, Time, Days, Months),
    "context": (dict,),
}
_MISFIT = object()


class Parameter(msgspec.Struct, frozen=True):
    """One parameter of one way to call a function."""

    name: str
    kind: str
    optional: bool
    many: bool


class Way(msgspec.Struct, frozen=True):
    """One way to call a function."""

    parameters: tuple[Parameter, ...]
    run: Callable[..., Any]

    def positional(self, values: tuple[Any, ...]) -> Any:
        """Return the result, or `_MISFIT`."""
        parameters = self.parameters
        if parameters and parameters[-1].many:
            if len(values) < len(parameters):
                return _MISFIT
            spread = parameters[:-1] + (parameters[-1],) * (len(values) - len(parameters) + 1)
            fitted = [_fit(one, value) for one, value in zip(spread, values, strict=True)]
        else:
            if len(values) > len(parameters):
                return _MISFIT
            if any(not one.optional for one in parameters[len(values) :]):
                return _MISFIT
            fitted = [_fit(one, value) for one, value in zip(parameters, values, strict=False)]
        return _MISFIT if any(value is _MISFIT for value in fitted) else self.run(*fitted)

    def by_name(self, given: Mapping[str, Any]) -> Any:
        """Return the result, or `_MISFIT`."""
        known = {one.name for one in self.parameters}
        if not set(given) <= known or any(one.many for one in self.parameters):
            return _MISFIT
        compares = all(one.kind == "any" for one in self.parameters)  # `is(value1: 1)` compares with null
        fitted = []
        for one in self.parameters:
            if one.name not in given and not one.optional and not compares:
                return _MISFIT
            fitted.append(_fit(one, given.get(one.name)))
        return _MISFIT if any(value is _MISFIT for value in fitted) else self.run(*fitted)


def _fit(parameter: Parameter, value: Any) -> Any:
    kind = parameter.kind
    if kind == "any" or (value is None and parameter.optional):
        return value
    if kind in ("list", "numbers", "strings"):
        if value is None:
            return _MISFIT
        items = value if type(value) is list else [value]
        if kind == "list":
            return items
        wanted = Decimal if kind == "numbers" else str
        allowed = all(type(item) is wanted or (kind == "strings" and item is None) for item in items)
        return items if allowed else _MISFIT
    if type(value) is list and len(value) == 1:
        value = value[0]
    if type(value) in _KINDS[kind] or (kind == "context" and isinstance(value, Mapping)):
        return value
    return _MISFIT


BUILTINS: dict[str, Function] = {}
_WAYS: dict[str, list[Way]] = {}


def builtin(name: str, *parameters: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function as one way to call the built-in `name`."""
    way = tuple(_parameter(written) for written in parameters)

    def register(run: Callable[..., Any]) -> Callable[..., Any]:
        ways = _WAYS.setdefault(name, [])
        ways.append(Way(way, run))
        if name not in BUILTINS:
            BUILTINS[name] = Function(tuple(one.name for one in way), _caller(ways), choose=_chooser(ways))
        return run

    return register


def _parameter(written: str) -> Parameter:
    name, _, kind = written.partition(": ")
    return Parameter(name.lstrip("*"), kind.rstrip("?"), kind.endswith("?"), name.startswith("*"))


def _caller(ways: list[Way]) -> Callable[[tuple[Any, ...]], Any]:
    choose = _chooser(ways)
    return lambda values: choose(values, ())


def _chooser(ways: list[Way]) -> Callable[[tuple[Any, ...], tuple[str, ...]], Any]:
    def choose(values: tuple[Any, ...], names: tuple[str, ...]) -> Any:
        if names and len(set(names)) != len(names):
            return None
        for way in ways:
            if names:
                result = way.by_name(dict(zip(names, values, strict=True)))
            else:
                result = way.positional(values)
            if result is not _MISFIT:
                return result
        return None

    return choose
