"""One move being made: tokens taken from where they lie and walked until every one stands still."""

from __future__ import annotations

from typing import Any

from yiwang.kernel.bpmn import refusals, several
from yiwang.kernel.bpmn.compiled import CompiledNet, above, inside, place_of, spot_of
from yiwang.kernel.bpmn.memory import Facts, Key, Memory, Question
from yiwang.kernel.bpmn.moves import Decided, Move, Opened, Thrown, TimerSet, Tokens
from yiwang.kernel.bpmn.net import (
    BOUNDARY,
    CATCH,
    DOABLE,
    END,
    ERROR,
    ESCALATION,
    EVENT_BASED,
    EXCLUSIVE,
    INCLUSIVE,
    MESSAGE,
    PARALLEL,
    RECEIVE,
    RULE,
    SEND,
    SIGNAL,
    SUBPROCESS,
    TERMINATE,
    THROW,
    TIMER,
    Flow,
    Node,
)
from yiwang.kernel.bpmn.outcomes import OUTCOME
from yiwang.kernel.feel import Expression
from yiwang.kernel.refusal import Refusal

_ONLY_OUTCOME = frozenset({OUTCOME})
_STANDS = DOABLE | {RECEIVE, CATCH, SUBPROCESS}


def has_several(token: str) -> bool:
    """Say whether a token stands for all instances of an activity, rather than for one."""
    return "/" in token


class Walk:
    """One move being made: mutable inside, gone when `go` returns."""

    __slots__ = (
        "asked",
        "cleared",
        "closed",
        "decided",
        "facts",
        "forgettable",
        "found",
        "net",
        "opened",
        "places",
        "queue",
        "thrown",
        "timers",
    )

    def __init__(self, net: CompiledNet, tokens: Tokens, facts: Facts) -> None:
        self.net = net
        self.places = {place_of(token): token for token in tokens}
        self.facts = facts
        self.found: dict[str, Any] = {}
        self.opened: dict[str, Opened] = {}
        self.timers: dict[str, TimerSet] = {}
        self.closed: list[str] = []
        self.cleared: list[str] = []
        self.thrown: list[Thrown] = []
        self.decided: list[Decided] = []
        self.asked: list[tuple[Question, bool]] = []
        self.queue: list[tuple[Flow, int, str, str]] = []
        self.forgettable = False  # the move depends on more than the conditions it asked

    # What begins a move

    def done(self, token: str, node: Node, outcome: str) -> None:
        """Close a task or call, or one of its instances, and go on from there."""
        place = place_of(token)
        depth = int(token.rpartition(":")[2])
        path = spot_of(place).path
        if node.repeat is None:
            self.close(node, path)
            self.leave(node, depth, outcome, path)
            return
        self.drop(place)
        several.instance_done(self, node, path, outcome, depth)

    def fire(self, place: str) -> None:
        """Let what is waited for at a place happen: a timer, a message or a signal."""
        token = self.places.get(place)
        if token is None:
            return  # what fired before it closed it
        spot = spot_of(place)
        node, depth = self.net.nodes[spot.id], int(token.rpartition(":")[2])
        if node.kind != BOUNDARY:
            self.close(node, spot.path)
            self._close_rivals(node, spot.path)
        elif node.interrupting:
            self.close(self.net.nodes[node.attached], spot.path)
        else:
            self.drop(place)
        self.leave(node, depth, "", spot.path)

    def raise_from(self, node: Node, path: str, event: str, code: str, depth: int = 0) -> bool:
        """Let the nearest boundary event around `node` catch an error or escalation; say if any did."""
        here: Node | None = node
        while here is not None:
            if here.repeat is not None and path:
                path = above(path)
            for boundary in self.net.catching.get(here.id, ()):
                if boundary.event == event and boundary.ref in ("", code):
                    token = self.places.get(here.id + path, f":{depth}")
                    if boundary.interrupting:
                        self.close(here, path)
                    self.leave(boundary, int(token.rpartition(":")[2]), "", path)
                    return True
            here = self.net.nodes[here.scope] if here.scope else None
        return False

    # Walking

    def leave(self, node: Node, depth: int, outcome: str, path: str) -> None:
        """Put a token on every way out of a node."""
        self.queue.extend((flow, depth, outcome, path) for flow in self.net.leaving[node.id])

    def go(self, memory: Memory[Move] | None, key: Key) -> Move | Refusal:
        """Move on until every token stands still; remember the move unless a rule ran."""
        steps = 0
        while True:
            if not self.queue:
                settled = several.settle(self) if self.net.scoped else False
                if isinstance(settled, Refusal):
                    return settled
                if not settled:
                    break
                continue
            steps += 1
            flow, depth, outcome, path = self.queue.pop(0)
            if steps > self.net.limit:
                return refusals.endless(self.net.nodes[flow.target])
            refused = self._enter(self.net.nodes[flow.target], flow, depth, outcome, path)
            if refused is not None:
                return refused
        move = self._result()
        if memory is not None and not self.forgettable:
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
            thrown=tuple(self.thrown),
            decided=tuple(self.decided),
        )

    def _enter(self, node: Node, flow: Flow, depth: int, outcome: str, path: str) -> Refusal | None:
        kind = node.kind
        if kind in _STANDS:
            return self._open(node, depth + 1, path)
        if kind == EXCLUSIVE:
            return self._choose(node, depth, outcome, path)
        if kind == PARALLEL:
            return self._join(node, flow, depth, outcome, path)
        if kind == INCLUSIVE:
            return self._include(node, flow, depth, outcome, path)
        if kind == EVENT_BASED:
            for way in self.net.leaving[node.id]:
                refused = self._open(self.net.nodes[way.target], depth + 1, path)
                if refused is not None:
                    return refused
        elif kind in (END, TERMINATE):
            self._end(node, depth, path)
        else:
            self._pass(node, depth, outcome, path)
        return None

    def _pass(self, node: Node, depth: int, outcome: str, path: str) -> None:
        """Do what needs nobody: a rule, a message sent, a link."""
        if node.kind == RULE:
            self.forgettable = True
            self.rule(node, outcome)
        elif node.kind == SEND:
            self.throw(node, MESSAGE)
        elif node.kind == THROW and node.event:
            self.throw(node, node.event)
            if node.event == ESCALATION:
                self.raise_from(node, path, ESCALATION, node.ref, depth)
                if not self._lies_in_open(node, path):
                    return
        self.leave(node, depth, outcome, path)

    def _lies_in_open(self, node: Node, path: str) -> bool:
        """Say whether the sub-process a node lies in is still under way."""
        if not node.scope:
            return True
        scope = self.net.nodes[node.scope]
        return scope.id + (above(path) if scope.repeat else path) in self.places

    def _end(self, node: Node, depth: int, path: str) -> None:
        """Let a token be gone, and what its end says happen."""
        if node.kind == TERMINATE:
            self.stop(node.scope, path)
        elif node.event == ERROR:
            caught = self.raise_from(node, path, ERROR, node.ref, depth)
            assert caught, "structure.problems refuses an error that nothing catches"
        elif node.event:
            self.throw(node, node.event)
            if node.event == ESCALATION:
                self.raise_from(node, path, ESCALATION, node.ref, depth)

    def rule(self, node: Node, outcome: str) -> None:
        """Ask a rule or a decision; what it says becomes a fact."""
        view = {**self.facts, **self.found, OUTCOME: outcome or None}
        if not node.decision:
            self.found[node.result] = self.net.rules[node.id].evaluate(view)
            return
        ruled = self.net.decisions[node.decision](view)
        self.found[node.result] = ruled.value
        self.decided.append(Decided(node.id, node.decision, ruled))

    def count(self, node: Node) -> int | None:
        """Return how often an activity is done; None if its count is no whole number."""
        self.forgettable = True
        return several.whole(self.net.counts[node.id].evaluate({**self.facts, **self.found}))

    def throw(self, node: Node, event: str) -> None:
        """Send a message, signal or escalation; a signal also reaches what waits for it here."""
        self.thrown.append(Thrown(node.id, event, node.ref))
        if event != SIGNAL:
            return
        for place in sorted(self.places):
            one = self.net.nodes.get(spot_of(place).id)
            if (
                one is not None
                and one.kind in (CATCH, BOUNDARY)
                and (one.event, one.ref) == (SIGNAL, node.ref)
            ):
                self.fire(place)

    # Opening and closing

    def _open(self, node: Node, depth: int, path: str) -> Refusal | None:
        place = node.id + path
        if place in self.places:
            return refusals.two_tokens(node)
        if node.repeat is not None:
            refused = several.open_all(self, node, depth, path)
            if refused is not None or place not in self.places:
                return refused
        else:
            self.places[place] = f"{place}:{depth}"
            self.start(node, depth, path)
        for boundary in self.net.boundaries.get(node.id, ()):
            self._await(boundary, depth, path, self.places[place])
        return None

    def start(self, node: Node, depth: int, path: str) -> None:
        """Open one instance at its place: for somebody, for what it waits for, or from its own start."""
        token = f"{node.id}{path}:{depth}"
        if node.kind == SUBPROCESS:
            self.leave(self.net.starts[node.id], depth, "", path)
            return
        self.places[node.id + path] = token
        if node.kind in DOABLE:
            self.opened[node.id + path] = Opened(node.id, token)
        elif node.kind == CATCH:
            self._await(node, depth, path, "")

    def _await(self, node: Node, depth: int, path: str, task: str) -> None:
        place = node.id + path
        token = self.places[place] = f"{place}:{depth}"
        if node.event == TIMER:
            self.timers[place] = TimerSet(node.id, token, task, node.duration)

    def drop(self, place: str) -> None:
        """Take a token away, and say so of tasks and timers that were there before this move."""
        token = self.places.pop(place)
        if self.opened.pop(place, None) or self.timers.pop(place, None) or has_several(token):
            return
        node = self.net.nodes.get(spot_of(place).id)
        if node is not None and node.kind in DOABLE:
            self.closed.append(token)
        elif node is not None and node.event == TIMER:
            self.cleared.append(token)

    def close(self, node: Node, path: str) -> None:
        """Take away an activity: its tokens, its instances, all inside it, and its boundary events."""
        if node.id + path in self.places:
            self.drop(node.id + path)
        if node.repeat is not None or node.kind == SUBPROCESS:
            self.stop(node.id, path)
        for boundary in self.net.boundaries.get(node.id, ()):
            if boundary.id + path in self.places:
                self.drop(boundary.id + path)

    def stop(self, scope: str, path: str) -> None:
        """Take away every token in one instance of a sub-process; of the whole process for ""."""
        for place in sorted(self.places):
            if place in self.places and self._in(spot_of(place).id, spot_of(place).path, scope, path):
                self.drop(place)
        self.queue = [one for one in self.queue if not self._in(one[0].id, one[3], scope, path)]

    def _in(self, thing: str, at: str, scope: str, path: str) -> bool:
        if not scope:
            return True
        instance = thing == scope and at != path
        return (instance or scope in self.net.outer.get(thing, ())) and inside(at, path)

    def _close_rivals(self, node: Node, path: str) -> None:
        """Take away what an event-based gateway waited for besides."""
        for flow in self.net.net.flows:
            if flow.target == node.id and self.net.nodes[flow.source].kind == EVENT_BASED:
                for way in self.net.leaving[flow.source]:
                    if way.target + path in self.places:
                        self.close(self.net.nodes[way.target], path)

    # Gateways

    def _choose(self, node: Node, depth: int, outcome: str, path: str) -> Refusal | None:
        default = None
        for flow in self.net.leaving[node.id]:
            condition = self.net.conditions.get(flow.id)
            if flow.id == node.default:
                default = flow
            elif condition is None or self.holds(condition, outcome):
                self.queue.append((flow, depth, outcome, path))
                return None
        if default is None:
            return refusals.no_way(node, [self.net.conditions[f.id].text for f in self.net.leaving[node.id]])
        self.queue.append((default, depth, outcome, path))
        return None

    def holds(self, condition: Expression, outcome: str) -> bool:
        """Ask a condition, and remember that it was asked."""
        if condition.names <= _ONLY_OUTCOME:
            return condition.holds({OUTCOME: outcome or None})
        question = Question(condition, outcome)
        holds = question.holds({**self.facts, **self.found} if self.found else self.facts)
        self.asked.append((question, holds))
        return holds

    def _join(self, node: Node, flow: Flow, depth: int, outcome: str, path: str) -> Refusal | None:
        arriving = self.net.arriving[node.id]
        if len(arriving) == 1:
            self.leave(node, depth, outcome, path)
            return None
        if flow.id + path in self.places:
            return refusals.two_tokens(node)
        self.places[flow.id + path] = f"{flow.id}{path}:{depth + 1}"
        if all(way + path in self.places for way in arriving):
            depths = [int(self.places.pop(way + path).rpartition(":")[2]) for way in arriving]
            self.leave(node, max(depths), "", path)
        return None

    def _include(self, node: Node, flow: Flow, depth: int, outcome: str, path: str) -> Refusal | None:
        if node.id not in self.net.inclusive:
            return self.fan_out(node, depth, outcome, path)
        if flow.id + path in self.places:
            return refusals.two_tokens(node)
        self.places[flow.id + path] = f"{flow.id}{path}:{depth + 1}"
        return None

    def fan_out(self, node: Node, depth: int, outcome: str, path: str) -> Refusal | None:
        """Leave an inclusive gateway by every way whose condition holds, else by its default."""
        leaving = self.net.leaving[node.id]
        taken = []
        for flow in leaving:
            condition = self.net.conditions.get(flow.id)
            if flow.id != node.default and (condition is None or self.holds(condition, outcome)):
                taken.append(flow)
        if not taken:
            taken = [flow for flow in leaving if flow.id == node.default]
        if not taken:
            return refusals.no_way(node, [self.net.conditions[flow.id].text for flow in leaving])
        self.queue.extend((flow, depth, outcome, path) for flow in taken)
        return None
