"""What every net must satisfy before a token may move on it. What it cannot satisfy is named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from yiwang.kernel.bpmn.events import problems_of_events
from yiwang.kernel.bpmn.naming import at, name_of
from yiwang.kernel.bpmn.net import (
    BOUNDARY,
    CALL,
    DOABLE,
    END,
    EXCLUSIVE,
    GATEWAYS,
    INCLUSIVE,
    KINDS,
    LINK_CATCH,
    LINK_THROW,
    RULE,
    START,
    SUBPROCESS,
    TERMINATE,
    Flow,
    Net,
    Node,
    Problem,
)
from yiwang.kernel.feel import FeelError, compile_expression

_ID = re.compile(r"[^\W\d][\w.\-]*")
_FACT = re.compile(r"[^\W\d]\w*")


MOST = 1_500  # nodes and flows of one process


def problems(net: Net) -> tuple[Problem, ...]:
    """Return every reason why `net` cannot run, in the order of its nodes and flows; () if it can.

    A net of more than `MOST` nodes and flows is refused whole: nobody can read it, or prove it.
    """
    count = len(net.nodes) + len(net.flows)
    if count > MOST:
        return (too_large(count),)
    return (*_ids(net), *_ends(net), *_on_nodes(net), *_on_flows(net))


def too_large(count: int) -> Problem:
    """Say that a process has too many parts."""
    return Problem(
        "process.too-large",
        f"流程有 {count} 个元素和连线, 超过 {MOST} 个; 请分成几个流程。",
        f"The process has {count} nodes and flows, more than {MOST}; make several of it.",
    )


def is_id(text: str) -> bool:
    """Return whether `text` may be an id: what XML allows as one, so that any net can be drawn."""
    return _ID.fullmatch(text) is not None


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
    for scope in ("", *(node.id for node in net.nodes if node.kind == SUBPROCESS)):
        zh, en = ("子流程", "A sub-process") if scope else ("流程", "A process")
        starts = [node for node in net.nodes if node.kind == START and node.scope == scope]
        if len(starts) != 1:
            yield Problem(
                "process.one-start",
                f"{zh}应有一个开始, 这里有 {len(starts)} 个。",
                f"{en} needs exactly one start; this one has {len(starts)}.",
                starts[1].id if starts else scope,
            )
        if not any(node.kind in (END, TERMINATE) and node.scope == scope for node in net.nodes):
            yield Problem("process.no-end", f"{zh}没有结束。", f"{en} has no end.", scope)


def _on_nodes(net: Net) -> Iterator[Problem]:
    known = {node.id: node for node in net.nodes}
    for node in net.nodes:
        if node.kind not in KINDS:
            yield at(node, "process.bad-kind", f"不认识的类型“{node.kind}”", f'unknown kind "{node.kind}"')
        if node.scope and (node.scope not in known or known[node.scope].kind != SUBPROCESS):
            yield at(
                node,
                "process.bad-scope",
                f"所在的“{node.scope}”不是子流程",
                f'it lies in "{node.scope}", which is no sub-process',
            )
        leaving = [flow for flow in net.flows if flow.source == node.id]
        arriving = sum(1 for flow in net.flows if flow.target == node.id)
        yield from _ways(node, leaving, arriving)
        if node.kind == RULE:
            yield from _rule(node)
        if node.kind in DOABLE and not node.outcomes:
            yield at(node, "process.no-outcome", "没有办理结果", "it has no outcome")
        if node.kind == CALL and not node.called:
            yield at(
                node, "process.calls-nothing", "没有写明调用哪个事项", "it does not say which matter it calls"
            )
        if node.repeat is not None:
            yield from _repeat(node)
    yield from problems_of_events(net)


def _repeat(node: Node) -> Iterator[Problem]:
    assert node.repeat is not None
    if node.kind not in DOABLE | {SUBPROCESS}:
        yield at(node, "process.cannot-repeat", "不能多次办理", "it cannot be done several times")
    yield from _feel(node, node.repeat.count, "process.bad-count", "次数", "count")
    if node.repeat.until:
        yield from _feel(node, node.repeat.until, "process.bad-condition", "完成条件", "completion condition")


def _ways(node: Node, leaving: list[Flow], arriving: int) -> Iterator[Problem]:
    if node.kind in (END, TERMINATE):
        if leaving:
            yield at(node, "process.way-after-end", "结束之后还有连线", "a flow leaves this end")
        return
    if node.kind == LINK_THROW:
        if leaving:
            yield at(node, "process.way-after-end", "链接之后还有连线", "a flow leaves this link")
        return
    if node.kind in (START, BOUNDARY, LINK_CATCH) and arriving:
        yield at(node, "process.way-into-start", "不能有连线进入", "no flow may lead into it")
    if not leaving:
        yield at(node, "process.dead-end", "之后没有去向, 也不是结束", "nothing follows it and it is no end")
    elif len(leaving) > 1 and node.kind not in GATEWAYS:
        yield at(
            node,
            "process.split-without-gateway",
            f"直接分出 {len(leaving)} 条连线, 请用网关写明是并行还是选择",
            f"{len(leaving)} flows leave it; say with a gateway whether all or one of them",
        )
    if node.kind in (EXCLUSIVE, INCLUSIVE):
        yield from _exclusive(node, leaving)


def _exclusive(node: Node, leaving: list[Flow]) -> Iterator[Problem]:
    if node.default and node.default not in {flow.id for flow in leaving}:
        yield at(
            node,
            "process.bad-default",
            f"默认连线“{node.default}”不从这里出发",
            f'its default flow "{node.default}" does not leave it',
        )
    if len(leaving) < 2:
        return
    for flow in leaving:
        if not flow.condition and flow.id != node.default:
            yield at(
                node,
                "process.way-without-condition",
                f"连线“{name_of(flow)}”没有条件, 也不是默认连线",
                f'its flow "{name_of(flow, "en")}" has no condition and is not the default',
            )


def _rule(node: Node) -> Iterator[Problem]:
    if not _FACT.fullmatch(node.result):
        yield at(
            node,
            "process.bad-result",
            f"规则的结果名“{node.result}”应为字母、汉字、数字或下划线",
            f'its result "{node.result}" must be a name of letters, digits or underscores',
        )
    if node.decision and node.rule:
        yield at(
            node,
            "process.two-rules",
            f"既有规则“{node.rule}”又有决策“{node.decision}”, 请只留一个",
            f'it has the rule "{node.rule}" and the decision "{node.decision}"; keep one',
        )
    elif not node.decision:
        yield from _feel(node, node.rule, "process.bad-rule", "规则", "rule")


def _on_flows(net: Net) -> Iterator[Problem]:
    known = {node.id: node for node in net.nodes}
    for flow in net.flows:
        for end in (flow.source, flow.target):
            if end not in known:
                yield at(
                    flow,
                    "process.way-to-nowhere",
                    f"连到不存在的“{end}”",
                    f'it meets "{end}", which does not exist',
                )
        source, target = known.get(flow.source), known.get(flow.target)
        if source is not None and target is not None and source.scope != target.scope:
            yield at(
                flow,
                "process.way-out-of-scope",
                "连线不能穿过子流程的边",
                "a flow may not cross the border of a sub-process",
            )
        if not flow.condition:
            continue
        if source is not None and source.kind not in (EXCLUSIVE, INCLUSIVE):
            yield at(
                flow,
                "process.condition-without-gateway",
                "有条件, 但不从选择网关出发",
                "it has a condition but does not leave an exclusive gateway",
            )
        yield from _feel(flow, flow.condition, "process.bad-condition", "条件", "condition")


def _feel(thing: Node | Flow, text: str, code: str, zh: str, en: str) -> Iterator[Problem]:
    read = compile_expression(text)
    if isinstance(read, FeelError):
        yield at(thing, code, f"{zh}“{text}”{read.zh.rstrip('。')}", f'{en} "{text}": {read.en.rstrip(".")}')
