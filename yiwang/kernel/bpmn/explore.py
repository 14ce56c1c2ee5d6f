"""Visit every marking that a net can reach, whatever the facts are.

The moves are those of the engine itself (`walk.py`): only what depends on facts is answered by a
script, once each way, instead of by facts.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from enum import Enum
from functools import partial

import msgspec

from yiwang.kernel.bpmn.compiled import CompiledNet, spot_of
from yiwang.kernel.bpmn.moves import Move, Ruled
from yiwang.kernel.bpmn.net import (
    BOUNDARY,
    CATCH,
    DOABLE,
    ERROR,
    MESSAGE,
    RECEIVE,
    Flow,
    Net,
    Node,
    Text,
)
from yiwang.kernel.bpmn.outcomes import OUTCOME
from yiwang.kernel.bpmn.walk import Walk
from yiwang.kernel.feel import Expression
from yiwang.kernel.refusal import Refusal

Marking = frozenset[str]
_BEFORE: Marking = frozenset({":"})  # before the first token; no id may hold a colon

MOST_SCRIPTS = 2_000


class Turn(msgspec.Struct, frozen=True):
    """One thing that happens on a way: a task done with an outcome, an event, a way chosen.

    `outcome` of an event is `timer`, `message`, `signal` or `error`; of a gateway, the condition taken
    for true, or `default`.
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
        following: for each marking visited, the markings one thing further.
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


class Search(Walk):
    """A move in which a script answers what depends on facts: yes, as long as it says nothing."""

    __slots__ = ("answers", "at", "open_question", "script", "turns", "visited")

    def __init__(
        self, net: CompiledNet, marking: Marking, script: tuple[bool, ...], visited: set[str]
    ) -> None:
        super().__init__(net, tuple(f"{place}:0" for place in sorted(marking)), {})
        self.script = script
        self.answers: list[bool] = []
        self.turns: list[Turn] = []
        self.visited = visited
        self.at: Node | None = None
        self.open_question = False

    def _answer(self) -> bool:
        index = len(self.answers)
        self.answers.append(self.script[index] if index < len(self.script) else True)
        return self.answers[-1]

    def holds(self, condition: Expression, outcome: str) -> bool:
        """Answer from the script, unless the outcome alone decides."""
        if condition.names <= {OUTCOME}:
            return condition.holds({OUTCOME: outcome or None})
        self.open_question = True
        if not self._answer():
            return False
        if self.at is not None:
            self.turns.append(Turn(self.at.id, self.at.title, condition.text))
        return True

    def rule(self, node: Node, outcome: str) -> None:
        """Ask nothing: conditions over what it would say are answered by the script."""

    def count(self, node: Node) -> int | None:
        """Return twice, or not at all."""
        return 2 if self._answer() else 0

    def leave(self, node: Node, depth: int, outcome: str, path: str) -> None:
        """Note what was passed."""
        self.visited.add(node.id)
        super().leave(node, depth, outcome, path)

    def _enter(self, node: Node, flow: Flow, depth: int, outcome: str, path: str) -> Refusal | None:
        self.visited.add(node.id)
        return super()._enter(node, flow, depth, outcome, path)

    def _open(self, node: Node, depth: int, path: str) -> Refusal | None:
        self.visited.add(node.id)
        return super()._open(node, depth, path)

    def _await(self, node: Node, depth: int, path: str, task: str) -> None:
        self.visited.add(node.id)
        super()._await(node, depth, path, task)

    def _choose(self, node: Node, depth: int, outcome: str, path: str) -> Refusal | None:
        self.at, self.open_question = node, False
        refused = super()._choose(node, depth, outcome, path)
        self._note_default(node)
        return refused

    def fan_out(self, node: Node, depth: int, outcome: str, path: str) -> Refusal | None:
        """Note which ways were taken."""
        self.at, self.open_question = node, False
        refused = super().fan_out(node, depth, outcome, path)
        self._note_default(node)
        return refused

    def _note_default(self, node: Node) -> None:
        self.at = None
        taken = self.queue[-1][0] if self.queue else None
        if self.open_question and taken is not None and taken.id == node.default:
            self.turns.append(Turn(node.id, node.title, "default"))


def explore(net: Net, bound: int) -> Space:
    """Visit at most `bound` markings, nearest first."""
    return _Explorer(net).run(bound)


class _Explorer:
    def __init__(self, net: Net) -> None:
        names = {node.decision for node in net.nodes if node.decision}
        self.net = CompiledNet(net, {name: lambda facts: Ruled(None) for name in names})
        self.space = Space({}, {}, {}, set(), set(), set(), set())
        self.from_: Marking = _BEFORE

    def run(self, bound: int) -> Space:
        space = self.space
        queue: deque[Marking] = deque()
        for marking, turns in self._begin():
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

    def _begin(self) -> list[tuple[Marking, tuple[Turn, ...]]]:
        start = self.net.start
        return self._settle(frozenset(), lambda walk: walk.leave(start, 0, "", ""), ())

    def _moves(self, here: Marking) -> Iterator[tuple[Marking, tuple[Turn, ...]]]:
        for place in sorted(here):
            node = self.net.nodes.get(spot_of(place.partition("/")[0]).id)
            if node is None or "/" in place:
                continue
            if node.kind in DOABLE:
                yield from self._done(here, place, node)
            elif node.kind in (CATCH, RECEIVE, BOUNDARY):
                turn = Turn(node.id, node.title, node.event or MESSAGE)
                yield from self._settle(here, partial(_fire, place), (turn,))

    def _done(self, here: Marking, place: str, node: Node) -> Iterator[tuple[Marking, tuple[Turn, ...]]]:
        for outcome in node.outcomes:
            turn = Turn(node.id, node.title, outcome.id)
            yield from self._settle(here, partial(_complete, place, node, outcome.id), (turn,))
        for boundary in self.net.catching.get(node.id, ()):
            turn = Turn(boundary.id, boundary.title, ERROR)
            yield from self._settle(here, partial(_fail, place, node, boundary.ref), (turn,))

    def _settle(
        self, here: Marking, make: Callable[[Search], object], first: tuple[Turn, ...]
    ) -> list[tuple[Marking, tuple[Turn, ...]]]:
        """Return every marking in which the tokens may come to stand, and the turns on the way."""
        still: dict[Marking, tuple[Turn, ...]] = {}
        scripts: deque[tuple[bool, ...]] = deque([()])
        made = 0
        while scripts:
            script = scripts.popleft()
            made += 1
            if made > MOST_SCRIPTS:
                self.space.unfinished.add(here)
                break
            walk = Search(self.net, here, script, self.space.visited)
            make(walk)
            answer = walk.go(None, ((), "", ""))
            for index in range(len(script), len(walk.answers)):
                scripts.append((*walk.answers[:index], not walk.answers[index]))
            turns = (*first, *walk.turns)
            if isinstance(answer, Refusal):
                self._fault(answer, walk, turns)
            else:
                still.setdefault(_marking(answer), turns)
        return list(still.items())

    def _fault(self, refused: Refusal, walk: Search, turns: tuple[Turn, ...]) -> None:
        fault = Fault(refused.code)
        if fault is Fault.NO_WAY and walk.open_question:
            fault = Fault.MAY_HAVE_NO_WAY
        if fault is not Fault.MAY_HAVE_NO_WAY:
            self.space.faulty.add(self.from_)
        node = str(refused.params["node"])
        self.space.faults.setdefault((fault, node), (self.from_, turns))


def _fire(place: str, walk: Search) -> None:
    walk.fire(place)


def _complete(place: str, node: Node, outcome: str, walk: Search) -> None:
    walk.done(f"{place}:0", node, outcome)


def _fail(place: str, node: Node, code: str, walk: Search) -> None:
    walk.raise_from(node, spot_of(place).path, ERROR, code)


def _marking(move: Move) -> Marking:
    return frozenset(token.rpartition(":")[0] for token in move.tokens)
