"""The short way to a decision that needs facts only, no other decision: the usual question of a case."""

from __future__ import annotations

from collections.abc import Mapping
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
    """A decision and the facts it needs."""

    __slots__ = ("_run", "_wanted")

    def __init__(self, run: Run, wanted: list[Wanted]) -> None:
        self._run = run
        self._wanted = [(one.name, one.plain, one) for one in wanted]

    def ask(self, facts: Mapping[str, Any], asking: Asking) -> Any:
        """Return the value under `facts`."""
        scope: dict[str, Any] = {ASKING: asking}
        if "now()" in facts:
            scope["now()"] = value_of(facts["now()"])
        for name, plain, wanted in self._wanted:
            value: Any = facts.get(name)
            if type(value) is not plain or (plain is Decimal and not value.is_finite()):  # type: ignore[attr-defined]
                value = wanted.fit(value, asking)
            scope[name] = value
        return self._run(scope)
