"""How tokens move: pure functions from one marking to the next.

A marking is a sorted tuple of tokens; a token is the text `place:depth`. The place is an open task,
a timer that is running, or the flow on which a branch waits at a parallel join. The depth counts the
stops on the way there, so an id never comes back in a safe net, needs no counter, and does not depend
on the order in which parallel branches were done.
"""

from __future__ import annotations

from typing import Any

import msgspec

from yiwang.kernel.bpmn import refusals
from yiwang.kernel.bpmn.memory import Facts, Key, Memory, Question
from yiwang.kernel.bpmn.net import (
    EXCLUSIVE,
    PARALLEL,
    RULE,
    START,
    TASKS,
    TERMINATE,
    TIMER_BOUNDARY,
    Flow,
    Net,
    Node,
)
from yiwang.kernel.bpmn.outcomes import OUTCOME
from yiwang.kernel.bpmn.structure import problems
from yiwang.kernel.feel import Expression, FeelError, compile_expression
from yiwang.kernel.refusal import Refusal

Tokens = tuple[str, ...]

_ONLY_OUTCOME = frozenset({OUTCOME})


class Opened(msgspec.Struct, frozen=True, gc=False):
    """A task that is now open: its node and its token, which is its id in the process."""

    node: str
    token: str


class TimerSet(msgspec.Struct, frozen=True, gc=False):
    """A timer that now runs: boundary node, its token, the task's token, and the duration as written."""

    node: str
    token: str
    task: str
    duration: str


class Move(msgspec.Struct, frozen=True, gc=False):
    """What a step of the process did.

    Attributes:
        tokens: the new marking.
        opened: tasks now open. closed: tokens of tasks no longer open, the completed one included.
        timers: timers now running. cleared: tokens of timers that no longer run, the fired one included.
        facts: what business rules found, as FEEL values (None, bool, Decimal, str, list).
        ended: no token is left.
    """

    tokens: Tokens
    opened: tuple[Opened, ...]
    closed: tuple[str, ...]
    timers: tuple[TimerSet, ...]
    cleared: tuple[str, ...]
    facts: dict[str, Any]
    ended: bool


class CompiledNet:
    """A net made ready to run: conditions compiled, ways looked up, moves remembered.

    Raises ValueError for a net that `structure.problems` finds fault with.
    """

    __slots__ = (
        "arriving",
        "begun",
        "boundaries",
        "completed",
        "conditions",
        "fired",
        "leaving",
        "limit",
        "net",
        "nodes",
        "rules",
        "start",
    )

    def __init__(self, net: Net) -> None:
        found = problems(net)
        if found:
            raise ValueError(f"{net.id}: {found[0].en}")
        self.net = net
        self.nodes: dict[str, Node] = {node.id: node for node in net.nodes}
        self.start = next(node for node in net.nodes if node.kind == START)
        self.leaving = {node.id: tuple(f for f in net.flows if f.source == node.id) for node in net.nodes}
        self.arriving = {node.id: tuple(f.id for f in net.flows if f.target == node.id) for node in net.nodes}
        self.boundaries = {
            node.id: tuple(b for b in net.nodes if b.kind == TIMER_BOUNDARY and b.attached == node.id)
            for node in net.nodes
            if node.kind in TASKS
        }
        self.conditions = {flow.id: _expression(flow.condition) for flow in net.flows if flow.condition}
        self.rules = {node.id: _expression(node.rule) for node in net.nodes if node.kind == RULE}
        self.limit = 10 * (len(net.nodes) + len(net.flows))
        self.begun: Memory[Move] = Memory()
        self.completed: Memory[Move] = Memory()
        self.fired: Memory[Move] = Memory()


def _expression(text: str) -> Expression:
    read = compile_expression(text)
    if isinstance(read, FeelError):
        raise ValueError(read.en)
    return read


_PREPARED: dict[int, CompiledNet] = {}


def prepared(net: Net) -> CompiledNet:
    """Return the compiled net of `net`, made once for each `Net` object."""
    ready = _PREPARED.get(id(net))
    if ready is None or ready.net is not net:
        if len(_PREPARED) >= 1024:
            _PREPARED.clear()
        ready = _PREPARED[id(net)] = CompiledNet(net)
    return ready


def node_of(token: str) -> str:
    """Return the id of the node (or, at a join, the flow) that a token lies on."""
    return token.rpartition(":")[0]


def open_tasks(net: CompiledNet, tokens: Tokens) -> tuple[Opened, ...]:
    """Return the tasks that are open under a marking."""
    pairs = ((node_of(token), token) for token in tokens)
    return tuple(Opened(place, token) for place, token in pairs if place in net.boundaries)


def begin(net: CompiledNet, facts: Facts) -> Move | Refusal:
    """Put the first token. Refuses only where a condition leaves no way (`process.no-way`)."""
    key: Key = ((), "", "")
    move = net.begun.recall(key, facts)
    if move is not None:
        return move
    return _Walk(net, (), facts, "").go(net.start, 0, net.begun, key)


def complete(net: CompiledNet, tokens: Tokens, task: str, outcome: str, facts: Facts) -> Move | Refusal:
    """Complete the task whose token is `task`, with an outcome ("" where it has only one).

    In conditions the name `outcome` is this outcome, until the next parallel join; there null.
    Refuses: `process.no-such-task`, `process.no-such-outcome`, `process.no-way`,
    `process.two-tokens`, `process.endless`.
    """
    move = net.completed.recall((tokens, task, outcome), facts)
    if move is not None:
        return move
    place, _, depth = task.rpartition(":")
    if task not in tokens or place not in net.boundaries:
        return refusals.no_such(net.nodes.get(place), task, "process.no-such-task", "待办", "task")
    node = net.nodes[place]
    chosen = outcome or (node.outcomes[0].id if len(node.outcomes) == 1 else "")
    if all(chosen != known.id for known in node.outcomes):
        return refusals.no_such_outcome(node, outcome)
    walk = _Walk(net, tokens, facts, chosen)
    walk.close_task(task)
    return walk.go(node, int(depth), net.completed, (tokens, task, outcome))


def fire_timer(net: CompiledNet, tokens: Tokens, timer: str, facts: Facts) -> Move | Refusal:
    """Fire the timer whose token is `timer`: an interrupting one closes its task.

    Refuses: `process.no-such-timer` (it already fired, or its task is done), and as `complete` does.
    """
    key: Key = (tokens, timer, "")
    move = net.fired.recall(key, facts)
    if move is not None:
        return move
    place, _, depth = timer.rpartition(":")
    node = net.nodes.get(place)
    if timer not in tokens or node is None or node.kind != TIMER_BOUNDARY:
        return refusals.no_such(node, timer, "process.no-such-timer", "计时", "timer")
    walk = _Walk(net, tokens, facts, "")
    if node.interrupting:
        walk.close_task(f"{node.attached}:{depth}")
    else:
        walk.take(timer)
    return walk.go(node, int(depth), net.fired, key)


class _Walk:
    """One move being made: mutable inside, gone when `go` returns."""

    __slots__ = (
        "asked",
        "cleared",
        "closed",
        "facts",
        "first_outcome",
        "found",
        "net",
        "opened",
        "places",
        "queue",
        "timers",
    )

    def __init__(self, net: CompiledNet, tokens: Tokens, facts: Facts, outcome: str) -> None:
        self.net = net
        self.places = {token.rpartition(":")[0]: token for token in tokens}
        self.facts = facts
        self.first_outcome = outcome
        self.found: dict[str, Any] = {}
        self.opened: dict[str, Opened] = {}
        self.timers: dict[str, TimerSet] = {}
        self.closed: list[str] = []
        self.cleared: list[str] = []
        self.asked: list[tuple[Question, bool]] = []
        self.queue: list[tuple[Flow, int, str]] = []

    def take(self, token: str) -> None:
        """Remove a timer's token."""
        del self.places[token.rpartition(":")[0]]
        self.cleared.append(token)

    def close_task(self, token: str) -> None:
        """Remove a task's token and those of its timers."""
        place = token.rpartition(":")[0]
        del self.places[place]
        self.closed.append(token)
        for boundary in self.net.boundaries[place]:
            if boundary.id in self.places:
                self.take(self.places[boundary.id])

    def go(self, node: Node, depth: int, memory: Memory[Move], key: Key) -> Move | Refusal:
        """Move on from `node` until every token stands still; remember the move unless a rule ran."""
        self._leave(node, depth, self.first_outcome)
        steps = 0
        while self.queue:
            steps += 1
            if steps > self.net.limit:
                return refusals.endless(node)
            flow, depth, outcome = self.queue.pop(0)
            refused = self._enter(self.net.nodes[flow.target], flow, depth, outcome)
            if refused is not None:
                return refused
        move = self._result()
        if not self.found:
            memory.keep(key, self.asked, move)
        return move

    def _result(self) -> Move:
        tokens = tuple(sorted(self.places.values()))
        return Move(
            tokens=tokens,
            opened=tuple(self.opened.values()),
            closed=tuple(self.closed),
            timers=tuple(self.timers.values()),
            cleared=tuple(self.cleared),
            facts=self.found,
            ended=not tokens,
        )

    def _leave(self, node: Node, depth: int, outcome: str) -> None:
        self.queue.extend((flow, depth, outcome) for flow in self.net.leaving[node.id])

    def _enter(self, node: Node, flow: Flow, depth: int, outcome: str) -> Refusal | None:
        kind = node.kind
        if kind in TASKS:
            return self._open(node, depth + 1)
        if kind == EXCLUSIVE:
            return self._choose(node, depth, outcome)
        if kind == PARALLEL:
            return self._join(node, flow, depth, outcome)
        if kind == RULE:
            view = {**self.facts, **self.found, OUTCOME: outcome or None}
            self.found[node.result] = self.net.rules[node.id].evaluate(view)
            self._leave(node, depth, outcome)
        elif kind == TERMINATE:
            self._stop_all()
        return None  # at an end the token is simply gone

    def _open(self, node: Node, depth: int) -> Refusal | None:
        if node.id in self.places:
            return refusals.two_tokens(node)
        token = f"{node.id}:{depth}"
        self.places[node.id] = token
        self.opened[node.id] = Opened(node.id, token)
        for boundary in self.net.boundaries[node.id]:
            timer = f"{boundary.id}:{depth}"
            self.places[boundary.id] = timer
            self.timers[boundary.id] = TimerSet(boundary.id, timer, token, boundary.duration)
        return None

    def _choose(self, node: Node, depth: int, outcome: str) -> Refusal | None:
        default = None
        for flow in self.net.leaving[node.id]:
            condition = self.net.conditions.get(flow.id)
            if flow.id == node.default:
                default = flow
            elif condition is None or self._holds(condition, outcome):
                self.queue.append((flow, depth, outcome))
                return None
        if default is None:
            return refusals.no_way(node, [self.net.conditions[f.id].text for f in self.net.leaving[node.id]])
        self.queue.append((default, depth, outcome))
        return None

    def _holds(self, condition: Expression, outcome: str) -> bool:
        if condition.names <= _ONLY_OUTCOME:
            return condition.holds({OUTCOME: outcome or None})
        question = Question(condition, outcome)
        holds = question.holds({**self.facts, **self.found} if self.found else self.facts)
        self.asked.append((question, holds))
        return holds

    def _join(self, node: Node, flow: Flow, depth: int, outcome: str) -> Refusal | None:
        arriving = self.net.arriving[node.id]
        if len(arriving) == 1:
            self._leave(node, depth, outcome)
            return None
        if flow.id in self.places:
            return refusals.two_tokens(node)
        self.places[flow.id] = f"{flow.id}:{depth + 1}"
        if all(way in self.places for way in arriving):
            depths = [int(self.places.pop(way).rpartition(":")[2]) for way in arriving]
            self._leave(node, max(depths), "")
        return None

    def _stop_all(self) -> None:
        for place, token in self.places.items():
            if place in self.net.boundaries and place not in self.opened:
                self.closed.append(token)
            elif place in self.net.nodes and place not in self.opened and place not in self.timers:
                self.cleared.append(token)
        self.places.clear()
        self.opened.clear()
        self.timers.clear()
        self.queue.clear()
