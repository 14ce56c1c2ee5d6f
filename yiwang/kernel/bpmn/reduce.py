"""Make a net smaller without changing whether it is sound, so that many parallel branches need no search.

A net becomes ways between gateways; a way stands for everything done on it. Ways are then joined,
doubled ways merged and loops with work in them dropped, until nothing more can be. A net that shrinks
to one way from start to end is sound; of any other the rest is searched.

The rules are those of Murata (Petri nets, Proc. IEEE 77, 1989) and of Sadiq and Orlowska (Information
Systems 25, 2000), for gateways whose choice nothing binds.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from yiwang.kernel.bpmn.explore import Turn
from yiwang.kernel.bpmn.net import (
    BOUNDARY,
    CATCH,
    DOABLE,
    DONE,
    END,
    ESCALATION,
    EVENT_BASED,
    EXCLUSIVE,
    MESSAGE,
    PARALLEL,
    RECEIVE,
    RULE,
    SEND,
    SIGNAL,
    START,
    TERMINATE,
    THROW,
    USER,
    Flow,
    Net,
    Node,
)
from yiwang.kernel.bpmn.outcomes import OUTCOME
from yiwang.kernel.feel import Expression, compile_expression

_KNOWN = DOABLE | {START, END, TERMINATE, RULE, SEND, RECEIVE, EXCLUSIVE, PARALLEL, EVENT_BASED}
_KNOWN |= {CATCH, THROW, BOUNDARY}
END_OF = "end:"  # no id may hold a colon


@dataclass(eq=False)
class Way:
    """What leads from one gateway to another: what happens on it, which nodes it stands for.

    `works` says that somebody or something is waited for on it, whichever of its variants is taken.
    """

    source: str
    target: str
    turns: tuple[Turn, ...] = ()
    covers: frozenset[str] = frozenset()
    works: bool = False


@dataclass
class Graph:
    """Gateways by id (`x` one way, `p` all ways, `start`, `end`) and the ways between them."""

    kinds: dict[str, str] = field(default_factory=dict)
    leaving: dict[str, list[Way]] = field(default_factory=dict)
    arriving: dict[str, list[Way]] = field(default_factory=dict)
    covers: dict[str, frozenset[str]] = field(default_factory=dict)

    def add(self, way: Way) -> None:
        """Put in a way."""
        self.leaving[way.source].append(way)
        self.arriving[way.target].append(way)

    def remove(self, way: Way) -> None:
        """Take out a way."""
        self.leaving[way.source].remove(way)
        self.arriving[way.target].remove(way)

    def drop(self, gateway: str) -> None:
        """Take out a gateway that no way touches any more."""
        del self.kinds[gateway], self.leaving[gateway], self.arriving[gateway]

    @property
    def is_one_way(self) -> bool:
        """Whether nothing but start, end and one way between them is left: the net is sound."""
        return len(self.kinds) == 2 and [w.target for w in self.leaving.get("start:", ())] == [END_OF]


def reduce(net: Net) -> Graph | None:
    """Return the net as far as it can be reduced; None where its elements bind each other."""
    graph = _graph(net)
    if graph is not None:
        while any(_shrink(graph, gateway) for gateway in list(graph.kinds)):
            pass
    return graph


def rest(graph: Graph, net: Net) -> tuple[Net, dict[str, Way]]:
    """Return the rest of a graph as a net, and the way that each of its tasks stands for."""
    known = {node.id: node for node in net.nodes}
    ends = {"start:": "start", END_OF: "end"}
    while set(ends.values()) & set(known):
        ends = {key: f"{name}-" for key, name in ends.items()}
    nodes: list[Node] = []
    flows: list[Flow] = []
    ways: dict[str, Way] = {}
    for gateway, kind in graph.kinds.items():
        name = ends.get(gateway, gateway)
        title = known[gateway].title if gateway in known else {}
        leaving = graph.leaving[gateway]
        default = f"{name}.{len(leaving)}" if kind == "x" and len(leaving) > 1 else ""
        shape = {"x": EXCLUSIVE, "p": PARALLEL, "start": START, "end": END}[kind]
        nodes.append(Node(id=name, kind=shape, title=title, default=default))
        for number, way in enumerate(leaving, 1):
            flow = f"{name}.{number}"
            condition = f"way_{number}" if default and flow != default else ""
            target = ends.get(way.target, way.target)
            if way.works:
                task = f"{name}.{number}.work"
                ways[task] = way
                first = known[way.turns[0].node]
                named = first.title or {"zh": first.id}
                nodes.append(Node(id=task, kind=USER, outcomes=(DONE,), title=named))
                flows.append(Flow(f"{flow}.on", task, target))
                target = task
            flows.append(Flow(flow, name, target, condition))
    return Net(net.id, tuple(nodes), tuple(flows), net.title), ways


# From a net to ways between gateways


def _graph(net: Net) -> Graph | None:
    parallel = any(node.kind == PARALLEL for node in net.nodes)
    if not all(_is_known(node, parallel) for node in net.nodes) or not _is_free(net):
        return None
    graph = Graph()
    boundaries = [node for node in net.nodes if node.kind == BOUNDARY]
    for node in net.nodes:
        if node.kind != BOUNDARY:
            name = _gateway(node)
            kinds = {PARALLEL: "p", START: "start", END: "end", TERMINATE: "end"}
            graph.kinds[name] = kinds.get(node.kind, "x")
            graph.leaving.setdefault(name, [])
            graph.arriving.setdefault(name, [])
            graph.covers[name] = graph.covers.get(name, frozenset()) | {node.id}
    nodes = {node.id: node for node in net.nodes}
    for flow in net.flows:
        source = nodes[flow.source]
        start = nodes[source.attached] if source in boundaries else source
        turn = _turn(source, flow)
        works = source.kind in DOABLE | {CATCH, RECEIVE, BOUNDARY}
        turns = (turn,) if turn is not None else ()
        covers = frozenset({source.id})
        graph.add(Way(_gateway(start), _gateway(nodes[flow.target]), turns, covers, works))
    return graph


def _gateway(node: Node) -> str:
    if node.kind == START:
        return "start:"
    return END_OF if node.kind in (END, TERMINATE) else node.id


def _is_known(node: Node, parallel: bool) -> bool:
    if node.kind not in _KNOWN or node.scope or (node.kind == TERMINATE and parallel):
        return False
    if node.kind == BOUNDARY:
        return node.interrupting and node.event != ESCALATION
    return not (node.kind in (THROW, END) and node.event in (SIGNAL, ESCALATION))


def _turn(node: Node, flow: Flow) -> Turn | None:
    if node.kind in DOABLE:
        return Turn(node.id, node.title, node.outcomes[0].id)
    if node.kind in (CATCH, RECEIVE, BOUNDARY):
        return Turn(node.id, node.title, node.event or MESSAGE)
    if node.kind == EXCLUSIVE and (flow.condition or flow.id == node.default):
        return Turn(node.id, node.title, flow.condition or "default")
    return None


def _is_free(net: Net) -> bool:
    """Say whether every choice can be made each way, whatever was chosen before it."""
    nodes = {node.id: node for node in net.nodes}
    for node in net.nodes:
        leaving = [flow for flow in net.flows if flow.source == node.id]
        if node.kind != EXCLUSIVE or len(leaving) < 2:
            continue
        read = {flow.id: compile_expression(flow.condition) for flow in leaving if flow.condition}
        asked = [one.names for one in read.values() if isinstance(one, Expression)]
        if all(OUTCOME not in names and names for names in asked):
            if not node.default:
                return False
            continue
        sources = [nodes[flow.source] for flow in net.flows if flow.target == node.id]
        if any(names != {OUTCOME} for names in asked):
            return False
        if not all(one.kind in DOABLE and _takes_all(one, node, leaving) for one in sources):
            return False
    return True


def _takes_all(task: Node, gateway: Node, leaving: list[Flow]) -> bool:
    """Say whether the outcomes of a task lead to every way of the gateway behind it, and each to one."""
    taken = set()
    for outcome in task.outcomes:
        chosen = gateway.default
        for flow in leaving:
            condition = compile_expression(flow.condition) if flow.id != gateway.default else None
            if isinstance(condition, Expression) and condition.holds({OUTCOME: outcome.id}):
                chosen = flow.id
                break
        taken.add(chosen)
    return taken == {flow.id for flow in leaving}


# The rules


def _shrink(graph: Graph, gateway: str) -> bool:
    """Apply one rule at a gateway; say whether one could be."""
    kind = graph.kinds.get(gateway)
    if kind not in ("x", "p"):
        return False
    return (
        _merge(graph, gateway)
        or (kind == "x" and _drop_loop(graph, gateway))
        or (kind == "p" and _drop_ended(graph, gateway))
        or _pass_on(graph, gateway)
        or _join_before(graph, gateway)
    )


def _merge(graph: Graph, gateway: str) -> bool:
    """Two ways between the same gateways are one: either may be taken, or both are waited for."""
    first: dict[str, Way] = {}
    for way in graph.leaving[gateway]:
        other = first.setdefault(way.target, way)
        kinds = graph.kinds[gateway] + graph.kinds[way.target]
        if other is way or way.target == gateway or kinds not in ("xx", "xend", "pp"):
            continue
        graph.remove(way)
        other.covers |= way.covers
        if kinds == "pp":
            other.turns, other.works = other.turns + way.turns, other.works or way.works
        else:
            other.turns = min(other.turns, way.turns, key=len)
            other.works = other.works and way.works
        return True
    return False


def _drop_loop(graph: Graph, gateway: str) -> bool:
    """A way back to the same choice may be left out, if something is waited for on it and others go on."""
    for way in graph.leaving[gateway]:
        if way.target == gateway and way.works and len(graph.leaving[gateway]) > 1:
            graph.remove(way)
            graph.covers[gateway] |= way.covers
            return True
    return False


def _drop_ended(graph: Graph, gateway: str) -> bool:
    """A branch that runs to an end by itself may be left out."""
    ended = [way for way in graph.leaving[gateway] if way.target == END_OF]
    if not ended or len(graph.leaving[gateway]) < 2:
        return False
    graph.remove(ended[0])
    graph.covers[gateway] |= ended[0].covers
    return True


def _pass_on(graph: Graph, gateway: str) -> bool:
    """A gateway with one way in and one way out is no gateway; one behind its like is part of it."""
    arriving, leaving = graph.arriving[gateway], graph.leaving[gateway]
    if len(arriving) != 1 or not leaving or arriving[0].source == gateway:
        return False
    before = arriving[0]
    if len(leaving) > 1 and graph.kinds[before.source] != graph.kinds[gateway]:
        return False
    copies = graph.kinds[gateway] == "x"
    graph.remove(before)
    for number, way in enumerate(list(leaving)):
        graph.remove(way)
        turns = before.turns if copies or number == 0 else ()
        covers = before.covers | way.covers | graph.covers[gateway]
        works = way.works or (before.works and (copies or number == 0))
        graph.add(Way(before.source, way.target, turns + way.turns, covers, works))
    graph.drop(gateway)
    return True


def _join_before(graph: Graph, gateway: str) -> bool:
    """A gateway with one way out, that leads to its like, is part of that."""
    arriving, leaving = graph.arriving[gateway], graph.leaving[gateway]
    if len(leaving) != 1 or len(arriving) < 2:
        return False
    after = leaving[0]
    same = graph.kinds[after.target] == graph.kinds[gateway]
    ends = graph.kinds[gateway] == "x" and graph.kinds[after.target] == "end"
    if after.target == gateway or not (same or ends):
        return False
    if any(way.source == gateway for way in arriving):
        return False
    if graph.kinds[gateway] == "x" and after.works:
        return False  # two tokens that meet in one task are a fault, in two copies of it they are none
    copies = graph.kinds[gateway] == "x"
    graph.remove(after)
    for number, way in enumerate(list(arriving)):
        graph.remove(way)
        turns = after.turns if copies or number == 0 else ()
        covers = after.covers | way.covers | graph.covers[gateway]
        works = way.works or (after.works and (copies or number == 0))
        graph.add(Way(way.source, after.target, way.turns + turns, covers, works))
    graph.drop(gateway)
    return True
