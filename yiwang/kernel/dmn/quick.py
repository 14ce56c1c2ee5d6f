"""The short way to a decision that needs facts only, no other decision: the usual question of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from yiwang.kernel.dmn.scope import ASKING, Asking, fitted
from yiwang.kernel.feel.forms import Run
from yiwang.kernel.feel.types import Type, class_of
from yiwang.kernel.feel.values import value_of


class Wanted:
    """A fact a decision needs, and the class its values have where its type has but one."""

    __slots__ = ("kind", "name", "plain", "type_ref")

    def __init__(self, name: str, kind: Type, type_ref: str) -> None:
        self.name = name
        self.kind = kind
        self.plain = class_of(kind)
        self.type_ref = type_ref

    def fit(self, value: Any, asking: Asking) -> Any:
        """Return a fact as a value of its type, null with a trouble if it is none."""
        return fitted(value_of(value), self.kind, {ASKING: asking}, self.name, self.type_ref)


class Quick:
    """A decision and the facts it needs, fetched by a function written for it."""

    __slots__ = ("ask",)

    def __init__(self, run: Run, wanted: list[Wanted]) -> None:
        self.ask: Callable[[Mapping[str, Any], Asking], Any] = _written(run, wanted)


def _written(run: Run, wanted: list[Wanted]) -> Callable[[Mapping[str, Any], Asking], Any]:
    """Return `ask(facts, asking)`: each fact a value of its type, then the decision's value."""
    constants: dict[str, Any] = {"run": run, "Decimal": Decimal, "value_of": value_of, "ASKING": ASKING}
    lines, entries = ["def ask(facts, asking):"], ["ASKING: asking"]
    for at, one in enumerate(wanted):
        constants |= {f"name{at}": one.name, f"fit{at}": one.fit, f"kind{at}": one.plain}
        finite = f" or not v{at}.is_finite()" if one.plain is Decimal else ""
        lines.append(f"    v{at} = facts.get(name{at})")
        lines.append(f"    if type(v{at}) is not kind{at}{finite}: v{at} = fit{at}(v{at}, asking)")
        entries.append(f"name{at}: v{at}")
    lines += [
        f"    scope = {{{', '.join(entries)}}}",
        "    if 'now()' in facts: scope['now()'] = value_of(facts['now()'])",
        "    return run(scope)",
    ]
    space: dict[str, Any] = {"__builtins__": {"type": type}, **constants}
    # Names of the model stand in `constants` only; the text itself is made of numbers.
    exec(compile("\n".join(lines), "<decision>", "exec"), space)  # noqa: S102
    made: Callable[[Mapping[str, Any], Asking], Any] = space["ask"]
    return made
