"""What stands together, and what is said of it: combinations, inhibition, damping, groups.

It is told what began and what ended at one stream at one moment of the values' own time, all of a moment at
once, and says what is to be told. Nothing here depends on batches: moments come in their order.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from yiwang.ingest.rules.model import Change, StreamOf, key_of
from yiwang.kernel.sensing.rule_model import Rule


class Began(NamedTuple):
    """A rule began (`up`) or ended to hold at a stream. `since`: from when; `worst`: "" for none."""

    rule: str
    about: str
    up: bool
    since: datetime
    worst: str


class Told(msgspec.Struct):
    """A signal that was told. `until`: it ended then, and may yet come again. `said`: when last told of."""

    since: datetime
    said: datetime
    worst: str
    until: datetime | None = None
    times: int = 1
    lead: str = ""
    place: str = ""


class Group(msgspec.Struct):
    """The last group of a rule below a place: who began it, when last one joined, how many of it stand."""

    lead: str
    last: datetime
    standing: int = 1


class Memory(msgspec.Struct):
    """All that the board remembers, each by rule and then by what it is about (or, of groups, place)."""

    standing: dict[str, dict[str, tuple[datetime, str]]] = {}
    told: dict[str, dict[str, Told]] = {}
    groups: dict[str, dict[str, Group]] = {}


class Board:
    """The board of one run of rules. `changes`: what was said and not yet taken away; `due`: see `Engine`."""

    def __init__(
        self, rules: Sequence[Rule], streams: Sequence[StreamOf], due: list[tuple[datetime, int, str, str]]
    ) -> None:
        self.memory = Memory()
        self.changes: list[Change] = []
        self._rules = {rule.id: rule for rule in rules}
        self._order = {rule.id: number for number, rule in enumerate(rules)}
        self._together = [rule for rule in rules if rule.kind == "together"]
        self._kept_quiet = [rule for rule in rules if rule.inhibited_by]
        self._above = {stream.thing: stream.above for stream in streams}
        self._due = due

    def settle(self, at: datetime, steps: Sequence[Began]) -> None:
        """Take what began and ended at one moment, and say what is to be said of it."""
        touched: set[tuple[str, str]] = set()
        for step in steps:
            self._stand(step, touched)
        for rule in self._together:
            for about in sorted({self._scope(rule, about) for part, about in touched if part in rule.of}):
                self._combine(rule, about, touched)
        rules = {rule for rule, _ in touched}
        for other in self._kept_quiet:
            if not rules.isdisjoint(other.inhibited_by):
                touched |= {(other.id, about) for about in self.memory.standing.get(other.id, ())}
        worst = {(step.rule, step.about): step.worst for step in steps if not step.up}
        for place in sorted(touched, key=lambda one: (self._order[one[0]], one[1])):
            self._tell(at, self._rules[place[0]], place[1], worst.get(place, ""))

    def release(self, at: datetime, rule: str, about: str) -> None:
        """Say that a signal is over, where it did not come again within its rule's `repeat_minutes`."""
        told = self.memory.told.get(rule, {}).get(about)
        if told is not None and told.until is not None and told.until + self._again(rule) == at:
            self._clear(at, self._rules[rule], about, told)

    def forget(self, at: datetime, keep: Callable[[str, str], bool]) -> None:
        """End what was told and is not to be kept: `(rule, about)` of a rule, or a stream, that is gone."""
        memory = self.memory
        for rule, several in sorted(memory.told.items()):
            for about, told in sorted(several.items()):
                if not keep(rule, about):
                    del several[about]
                    until = told.until or at
                    self.changes.append(
                        Change(
                            at, rule, about, "cleared", told.since, "", until, told.worst, told.times,
                            told.lead, "rule-changed",
                        )
                    )  # fmt: skip
        memory.standing = {
            rule: {about: held for about, held in several.items() if keep(rule, about)}
            for rule, several in memory.standing.items()
        }
        memory.told = {rule: several for rule, several in memory.told.items() if several}
        memory.groups = {rule: several for rule, several in memory.groups.items() if rule in self._rules}

    def waits(self) -> Iterator[tuple[datetime, int, str, str]]:
        """Yield what is due by itself, for whoever takes a board up again from its memory."""
        for rule, several in self.memory.told.items():
            for about, told in several.items():
                if told.until is not None:
                    yield told.until + self._again(rule), 0, rule, about

    def _stand(self, step: Began, touched: set[tuple[str, str]]) -> None:
        standing = self.memory.standing.setdefault(step.rule, {})
        if step.up:
            standing[step.about] = (step.since, step.worst)
        else:
            standing.pop(step.about, None)
        touched.add((step.rule, step.about))

    def _combine(self, rule: Rule, about: str, touched: set[tuple[str, str]]) -> None:
        """All rules of `rule.of` hold at one thing, or below one place, at once; or no longer."""
        begins = []
        for part in rule.of:
            sinces = [
                since
                for where, (since, _) in self.memory.standing.get(part, {}).items()
                if self._scope(rule, where) == about
            ]
            if not sinces:
                break
            begins.append(min(sinces))
        standing = self.memory.standing.setdefault(rule.id, {})
        if len(begins) == len(rule.of):
            if about not in standing:
                self._stand(Began(rule.id, about, True, max(begins), ""), touched)
        elif about in standing:
            self._stand(Began(rule.id, about, False, standing[about][0], ""), touched)

    def _scope(self, rule: Rule, about: str) -> str:
        thing = _thing(about)
        if rule.within == "thing":
            return thing
        return self._above.get(thing, {}).get(rule.within, thing)

    def _inhibited(self, rule: Rule, about: str) -> bool:
        places = set(self._above.get(_thing(about), {}).values()) | {_thing(about)}
        return any(
            _thing(other) in places for id in rule.inhibited_by for other in self.memory.standing.get(id, ())
        )

    def _tell(self, at: datetime, rule: Rule, about: str, worst: str) -> None:
        held = self.memory.standing.get(rule.id, {}).get(about)
        several = self.memory.told.setdefault(rule.id, {})
        told = several.get(about)
        if held is not None and told is None:
            if self._inhibited(rule, about):
                return
            told = several[about] = Told(held[0], at, held[1])
            self._join(at, rule, about, told)
            self.changes.append(_change(at, rule, about, "raised", told))
        elif held is not None and told is not None and told.until is not None:
            told.times, told.until = told.times + 1, None
            if at - told.said >= self._again(rule.id):
                told.said = at
                self.changes.append(_change(at, rule, about, "again", told))
        elif held is None and told is not None and told.until is None:
            told.until, told.worst = at, _worse(told.worst, worst, rule)
            if rule.repeat_minutes:
                heapq.heappush(self._due, (at + self._again(rule.id), 0, rule.id, about))
            else:
                self._clear(at, rule, about, told)

    def _clear(self, at: datetime, rule: Rule, about: str, told: Told) -> None:
        del self.memory.told[rule.id][about]
        group = self.memory.groups.get(rule.id, {}).get(told.place)
        if group is not None and group.lead == (told.lead or key_of(about, told.since)):
            group.standing -= 1
        self.changes.append(_change(at, rule, about, "cleared", told, told.until))

    def _join(self, at: datetime, rule: Rule, about: str, told: Told) -> None:
        """Let a new signal join the group of its rule below its place, or begin one."""
        if not rule.group_minutes:
            return
        told.place = self._above.get(_thing(about), {}).get(rule.group_within, _thing(about))
        groups = self.memory.groups.setdefault(rule.id, {})
        group = groups.get(told.place)
        if group is None or (not group.standing and at - group.last > timedelta(minutes=rule.group_minutes)):
            groups[told.place] = Group(key_of(about, told.since), at)
            return
        told.lead, group.last = group.lead, at
        group.standing += 1

    def _again(self, rule: str) -> timedelta:
        return timedelta(minutes=self._rules[rule].repeat_minutes)


def _change(
    at: datetime, rule: Rule, about: str, what: str, told: Told, until: datetime | None = None
) -> Change:
    return Change(
        at, rule.id, about, what, told.since, rule.severity, until, told.worst, told.times, told.lead
    )


def _worse(one: str, other: str, rule: Rule) -> str:
    if not one or not other:
        return one or other
    return (min if rule.below else max)(one, other, key=float)


def _thing(about: str) -> str:
    return about.partition(".")[0]
