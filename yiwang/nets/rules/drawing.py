"""A process drawn as SVG by us: no script, colours from the page, the same signs as in the list below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from yiwang.kernel.bpmn.layout import Box, Drawing, draw
from yiwang.kernel.bpmn.net import (
    BOUNDARY,
    CATCH,
    END,
    EVENT_BASED,
    EXCLUSIVE,
    GATEWAYS,
    INCLUSIVE,
    LINK_CATCH,
    LINK_THROW,
    PARALLEL,
    RULE,
    SEND,
    SERVICE,
    START,
    SUBPROCESS,
    TERMINATE,
    THROW,
    TIMER,
    USER,
    Flow,
    Net,
    Node,
)
from yiwang.nets.rules.remarks import Remark

EVENTS = {START, END, TERMINATE, CATCH, THROW, BOUNDARY, LINK_CATCH, LINK_THROW}
SIGNS = {EXCLUSIVE: "×", PARALLEL: "+", INCLUSIVE: "○", EVENT_BASED: "◇"}
CORNERS = {USER: "☺", SERVICE: "⚙", RULE: "▤", SEND: "✉", SUBPROCESS: "[+]"}
MARGIN = 30
WIDE = 13.0  # a Chinese character at the size of a box's text


def pictures(
    net: Net, remarks: Sequence[Remark], language: str, label: str
) -> Iterator[tuple[Node | None, str]]:
    """Yield (sub-process or None, SVG) for the process and for each sub-process in it."""
    for name in ("", *(node.id for node in net.nodes if node.kind == SUBPROCESS)):
        nodes = tuple(node for node in net.nodes if node.scope == name)
        here = {node.id for node in nodes}
        flows = tuple(flow for flow in net.flows if flow.source in here)
        yield net.node(name), _svg(Net(net.id, nodes, flows), remarks, language, label)


def _svg(net: Net, remarks: Sequence[Remark], language: str, label: str) -> str:
    drawing = draw(net)
    left, top, right, bottom = _edges(drawing)
    parts = [_line(flow, drawing, language, net) for flow in net.flows]
    parts += [_node(node, drawing.boxes[node.id], language) for node in net.nodes]
    parts += _marks(net, drawing, remarks)
    width, height = right - left, bottom - top
    return (
        f'<svg class="process-drawing" role="img" aria-label="{escape(label)}" width="{width}"'
        f' height="{height}" viewBox="{left} {top} {width} {height}">'
        '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8"'
        ' orient="auto-start-reverse"><path class="arrow" d="M0 0 10 5 0 10z"/></marker></defs>'
        f"{''.join(parts)}</svg>"
    )


def _edges(drawing: Drawing) -> tuple[int, int, int, int]:
    points = [point for way in drawing.ways.values() for point in way]
    xs = [x for x, _ in points] or [0]
    ys = [y for _, y in points] or [0]
    boxes = list(drawing.boxes.values())
    xs += [box.x - 30 for box in boxes] + [box.x + box.width + 30 for box in boxes]
    ys += [box.y for box in boxes] + [box.y + box.height + 30 for box in boxes]
    return min(xs) - MARGIN, min(ys) - MARGIN, max(xs) + MARGIN, max(ys) + MARGIN


def _line(flow: Flow, drawing: Drawing, language: str, net: Net) -> str:
    way = drawing.ways[flow.id]
    points = " ".join(f"{x},{y}" for x, y in way)
    words = flow.title.get(language) or flow.title.get("zh") or ""
    line = f'<polyline class="flow" points="{points}" marker-end="url(#arrow)"/>'
    if not words:
        return line
    middle = max(1, len(way) // 2)
    (x1, y1), (x2, y2) = way[middle - 1], way[middle]
    text = _text([words], ((x1 + x2) // 2, (y1 + y2) // 2 - 6), "flow-words")
    return line + text


def _node(node: Node, box: Box, language: str) -> str:
    title = node.title.get(language) or node.title.get("zh") or ""
    x, y = box.middle
    if node.kind in EVENTS:
        double = node.kind in (CATCH, THROW, BOUNDARY, LINK_CATCH, LINK_THROW)
        ring = f'<circle class="shape" cx="{x}" cy="{y}" r="14"/>' if double else ""
        sign = "◷" if node.event == TIMER else "●" if node.kind == TERMINATE else ""
        heavy = " heavy" if node.kind in (END, TERMINATE) else ""
        shape = f'<circle class="shape{heavy}" cx="{x}" cy="{y}" r="18"/>{ring}'
        return _group(node, shape + _sign(sign, x, y) + _under(title, box))
    if node.kind in GATEWAYS:
        shape = f'<path class="shape" d="M{x} {box.y}L{box.x + 50} {y}L{x} {box.y + 50}L{box.x} {y}z"/>'
        return _group(node, shape + _sign(SIGNS[node.kind], x, y) + _under(title, box))
    corner = CORNERS.get(node.kind, "")
    shape = f'<rect class="shape" x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="8"/>'
    sign = f'<text class="corner" x="{box.x + 6}" y="{box.y + 15}">{corner}</text>' if corner else ""
    lines = wrapped(title, box.width - 10, 4)
    return _group(node, shape + sign + _text(lines, (x, y + 5 - 8 * (len(lines) - 1)), "words"))


def _group(node: Node, inside: str) -> str:
    return f'<g class="node node-{node.kind}">{inside}</g>'


def _sign(sign: str, x: int, y: int) -> str:
    return f'<text class="sign" x="{x}" y="{y + 8}">{sign}</text>' if sign else ""


def _under(title: str, box: Box) -> str:
    lines = wrapped(title, 110, 3)
    return _text(lines, (box.middle[0], box.y + box.height + 16), "words small") if title else ""


def _text(lines: Sequence[str], at: tuple[int, int], name: str) -> str:
    x, y = at
    spans = "".join(
        f'<tspan x="{x}" y="{y + 16 * number}">{escape(line)}</tspan>' for number, line in enumerate(lines)
    )
    return f'<text class="{name}">{spans}</text>'


def wrapped(text: str, width: float, most: int) -> list[str]:
    """Break a title into lines of `width` points: between words, or anywhere in Chinese."""
    lines, line, used = [], "", 0.0
    for word in _pieces(text):
        size = sum(WIDE if ord(letter) > 0x2E80 else WIDE * 0.55 for letter in word)
        if line and used + size > width:
            lines.append(line.strip())
            line, used = "", 0.0
        line, used = line + word, used + size
    lines.append(line.strip())
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:-1] + "…"]


def _pieces(text: str) -> Iterator[str]:
    word = ""
    for letter in text:
        if ord(letter) > 0x2E80:
            if word:
                yield word
            yield letter
            word = ""
            continue
        word += letter
        if letter == " ":
            yield word
            word = ""
    if word:
        yield word


def _marks(net: Net, drawing: Drawing, remarks: Sequence[Remark]) -> list[str]:
    """Put the sign and number of each finding at the upper right of what it is about."""
    at: dict[str, list[Remark]] = {}
    for one in remarks:
        at.setdefault(one.element, []).append(one)
    return [_mark(found, _place(name, drawing)) for name, found in at.items() if _is_in(name, drawing)]


def _is_in(name: str, drawing: Drawing) -> bool:
    return name in drawing.boxes or name in drawing.ways


def _place(name: str, drawing: Drawing) -> tuple[int, int]:
    box: Mapping[str, Box] = drawing.boxes
    if name in box:
        return box[name].x + box[name].width, box[name].y
    way = drawing.ways[name]
    return way[len(way) // 2]


def _mark(found: Sequence[Remark], at: tuple[int, int]) -> str:
    x, y = at
    words = " ".join(f"{one.mark}{one.number}" for one in found[:3]) + ("…" if len(found) > 3 else "")
    width = 14 + 9 * len(words)
    level = min(found, key=lambda one: one.number).level
    return (
        f'<g class="mark mark-{level}"><rect x="{x - width // 2}" y="{y - 13}" width="{width}" height="24"'
        f' rx="12"/><text x="{x}" y="{y + 4}">{words}</text></g>'
    )
