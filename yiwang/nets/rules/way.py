"""A process in words: each node in its order, who does it, what leads where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from yiwang.kernel.bpmn.layout import draw
from yiwang.kernel.bpmn.net import BOUNDARY, EXCLUSIVE, RULE, SUBPROCESS, Flow, Net, Node, Position
from yiwang.kernel.bpmn.outcomes import condition_for
from yiwang.kernel.limits import Limit
from yiwang.kernel.limits import parse as read_limit
from yiwang.web.words import T, Text

Who = Callable[[Position], Text]
OTHERWISE = "rules.way.otherwise"


@dataclass(frozen=True)
class Way:
    """Where a node leads.

    Attributes:
        words: an outcome or the name of the way; None if it is the only one.
        condition: FEEL, "" for none.
    """

    words: Text | None
    condition: str
    target: str
    title: Text


@dataclass(frozen=True)
class Stop:
    """One node in words.

    Attributes:
        inside: titles of the sub-process it lies in, None at the top.
        decision: name of the decision that is asked, "" for none.
    """

    id: str
    number: int
    kind: Text
    title: Text
    who: Text | None
    limit: Text | None
    interval: str
    decision: str
    rule: str
    result: str
    notes: tuple[Text, ...]
    ways: tuple[Way, ...]
    inside: Text | None


def title_of(node: Node) -> Text:
    """Return a node's title; what it is when it has none."""
    if node.title.get("zh") or node.title.get("en"):
        other = node.title.get("zh") or node.title.get("en") or ""
        return {"zh": node.title.get("zh") or other, "en": node.title.get("en") or other}
    return T(f"rules.kind.{node.kind}")


def stops(net: Net, who: Who) -> list[Stop]:
    """Return every node worth a line; a gateway that only tells outcomes apart is said at its task."""
    nodes = {node.id: node for node in net.nodes}
    hidden = {node.id for node in net.nodes if _only_tells_apart(node, net)}
    listed = [node for node in in_order(net) if node.id not in hidden]
    return [_stop(number, node, net, nodes, hidden, who) for number, node in enumerate(listed, 1)]


def in_order(net: Net) -> list[Node]:
    """Return the nodes from the start on, column by column; a sub-process is followed by what is in it."""
    found: list[Node] = []

    def scope(name: str) -> None:
        nodes = tuple(node for node in net.nodes if node.scope == name)
        here = {node.id for node in nodes}
        flows = tuple(flow for flow in net.flows if flow.source in here)
        boxes = draw(Net(net.id, nodes, flows)).boxes
        for node in sorted(nodes, key=lambda one: (boxes[one.id].middle[0], boxes[one.id].y)):
            found.append(node)
            if node.kind == SUBPROCESS:
                scope(node.id)

    scope("")
    return found


def _only_tells_apart(node: Node, net: Net) -> bool:
    return (
        node.kind == EXCLUSIVE
        and not node.title
        and sum(1 for flow in net.flows if flow.target == node.id) == 1
    )


def _stop(number: int, node: Node, net: Net, nodes: Mapping[str, Node], hidden: set[str], who: Who) -> Stop:
    return Stop(
        id=node.id,
        number=number,
        kind=T(f"rules.kind.{node.kind}"),
        title=title_of(node),
        who=who(node.position) if node.position else None,
        limit=_limit(node.limit),
        interval=node.interval,
        decision=node.decision if node.kind == RULE else "",
        rule=node.rule,
        result=node.result,
        notes=tuple(_notes(node, nodes)),
        ways=tuple(_ways(node, node, net, nodes, hidden)),
        inside=title_of(nodes[node.scope]) if node.scope else None,
    )


def _limit(written: str) -> Text | None:
    """Return a limit in both languages; one that cannot be read as it was written."""
    if not written:
        return None
    limit = read_limit(written)
    if isinstance(limit, Limit):
        return {"zh": limit.zh, "en": limit.en}
    return {"zh": written, "en": written}


def _notes(node: Node, nodes: Mapping[str, Node]) -> list[Text]:
    found: list[Text] = []
    if node.kind == BOUNDARY:
        key = "rules.note.ends-step" if node.interrupting else "rules.note.beside-step"
        found.append(_filled(key, step=title_of(nodes[node.attached])))
    if node.event:
        found.append(T(f"rules.event.{node.event}"))
    if node.duration:
        found.append(_filled("rules.note.after", time=node.duration))
    if node.ref:
        found.append(_filled("rules.note.named", name=node.ref))
    if node.called:
        found.append(_filled("rules.note.opens", matter=node.called))
    if node.repeat is not None:
        key = "rules.note.one-by-one" if node.repeat.sequential else "rules.note.all-at-once"
        found.append(_filled(key, count=node.repeat.count))
    return found


def _filled(key: str, **parts: Text | str) -> Text:
    def said(part: Text | str, language: str) -> str:
        return part if isinstance(part, str) else part[language]

    return {
        language: T(key)[language].format(**{name: said(part, language) for name, part in parts.items()})
        for language in ("zh", "en")
    }


def _ways(
    here: Node, task: Node, net: Net, nodes: Mapping[str, Node], hidden: set[str], deep: int = 0
) -> list[Way]:
    found: list[Way] = []
    for flow in net.flows:
        if flow.source != here.id:
            continue
        if flow.target in hidden and deep < 8:
            found += _ways(nodes[flow.target], task, net, nodes, hidden, deep + 1)
        else:
            words, condition = _said(flow, here, task)
            found.append(Way(words, condition, flow.target, title_of(nodes[flow.target])))
    return found


def _said(flow: Flow, here: Node, task: Node) -> tuple[Text | None, str]:
    outcome = next((one for one in task.outcomes if condition_for(one.id) == flow.condition), None)
    if outcome is not None and flow.condition:
        words = flow.title or outcome.title or {"zh": outcome.id, "en": outcome.id}
        return _both(words), ""
    if flow.condition:
        return _both(flow.title) if flow.title else None, flow.condition.strip()
    if here.default == flow.id:
        return _both(flow.title) if flow.title else T(OTHERWISE), ""
    return _both(flow.title) if flow.title else None, ""


def _both(words: Mapping[str, str]) -> Text:
    other = words.get("zh") or words.get("en") or ""
    return {"zh": words.get("zh") or other, "en": words.get("en") or other}
