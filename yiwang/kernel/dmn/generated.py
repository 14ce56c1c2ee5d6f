"""Decision tables as one generated function: cells of numbers, strings and booleans become plain Python.

A table is asked far more often than it is read. A cell that is not one of the usual kinds keeps its
compiled tests, called from the same function, so that every table has exactly one meaning; a property
test holds the generated function against the tests cell by cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from yiwang.kernel.feel.tree import Literal, Negation, Range, Test, UnaryTests
from yiwang.kernel.feel.values import value_of

Cell = tuple[int, UnaryTests | None, Callable[[Any, Any], bool | None]]  # input, tree, compiled tests
_DEEPEST = 4 * 40  # columns of indentation: Python allows a hundred levels
_SIGNS = {"<": "<", "<=": "<=", ">": ">", ">=": ">="}


class _Writer:
    """Collects the constants of a function and the kinds of input it asks about."""

    def __init__(self) -> None:
        self.constants: dict[str, Any] = {"Decimal": Decimal}
        self.kinds: set[str] = set()
        self._known: dict[tuple[type, Any], str] = {}

    def constant(self, value: Any) -> str:
        """Return the name of a constant; equal plain ones share it, so that equal cells read the same."""
        key = (
            (type(value), repr(value)) if isinstance(value, Decimal | str | frozenset) else (type, id(value))
        )
        if key not in self._known:
            self._known[key] = f"c{len(self.constants)}"
            self.constants[self._known[key]] = value
        return self._known[key]

    def fetch(self, at: int, column: Column) -> str:
        run = f"{self.constant(value_of)}({self.constant(column.run)}(facts))"
        if column.kind is None:
            return f"    v{at} = {run}\n"
        kind, name = self.constant(column.kind), self.constant(column.name)
        return f"    v{at} = facts.get({name})\n    if type(v{at}) is not {kind}: v{at} = {run}\n"

    def number(self, at: int) -> str:
        self.kinds.add(f"    d{at} = type(v{at}) is Decimal\n")
        return f"d{at}"

    def string(self, at: int) -> str:
        self.kinds.add(f"    s{at} = type(v{at}) is str\n")
        return f"s{at}"

    def cell(self, cell: Cell) -> str:
        at, tree, compiled = cell
        written = self._tests(at, tree) if tree is not None else None
        return written or f"{self.constant(compiled)}(v{at}, facts) is True"

    def _tests(self, at: int, tree: UnaryTests) -> str | None:
        strings = [test.value for test in tree.tests if isinstance(test, Literal) and type(test.value) is str]
        if len(strings) == len(tree.tests) > 0:
            known = self.constant(frozenset(strings))
            if tree.negated:  # null is not one of them either
                return f"(({self.string(at)} and v{at} not in {known}) or v{at} is None)"
            return f"({self.string(at)} and v{at} in {known})"
        if tree.negated or tree.always:
            return None
        parts = [self._test(at, test) for test in tree.tests]
        known_parts = [part for part in parts if part is not None]
        return f"({' or '.join(known_parts)})" if len(known_parts) == len(parts) else None

    def _test(self, at: int, test: Any) -> str | None:
        match test:
            case Literal(bool(value)):
                return f"v{at} is {value}"
            case Literal(None):
                return f"v{at} is None"
            case Test("=", operand) if (number := _number(operand)) is not None:
                return f"({self.number(at)} and v{at} == {self.constant(number)})"
            case Test(sign, operand) if sign in _SIGNS and (number := _number(operand)) is not None:
                return f"({self.number(at)} and v{at} {_SIGNS[sign]} {self.constant(number)})"
            case Range(low, high, low_included, high_included):
                start, end = _number(low), _number(high)
                if start is None or end is None:
                    return None
                before, after = "<=" if low_included else "<", "<=" if high_included else "<"
                bounds = f"{self.constant(start)} {before} v{at} {after} {self.constant(end)}"
                return f"({self.number(at)} and {bounds})"
        number = _number(test)
        return f"({self.number(at)} and v{at} == {self.constant(number)})" if number is not None else None


def _number(tree: Any) -> Decimal | None:
    if isinstance(tree, Negation):
        inner = _number(tree.operand)
        return None if inner is None else -inner
    return tree.value if isinstance(tree, Literal) and type(tree.value) is Decimal else None


def _branches(rows: list[tuple[int, list[str]]], indent: str, first: bool) -> Iterator[str]:
    """Write rows in their order; neighbours that begin with the same condition ask it once."""
    at = 0
    while at < len(rows):
        number, conditions = rows[at]
        if not conditions or len(indent) > _DEEPEST:
            yield f"{indent}if {' and '.join(conditions) or 'True'}:\n"
            yield f"{indent}    return ({number},)\n" if first else f"{indent}    hits += ({number},)\n"
            at += 1
            continue
        end = at
        while end < len(rows) and rows[end][1][:1] == conditions[:1]:
            end += 1
        yield f"{indent}if {conditions[0]}:\n"
        yield from _branches([(row, rest[1:]) for row, rest in rows[at:end]], f"{indent}    ", first)
        at = end


class Column(msgspec.Struct, frozen=True):
    """How the value of an input is found: `run` always; from the fact `name` where that is of `kind`."""

    run: Callable[[Any], Any]
    name: str = ""
    kind: type | None = None


def matcher(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, first: bool
) -> Callable[[Any], tuple[int, ...]]:
    """Return a function of the facts that gives the rows that match, from 0.

    With `first` it stops at the first.
    """
    writer = _Writer()
    fetch = [writer.fetch(at, column) for at, column in enumerate(columns)]
    conditions = [(number, [writer.cell(cell) for cell in cells]) for number, cells in enumerate(rows)]
    body = list(_branches(conditions, "    ", first))
    lines = ["def match(facts):\n", *fetch, *sorted(writer.kinds)]
    lines += ["    hits = ()\n", *body, "    return hits\n"]
    space: dict[str, Any] = {"__builtins__": {"type": type, "str": str}, **writer.constants}
    # Every name and constant in it is made above; texts of the table stand in `constants` only.
    exec(compile("".join(lines), "<decision table>", "exec"), space)  # noqa: S102
    made: Callable[[Any], tuple[int, ...]] = space["match"]
    return made
