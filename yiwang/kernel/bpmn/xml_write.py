"""Write a net as BPMN 2.0 XML with a drawing, so that bpmn-js opens it and `xml_read` gives it back."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from yiwang.kernel.bpmn.layout import draw
from yiwang.kernel.bpmn.net import (
    BOUNDARY,
    CALL,
    CATCH,
    DOABLE,
    END,
    EVENT_BASED,
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
    Text,
)
from yiwang.kernel.bpmn.structure import is_id

_ELEMENTS = {
    START: "startEvent",
    END: "endEvent",
    TERMINATE: "endEvent",
    USER: "userTask",
    SERVICE: "serviceTask",
    SEND: "sendTask",
    RECEIVE: "receiveTask",
    RULE: "businessRuleTask",
    EXCLUSIVE: "exclusiveGateway",
    PARALLEL: "parallelGateway",
    INCLUSIVE: "inclusiveGateway",
    EVENT_BASED: "eventBasedGateway",
    SUBPROCESS: "subProcess",
    CALL: "callActivity",
    CATCH: "intermediateCatchEvent",
    THROW: "intermediateThrowEvent",
    LINK_CATCH: "intermediateCatchEvent",
    LINK_THROW: "intermediateThrowEvent",
    BOUNDARY: "boundaryEvent",
}
_CODE = {"message": "name", "signal": "name", "error": "errorCode", "escalation": "escalationCode"}
_FORMAL = ' xsi:type="bpmn:tFormalExpression"'
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:yw="urn:yiwang:bpmn:1"'
    ' targetNamespace="urn:yiwang:process"'
    ' expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/">\n'
)


def write(net: Net) -> bytes:
    """Return the net as a BPMN 2.0 file, UTF-8.

    `compile_model(read(write(net))) == net`, but for a net's id that XML does not allow as one or that
    a node has, too: that is written as `process-<id>`.
    """
    head = f"{_attributes(id=_process_id(net))}{_titled(net.title)}"
    names = _Names(net)
    lines = [*names.lines(), f'  <bpmn:process{head} isExecutable="true">']
    lines.extend(_inside(net, "", names))
    lines.append("  </bpmn:process>")
    lines.extend(_diagrams(net))
    return (_HEAD + "\n".join(lines) + "\n</bpmn:definitions>\n").encode()


class _Names:
    """The messages, signals, errors and escalations a net speaks of, and the ids they get in the file."""

    def __init__(self, net: Net) -> None:
        taken = {*(node.id for node in net.nodes), *(flow.id for flow in net.flows), net.id}
        self.ids: dict[tuple[str, str], str] = {}
        for node in net.nodes:
            event = MESSAGE if node.kind in (SEND, RECEIVE) else node.event
            if event in _CODE and node.ref and (event, node.ref) not in self.ids:
                number = len(self.ids) + 1
                while f"{event}-{number}" in taken:
                    number += 1
                taken.add(f"{event}-{number}")
                self.ids[event, node.ref] = f"{event}-{number}"

    def lines(self) -> Iterator[str]:
        for (event, ref), given in self.ids.items():
            yield f"  <bpmn:{event}{_attributes(id=given)} {_CODE[event]}={quoteattr(ref)} />"


def _inside(net: Net, scope: str, names: _Names) -> Iterator[str]:
    nodes = {node.id: node for node in net.nodes}
    for node in net.nodes:
        if node.scope == scope:
            yield from _node(node, net, names)
    yield from (_flow(flow) for flow in net.flows if nodes[flow.source].scope == scope)


def _process_id(net: Net) -> str:
    taken = {*(node.id for node in net.nodes), *(flow.id for flow in net.flows)}
    return net.id if is_id(net.id) and net.id not in taken else f"process-{net.id}"


def _attributes(**given: str) -> str:
    """Write attributes; `yw_x` is our own `yw:x`."""
    return "".join(f" {name.replace('yw_', 'yw:')}={quoteattr(value)}" for name, value in given.items())


def _pairs(pairs: tuple[tuple[str, str], ...]) -> str:
    return " ".join(f"{target}={source}" for target, source in pairs)


def _present(**given: str) -> str:
    return _attributes(**{name: value for name, value in given.items() if value})


def _titled(title: Text) -> str:
    name = _attributes(name=title["zh"]) if "zh" in title else ""
    return name + (f" yw:title-en={quoteattr(title['en'])}" if "en" in title else "")


def _node(node: Node, net: Net, names: _Names) -> Iterator[str]:
    extra = _present(
        default=node.default,
        yw_act=node.act,
        yw_interval=node.interval,
        yw_limit=node.limit,
        yw_fields=" ".join(node.fields),
        yw_rule=node.rule,
        yw_decision=node.decision,
        yw_result=node.result,
        yw_matter=node.called,
        yw_gives=_pairs(node.gives),
        yw_takes=_pairs(node.takes),
        yw_key=node.key,
        yw_grant=node.grant,
    )
    if node.position is not None:
        extra += _attributes(yw_role=node.position.role) + _present(yw_body=node.position.body)
    if node.kind == BOUNDARY:
        extra += _attributes(attachedToRef=node.attached, cancelActivity=str(node.interrupting).lower())
    if node.kind in (SEND, RECEIVE):
        extra += _attributes(messageRef=names.ids[MESSAGE, node.ref])
    element = _ELEMENTS[node.kind]
    yield f"    <bpmn:{element}{_attributes(id=node.id)}{_titled(node.title)}{extra}>"
    if node.kind in DOABLE:
        yield "      <bpmn:extensionElements>"
        yield from (f"        {_outcome(outcome)}" for outcome in node.outcomes)
        yield "      </bpmn:extensionElements>"
    for flow in net.flows:
        if flow.target == node.id:
            yield f"      <bpmn:incoming>{escape(flow.id)}</bpmn:incoming>"
    for flow in net.flows:
        if flow.source == node.id:
            yield f"      <bpmn:outgoing>{escape(flow.id)}</bpmn:outgoing>"
    yield from _repeated(node)
    yield from _event(node, names)
    if node.kind == SUBPROCESS:
        yield from _inside(net, node.id, names)
    yield f"    </bpmn:{element}>"


def _repeated(node: Node) -> Iterator[str]:
    if node.repeat is None:
        return
    sequential = _attributes(isSequential=str(node.repeat.sequential).lower())
    yield f"      <bpmn:multiInstanceLoopCharacteristics{sequential}>"
    yield f"        <bpmn:loopCardinality{_FORMAL}>{escape(node.repeat.count)}</bpmn:loopCardinality>"
    if node.repeat.until:
        until = escape(node.repeat.until)
        yield f"        <bpmn:completionCondition{_FORMAL}>{until}</bpmn:completionCondition>"
    yield "      </bpmn:multiInstanceLoopCharacteristics>"


def _event(node: Node, names: _Names) -> Iterator[str]:
    if node.kind == TERMINATE:
        yield "      <bpmn:terminateEventDefinition />"
    elif node.kind in (LINK_CATCH, LINK_THROW):
        yield f"      <bpmn:linkEventDefinition{_attributes(name=node.ref)} />"
    elif node.event == TIMER:
        yield "      <bpmn:timerEventDefinition>"
        yield f"        <bpmn:timeDuration{_FORMAL}>{escape(node.duration)}</bpmn:timeDuration>"
        yield "      </bpmn:timerEventDefinition>"
    elif node.event:
        ref = f" {node.event}Ref={quoteattr(names.ids[node.event, node.ref])}" if node.ref else ""
        yield f"      <bpmn:{node.event}EventDefinition{ref} />"


def _outcome(outcome: Outcome) -> str:
    title = _attributes(title=outcome.title["zh"]) if "zh" in outcome.title else ""
    if "en" in outcome.title:
        title += f" title-en={quoteattr(outcome.title['en'])}"
    return f"<yw:outcome{_attributes(id=outcome.id)}{title} />"


def _flow(flow: Flow) -> str:
    ends = _attributes(sourceRef=flow.source, targetRef=flow.target)
    head = f"    <bpmn:sequenceFlow{_attributes(id=flow.id)}{_titled(flow.title)}{ends}"
    if not flow.condition:
        return f"{head} />"
    condition = escape(flow.condition, {"\r": "&#13;"})
    return (
        f"{head}>\n      <bpmn:conditionExpression{_FORMAL}>{condition}"
        "</bpmn:conditionExpression>\n    </bpmn:sequenceFlow>"
    )


def _diagrams(net: Net) -> Iterator[str]:
    """Draw the process, and each sub-process on a sheet of its own."""
    for scope in ("", *(node.id for node in net.nodes if node.kind == SUBPROCESS)):
        nodes = tuple(node for node in net.nodes if node.scope == scope)
        here = {node.id for node in nodes}
        flows = tuple(flow for flow in net.flows if flow.source in here)
        yield from _diagram(Net(net.id, nodes, flows), scope or _process_id(net))


def _diagram(net: Net, drawn: str) -> Iterator[str]:
    drawing = draw(net)
    yield f"  <bpmndi:BPMNDiagram{_attributes(id=f'{drawn}_diagram')}>"
    yield f"    <bpmndi:BPMNPlane{_attributes(id=f'{drawn}_plane', bpmnElement=drawn)}>"
    for node in net.nodes:
        box = drawing.boxes[node.id]
        marker = ' isMarkerVisible="true"' if node.kind == EXCLUSIVE else ""
        marker += ' isExpanded="false"' if node.kind == SUBPROCESS else ""
        bounds = f'<dc:Bounds x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" />'
        shape = _attributes(id=f"{node.id}_di", bpmnElement=node.id) + marker
        yield f"      <bpmndi:BPMNShape{shape}>{bounds}</bpmndi:BPMNShape>"
    for flow in net.flows:
        points = "".join(f'<di:waypoint x="{x}" y="{y}" />' for x, y in drawing.ways[flow.id])
        edge = _attributes(id=f"{flow.id}_di", bpmnElement=flow.id)
        yield f"      <bpmndi:BPMNEdge{edge}>{points}</bpmndi:BPMNEdge>"
    yield "    </bpmndi:BPMNPlane>"
    yield "  </bpmndi:BPMNDiagram>"
