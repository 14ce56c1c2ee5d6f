"""Decision tables whose cells ask several inputs at once, proved by an SMT solver (z3, optional).

`yiwang.kernel.dmn.cover` cuts each input into atoms, which needs cells that ask their own column only. A
cell such as `> income * 0.3` is a formula over several inputs: here each cell becomes a pair of formulas,
when it is true and when it is false (FEEL has three values: null makes neither), and the solver looks for
inputs that no rule takes, or that two take. What it finds is asked of the engine before it is said.
Without the solver, or for what has no formula (functions, lists, texts joined), the cell stays undecided.
Source: DMN 1.5, 8.2.8 (hit policies), 10.3.2.2 (three-valued comparison).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from importlib.util import find_spec
from itertools import combinations
from typing import Any, NamedTuple

import msgspec

from yiwang.kernel.dmn.cover import Domain, Flaw
from yiwang.kernel.dmn.model import Table
from yiwang.kernel.feel import FeelError, compile_expression, compile_unary_tests
from yiwang.kernel.feel.builtins.conversions import written
from yiwang.kernel.feel.temporal import Date, from_day_number
from yiwang.kernel.feel.temporal_text import parse_date
from yiwang.kernel.feel.tree import (
    Between,
    Call,
    Literal,
    Name,
    Negation,
    Not,
    Operation,
    Range,
    Test,
    UnaryTests,
)

z3: Any = import_module("z3") if find_spec("z3") else None  # an extra: pip install yiwang[proof]

NUMBER, TEXT, FLAG, DAY = "number", "string", "boolean", "date"
RULES_AT_MOST = 60  # pairs of rules are asked one by one
EFFORT = 2_000_000  # of the solver for one question, in its own steps: the same everywhere, unlike seconds


class _Beyond(Exception):
    """A cell has no formula."""


class Truth(NamedTuple):
    """When a test is true, and when it is false. Under null it is neither."""

    yes: Any
    no: Any


class Value(NamedTuple):
    """A value as a term, its kind, and when it is known."""

    term: Any
    kind: str
    known: Any


def can_prove() -> bool:
    """Say whether the solver is installed."""
    return z3 is not None


def examine_crossed(
    table: Table, kinds: Mapping[str, str], domains: Mapping[str, Domain]
) -> list[Flaw] | None:
    """Return the flaws of a table whose cells ask several inputs, None where they cannot be proved.

    Args:
        kinds: the built-in type of each fact that columns and cells name.
        domains: what each fact can be.
    """
    if z3 is None or len(table.rules) > RULES_AT_MOST:
        return None
    space = _Space(kinds, domains)
    try:
        rules = [space.rule(table, number) for number in range(len(table.rules))]
        return list(_flaws(table, space, rules))
    except _Beyond:
        return None


def _flaws(table: Table, space: _Space, rules: list[Any]) -> Iterator[Flaw]:
    single = table.hit_policy in ("UNIQUE", "ANY", "PRIORITY", "FIRST")
    if single and not any(output.default is not None for output in table.outputs):
        facts = space.example(*[z3.Not(one) for one in rules])
        if facts is not None:
            _confirm(table, facts, set())
            yield Flaw("gap", (), table.line, _said(facts))
    for at, one in enumerate(rules):
        above = rules[:at] if table.hit_policy == "FIRST" else []
        if space.example(one, *[z3.Not(other) for other in above]) is None:
            yield Flaw("unreachable", (at + 1,), table.rules[at].line)
    if table.hit_policy in ("UNIQUE", "ANY"):
        yield from _overlaps(table, space, rules)


def _overlaps(table: Table, space: _Space, rules: list[Any]) -> Iterator[Flaw]:
    given = [tuple(cell.text for cell in rule.results) for rule in table.rules]
    for low, high in sorted(combinations(range(len(rules)), 2), key=lambda pair: (pair[1], pair[0])):
        if table.hit_policy == "ANY" and given[low] == given[high]:
            continue
        facts = space.example(rules[low], rules[high])
        if facts is not None:
            _confirm(table, facts, {low + 1, high + 1})
            yield Flaw("overlap", (low + 1, high + 1), table.rules[high].line, _said(facts))


def _confirm(table: Table, facts: Mapping[str, Any], wanted: set[int]) -> None:
    """Ask the engine about an example. If it says otherwise, nothing is proved."""
    matching = set(_matching(table, facts))
    if (wanted and not wanted <= matching) or (not wanted and matching):
        raise _Beyond


class _Space:
    """The facts of one table as terms."""

    def __init__(self, kinds: Mapping[str, str], domains: Mapping[str, Domain]) -> None:
        self.kinds = kinds
        self.domains = domains
        self.facts: dict[str, Value] = {}
        self.limits: list[Any] = []

    def fact(self, name: str) -> Value:
        """Return the term of a fact, made on the first asking with all that is known about it."""
        if name in self.facts:
            return self.facts[name]
        kind, domain = self.kinds.get(name, ""), self.domains.get(name, Domain())
        if kind == NUMBER:
            term = z3.ToReal(z3.Int(name)) if domain.whole else z3.Real(name)
        elif kind == DAY:
            term = z3.ToReal(z3.Int(name))
        elif kind == TEXT:
            term = z3.String(name)
        elif kind == FLAG:
            term = z3.Bool(name)
        else:
            raise _Beyond
        known = z3.Bool(f"{name} is known") if domain.empty else z3.BoolVal(True)
        value = self.facts[name] = Value(term, kind, known)
        if domain.values:
            tests = compile_unary_tests(domain.values)
            if isinstance(tests, FeelError):
                raise _Beyond
            self.limits.append(z3.Implies(known, self.tests(tests.tree, value).yes))
        return value

    def rule(self, table: Table, number: int) -> Any:
        """Return when a rule matches."""
        parts = []
        for at, column in enumerate(table.inputs):
            cell = table.rules[number].tests[at].text if at < len(table.rules[number].tests) else "-"
            tests = compile_unary_tests(cell or "-")
            asked = compile_expression(column.expression.text)
            if isinstance(tests, FeelError) or isinstance(asked, FeelError):
                raise _Beyond
            if not tests.tree.always:
                parts.append(self.tests(tests.tree, self.value(asked.tree)).yes)
        return z3.And(*parts) if parts else z3.BoolVal(True)

    def tests(self, tree: UnaryTests, value: Value) -> Truth:
        """Return when a cell holds for a value."""
        made = _any([self._test(one, value) for one in tree.tests])
        return Truth(made.no, made.yes) if tree.negated else made

    def _test(self, tree: Any, value: Value) -> Truth:
        match tree:
            case Test(sign, operand):
                return _compared(sign, value, self.value(operand, value))
            case Range(low, high, low_included, high_included):
                ends = self.value(low, value), self.value(high, value)
                return _all(
                    [
                        _compared(">=" if low_included else ">", value, ends[0]),
                        _compared("<=" if high_included else "<", value, ends[1]),
                    ]
                )
            case Literal(None):
                return Truth(z3.Not(value.known), value.known)
        if _asks_value(tree):
            return self._truth(tree, value)
        return _compared("=", value, self.value(tree))

    def _truth(self, tree: Any, value: Value | None = None) -> Truth:
        """Return when a condition is true; `?` in it is `value`."""
        match tree:
            case Literal(bool() as flag):
                return Truth(z3.BoolVal(flag), z3.BoolVal(not flag))
            case Not(operand):
                inner = self._truth(operand, value)
                return Truth(inner.no, inner.yes)
            case Operation("and", left, right):
                return _all([self._truth(left, value), self._truth(right, value)])
            case Operation("or", left, right):
                return _any([self._truth(left, value), self._truth(right, value)])
            case Operation(sign, left, right) if sign in _COMPARED:
                return _compared(sign, self.value(left, value), self.value(right, value))
            case Between(asked, low, high):
                one = self.value(asked, value)
                ends = self.value(low, value), self.value(high, value)
                return _all([_compared(">=", one, ends[0]), _compared("<=", one, ends[1])])
            case Name():
                one = self.value(tree, value)
                if one.kind == FLAG:
                    return Truth(z3.And(one.known, one.term), z3.And(one.known, z3.Not(one.term)))
        raise _Beyond

    def value(self, tree: Any, own: Value | None = None) -> Value:
        """Return an expression as a term; `?` in it is `own`."""
        match tree:
            case Name(("?",)) if own is not None:
                return own
            case Name((name,)):
                return self.fact(name)
            case Negation(operand):
                one = self.value(operand, own)
                if one.kind == NUMBER:
                    return Value(-one.term, NUMBER, one.known)
            case Operation(sign, left, right) if sign in _COUNTED:
                first, second = self.value(left, own), self.value(right, own)
                if (first.kind, second.kind) == (NUMBER, NUMBER):
                    known = z3.And(first.known, second.known)
                    if sign == "/":
                        known = z3.And(known, second.term != 0)
                    return Value(_COUNTED[sign](first.term, second.term), NUMBER, known)
        return _written_out(tree)

    def example(self, *parts: Any) -> dict[str, Any] | None:
        """Return facts under which all parts hold, None if there are none.

        Whole numbers are looked for first, then such of two decimals: an example is for a reader.
        Raises _Beyond where the solver gives up, and where a number has no end in decimals.
        """
        free = self._solved(parts)
        if free is None:
            return None
        numbers = [one.term for one in self.facts.values() if one.kind == NUMBER]
        for step in (1, 100):
            try:
                found = self._solved([*parts, *[z3.IsInt(term * step) for term in numbers]])
            except _Beyond:
                continue
            if found is not None:
                return self._told(found)
        return self._told(free)

    def _solved(self, parts: Sequence[Any]) -> Any:
        solver = z3.Solver()
        solver.set("rlimit", EFFORT)
        solver.set("random_seed", 1)
        solver.add(*self.limits, *parts)
        answer = solver.check()
        if answer == z3.unknown:
            raise _Beyond
        return solver.model() if answer == z3.sat else None

    def _told(self, model: Any) -> dict[str, Any]:
        return {name: _told(model, value) for name, value in sorted(self.facts.items())}


def _matching(table: Table, facts: Mapping[str, Any]) -> list[int]:
    """Return which rules the engine itself says match, 1 for the first."""
    found = []
    values = []
    for column in table.inputs:
        asked = compile_expression(column.expression.text)
        values.append(None if isinstance(asked, FeelError) else asked.evaluate(facts))
    for number, rule in enumerate(table.rules, 1):
        cells = [compile_unary_tests(cell.text or "-") for cell in rule.tests]
        if all(
            not isinstance(cell, FeelError) and cell.matches(value, facts) is True
            for cell, value in zip(cells, values, strict=False)
        ):
            found.append(number)
    return found


def _said(facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((name, written(value)) for name, value in facts.items())


def _asks_value(tree: Any) -> bool:
    """Say whether `?` stands anywhere in a test."""
    match tree:
        case Name(path):
            return path[0] == "?"
        case tuple():
            return any(_asks_value(one) for one in tree)
        case msgspec.Struct():
            return any(_asks_value(getattr(tree, field)) for field in tree.__struct_fields__)
    return False


def _written_out(tree: Any) -> Value:
    """Return a value that stands in the cell as a term."""
    always = z3.BoolVal(True)
    match tree:
        case Literal(bool() as flag):
            return Value(z3.BoolVal(flag), FLAG, always)
        case Literal(Decimal() as number):
            return Value(_real(number), NUMBER, always)
        case Literal(str() as text):
            return Value(z3.StringVal(text), TEXT, always)
        case Literal(Date() as day):
            return Value(z3.RealVal(day.number), DAY, always)
        case Call(Name(("date",)), (Literal(str() as text),)):
            said = parse_date(text)
            if said is not None:
                return Value(z3.RealVal(said.number), DAY, always)
    raise _Beyond


def _real(number: Decimal) -> Any:
    whole = Fraction(number)
    return z3.RealVal(f"{whole.numerator}/{whole.denominator}")


def _told(model: Any, value: Value) -> Any:
    """Return what the solver chose, as a value of FEEL."""
    if not z3.is_true(model.eval(value.known, model_completion=True)):
        return None
    term = model.eval(value.term, model_completion=True)
    if value.kind == FLAG:
        return z3.is_true(term)
    if value.kind == TEXT:
        return term.as_string()
    whole = Fraction(term.numerator_as_long(), term.denominator_as_long())
    if value.kind == DAY:
        return from_day_number(int(whole))
    made = Decimal(whole.numerator) / Decimal(whole.denominator)
    if Fraction(made) != whole:
        raise _Beyond
    return made


def _compared(sign: str, left: Value, right: Value) -> Truth:
    if left.kind != right.kind or (left.kind in (TEXT, FLAG) and sign not in ("=", "!=")):
        raise _Beyond
    known, holds = z3.And(left.known, right.known), _COMPARED[sign](left.term, right.term)
    return Truth(z3.And(known, holds), z3.And(known, z3.Not(holds)))


def _all(parts: list[Truth]) -> Truth:
    return Truth(z3.And(*[one.yes for one in parts]), z3.Or(*[one.no for one in parts]))


def _any(parts: list[Truth]) -> Truth:
    return Truth(z3.Or(*[one.yes for one in parts]), z3.And(*[one.no for one in parts]))


_COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "=": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}
_COUNTED: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
}
