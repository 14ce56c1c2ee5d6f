"""What a marking waits for from outside, and the move when it comes to some of it."""

from __future__ import annotations

from yiwang.kernel.bpmn.compiled import CompiledNet, place_of, spot_of
from yiwang.kernel.bpmn.memory import Facts
from yiwang.kernel.bpmn.moves import Move, Tokens
from yiwang.kernel.bpmn.net import BOUNDARY, CATCH, DOABLE, ERROR, MESSAGE, RECEIVE, SIGNAL, Node
from yiwang.kernel.bpmn.walk import Walk, has_several
from yiwang.kernel.refusal import Refusal


def awaited(node: Node | None) -> tuple[str, str] | None:
    """Return the event a node waits for, and its name: None for one that waits for nothing of others."""
    if node is None:
        return None
    if node.kind == RECEIVE:
        return MESSAGE, node.ref
    if node.kind in (CATCH, BOUNDARY) and node.event in (MESSAGE, SIGNAL):
        return node.event, node.ref
    return None


def waiting(net: CompiledNet, tokens: Tokens) -> tuple[tuple[str, Node], ...]:
    """Return the tokens that wait for a message or a signal, each with its node."""
    found = []
    for token in tokens:
        node = net.nodes.get(spot_of(place_of(token)).id)
        if node is not None and awaited(node) is not None and not has_several(token):
            found.append((token, node))
    return tuple(found)


def arrive(net: CompiledNet, tokens: Tokens, chosen: Tokens, facts: Facts) -> Move | Refusal:
    """Let what these tokens wait for happen; one that another of them closed is passed over.

    Refuses as `step.complete` does.
    """
    walk = Walk(net, tokens, facts)
    for token in chosen:
        walk.fire(place_of(token))
    return walk.go(None, ((), "", ""))


def errors_caught(net: CompiledNet, node: str) -> tuple[Node, ...]:
    """Return the error events that would catch what a task or call ends with, nearest first."""
    if net.nodes[node].kind not in DOABLE:
        return ()
    around = (node, *net.outer[node])
    return tuple(event for one in around for event in net.catching.get(one, ()) if event.event == ERROR)
