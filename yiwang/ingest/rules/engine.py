"""All rules of a city over all its streams, in the order of time, whatever the order of arrival.

Values are held until the watermark has passed them, then stepped in the order (time, stream). The watermark
is the latest time heard of anything, less the lateness; it only rises. So the same values give the same
signals in any batches and in any order within the lateness; what comes later is counted, and changes nothing.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from yiwang.ingest.rules import standing
from yiwang.ingest.rules.model import Change, Memory, Raised, StreamOf, Surroundings, Value, whole
from yiwang.ingest.rules.single import UP, Machine, machine
from yiwang.ingest.rules.standing import Began, Board
from yiwang.kernel.sensing.rule_model import Rule

Row = tuple[datetime, str, Decimal]
"""When, of which stream, how much: a value as the tables give it."""


class Engine:
    """One run of rules.

    Attributes:
        late: how many values came after the watermark had passed them.
        mark: the watermark; None before anything was heard.
        moved: streams whose rules remember something new since `taken` was last asked.
    """

    def __init__(
        self, rules: Sequence[Rule], streams: Sequence[StreamOf], around: Surroundings | None = None
    ) -> None:
        around = around or Surroundings()
        self.rules, self.streams = rules, streams
        self.late, self.moved = 0, set[str]()
        self.mark: datetime | None = None
        self.lateness = timedelta(minutes=max((rule.lateness_minutes for rule in rules), default=0))
        self._newest: datetime | None = None
        self._held: list[Row] = []
        self._told: list[Change] = []
        # (when, 0: a signal that may have come again, 2: a silence; its rule, what it is about)
        self._due: list[tuple[datetime, int, str, str]] = []
        self._waits: set[tuple[str, str]] = set()
        self.board = Board(rules, streams, self._due)
        self._machines: dict[str, list[Machine]] = {}
        for stream in streams:
            several = [machine(rule, stream.name, around) for rule in rules if over(rule, stream)]
            if several:
                self._machines[stream.name] = several

    @property
    def names(self) -> list[str]:
        """The streams that rules look at."""
        return list(self._machines)

    def take(self, values: Iterable[Value]) -> None:
        """Take a batch in any order, and step what the watermark has passed."""
        for one in values:
            if one.stream not in self._machines:
                continue
            if self.mark is not None and one.at <= self.mark:
                self.late += 1
                continue
            self._held.append((one.at, one.stream, one.result))
            self._newest = one.at if self._newest is None else max(self._newest, one.at)
        if self._newest is not None:
            self.advance(self._newest - self.lateness)

    def feed(self, rows: Iterable[Row], mark: datetime) -> None:
        """Take values of streams in `names` that lie between the watermark and `mark`, and move it there."""
        self._held += rows
        self.advance(mark)

    def advance(self, mark: datetime) -> None:
        """Move the watermark on: by what was heard, or by the clock where everything is silent."""
        if self.mark is not None and mark <= self.mark:
            return
        held = self._held
        held.sort()
        upto = bisect_right(held, mark, key=lambda row: row[0])
        ready, self._held = held[:upto], held[upto:]
        self._step(ready, mark)
        self.mark = mark

    def taken(self) -> list[Change]:
        """Return what was said since this was last asked."""
        changes, self.board.changes = self.board.changes, []
        self._told += changes
        return changes

    def signals(self) -> list[Raised]:
        """Return every signal so far, each as a whole."""
        self.taken()
        return whole(self._told)

    def memories(self, stream: str) -> dict[str, Memory]:
        """Return what the rules remember of a stream, by rule."""
        return {one.rule.id: one.memory for one in self._machines.get(stream, ())}

    def remember(
        self, memories: Mapping[str, Mapping[str, Memory]], board: standing.Memory, mark: datetime | None
    ) -> None:
        """Go on from what an earlier run remembered: stream → rule → memory, the board, the watermark."""
        self.mark, self.board.memory = mark, board
        for stream, several in self._machines.items():
            known = memories.get(stream, {})
            for one in several:
                one.recall(known.get(one.rule.id) or one.memory)
                self._wait(one)
        for waiting in self.board.waits():
            heapq.heappush(self._due, waiting)

    def _step(self, ready: list[Row], mark: datetime) -> None:
        due, machines, moved = self._due, self._machines, self.moved
        steps: list[Began] = []
        place, end = 0, len(ready)
        while True:
            at = ready[place][0] if place < end else None
            if due and due[0][0] <= mark and (at is None or due[0][:2] < (at, 1)):
                self._by_itself(*heapq.heappop(due))
                continue
            if at is None:
                return
            while place < end and ready[place][0] == at:
                _, stream, result = ready[place]
                place += 1
                for one in machines[stream]:
                    step = one.value(at, result)
                    if step is None:
                        continue
                    moved.add(stream)
                    if step:
                        steps.append(_began(one, step))
                    if one.waits:
                        self._wait(one)
            if steps:
                self.board.settle(at, steps)
                steps = []

    def _by_itself(self, at: datetime, kind: int, rule: str, about: str) -> None:
        if kind == 0:
            self.board.release(at, rule, about)
            return
        self._waits.discard((rule, about))
        one = next(one for one in self._machines[about] if one.rule.id == rule)
        step = one.passed(at)
        if step is not None:
            self.moved.add(about)
            self.board.settle(at, [_began(one, step)])
        self._wait(one)

    def _wait(self, one: Machine) -> None:
        """See to it that a rule is asked when it is due, once."""
        place = (one.rule.id, one.about)
        if place in self._waits:
            return
        due = one.due()
        if due is not None:
            self._waits.add(place)
            heapq.heappush(self._due, (due, 2, *place))


def _began(one: Machine, step: int) -> Began:
    memory = one.memory
    worst = str(memory.worst) if memory.worst is not None else ""
    assert one.began is not None, "what begins or ends has begun"
    return Began(one.rule.id, one.about, step == UP, one.began, worst)


def over(rule: Rule, stream: StreamOf) -> bool:
    return (
        rule.kind != "together"
        and rule.property == stream.property
        and (not rule.things or stream.thing in rule.things)
    )
