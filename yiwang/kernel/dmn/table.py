"""Decision tables: which rules match, and what the hit policy makes of them.

Source: DMN 1.5, 8.2.10 (hit policies), 8.2.11 (default outputs), 10.3.2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import zip_longest
from typing import Any

from yiwang.kernel.dmn.generated import Cell, Column, matcher
from yiwang.kernel.dmn.model import Literal, Output, Rule, Table
from yiwang.kernel.dmn.scope import ASKING, Asking, Hit, Workshop, troubled
from yiwang.kernel.feel import FeelError, Interval, compile_unary_tests
from yiwang.kernel.feel.builtins import BUILTINS
from yiwang.kernel.feel.forms import Facts, Run
from yiwang.kernel.feel.values import member, same, value_of

Outputs = list[tuple[Any, ...]]
Answer = Callable[[Outputs, Facts], Any]
_AGGREGATORS = {"SUM": "sum", "MIN": "min", "MAX": "max", "COUNT": "count"}


class Row:
    """A rule ready to run. `fixed` holds its results where they are the same under all facts."""

    __slots__ = ("cells", "fixed", "number", "results", "rule")

    def __init__(self, number: int, rule: Rule, cells: list[Cell], results: list[Run], fixed: bool) -> None:
        self.number = number
        self.rule = rule
        self.cells = cells
        self.results = results
        self.fixed = tuple(result({}) for result in results) if fixed else None


def table(written: Table, shop: Workshop) -> Run:
    """Make a table ready to run."""
    inputs = [shop.literal(one.expression) for one in written.inputs]
    rows = [_row(number, rule, shop) for number, rule in enumerate(written.rules, 1)]
    first_only = written.hit_policy == "FIRST"
    columns = [_column(one.expression, run, shop) for one, run in zip(written.inputs, inputs, strict=True)]
    matching = matcher(columns, [row.cells for row in rows], first=first_only)
    answer = _policy(written, shop)
    known: dict[tuple[int, ...], Any] = {}

    def run(facts: Facts) -> Any:
        hits = matching(facts)
        asking = facts.get(ASKING)
        traced = asking is not None and asking.traced
        if not traced and (value := known.get(hits, known)) is not known:
            return value
        found = [rows[hit] for hit in hits]
        outputs = [_results(row, facts) for row in found]
        if traced and isinstance(asking, Asking):
            values = [value_of(one(facts)) for one in inputs]
            asking.hits += _hits(written, found, values, outputs)
        return answer(outputs, facts)

    if not any(one.default is not None for one in written.outputs) and not written.aggregation:
        known[()] = None
    for row in rows if first_only or written.hit_policy == "UNIQUE" else ():
        _keep(row, answer, known)
    return run


def _column(expression: Literal, run: Run, shop: Workshop) -> Column:
    """Let the usual input, the name of a fact with a plain type, be fetched without a call."""
    name, kind = shop.plain_fact(expression)
    return Column(run, name, kind) if kind is not None else Column(run)


def _results(row: Row, facts: Facts) -> tuple[Any, ...]:
    return row.fixed if row.fixed is not None else tuple(result(facts) for result in row.results)


def _keep(row: Row, answer: Answer, known: dict[tuple[int, ...], Any]) -> None:
    """Work out beforehand what one rule alone answers, if that is always the same and no trouble."""
    if row.fixed is None:
        return
    asking = Asking(traced=False)
    value = answer([row.fixed], {ASKING: asking})
    if not asking.troubles and not isinstance(value, dict | list):  # those may be changed by who gets them
        known[row.number - 1,] = value


def _hits(written: Table, found: list[Row], values: list[Any], outputs: list[tuple[Any, ...]]) -> list[Hit]:
    hits = []
    for row, output in zip(found, outputs, strict=True):
        cells = zip(written.inputs, values, row.rule.tests, strict=False)
        asked = tuple((one.expression.text, value, cell.text) for one, value, cell in cells)
        hits.append(Hit(row.number, row.rule.id, asked, output, _notes(written, row)))
    return hits


def _notes(written: Table, row: Row) -> tuple[tuple[str, str], ...]:
    """Return the annotations of a rule with the names of their columns."""
    pairs = zip_longest(written.notes, row.rule.notes, fillvalue="")
    return tuple((name, text) for name, text in pairs if text)


def _row(number: int, rule: Rule, shop: Workshop) -> Row:
    cells: list[Cell] = []
    for at, cell in enumerate(rule.tests):
        if cell.text and cell.text != "-":
            cells.append(_cell(at, cell, shop))
    fixed = all(shop.is_fixed(cell) for cell in rule.results)
    return Row(number, rule, cells, [shop.literal(cell) for cell in rule.results], fixed)


def _cell(at: int, cell: Literal, shop: Workshop) -> Cell:
    made = compile_unary_tests(cell.text, shop.names, shop.types.known)
    if not isinstance(made, FeelError):
        return at, made.tree, made.matches
    broken = shop.broken("dmn.unreadable", cell.line, made.zh, made.en)
    return at, None, lambda value, facts: broken(facts)


def _policy(written: Table, shop: Workshop) -> Answer:
    one = _one_output(written.outputs, shop)
    default = _default(written.outputs, shop, one)
    element = shop.element
    policy = _POLICIES.get(written.hit_policy)
    if policy is None:
        zh, en = f"没有命中策略 {written.hit_policy}。", f"there is no hit policy {written.hit_policy}."
        broken = shop.broken("dmn.policy", written.line, zh, en)
        return lambda outputs, facts: broken(facts)
    order = _priorities(written.outputs, shop)
    aggregate = _AGGREGATORS.get(written.aggregation)

    def answer(outputs: Outputs, facts: Facts) -> Any:
        if not outputs:
            if default is not None:
                return default(facts)
            if aggregate == "count":
                return value_of(0)
            return None
        if aggregate and written.hit_policy == "COLLECT":
            return BUILTINS[aggregate](([one(output, facts) for output in outputs],))
        return policy(outputs, facts, one, order, element)

    return answer


def _one_output(outputs: tuple[Output, ...], shop: Workshop) -> Callable[[tuple[Any, ...], Facts], Any]:
    kinds = [shop.typed(_held, output.type_ref) for output in outputs]
    if len(outputs) == 1:
        only = kinds[0]
        return lambda values, facts: only({**facts, _HELD: values[0]})
    names = [output.name for output in outputs]

    def several(values: tuple[Any, ...], facts: Facts) -> dict[str, Any]:
        return {
            name: kind({**facts, _HELD: value})
            for name, kind, value in zip(names, kinds, values, strict=False)
        }

    return several


_HELD = "\0held"


def _held(facts: Mapping[str, Any]) -> Any:
    return facts[_HELD]


def _default(
    outputs: tuple[Output, ...], shop: Workshop, one: Callable[[tuple[Any, ...], Facts], Any]
) -> Run | None:
    if not any(output.default is not None for output in outputs):
        return None
    runs = [shop.literal(output.default) if output.default is not None else _nothing for output in outputs]
    return lambda facts: one(tuple(run(facts) for run in runs), facts)


def _nothing(facts: Facts) -> None:
    return None


Order = Callable[[tuple[Any, ...]], tuple[int, ...]]


def _priorities(outputs: tuple[Output, ...], shop: Workshop) -> Order:
    """Rank outputs by their lists of values, the first column first; what stands in no list is last."""
    ranks: list[list[Any]] = []
    for output in outputs:
        values = (
            shop.literal(Literal(text=f"[{output.values}]", line=output.line))({}) if output.values else []
        )
        ranks.append(values if isinstance(values, list) else [])

    def rank(values: tuple[Any, ...]) -> tuple[int, ...]:
        found = []
        for value, known in zip(values, ranks, strict=False):
            at = (place for place, one in enumerate(known) if _is_at(value, one))
            found.append(next(at, len(known)))
        return tuple(found)

    return rank


def _is_at(value: Any, one: Any) -> bool:
    return (member(value, one) if isinstance(one, Interval) else same(value, one)) is True


One = Callable[[tuple[Any, ...], Facts], Any]


def _unique(outputs: Outputs, facts: Facts, one: One, order: Order, element: str) -> Any:
    if len(outputs) > 1:
        zh, en = (
            f"{element}: 唯一命中的表有 {len(outputs)} 条规则命中。",
            f"{element}: {len(outputs)} rules match where one may.",
        )
        return troubled(facts, "dmn.hits", element, zh, en)
    return one(outputs[0], facts)


def _any(outputs: Outputs, facts: Facts, one: One, order: Order, element: str) -> Any:
    first = list(outputs[0])
    if any(same(list(other), first) is not True for other in outputs[1:]):
        zh, en = f"{element}: 命中的规则结论不一。", f"{element}: the rules that match do not agree."
        return troubled(facts, "dmn.hits", element, zh, en)
    return one(outputs[0], facts)


def _first(outputs: Outputs, facts: Facts, one: One, order: Order, element: str) -> Any:
    return one(outputs[0], facts)


def _priority(outputs: Outputs, facts: Facts, one: One, order: Order, element: str) -> Any:
    return one(min(outputs, key=order), facts)


def _all(outputs: Outputs, facts: Facts, one: One, order: Order, element: str) -> Any:
    return [one(output, facts) for output in outputs]


def _ordered(outputs: Outputs, facts: Facts, one: One, order: Order, element: str) -> Any:
    return [one(output, facts) for output in sorted(outputs, key=order)]


_POLICIES: dict[str, Callable[[Outputs, Facts, One, Order, str], Any]] = {
    "UNIQUE": _unique,
    "ANY": _any,
    "FIRST": _first,
    "PRIORITY": _priority,
    "RULE ORDER": _all,
    "COLLECT": _all,
    "OUTPUT ORDER": _ordered,
}
