"""Rules over one stream: threshold with hysteresis, rate of change, absence. Values come in time order.

Each is a machine that is stepped by values in the order of their time and by the watermark: the time before
which no value is waited for any more. It never looks at when something arrived.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from yiwang.ingest.rules.model import Raised, Value
from yiwang.kernel.sensing.rule_model import Rule


@dataclass
class Machine:
    """One rule at one stream. `done`: signals that ended; `standing`: the one that holds, if any."""

    rule: Rule
    about: str
    done: list[Raised] = field(default_factory=list)
    standing: Raised | None = None
    _since: datetime | None = None  # from when the condition has held, not yet long enough
    _worst: Decimal | None = None

    def value(self, one: Value) -> None:
        """Take the next value in time."""
        measured = self._measured(one)
        if measured is None:
            return
        rule = self.rule
        up = rule.above != ""
        limit = Decimal(rule.above or rule.below)
        clears = Decimal(rule.clears) if rule.clears else limit
        beyond = measured >= limit if up else measured <= limit
        # Between the two it stays as it was; a threshold without hysteresis ends when it is no longer beyond.
        well_back = not rule.clears or (measured <= clears if up else measured >= clears)
        if beyond:
            self._worst = measured if self._worst is None else (max if up else min)(self._worst, measured)
            self._since = self._since or one.at
        elif well_back or self.standing is None:
            if self.standing is not None:
                self._end(one.at)
            self._since = self._worst = None
        if self._since is not None and one.at - self._since >= timedelta(minutes=rule.for_minutes):
            self._raise(self._since)

    def _measured(self, one: Value) -> Decimal | None:
        return one.result

    def watermark(self, at: datetime) -> None:
        """Take note that no value before `at` is waited for."""

    def _raise(self, since: datetime) -> None:
        worst = str(self._worst) if self._worst is not None else ""
        if self.standing is None:
            self.standing = Raised(since, self.rule.id, self.about, None, self.rule.severity, worst)
        else:
            one = self.standing
            self.standing = Raised(one.since, one.rule, one.about, None, one.severity, worst, one.times)

    def _end(self, at: datetime) -> None:
        one = self.standing
        assert one is not None, "only what stands ends"
        self.done.append(Raised(one.since, one.rule, one.about, at, one.severity, one.worst, one.times))
        self.standing = None


@dataclass
class Rate(Machine):
    """The change over `over_minutes`: against the latest value at least so old, and twice so old at most."""

    _before: deque[Value] = field(default_factory=deque)

    def _measured(self, one: Value) -> Decimal | None:
        span = timedelta(minutes=self.rule.over_minutes)
        self._before.append(one)
        while len(self._before) > 1 and self._before[1].at <= one.at - span:
            self._before.popleft()
        first = self._before[0]
        return one.result - first.result if span <= one.at - first.at <= 2 * span else None


@dataclass
class Absence(Machine):
    """Nothing for `for_minutes`, by the watermark alone: a value that is merely late raises nothing."""

    last: datetime | None = None

    def value(self, one: Value) -> None:
        """Take the next value in time: it ends a silence."""
        self.watermark(one.at)
        if self.standing is not None:
            self._end(one.at)
        self.last = one.at

    def watermark(self, at: datetime) -> None:
        """Raise, when the stream was heard once and then for too long no more."""
        span = timedelta(minutes=self.rule.for_minutes)
        if self.standing is None and self.last is not None and at - self.last > span:
            self._raise(self.last + span)


def machine(rule: Rule, about: str) -> Machine:
    """Return the machine of a rule over one stream."""
    return {"rate": Rate, "absence": Absence}.get(rule.kind, Machine)(rule, about)
