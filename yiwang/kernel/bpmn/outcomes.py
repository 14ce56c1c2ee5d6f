"""The outcome of a task, as conditions speak of it: `outcome = "pass"`, `outcome in ("pass", "fail")`."""

from __future__ import annotations

import json
from typing import Any

from yiwang.kernel.feel.error import Unreadable
from yiwang.kernel.feel.parser import parse
from yiwang.kernel.feel.tree import In, Literal, Name, Operation

OUTCOME = "outcome"


def condition_for(outcome: str) -> str:
    """Return the FEEL condition that holds after this outcome."""
    return f"{OUTCOME} = {json.dumps(outcome, ensure_ascii=False)}"


def outcomes_named(condition: str) -> tuple[str, ...]:
    """Return the outcomes a condition asks about, in order; () for one that cannot be read."""
    try:
        tree = parse(condition)
    except Unreadable:
        return ()
    return tuple(dict.fromkeys(_named(tree)))


def _named(tree: Any) -> list[str]:
    match tree:
        case Operation("=", Name(("outcome",)), Literal(str(one))) | Operation(
            "=", Literal(str(one)), Name(("outcome",))
        ):
            return [one]
        case Operation("and" | "or", left, right):
            return [*_named(left), *_named(right)]
        case In(Name(("outcome",)), tests):
            return [one for test in tests for one in _strings(test)]
    return []


def _strings(tree: Any) -> list[str]:
    if isinstance(tree, Literal):
        return [tree.value] if isinstance(tree.value, str) else []
    items = getattr(tree, "items", ())
    return [one for item in items for one in _strings(item)] if isinstance(items, tuple) else []
