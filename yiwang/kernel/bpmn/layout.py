"""Where a net's nodes and flows lie on a drawing: left to right, in columns; sizes in BPMN points.

A column is the longest way from the start, ways back left out. Ways that skip columns run above the
drawing, ways back run below it, so that nothing is crossed by a way that does not touch it.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from yiwang.kernel.bpmn.net import ACTIVITIES, BOUNDARY, GATEWAYS, RULE, SEND, Net, Node

COLUMN, ROW = 160, 140
LEFT, TOP = 120, 200
LANE = 20

Point = tuple[int, int]


class Box(msgspec.Struct, frozen=True):
    """A node's place: upper left corner, width and height."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> Point:
        """The centre."""
        return self.x + self.width // 2, self.y + self.height // 2


class Drawing(msgspec.Struct, frozen=True):
    """Boxes by node id, corner points by flow id."""

    boxes: dict[str, Box]
    ways: dict[str, tuple[Point, ...]]


def draw(net: Net) -> Drawing:
    """Lay out a net."""
    columns = _columns(net)
    rows = _rows(net, columns)
    boxes = {
        node.id: _box(node, columns[node.id], rows[node.id]) for node in net.nodes if node.kind != BOUNDARY
    }
    for node in net.nodes:
        if node.kind == BOUNDARY:
            task = boxes[node.attached]
            beside = sum(
                1 for box in boxes.values() if box.width == 36 and box.y == task.y + task.height - 18
            )
            boxes[node.id] = Box(task.x + 10 + 40 * (beside % 2), task.y + task.height - 18, 36, 36)
    return Drawing(boxes, _ways(net, columns, rows, boxes))


def _targets(net: Net) -> dict[str, list[str]]:
    """Return what follows each node; what follows a boundary follows its task."""
    held = {node.id: node.attached if node.kind == BOUNDARY else node.id for node in net.nodes}
    following: dict[str, list[str]] = {node.id: [] for node in net.nodes}
    for flow in net.flows:
        following[held[flow.source]].append(flow.target)
    return following


def _columns(net: Net) -> dict[str, int]:
    following = _targets(net)
    order: list[str] = []
    state: dict[str, int] = {}
    back: set[tuple[str, str]] = set()
    for root in net.nodes:
        stack = [(root.id, iter(following[root.id]))] if root.id not in state else []
        state.setdefault(root.id, 1)
        while stack:
            here, rest = stack[-1]
            there = next(rest, None)
            if there is None:
                state[here] = 2
                order.append(here)
                stack.pop()
            elif there not in state:
                state[there] = 1
                stack.append((there, iter(following[there])))
            elif state[there] == 1:
                back.add((here, there))
    columns = {node.id: 0 for node in net.nodes}
    for here in reversed(order):
        for there in following[here]:
            if (here, there) not in back:
                columns[there] = max(columns[there], columns[here] + 1)
    return columns


def _rows(net: Net, columns: Mapping[str, int]) -> dict[str, int]:
    following = _targets(net)
    rows: dict[str, int] = {}
    taken: set[tuple[int, int]] = set()
    drawn = [node.id for node in net.nodes if node.kind != BOUNDARY]
    for here in sorted(drawn, key=lambda one: columns[one]):
        before = [rows[one] for one in drawn if here in following[one] and one in rows]
        row = min(before, default=0)
        while (columns[here], row) in taken:
            row += 1
        rows[here] = row
        taken.add((columns[here], row))
    return rows


def _box(node: Node, column: int, row: int) -> Box:
    width, height = 36, 36
    if node.kind in ACTIVITIES or node.kind in (RULE, SEND):
        width, height = 100, 80
    elif node.kind in GATEWAYS:
        width, height = 50, 50
    return Box(LEFT + column * COLUMN - width // 2, TOP + row * ROW - height // 2, width, height)


def _ways(
    net: Net, columns: Mapping[str, int], rows: Mapping[str, int], boxes: Mapping[str, Box]
) -> dict[str, tuple[Point, ...]]:
    held = {node.id: node.attached or node.id for node in net.nodes}
    bottom = max((box.y + box.height for box in boxes.values()), default=TOP) + 3 * LANE
    top = min((box.y for box in boxes.values()), default=TOP) - 2 * LANE
    ways: dict[str, tuple[Point, ...]] = {}
    over = under = 0
    for flow in net.flows:
        step = columns[flow.target] - columns[held[flow.source]]
        source, target = boxes[flow.source], boxes[flow.target]
        if held[flow.source] == flow.source and step == 1:
            ways[flow.id] = _forward(source, target)
        elif held[flow.source] == flow.source and step > 1:
            ways[flow.id] = _around(source, target, top - LANE * over, above=True)
            over += 1
        else:
            ways[flow.id] = _around(source, target, bottom + LANE * under, above=False)
            under += 1
    return ways


def _forward(source: Box, target: Box) -> tuple[Point, ...]:
    start = (source.x + source.width, source.middle[1])
    end = (target.x, target.middle[1])
    if start[1] == end[1]:
        return (start, end)
    half = (start[0] + end[0]) // 2
    return (start, (half, start[1]), (half, end[1]), end)


def _around(source: Box, target: Box, y: int, *, above: bool) -> tuple[Point, ...]:
    start = (source.middle[0], source.y if above else source.y + source.height)
    end = (target.middle[0], target.y if above else target.y + target.height)
    return (start, (start[0], y), (end[0], y), end)
