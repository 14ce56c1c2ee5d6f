"""Boxed expressions made ready to run. Each becomes a function of the facts, as a FEEL text does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yiwang.kernel.dmn import strict
from yiwang.kernel.dmn.model import (
    Boxed,
    Conditional,
    Context,
    Filter,
    FunctionDefinition,
    Invocation,
    Literal,
    Loop,
    Relation,
    Sequence,
    Table,
)
from yiwang.kernel.dmn.scope import Workshop, fitted
from yiwang.kernel.dmn.table import table
from yiwang.kernel.feel import Function, forms
from yiwang.kernel.feel.forms import Run


def boxed(expression: Boxed | None, shop: Workshop) -> Run:
    """Make an expression ready; none at all is null."""
    match expression:
        case None:
            return lambda facts: None
        case Literal():
            return shop.literal(expression)
        case Table():
            return table(expression, shop)
        case Context():
            return _context(expression, shop)
        case Relation(columns, rows):
            names = [column.name for column in columns]
            types = [column.type_ref for column in columns]
            made = [
                [shop.typed(boxed(cell, shop), kind) for cell, kind in zip(row, types, strict=False)]
                for row in rows
            ]
            return lambda facts: [
                {name: cell(facts) for name, cell in zip(names, row, strict=False)} for row in made
            ]
        case Sequence(items):
            runs = [boxed(item, shop) for item in items]
            return lambda facts: [run(facts) for run in runs]
        case Invocation():
            return _invocation(expression, shop)
        case FunctionDefinition():
            return function(expression, shop)
        case Conditional(condition, yes, no):
            return strict.conditional(boxed(condition, shop), boxed(yes, shop), boxed(no, shop), shop)
        case Filter(source, match):
            return strict.filtered(boxed(source, shop), boxed(match, shop), shop)
        case Loop(kind, variable, source, body):
            return strict.loop(kind, variable, boxed(source, shop), boxed(body, shop), shop)
    raise AssertionError(f"no way to run {expression!r}")


def _context(context: Context, shop: Workshop) -> Run:
    named: list[tuple[str, Run]] = []
    result: Run | None = None
    for entry in context.entries:
        run = boxed(entry.value, shop)
        if entry.variable is None or not entry.variable.name:
            result = run
        else:
            named.append((entry.variable.name, shop.typed(run, entry.variable.type_ref)))
    if result is None:
        return forms.entries(named)
    final = result

    def run_result(facts: Mapping[str, Any]) -> Any:
        scope = dict(facts)
        for name, value in named:
            scope[name] = value(scope)
        return final(scope)

    return run_result


def _invocation(invocation: Invocation, shop: Workshop) -> Run:
    called = boxed(invocation.function, shop)
    names = tuple(one.variable.name for one in invocation.bindings)
    values = tuple(shop.typed(boxed(one.value, shop), one.variable.type_ref) for one in invocation.bindings)
    return forms.call(called, values, names)


def function(definition: FunctionDefinition, shop: Workshop) -> Run:
    """Make a function that remembers the facts it was made under. Java and PMML run nowhere."""
    if definition.kind.upper() not in ("FEEL", "F"):
        zh, en = f"不能运行 {definition.kind} 函数。", f"functions of {definition.kind} are not run."
        return shop.broken("dmn.foreign", definition.line, zh, en)
    names = tuple(one.name for one in definition.parameters)
    refs = tuple(one.type_ref for one in definition.parameters)
    types = tuple(shop.types.of(ref) for ref in refs)
    body = shop.typed(boxed(definition.body, shop), definition.type_ref)
    element = shop.element

    def run(facts: Mapping[str, Any]) -> Function:
        def called(given: tuple[Any, ...]) -> Any:
            scope = dict(facts)
            for name, value, kind, ref in zip(names, given, types, refs, strict=True):
                scope[name] = fitted(value, kind, facts, element, ref)
                if scope[name] is None and value is not None:
                    return None
            return body(scope)

        return Function(names, called, types, shop.types.of(definition.type_ref))

    return run
