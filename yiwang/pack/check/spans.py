"""How long a process may take by its own limits, on its longest way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from yiwang.kernel.bpmn.net import BOUNDARY, CALL, RECEIVE, TASKS, USER, Net, Node
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


_TAKING_TIME = TASKS | {CALL, RECEIVE}  # a wait is as long as its limit or its timer lets it be


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


class _Reach(NamedTuple):
    """How far it is from a node to a target at most: rough days, tasks without a limit; and the next node."""

    length: tuple[Decimal, int]
    own: Span
    after: str | None


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
            if node.kind == BOUNDARY:
                self._timers.setdefault(node.attached, []).append(node)

    def longest(self, sources: Iterable[str], targets: set[str]) -> Span | None:
        """Return the longest way from a source (counted) to the first target (counted), None without one."""
        begun = [source for source in sources if source in self._nodes]
        best: dict[str, _Reach] = {}
        for node_id in self._last_first(begun, targets):
            self._reach(node_id, targets, best)
        first = max((one for one in begun if one in best), key=lambda one: best[one].length, default=None)
        return None if first is None else _walked(first, best)

    def _reach(self, node_id: str, targets: set[str], best: dict[str, _Reach]) -> None:
        own = self._own(self._nodes[node_id])
        length = (own.rough, len(own.unlimited))
        if node_id in targets:
            best[node_id] = _Reach(length, own, None)
            return
        reaching = [one for one in self._after(node_id) if one in best]
        if reaching:
            after = max(reaching, key=lambda one: best[one].length)
            rough, bare = best[after].length
            best[node_id] = _Reach((length[0] + rough, length[1] + bare), own, after)

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
        if node.kind not in _TAKING_TIME or (node.interval and node.interval in self._left_out):
            return Span()
        cut = [limit_written(timer.duration) for timer in self._timers.get(node.id, ()) if timer.interrupting]
        bound = [limit for limit in (limit_written(node.limit), *cut) if limit is not None]
        if not bound:
            return Span((node.id,), (), (node.id,)) if node.kind == USER else Span()
        least = min(bound, key=lambda limit: _ROUGH_DAYS[limit.unit] * limit.amount)
        return Span((node.id,), (least,) if least.amount else ())


def _walked(first: str, best: dict[str, _Reach]) -> Span:
    """Return the way that begins at `first`, its tasks and limits in order."""
    spans = []
    step: str | None = first
    while step is not None:
        spans.append(best[step].own)
        step = best[step].after
    return Span(
        tuple(name for span in spans for name in span.nodes),
        tuple(term for span in spans for term in span.terms),
        tuple(name for span in spans for name in span.unlimited),
    )


def in_words(terms: Iterable[Limit]) -> tuple[str, str]:
    """Say limits that run one after another: `3 + 5 工作日`, units of one kind summed."""
    sums: dict[Unit, Decimal] = {}
    for term in terms:
        sums[term.unit] = sums.get(term.unit, Decimal(0)) + term.amount
    listed = [limit_of(amount, unit) for unit, amount in sums.items()]
    return " + ".join(one.zh for one in listed) or "0", " + ".join(one.en for one in listed) or "0"
