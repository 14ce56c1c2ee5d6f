"""Boxed if, filter, for, some and every: stricter than their likes in a FEEL text.

A condition that is no boolean makes the whole null, and a value where a list is asked for is not taken
for a list of one. Source: DMN 1.5, 10.2.1.11 to 10.2.1.14.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yiwang.kernel.dmn.scope import Workshop, troubled
from yiwang.kernel.feel import Interval, forms
from yiwang.kernel.feel.forms import Facts, Run


def _no_boolean(facts: Facts, element: str) -> None:
    zh, en = f"{element}: 条件的值不是 true 或 false。", f"{element}: a condition is neither true nor false."
    troubled(facts, "dmn.type", element, zh, en)


def _no_list(facts: Facts, element: str) -> None:
    zh, en = f"{element}: 应为一个列表。", f"{element}: a list is needed."
    troubled(facts, "dmn.type", element, zh, en)


def conditional(condition: Run, yes: Run, no: Run, shop: Workshop) -> Run:
    """Make a boxed if. A condition that is not known is not true."""

    def run(facts: Facts) -> Any:
        answer = condition(facts)
        if answer is not None and not isinstance(answer, bool):
            return _no_boolean(facts, shop.element)
        return yes(facts) if answer else no(facts)

    return run


def filtered(source: Run, match: Run, shop: Workshop) -> Run:
    """Make a boxed filter: every item's match is a boolean."""

    def run(facts: Facts) -> Any:
        items = source(facts)
        if not isinstance(items, list):
            return _no_list(facts, shop.element)
        kept = []
        for item in items:
            scope = {**facts, **item} if isinstance(item, Mapping) else dict(facts)
            scope["item"] = item
            answer = match(scope)
            if not isinstance(answer, bool):
                return _no_boolean(facts, shop.element)
            if answer:
                kept.append(item)
        return kept

    return run


def loop(kind: str, variable: str, source: Run, body: Run, shop: Workshop) -> Run:
    """Make a boxed `for`, `some` or `every` over a list or a range."""
    held = "\0source"
    steps = [forms.Step(variable, lambda facts: facts[held], None)]
    repeat = forms.for_each(steps, body, True)

    def run(facts: Facts) -> Any:
        items = source(facts)
        if not isinstance(items, list | Interval):
            return _no_list(facts, shop.element)
        answers = repeat({**facts, held: items})
        if kind == "for" or answers is None:
            return answers
        if not all(isinstance(answer, bool) for answer in answers):
            return _no_boolean(facts, shop.element)
        return all(answers) if kind == "every" else any(answers)

    return run
