"""流程再造 as a number: what a service asks of people and how long it takes, counted over its matter.

Two versions of a service are held against each other by the same count; nobody reports the figures.
"""

from __future__ import annotations

from collections import deque

import msgspec

from yiwang.kernel.bpmn.compiled import CompiledNet, spot_of
from yiwang.kernel.bpmn.explore import Marking, Space, explore
from yiwang.kernel.bpmn.net import CALL, USER, Net
from yiwang.kernel.clocks import ClockRule
from yiwang.kernel.limits import Limit
from yiwang.kernel.matter import City, Matter

MOST_MARKINGS = 20_000
_SORTS = frozenset({"service", "request"})
_BEFORE: Marking = frozenset({":"})
_counted: dict[int, tuple[Net, tuple[int, int] | None]] = {}


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one service.

    Attributes:
        steps_least, steps_most: steps that somebody does, on the shortest and on the longest way from
            acceptance to the end on which nothing is done twice; each branch side by side counts. None
            where the process is too large to be walked.
        materials: papers that an applicant must bring. materials_maybe: those that are asked in some cases,
            or that the city fetches itself.
        questions: of the form, those of all branches together.
        trips: visits in person. legal, promised: limits of the clock that a decision stops.
    """

    steps_least: int | None
    steps_most: int | None
    materials: int
    materials_maybe: int
    questions: int
    trips: int
    legal: Limit | None
    promised: Limit | None


class Pair(msgspec.Struct, frozen=True):
    """One service before and after; None where that version does not have it."""

    matter: str
    title: dict[str, str]
    before: Numbers | None
    after: Numbers | None


def numbers(matter: Matter) -> Numbers:
    """Count a service."""
    ways = steps_of(matter.net)
    must = [one for one in matter.guide.materials if one.required and one.source in ("", "applicant")]
    rule = main_clock(matter)
    return Numbers(
        steps_least=ways[0] if ways is not None else None,
        steps_most=ways[1] if ways is not None else None,
        materials=len(must),
        materials_maybe=len(matter.guide.materials) - len(must),
        questions=len(matter.form.get("properties", {})),
        trips=matter.guide.visits,
        legal=rule.legal if rule is not None else None,
        promised=rule.promised if rule is not None else None,
    )


def held_together(old: City, new: City) -> tuple[Pair, ...]:
    """Return every service of either version, those whose figures differ and those that stayed, by id."""
    found = []
    for name in sorted({*old.matters, *new.matters}):
        before, after = old.matters.get(name), new.matters.get(name)
        one = after or before
        if one is None or one.kind not in _SORTS:
            continue
        found.append(
            Pair(
                name,
                one.title,
                numbers(before) if before is not None else None,
                numbers(after) if after is not None else None,
            )
        )
    return tuple(found)


def main_clock(matter: Matter) -> ClockRule | None:
    """Return the clock that a decision stops, the first of several; without one, the first of the matter."""
    rules = list(matter.clocks.values())
    return next((rule for rule in rules if "decide" in rule.stops), rules[0] if rules else None)


def steps_of(net: CompiledNet | None) -> tuple[int, int] | None:
    """Return the fewest and the most steps of a process, None if it has too many markings."""
    if net is None:
        return 0, 0
    known = _counted.get(id(net.net))
    if known is None or known[0] is not net.net:
        space = explore(net.net, MOST_MARKINGS)
        if len(_counted) >= 1024:
            _counted.clear()
        known = _counted[id(net.net)] = net.net, _ways(net, space) if space.complete else None
    return known[1]


def _ways(net: CompiledNet, space: Space) -> tuple[int, int]:
    starts = [marking for marking, came in space.came.items() if came[0] == _BEFORE]
    done = {
        (here, there): _done(net, here, there) for here, next_ in space.following.items() for there in next_
    }
    ends = space.ends or {here for here, next_ in space.following.items() if not next_}
    return _fewest(space, starts, ends, done), _most(space, starts, done)


def _done(net: CompiledNet, here: Marking, there: Marking) -> int:
    """Return how many steps that somebody does were left between two markings."""
    gone = [place for place in here - there if "/" not in place]
    nodes = [net.nodes.get(spot_of(place).id) for place in gone]
    return sum(node is not None and node.kind in (USER, CALL) for node in nodes)


def _fewest(
    space: Space, starts: list[Marking], ends: set[Marking], done: dict[tuple[Marking, Marking], int]
) -> int:
    best = dict.fromkeys(starts, 0)
    waiting = deque(starts)
    while waiting:
        here = waiting.popleft()
        for there in space.following.get(here, ()):
            cost = best[here] + done[here, there]
            if cost < best.get(there, cost + 1):
                best[there] = cost
                waiting.append(there)
    return min((cost for marking, cost in best.items() if marking in ends), default=0)


def _most(space: Space, starts: list[Marking], done: dict[tuple[Marking, Marking], int]) -> int:
    """Return the most steps on a way that never goes back: to where it came from, depth first."""
    longest: dict[Marking, int] = {}
    for start in starts:
        if start in longest:
            continue
        way = {start}
        work = [(start, iter(space.following.get(start, ())), [0])]
        while work:
            here, rest, found = work[-1]
            there = next(rest, None)
            if there is None:
                work.pop()
                way.discard(here)
                longest[here] = max(found)
                if work:
                    work[-1][2].append(done[work[-1][0], here] + longest[here])
            elif there in longest:
                found.append(done[here, there] + longest[there])
            elif there not in way:
                way.add(there)
                work.append((there, iter(space.following.get(there, ())), [0]))
    return max((longest[start] for start in starts), default=0)
