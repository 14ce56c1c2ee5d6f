"""Where a decision table says something that its declared types do not allow.

Source: DMN 1.5, 7.3.3 (item definitions, allowed values), 8.2.11 (input and output clauses of tables).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from yiwang.kernel.dmn.cover import literals
from yiwang.kernel.dmn.domains import TypeSaid, type_said
from yiwang.kernel.dmn.model import Decision, FunctionDefinition, Input, Model, Output, Table
from yiwang.kernel.dmn.names import names_of
from yiwang.kernel.dmn.types import Types
from yiwang.kernel.feel import FeelError, compile_expression, compile_unary_tests
from yiwang.kernel.feel.builtins.conversions import written
from yiwang.kernel.feel.types import Anything, Type, conforms, named


class Misfit(msgspec.Struct, frozen=True):
    """A text that does not fit a type: its line, and what is wrong, with both."""

    line: int
    zh: str
    en: str


def misfits(model: Model) -> Iterator[Misfit]:
    """Yield what does not fit in the tables of a model, in the order of the file."""
    types = Types(model, {}, names_of([model]))
    declared = {one.variable.name: one.variable.type_ref for one in model.inputs}
    declared |= {one.variable.name: one.variable.type_ref for one in model.decisions}
    for name, table, answer in _tables(model):
        for at, column in enumerate(table.inputs):
            said = _said(model, column, declared)
            yield from _tests(name, table, at, said)
        for at, output in enumerate(table.outputs):
            type_ref = output.type_ref or (answer if len(table.outputs) == 1 else "")
            yield from _results(name, table, at, output, (type_ref, types.of(type_ref)))


def _tables(model: Model) -> Iterator[tuple[str, Table, str]]:
    """Yield each table with the name of its element, and the type of its answer where it gives but one."""
    for decision in model.decisions:
        if isinstance(decision.expression, Table):
            yield decision.name, decision.expression, _of_one(decision)
    for knowledge in model.knowledge:
        made = knowledge.function
        if isinstance(made, FunctionDefinition) and isinstance(made.body, Table):
            yield knowledge.name, made.body, ""


def _of_one(decision: Decision) -> str:
    """Return the type of a decision whose table gives one answer: a list is not held against its cells."""
    table = decision.expression
    several = isinstance(table, Table) and table.hit_policy in ("COLLECT", "RULE ORDER", "OUTPUT ORDER")
    return "" if several else decision.variable.type_ref


def _said(model: Model, column: Input, declared: dict[str, str]) -> TypeSaid:
    return type_said(model, column.expression.type_ref or declared.get(column.expression.text, ""))


def _tests(name: str, table: Table, at: int, said: TypeSaid) -> Iterator[Misfit]:
    wanted = named(said.name)
    if wanted is None or isinstance(wanted, Anything) or said.collection:
        return
    column = table.inputs[at].expression.text
    for number, rule in enumerate(table.rules, 1):
        cell = rule.tests[at] if at < len(rule.tests) else None
        tests = compile_unary_tests(cell.text) if cell and cell.text and cell.text != "-" else None
        if cell is None or tests is None or isinstance(tests, FeelError) or "?" in cell.text or tests.names:
            continue
        wrong = [one for one in literals(tests.tree) if not conforms(one, wanted)]
        if wrong and not _has_call(cell.text):
            shown = written(wrong[0])
            yield Misfit(
                cell.line,
                f"{name}: 第 {number} 条规则拿 {shown} 比 {column}, 它的类型是 {said.name}。",
                f"{name}: rule {number} holds {column}, which is {said.name}, against {shown}.",
            )


def _has_call(text: str) -> bool:
    """Say whether a literal may be the argument of a function (`date("2026-01-01")`)."""
    return "(" in text.replace("not(", "").lstrip("(")


def _results(name: str, table: Table, at: int, output: Output, wanted: tuple[str, Type]) -> Iterator[Misfit]:
    type_ref, kind = wanted
    listed = compile_unary_tests(output.values) if output.values else None
    for number, rule in enumerate(table.rules, 1):
        cell = rule.results[at] if at < len(rule.results) else None
        made = compile_expression(cell.text) if cell and cell.text else None
        if cell is None or made is None or isinstance(made, FeelError) or not made.fixed:
            continue
        value = made.evaluate({})
        if value is None:
            continue
        if not conforms(value, kind):
            zh, en = f"不是 {type_ref} 的值", f"is no {type_ref}"
        elif isinstance(listed, FeelError) or listed is None or listed.matches(value, {}) is True:
            continue
        else:
            zh, en = f"不在所列的 {output.values} 里", f"is none of {output.values}"
        yield Misfit(
            cell.line,
            f"{name}: 第 {number} 条规则的结果 {written(value)} {zh}。",
            f"{name}: the result {written(value)} of rule {number} {en}.",
        )
