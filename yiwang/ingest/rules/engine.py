"""All rules of a city over all its streams, in the order of time, whatever the order of arrival.

Values are held until the watermark has passed them, then stepped in the order (time, stream). The watermark
is the latest time heard of anything, less the lateness; it only rises. So the same values give the same
signals in any batches and in any order within the lateness; what comes later is counted, and changes nothing.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from yiwang.ingest.rules.model import Raised, StreamOf, Value
from yiwang.ingest.rules.single import Machine, machine
from yiwang.kernel.sensing.rule_model import Rule


@dataclass
class Engine:
    """One run of rules. `late`: values that came after the watermark had passed them."""

    rules: Sequence[Rule]
    streams: Sequence[StreamOf]
    late: int = 0
    _held: list[Value] = field(default_factory=list)
    _mark: datetime | None = None
    _newest: datetime | None = None
    _machines: dict[str, list[Machine]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lateness = timedelta(minutes=max((rule.lateness_minutes for rule in self.rules), default=0))
        for stream in self.streams:
            self._machines[stream.name] = [
                machine(rule, stream.name)
                for rule in self.rules
                if rule.kind != "together" and _over(rule, stream)
            ]

    def take(self, values: Iterable[Value]) -> None:
        """Take a batch in any order, and step what the watermark has passed."""
        for one in values:
            if not self._machines.get(one.stream):
                continue
            if self._mark is not None and one.at <= self._mark:
                self.late += 1
                continue
            heapq.heappush(self._held, one)
            self._newest = one.at if self._newest is None else max(self._newest, one.at)
        if self._newest is not None:
            self.advance(self._newest - self._lateness)

    def advance(self, mark: datetime) -> None:
        """Move the watermark on: by what was heard, or by the clock where everything is silent."""
        if self._mark is not None and mark <= self._mark:
            return
        while self._held and self._held[0].at <= mark:
            one = heapq.heappop(self._held)
            for each in self._machines[one.stream]:
                each.value(one)
        self._mark = mark
        for several in self._machines.values():
            for each in several:
                each.watermark(mark)

    def signals(self) -> list[Raised]:
        """Return every signal so far: flapping damped, combined, without those that others inhibit."""
        found: list[Raised] = []
        for several in self._machines.values():
            for each in several:
                found += damped([*each.done, *([each.standing] if each.standing else [])], each.rule)
        for rule in self.rules:
            if rule.kind == "together":
                found += together(rule, found)
        return sorted(inhibited(found, self.rules), key=lambda one: (one.since, one.rule, one.about))


def _over(rule: Rule, stream: StreamOf) -> bool:
    return rule.property == stream.property and (not rule.things or stream.thing in rule.things)


def damped(signals: Sequence[Raised], rule: Rule) -> list[Raised]:
    """Join signals of one rule and stream that come again within `repeat_minutes` to one."""
    found: list[Raised] = []
    for one in signals:
        last = found[-1] if found else None
        gap = timedelta(minutes=rule.repeat_minutes)
        if last is not None and last.until is not None and one.since - last.until < gap:
            worst = _worse(last.worst, one.worst, rule)
            found[-1] = Raised(
                last.since, one.rule, one.about, one.until, one.severity, worst, last.times + 1
            )
        else:
            found.append(one)
    return found


def _worse(one: str, other: str, rule: Rule) -> str:
    if not one or not other:
        return one or other
    return (max if rule.above else min)(one, other, key=float)


def together(rule: Rule, signals: Sequence[Raised]) -> list[Raised]:
    """Return when all rules of `rule.of` hold at one thing, at once."""
    found = []
    for thing in sorted({_thing(one) for one in signals if one.rule in rule.of}):
        several = [[one for one in signals if one.rule == part and _thing(one) == thing] for part in rule.of]
        held = several[0]
        for part in several[1:]:
            held = [both for one in held for other in part if (both := _overlap(one, other)) is not None]
        found += [Raised(one.since, rule.id, thing, one.until, rule.severity) for one in held]
    return found


def inhibited(signals: Sequence[Raised], rules: Sequence[Rule]) -> list[Raised]:
    """Leave out signals whose beginning lies within one that inhibits theirs at the same thing."""
    by = {rule.id: rule.inhibited_by for rule in rules}
    return [
        one
        for one in signals
        if not any(
            other.rule in by.get(one.rule, ())
            and _thing(other) == _thing(one)
            and other.since <= one.since
            and (other.until is None or one.since < other.until)
            for other in signals
        )
    ]


def _thing(one: Raised) -> str:
    return one.about.partition(".")[0]


def _overlap(one: Raised, other: Raised) -> Raised | None:
    since = max(one.since, other.since)
    ends = [end for end in (one.until, other.until) if end is not None]
    until = min(ends) if ends else None
    if until is not None and until <= since:
        return None
    return Raised(since, one.rule, one.about, until, one.severity)
