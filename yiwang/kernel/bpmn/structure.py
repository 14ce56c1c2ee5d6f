"""What every net must satisfy before a token may move on it. What it cannot satisfy is named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from yiwang.kernel.bpmn.net import (
    END,
    EXCLUSIVE,
    KINDS,
    PARALLEL,
    RULE,
    START,
    TASKS,
    TERMINATE,
    TIMER_BOUNDARY,
    Flow,
    Net,
    Node,
    Problem,
)
from yiwang.kernel.feel import FeelError, compile_expression

_DURATION = re.compile(
    r"P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?"
    r"|\d+ ?(工作日|日|工作时|小时|分钟|年|月)"
    r"|\d+ (working days?|days?|office hours?|hours?|minutes?|years?|months?)"
    r"|即时|at once"
)
_ID = re.compile(r"[^\W\d][\w.\-]*")
_FACT = re.compile(r"[^\W\d]\w*")


def problems(net: Net) -> tuple[Problem, ...]:
    """Return every reason why `net` cannot run, in the order of its nodes and flows; () if it can."""
    return (*_ids(net), *_ends(net), *_on_nodes(net), *_on_flows(net))


def is_id(text: str) -> bool:
    """Return whether `text` may be an id: what XML allows as one, so that any net can be drawn."""
    return _ID.fullmatch(text) is not None


def name_of(thing: Node | Flow, language: str = "zh") -> str:
    """Return the title in `language`, the id where there is none."""
    return thing.title.get(language) or thing.title.get("zh") or thing.id


def _ids(net: Net) -> Iterator[Problem]:
    things = [*(node.id for node in net.nodes), *(flow.id for flow in net.flows)]
    for given, count in Counter(things).items():
        if count > 1:
            yield Problem(
                "process.id-twice",
                f"编号“{given}”用了 {count} 次, 每个节点和连线的编号只能用一次。",
                f'The id "{given}" is used {count} times; each node and flow needs its own.',
                given,
            )
        if not is_id(given):
            yield Problem(
                "process.bad-id",
                f"编号“{given}”应以字母、汉字或下划线开头, 后接字母、汉字、数字、点、横线或下划线。",
                f'The id "{given}" must begin with a letter or _, then have letters, digits, dots, - or _.',
                given,
            )


def _ends(net: Net) -> Iterator[Problem]:
    starts = [node for node in net.nodes if node.kind == START]
    if len(starts) != 1:
        yield Problem(
            "process.one-start",
            f"流程应有一个开始, 这里有 {len(starts)} 个。",
            f"A process needs exactly one start; this one has {len(starts)}.",
            starts[1].id if starts else "",
        )
    if not any(node.kind in (END, TERMINATE) for node in net.nodes):
        yield Problem("process.no-end", "流程没有结束。", "The process has no end.")


def _on_nodes(net: Net) -> Iterator[Problem]:
    known = {node.id: node for node in net.nodes}
    for node in net.nodes:
        if node.kind not in KINDS:
            yield _at(node, "process.bad-kind", f"不认识的类型“{node.kind}”", f'unknown kind "{node.kind}"')
        leaving = [flow for flow in net.flows if flow.source == node.id]
        arriving = sum(1 for flow in net.flows if flow.target == node.id)
        yield from _ways(node, leaving, arriving)
        if node.kind == TIMER_BOUNDARY:
            yield from _boundary(node, known.get(node.attached))
        if node.kind == RULE:
            yield from _rule(node)
        if node.kind in TASKS and not node.outcomes:
            yield _at(node, "process.no-outcome", "没有办理结果", "it has no outcome")


def _ways(node: Node, leaving: list[Flow], arriving: int) -> Iterator[Problem]:
    if node.kind in (END, TERMINATE):
        if leaving:
            yield _at(node, "process.way-after-end", "结束之后还有连线", "a flow leaves this end")
        return
    if node.kind in (START, TIMER_BOUNDARY) and arriving:
        yield _at(node, "process.way-into-start", "不能有连线进入", "no flow may lead into it")
    if not leaving:
        yield _at(node, "process.dead-end", "之后没有去向, 也不是结束", "nothing follows it and it is no end")
    elif len(leaving) > 1 and node.kind not in (EXCLUSIVE, PARALLEL):
        yield _at(
            node,
            "process.split-without-gateway",
            f"直接分出 {len(leaving)} 条连线, 请用网关写明是并行还是选择",
            f"{len(leaving)} flows leave it; say with a gateway whether all or one of them",
        )
    if node.kind == EXCLUSIVE:
        yield from _exclusive(node, leaving)


def _exclusive(node: Node, leaving: list[Flow]) -> Iterator[Problem]:
    if node.default and node.default not in {flow.id for flow in leaving}:
        yield _at(
            node,
            "process.bad-default",
            f"默认连线“{node.default}”不从这里出发",
            f'its default flow "{node.default}" does not leave it',
        )
    if len(leaving) < 2:
        return
    for flow in leaving:
        if not flow.condition and flow.id != node.default:
            yield _at(
                node,
                "process.way-without-condition",
                f"连线“{name_of(flow)}”没有条件, 也不是默认连线",
                f'its flow "{name_of(flow, "en")}" has no condition and is not the default',
            )


def _boundary(node: Node, task: Node | None) -> Iterator[Problem]:
    if task is None or task.kind not in TASKS:
        yield _at(
            node,
            "process.boundary-on-nothing",
            f"所依附的“{node.attached}”不是办理步骤",
            f'it is attached to "{node.attached}", which is no task',
        )
    if not _DURATION.fullmatch(node.duration):
        yield _at(
            node,
            "process.bad-duration",
            f"时长“{node.duration}”看不懂, 应如 P20D、PT24H 或 20 工作日",
            f'its duration "{node.duration}" is none; write P20D, PT24H or 20 working days',
        )


def _rule(node: Node) -> Iterator[Problem]:
    if not _FACT.fullmatch(node.result):
        yield _at(
            node,
            "process.bad-result",
            f"规则的结果名“{node.result}”应为字母、汉字、数字或下划线",
            f'its result "{node.result}" must be a name of letters, digits or underscores',
        )
    yield from _feel(node, node.rule, "process.bad-rule", "规则", "rule")


def _on_flows(net: Net) -> Iterator[Problem]:
    known = {node.id: node for node in net.nodes}
    for flow in net.flows:
        for end in (flow.source, flow.target):
            if end not in known:
                yield _at(
                    flow,
                    "process.way-to-nowhere",
                    f"连到不存在的“{end}”",
                    f'it meets "{end}", which does not exist',
                )
        if not flow.condition:
            continue
        source = known.get(flow.source)
        if source is not None and source.kind != EXCLUSIVE:
            yield _at(
                flow,
                "process.condition-without-gateway",
                "有条件, 但不从选择网关出发",
                "it has a condition but does not leave an exclusive gateway",
            )
        yield from _feel(flow, flow.condition, "process.bad-condition", "条件", "condition")


def _feel(thing: Node | Flow, text: str, code: str, zh: str, en: str) -> Iterator[Problem]:
    read = compile_expression(text)
    if isinstance(read, FeelError):
        yield _at(thing, code, f"{zh}“{text}”{read.zh.rstrip('。')}", f'{en} "{text}": {read.en.rstrip(".")}')


def _at(thing: Node | Flow, code: str, zh: str, en: str) -> Problem:
    return Problem(code, f"{name_of(thing)}: {zh}。", f"{name_of(thing, 'en')}: {en}.", thing.id, thing.title)
