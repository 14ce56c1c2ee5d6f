"""A planned log through the batch door of the live engine, in a world of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from yiwang.kernel import commands as acts
from yiwang.kernel.access import Actor, Holding, system
from yiwang.kernel.acts import decide
from yiwang.kernel.case import Case, evolve, opened
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import CHANCE_BYTES, case_number
from yiwang.kernel.refusal import Refusal
from yiwang.replay.log import Broken, LogCase
from yiwang.replay.mapping import Mapping
from yiwang.replay.plan import CLOSE, FILE, Asked, CasePlan, plan_case
from yiwang.store.batch import batch
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, Door

_SPACE = UUID("5f1d2c0e-8a4b-5c1d-9e3f-000000000002")
_MOVES = ("case.extended", "case.suspended", "case.resumed")
SAMPLES = 3


@dataclass
class Tally:
    """What a replay found, as it goes on.

    Attributes:
        waiting: events of running cases that are asked once a later one tells their outcome.
    """

    cases: int = 0
    events: int = 0
    accepted: int = 0
    known: int = 0
    waiting: int = 0
    late: int = 0
    late_by_last_event: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    not_filed: Counter[str] = field(default_factory=Counter)
    deadlines: Counter[str] = field(default_factory=Counter)
    samples: dict[str, list[str]] = field(default_factory=dict)
    broken: list[Broken] = field(default_factory=list)

    def refuse(self, reason: str, where: str) -> None:
        """Count an event that was not carried out."""
        self.refused[reason] += 1
        known = self.samples.setdefault(reason, [])
        if len(known) < SAMPLES:
            known.append(where)


def mark(one: Asked) -> str:
    """Return a short hash of what happened and when."""
    return sha256(f"{one.what}/{one.activity}/{one.at.isoformat()}".encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Seen:
    """One case as it was put through the rules, for whoever keeps more than counts.

    Attributes:
        counted: our legal deadline. refused: (code, activity, line) of each event the rules refuse.
        marks: one short hash for each thing the source says happened, with its time.
    """

    plan: CasePlan
    stream: UUID
    counted: datetime | None
    refused: tuple[tuple[str, str, int], ...]
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Drive:
    """One log, one mapping, one world.

    Attributes:
        world: city key of the world. zone: the city's, in which deadlines are compared by date.
        keep: is given each case after its last command was asked.
        by_content: an event is known again by what it says, not by its place in its case, and waits while
            only a later one can tell its outcome: for a source that is read again and again as it grows.
    """

    door: Door
    city: City
    mapping: Mapping
    world: str
    zone: tzinfo
    keep: Callable[[Seen], None] | None = None
    by_content: bool = False

    def run(self, items: Iterable[LogCase | Broken]) -> Tally:
        """Carry out the whole log. What cannot be read is counted and named, the rest goes on."""
        tally = Tally()
        sent: list[tuple[Asked, CasePlan, Refusal | None]] = []
        for answer in batch(self.door, self._asks(items, tally, sent)):
            one, plan, foreseen = sent.pop(0)
            if one.what == FILE and isinstance(answer, Refusal) and foreseen is not None:
                tally.not_filed[foreseen.code] += 1
            if one.what != "event":
                continue
            if isinstance(answer, Done):
                tally.accepted += 1
                tally.known += answer.repeated
            else:
                # In a world that was replayed before, the case stands at its end: the reason is then
                # the one that the rules gave at the time.
                reason = foreseen.code if foreseen is not None else answer.code
                tally.refuse(reason, f"{plan.name}, line {one.line}")
        return tally

    def _asks(self, items: Iterable[LogCase | Broken], tally: Tally, sent: list[Any]) -> Iterator[Ask]:
        for item in items:
            if isinstance(item, Broken):
                tally.broken.append(item)
                if item.event:
                    tally.events += 1
                    tally.refuse(item.code, f"line {item.line}")
                continue
            plan = plan_case(item, self.mapping, self.zone, running=self.by_content)
            tally.cases += 1
            tally.events += plan.events
            tally.broken += plan.broken
            tally.waiting += len(plan.waiting)
            if plan.deadline is not None:
                tally.late += plan.end is not None and plan.end > plan.deadline
                tally.late_by_last_event += plan.last is not None and plan.last > plan.deadline
            yield from self._case(plan, tally, sent)

    def _case(self, plan: CasePlan, tally: Tally, sent: list[Any]) -> Iterator[Ask]:
        stream = uuid5(_SPACE, f"{self.world}/{plan.name}")
        case: Case | None = None
        counted: datetime | None = None
        moved = False
        refused: list[tuple[str, str, int]] = []
        for one in plan.asked:
            if one.refused:
                tally.refuse(one.refused, f"{plan.name}, line {one.line}")
                refused.append((one.refused, one.activity, one.line))
                continue
            command, actor = self._command(one, plan, case, stream), self._actor(one)
            answer = decide(case, command, acts.Context(one.at, actor, self.city, "replay"))
            if not isinstance(answer, Refusal):
                for event in answer:
                    case = (
                        opened(event, self.city.pack, one.at) if case is None else evolve(case, event, one.at)
                    )
                    moved = moved or event.type in _MOVES
            if one.what == FILE and case is not None:
                counted = self._due(case)
            sent.append((one, plan, answer if isinstance(answer, Refusal) else None))
            if isinstance(answer, Refusal) and one.what == "event":
                refused.append((answer.code, one.activity, one.line))
            which = mark(one) if self.by_content else one.number
            key = f"replay/{stream}/{one.what}/{which}"
            yield Ask(self.world, CASE, stream, command, actor, one.at, "replay", key)
        self._compare(plan, case, counted, moved, tally)
        if self.keep is not None:
            due = self._due(case) if case is not None and moved else counted
            marks = tuple(mark(one) for one in (*plan.asked, *plan.waiting))
            self.keep(Seen(plan, stream, due, tuple(refused), marks))

    def _due(self, case: Case) -> datetime | None:
        state = case.clocks.get(self.mapping.clock)
        if state is None:
            return None
        return state.due_legal if state.legal is not None else state.due_promised

    def _compare(
        self, plan: CasePlan, case: Case | None, counted: datetime | None, moved: bool, tally: Tally
    ) -> None:
        """Compare the deadline we count with the one the log has, by local date."""
        if plan.deadline is None:
            return
        theirs = plan.deadline.astimezone(self.zone).date()
        ours = counted.astimezone(self.zone).date() if counted else None
        if ours == theirs:
            tally.deadlines["equal"] += 1
            return
        after = self._due(case) if case is not None and moved else None
        explained = after is not None and after.astimezone(self.zone).date() == theirs
        tally.deadlines["explained" if explained else "different"] += 1

    def _command(self, one: Asked, plan: CasePlan, case: Case | None, stream: UUID) -> acts.Command:
        if one.what == FILE:
            chance = sha256(f"{self.world}/{plan.name}".encode()).digest()[:CHANCE_BYTES]
            return acts.File(
                case=str(stream),
                number=case_number(one.at.astimezone(self.zone), chance),
                matter=self.mapping.matter,
                place=self.mapping.place,
                channel=plan.channel,
                facts=one.facts,
            )
        if one.what == CLOSE:
            return acts.Close()
        assert one.rule is not None
        if one.rule.act == "suspend":
            return acts.Suspend(interval=one.rule.interval)
        if one.rule.act == "resume":
            return acts.Resume()
        if one.rule.act == "extend":
            return acts.Extend(clock=one.rule.clock, amount=one.rule.amount)
        tasks = case.tasks if case is not None else ()
        task = next((task.id for task in tasks if task.node == one.rule.step), one.rule.step)
        return acts.Complete(task=task, outcome=one.outcome, facts=one.facts)

    def _actor(self, one: Asked) -> Actor:
        name = (one.rule.position if one.rule else "") or self.mapping.positions.get(one.group, "")
        position = self.city.positions.get(name)
        if position is None:
            return system("replay")
        seat = self.city.bodies[position.body].seat
        holding = Holding(position.id, position.role, position.body, seat)
        return Actor(f"replay-{position.id}", "staff", (holding,))
