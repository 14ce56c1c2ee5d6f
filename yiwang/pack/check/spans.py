"""How long a process may take by its own limits, on its longest way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from yiwang.kernel.bpmn.net import TASKS, TIMER_BOUNDARY, USER, Net, Node
from yiwang.kernel.limits import Limit, Unit, limit_of, parse

# Only to choose the longest of several ways; the ways themselves are counted on the calendar.
_ROUGH_DAYS: dict[Unit, Decimal] = {
    "working_day": Decimal("1.5"),
    "calendar_day": Decimal(1),
    "week": Decimal(7),
    "month": Decimal("30.5"),
    "year": Decimal(365),
    "office_hour": Decimal("0.2"),
    "hour": Decimal(1) / 24,
    "minute": Decimal(1) / 1440,
    "at_once": Decimal(0),
}
_ISO = re.compile(r"P(?:(\d+)W|(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?\Z")


@dataclass(frozen=True, slots=True)
class Span:
    """A way through a process: its tasks in order, their limits, and the tasks that have none."""

    nodes: tuple[str, ...] = ()
    terms: tuple[Limit, ...] = ()
    unlimited: tuple[str, ...] = ()

    @property
    def rough(self) -> Decimal:
        """About how many days it takes."""
        return sum((_ROUGH_DAYS[term.unit] * term.amount for term in self.terms), Decimal(0))


def limit_written(text: str) -> Limit | None:
    """Read a limit or an ISO 8601 duration (`P20D`); None for one that cannot be read."""
    made = parse(text) if text else None
    if isinstance(made, Limit):
        return made
    match = _ISO.match(text)
    if match is None:
        return None
    for amount, unit in zip(match.groups(), ("week", "calendar_day", "hour", "minute"), strict=True):
        if amount and amount.strip("0"):
            return limit_of(amount, unit)  # type: ignore[arg-type]
    return None


class Spans:
    """The longest ways of one net; a loop is walked once."""

    def __init__(self, net: Net, left_out: Iterable[str] = ()) -> None:
        self._nodes = {node.id: node for node in net.nodes}
        self._left_out = set(left_out)
        self._next: dict[str, list[str]] = {}
        for flow in net.flows:
            self._next.setdefault(flow.source, []).append(flow.target)
        self._timers: dict[str, list[Node]] = {}
        for node in net.nodes:
            if node.kind == TIMER_BOUNDARY:
                self._timers.setdefault(node.attached, []).append(node)

    def longest(self, sources: Iterable[str], targets: set[str]) -> Span | None:
        """Return the longest way from a source (counted) to the first target (counted), None without one."""
        begun = [source for source in sources if source in self._nodes]
        best: dict[str, Span | None] = {}
        for node_id in self._last_first(begun, targets):
            best[node_id] = self._through(node_id, targets, best)
        return _longest(best.get(source) for source in begun)

    def _through(self, node_id: str, targets: set[str], best: dict[str, Span | None]) -> Span | None:
        own = self._own(self._nodes[node_id])
        if node_id in targets:
            return own
        tail = _longest(best.get(one) for one in self._after(node_id))
        if tail is None:
            return None
        return Span(own.nodes + tail.nodes, own.terms + tail.terms, own.unlimited + tail.unlimited)

    def _after(self, node_id: str) -> list[str]:
        found = [*self._next.get(node_id, ()), *(timer.id for timer in self._timers.get(node_id, ()))]
        return [one for one in found if one in self._nodes]

    def _last_first(self, sources: list[str], targets: set[str]) -> list[str]:
        """Return what can be reached, a node after all that follow it; of a loop the way back is left out."""
        seen: set[str] = set()
        order: list[str] = []
        open_nodes = [(source, iter(self._after(source))) for source in sources[:1]]
        waiting = sources[1:]
        seen.update(sources[:1])
        while open_nodes or waiting:
            if not open_nodes:
                source = waiting.pop()
                if source not in seen:
                    seen.add(source)
                    open_nodes.append((source, iter(self._after(source))))
                continue
            node_id, after = open_nodes[-1]
            new = next((one for one in after if one not in seen), None)
            if new is None or node_id in targets:
                order.append(node_id)
                open_nodes.pop()
            else:
                seen.add(new)
                open_nodes.append((new, iter(self._after(new))))
        return order

    def _own(self, node: Node) -> Span:
        if node.kind not in TASKS or (node.interval and node.interval in self._left_out):
            return Span()
        cut = [limit_written(timer.duration) for timer in self._timers.get(node.id, ()) if timer.interrupting]
        bound = [limit for limit in (limit_written(node.limit), *cut) if limit is not None]
        if not bound:
            return Span((node.id,), (), (node.id,)) if node.kind == USER else Span()
        least = min(bound, key=lambda limit: _ROUGH_DAYS[limit.unit] * limit.amount)
        return Span((node.id,), (least,) if least.amount else ())


def _longest(ways: Iterable[Span | None]) -> Span | None:
    found = [way for way in ways if way is not None]
    return max(found, key=lambda way: (way.rough, len(way.unlimited)), default=None)


def in_words(terms: Iterable[Limit]) -> tuple[str, str]:
    """Say limits that run one after another: `3 + 5 工作日`, units of one kind summed."""
    sums: dict[Unit, Decimal] = {}
    for term in terms:
        sums[term.unit] = sums.get(term.unit, Decimal(0)) + term.amount
    listed = [limit_of(amount, unit) for unit, amount in sums.items()]
    return " + ".join(one.zh for one in listed) or "0", " + ".join(one.en for one in listed) or "0"
