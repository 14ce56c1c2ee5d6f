"""Conditions of rules in FEEL: what they may speak of, and what of FEEL they may not use. Pure.

A condition is asked at each value. It is arithmetic, comparison and choice over a few names; whatever goes
through many things (`for`, `some`, `every`, filters, functions of one's own, patterns, ranges as lists) is
refused, so that every condition ends, and ends soon. What divides by zero gives null: neither yes nor no.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from yiwang.kernel.feel import Expression, FeelError, compile_expression
from yiwang.kernel.feel.tree import Call, Definition, Filter, For, Name, Quantified, Tree

NAMES: dict[str, dict[str, str]] = {
    "value": {"zh": "最新值", "en": "the latest value"},
    "mean of last hour": {"zh": "近一小时的平均", "en": "mean of the last hour"},
    "lowest of last hour": {"zh": "近一小时的最低", "en": "lowest of the last hour"},
    "highest of last hour": {"zh": "近一小时的最高", "en": "highest of the last hour"},
    "sum of day": {"zh": "当日（城市的日）累计", "en": "sum of the city's day so far"},
    "values of day": {"zh": "当日个数", "en": "how many values the day has so far"},
    "hour of day": {"zh": "几点（城市的时间，0–23）", "en": "hour of the city's day, 0 to 23"},
    "day of week": {"zh": "星期几（1 是星期一）", "en": "day of the week, 1 is Monday"},
}
CALLS = frozenset({"abs", "ceiling", "floor", "max", "min", "modulo", "not", "round half up"})
LONGEST, DEEPEST = 1_000, 200


class Endless(msgspec.Struct, frozen=True):
    """Why a condition is refused: what it uses that may not end, or is too long."""

    uses: str


def condition(text: str) -> Expression | FeelError | Endless:
    """Read a condition once; what is wrong is a value."""
    if len(text) > LONGEST:
        return Endless(f"{len(text)} > {LONGEST}")
    found = compile_expression(text, names=tuple(NAMES), strict=True)
    if isinstance(found, FeelError):
        return found
    return _endless(found.tree) or found


def _endless(tree: Tree) -> Endless | None:
    count = 0
    for node in _nodes(tree):
        count += 1
        match node:
            case For() | Quantified() | Filter() | Definition():
                return Endless(type(node).__name__.lower())
            case Call(function=Name(path=path)):
                if " ".join(path) not in CALLS:
                    return Endless(" ".join(path))
            case Call():
                return Endless("call")
    return Endless(f"{count} > {DEEPEST}") if count > DEEPEST else None


def _nodes(one: Any) -> Iterator[Any]:
    if isinstance(one, (tuple, list)):
        for each in one:
            yield from _nodes(each)
    elif isinstance(one, msgspec.Struct):
        yield one
        for field in one.__struct_fields__:
            yield from _nodes(getattr(one, field))
