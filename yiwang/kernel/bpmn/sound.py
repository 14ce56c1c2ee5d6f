"""Can every process end? All markings a net can reach are visited, up to a bound, and what sticks is named.

Conditions over facts may go either way here, each gateway by itself; conditions over `outcome` alone
are decided. So a net found sound ends whatever the facts are; a net found wanting may be saved only by
facts that always agree, which nobody promises.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator

import msgspec

from yiwang.kernel.bpmn.explore import Fault, Marking, Space, Turn, explore
from yiwang.kernel.bpmn.naming import name_of
from yiwang.kernel.bpmn.net import BOUNDARY, END, RULE, TASKS, TERMINATE, USER, Net, Node, Text
from yiwang.kernel.bpmn.outcomes import OUTCOME
from yiwang.kernel.bpmn.reduce import END_OF, Graph, Way, reduce, rest
from yiwang.kernel.bpmn.structure import problems
from yiwang.kernel.feel import FeelError, compile_expression

BOUND = 20_000
SMALL = 20  # nodes: a net of so many is searched as it is, so that each is named as it was drawn


class Finding(msgspec.Struct, frozen=True):
    """Something wrong with a net at one node (or flow).

    Attributes:
        code: `process.unreachable`, `process.deadlock`, `process.cannot-end`, `process.two-tokens`,
            `process.no-way`, `process.may-have-no-way`, `process.endless`, `process.no-position`,
            `process.unknown-name`, `process.too-large` (the bound was reached: not everything was seen).
        node: id. title: of the node.
        witness: what has to happen for it, in order; () if nothing has to.
    """

    code: str
    node: str
    title: Text
    witness: tuple[Turn, ...]
    zh: str
    en: str


def examine(net: Net, names: Collection[str] | None = None, bound: int = BOUND) -> tuple[Finding, ...]:
    """Return what is wrong with a net that `structure.problems` passed.

    Args:
        names: the facts that conditions may ask for; None leaves names unexamined. Results of
            business rules and `outcome` are always known.
        bound: how many markings to visit at most.
    """
    graph = reduce(net)
    if graph is not None and graph.is_one_way:
        return (*_without_position(net), *_unknown_names(net, names))
    return (
        *_without_position(net),
        *_unknown_names(net, names),
        *_searched(net, graph, bound),
    )


def found_by_search(net: Net, bound: int = BOUND) -> tuple[Finding, ...]:
    """Return what a search of the net itself finds, without any reduction."""
    return tuple(_found(net, explore(net, bound), bound))


def _found(net: Net, space: Space, bound: int) -> Iterator[Finding]:
    yield from _unreachable(net, space)
    yield from _faults(net, space)
    yield from _stuck(net, space)
    yield from _too_large(net, space, bound)


def _searched(net: Net, graph: Graph | None, bound: int) -> Iterator[Finding]:
    """Search the net itself; where it is too large, what reduction left of it."""
    if graph is not None and len(net.nodes) > SMALL:
        smaller, ways = rest(graph, net)
        if not problems(smaller):
            yield from _found_smaller(net, graph, (smaller, ways), bound)
            return
    yield from _found(net, explore(net, bound), bound)


def _found_smaller(net: Net, graph: Graph, made: tuple[Net, dict[str, Way]], bound: int) -> Iterator[Finding]:
    """Search a reduced net, and say what was found in the words of the net it came from."""
    smaller, ways = made
    space = explore(smaller, bound)

    def told(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
        return tuple(one for turn in turns for one in (ways[turn.node].turns if turn.node in ways else ()))

    came = {here: (before, told(turns)) for here, (before, turns) in space.came.items()}
    faults = {key: (here, told(turns)) for key, (here, turns) in space.faults.items()}
    visited = {one for node in space.visited & set(ways) for one in ways[node].covers}
    visited |= {one for node in space.visited for one in graph.covers.get(node, ())}
    visited |= {one for way in _taken(graph, space.visited) for one in way.covers}
    visited |= graph.covers["start:"] | (graph.covers[END_OF] if space.ends else frozenset())
    translated = msgspec.structs.replace(space, came=came, faults=faults)
    yield from _unreachable(net, msgspec.structs.replace(space, visited=visited))
    for finding in (*_faults(smaller, translated), *_stuck(smaller, translated)):
        node = ways[finding.node].turns[0].node if finding.node in ways else finding.node
        yield msgspec.structs.replace(finding, node=node)
    yield from _too_large(net, space, bound)


def _taken(graph: Graph, visited: set[str]) -> Iterator[Way]:
    for gateway in visited & set(graph.leaving):
        yield from graph.leaving[gateway]


def in_words(witness: tuple[Turn, ...], language: str = "zh") -> str:
    """Return the witness as one sentence part: `受理 (pass) → 审核 (back)`."""
    return " → ".join(f"{turn.title.get(language) or turn.node} ({turn.outcome})" for turn in witness)


def _finding(code: str, node: Node, zh: str, en: str, witness: tuple[Turn, ...] = ()) -> Finding:
    after_zh = f" 例如: {in_words(witness)}。" if witness else ""
    after_en = f" For example: {in_words(witness, 'en')}." if witness else ""
    zh, en = f"{name_of(node)}{zh}。{after_zh}", f"{name_of(node, 'en')} {en}.{after_en}"
    return Finding(code, node.id, node.title, witness, zh, en)


def _without_position(net: Net) -> Iterator[Finding]:
    for node in net.nodes:
        if node.kind == USER and (node.position is None or not (node.position.role or node.position.body)):
            yield _finding(
                "process.no-position", node, "没有写明由哪个岗位办理", "names no position that does it"
            )


def _unknown_names(net: Net, names: Collection[str] | None) -> Iterator[Finding]:
    if names is None:
        return
    known = {*names, OUTCOME, *(node.result for node in net.nodes if node.kind == RULE)}
    nodes = {node.id: node for node in net.nodes}
    holders = {flow.id: nodes[flow.source] for flow in net.flows} | nodes
    for owner, text in net.conditions:
        read = compile_expression(text)
        missing = set() if isinstance(read, FeelError) else read.names - known
        for name in sorted(missing):
            yield _finding(
                "process.unknown-name",
                holders[owner],
                f": 条件“{text}”用到的“{name}”既不是表单字段, 也不是规则结果",
                f'asks in "{text}" for "{name}", which is neither a form field nor the result of a rule',
            )


def _unreachable(net: Net, space: Space) -> Iterator[Finding]:
    if not space.complete:
        return
    lost = {node.id for node in net.nodes} - space.visited
    for node in net.nodes:
        if node.id not in lost or node.kind == BOUNDARY:
            continue
        sources = {flow.source for flow in net.flows if flow.target == node.id}
        if node.kind in TASKS or node.kind in (RULE, END, TERMINATE) or not sources & lost:
            yield _finding("process.unreachable", node, "永远到不了", "can never be reached")


_FAULT_WORDS = {
    Fault.TWO_TOKENS: (": 还没办完就会再次到达, 流程会重复", "is reached again while it is still open"),
    Fault.NO_WAY: (
        "之后没有一个条件成立, 也没有默认去向",
        "is left no way: no condition holds, there is no default",
    ),
    Fault.MAY_HAVE_NO_WAY: (
        ": 若各条件都不成立就没有去向, 请设默认连线",
        "has no way if none of its conditions holds; give it a default",
    ),
    Fault.ENDLESS: (": 绕圈不停, 中间没有办理步骤", "runs in a circle without a task"),
}


def _faults(net: Net, space: Space) -> Iterator[Finding]:
    nodes = {node.id: node for node in net.nodes}
    for (fault, node_id), (marking, turns) in space.faults.items():
        zh, en = _FAULT_WORDS[fault]
        yield _finding(fault.value, nodes[node_id], zh, en, (*space.way_to(marking), *turns))


def _stuck(net: Net, space: Space) -> Iterator[Finding]:
    """Name markings from which no end can be reached: first the dead ones, else the first that circles."""
    nodes = {node.id: node for node in net.nodes}
    flows = {flow.id: flow for flow in net.flows}
    lost = _cannot_end(space)
    named: set[str] = set()
    for marking in lost:
        lying = [place.partition("@")[0] for place in sorted(marking)]
        waiting = [nodes[flows[place].target] for place in lying if place in flows]
        if not space.following[marking] and waiting and waiting[0].id not in named:
            named.add(waiting[0].id)
            yield _finding(
                "process.deadlock",
                waiting[0],
                ": 等待的分支永远不会全部到齐",
                "waits for branches that never all arrive",
                space.way_to(marking),
            )
    if not named and lost:
        marking = lost[0]
        lying = [place.partition("@")[0].partition("/")[0] for place in sorted(marking)]
        places = [place for place in lying if place in nodes]
        node = nodes[places[0]] if places else nodes[next(iter(nodes))]
        yield _finding(
            "process.cannot-end",
            node,
            ": 从这里再也到不了结束",
            "is on a way that never ends",
            space.way_to(marking),
        )


def _cannot_end(space: Space) -> list[Marking]:
    """Return the visited markings from which neither the end nor a fault (named elsewhere) is reached."""
    before: dict[Marking, list[Marking]] = {}
    for marking, reached in space.following.items():
        for one in reached:
            before.setdefault(one, []).append(marking)
    good = (
        set(space.ends) | space.unfinished | {marking for marking, _ in space.faults.values()} | space.faulty
    )
    queue = deque(good)
    while queue:
        for marking in before.get(queue.popleft(), ()):
            if marking not in good:
                good.add(marking)
                queue.append(marking)
    return [marking for marking in space.following if marking not in good]


def _too_large(net: Net, space: Space, bound: int) -> Iterator[Finding]:
    if not space.complete:
        yield Finding(
            "process.too-large",
            net.id,
            net.title,
            (),
            f"流程的状态超过 {bound} 个, 没有全部检查; 请拆成几个流程。",
            f"The process has more than {bound} states; not all were examined. Split it.",
        )
