"""Decisions as the pages show them: tables with their flaws marked, every other expression as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from yiwang.kernel.dmn.cover import Domain, Flaw, examine
from yiwang.kernel.dmn.model import (
    Boxed,
    Conditional,
    Context,
    Filter,
    FunctionDefinition,
    Invocation,
    Literal,
    Loop,
    Model,
    Relation,
    Rule,
    Table,
)
from yiwang.kernel.dmn.model import (
    Sequence as Items,
)
from yiwang.pack.check.decisions import flaws_of


@dataclass(frozen=True)
class Scene:
    """Where an expression stands: its model (None inside a knowledge model), what its inputs can be."""

    model: Model | None = None
    domains: Mapping[str, Domain] = field(default_factory=dict)


@dataclass(frozen=True)
class Mark:
    """A flaw at a row of a table, or at the whole.

    Attributes:
        code: of `Flaw`. others: the other rules concerned. example: (input, value).
    """

    code: str
    others: tuple[int, ...]
    example: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Row:
    """One rule."""

    number: int
    rule: Rule
    cells: tuple[tuple[str, str], ...]  # (title of the column, test)
    results: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    marks: tuple[Mark, ...]
    fired: bool = False


@dataclass(frozen=True)
class Shown:
    """A boxed expression ready for a template; `kind` chooses how.

    Attributes:
        text: of a literal, or what stands before parts. parts: (name, expression) in order.
    """

    kind: str
    text: str = ""
    parts: tuple[tuple[str, Shown | None], ...] = ()
    table: TableShown | None = None
    language: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Shown | None, ...], ...] = ()


@dataclass(frozen=True)
class TableShown:
    """A decision table.

    Attributes:
        inputs: (title, expression, values allowed, type). outputs: (title, values, default, type).
        gaps: examples that no rule matches, as cells in the order of the inputs.
        unproved: the flaw that stopped the proof, None when every cell was proved.
    """

    table: Table
    policy: str
    inputs: tuple[tuple[str, str, str, str], ...]
    outputs: tuple[tuple[str, str, str, str], ...]
    notes: tuple[str, ...]
    rows: tuple[Row, ...]
    gaps: tuple[tuple[tuple[str, str], ...], ...]
    proved: bool
    too_large: bool
    width: int = 0
    flaws: tuple[Flaw, ...] = field(default=())


def shown(boxed: Boxed | None, scene: Scene, fired: Sequence[int] = ()) -> Shown | None:
    """Return an expression as a template shows it. `fired`: rules of the outermost table that matched."""
    match boxed:
        case None:
            return None
        case Literal(text=text, language=language):
            return Shown("literal", text, language=language)
        case Table():
            return Shown("table", table=table_shown(boxed, scene, fired))
        case Context(entries=entries):
            named = [(one.variable.name if one.variable else "", one.value) for one in entries]
            return Shown("context", parts=_parts(named, scene))
        case Relation(columns=columns, rows=rows):
            cells = tuple(tuple(shown(one, scene) for one in row) for row in rows)
            return Shown("relation", columns=tuple(one.name for one in columns), rows=cells)
        case Items(items=items):
            return Shown("list", parts=_parts([("", one) for one in items], scene))
    return _called(boxed, scene)


def _called(boxed: Boxed, scene: Scene) -> Shown:
    match boxed:
        case Invocation(function=function, bindings=bindings):
            text = function.text if isinstance(function, Literal) else ""
            named: list[tuple[str, Boxed | None]] = [(one.variable.name, one.value) for one in bindings]
            return Shown("invocation", text, _parts(named, scene))
        case FunctionDefinition(kind=kind, parameters=parameters, body=body):
            names = ", ".join(
                f"{one.name}: {one.type_ref}" if one.type_ref else one.name for one in parameters
            )
            return Shown("function", names, _parts([("", body)], scene), language=kind)
        case Conditional(condition=condition, yes=yes, no=no):
            return Shown("conditional", parts=_parts([("if", condition), ("then", yes), ("else", no)], scene))
        case Filter(source=source, match=match):
            return Shown("filter", parts=_parts([("in", source), ("match", match)], scene))
        case Loop(kind=kind, variable=variable, source=source, body=body):
            last = "return" if kind == "for" else "satisfies"
            return Shown("loop", f"{kind} {variable}", _parts([("in", source), (last, body)], scene))
    raise AssertionError(boxed)


def _parts(named: Sequence[tuple[str, Boxed | None]], scene: Scene) -> tuple[tuple[str, Shown | None], ...]:
    return tuple((name, shown(one, scene)) for name, one in named)


@lru_cache(maxsize=512)
def flaws_once(
    table: Table, model: Model | None, domains: tuple[tuple[str, Domain], ...]
) -> tuple[Flaw, ...]:
    """Prove a table once, not for each reader; as `yiwang check` does, where it speaks of the table."""
    if model is None:
        return tuple(examine(table, dict(domains)))
    return tuple(flaws_of(model, table, dict(domains)))


def table_shown(table: Table, scene: Scene, fired: Sequence[int] = ()) -> TableShown:
    """Return a table with what is wrong with it beside the rules it is about."""
    flaws = flaws_once(table, scene.model, tuple(sorted(scene.domains.items())))
    inputs = tuple(
        (one.label or one.expression.text, one.expression.text, one.values, one.expression.type_ref)
        for one in table.inputs
    )
    outputs = tuple(
        (one.label or one.name, one.values, one.default.text if one.default else "", one.type_ref)
        for one in table.outputs
    )
    notes = table.notes or ("",) * max((len(rule.notes) for rule in table.rules), default=0)
    rows = tuple(
        Row(
            number=number,
            rule=rule,
            cells=_cells([one[0] for one in inputs], rule.tests),
            results=_cells([one[0] for one in outputs], rule.results),
            notes=(*rule.notes, *("" for _ in notes[len(rule.notes) :])),
            marks=tuple(_marks(number, flaws)),
            fired=number in fired,
        )
        for number, rule in enumerate(table.rules, 1)
    )
    return TableShown(
        table=table,
        policy=table.hit_policy,
        inputs=inputs,
        outputs=outputs,
        notes=notes,
        rows=rows,
        gaps=tuple(_gap(table, flaw) for flaw in flaws if flaw.code == "gap"),
        proved=all(flaw.code not in ("undecided", "too-large") for flaw in flaws),
        too_large=any(flaw.code == "too-large" for flaw in flaws),
        width=1 + len(inputs) + len(outputs) + len(notes),
        flaws=flaws,
    )


def _cells(titles: Sequence[str], cells: Sequence[Literal]) -> tuple[tuple[str, str], ...]:
    return tuple((title or "", cell.text or "-") for title, cell in zip(titles, cells, strict=False))


def _gap(table: Table, flaw: Flaw) -> tuple[tuple[str, str], ...]:
    known = dict(flaw.example)
    return tuple(
        (one.label or one.expression.text, known.get(one.expression.text, "-")) for one in table.inputs
    )


def _marks(number: int, flaws: Sequence[Flaw]) -> Any:
    for flaw in flaws:
        if number not in flaw.rows:
            continue
        if flaw.code == "subsumed" and flaw.rows[0] != number:
            continue
        yield Mark(flaw.code, tuple(row for row in flaw.rows if row != number), flaw.example)
