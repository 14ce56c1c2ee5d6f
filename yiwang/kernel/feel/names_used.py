"""Which facts an expression asks for, and which names it brings itself."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec

from yiwang.kernel.feel.builtins import BUILTINS
from yiwang.kernel.feel.tree import (
    Call,
    Definition,
    Entries,
    Filter,
    For,
    Name,
    Quantified,
    Tree,
)

# What depends on the moment; and patterns, which may take long, so that reading a text never runs one.
_LEFT = frozenset({"now", "today", "matches", "replace", "split"})


class Used(msgspec.Struct, frozen=True):
    """The names of an expression.

    Attributes:
        facts: names it asks its facts for.
        all: every name, its own too.
        filtered: names inside a filter, which may be entries of the items.
        fixed: nothing in it can change, and it is soon done: it may be run once for all.
    """

    facts: tuple[Name, ...]
    all: tuple[Name, ...]
    filtered: frozenset[Name]
    fixed: bool

    def in_filter(self, name: Name) -> bool:
        """Return whether the name may be an entry of what is filtered."""
        return name in self.filtered

    @property
    def asks_value(self) -> bool:
        """Whether it speaks of `?`, the value a cell tests."""
        return any(name.path[0] == "?" for name in self.all)


def used_by(tree: Tree, names: Collection[str] | None) -> Used:
    """Return the names used in a tree; `names` are given and hide built-in functions of the same name."""
    search = _Search(names or ())
    search.look(tree, frozenset(), False)
    changing = any(name.path[0] in _LEFT for name in search.all)
    return Used(
        tuple(search.facts),
        tuple(search.all),
        frozenset(search.filtered),
        not search.facts and not changing and not search.functions,
    )


class _Search:
    def __init__(self, given: Collection[str]) -> None:
        self.facts: list[Name] = []
        self.all: list[Name] = []
        self.filtered: set[Name] = set()
        self.functions = False
        self._given = given

    def look(self, tree: Any, bound: frozenset[str], in_filter: bool) -> None:
        match tree:
            case Name(path):
                self._name(tree, path, bound, in_filter)
            case Call(Name((only,)) as function, arguments) if (
                only in BUILTINS and only not in self._given and only not in bound
            ):
                self.all.append(function)
                self.look(arguments, bound, in_filter)
            case Entries(entries):
                for key, value in entries:
                    self.look(value, bound, in_filter)
                    bound = bound | {key}
            case For(loops, result):
                self.look(result, self._loops(loops, bound, in_filter) | {"partial"}, in_filter)
            case Quantified(_, loops, condition):
                self.look(condition, self._loops(loops, bound, in_filter), in_filter)
            case Filter(operand, condition):
                self.look(operand, bound, in_filter)
                self.look(condition, bound | {"item"}, True)
            case Definition(parameters, body):
                self.functions = True
                self.look(body, bound | {name for name, _ in parameters}, in_filter)
            case tuple():
                for part in tree:
                    self.look(part, bound, in_filter)
            case _:
                for field in getattr(tree, "__struct_fields__", ()):
                    self.look(getattr(tree, field), bound, in_filter)

    def _name(self, name: Name, path: tuple[str, ...], bound: frozenset[str], in_filter: bool) -> None:
        self.all.append(name)
        if path[0] not in bound:
            self.facts.append(name)
            if in_filter:
                self.filtered.add(name)

    def _loops(self, loops: Any, bound: frozenset[str], in_filter: bool) -> frozenset[str]:
        for loop in loops:
            self.look(loop.source, bound, in_filter)
            self.look(loop.until, bound, in_filter)
            bound = bound | {loop.name}
        return bound
