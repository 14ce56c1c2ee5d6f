"""Boxed expressions of DMN XML: literals, tables, contexts, relations, lists, calls, functions, loops."""

from __future__ import annotations

from collections.abc import Callable

from yiwang.kernel.dmn.model import (
    Binding,
    Boxed,
    Conditional,
    Context,
    ContextEntry,
    Filter,
    FunctionDefinition,
    Input,
    Invocation,
    Literal,
    Loop,
    Output,
    Relation,
    Rule,
    Sequence,
    Table,
    Variable,
)
from yiwang.kernel.xml_tree import Element


def child(element: Element, name: str) -> Element | None:
    """Return the first child of that name in DMN's own namespace."""
    return next((one for one in element.children if one.name == name and one.space == element.space), None)


def text_in(element: Element, *path: str) -> str:
    """Return the text of `<path><text>…`, "" if there is none."""
    for name in (*path, "text"):
        found = child(element, name)
        if found is None:
            return ""
        element = found
    return element.text.strip()


def boxed_in(element: Element | None) -> Boxed | None:
    """Return the expression an element holds, None if it holds none."""
    for one in element.children if element is not None else ():
        reader = _READERS.get(one.name)
        if reader is not None and element is not None and one.space == element.space:
            return reader(one)
    return None


def _literal(element: Element) -> Literal:
    language = element.get("expressionLanguage")
    return Literal(
        text=text_in(element),
        type_ref=element.get("typeRef"),
        language="" if "FEEL" in language.upper() else language,
        line=element.line,
        id=element.get("id"),
    )


def _table(element: Element) -> Table:
    inputs, outputs, rules, notes = [], [], [], []
    for one in element.children:
        match one.name:
            case "input":
                said = child(one, "inputExpression")
                expression = _literal(said) if said is not None else Literal(text="", line=one.line)
                values = text_in(one, "inputValues")
                inputs.append(
                    Input(expression=expression, label=one.get("label"), values=values, line=one.line)
                )
            case "output":
                outputs.append(_output(one))
            case "rule":
                rules.append(_rule(one))
            case "annotation":
                notes.append(one.get("name"))
    return Table(
        hit_policy=element.get("hitPolicy", "UNIQUE"),
        aggregation=element.get("aggregation"),
        inputs=tuple(inputs),
        outputs=tuple(outputs),
        rules=tuple(rules),
        notes=tuple(notes),
        line=element.line,
        id=element.get("id"),
    )


def _output(element: Element) -> Output:
    default = child(element, "defaultOutputEntry")
    return Output(
        name=element.get("name"),
        label=element.get("label"),
        type_ref=element.get("typeRef"),
        values=text_in(element, "outputValues"),
        default=_literal(default) if default is not None else None,
        line=element.line,
        id=element.get("id"),
    )


def _rule(element: Element) -> Rule:
    def cells(name: str) -> tuple[Literal, ...]:
        return tuple(_literal(one) for one in element.children if one.name == name)

    notes = tuple(text_in(one) for one in element.children if one.name == "annotationEntry")
    return Rule(
        tests=cells("inputEntry"),
        results=cells("outputEntry"),
        notes=notes,
        line=element.line,
        id=element.get("id"),
    )


def _named(element: Element | None) -> Variable | None:
    if element is None:
        return None
    return Variable(name=element.get("name"), type_ref=element.get("typeRef"), line=element.line)


def _context(element: Element) -> Context:
    entries = tuple(
        ContextEntry(variable=_named(child(one, "variable")), value=boxed_in(one), line=one.line)
        for one in element.children
        if one.name == "contextEntry"
    )
    return Context(entries=entries, line=element.line, id=element.get("id"))


def _relation(element: Element) -> Relation:
    columns = tuple(
        Variable(name=one.get("name"), type_ref=one.get("typeRef"), line=one.line)
        for one in element.children
        if one.name == "column"
    )
    rows = tuple(_cells(one) for one in element.children if one.name == "row")
    return Relation(columns=columns, rows=rows, line=element.line, id=element.get("id"))


def _cells(element: Element) -> tuple[Boxed | None, ...]:
    return tuple(_READERS[one.name](one) for one in element.children if one.name in _READERS)


def _list(element: Element) -> Sequence:
    return Sequence(items=_cells(element), line=element.line, id=element.get("id"))


def _invocation(element: Element) -> Invocation:
    bindings = []
    for one in element.children:
        variable = _named(child(one, "parameter")) if one.name == "binding" else None
        if variable is not None:
            bindings.append(Binding(variable=variable, value=boxed_in(one), line=one.line))
    return Invocation(
        function=boxed_in(element), bindings=tuple(bindings), line=element.line, id=element.get("id")
    )


def function_of(element: Element) -> FunctionDefinition:
    """Return a function definition or the encapsulated logic of a knowledge model."""
    parameters = tuple(
        Variable(name=one.get("name"), type_ref=one.get("typeRef"), line=one.line)
        for one in element.children
        if one.name == "formalParameter"
    )
    return FunctionDefinition(
        kind=element.get("kind", "FEEL"),
        parameters=parameters,
        body=boxed_in(element),
        type_ref=element.get("typeRef"),
        line=element.line,
        id=element.get("id"),
    )


def _conditional(element: Element) -> Conditional:
    return Conditional(
        condition=boxed_in(child(element, "if")),
        yes=boxed_in(child(element, "then")),
        no=boxed_in(child(element, "else")),
        line=element.line,
        id=element.get("id"),
    )


def _filter(element: Element) -> Filter:
    return Filter(
        source=boxed_in(child(element, "in")),
        match=boxed_in(child(element, "match")),
        line=element.line,
        id=element.get("id"),
    )


def _loop(element: Element) -> Loop:
    body = child(element, "return") or child(element, "satisfies")
    return Loop(
        kind=element.name,
        variable=element.get("iteratorVariable"),
        source=boxed_in(child(element, "in")),
        body=boxed_in(body),
        line=element.line,
        id=element.get("id"),
    )


_READERS: dict[str, Callable[[Element], Boxed]] = {
    "literalExpression": _literal,
    "decisionTable": _table,
    "context": _context,
    "relation": _relation,
    "list": _list,
    "invocation": _invocation,
    "functionDefinition": function_of,
    "conditional": _conditional,
    "filter": _filter,
    "for": _loop,
    "some": _loop,
    "every": _loop,
}
