"""From the tree to closures: an expression is read once and then only run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any

from yiwang.kernel.feel import forms, values
from yiwang.kernel.feel.arithmetic import negative, operation
from yiwang.kernel.feel.builtins import BUILTINS
from yiwang.kernel.feel.error import FeelError, Unreadable, unknown_name
from yiwang.kernel.feel.forms import Facts, Run
from yiwang.kernel.feel.names_used import Used, used_by
from yiwang.kernel.feel.parser import parse, parse_unary_tests
from yiwang.kernel.feel.properties import follow, part_of
from yiwang.kernel.feel.tree import (
    Between,
    Call,
    Choice,
    Definition,
    Entries,
    Filter,
    For,
    In,
    InstanceOf,
    Literal,
    Name,
    Negation,
    Not,
    Operation,
    Path,
    Quantified,
    Range,
    Sequence,
    Test,
    Tree,
    UnaryTests,
)
from yiwang.kernel.feel.types import Type, is_instance

_ARITHMETIC_SIGNS = frozenset({"+", "-", "*", "/", "**"})
_MISSING = object()


class Expression:
    """An expression ready to run.

    Attributes:
        text: as written.
        names: the facts it asks for, first parts of paths only (`site` of `site.area`).
        paths: the same in full (`site.area`).
        fixed: it is the same under all facts.
        tree: what it was read to.
    """

    __slots__ = ("_run", "fixed", "names", "paths", "text", "tree")

    def __init__(self, text: str, tree: Tree, used: Used, run: Run) -> None:
        self.text = text
        self.tree = tree
        self.fixed = used.fixed
        self.names = frozenset(name.path[0] for name in used.facts)
        self.paths = frozenset(".".join(name.path) for name in used.facts)
        self._run = run

    def evaluate(self, facts: Facts) -> Any:
        """Return the value under `facts`; null for what is unknown or makes no sense.

        Never raises. `facts["now()"]`, an aware datetime, is what `now()` and `today()` give.
        """
        return self._run(facts)

    def holds(self, facts: Facts) -> bool:
        """Return whether the value is true: null and everything else is not."""
        return self._run(facts) is True

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"


class Tests:
    """A cell of a decision table ready to run: does a value pass its tests?"""

    __slots__ = ("matches", "names", "text", "tree")
    __test__ = False  # pytest would collect a class of this name

    def __init__(
        self, text: str, tree: UnaryTests, used: Used, run: Callable[[Any, Facts], bool | None]
    ) -> None:
        self.text = text
        self.tree = tree
        self.names = frozenset(name.path[0] for name in used.facts) - {"?"}
        self.matches = run

    def __repr__(self) -> str:
        return f"Tests({self.text!r})"


def compile_expression(
    text: str,
    names: Collection[str] | None = None,
    types: Mapping[str, Type] | None = None,
    *,
    strict: bool = False,
) -> Expression | FeelError:
    """Read `text` once.

    Args:
        names: what is known, so that names of several words are read as one; entries of contexts, too.
        types: types by name, beside the built-in ones, for `instance of` and parameters.
        strict: a name that is none of `names` is an error; otherwise it is null.
    """
    try:
        tree = parse(text, names or (), types)
        used = used_by(tree, names)
        if strict:
            _refuse_unknown(used, names or ())
    except Unreadable as unreadable:
        return unreadable.error
    run = _compile(tree)
    if used.fixed:
        fixed = run({})
        return Expression(text, tree, used, lambda facts: fixed)
    return Expression(text, tree, used, run)


def compile_unary_tests(
    text: str, names: Collection[str] | None = None, types: Mapping[str, Type] | None = None
) -> Tests | FeelError:
    """Read a cell of a decision table once: `< 5, [7..9]`, `not("a")`, `-`, `? > limit`."""
    try:
        tree = parse_unary_tests(text, names or (), types)
    except Unreadable as unreadable:
        return unreadable.error
    used = used_by(tree, names)
    run = _unary(tree)
    if used.asks_value:
        bound = run
        return Tests(text, tree, used, lambda one, facts: bound(one, {**facts, "?": one}))
    return Tests(text, tree, used, run)


def _refuse_unknown(used: Used, names: Collection[str]) -> None:
    for name in used.facts:
        if name.path[0] not in names and not used.in_filter(name):
            raise unknown_name(name.column, name.path[0], tuple(sorted(names)))


def _compile(tree: Tree) -> Run:
    match tree:
        case Literal(value):
            return lambda facts: value
        case Name(path):
            return _name(path)
        case Path(operand, name):
            inner = _compile(operand)
            return lambda facts: part_of(inner(facts), name)
        case Negation(operand):
            inner = _compile(operand)
            return lambda facts: negative(inner(facts))
        case Not(operand):
            inner = _compile(operand)
            return lambda facts: values.negated(forms.one_of(inner(facts)))
        case Operation(sign, left, right):
            return _operation(sign, left, right)
        case Between(value, low, high):
            one, from_, to = _compile(value), _compile(low), _compile(high)
            return lambda facts: values.within(one(facts), from_(facts), to(facts))
        case In(value, tests):
            return _membership(_compile(value), tests)
        case Range(low, high, low_included, high_included):
            return forms.interval(_compile(low), _compile(high), low_included, high_included)
        case Sequence(items):
            runs = [_compile(item) for item in items]
            return lambda facts: [run(facts) for run in runs]
        case Choice(condition, yes, no):
            when, then, otherwise = _compile(condition), _compile(yes), _compile(no)
            return lambda facts: then(facts) if when(facts) is True else otherwise(facts)
        case Test() | UnaryTests():
            return lambda facts: None
    return _compile_scoped(tree)


def _compile_scoped(tree: Tree) -> Run:
    match tree:
        case Entries(entries):
            return forms.entries([(key, _compile(value)) for key, value in entries])
        case For(loops, result):
            steps = [_step(loop) for loop in loops]
            asks = any(name.path[0] == "partial" for name in used_by(result, None).all)
            return forms.for_each(steps, _compile(result), asks)
        case Quantified(every, loops, condition):
            return forms.quantified(every, [_step(loop) for loop in loops], _compile(condition))
        case Filter(operand, condition):
            return forms.filtered(_compile(operand), _compile(condition))
        case Call(function, arguments, names):
            return _call(function, tuple(_compile(one) for one in arguments), names)
        case Definition(parameters, body):
            return forms.definition(parameters, _compile(body) if body is not None else None)
        case InstanceOf(value, kind):
            return _instance(_compile(value), kind)
    raise AssertionError(f"no way to compile {tree!r}")


def _instance(one: Run, kind: Type | None) -> Run:
    if kind is None:
        return lambda facts: None
    return lambda facts: is_instance(one(facts), kind)


def _step(loop: Any) -> forms.Step:
    until = _compile(loop.until) if loop.until is not None else None
    return forms.Step(loop.name, _compile(loop.source), until)


def _name(path: tuple[str, ...]) -> Run:
    first, rest = path[0], path[1:]
    value_of = values.value_of
    if rest:
        return lambda facts: follow(value_of(facts.get(first)), rest)
    function = BUILTINS.get(first)
    if function is None:
        return lambda facts: value_of(facts.get(first))

    def run(facts: Facts) -> Any:
        found = facts.get(first, _MISSING)
        return function if found is _MISSING else value_of(found)

    return run


def _call(function: Tree, arguments: tuple[Run, ...], names: tuple[str, ...]) -> Run:
    if isinstance(function, Name) and function.path[0] in ("now", "today") and not arguments:
        return forms.moment(function.path[0])
    return forms.call(_compile(function), arguments, names)


def _operation(sign: str, left: Tree, right: Tree) -> Run:
    one, other = _compile(left), _compile(right)
    if sign == "and":
        return _and(one, other)
    if sign == "or":
        return _or(one, other)
    if sign in _ARITHMETIC_SIGNS:
        make = operation(sign)
        return lambda facts: make(one(facts), other(facts))
    comparison = values.COMPARISONS[sign]
    if isinstance(right, Literal) and type(right.value) is Decimal:
        test = _against(sign, right.value)
        return lambda facts: test(one(facts), facts)
    return lambda facts: comparison(one(facts), other(facts))


def _and(one: Run, other: Run) -> Run:
    def run(facts: Facts) -> bool | None:
        left = one(facts)
        return False if left is False else values.both(left, other(facts))

    return run


def _or(one: Run, other: Run) -> Run:
    def run(facts: Facts) -> bool | None:
        left = one(facts)
        return True if left is True else values.either(left, other(facts))

    return run


def _membership(value: Run, tests: tuple[Tree, ...]) -> Run:
    runs = [_test(test) for test in tests]

    def run(facts: Facts) -> bool | None:
        one = value(facts)
        result: bool | None = False
        for test in runs:
            result = values.either(result, test(one, facts))
        return result

    return run


def _test(test: Tree) -> Callable[[Any, Facts], bool | None]:
    if isinstance(test, Test):
        if isinstance(test.operand, Literal) and type(test.operand.value) is Decimal:
            return _against(test.sign, test.operand.value)
        comparison, operand = values.COMPARISONS[test.sign], _compile(test.operand)
        return lambda one, facts: comparison(one, operand(facts))
    if isinstance(test, Literal):
        wanted, same = test.value, values.same
        return lambda one, facts: same(one, wanted)
    inner = _compile(test)
    return lambda one, facts: values.member(one, inner(facts))


def _against(sign: str, bound: Decimal) -> Callable[[Any, Facts], bool | None]:
    """Compare with a number that is known beforehand: the usual cell of a decision table."""
    other = values.COMPARISONS[sign]
    match sign:
        case "<":
            return lambda one, facts: one < bound if type(one) is Decimal else other(one, bound)
        case "<=":
            return lambda one, facts: one <= bound if type(one) is Decimal else other(one, bound)
        case ">":
            return lambda one, facts: one > bound if type(one) is Decimal else other(one, bound)
        case ">=":
            return lambda one, facts: one >= bound if type(one) is Decimal else other(one, bound)
        case "=":
            return lambda one, facts: one == bound if type(one) is Decimal else other(one, bound)
    return lambda one, facts: one != bound if type(one) is Decimal else other(one, bound)


def _unary(tree: UnaryTests) -> Callable[[Any, Facts], bool | None]:
    if tree.always:
        return lambda one, facts: True
    runs = [_unary_test(test) for test in tree.tests]
    if len(runs) == 1 and not tree.negated:
        only = runs[0]
        return lambda one, facts: only(values.value_of(one), facts)
    negated = tree.negated

    def run(one: Any, facts: Facts) -> bool | None:
        one = values.value_of(one)
        result: bool | None = False
        for test in runs:
            result = values.either(result, test(one, facts))
            if result is True:
                break
        return values.negated(result) if negated else result

    return run


def _unary_test(test: Tree) -> Callable[[Any, Facts], bool | None]:
    if isinstance(test, Test | Literal | Range):
        return _test(test)
    inner = _compile(test)
    if used_by(test, None).asks_value:
        return lambda one, facts: forms.truth(inner(facts))

    def run(one: Any, facts: Facts) -> bool | None:
        return values.member(one, inner(facts))

    return run


__all__ = ["Expression", "Facts", "Tests", "compile_expression", "compile_unary_tests"]
