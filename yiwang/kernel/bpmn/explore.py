"""Visit every marking that a net can reach, whatever the facts are."""

from __future__ import annotations

from collections import deque
from enum import Enum

import msgspec

from yiwang.kernel.bpmn.net import EXCLUSIVE, PARALLEL, TASKS, TERMINATE, Flow, Net, Node, Text
from yiwang.kernel.bpmn.outcomes import OUTCOME
from yiwang.kernel.bpmn.step import CompiledNet

Marking = frozenset[str]
_EMPTY: Marking = frozenset()
_BEFORE: Marking = frozenset({":"})  # before the first token; no id may hold a colon


class Turn(msgspec.Struct, frozen=True):
    """One thing that happens on a way: a task done with an outcome, a timer that fired, a way chosen.

    `outcome` of a timer is `timer`; of a gateway, the condition taken for true, or `default`.
    """

    node: str
    title: Text
    outcome: str


class Fault(Enum):
    """What can go wrong while tokens move."""

    TWO_TOKENS = "process.two-tokens"
    NO_WAY = "process.no-way"
    MAY_HAVE_NO_WAY = "process.may-have-no-way"
    ENDLESS = "process.endless"


class Space(msgspec.Struct):
    """The markings visited.

    Attributes:
        following: for each marking visited, the markings one task or timer further.
        came: how each was first reached, by breadth: (marking before, turns).
        faults: the first place of each (fault, node): the marking before and the turns from there.
        faulty: markings with a way into a fault.
        unfinished: markings the bound kept from being looked into.
    """

    following: dict[Marking, list[Marking]]
    came: dict[Marking, tuple[Marking, tuple[Turn, ...]]]
    faults: dict[tuple[Fault, str], tuple[Marking, tuple[Turn, ...]]]
    visited: set[str]
    ends: set[Marking]
    faulty: set[Marking]
    unfinished: set[Marking]

    @property
    def complete(self) -> bool:
        """Whether every reachable marking was visited."""
        return not self.unfinished

    def way_to(self, marking: Marking) -> tuple[Turn, ...]:
        """Return a shortest sequence of turns that leads to `marking`."""
        turns: list[Turn] = []
        here = self.came.get(marking)
        while here is not None:
            turns[:0] = here[1]
            here = self.came.get(here[0])
        return tuple(turns)


class _Front(msgspec.Struct, frozen=True):
    """A move half made: where tokens lie, the ways still to go (flow id, outcome), turns, steps taken."""

    marking: Marking
    queue: tuple[tuple[str, str], ...]
    turns: tuple[Turn, ...]
    steps: int = 0


def explore(net: Net, bound: int) -> Space:
    """Visit at most `bound` markings, nearest first."""
    return _Explorer(net).run(bound)


class _Explorer:
    def __init__(self, net: Net) -> None:
        self.net = CompiledNet(net)
        self.flows = {flow.id: flow for flow in net.flows}
        self.space = Space({}, {}, {}, set(), set(), set(), set())
        self.from_: Marking = _BEFORE

    def run(self, bound: int) -> Space:
        space = self.space
        start = self.net.start
        space.visited.add(start.id)
        queue: deque[Marking] = deque()
        for marking, turns in self._settle(_Front(_EMPTY, self._out(start, ""), ())):
            if marking not in space.came:
                space.came[marking] = (_BEFORE, turns)
                queue.append(marking)
        while queue:
            here = queue.popleft()
            if len(space.following) >= bound:
                space.unfinished.add(here)
                continue
            self.from_ = here
            space.following[here] = []
            if not here:
                space.ends.add(here)
            for marking, turns in self._moves(here):
                space.following[here].append(marking)
                if marking not in space.came:
                    space.came[marking] = (here, turns)
                    queue.append(marking)
        return space

    def _moves(self, here: Marking) -> list[tuple[Marking, tuple[Turn, ...]]]:
        found = []
        for place in sorted(here):
            node = self.net.nodes.get(place)
            if node is None:
                continue
            if node.kind in TASKS:
                left = here - {place} - {timer.id for timer in self.net.boundaries[place]}
                for outcome in node.outcomes:
                    turn = Turn(place, node.title, outcome.id)
                    found.extend(self._settle(_Front(left, self._out(node, outcome.id), (turn,))))
            else:
                found.extend(self._fire(here, node))
        return found

    def _fire(self, here: Marking, node: Node) -> list[tuple[Marking, tuple[Turn, ...]]]:
        left = here - {node.id}
        if node.interrupting:
            left -= {node.attached} | {timer.id for timer in self.net.boundaries[node.attached]}
        return self._settle(_Front(left, self._out(node, ""), (Turn(node.id, node.title, "timer"),)))

    def _out(self, node: Node, outcome: str) -> tuple[tuple[str, str], ...]:
        return tuple((flow.id, outcome) for flow in self.net.leaving[node.id])

    def _settle(self, front: _Front) -> list[tuple[Marking, tuple[Turn, ...]]]:
        """Return every marking in which the tokens may come to stand, and the turns on the way."""
        still: list[tuple[Marking, tuple[Turn, ...]]] = []
        fronts = [front]
        while fronts:
            one = fronts.pop()
            if not one.queue:
                still.append((one.marking, one.turns))
            elif one.steps > self.net.limit:
                self._fault(Fault.ENDLESS, self.net.nodes[self.flows[one.queue[0][0]].target], one)
            else:
                fronts.extend(self._step(one))
        return still

    def _step(self, front: _Front) -> list[_Front]:
        (flow_id, outcome), rest = front.queue[0], front.queue[1:]
        flow = self.flows[flow_id]
        node = self.net.nodes[flow.target]
        self.space.visited.add(node.id)
        after = _Front(front.marking, rest, front.turns, front.steps + 1)
        if node.kind in TASKS:
            return self._put(after, node, node.id, self.net.boundaries[node.id])
        if node.kind == PARALLEL:
            return self._join(after, node, flow, outcome)
        if node.kind == EXCLUSIVE:
            return self._choices(after, node, outcome)
        if node.kind == TERMINATE:
            return [_Front(_EMPTY, (), front.turns)]
        return [self._further(after, self._out(node, outcome))]

    def _further(self, front: _Front, ways: tuple[tuple[str, str], ...]) -> _Front:
        return msgspec.structs.replace(front, queue=(*front.queue, *ways))

    def _put(self, front: _Front, node: Node, place: str, timers: tuple[Node, ...] = ()) -> list[_Front]:
        if place in front.marking:
            self._fault(Fault.TWO_TOKENS, node, front)
            return []
        self.space.visited.update(timer.id for timer in timers)
        marking = front.marking | {place, *(timer.id for timer in timers)}
        return [msgspec.structs.replace(front, marking=marking)]

    def _join(self, front: _Front, node: Node, flow: Flow, outcome: str) -> list[_Front]:
        arriving = frozenset(self.net.arriving[node.id])
        if len(arriving) == 1:
            return [self._further(front, self._out(node, outcome))]
        fronts = self._put(front, node, flow.id)
        if fronts and arriving <= fronts[0].marking:
            joined = msgspec.structs.replace(fronts[0], marking=fronts[0].marking - arriving)
            return [self._further(joined, self._out(node, ""))]
        return fronts

    def _choices(self, front: _Front, node: Node, outcome: str) -> list[_Front]:
        possible: list[_Front] = []
        for flow in self.net.leaving[node.id]:
            if flow.id == node.default:
                continue
            condition = self.net.conditions.get(flow.id)
            if condition is not None and condition.names - {OUTCOME}:
                possible.append(self._chosen(front, node, flow, outcome, condition.text))
            elif condition is None or condition.holds({OUTCOME: outcome or None}):
                return [*possible, self._chosen(front, node, flow, outcome)]
        if node.default:
            label = "default" if possible else ""
            default = self.flows[node.default]
            return [*possible, self._chosen(front, node, default, outcome, label)]
        self._fault(Fault.MAY_HAVE_NO_WAY if possible else Fault.NO_WAY, node, front)
        return possible

    def _chosen(self, front: _Front, node: Node, flow: Flow, outcome: str, label: str = "") -> _Front:
        turns = (*front.turns, Turn(node.id, node.title, label)) if label else front.turns
        return msgspec.structs.replace(self._further(front, ((flow.id, outcome),)), turns=turns)

    def _fault(self, fault: Fault, node: Node, front: _Front) -> None:
        if fault is not Fault.MAY_HAVE_NO_WAY:
            self.space.faulty.add(self.from_)
        self.space.faults.setdefault((fault, node.id), (self.from_, front.turns))
