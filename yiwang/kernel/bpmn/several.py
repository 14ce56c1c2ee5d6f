"""What needs a look at the whole marking: instances, sub-processes that end, inclusive joins."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from yiwang.kernel.bpmn import refusals
from yiwang.kernel.bpmn.compiled import above, deeper, inside, spot_of
from yiwang.kernel.bpmn.net import SUBPROCESS, Node
from yiwang.kernel.refusal import Refusal

if TYPE_CHECKING:
    from yiwang.kernel.bpmn.walk import Walk

MOST = 1000  # instances of one activity


def open_all(walk: Walk, node: Node, depth: int, path: str) -> Refusal | None:
    """Open the instances of an activity: all at once, or the first. None at all: the activity is passed."""
    assert node.repeat is not None
    count = walk.count(node)
    if count is None:
        return refusals.bad_count(node, node.repeat.count, MOST)
    if count == 0:
        walk.leave(node, depth, "", path)
        return None
    place = node.id + path
    walk.places[place] = f"{place}/{count}:{depth}"
    for index in range(1, 2 if node.repeat.sequential else count + 1):
        _start(walk, node, depth, deeper(path, index))
    return None


def whole(value: object) -> int | None:
    """Return how many instances a value asks for (a number, or a list's length); None if it is neither."""
    if isinstance(value, list | tuple):
        value = Decimal(len(value))
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        return None
    return int(value) if value == int(value) and 0 <= value <= MOST else None


def _start(walk: Walk, node: Node, depth: int, path: str) -> None:
    # A sub-process has a token of its own for each instance: it says that the instance is under way.
    walk.places[node.id + path] = f"{node.id}{path}:{depth}"
    walk.start(node, depth, path)


def instance_done(walk: Walk, node: Node, path: str, outcome: str, depth: int) -> None:
    """After the instance at `path`: start the next, wait for the others, or go on."""
    assert node.repeat is not None
    outer, index = above(path), int(path.rpartition(".")[2].removeprefix("@"))
    total = int(walk.places[node.id + outer].rpartition(":")[0].rpartition("/")[2])
    until = walk.net.until.get(node.id)
    if until is None or not walk.holds(until, outcome):
        if node.repeat.sequential and index < total:
            _start(walk, node, depth + 1, deeper(outer, index + 1))
            return
        if any(spot_of(place).id == node.id and _lies_in(place, outer) for place in walk.places):
            return
    walk.close(node, outer)
    walk.leave(node, depth, outcome, outer)


def _lies_in(place: str, outer: str) -> bool:
    path = spot_of(place).path
    return path != outer and inside(path, outer)


def settle(walk: Walk) -> Refusal | bool:
    """Let one inclusive join open, or one sub-process end, if any can; say whether one did."""
    for gateway in walk.net.inclusive:
        for path in sorted({spot_of(p).path for p in walk.places}):
            ready = _ready(walk, gateway, path)
            if ready:
                depths = [int(walk.places.pop(way + path).rpartition(":")[2]) for way in ready]
                return walk.fan_out(walk.net.nodes[gateway], max(depths), "", path) or True
    under_way = [p for p in walk.places if _is_scope(walk, p)]
    for place in sorted(under_way, key=lambda p: (-len(walk.net.outer[spot_of(p).id]), p)):
        node, path = walk.net.nodes[spot_of(place).id], spot_of(place).path
        if _is_empty(walk, node, path):
            depth = int(walk.places[place].rpartition(":")[2])
            if node.repeat is None:
                walk.close(node, path)
                walk.leave(node, depth, "", path)
            else:
                walk.drop(place)
                instance_done(walk, node, path, "", depth)
            return True
    return False


def _is_scope(walk: Walk, place: str) -> bool:
    node = walk.net.nodes.get(spot_of(place).id)
    return node is not None and node.kind == SUBPROCESS and "/" not in walk.places[place]


def _is_empty(walk: Walk, node: Node, path: str) -> bool:
    for place in walk.places:
        one = spot_of(place)
        if node.id in walk.net.outer.get(one.id, ()) and inside(one.path, path):
            return False
    return True


def _ready(walk: Walk, gateway: str, path: str) -> list[str]:
    """Return the ways on which tokens wait at an inclusive join that may open now; [] if it may not.

    It opens when no other token can still reach a way that is empty, unless that token can as well
    reach one that is not (BPMN 2.0.2, 13.4.3).
    """
    arriving = walk.net.arriving[gateway]
    filled = [way for way in arriving if way + path in walk.places]
    empty = set(arriving) - set(filled)
    if not filled:
        return []
    reaching = walk.net.inclusive[gateway]
    for place in walk.places:
        one = spot_of(place)
        if one.path == path and one.id in reaching and one.id not in filled:
            reached = reaching[one.id]
            if reached & empty and not reached & set(filled):
                return []
    return filled
