"""No refusal by a rule alone: what goes against the applicant passes a person."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from yiwang.kernel.bpmn.net import (
    BOUNDARY,
    END,
    PARALLEL,
    RULE,
    TASKS,
    TERMINATE,
    USER,
    Net,
    Node,
)
from yiwang.kernel.bpmn.outcomes import OUTCOME
from yiwang.kernel.feel import FeelError, compile_expression
from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding, Level
from yiwang.pack.matters import Matter

# What nobody but a named person may ask for.
_BY_PERSON = {"decide", "decide-at-once", "refuse", "void", "withdraw", "end-result", "withhold-result"}


@rule("YW602")
def no_rule_alone_decides_against_anybody(seen: Examination) -> Iterator[Finding]:
    """规则 (业务规则、定时、默认分支、届满、接线) 不能独自作出对申请人不利的结果, 必须经过人。

    No rule alone (a rule task, a timer, a default flow, an expiry, wiring) ends against the applicant:
    an adverse outcome passes a person.
    """
    for matter in seen.pack.matters:
        yield from _by_expiry(matter)
        net = seen.nets.get(str(matter.id))
        if isinstance(net, Net):
            yield from _by_process(seen, matter, net)
    yield from _by_wiring(seen)


def _by_expiry(matter: Matter) -> Iterator[Finding]:
    for clock in matter.clocks:
        if clock.on_expiry == "refuse":
            yield found(
                clock.on_expiry.where,
                (
                    f"{matter.title}: 时限 {clock.id} 届满就视为不予 (on_expiry: refuse), 没有经过人。",
                    f"{matter.title.en}: the expiry of {clock.id} alone refuses (on_expiry: refuse); "
                    "no person decides.",
                ),
                ("改为 none, 由人作决定。", "Make it none, and let a person decide."),
            )


def _by_process(seen: Examination, matter: Matter, net: Net) -> Iterator[Finding]:
    ends = {node.id for node in net.nodes if node.kind in (END, TERMINATE)}
    for word in matter.adverse:
        if str(word) not in ends:
            yield found(
                word.where,
                (
                    f"{matter.title}: 流程没有结束节点 {word}。",
                    f"{matter.title.en}: the process has no end event {word}.",
                ),
                nearest(str(word), ends),
            )
            continue
        way = () if matter.decides else _without_person(net, str(word))
        if way:
            yield _alone(seen, matter, way, (f"对申请人不利的 {word}", f"{word}, which goes against them"))
    if not matter.decides and not matter.adverse and len(ends) > 1 and set(matter.audience) & _PEOPLE:
        for end in sorted(ends):
            way = _without_person(net, end)
            if way:
                yield _alone(seen, matter, way, (end, end), Level.WARNING)
                break


_PEOPLE = {"resident", "business", "organisation"}


def _without_person(net: Net, end: str) -> tuple[str, ...]:
    """Return the shortest way from what a rule chose to this end with nobody between, () if there is none."""
    before: dict[str, list[str]] = {}
    for flow in net.flows:
        before.setdefault(flow.target, []).append(flow.source)
    nodes = {node.id: node for node in net.nodes}
    waiting: deque[tuple[str, ...]] = deque([(end,)])
    seen = {end}
    while waiting:
        way = waiting.popleft()
        node = nodes.get(way[0])
        if node is None or (node.kind == USER and len(way) > 1):
            continue
        if len(way) > 1 and _by_rule(net, node):
            return way
        for source in before.get(way[0], ()):
            if source not in seen:
                seen.add(source)
                waiting.append((source, *way))
    return ()


def _by_rule(net: Net, node: Node) -> bool:
    """Say whether this node chooses by something else than what a person answered."""
    if node.kind in (RULE, BOUNDARY) or "timer" in node.kind:
        return True
    if node.kind in TASKS or node.kind == PARALLEL:
        return False
    ways = [flow for flow in net.flows if flow.source == node.id]
    read = [compile_expression(flow.condition) for flow in ways if flow.condition]
    names = {name for one in read if not isinstance(one, FeelError) for name in one.names}
    return len(ways) > 1 and names != {OUTCOME}


def _alone(
    seen: Examination,
    matter: Matter,
    way: tuple[str, ...],
    end: tuple[str, str],
    level: Level = Level.ERROR,
) -> Finding:
    return found(
        seen.where_in_process(matter, way[0]),
        (
            f"{matter.title}: 规则 {way[0]} 独自通到{end[0]}, 中间没有人: {' → '.join(way)}。",
            f"{matter.title.en}: the rule {way[0]} alone leads to {end[1]}, with nobody between: "
            f"{' → '.join(way)}.",
        ),
        (
            "在中间放一个由人办的环节; 不是不利结果的, 用 adverse 写明哪些结束节点不利。",
            "Put a user task between; or say in adverse which ends go against the applicant.",
        ),
        level,
    )


def _by_wiring(seen: Examination) -> Iterator[Finding]:
    for wire in seen.pack.governed.wires:
        if str(wire.command) in _BY_PERSON and wire.position is None:
            yield found(
                wire.command.where,
                (
                    f"接线 {wire.id} 直接请求 {wire.command}, 没有经过人。",
                    f"The wiring {wire.id} asks {wire.command} by itself; no person decides.",
                ),
                ("写上 through: {position: …}。", "Write through: {position: …}."),
            )
