"""A net made ready to run: conditions compiled, ways looked up, moves remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from yiwang.kernel.bpmn.memory import Memory
from yiwang.kernel.bpmn.net import (
    ACTIVITIES,
    BOUNDARY,
    CALL,
    ERROR,
    ESCALATION,
    INCLUSIVE,
    LINK_CATCH,
    LINK_THROW,
    MESSAGE,
    RECEIVE,
    RULE,
    SEND,
    SIGNAL,
    START,
    SUBPROCESS,
    Flow,
    Net,
    Node,
)
from yiwang.kernel.bpmn.structure import problems
from yiwang.kernel.feel import Expression, FeelError, compile_expression

if TYPE_CHECKING:
    from yiwang.kernel.bpmn.moves import Move, Ruled

Decision = Callable[[Mapping[str, Any]], "Ruled"]


class Spot(NamedTuple):
    """Where a token lies: node or flow, and which of several instances (`""`, `@2`, `@2.1`)."""

    id: str
    path: str


@lru_cache(maxsize=65_536)
def spot_of(place: str) -> Spot:
    """Return the spot of a place (`inspect@2.1`)."""
    found, sign, path = place.partition("@")
    return Spot(found, sign + path)


def place_of(token: str) -> str:
    """Return the place of a token (`inspect@2/3:7` lies on `inspect@2`; `/3`: three instances)."""
    return token.rpartition(":")[0].partition("/")[0]


def deeper(path: str, index: int) -> str:
    """Return the path of one instance."""
    return f"{path}.{index}" if path else f"@{index}"


def above(path: str) -> str:
    """Return the path without its last instance."""
    return path.rpartition(".")[0]


def inside(path: str, outer: str) -> bool:
    """Say whether an instance is `outer` itself, or lies in it."""
    return not outer or path == outer or path.startswith(outer + ".")


_TALKING = frozenset({CALL, SEND, RECEIVE, MESSAGE, SIGNAL, ESCALATION})


class CompiledNet:
    """A net made ready to run.

    Attributes:
        start: of the whole process. starts: of each sub-process.
        waiting: the boundary events of an activity that wait for something (timer, message, signal).
        catching: those that catch what its inside throws (error, escalation).
        outer: for each node and flow, the sub-processes it lies in, innermost first.
        decisions: what business rules may ask, by name: from facts to what they say.
        talks: whether it sends, waits for or calls anything outside itself.
        scoped: whether anything but plain moves between tasks and gateways can happen.

    Raises ValueError for a net that `structure.problems` finds fault with.
    """

    __slots__ = (
        "arriving",
        "begun",
        "boundaries",
        "catching",
        "completed",
        "conditions",
        "counts",
        "decisions",
        "fired",
        "inclusive",
        "leaving",
        "limit",
        "net",
        "nodes",
        "outer",
        "rules",
        "scoped",
        "start",
        "starts",
        "talks",
        "until",
    )

    def __init__(self, net: Net, decisions: Mapping[str, Decision] | None = None) -> None:
        found = problems(net)
        if found:
            raise ValueError(f"{net.id}: {found[0].en}")
        self.net = net
        self.decisions = dict(decisions or {})
        self.nodes: dict[str, Node] = {node.id: node for node in net.nodes}
        self.start = next(node for node in net.nodes if node.kind == START and not node.scope)
        self.starts = {node.scope: node for node in net.nodes if node.kind == START and node.scope}
        self.leaving = _leaving(net)
        self.arriving = {node.id: tuple(f.id for f in net.flows if f.target == node.id) for node in net.nodes}
        self.boundaries = _attached(net, caught=False)
        self.catching = _attached(net, caught=True)
        self.outer = _outer(net, self.nodes)
        self.conditions = {flow.id: _expression(flow.condition) for flow in net.flows if flow.condition}
        self.rules = {n.id: _expression(n.rule) for n in net.nodes if n.kind == RULE and n.rule}
        repeated = [(node.id, node.repeat) for node in net.nodes if node.repeat is not None]
        self.counts = {node_id: _expression(one.count) for node_id, one in repeated}
        self.until = {node_id: _expression(one.until) for node_id, one in repeated if one.until}
        several = {n.id for n in net.nodes if n.kind == INCLUSIVE and len(self.arriving[n.id]) > 1}
        self.inclusive = {node_id: _reaching(self, node_id) for node_id in sorted(several)}
        self.scoped = bool(self.inclusive) or any(node.kind == SUBPROCESS for node in net.nodes)
        self.talks = any(n.kind in _TALKING or n.event in _TALKING for n in net.nodes)
        self.limit = 10 * (len(net.nodes) + len(net.flows))
        self.begun: Memory[Move] = Memory()
        self.completed: Memory[Move] = Memory()
        self.fired: Memory[Move] = Memory()


def _expression(text: str) -> Expression:
    read = compile_expression(text)
    if isinstance(read, FeelError):
        raise ValueError(read.en)
    return read


def _leaving(net: Net) -> dict[str, tuple[Flow, ...]]:
    """Return the ways out of each node; a link leads on where its name is caught."""
    found = {node.id: tuple(f for f in net.flows if f.source == node.id) for node in net.nodes}
    caught = {(node.scope, node.ref): node for node in net.nodes if node.kind == LINK_CATCH}
    for node in net.nodes:
        if node.kind == LINK_THROW:
            target = caught[node.scope, node.ref].id
            found[node.id] = (Flow(f"{node.id}--{target}", node.id, target),)
    return found


def _attached(net: Net, *, caught: bool) -> dict[str, tuple[Node, ...]]:
    events = [node for node in net.nodes if node.kind == BOUNDARY]
    events = [node for node in events if (node.event in (ERROR, ESCALATION)) == caught]
    return {
        node.id: tuple(event for event in events if event.attached == node.id)
        for node in net.nodes
        if node.kind in ACTIVITIES
    }


def _outer(net: Net, nodes: dict[str, Node]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for node in net.nodes:
        chain, scope = [], node.scope
        while scope:
            chain.append(scope)
            scope = nodes[scope].scope
        found[node.id] = tuple(chain)
    return found | {flow.id: found[flow.source] for flow in net.flows}


def _reaching(net: CompiledNet, gateway: str) -> dict[str, frozenset[str]]:
    """Return for each place which ways into the gateway a token there can reach without passing it."""
    node = net.nodes[gateway]
    beside = [one for one in net.nodes.values() if one.scope == node.scope]
    ways = {one.id: list(_ways_out(net, one)) for one in beside}
    found: dict[str, set[str]] = {one.id: set() for one in beside}
    grown = True
    while grown:
        grown = False
        for one in beside:
            if one.id == gateway:
                continue
            reached = set()
            for flow in ways[one.id]:
                reached |= {flow.id} if flow.target == gateway else found[flow.target]
            if reached - found[one.id]:
                found[one.id] |= reached
                grown = True
    waiting = {flow.id: frozenset(found[flow.target]) for flow in net.net.flows if flow.target in found}
    return waiting | {name: frozenset(reached) for name, reached in found.items()}


def _ways_out(net: CompiledNet, node: Node) -> Iterable[Flow]:
    yield from net.leaving[node.id]
    for boundary in (*net.boundaries.get(node.id, ()), *net.catching.get(node.id, ())):
        yield from net.leaving[boundary.id]


_PREPARED: dict[int, CompiledNet] = {}


def prepared(net: Net, decisions: Mapping[str, Decision] | None = None) -> CompiledNet:
    """Return the compiled net of `net`, made once for each `Net` object."""
    if decisions:
        return CompiledNet(net, decisions)
    ready = _PREPARED.get(id(net))
    if ready is None or ready.net is not net:
        if len(_PREPARED) >= 1024:
            _PREPARED.clear()
        ready = _PREPARED[id(net)] = CompiledNet(net)
    return ready
