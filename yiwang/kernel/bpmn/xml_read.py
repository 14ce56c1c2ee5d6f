"""Read BPMN 2.0 XML. What this engine runs becomes a net; all the rest is named, nothing half run.

Our own attributes live in the namespace `urn:yiwang:bpmn:1` (prefix `yw` below):
on a task yw:title-en, yw:role, yw:body, yw:outcomes (ids, space-separated), yw:act, yw:interval,
yw:limit, yw:fields; on a business rule yw:rule, yw:result; on a flow yw:outcome; on a lane yw:role,
yw:body. Outcomes with titles stand in a task's extensionElements: `<yw:outcome id title title-en/>`.
Source: OMG BPMN 2.0.2.
"""

from __future__ import annotations

import msgspec

from yiwang.kernel.bpmn import xml_tree
from yiwang.kernel.bpmn.net import (
    BOUNDARY,
    DONE,
    END,
    EXCLUSIVE,
    PARALLEL,
    RULE,
    SERVICE,
    START,
    TASKS,
    TERMINATE,
    TIMER,
    USER,
    Flow,
    Net,
    Node,
    Outcome,
    Position,
    Problem,
    Text,
)
from yiwang.kernel.bpmn.outcomes import condition_for, outcomes_named
from yiwang.kernel.bpmn.structure import problems
from yiwang.kernel.bpmn.xml_tree import BPMN, YIWANG, Element

_KINDS = {
    "startEvent": START,
    "endEvent": END,
    "userTask": USER,
    "manualTask": USER,
    "serviceTask": SERVICE,
    "businessRuleTask": RULE,
    "exclusiveGateway": EXCLUSIVE,
    "parallelGateway": PARALLEL,
    "boundaryEvent": BOUNDARY,
}
_NOTES = frozenset({"documentation", "extensionElements", "incoming", "outgoing"})
_NOTES |= {"textAnnotation", "association", "group", "auditing", "monitoring"}
_DEFINED = frozenset({"message", "signal", "error", "escalation", "itemDefinition", "dataStore", "category"})
_DEFINED |= {"resource", "interface", "import", "relationship", "correlationProperty", "endPoint"}
_DEFINED |= {"partnerEntity", "partnerRole"}
_ONCE = {"startQuantity": "1", "completionQuantity": "1", "isForCompensation": "false"}


class Unsupported(msgspec.Struct, frozen=True):
    """An element this engine does not run: its BPMN name, its own name and id, its line."""

    element: str
    name: str
    id: str
    line: int


class Process(msgspec.Struct, frozen=True):
    """One process as drawn: what could be read as a net, what could not, and where each id stands."""

    id: str
    net: Net
    lines: dict[str, int]
    unsupported: tuple[Unsupported, ...]
    problems: tuple[Problem, ...]


class Model(msgspec.Struct, frozen=True):
    """A BPMN file.

    Attributes:
        unsupported: everything that would not run, in all processes and between them, by line.
        problems: why the file could not be read at all.
    """

    processes: tuple[Process, ...] = ()
    unsupported: tuple[Unsupported, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(xml: bytes) -> Model:
    """Read a BPMN 2.0 file. Never raises: what is wrong is in the model."""
    root = xml_tree.parse(xml)
    if isinstance(root, Problem):
        return Model(problems=(root,))
    if (root.space, root.name) != (BPMN, "definitions"):
        return Model(problems=(_not_bpmn(root),))
    outside: list[Unsupported] = []
    for child in root.children:
        if child.space == BPMN and child.name not in _DEFINED and child.name != "process":
            outside.extend(_between(child))
    processes = tuple(_Reader(element).read() for element in root.all("process"))
    every = [*outside, *(one for process in processes for one in process.unsupported)]
    return Model(processes, tuple(sorted(every, key=lambda one: one.line)))


def compile_model(model: Model, process_id: str | None = None) -> Net | tuple[Problem, ...]:
    """Return the net of one process (of the only one, without `process_id`), or all that prevents it."""
    if model.problems:
        return model.problems
    drawn = [one for one in model.processes if process_id in (None, one.id)]
    if process_id is None and len(drawn) > 1:
        drawn = [one for one in drawn if one.net.nodes or one.unsupported]
    if len(drawn) != 1:
        return (_which(model, process_id),)
    process = drawn[0]
    elsewhere = {id(one) for other in model.processes if other is not process for one in other.unsupported}
    refused = [_as_problem(one) for one in model.unsupported if id(one) not in elsewhere]
    found = [_placed(one, process.lines) for one in problems(process.net)] if not refused else []
    every = (*refused, *process.problems, *found)
    return every or process.net


def _which(model: Model, process_id: str | None) -> Problem:
    ids = [process.id for process in model.processes]
    return Problem(
        "bpmn.which-process",
        f"文件里有 {len(ids)} 个流程 ({'、'.join(ids)}), "
        + (f"其中没有或不止一个“{process_id}”。" if process_id else "请写明是哪一个。"),
        f"The file holds {len(ids)} processes ({', '.join(ids)}); "
        + (f'none or several are called "{process_id}".' if process_id else "say which one is meant."),
        process_id or "",
    )


def _not_bpmn(root: Element) -> Problem:
    return Problem(
        "bpmn.not-bpmn",
        f"第 {root.line} 行: 根元素是“{root.name}”, 不是 BPMN 2.0 的 definitions。",
        f'Line {root.line}: the root element is "{root.name}", not definitions of BPMN 2.0.',
        line=root.line,
    )


def _as_problem(one: Unsupported) -> Problem:
    name = " ".join(one.name.split()) or one.id
    return Problem(
        "bpmn.unsupported",
        f"第 {one.line} 行: {one.element}“{name}”还不能运行, 请换一种画法。",
        f'Line {one.line}: {one.element} "{name}" cannot run; draw it another way.',
        one.id,
        {"zh": one.name} if one.name else {},
        one.line,
    )


def _placed(problem: Problem, lines: dict[str, int]) -> Problem:
    line = lines.get(problem.id, 0)
    if not line:
        return problem
    zh, en = f"第 {line} 行: {problem.zh}", f"Line {line}: {problem.en}"
    return msgspec.structs.replace(problem, line=line, zh=zh, en=en)


def _refusal(element: Element, owner: Element | None = None, what: str = "") -> Unsupported:
    holder = owner or element
    return Unsupported(what or element.name, holder.get("name"), holder.get("id"), element.line)


def _between(element: Element) -> list[Unsupported]:
    """Look at what stands beside the processes: pools are fine, messages between them do not run."""
    if element.name == "collaboration":
        refused: list[Unsupported] = []
        for child in element.children:
            if child.space == BPMN and child.name == "participant":
                refused.extend(_refusal(one, child) for one in child.all("participantMultiplicity"))
            elif child.space == BPMN and child.name not in _NOTES:
                refused.append(_refusal(child))
        return refused
    if element.name == "extension":
        return [_refusal(element)] if element.get("mustUnderstand") in ("true", "1") else []
    return [] if element.name in _NOTES else [_refusal(element)]


def _title(element: Element, name: str = "name") -> Text:
    title: Text = {}
    if ("", name) in element.attributes:
        title["zh"] = element.get(name)
    if (YIWANG, "title-en") in element.attributes:
        title["en"] = element.own("title-en")
    if ("", "title-en") in element.attributes:
        title["en"] = element.get("title-en")
    return title


def _position(element: Element) -> Position | None:
    if (YIWANG, "role") not in element.attributes and (YIWANG, "body") not in element.attributes:
        return None
    return Position(element.own("role"), element.own("body"))


class _Reader:
    """Reads one process element."""

    def __init__(self, process: Element) -> None:
        self.process = process
        self.nodes: list[Node] = []
        self.flows: list[Flow] = []
        self.lanes: dict[str, Position] = {}
        self.lines: dict[str, int] = {}
        self.unsupported: list[Unsupported] = []
        self.problems: list[Problem] = []

    def read(self) -> Process:
        """Return what the process holds."""
        for lane_set in self.process.all("laneSet"):
            self._lanes(lane_set, None)
        for child in self.process.children:
            if child.get("id"):
                self.lines[child.get("id")] = child.line
            if child.space == BPMN and child.name in _KINDS:
                self._node(child)
            elif child.space == BPMN and child.name == "sequenceFlow":
                self._flow(child)
            elif child.space != BPMN or child.name not in _NOTES | {"laneSet"}:
                self.unsupported.append(_refusal(child))
        process_id = self.process.get("id")
        nodes = tuple(self._with_outcomes(node) for node in self.nodes)
        net = Net(process_id, nodes, tuple(self.flows), _title(self.process))
        return Process(process_id, net, self.lines, tuple(self.unsupported), tuple(self.problems))

    def _lanes(self, lane_set: Element, above: Position | None) -> None:
        for lane in lane_set.all("lane"):
            position = _position(lane) or (Position(lane.get("name")) if lane.get("name") else above)
            for ref in lane.all("flowNodeRef"):
                if position is not None:
                    self.lanes[ref.text.strip()] = position
            for inner in lane.all("childLaneSet"):
                self._lanes(inner, position)

    def _node(self, element: Element) -> None:
        kind = _KINDS[element.name]
        node = Node(id=element.get("id"), kind=kind, title=_title(element))
        known = len(self.unsupported)
        for name, harmless in _ONCE.items():
            if element.get(name, harmless) not in (harmless, "0" if harmless == "false" else harmless):
                self.unsupported.append(_refusal(element, what=f"{element.name}@{name}"))
        for child in element.children:
            if child.space == BPMN and child.name in _NOTES:
                continue
            if kind == END and child.name == "terminateEventDefinition":
                node = msgspec.structs.replace(node, kind=TERMINATE)
            elif not (kind == BOUNDARY and child.name == "timerEventDefinition"):
                self.unsupported.append(_refusal(child, element, f"{element.name}/{child.name}"))
        if kind in TASKS:
            node = self._task(element, node)
        elif kind == RULE:
            node = msgspec.structs.replace(node, rule=element.own("rule"), result=element.own("result"))
        elif kind == EXCLUSIVE:
            node = msgspec.structs.replace(node, default=element.get("default"))
        elif kind == BOUNDARY and len(self.unsupported) == known:
            node = self._boundary(element, node)
        self.nodes.append(node)

    def _task(self, element: Element, node: Node) -> Node:
        position = _position(element)
        if position is None and node.kind == USER:
            position = self.lanes.get(node.id)
        elif position is not None and not position.body and node.id in self.lanes:
            position = Position(position.role, self.lanes[node.id].body)
        listed = [
            Outcome(one.get("id"), _title(one, "title"))
            for extension in element.all("extensionElements")
            for one in extension.all("outcome", YIWANG)
        ]
        listed = listed or [Outcome(one) for one in element.own("outcomes").split()]
        return msgspec.structs.replace(
            node,
            position=position,
            outcomes=tuple(listed),
            act=element.own("act"),
            interval=element.own("interval"),
            limit=element.own("limit"),
            fields=tuple(element.own("fields").split()),
        )

    def _boundary(self, element: Element, node: Node) -> Node:
        timers = element.all("timerEventDefinition")
        parts = [part for timer in timers for part in timer.children if part.name != "extensionElements"]
        durations = [part for part in parts if part.space == BPMN and part.name == "timeDuration"]
        if len(timers) != 1 or len(durations) != 1 or len(parts) != 1:
            odd = next((part for part in parts if part not in durations), timers[0] if timers else element)
            self.unsupported.append(_refusal(odd, element, f"{element.name}/{odd.name}"))
        return msgspec.structs.replace(
            node,
            event=TIMER,
            attached=element.get("attachedToRef"),
            interrupting=element.get("cancelActivity", "true") in ("true", "1"),
            duration=durations[0].text.strip() if durations else "",
        )

    def _flow(self, element: Element) -> None:
        conditions = element.all("conditionExpression")
        for child in element.children:
            if child.space != BPMN or child.name not in _NOTES | {"conditionExpression"}:
                self.unsupported.append(_refusal(child, element, f"sequenceFlow/{child.name}"))
        for condition in conditions:
            if condition.get("language") and "feel" not in condition.get("language").lower():
                what = f"conditionExpression ({condition.get('language')})"
                self.unsupported.append(_refusal(condition, element, what))
        text = " ".join(condition.text.strip() for condition in conditions)
        outcome = element.own("outcome")
        if outcome and text not in ("", condition_for(outcome)):
            self.problems.append(_two_conditions(element, text, outcome))
        self.flows.append(
            Flow(
                element.get("id"),
                element.get("sourceRef"),
                element.get("targetRef"),
                condition_for(outcome) if outcome and not text else text,
                _title(element),
            )
        )

    def _with_outcomes(self, node: Node) -> Node:
        """Give a task the outcomes its gateway asks for, with the names of the flows as titles."""
        if node.kind not in TASKS:
            return node
        asked: dict[str, Text] = {}
        after = [flow.target for flow in self.flows if flow.source == node.id]
        gateways = {one.id for one in self.nodes if one.kind == EXCLUSIVE and [one.id] == after}
        for flow in self.flows:
            if flow.source in gateways:
                for outcome in outcomes_named(flow.condition):
                    asked.setdefault(outcome, flow.title)
        if not node.outcomes:
            outcomes = tuple(Outcome(one, title) for one, title in asked.items()) or (DONE,)
        else:
            outcomes = node.outcomes
        return msgspec.structs.replace(node, outcomes=outcomes)


def _two_conditions(element: Element, text: str, outcome: str) -> Problem:
    return Problem(
        "bpmn.two-conditions",
        f"第 {element.line} 行: 连线既有条件“{text}”又有 yw:outcome“{outcome}”, 请只留一个。",
        f'Line {element.line}: the flow has the condition "{text}" and yw:outcome "{outcome}"; keep one.',
        element.get("id"),
        _title(element),
        element.line,
    )
