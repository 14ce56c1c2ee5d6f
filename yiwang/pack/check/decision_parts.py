"""What a condition asks of a rule's result by a dot is there: an answer of one value has no parts."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.kernel.bpmn.naming import name_of
from yiwang.kernel.bpmn.net import RULE, Net, Node
from yiwang.kernel.dmn import Model
from yiwang.kernel.dmn.domains import type_said
from yiwang.kernel.dmn.model import Decision, ItemDefinition, Table
from yiwang.kernel.feel import FeelError, compile_expression
from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.registry import found, rule
from yiwang.pack.decisions import asked_of
from yiwang.pack.finding import Finding
from yiwang.pack.matters import Matter

_PLAIN = frozenset({"string", "number", "boolean"})  # a date and a duration have parts of their own


@rule("YW212")
def every_part_asked_of_a_result_is_there(seen: Examination) -> Iterator[Finding]:
    """条件用点取规则结果的一部分 (fleet.short) 时, 答案有这一部分; 只有一个输出的表, 答案就是值本身。

    A condition that asks a part of a rule's result (`fleet.short`) finds it there: a table with one output
    answers with the value itself, and a part of it is null, which is no yes and no no.
    """
    for matter in seen.pack.matters:
        net = seen.nets.get(str(matter.id))
        if not isinstance(net, Net):
            continue
        known = asked_of(matter)
        parts: dict[str, frozenset[str] | None] = {}
        for node in net.nodes:
            if node.kind == RULE and node.result and node.decision in known:
                parts[node.result] = _parts(known[node.decision].model, node.decision)
        nodes, sources = {one.id: one for one in net.nodes}, {one.id: one.source for one in net.flows}
        for place, text in net.conditions:
            made = compile_expression(text)
            for path in sorted(made.paths) if not isinstance(made, FeelError) else ():
                result, _, part = path.partition(".")
                there = parts.get(result)
                if not part or there is None or part.partition(".")[0] in there:
                    continue
                yield _absent(seen, matter, nodes[sources.get(place, place)], (text, path), there)


def _absent(
    seen: Examination, matter: Matter, node: Node, asked: tuple[str, str], there: frozenset[str]
) -> Finding:
    text, path = asked
    result, _, part = path.partition(".")
    listed = ", ".join(sorted(there))
    return found(
        seen.where_in_process(matter, node.id),
        (
            f"{matter.title}: {name_of(node)}的条件“{text}”要 {path}, "
            f"可是 {result} {f'只有 {listed}' if there else '就是一个值, 没有部分'}。",
            f"{matter.title.en}: the condition “{text}” at {name_of(node, 'en')} asks for {path}, "
            f"and {result} {f'has only {listed}' if there else 'is one value, without parts'}.",
        ),
        nearest(part, there) if there else (f"写 {result}, 不带点。", f"Write {result}, without a dot."),
    )


def _parts(model: Model, name: str) -> frozenset[str] | None:
    """Return the parts of a decision's answer; none for one plain value, None where it is not known."""
    decision: Decision = next(one for one in model.decisions if one.name == name)
    table = decision.expression
    if isinstance(table, Table):
        if len(table.outputs) > 1:
            return frozenset(one.name for one in table.outputs)
        return _of_type(model, table.outputs[0].type_ref or _plain_type(model, decision))
    return _of_type(model, decision.variable.type_ref)


def _plain_type(model: Model, decision: Decision) -> str:
    """Return the type of a column that states none: its decision's, or that of its one component."""
    item = _item(model, decision.variable.type_ref)
    if item is not None and len(item.components) == 1:
        return item.components[0].type_ref
    return decision.variable.type_ref


def _of_type(model: Model, type_ref: str) -> frozenset[str] | None:
    item = _item(model, type_ref)
    if item is not None and item.components:
        return frozenset(one.name for one in item.components)
    return frozenset() if type_said(model, type_ref).name in _PLAIN else None


def _item(model: Model, type_ref: str) -> ItemDefinition | None:
    seen = set()
    items = {one.name: one for one in model.items}
    item = items.get(type_ref)
    while item is not None and not item.components and item.type_ref in items and item.name not in seen:
        seen.add(item.name)
        item = items[item.type_ref]
    return item
