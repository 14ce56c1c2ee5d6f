"""Rules over one stream: threshold with hysteresis, rate, absence, FEEL condition, deviation from season.

Each is a machine that is stepped by values in the order of their time. It never looks at when something
arrived. Stepping says `UP` (it holds from now on), `DOWN` (it ended), `MOVED` (it remembers something new) or
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from yiwang.ingest.rules.model import Memory, Surroundings
from yiwang.kernel.feel import Expression
from yiwang.kernel.sensing.conditions import condition
from yiwang.kernel.sensing.rule_model import Rule
from yiwang.kernel.sensing.season import Usual, deviation

UP, DOWN, MOVED = 1, -1, 0
Step = int | None


class Machine:
    """One threshold at one stream.

    Attributes:
        memory: all that it remembers. began: from when what holds, or held last, has held.
        waits: whether it may say something by itself, see `due`.
    """

    waits = False

    def __init__(self, rule: Rule, about: str, around: Surroundings) -> None:
        self.rule, self.about, self.around = rule, about, around
        self.memory = Memory()
        self.began: datetime | None = None
        self._up = rule.above != ""
        self._limit = Decimal(rule.above or rule.below or 0)
        self._clears = Decimal(rule.clears) if rule.clears else None
        self._span = timedelta(minutes=rule.for_minutes)
        self._over = timedelta(minutes=rule.over_minutes)

    def recall(self, memory: Memory) -> None:
        """Go on from what an earlier run remembered."""
        self.memory = memory
        self.began = memory.since if memory.standing else None

    def value(self, at: datetime, result: Decimal) -> Step:
        """Take the next value in time."""
        limit, clears = self._limit, self._clears
        if self._up:
            beyond = result >= limit
            back = not beyond if clears is None else result <= clears
        else:
            beyond = result <= limit
            back = not beyond if clears is None else result >= clears
        return self._held(at, result if beyond else None, beyond, back)

    def _held(self, at: datetime, worst: Decimal | None, beyond: bool, back: bool) -> Step:
        """Take note that the condition holds, or that it does not. Between the two all stays as it was."""
        memory = self.memory
        if not beyond:
            if memory.standing:
                if not back:
                    return None
                memory.standing, memory.since = False, None  # what was worst is read once more, when told
                return DOWN
            if memory.since is None:
                return None
            memory.since = None
            return MOVED
        moved: Step = None
        if memory.since is None:
            memory.since, memory.worst, moved = at, worst, MOVED
        elif worst is not None and memory.worst is not None:
            further = worst > memory.worst if self._up else worst < memory.worst
            if further:
                memory.worst, moved = worst, MOVED
        if not memory.standing and at - memory.since >= self._span:
            memory.standing, self.began = True, memory.since
            return UP
        return moved

    def due(self) -> datetime | None:
        """Return when it would say something by itself if no value came; None for never."""
        return None

    def passed(self, at: datetime) -> Step:
        """Take note that no value up to `at` is waited for any more."""
        return None


class Rate(Machine):
    """The change over `over_minutes`: against the latest value at least so old, and twice so old at most."""

    def value(self, at: datetime, result: Decimal) -> Step:
        """Take the next value in time."""
        before, since = self.memory.before, at - self._over
        before.append((at, result))
        while len(before) > 1 and before[1][0] <= since:
            del before[0]
        then, was = before[0]
        if not since - self._over <= then <= since:
            return MOVED
        step = super().value(at, result - was)
        return MOVED if step is None else step


class Absence(Machine):
    """Nothing for `for_minutes`, by the watermark alone: a value that is merely late raises nothing."""

    waits = True

    def value(self, at: datetime, result: Decimal) -> Step:
        """Take the next value in time: it ends a silence."""
        memory = self.memory
        memory.last = at
        if memory.standing:
            memory.standing, memory.since = False, None
            return DOWN
        return MOVED

    def due(self) -> datetime | None:
        """Return when the silence is too long, if the stream was ever heard."""
        memory = self.memory
        return memory.last + self._span if memory.last is not None and not memory.standing else None

    def passed(self, at: datetime) -> Step:
        """Raise, when the stream was heard once and then for too long no more."""
        due = self.due()
        if due is None or at < due:
            return None
        self.memory.standing, self.memory.since, self.memory.worst, self.began = True, due, None, due
        return UP


class Condition(Machine):
    """A FEEL expression over the latest value, the last hour, the day and the hour."""

    def __init__(self, rule: Rule, about: str, around: Surroundings) -> None:
        super().__init__(rule, about, around)
        found = condition(rule.when)
        assert isinstance(found, Expression), f"YW227 lets no such condition pass: {rule.when}"
        self._when = found
        self._zone = ZoneInfo(around.zone)
        self._up = True

    def value(self, at: datetime, result: Decimal) -> Step:
        """Take the next value in time. What the condition does not answer changes nothing, and is counted."""
        answer = self._when.evaluate(self._facts(at, result))
        if answer is not True and answer is not False:
            self.around.no_answer(self.rule.id, self.about)
            return MOVED
        step = self._held(at, result if answer else None, answer, not answer)
        return MOVED if step is None else step

    def _facts(self, at: datetime, result: Decimal) -> dict[str, Any]:
        memory, local = self.memory, at.astimezone(self._zone)
        minute = int(at.timestamp()) // 60
        n, total, low, high = memory.minutes.get(minute, (0, Decimal(0), result, result))
        memory.minutes[minute] = (n + 1, total + result, min(low, result), max(high, result))
        for old in [one for one in memory.minutes if one <= minute - 60]:
            del memory.minutes[old]
        if memory.day != local.date():
            memory.day, memory.sum, memory.n = local.date(), Decimal(0), 0
        memory.sum += result
        memory.n += 1
        hour = memory.minutes.values()
        return {
            "value": result,
            "mean of last hour": sum(one[1] for one in hour) / sum(one[0] for one in hour),
            "lowest of last hour": min(one[2] for one in hour),
            "highest of last hour": max(one[3] for one in hour),
            "sum of day": memory.sum,
            "values of day": Decimal(memory.n),
            "hour of day": Decimal(local.hour),
            "day of week": Decimal(local.isoweekday()),
        }


class Season(Machine):
    """The deviation from what is usual at this hour of the city's day."""

    def __init__(self, rule: Rule, about: str, around: Surroundings) -> None:
        super().__init__(rule, about, around)
        self._zone = ZoneInfo(around.zone)
        self._usual: tuple[date, Mapping[int, Usual]] | None = None
        self._asks = around.usual_in_week if rule.week else around.usual

    def value(self, at: datetime, result: Decimal) -> Step:
        """Take the next value in time; at an hour too little known nothing is said."""
        local = at.astimezone(self._zone)
        if self._usual is None or self._usual[0] != local.date():
            self._usual = (local.date(), self._asks(self.about, local.date()))
        known = self._usual[1].get(local.hour)
        if known is None:
            return None
        return super().value(at, Decimal(str(round(deviation(float(result), known), 2))))


KINDS: dict[str, type[Machine]] = {
    "threshold": Machine,
    "rate": Rate,
    "absence": Absence,
    "condition": Condition,
    "season": Season,
}
FOREVER = datetime.max.replace(tzinfo=UTC)


def machine(rule: Rule, about: str, around: Surroundings) -> Machine:
    """Return the machine of a rule over one stream."""
    return KINDS[rule.kind](rule, about, around)
