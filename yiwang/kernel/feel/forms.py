"""How the forms that bind names run: contexts, loops, filters, functions and calls.

A scope is a mapping; what binds a name makes a new one, so that a function keeps the scope it was made in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from yiwang.kernel.feel.temporal import Date, DateTime, from_day_number
from yiwang.kernel.feel.types import Type, coerce
from yiwang.kernel.feel.values import UNBOUNDED, Function, Interval, less, value_of

Facts = Mapping[str, Any]
Run = Callable[[Facts], Any]

MOST_ROUNDS = 1_000_000  # of one loop: more is null, so that a typing error does not stop a city


class Step(msgspec.Struct, frozen=True):
    """One `name in source` or `name in source..until` of a loop."""

    name: str
    source: Run
    until: Run | None


def one_of(value: Any) -> Any:
    """Return the only item of a list of one, anything else as it is."""
    return value[0] if type(value) is list and len(value) == 1 else value


def truth(value: Any) -> bool | None:
    """Return a boolean as it is, anything else as null."""
    return value if isinstance(value, bool) else None


def interval(low: Run, high: Run, low_included: bool, high_included: bool) -> Run:
    """Make a range; one whose ends cannot be compared is null."""

    def run(facts: Facts) -> Interval | None:
        start, end = low(facts), high(facts)
        if start is not None and end is not None and UNBOUNDED not in (start, end):
            if less(start, end) is None:
                return None
        return Interval(start, end, low_included, high_included)

    return run


def entries(runs: list[tuple[str, Run]]) -> Run:
    """Make a context; an entry sees those before it. The same key twice is no context."""
    twice = len({key for key, _ in runs}) != len(runs)

    def run(facts: Facts) -> dict[str, Any] | None:
        if twice:
            return None
        scope = dict(facts)
        made = {}
        for key, value in runs:
            made[key] = scope[key] = value(scope)
        return made

    return run


class _TooMany(Exception):
    pass


class _NotAList(Exception):
    pass


def _items(step: Step, facts: Facts) -> Iterator[Any]:
    source = step.source(facts)
    if step.until is not None:
        return _between(source, step.until(facts))
    if isinstance(source, Interval):
        return _within(source)
    if source is None:
        raise _NotAList
    return iter(source if isinstance(source, list) else [source])


def _within(source: Interval) -> Iterator[Any]:
    if less(source.high, source.low) is not False:
        raise _NotAList
    items = list(_between(source.low, source.high))
    start = 0 if source.low_included else 1
    end = len(items) if source.high_included else len(items) - 1
    return iter(items[start:end])


def _between(start: Any, end: Any) -> Iterator[Any]:
    if isinstance(start, Decimal) and isinstance(end, Decimal):
        low, high, make = int(start), int(end), Decimal
        if low != start or high != end:
            raise _NotAList
    elif isinstance(start, Date) and isinstance(end, Date):
        low, high, make = start.number, end.number, from_day_number  # type: ignore[assignment]
    else:
        raise _NotAList
    if abs(high - low) >= MOST_ROUNDS:
        raise _TooMany
    step = 1 if low <= high else -1
    return (make(number) for number in range(low, high + step, step))


def _rounds(steps: list[Step], facts: Facts) -> Iterator[dict[str, Any]]:
    """Yield a scope of its own for every combination, the last loop turning fastest."""
    first, rest = steps[0], steps[1:]
    for item in _items(first, facts):
        scope = {**facts, first.name: item}
        if rest:
            yield from _rounds(rest, scope)
        else:
            yield scope


def for_each(steps: list[Step], result: Run, asks_partial: bool) -> Run:
    """Run the body for every combination and collect what comes."""

    def run(facts: Facts) -> list[Any] | None:
        made: list[Any] = []
        try:
            for scope in _rounds(steps, facts):
                if asks_partial:
                    scope["partial"] = made[:]
                made.append(result(scope))
                if len(made) > MOST_ROUNDS:
                    return None
        except (_NotAList, _TooMany):
            return None
        return made

    return run


def quantified(every: bool, steps: list[Step], condition: Run) -> Run:
    """Say whether some, or every, combination satisfies the condition; null decides nothing."""

    def run(facts: Facts) -> bool | None:
        unknown = False
        try:
            for scope in _rounds(steps, facts):
                answer = condition(scope)
                if answer is (not every):
                    return not every
                unknown = unknown or not isinstance(answer, bool)
        except (_NotAList, _TooMany):
            return None
        return None if unknown else every

    return run


def filtered(operand: Run, condition: Run) -> Run:
    """Take one item by its number, or those items for which the condition holds."""

    def run(facts: Facts) -> Any:
        items = operand(facts)
        if items is None:
            return None
        if type(items) is not list:
            items = [items]
        position = condition(facts)
        if type(position) is Decimal:
            return _at(items, position)
        kept = []
        for item in items:
            scope = {**facts, **item} if isinstance(item, Mapping) else dict(facts)
            if not (isinstance(item, Mapping) and "item" in item):
                scope["item"] = item
            answer = condition(scope)
            if answer is True:
                kept.append(item)
        return kept

    return run


def _at(items: list[Any], position: Decimal) -> Any:
    at = int(position)
    if at != position or at == 0 or abs(at) > len(items):
        return None
    return items[at - 1 if at > 0 else at]


def definition(parameters: tuple[tuple[str, Type], ...], body: Run | None) -> Run:
    """Make a function that remembers the scope it was made in. An external one is null."""
    if body is None:
        return lambda facts: None
    names = tuple(name for name, _ in parameters)
    types = tuple(kind for _, kind in parameters)
    inside = body

    def run(facts: Facts) -> Function:
        def called(given: tuple[Any, ...]) -> Any:
            fitted = []
            for value, kind in zip(given, types, strict=True):
                one = coerce(value, kind)
                if one is None and value is not None:
                    return None
                fitted.append(one)
            return inside({**facts, **dict(zip(names, fitted, strict=True))})

        return Function(names, called, types)

    return run


def call(function: Run, arguments: tuple[Run, ...], names: tuple[str, ...]) -> Run:
    """Call what the expression gives; null if it is no function or recurses without end."""

    def run(facts: Facts) -> Any:
        found = function(facts)
        if type(found) is not Function:
            return None
        given = tuple(argument(facts) for argument in arguments)
        try:
            return found(given, names)
        except RecursionError:
            return None

    return run


def moment(name: str) -> Run:
    """Read the instant of `now()` or the day of `today()` from the facts."""

    def run(facts: Facts) -> Any:
        own = facts.get(name)
        if type(own) is Function:
            return own(())
        now = value_of(facts.get("now()"))
        if not isinstance(now, DateTime):
            return None
        return now if name == "now" else now.date

    return run
