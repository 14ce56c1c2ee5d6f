"""What the events of a net must satisfy: each knows what it waits for, and what is thrown is caught."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yiwang.kernel.bpmn.naming import at, name_of
from yiwang.kernel.bpmn.net import (
    ACTIVITIES,
    BOUNDARY,
    CALL,
    CATCH,
    END,
    ERROR,
    ESCALATION,
    EVENT_BASED,
    EVENTS_OF,
    LINK_CATCH,
    LINK_THROW,
    MESSAGE,
    RECEIVE,
    SEND,
    SERVICE,
    SIGNAL,
    SUBPROCESS,
    TIMER,
    Net,
    Node,
    Problem,
)

DURATION = re.compile(
    r"P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?"
    r"|\d+ ?(工作日|日|工作时|小时|分钟|年|月)"
    r"|\d+ (working days?|days?|office hours?|hours?|minutes?|years?|months?)"
    r"|即时|at once"
)


def problems_of_events(net: Net) -> Iterator[Problem]:
    """Yield what is wrong with events, links and event-based gateways."""
    known = {node.id: node for node in net.nodes}
    for node in net.nodes:
        if node.kind in EVENTS_OF and node.event not in EVENTS_OF[node.kind]:
            yield at(
                node,
                "process.bad-event",
                f"这里不能用“{node.event or '空'}”事件",
                f'an event "{node.event or "none"}" cannot stand here',
            )
        if node.event == TIMER and not DURATION.fullmatch(node.duration):
            yield at(
                node,
                "process.bad-duration",
                f"时长“{node.duration}”看不懂, 应如 P20D、PT24H 或 20 工作日",
                f'its duration "{node.duration}" is none; write P20D, PT24H or 20 working days',
            )
        if not node.ref and (node.kind in (SEND, RECEIVE) or node.event in (MESSAGE, SIGNAL)):
            yield at(
                node, "process.nameless-message", "没有写明消息或信号的名称", "it names no message or signal"
            )
        if node.kind == BOUNDARY:
            yield from _boundary(node, known.get(node.attached))
        if node.kind in (LINK_THROW, LINK_CATCH):
            yield from _link(node, net)
        if node.kind == EVENT_BASED:
            yield from _event_based(node, net, known)
        if node.kind == END and node.event == ERROR and not _is_caught(node, net, known):
            yield at(
                node,
                "process.error-not-caught",
                f"抛出的错误“{node.ref}”没有外层子流程的边界事件接收",
                f'no boundary event of a sub-process around it catches its error "{node.ref}"',
            )


def _boundary(node: Node, task: Node | None) -> Iterator[Problem]:
    wanted = ACTIVITIES
    if node.event == ERROR:
        wanted = frozenset({SERVICE, CALL, SUBPROCESS})
    elif node.event == ESCALATION:
        wanted = frozenset({SUBPROCESS})
    if task is None or task.kind not in wanted:
        yield at(
            node,
            "process.boundary-on-nothing",
            f"所依附的“{node.attached}”不是办理步骤",
            f'it is attached to "{node.attached}", which is no task',
        )
    elif task.scope != node.scope:
        yield at(
            node,
            "process.boundary-on-nothing",
            f"与所依附的“{name_of(task)}”不在同一层",
            f'it does not lie beside "{name_of(task, "en")}", to which it is attached',
        )
    if node.event == ERROR and not node.interrupting:
        yield at(node, "process.bad-event", "错误事件必须中断", "an error event always interrupts")


def _link(node: Node, net: Net) -> Iterator[Problem]:
    beside = [one for one in net.nodes if one.ref == node.ref and one.scope == node.scope]
    caught = [one for one in beside if one.kind == LINK_CATCH]
    thrown = [one for one in beside if one.kind == LINK_THROW]
    if len(caught) != 1 or not thrown:
        yield at(
            node,
            "process.bad-link",
            f"链接“{node.ref}”应有一处接收、至少一处发出, 这里有 {len(caught)} 处接收、{len(thrown)} 处发出",
            f'the link "{node.ref}" needs one catching and at least one throwing event; it has '
            f"{len(caught)} and {len(thrown)}",
        )


def _event_based(node: Node, net: Net, known: dict[str, Node]) -> Iterator[Problem]:
    targets = [flow.target for flow in net.flows if flow.source == node.id]
    if len(targets) < 2:
        yield at(
            node,
            "process.no-choice",
            "事件网关之后应有两个以上事件",
            "at least two events follow such a gateway",
        )
    for target in targets:
        one = known.get(target)
        if one is None:
            continue
        arriving = sum(1 for flow in net.flows if flow.target == target)
        if one.kind not in (CATCH, RECEIVE) or arriving != 1:
            yield at(
                node,
                "process.no-event",
                f"之后的“{name_of(one)}”应是只从这里到达的接收事件或接收任务",
                f'"{name_of(one, "en")}" must be a catching event or receive task reached only from here',
            )


def _is_caught(node: Node, net: Net, known: dict[str, Node]) -> bool:
    scope = node.scope
    while scope in known:
        for one in net.nodes:
            if one.kind == BOUNDARY and one.attached == scope and one.event == ERROR:
                if one.ref in ("", node.ref):
                    return True
        scope = known[scope].scope
    return False
