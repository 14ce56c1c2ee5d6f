"""How tokens move: pure functions from one marking to the next.

A marking is a sorted tuple of tokens; a token is the text `place:depth`. The place is an open task,
an event that is waited for, a sub-process that is under way, or the flow on which a branch waits at
a join; `@2` behind it is the second instance of an activity done several times, `/3` that there are
three. The depth counts the stops on the way there, so an id never comes back in a safe net, needs no
counter, and does not depend on the order in which parallel branches were done.

Source of the meaning of each element: OMG BPMN 2.0.2, chapter 13.
"""

from __future__ import annotations

from yiwang.kernel.bpmn import refusals
from yiwang.kernel.bpmn.compiled import CompiledNet, place_of, prepared, spot_of
from yiwang.kernel.bpmn.memory import Facts, Key
from yiwang.kernel.bpmn.moves import (
    Decided,
    FiredRule,
    FiredTable,
    Move,
    Opened,
    Ruled,
    Thrown,
    TimerSet,
    Tokens,
)
from yiwang.kernel.bpmn.net import BOUNDARY, CATCH, DOABLE, ERROR, MESSAGE, RECEIVE, SIGNAL, TIMER, Node
from yiwang.kernel.bpmn.walk import Walk, has_several
from yiwang.kernel.refusal import Refusal

__all__ = [
    "CompiledNet",
    "Decided",
    "FiredRule",
    "FiredTable",
    "Move",
    "Opened",
    "Ruled",
    "Thrown",
    "TimerSet",
    "Tokens",
    "begin",
    "complete",
    "deliver",
    "fail",
    "fire_timer",
    "node_of",
    "open_tasks",
    "prepared",
    "waits_for",
]


def node_of(token: str) -> str:
    """Return the id of the node (or, at a join, the flow) that a token lies on."""
    return spot_of(place_of(token)).id


def open_tasks(net: CompiledNet, tokens: Tokens) -> tuple[Opened, ...]:
    """Return the tasks and calls that are open under a marking."""
    found = []
    for token in tokens:
        node = net.nodes.get(node_of(token))
        if node is not None and node.kind in DOABLE and not has_several(token):
            found.append(Opened(node.id, token))
    return tuple(found)


def waits_for(net: CompiledNet, tokens: Tokens) -> tuple[tuple[str, str], ...]:
    """Return the messages and signals that are waited for under a marking: (event, name), sorted."""
    found = set()
    for token in tokens:
        awaited = _awaited(net.nodes.get(node_of(token)))
        if awaited is not None:
            found.add(awaited)
    return tuple(sorted(found))


def begin(net: CompiledNet, facts: Facts) -> Move | Refusal:
    """Put the first token. Refuses only where a condition leaves no way (`process.no-way`)."""
    key: Key = ((), "", "")
    move = net.begun.recall(key, facts)
    if move is not None:
        return move
    walk = Walk(net, (), facts)
    walk.leave(net.start, 0, "", "")
    return walk.go(net.begun, key)


def complete(net: CompiledNet, tokens: Tokens, task: str, outcome: str, facts: Facts) -> Move | Refusal:
    """Complete the task or call whose token is `task`, with an outcome ("" where it has only one).

    In conditions the name `outcome` is this outcome, until the next parallel join; there null.
    Refuses: `process.no-such-task`, `process.no-such-outcome`, `process.no-way`,
    `process.two-tokens`, `process.endless`, `process.bad-count`.
    """
    move = net.completed.recall((tokens, task, outcome), facts)
    if move is not None:
        return move
    node = net.nodes.get(node_of(task))
    if task not in tokens or node is None or node.kind not in DOABLE or has_several(task):
        return refusals.no_such(node, task, "process.no-such-task", "待办", "task")
    chosen = outcome or (node.outcomes[0].id if len(node.outcomes) == 1 else "")
    if all(chosen != known.id for known in node.outcomes):
        return refusals.no_such_outcome(node, outcome)
    walk = Walk(net, tokens, facts)
    walk.done(task, node, chosen)
    return walk.go(net.completed, (tokens, task, outcome))


def fail(net: CompiledNet, tokens: Tokens, task: str, code: str, facts: Facts) -> Move | Refusal:
    """Let a service task or a call end with an error, which a boundary event or its sub-process catches.

    Refuses: `process.no-such-task`, `process.error-not-caught`, and as `complete` does.
    """
    node = net.nodes.get(node_of(task))
    if task not in tokens or node is None or node.kind not in DOABLE or has_several(task):
        return refusals.no_such(node, task, "process.no-such-task", "待办", "task")
    walk = Walk(net, tokens, facts)
    if not walk.raise_from(node, spot_of(place_of(task)).path, ERROR, code):
        return refusals.not_caught(node, code)
    return walk.go(None, ((), "", ""))


def fire_timer(net: CompiledNet, tokens: Tokens, timer: str, facts: Facts) -> Move | Refusal:
    """Fire the timer whose token is `timer`: an interrupting one closes its activity.

    Refuses: `process.no-such-timer` (it already fired, or its task is done), and as `complete` does.
    """
    key: Key = (tokens, timer, "")
    move = net.fired.recall(key, facts)
    if move is not None:
        return move
    node = net.nodes.get(node_of(timer))
    if timer not in tokens or node is None or node.event != TIMER:
        return refusals.no_such(node, timer, "process.no-such-timer", "计时", "timer")
    walk = Walk(net, tokens, facts)
    walk.fire(place_of(timer))
    return walk.go(net.fired, key)


def deliver(net: CompiledNet, tokens: Tokens, event: str, ref: str, facts: Facts) -> Move | Refusal:
    """Let a message (`event` message) reach the first that waits for it, or a signal all that do.

    Refuses: `process.nobody-waits`, and as `complete` does.
    """
    waiting = [token for token in tokens if _awaited(net.nodes.get(node_of(token))) == (event, ref)]
    if not waiting:
        return refusals.nobody_waits(event, ref, waits_for(net, tokens))
    walk = Walk(net, tokens, facts)
    for token in waiting[:1] if event == MESSAGE else waiting:
        walk.fire(place_of(token))
    return walk.go(None, ((), "", ""))


def _awaited(node: Node | None) -> tuple[str, str] | None:
    if node is None:
        return None
    if node.kind == RECEIVE:
        return MESSAGE, node.ref
    if node.kind in (CATCH, BOUNDARY) and node.event in (MESSAGE, SIGNAL):
        return node.event, node.ref
    return None
