"""A city's life under a seed: a clock that jumps, people who ask, a world that fails at planned points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import psycopg

from tests.simulation.holidays import to_the_next_edge
from tests.simulation.witness import Witness
from yiwang.kernel import commands as c
from yiwang.kernel.access import Actor, system
from yiwang.kernel.case import Case
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.tests.small_city import resident, staff
from yiwang.store.batch import batch
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, Door, execute
from yiwang.store.relay import Leaf, Relay
from yiwang.store.tests.small_store import CITY, Store, file_command, new_stream
from yiwang.store.traffic import between_cases
from yiwang.store.worker import Worker

DOOR_POINTS = ("locked", "decided", "written", "committed")
PEOPLE = (
    resident(),
    resident("r2"),
    staff("window", "hall"),
    staff("officer"),
    staff("inspector"),
    staff("expert"),
    staff("approver"),
    staff("chief"),
    staff("officer", "west-bureau"),
)
JUMPS = (
    timedelta(minutes=7),
    timedelta(hours=3),
    timedelta(hours=20),
    timedelta(days=1),
    timedelta(days=4),
    timedelta(days=11),
)
SEVER = (
    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND usename = 'yiwang_app'"
)


class Cut(Exception):
    """The world fails here; whoever asked does not know how far it came."""


REMARKED = ("case.filed", "case.decided")
REMARKER = system("remarks")
LEFT_WITHOUT_ANSWER = (Cut, psycopg.OperationalError)


@dataclass
class Life:
    """What happens, and what the people who asked were told.

    Attributes:
        acknowledged: (stream, seq, hash) of each command that was said to be done.
        asked: key → the ask, of everything ever sent. relayed: positions a relay was shown, as they came.
        unsaid: positions about which the relay was not allowed to say anything.
        matters: what else than a licence is asked for.
        witness: looks at every row before and after each command.
        severed: how often the database ended all connections of the doors.
        keyed: False shows that the harness notices commands that are done twice.
    """

    store: Store
    random: Random
    keyed: bool = True
    matters: tuple[str, ...] = ("report", "at-once")
    witness: Witness | None = None
    acknowledged: list[tuple[UUID, int, bytes]] = field(default_factory=list)
    done: int = 0
    refused: int = 0
    cut: int = 0
    severed: int = 0
    relayed: list[int] = field(default_factory=list)
    unsaid: set[int] = field(default_factory=set)
    states: dict[UUID, Case] = field(default_factory=dict)
    _number: int = 0

    def live(self, steps: int) -> None:
        """Let so many things happen, then let the worker finish in a world that does not fail."""
        for _ in range(steps):
            self.random.choice((self._one, self._one, self._one, self._several, self._round, self._jump))()
        for _ in range(3):
            self._work(None)

    def _jump(self) -> None:
        if self.random.random() < 0.4:
            self.store.now = to_the_next_edge(self.store.now, self.random)
        else:
            self.store.now += self.random.choice(JUMPS)

    # Asking -----------------------------------------------------------------------------------------

    def _key(self) -> str:
        self._number += 1
        return f"life/{self._number}"

    def _ask(self) -> Ask:
        """Somebody asks something: to begin, to go on, or what is not theirs to ask."""
        if not self.states or self.random.random() < 0.2:
            stream = new_stream()
            fields: dict[str, Any] = {"facts": {"area": self.random.choice((20, 80))}}
            if self.random.random() < (0.2 if len(self.matters) == 2 else 0.8):
                fields["matter"] = self.random.choice(self.matters)
            command: c.Command = file_command(stream, **fields)
            secrets = {"name": f"某人{self._number}"}
            return Ask(
                CITY, CASE, stream, command, resident(), self.store.now, key=self._key(), secrets=secrets
            )
        stream = self.random.choice(sorted(self.states))
        command, secrets = self._command(self.states[stream])
        actor = self._actor(command)
        return Ask(CITY, CASE, stream, command, actor, self.store.now, key=self._key(), secrets=secrets)

    def _command(self, case: Case) -> tuple[c.Command, dict[str, str]]:
        task = self.random.choice(case.tasks).id if case.tasks else "gone"
        reason = {"reason": "理由"}
        return self.random.choice(
            (
                (c.Receive(), {}),
                (c.Forward(), {}),
                (c.Accept(), {}),
                (c.Complete(task=task, outcome=self.random.choice(("", "agree", "again"))), {}),
                (c.Complete(task=task), {}),
                (c.Claim(task=task), {}),
                (c.AskCorrection(items=("area",)), reason),
                (c.Correct(facts={"area": 30}), {}),
                (c.Decide(outcome="grant"), {}),
                (c.Decide(outcome="deny", range="all", ground="测试条例 第一条"), reason),
                (c.DecideAtOnce(outcome="grant"), {}),
                (c.Deliver(how="online"), {}),
                (c.Suspend(interval="expert-review"), reason),
                (c.Resume(), {}),
                (c.Extend(clock="decision", amount="5 工作日"), reason),
                (c.Comment(), {"comment": "备注"}),
                (c.Comment(to="applicant"), {"comment": "请带原件"}),
                (c.Supervise(limit="3 工作日"), reason),
                (c.CoHandle(body="west-bureau", limit="5 工作日"), {"question": "请一起看现场"}),
                (c.Answer(task=task), {"answer": "已办"}),
                (c.Undo(of=case.events), {}),
                (self._hearing(), {}),
                (c.HoldHearing(), {"record": "笔录"}),
                (self._visit(), {}),
                (c.RecordVisit(task=task, outcome="pass"), {"findings": "属实"}),
                (c.CallOff(task=task), reason),
                (c.LinkDuplicate(of="2603-OTHER"), {}),
                (c.Reopen(), reason),
                (c.HandOver(body="west-bureau"), reason),
                (c.Withdraw(), {}),
                (c.Tick(), {}),
            )
        )

    def _hearing(self) -> c.CallHearing:
        at = self.store.now + timedelta(days=self.random.choice((3, 14, 20)))
        return c.CallHearing(at=at, place="听证室", host="p-chief-east-bureau")

    def _visit(self) -> c.ArrangeVisit:
        since = self.store.now + timedelta(hours=self.random.choice((-1, 2, 30)))
        two = ("p-inspector-east-bureau", "p-officer-east-bureau")
        return c.ArrangeVisit(since=since, until=since + timedelta(hours=2), visitors=two)

    def _actor(self, command: c.Command) -> Actor:
        if isinstance(command, c.Tick) or self.random.random() < 0.5:
            return system("life")  # may do what the phase allows, so that cases get somewhere
        return self.random.choice(PEOPLE)

    # A world that fails -----------------------------------------------------------------------------

    def _faults(self, *points: str) -> dict[str, Callable[[], None]] | None:
        if self.random.random() < 0.7:
            return None
        return {self.random.choice(points): self.random.choice((self.fail, self.sever))}

    def fail(self) -> None:
        """Cut somebody off."""
        self.cut += 1
        raise Cut

    def sever(self) -> None:
        """The database ends every connection of the doors, also the one that is at work."""
        self.severed += 1
        with self.store.as_superuser() as connection:
            connection.execute(SEVER)

    def _door(self, faults: dict[str, Callable[[], None]] | None) -> Door:
        return replace(self.store.door, faults=faults)

    def _told(self, answer: Done | Refusal) -> None:
        if isinstance(answer, Refusal):
            self.refused += 1
            return
        self.states[answer.stream] = answer.state
        if answer.head and (answer.events or answer.repeated):
            self.acknowledged.append((answer.stream, answer.seq, answer.head))
        self.done += bool(answer.events)

    def _one(self) -> None:
        self.once(self._ask(), self._faults(*DOOR_POINTS))

    def once(self, ask: Ask, faults: dict[str, Callable[[], None]] | None) -> None:
        """One command through the door; who is left without an answer asks again with the same key."""
        before = self.witness.look() if self.witness else {}
        try:
            answer = execute(self._door(faults), ask)
        except LEFT_WITHOUT_ANSWER:
            answer = execute(self.store.door, ask if self.keyed else self._with_another_key(ask))
        if self.witness:
            self.witness.compare(before, (ask,), (answer,))
        self._told(answer)

    def _with_another_key(self, ask: Ask) -> Ask:
        return Ask(
            ask.city,
            ask.kind,
            ask.stream,
            ask.command,
            ask.actor,
            ask.now,
            key=self._key(),
            secrets=ask.secrets,
        )

    def _several(self) -> None:
        """Several commands in one commit or in a few; cut off, all of them are asked again."""
        asks = [self._ask() for _ in range(self.random.randint(2, 12))]
        at_once = self.random.choice((1, 2, 5, 12))
        before = self.witness.look() if self.witness else {}
        try:
            answers: Sequence[Done | Refusal] = list(
                batch(self._door(self._faults(*DOOR_POINTS)), asks, at_once=at_once)
            )
        except LEFT_WITHOUT_ANSWER:
            answers = list(batch(self.store.door, asks))
        if self.witness:
            self.witness.compare(before, asks, answers)
        for answer in answers:
            self._told(answer)

    # The worker -------------------------------------------------------------------------------------

    def _round(self) -> None:
        self._work(self._faults("sequenced", "relayed", *DOOR_POINTS))

    def _work(self, faults: dict[str, Callable[[], None]] | None) -> None:
        relay = Relay("life", self._seen, self._unsaid)
        door = self._door(faults)
        Worker(door, lambda: self.store.now, (relay, between_cases(door))).city(CITY)

    def _seen(self, leaf: Leaf, now: Any) -> list[Ask]:
        """Note each leaf; about each case that was filed, and each that was decided, say something in it."""
        self.relayed.append(leaf.position)
        if leaf.entry.type not in REMARKED:
            return []
        said = {"comment": "系统备注"}
        return [Ask(CITY, CASE, leaf.stream, c.Comment(), REMARKER, now, secrets=said)]

    def _unsaid(self, leaf: Leaf, ask: Ask, refusal: Refusal) -> None:
        self.unsaid.add(leaf.position)
