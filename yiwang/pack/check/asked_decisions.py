"""Decisions and the matter that asks them: they are there, they read what the form gives, types fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yiwang.kernel.bpmn.naming import name_of
from yiwang.kernel.bpmn.net import LINK_CATCH, LINK_THROW, RULE, START, Net, Node
from yiwang.kernel.dmn import Model
from yiwang.kernel.dmn.domains import TypeSaid, type_said
from yiwang.kernel.dmn.model import Decision, InputData
from yiwang.kernel.feel import FeelError, compile_expression, compile_unary_tests
from yiwang.kernel.feel.builtins.conversions import written
from yiwang.kernel.feel.values import value_of
from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.registry import found, rule
from yiwang.pack.decisions import Asked, asked_of, model_of
from yiwang.pack.finding import Finding, Level
from yiwang.pack.matters import Matter
from yiwang.pack.nodes import plain
from yiwang.pack.where import Where


def _asking(seen: Examination, matter: Matter) -> list[Node]:
    net = seen.nets.get(str(matter.id))
    return [node for node in net.nodes if node.kind == RULE and node.decision] if isinstance(net, Net) else []


def _where(seen: Examination, matter: Matter, node: Node) -> Where:
    step = next((one for one in matter.steps if str(one.id) == node.id and one.decision), None)
    return step.decision.where if step and step.decision else seen.where_in_process(matter, node.id)


@rule("YW207")
def every_decision_asked_is_there(seen: Examination) -> Iterator[Finding]:
    """流程所问的决策在本事项的决策文件里, 名称不重复, 并写明答案的类型。

    A decision that a process asks stands in a decision file of its matter, under a name of its own, and
    declares the type of its answer.
    """
    for matter in seen.pack.matters:
        known = asked_of(matter)
        yield from _twice(matter)
        for node in _asking(seen, matter):
            here, named = _where(seen, matter, node), (name_of(node), name_of(node, "en"))
            one = known.get(node.decision)
            if one is None:
                if any(not isinstance(model_of(file), Model) for file in matter.decisions):
                    continue  # it may stand in the file that cannot be read, which YW201 says
                zh, en = nearest(node.decision, known)
                yield found(
                    here,
                    (
                        f"{matter.title}: {named[0]}问决策“{node.decision}”, 决策文件里没有。",
                        f"{matter.title.en}: {named[1]} asks the decision “{node.decision}”, which no "
                        "decision file has.",
                    ),
                    (f"{zh} 决策文件写在 matter.yaml 的 decisions。", f"{en} Decision files: `decisions`."),
                )
            elif not _decision(one, node.decision).variable.type_ref:
                yield found(
                    Where(one.file.file, _decision(one, node.decision).line, 1),
                    (
                        f"{matter.title}: 决策“{node.decision}”没有写明答案的类型 (variable 的 typeRef)。",
                        f"{matter.title.en}: the decision “{node.decision}” declares no type of its answer "
                        "(typeRef of its variable).",
                    ),
                    (
                        "写上类型; 几个输出的表用 itemDefinition。后面的条件才知道它是数、日期还是文字。",
                        "State it; for several outputs by an itemDefinition. Conditions after it then know "
                        "a number or date from text.",
                    ),
                )


def _decision(one: Asked, name: str) -> Any:
    return next(decision for decision in one.model.decisions if decision.name == name)


def _twice(matter: Matter) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for file in matter.decisions:
        model = model_of(file)
        for decision in model.decisions if isinstance(model, Model) else ():
            other = first.setdefault(decision.name, file.file)
            if other != file.file:
                yield found(
                    Where(file.file, max(decision.line, 1), 1),
                    (
                        f"{matter.title}: 决策“{decision.name}”在 {other} 里也有。",
                        f"{matter.title.en}: the decision “{decision.name}” stands in {other}, too.",
                    ),
                    ("给其中一个另起名称。", "Give one of them another name."),
                )


@rule("YW208")
def every_decision_reads_what_the_form_gives(seen: Examination) -> Iterator[Finding]:
    """决策读取的每一项是表单的字段或前面规则的结果, 不是个人信息, 类型和可选的值与决策所写的相符。

    What a decision reads is a field of the form or the result of a rule, is not personal information, and
    its type and its values are those the decision declares.
    """
    for matter in seen.pack.matters:
        if matter.form is None and matter.form_file:
            continue  # the form cannot be read, which another finding says
        known = asked_of(matter)
        results = _results(seen, matter)
        said: set[tuple[str, str]] = set()
        for node in _asking(seen, matter):
            one = known.get(node.decision)
            for name in one.decisions.inputs_of(node.decision) if one else ():
                assert one is not None
                if (one.file.file, name) not in said and name not in results:
                    said.add((one.file.file, name))
                    yield from _input(matter, one, node.decision, name)


def _results(seen: Examination, matter: Matter) -> set[str]:
    net = seen.nets.get(str(matter.id))
    return {node.result for node in net.nodes if node.kind == RULE} if isinstance(net, Net) else set()


def _input(matter: Matter, one: Asked, decision: str, name: str) -> Iterator[Finding]:
    data = next((data for data in one.model.inputs if data.name == name), None)
    if data is None:
        return  # of an imported model
    here = Where(one.file.file, max(data.line, 1), 1)
    fields = matter.form.fields if matter.form else {}
    if name not in fields:
        yield found(
            here,
            (
                f"{matter.title}: 决策“{decision}”要读 {name}, 表单里没有, 前面也没有规则得出它。",
                f"{matter.title.en}: the decision “{decision}” reads {name}, which neither the form nor a "
                "rule before it gives.",
            ),
            nearest(name, fields),
        )
    elif fields[name].personal:
        yield found(
            here,
            (
                f"{matter.title}: 决策“{decision}”要读 {name}, 那是个人信息, 封存在保险库里, 规则读不到。",
                f"{matter.title.en}: the decision “{decision}” reads {name}, which is personal and sealed; "
                "no rule can read it.",
            ),
            (
                "让经办人看过后在环节里填一个不含个人信息的字段, 由决策读它。",
                "Let an officer look and fill in a field that is not personal, and let the decision read it.",
            ),
        )
    else:
        yield from _fits(matter, one, data, here)


def _fits(matter: Matter, one: Asked, data: InputData, here: Where) -> Iterator[Finding]:
    assert matter.form is not None
    field = (plain(matter.form.node).get("properties") or {}).get(data.name) or {}
    said = type_said(one.model, data.variable.type_ref)
    kinds = _kinds(field)
    if said.name and kinds and (said.name not in kinds or said.collection != (field.get("type") == "array")):
        listed = ("一列 ", "a list of ") if said.collection else ("", "")
        yield found(
            here,
            (
                f"{matter.title}: {data.name} 在表单里是 {field.get('type')}, "
                f"决策写的类型是{listed[0]}{said.name}。",
                f"{matter.title.en}: {data.name} is {field.get('type')} in the form, and "
                f"{listed[1]}{said.name} in the decision.",
            ),
            (f"改为 {kinds[0]}, 或改表单。", f"Make it {kinds[0]}, or change the form."),
        )
        return
    yield from _offered(matter, data, said, field, here)


def _offered(
    matter: Matter, data: InputData, said: TypeSaid, field: dict[str, Any], here: Where
) -> Iterator[Finding]:
    tests = compile_unary_tests(said.allowed) if said.allowed else None
    listed = field.get("enum")
    if tests is None or isinstance(tests, FeelError) or not isinstance(listed, list):
        return
    unknown = [one for one in listed if tests.matches(value_of(one), {}) is not True]
    if unknown:
        shown = ", ".join(written(value_of(one)) for one in unknown)
        yield found(
            here,
            (
                f"{matter.title}: 表单的 {data.name} 可选 {shown}, 决策的类型只允许 {said.allowed}。",
                f"{matter.title.en}: the form offers {shown} for {data.name}; the type of the decision "
                f"allows only {said.allowed}.",
            ),
            ("两处写成一样。", "Make the two lists the same."),
        )


def _kinds(field: dict[str, Any]) -> tuple[str, ...]:
    """Return the types of FEEL that a form field's value can be read as, the plainest first."""
    match field.get("type"):
        case "number" | "integer":
            return ("number",)
        case "boolean":
            return ("boolean",)
        case "string" if field.get("format") == "date" or field.get("x-yw-kind") == "date":
            return ("date", "string")
        case "string":
            return ("string", "date", "time", "date and time")
        case "array":
            items = field.get("items")
            return _kinds(items) if isinstance(items, dict) else ()
    return ()


@rule("YW210")
def every_part_of_a_decision_is_used(seen: Examination) -> Iterator[Finding]:
    """每个决策有环节或别的决策问到, 每项输入数据有决策读取。

    Each decision is asked by a step or another decision, and each input is read by one.
    """
    for matter in seen.pack.matters:
        models = [(file.file, model_of(file)) for file in matter.decisions]
        readable = [(file, model) for file, model in models if isinstance(model, Model)]
        asked = {node.decision for node in _asking(seen, matter)}
        needed = {href.rpartition("#")[2] for _, model in readable for href in _needs(model)}
        for file, model in readable:
            parts: list[InputData | Decision] = [*model.decisions, *model.inputs]
            for one in parts:
                if (one.id or one.name) not in needed and one.name not in asked:
                    yield found(
                        Where(file, max(one.line, 1), 1),
                        (
                            f"{matter.title}: 没有环节、也没有别的决策用到“{one.name}”。",
                            f"{matter.title.en}: no step and no other decision uses “{one.name}”.",
                        ),
                        ("在环节里写 decision, 或删去它。", "Ask it in a step (`decision`), or remove it."),
                        Level.WARNING,
                    )


def _needs(model: Model) -> Iterator[str]:
    for decision in model.decisions:
        yield from decision.needs
    for knowledge in model.knowledge:
        yield from knowledge.needs
    for service in model.services:
        yield from (*service.outputs, *service.encapsulated)


@rule("YW211")
def what_a_rule_finds_is_asked_after_it(seen: Examination) -> Iterator[Finding]:
    """规则得出的事实, 只在规则之后用到; 有一条路绕过规则的, 那里它还不知道。

    What a rule finds is asked only after the rule: where a way leads past it, the fact is still unknown.
    """
    for matter in seen.pack.matters:
        net = seen.nets.get(str(matter.id))
        if not isinstance(net, Net):
            continue
        results = {node.result for node in net.nodes if node.kind == RULE and node.result}
        fields = set(matter.form.fields) if matter.form else set()
        asked = list(_facts_asked(net, asked_of(matter)))
        for result in sorted(results - fields):
            before = _before(net, result)
            for node, text, names in asked:
                if result in names and node.id in before:
                    yield _too_early(seen, matter, node, (result, text))


def _too_early(seen: Examination, matter: Matter, node: Node, asked: tuple[str, str]) -> Finding:
    result, text = asked
    return found(
        seen.where_in_process(matter, node.id),
        (
            f"{matter.title}: {name_of(node)}用到 {result} (“{text}”), 可是有一条路到那里还没有问过规则。",
            f"{matter.title.en}: {name_of(node, 'en')} asks for {result} (“{text}”), and one way leads "
            "there before the rule was asked.",
        ),
        ("把规则放到前面, 每条路都经过它。", "Put the rule before it, on every way."),
        Level.WARNING,
    )


def _facts_asked(net: Net, known: dict[str, Asked]) -> Iterator[tuple[Node, str, set[str]]]:
    """Yield each node that asks for facts, with the text, and the facts."""
    nodes = {node.id: node for node in net.nodes}
    sources = {flow.id: flow.source for flow in net.flows}
    for place, text in net.conditions:
        made = compile_expression(text)
        if not isinstance(made, FeelError):
            yield nodes[sources.get(place, place)], text, set(made.names)
    for node in net.nodes:
        if node.kind == RULE and node.decision in known:
            yield node, node.decision, set(known[node.decision].decisions.inputs_of(node.decision))


def _before(net: Net, result: str) -> set[str]:
    """Return the nodes that a token can reach before any rule with this result was asked."""
    following: dict[str, set[str]] = {}
    for flow in net.flows:
        following.setdefault(flow.source, set()).add(flow.target)
    caught = {(node.scope, node.ref): node.id for node in net.nodes if node.kind == LINK_CATCH}
    for node in net.nodes:
        if node.kind == START and node.scope:
            following.setdefault(node.scope, set()).add(node.id)
        if node.attached:
            following.setdefault(node.attached, set()).add(node.id)
        if node.kind == LINK_THROW and (node.scope, node.ref) in caught:
            following.setdefault(node.id, set()).add(caught[node.scope, node.ref])
    rules = {node.id for node in net.nodes if node.kind == RULE and node.result == result}
    reached: set[str] = set()
    waiting = [node.id for node in net.nodes if node.kind == START and not node.scope]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += [] if here in rules else sorted(following.get(here, ()))
    return reached
