"""Messages, signals and calls of drawn processes: somebody sends, somebody waits, nobody waits for ever."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from yiwang.kernel.bpmn.naming import name_of
from yiwang.kernel.bpmn.net import (
    BOUNDARY,
    CALL,
    CATCH,
    EVENT_BASED,
    MESSAGE,
    RECEIVE,
    SEND,
    SIGNAL,
    SUBPROCESS,
    TIMER,
    USER,
    Net,
    Node,
)
from yiwang.kernel.bpmn.waits import awaited
from yiwang.pack.check.drawn_calls import answers_alone, calls_of
from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding, Level
from yiwang.pack.governed import terms_of
from yiwang.pack.matters import Matter


class Spoken(NamedTuple):
    """A node that sends or waits: `message` or `signal`, and its name."""

    matter: Matter
    net: Net
    node: Node
    event: str
    name: str

    @property
    def about(self) -> tuple[str, str]:
        """The matter and the node, in both languages."""
        return (
            f"{self.matter.title}: {name_of(self.node)}",
            f"{self.matter.title.en}: {name_of(self.node, 'en')}",
        )


def _nets(seen: Examination) -> Iterator[tuple[Matter, Net]]:
    for matter in seen.pack.matters:
        net = seen.nets.get(str(matter.id))
        if isinstance(net, Net):
            yield matter, net


def _waits(seen: Examination) -> Iterator[Spoken]:
    for matter, net in _nets(seen):
        for node in net.nodes:
            event = awaited(node)
            if event is not None:
                yield Spoken(matter, net, node, *event)


def _sent(seen: Examination) -> Iterator[Spoken]:
    for matter, net in _nets(seen):
        for node in net.nodes:
            if node.kind == SEND or (node.kind in ("throw", "end") and node.event in (MESSAGE, SIGNAL)):
                yield Spoken(matter, net, node, node.event or MESSAGE, node.ref)


@rule("YW130")
def every_wait_has_a_clock_or_an_owner(seen: Examination) -> Iterator[Finding]:
    """每一处等待都有时限或者专人: 等消息、等信号的地方不会没人管地一直等下去。

    Every wait has a clock or an owner: nothing waits for ever for a message or a signal that nobody sees to.
    """
    for wait in _waits(seen):
        if wait.node.position is None and not _is_timed(wait.net, wait.node):
            yield found(
                seen.where_in_process(wait.matter, wait.node.id),
                (
                    f"{wait.about[0]}等“{wait.name}”, 没有时限, 也没有专人。",
                    f"{wait.about[1]} waits for “{wait.name}” without a clock and without an owner.",
                ),
                (
                    "写上 yw:role (谁来跟进), 或加一个边界计时, 或在事件网关之后加一个计时。",
                    "Write yw:role (who sees to it), attach a timer, or put one behind the event gateway.",
                ),
            )


def _is_timed(net: Net, node: Node) -> bool:
    """Say whether a timer ends the wait, or somebody is busy meanwhile with what it is attached to."""
    if node.kind == BOUNDARY:
        return True
    if any(one.attached == node.id and one.event == TIMER for one in net.nodes):
        return True
    gateways = {one.id for one in net.nodes if one.kind == EVENT_BASED}
    before = {flow.source for flow in net.flows if flow.target == node.id} & gateways
    rivals = {flow.target for flow in net.flows if flow.source in before}
    if any(one.id in rivals and one.kind == CATCH and one.event == TIMER for one in net.nodes):
        return True
    outer = next((one for one in net.nodes if one.id == node.scope), None)
    timed = outer is not None and any(
        one.attached == outer.id and one.event == TIMER and one.interrupting for one in net.nodes
    )
    return timed or (outer is not None and outer.kind == SUBPROCESS and _is_timed(net, outer))


@rule("YW131")
def what_is_waited_for_is_sent(seen: Examination) -> Iterator[Finding]:
    """等的消息、信号有人发, 发的有人等: 没有关键字的消息只在调用和被调用的办件之间传。

    What is waited for is sent, and what is sent is waited for; without a key a message passes only between
    a case and those it called.
    """
    waits, sent = list(_waits(seen)), list(_sent(seen))
    near = _called_pairs(seen)
    for wait in waits:
        if wait.node.position is None and not any(_meet(one, wait, near) for one in sent):
            yield _unmet(seen, wait, [one.name for one in sent if one.event == wait.event], sends=False)
    for one in sent:
        if not any(_meet(one, wait, near) for wait in waits):
            yield _unmet(seen, one, [wait.name for wait in waits if wait.event == one.event], sends=True)


def _called_pairs(seen: Examination) -> set[tuple[str, str]]:
    pairs = {(str(matter.id), node.called) for matter, _, node in calls_of(seen)}
    return pairs | {(called, caller) for caller, called in pairs}


def _meet(sent: Spoken, wait: Spoken, near: set[tuple[str, str]]) -> bool:
    if (sent.event, sent.name) != (wait.event, wait.name):
        return False
    if sent.event == SIGNAL:
        return True
    if bool(sent.node.key) != bool(wait.node.key):
        return False
    return bool(sent.node.key) or (str(sent.matter.id), str(wait.matter.id)) in near


def _unmet(seen: Examination, one: Spoken, known: list[str], *, sends: bool) -> Finding:
    kind = {MESSAGE: ("消息", "message"), SIGNAL: ("信号", "signal")}[one.event]
    zh, en = (
        (
            f"发出的{kind[0]}“{one.name}”没有谁等",
            f"sends the {kind[1]} “{one.name}”, and nothing waits for it",
        )
        if sends
        else (
            f"等的{kind[0]}“{one.name}”没有谁发",
            f"waits for the {kind[1]} “{one.name}”, and nothing sends it",
        )
    )
    hint = nearest(one.name, [name for name in known if name != one.name])
    if one.name in known:
        hint = (
            "消息只在调用和被调用的办件之间传; 要传给别的办件, 两头都写 yw:key。",
            "A message passes between a case and those it called; to reach others write yw:key at both ends.",
        )
    return found(
        seen.where_in_process(one.matter, one.node.id),
        (f"{one.about[0]}{zh}。", f"{one.about[1]} {en}."),
        hint,
        Level.WARNING if sends else Level.ERROR,
    )


@rule("YW132")
def every_call_can_be_answered(seen: Examination) -> Iterator[Finding]:
    """调用给够被调用事项表单必填的事实, 要回来的事实和结果它真的会有。

    A call gives each fact that the called matter's form requires, and asks back only what it can have. A
    personal answer goes only into a question that guards it no less.
    """
    for matter, _, node in calls_of(seen):
        called = seen.matters.get(node.called)
        if called is None:
            continue  # YW801 names it
        about = (f"{matter.title}: {name_of(node)}", f"{matter.title.en}: {name_of(node, 'en')}")
        where = seen.where_in_process(matter, node.id)
        for zh, en in (
            *_lacking(called, node),
            *_less_guarded(matter, called, node),
            *_not_answered(called, node),
            *_other_outcomes(seen, called, node),
        ):
            yield found(
                where,
                (f"{about[0]}: {zh}。", f"{about[1]}: {en}."),
                (
                    "改 yw:gives、yw:takes 或后面网关的条件; 个人信息只带给保护不低于这里的字段。",
                    "Mend yw:gives, yw:takes or the gateway's conditions; guard personal data there no less.",
                ),
            )


def _lacking(called: Matter, node: Node) -> Iterator[tuple[str, str]]:
    if called.form is None:
        return
    given = {there for there, _ in node.gives}
    for word in called.form.required:
        if str(word) not in given:
            yield (
                f"{called.title}的表单必填 {word}, 调用没有给",
                f"the form of {called.title.en} requires {word}, which the call does not give",
            )


_GUARDED = {"none": 0, "ordinary": 1, "sensitive": 2}


def _less_guarded(matter: Matter, called: Matter, node: Node) -> Iterator[tuple[str, str]]:
    """Find personal answers that would lie open there, or open ones that a question there seals."""
    here, there = terms_of(matter), terms_of(called)
    for target, source in node.gives:
        if source not in here or target not in there:
            continue  # YW802 names it
        one, other = _GUARDED[here[source].personal], _GUARDED[there[target].personal]
        if other < one or bool(one) != bool(other):
            yield (
                f"{source} 是{_PERSONAL[one][0]}, {called.title}的 {target} 是{_PERSONAL[other][0]}",
                f"{source} is {_PERSONAL[one][1]}, {target} of {called.title.en} is {_PERSONAL[other][1]}",
            )


_PERSONAL = (
    ("普通信息", "not personal"),
    ("个人信息", "personal"),
    ("敏感个人信息", "sensitive personal information"),
)


def _not_answered(called: Matter, node: Node) -> Iterator[tuple[str, str]]:
    known = set(called.form.fields) if called.form else set()
    known |= {str(step.result) for step in called.steps if step.result}
    for _, source in node.takes:
        if source not in known:
            yield (
                f"要回来的 {source}, {called.title}没有",
                f"it asks back {source}, which {called.title.en} does not have",
            )


def _of_steps(seen: Examination, called: Matter) -> set[str]:
    net = seen.nets.get(str(called.id))
    tasks = net.tasks if isinstance(net, Net) else ()
    return {one.id for task in tasks for one in task.outcomes}


def _other_outcomes(seen: Examination, called: Matter, node: Node) -> Iterator[tuple[str, str]]:
    named = [one.id for one in node.outcomes]
    if len(named) < 2:
        return
    can = {"grant", "deny"} if called.decides else _of_steps(seen, called)
    if not can.issuperset(named):
        listed = "、".join(sorted(can)), ", ".join(sorted(can))
        yield (
            f"后面按结果 {'、'.join(named)} 分路, {called.title}的结果是 {listed[0]}",
            f"what follows asks for the outcomes {', '.join(named)}; {called.title.en} ends with {listed[1]}",
        )


@rule("YW133")
def no_loop_without_a_person(seen: Examination) -> Iterator[Finding]:
    """流程里的每个圈都经过人或者时限: 两个办件互发消息不会自己转个不停。

    Every loop of a process passes a person or a clock: cases do not keep each other going by messages alone.
    """
    for matter, net in _nets(seen):
        way = _loop_alone(seen, net)
        if way:
            nodes = {node.id: node for node in net.nodes}
            zh = " → ".join(name_of(nodes[one]) for one in (*way, way[0]))
            en = " → ".join(name_of(nodes[one], "en") for one in (*way, way[0]))
            yield found(
                seen.where_in_process(matter, way[0]),
                (
                    f"{matter.title}: 这个圈里没有人也没有时限: {zh}。",
                    f"{matter.title.en}: this loop has no person and no clock in it: {en}.",
                ),
                (
                    "在圈里放一个有人办的环节, 或一个计时。",
                    "Put a task for somebody, or a timer, into the loop.",
                ),
            )


def _loop_alone(seen: Examination, net: Net) -> tuple[str, ...]:
    """Return a loop through waits or calls with nobody and no clock in it, shortest first; () for none."""
    machine = {node.id for node in net.nodes if not _stops(seen, net, node)}
    after: dict[str, list[str]] = {one: [] for one in machine}
    for flow in net.flows:
        if flow.source in machine and flow.target in machine:
            after[flow.source].append(flow.target)
    begins = [
        node.id for node in net.nodes if node.kind in (RECEIVE, CATCH, CALL, SEND) and node.id in machine
    ]
    for start in begins:
        ways: list[tuple[str, ...]] = [(start,)]
        reached: set[str] = set()
        while ways:
            way = ways.pop(0)
            for target in after[way[-1]]:
                if target == start:
                    return way
                if target not in reached:
                    reached.add(target)
                    ways.append((*way, target))
    return ()


def _stops(seen: Examination, net: Net, node: Node) -> bool:
    if node.kind == USER or node.event == TIMER:
        return True
    if node.kind == CALL:
        called = seen.matters.get(node.called)
        return called is not None and not answers_alone(seen, called)
    if node.kind == SUBPROCESS:
        return any(one.kind == USER or one.event == TIMER for one in net.nodes if one.scope == node.id)
    return False
