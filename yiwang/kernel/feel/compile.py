"""From the tree to closures: an expression is read once and then only run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from yiwang.kernel.feel import values
from yiwang.kernel.feel.error import FeelError, Unreadable, unknown_name
from yiwang.kernel.feel.parser import parse
from yiwang.kernel.feel.tree import (
    Between,
    Choice,
    In,
    Literal,
    Name,
    Negation,
    Not,
    Operation,
    Range,
    Sequence,
    Test,
    Tree,
)

Facts = Mapping[str, Any]
Run = Callable[[Facts], Any]

_ARITHMETIC_SIGNS = frozenset({"+", "-", "*", "/", "**"})


class Expression:
    """An expression ready to run.

    Attributes:
        text: as written.
        names: the facts it asks for, first parts of paths only (`site` of `site.area`).
        paths: the same in full (`site.area`).
    """

    __slots__ = ("_run", "names", "paths", "text")

    def __init__(self, text: str, found: tuple[Name, ...], run: Run) -> None:
        self.text = text
        self.names = frozenset(name.path[0] for name in found)
        self.paths = frozenset(".".join(name.path) for name in found)
        self._run = run

    def evaluate(self, facts: Facts) -> Any:
        """Return the value under `facts`; null for what is unknown or makes no sense.

        Gives None, bool, Decimal, str, list, dates or mappings; never raises.
        """
        return self._run(facts)

    def holds(self, facts: Facts) -> bool:
        """Return whether the value is true: null and everything else is not."""
        return self._run(facts) is True

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"


def compile_expression(text: str, names: Collection[str] | None = None) -> Expression | FeelError:
    """Read `text` once. With `names`, a name that is none of them is an error, too."""
    try:
        tree = parse(text)
        found = tuple(_names_in(tree))
        if names is not None:
            for name in found:
                if name.path[0] not in names:
                    raise unknown_name(name.column, name.path[0], tuple(sorted(names)))
    except Unreadable as unreadable:
        return unreadable.error
    run = _compile(tree)
    if not found:
        fixed = run({})
        return Expression(text, found, lambda facts: fixed)
    return Expression(text, found, run)


def _names_in(tree: Any) -> list[Name]:
    if isinstance(tree, Name):
        return [tree]
    if isinstance(tree, tuple):
        return [name for part in tree for name in _names_in(part)]
    fields = getattr(tree, "__struct_fields__", ())
    return [name for field in fields for name in _names_in(getattr(tree, field))]


def _compile(tree: Tree | Test) -> Run:
    match tree:
        case Literal(value):
            return lambda facts: value
        case Name(path):
            return _name(path)
        case Negation(operand):
            inner = _compile(operand)
            return lambda facts: values.negative(inner(facts))
        case Not(operand):
            inner = _compile(operand)
            return lambda facts: values.negated(inner(facts))
        case Operation(sign, left, right):
            return _operation(sign, _compile(left), _compile(right))
        case Between(value, low, high):
            one, from_, to = _compile(value), _compile(low), _compile(high)
            return lambda facts: values.within(one(facts), from_(facts), to(facts))
        case In(value, tests):
            return _membership(_compile(value), tests)
        case Range(low, high, low_included, high_included):
            from_, to = _compile(low), _compile(high)
            return lambda facts: values.Interval(from_(facts), to(facts), low_included, high_included)
        case Sequence(items):
            runs = [_compile(item) for item in items]
            return lambda facts: [run(facts) for run in runs]
        case Choice(condition, yes, no):
            when, then, otherwise = _compile(condition), _compile(yes), _compile(no)
            return lambda facts: then(facts) if when(facts) is True else otherwise(facts)
    raise AssertionError(f"no way to compile {tree!r}")


def _name(path: tuple[str, ...]) -> Run:
    first, rest = path[0], path[1:]
    if rest:
        return lambda facts: values.follow(facts.get(first), rest)
    return lambda facts: values.value_of(facts.get(first))


def _operation(sign: str, left: Run, right: Run) -> Run:
    if sign == "and":
        return lambda facts: values.both(left(facts), right(facts))
    if sign == "or":
        return lambda facts: values.either(left(facts), right(facts))
    if sign in _ARITHMETIC_SIGNS:
        return lambda facts: values.arithmetic(sign, left(facts), right(facts))
    comparison = values.COMPARISONS[sign]
    return lambda facts: comparison(left(facts), right(facts))


def _membership(value: Run, tests: tuple[Tree | Range | Test, ...]) -> Run:
    runs = [_test(test) for test in tests]

    def run(facts: Facts) -> bool | None:
        one = value(facts)
        result: bool | None = False
        for test in runs:
            result = values.either(result, test(one, facts))
        return result

    return run


def _test(test: Tree | Range | Test) -> Callable[[Any, Facts], bool | None]:
    if isinstance(test, Test):
        comparison, operand = values.COMPARISONS[test.sign], _compile(test.operand)
        return lambda one, facts: comparison(one, operand(facts))
    inner = _compile(test)
    return lambda one, facts: values.member(one, inner(facts))
