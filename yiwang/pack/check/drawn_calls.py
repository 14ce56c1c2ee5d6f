"""What a drawn process asks of other matters, as wiring: the same rules hold for both."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.kernel.bpmn.net import BOUNDARY, CALL, CATCH, ERROR, RECEIVE, START, SUBPROCESS, USER, Net, Node
from yiwang.pack.check.examination import Examination
from yiwang.pack.governed import Wire
from yiwang.pack.matters import Matter
from yiwang.pack.where import Word


def wires_of(seen: Examination) -> tuple[Wire, ...]:
    """Return the wiring of the pack, and after it each call of a drawn process as a wire that files."""
    return (*seen.pack.governed.wires, *(call_as_wire(seen, *one) for one in calls_of(seen)))


def calls_of(seen: Examination) -> Iterator[tuple[Matter, Net, Node]]:
    """Yield every call of every process that can be read."""
    for matter in seen.pack.matters:
        net = seen.nets.get(str(matter.id))
        for node in net.nodes if isinstance(net, Net) else ():
            if node.kind == CALL:
                yield matter, net, node  # type: ignore[misc]


def call_as_wire(seen: Examination, matter: Matter, net: Net, node: Node) -> Wire:
    """Return a call as wiring: where it is reached, the called matter is filed with the facts given."""
    where = seen.where_in_process(matter, node.id)
    event = "case.accepted" if node.id in reached_at_once(net) else "case.task-completed"
    return Wire(
        id=Word(f"{matter.id}/{node.id}", where),
        title=matter.title,
        matter=matter.id,
        event=Word(event, where),
        condition=None,
        asked=Word(node.called, where),
        command=Word("file", where),
        facts=tuple((Word(there, where), Word(here, where)) for there, here in node.gives),
        grant=Word(node.grant, where) if node.grant else None,
        position=None,
        clock=None,
        basis=(),
        where=where,
    )


def reached_at_once(net: Net) -> set[str]:
    """Return the nodes a token may reach from the start with nobody and no clock in between."""
    nodes = {node.id: node for node in net.nodes}
    links = {node.ref: node.id for node in net.nodes if node.kind == "link_catch"}
    waiting = [node.id for node in net.nodes if node.kind == START and not node.scope]
    found: set[str] = set()
    while waiting:
        one = waiting.pop()
        if one in found or one not in nodes:
            continue
        found.add(one)
        node = nodes[one]
        if node.kind in (USER, RECEIVE, CATCH):
            continue
        waiting += [flow.target for flow in net.flows if flow.source == one]
        if node.kind == "link_throw":
            waiting.append(links.get(node.ref, ""))
        if node.kind == SUBPROCESS:
            waiting += [inner.id for inner in net.nodes if inner.scope == one and inner.kind == START]
        waiting += [
            event.id
            for event in net.nodes
            if event.kind == BOUNDARY and event.attached == one and event.event == ERROR
        ]
    return found


def events_alone(seen: Examination, matter: Matter, within: frozenset[str] = frozenset()) -> set[str]:
    """Return {`case.closed`} for a matter whose process ends with nobody and no clock in it, else nothing."""
    net = seen.nets.get(str(matter.id))
    if matter.decides or not isinstance(net, Net):
        return set()
    for node in net.nodes:
        if node.kind in (USER, RECEIVE, CATCH):
            return set()
        called = seen.matters.get(node.called) if node.kind == CALL else None
        if called is not None and str(called.id) not in within:
            if not answers_alone(seen, called, within | {str(matter.id)}):
                return set()
    return {"case.closed"}


def answers_alone(seen: Examination, called: Matter, within: frozenset[str] = frozenset()) -> bool:
    """Say whether a called matter begins and ends with nobody and no clock in between."""
    return called.process_starts == "file" and bool(events_alone(seen, called, within))


def is_call(wire: Wire) -> bool:
    """Say whether a wire is a drawn call; the ids of written ones have no stroke."""
    return "/" in wire.id
