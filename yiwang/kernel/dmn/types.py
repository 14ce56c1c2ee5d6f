"""Item definitions as FEEL types: components, collections, allowed values, functions, imported ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from yiwang.kernel.dmn.model import ItemDefinition, Model
from yiwang.kernel.feel import FeelError, compile_unary_tests
from yiwang.kernel.feel.types import (
    Allowed,
    Anything,
    ContextOf,
    FunctionOf,
    ListOf,
    Type,
    named,
)

_OTHER_SPELLINGS = {
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "any": "Any",
}


def plain_name(type_ref: str) -> str:
    """Return the name FEEL has for a built-in type (`feel:dateTime` is `date and time`)."""
    plain = type_ref.removeprefix("feel:").removeprefix("feel.").rpartition(":")[2]
    return _OTHER_SPELLINGS.get(plain, plain)


class Types:
    """The types of one model, by the names its `typeRef`s use.

    Attributes:
        known: every type of the model by name, for `instance of` in its FEEL texts.
        faults: allowed values that cannot be read.
    """

    def __init__(self, model: Model, imported: Mapping[str, Types], names: Collection[str]) -> None:
        self._items = {item.name: item for item in model.items}
        self._imported = imported
        self._names = names
        self._made: dict[str, Type] = {}
        self._making: set[str] = set()
        self.faults: list[tuple[ItemDefinition, FeelError]] = []
        self.known: dict[str, Type] = {name: self.of(name) for name in self._items}
        for prefix, other in imported.items():
            self.known |= {f"{prefix}.{name}": kind for name, kind in other.known.items()}

    def of(self, type_ref: str) -> Type:
        """Return the type a `typeRef` names; one nobody knows says nothing."""
        if not type_ref:
            return Anything()
        if type_ref in self._items:
            return self._own(type_ref)
        for prefix, other in self._imported.items():
            if type_ref.startswith(f"{prefix}.") and prefix:
                return other.of(type_ref[len(prefix) + 1 :])
        plain = type_ref.removeprefix("feel:").removeprefix("feel.").rpartition(":")[2]
        if plain in self._items:
            return self._own(plain)
        return named(plain_name(type_ref)) or Anything()

    def _own(self, name: str) -> Type:
        if name in self._made:
            return self._made[name]
        if name in self._making:  # a type that holds itself: its inner part may be anything
            return Anything()
        self._making.add(name)
        made = self._make(self._items[name])
        self._making.discard(name)
        self._made[name] = made
        return made

    def _make(self, item: ItemDefinition) -> Type:
        base: Type
        if item.function is not None:
            parameters, result = item.function
            base = FunctionOf(tuple(self.of(one.type_ref) for one in parameters), self.of(result))
        elif item.components:
            base = ContextOf({one.name: self._make(one) for one in item.components})
        else:
            base = self.of(item.type_ref)
        if item.allowed:
            base = self._narrowed(base, item, item.allowed)
        if item.collection:
            base = ListOf(base)
        return self._narrowed(base, item, item.constraint) if item.constraint else base

    def _narrowed(self, base: Type, item: ItemDefinition, text: str) -> Type:
        tests = compile_unary_tests(text, self._names)
        if isinstance(tests, FeelError):
            self.faults.append((item, tests))
            return base
        return Allowed(base, _holding(tests.matches))


def _holding(matches: Callable[[Any, Mapping[str, Any]], bool | None]) -> Callable[[Any], bool]:
    return lambda value: matches(value, {}) is True
