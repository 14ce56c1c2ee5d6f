"""Read one process element of BPMN 2.0 XML, and the sub-processes in it. What does not run is named."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from yiwang.kernel.bpmn.net import (
    BOUNDARY,
    CALL,
    CATCH,
    DOABLE,
    DONE,
    END,
    EVENT_BASED,
    EVENTS_OF,
    EXCLUSIVE,
    INCLUSIVE,
    LINK_CATCH,
    LINK_THROW,
    MESSAGE,
    PARALLEL,
    RECEIVE,
    RULE,
    SEND,
    SERVICE,
    SIGNAL,
    START,
    SUBPROCESS,
    TERMINATE,
    THROW,
    TIMER,
    USER,
    Flow,
    Net,
    Node,
    Outcome,
    Position,
    Problem,
    Repeat,
    Text,
)
from yiwang.kernel.bpmn.outcomes import condition_for, outcomes_named
from yiwang.kernel.xml_tree import BPMN, YIWANG, Element

_KINDS = {
    "startEvent": START,
    "endEvent": END,
    "userTask": USER,
    "manualTask": USER,
    "serviceTask": SERVICE,
    "sendTask": SEND,
    "receiveTask": RECEIVE,
    "businessRuleTask": RULE,
    "exclusiveGateway": EXCLUSIVE,
    "parallelGateway": PARALLEL,
    "inclusiveGateway": INCLUSIVE,
    "eventBasedGateway": EVENT_BASED,
    "subProcess": SUBPROCESS,
    "callActivity": CALL,
    "intermediateCatchEvent": CATCH,
    "intermediateThrowEvent": THROW,
    "boundaryEvent": BOUNDARY,
}
NOTES = frozenset({"documentation", "extensionElements", "incoming", "outgoing"})
NOTES |= {"textAnnotation", "association", "group", "auditing", "monitoring"}
_HARMLESS = {"startQuantity": "1", "completionQuantity": "1", "isForCompensation": "false"}
_HARMLESS |= {"triggeredByEvent": "false", "instantiate": "false", "eventGatewayType": "Exclusive"}
_HARMLESS |= {"parallelMultiple": "false"}

Names = dict[str, str]


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


def local(name: str) -> str:
    """Return a reference without its prefix."""
    return name.rpartition(":")[2]


def names_of(root: Element) -> Names:
    """Return what messages, signals (by name), errors and escalations (by code) are called, by id."""
    found: Names = {}
    for name, attribute in (
        ("message", "name"),
        ("signal", "name"),
        ("error", "errorCode"),
        ("escalation", "escalationCode"),
    ):
        for one in root.all(name):
            found[one.get("id")] = one.get(attribute) or one.get("name") or one.get("id")
    return found


def read_process(element: Element, names: Names) -> Process:
    """Return what one process element holds. `names` is what `names_of` found."""
    return _Reader(element, names).read()


def _is_read(kind: str, child: Element) -> bool:
    if child.name == "multiInstanceLoopCharacteristics":
        return kind in DOABLE
    return kind in EVENTS_OF and (
        child.name.endswith("EventDefinition") or child.name == "eventDefinitionRef"
    )


def refusal(element: Element, owner: Element | None = None, what: str = "") -> Unsupported:
    """Return a refusal of `element`, named after `owner` if that is what a person would look for."""
    holder = owner or element
    return Unsupported(what or element.name, holder.get("name"), holder.get("id"), element.line)


def title_of(element: Element, name: str = "name") -> Text:
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


def pairs_of(text: str) -> tuple[tuple[str, str], ...]:
    """Return the pairs of `target=source other`; a name alone stands for both."""
    found = []
    for one in text.split():
        target, sign, source = one.partition("=")
        found.append((target, source if sign else target))
    return tuple(found)


class _Reader:
    """Reads one process element and the sub-processes in it."""

    def __init__(self, process: Element, names: Names) -> None:
        self.process = process
        self.names = names
        self.nodes: list[Node] = []
        self.flows: list[Flow] = []
        self.lanes: dict[str, Position] = {}
        self.lines: dict[str, int] = {}
        self.unsupported: list[Unsupported] = []
        self.problems: list[Problem] = []

    def read(self) -> Process:
        """Return what the process holds."""
        self._inside(self.process, "")
        process_id = self.process.get("id")
        nodes = tuple(self._with_outcomes(node) for node in self.nodes)
        net = Net(process_id, nodes, tuple(self.flows), title_of(self.process))
        return Process(process_id, net, self.lines, tuple(self.unsupported), tuple(self.problems))

    def _inside(self, holder: Element, scope: str) -> None:
        for lane_set in holder.all("laneSet"):
            self._lanes(lane_set, None)
        for child in holder.children:
            if child.get("id"):
                self.lines[child.get("id")] = child.line
            if child.space == BPMN and child.name in _KINDS:
                self._node(child, scope)
            elif child.space == BPMN and child.name == "sequenceFlow":
                self._flow(child)
            elif child.space != BPMN or child.name not in NOTES | {"laneSet"}:
                if holder is self.process or child.name != "multiInstanceLoopCharacteristics":
                    self._refuse(child)

    def _refuse(self, element: Element, owner: Element | None = None, what: str = "") -> None:
        self.unsupported.append(refusal(element, owner, what))

    def _lanes(self, lane_set: Element, above: Position | None) -> None:
        for lane in lane_set.all("lane"):
            position = _position(lane) or (Position(lane.get("name")) if lane.get("name") else above)
            for ref in lane.all("flowNodeRef"):
                if position is not None:
                    self.lanes[ref.text.strip()] = position
            for inner in lane.all("childLaneSet"):
                self._lanes(inner, position)

    def _node(self, element: Element, scope: str) -> None:
        kind = _KINDS[element.name]
        node = Node(id=element.get("id"), kind=kind, title=title_of(element), scope=scope)
        for name, harmless in _HARMLESS.items():
            same = {harmless, "0"} if harmless == "false" else {harmless}
            if element.get(name, harmless) not in same:
                self._refuse(element, what=f"{element.name}@{name}")
        node = self._with_event(element, node)
        node = self._with_repeat(element, node)
        if kind != SUBPROCESS:
            for child in element.children:
                if child.space == BPMN and child.name not in NOTES and not _is_read(kind, child):
                    self._refuse(child, element, f"{element.name}/{child.name}")
        if kind in DOABLE:
            node = self._task(element, node)
        if kind in (SEND, RECEIVE):
            ref = self.names.get(local(element.get("messageRef"))) or element.get("name") or node.id
            node = replace(node, ref=ref)
        elif kind == CALL:
            called = element.own("matter") or local(element.get("calledElement"))
            node = replace(node, called=called, grant=element.own("grant"))
        elif kind == RULE:
            node = replace(
                node,
                rule=element.own("rule"),
                result=element.own("result"),
                decision=element.own("decision"),
            )
        elif kind in (EXCLUSIVE, INCLUSIVE):
            node = replace(node, default=element.get("default"))
        elif kind == BOUNDARY:
            interrupting = element.get("cancelActivity", "true") in ("true", "1")
            node = replace(node, attached=element.get("attachedToRef"), interrupting=interrupting)
        self.nodes.append(self._with_traffic(element, node))
        if kind == SUBPROCESS:
            self._inside(element, node.id)

    def _with_traffic(self, element: Element, node: Node) -> Node:
        """Read what passes between cases here, and who sees to it that it comes."""
        message = node.kind in (SEND, RECEIVE) or node.event in (MESSAGE, SIGNAL)
        if not message and node.kind != CALL:
            return node
        position = node.position or _position(element)
        if node.kind == RECEIVE or (node.kind == CATCH and node.event != TIMER):
            position = position or self.lanes.get(node.id)
        return replace(
            node,
            position=position,
            gives=pairs_of(element.own("gives")),
            takes=pairs_of(element.own("takes")),
            key=element.own("key"),
            interval=element.own("interval"),
            limit=element.own("limit"),
        )

    def _with_event(self, element: Element, node: Node) -> Node:
        if node.kind not in EVENTS_OF:
            return node
        definitions = [child for child in element.children if child.name.endswith("EventDefinition")]
        if len(definitions) > 1 or element.all("eventDefinitionRef"):
            self._refuse(element, what=f"{element.name} (multiple)")
            return node
        if not definitions:
            return node
        return self._defined(element, node, definitions[0])

    def _defined(self, element: Element, node: Node, definition: Element) -> Node:
        event = definition.name.removesuffix("EventDefinition")
        if event == "terminate" and node.kind == END:
            return replace(node, kind=TERMINATE)
        if event == "link" and node.kind in (CATCH, THROW):
            kind = LINK_CATCH if node.kind == CATCH else LINK_THROW
            return replace(node, kind=kind, ref=definition.get("name") or element.get("name"))
        if event not in EVENTS_OF[node.kind]:
            self._refuse(definition, element, f"{element.name}/{definition.name}")
            return node
        if event == TIMER:
            return replace(node, event=event, duration=self._duration(element, definition))
        for child in definition.children:
            if child.name not in NOTES:
                self._refuse(child, element, f"{element.name}/{child.name}")
        ref = self.names.get(local(definition.get(f"{event}Ref")), "")
        if not ref and event in (MESSAGE, SIGNAL):
            ref = element.get("name") or node.id
        return replace(node, event=event, ref=ref)

    def _duration(self, element: Element, timer: Element) -> str:
        parts = [part for part in timer.children if part.name != "extensionElements"]
        durations = [part for part in parts if part.space == BPMN and part.name == "timeDuration"]
        if len(durations) != 1 or len(parts) != 1:
            odd = next((part for part in parts if part not in durations), timer)
            self._refuse(odd, element, f"{element.name}/{odd.name}")
        return durations[0].text.strip() if durations else ""

    def _with_repeat(self, element: Element, node: Node) -> Node:
        loops = element.all("multiInstanceLoopCharacteristics")
        if not loops:
            return node
        loop = loops[0]
        for child in loop.children:
            if child.name not in NOTES | {"loopCardinality", "completionCondition"}:
                self._refuse(child, element, f"{element.name}/{child.name}")
        if loop.get("behavior", "All") != "All":
            self._refuse(loop, element, f"{loop.name}@behavior")
        counts = [one.text.strip() for one in loop.all("loopCardinality")]
        until = [one.text.strip() for one in loop.all("completionCondition")]
        count = loop.own("count") or " ".join(counts)
        sequential = loop.get("isSequential") in ("true", "1")
        return replace(node, repeat=Repeat(count, sequential, " ".join(until)))

    def _task(self, element: Element, node: Node) -> Node:
        position = _position(element)
        if position is None and node.kind == USER:
            position = self.lanes.get(node.id)
        elif position is not None and not position.body and node.id in self.lanes:
            position = Position(position.role, self.lanes[node.id].body)
        listed = [
            Outcome(one.get("id"), title_of(one, "title"))
            for extension in element.all("extensionElements")
            for one in extension.all("outcome", YIWANG)
        ]
        listed = listed or [Outcome(one) for one in element.own("outcomes").split()]
        return replace(
            node,
            position=position,
            outcomes=tuple(listed),
            act=element.own("act"),
            interval=element.own("interval"),
            limit=element.own("limit"),
            fields=tuple(element.own("fields").split()),
        )

    def _flow(self, element: Element) -> None:
        conditions = element.all("conditionExpression")
        for child in element.children:
            if child.space != BPMN or child.name not in NOTES | {"conditionExpression"}:
                self._refuse(child, element, f"sequenceFlow/{child.name}")
        for condition in conditions:
            if condition.get("language") and "feel" not in condition.get("language").lower():
                what = f"conditionExpression ({condition.get('language')})"
                self._refuse(condition, element, what)
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
                title_of(element),
            )
        )

    def _with_outcomes(self, node: Node) -> Node:
        """Give a task the outcomes its gateway asks for, with the names of the flows as titles."""
        if node.kind not in DOABLE:
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
        return replace(node, outcomes=outcomes)


def _two_conditions(element: Element, text: str, outcome: str) -> Problem:
    return Problem(
        "bpmn.two-conditions",
        f"第 {element.line} 行: 连线既有条件“{text}”又有 yw:outcome“{outcome}”, 请只留一个。",
        f'Line {element.line}: the flow has the condition "{text}" and yw:outcome "{outcome}"; keep one.',
        element.get("id"),
        title_of(element),
        element.line,
    )
