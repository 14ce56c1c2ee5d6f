"""The tree an expression is parsed to. Each node knows the column it begins at."""

from __future__ import annotations

from decimal import Decimal

import msgspec


class Literal(msgspec.Struct, frozen=True):
    """A number, a string, true, false or null."""

    value: Decimal | str | bool | None
    column: int


class Name(msgspec.Struct, frozen=True):
    """A name, with what is asked of its value by dots: `site.area` is ("site", "area")."""

    path: tuple[str, ...]
    column: int


class Negation(msgspec.Struct, frozen=True):
    """Minus a number."""

    operand: Tree
    column: int


class Not(msgspec.Struct, frozen=True):
    """`not(…)` of a boolean."""

    operand: Tree
    column: int


class Operation(msgspec.Struct, frozen=True):
    """Two operands and a sign: + - * / ** = != < <= > >= and or."""

    sign: str
    left: Tree
    right: Tree
    column: int


class Between(msgspec.Struct, frozen=True):
    """`value between low and high`, both ends included."""

    value: Tree
    low: Tree
    high: Tree
    column: int


class Range(msgspec.Struct, frozen=True):
    """`[low..high]`; a round or turned bracket leaves its end out."""

    low: Tree
    high: Tree
    low_included: bool
    high_included: bool
    column: int


class Test(msgspec.Struct, frozen=True):
    """`< 5` standing in the list of an `in`."""

    sign: str
    operand: Tree
    column: int


class In(msgspec.Struct, frozen=True):
    """`value in (a, [1..3], > 9)`: true if any of the tests holds."""

    value: Tree
    tests: tuple[Tree | Range | Test, ...]
    column: int


class Sequence(msgspec.Struct, frozen=True):
    """`[a, b, c]`."""

    items: tuple[Tree, ...]
    column: int


class Choice(msgspec.Struct, frozen=True):
    """`if condition then yes else no`."""

    condition: Tree
    yes: Tree
    no: Tree
    column: int


Tree = Literal | Name | Negation | Not | Operation | Between | In | Range | Sequence | Choice
