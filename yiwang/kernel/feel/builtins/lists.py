"""Functions of lists. A value where a list is asked for is a list of one. Positions begin at 1."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from yiwang.kernel.feel.arithmetic import operation
from yiwang.kernel.feel.signature import builtin
from yiwang.kernel.feel.values import NUMBERS, TROUBLE, Function, both, either, less, same

_plus = operation("+")


def of_many(name: str, kind: str = "list") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function of one list that may be called with its items, too."""

    def register(run: Callable[..., Any]) -> Callable[..., Any]:
        builtin(name, f"list: {kind}")(run)
        builtin(name, f"*{name}: any")(lambda *items: _called_with(run, kind, items))
        return run

    return register


def _called_with(run: Callable[..., Any], kind: str, items: tuple[Any, ...]) -> Any:
    if kind == "numbers" and not all(type(item) is Decimal for item in items):
        return None
    return run(list(items)) if len(items) > 1 else None


@builtin("list contains", "list: list", "element: any")
def _contains(items: list[Any], element: Any) -> bool:
    return any(same(item, element) is True for item in items)


@builtin("count", "list: list")
def _count(items: list[Any]) -> Decimal:
    return Decimal(len(items))


builtin("count", "*c: any")(lambda *items: Decimal(len(items)) if len(items) > 1 else None)


@of_many("min")
def _least(items: list[Any]) -> Any:
    return _extreme(items, less)


@of_many("max")
def _greatest(items: list[Any]) -> Any:
    return _extreme(items, lambda one, other: less(other, one))


def _extreme(items: list[Any], before: Callable[[Any, Any], bool | None]) -> Any:
    best = items[0] if items else None
    for item in items:
        answer = before(item, best)
        if answer is None:
            return None
        best = item if answer else best
    return best


@of_many("sum")
def _sum(items: list[Any]) -> Any:
    if not items or type(items[0]) is str:
        return None
    total = items[0]
    for item in items[1:]:
        total = _plus(total, item) if type(item) is type(total) else None
        if total is None:
            return None
    return total if _plus(total, total) is not None else None


@of_many("mean", "numbers")
def _mean(items: list[Decimal]) -> Decimal | None:
    total = _sum(items)
    return None if total is None else NUMBERS.divide(total, Decimal(len(items)))


@of_many("product", "numbers")
def _product(items: list[Decimal]) -> Decimal | None:
    if not items:
        return None
    result = Decimal(1)
    try:
        for item in items:
            result = NUMBERS.multiply(result, item)
    except TROUBLE:
        return None
    return result


@of_many("median", "numbers")
def _median(items: list[Decimal]) -> Decimal | None:
    if not items:
        return None
    ordered, middle = sorted(items), len(items) // 2
    if len(items) % 2:
        return ordered[middle]
    return NUMBERS.divide(NUMBERS.add(ordered[middle - 1], ordered[middle]), Decimal(2))


@of_many("stddev", "numbers")
def _stddev(items: list[Decimal]) -> Decimal | None:
    mean = _mean(items)
    if mean is None or len(items) < 2:
        return None
    total = Decimal(0)
    for item in items:
        apart = NUMBERS.subtract(item, mean)
        total = NUMBERS.add(total, NUMBERS.multiply(apart, apart))
    return NUMBERS.sqrt(NUMBERS.divide(total, Decimal(len(items) - 1)))


@of_many("mode", "numbers")
def _mode(items: list[Decimal]) -> list[Decimal]:
    counts: dict[Decimal, int] = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(item for item, count in counts.items() if count == most)


@of_many("all")
def _all(items: list[Any]) -> bool | None:
    answer: bool | None = True
    for item in items:
        answer = both(answer, item if isinstance(item, bool) else None)
    return answer


@of_many("any")
def _any(items: list[Any]) -> bool | None:
    answer: bool | None = False
    for item in items:
        answer = either(answer, item if isinstance(item, bool) else None)
    return answer


def _index(position: Decimal, length: int) -> int | None:
    """Return a position, counted from the end if negative, as an index; null if it is beyond."""
    at = int(position)
    if at != position or at == 0 or abs(at) > length:
        return None
    return at - 1 if at > 0 else length + at


@builtin("sublist", "list: list", "start position: number", "length: number?")
def _sublist(items: list[Any], start: Decimal, length: Decimal | None = None) -> list[Any] | None:
    begin = _index(start, len(items))
    if begin is None:
        return None
    if length is None:
        return items[begin:]
    return items[begin : begin + int(length)] if 0 <= length <= len(items) - begin else None


@builtin("append", "list: list", "*item: any")
def _append(items: list[Any], *more: Any) -> list[Any]:
    return [*items, *more]


@builtin("concatenate", "*list: list")
def _concatenate(*lists: list[Any]) -> list[Any]:
    return [item for items in lists for item in items]


@builtin("insert before", "list: list", "position: number", "newItem: any")
def _insert(items: list[Any], position: Decimal, item: Any) -> list[Any] | None:
    at = _index(position, len(items))
    return None if at is None else [*items[:at], item, *items[at:]]


@builtin("remove", "list: list", "position: number")
def _remove(items: list[Any], position: Decimal) -> list[Any] | None:
    at = _index(position, len(items))
    return None if at is None else [*items[:at], *items[at + 1 :]]


@builtin("list replace", "list: list", "position: number", "newItem: any")
def _replace_at(items: list[Any], position: Decimal, item: Any) -> list[Any] | None:
    whole = position.to_integral_value()
    at = _index(whole, len(items)) if whole == position else _index(Decimal(int(position)), len(items))
    return None if at is None else [*items[:at], item, *items[at + 1 :]]


@builtin("list replace", "list: list", "match: function", "newItem: any")
def _replace_matching(items: list[Any], match: Function, new: Any) -> list[Any] | None:
    answers = [match((item, new)) for item in items]
    if not all(isinstance(answer, bool) for answer in answers):
        return None
    return [new if answer else item for item, answer in zip(items, answers, strict=True)]


@builtin("reverse", "list: list")
def _reverse(items: list[Any]) -> list[Any]:
    return items[::-1]


@builtin("index of", "list: list", "match: any")
def _index_of(items: list[Any], match: Any) -> list[Decimal]:
    return [Decimal(at) for at, item in enumerate(items, 1) if same(item, match) is True]


@builtin("distinct values", "list: list")
def _distinct(items: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for item in items:
        if not any(same(item, one) is True for one in kept):
            kept.append(item)
    return kept


@builtin("union", "*list: list")
def _union(*lists: list[Any]) -> list[Any]:
    made: list[Any] = _distinct(_concatenate(*lists))
    return made


@builtin("flatten", "list: list")
def _flatten(items: list[Any]) -> list[Any]:
    flat: list[Any] = []
    waiting = items[::-1]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(reversed(item))
        else:
            flat.append(item)
    return flat


@builtin("sort", "list: list", "precedes: function?")
def _sort(items: list[Any], precedes: Function | None = None) -> list[Any] | None:
    troubled = False

    def order(one: Any, other: Any) -> int:
        nonlocal troubled
        first = precedes((one, other)) if precedes else less(one, other)
        if first is None:
            troubled = True
        if first is True:
            return -1
        second = precedes((other, one)) if precedes else less(other, one)
        return 1 if second is True else 0

    made = sorted(items, key=cmp_to_key(order))
    return None if troubled else made
