"""The tree an expression is parsed to. Each node knows the column it begins at."""

from __future__ import annotations

from typing import Any

import msgspec

from yiwang.kernel.feel.types import Type


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """What every node has."""

    column: int = 0


class Literal(Node, frozen=True):
    """A number, a string, true, false, null, or a date, time or duration after `@`."""

    value: Any


class Name(Node, frozen=True):
    """A name, with what is asked of its value by dots: `site.area` is ("site", "area")."""

    path: tuple[str, ...]


class Path(Node, frozen=True):
    """`operand.name`, where the operand is more than a name."""

    operand: Tree
    name: str


class Negation(Node, frozen=True):
    """Minus a number or a duration."""

    operand: Tree


class Not(Node, frozen=True):
    """`not(…)` of a boolean."""

    operand: Tree


class Operation(Node, frozen=True):
    """Two operands and a sign: + - * / ** = != < <= > >= and or."""

    sign: str
    left: Tree
    right: Tree


class Between(Node, frozen=True):
    """`value between low and high`, both ends included."""

    value: Tree
    low: Tree
    high: Tree


class Range(Node, frozen=True):
    """`[low..high]`; a round or turned bracket leaves its end out."""

    low: Tree
    high: Tree
    low_included: bool
    high_included: bool


class Test(Node, frozen=True):
    """`< 5` standing in the list of an `in` or in a cell."""

    sign: str
    operand: Tree


class In(Node, frozen=True):
    """`value in (a, [1..3], > 9)`: true if any of the tests holds."""

    value: Tree
    tests: tuple[Tree, ...]


class UnaryTests(Node, frozen=True):
    """What a cell of a decision table says: `-`, `< 5, [7..9]`, `not("a")`, `? > limit`."""

    tests: tuple[Tree, ...]
    negated: bool = False
    always: bool = False


class Sequence(Node, frozen=True):
    """`[a, b, c]`."""

    items: tuple[Tree, ...]


class Entries(Node, frozen=True):
    """`{a: 1, b: a + 1}`: each entry sees those before it."""

    entries: tuple[tuple[str, Tree], ...]


class Choice(Node, frozen=True):
    """`if condition then yes else no`."""

    condition: Tree
    yes: Tree
    no: Tree


class Loop(Node, frozen=True):
    """`name in source`, or `name in source..until`, of a `for`, `some` or `every`."""

    name: str
    source: Tree
    until: Tree | None = None


class For(Node, frozen=True):
    """`for x in a, y in b return result`; the result may ask for `partial`, what came so far."""

    loops: tuple[Loop, ...]
    result: Tree


class Quantified(Node, frozen=True):
    """`some` or `every x in a satisfies condition`."""

    every: bool
    loops: tuple[Loop, ...]
    condition: Tree


class Filter(Node, frozen=True):
    """`list[3]` or `list[item > 3]`."""

    operand: Tree
    condition: Tree


class Call(Node, frozen=True):
    """`function(a, b)` or `function(first: a, second: b)`: then `names` has as many names."""

    function: Tree
    arguments: tuple[Tree, ...]
    names: tuple[str, ...] = ()


class Definition(Node, frozen=True):
    """`function(a: number, b) body`; without a body where it is external, which runs nowhere."""

    parameters: tuple[tuple[str, Type], ...]
    body: Tree | None


class InstanceOf(Node, frozen=True):
    """`value instance of type`; a type nobody knows is None."""

    value: Tree
    type: Type | None


Tree = (
    Literal
    | Name
    | Path
    | Negation
    | Not
    | Operation
    | Between
    | Range
    | Test
    | In
    | UnaryTests
    | Sequence
    | Entries
    | Choice
    | For
    | Quantified
    | Filter
    | Call
    | Definition
    | InstanceOf
)
