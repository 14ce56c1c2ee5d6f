"""Packs with a few wrong turns: the check never fails on them, and what it passes the kernel runs to the end.

Each pack that is passed is compiled, and cases of each of its matters are driven through it by chance: every
task with any of its outcomes, every wait answered or left to its timer, every call ended well or badly.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from yiwang.kernel import commands as c
from yiwang.kernel import material_ways as ways
from yiwang.kernel.access import Actor, Holding, system
from yiwang.kernel.acts import decide
from yiwang.kernel.case import ENDED, Case, Sealed, evolve, opened, wake_at
from yiwang.kernel.event_kinds import EVENT
from yiwang.kernel.incident_commands import SendReport
from yiwang.kernel.incident_rules import INCIDENT
from yiwang.kernel.matter import City, Matter, Responsibility
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.requests import CLASSES, ROUTINE, WAYS
from yiwang.kernel.responsibility import responsible
from yiwang.kernel.role_parts import DATA_REQUEST
from yiwang.pack.check.examine import examine
from yiwang.pack.compile import compile_pack
from yiwang.pack.finding import Finding, Level
from yiwang.pack.load import load, load_files
from yiwang.pack.tests.broken_decisions import SOUND
from yiwang.pack.tests.city import MONDAY, TUTORIAL, tutorial
from yiwang.pack.tests.mutations import mutated

WHO = system("test")
TOLD = Sealed("0" * 64, "11111111-1111-4111-8111-111111111111")
STEPS = 300


def _tutorial() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as root:
        return dict(load(tutorial(Path(root), *SOUND)).files)


BASES = {
    "tutorial": _tutorial(),
    **{
        name: {
            path: data
            for path, data in load(TUTORIAL.parent / name).files.items()
            if not path.startswith(("replay/", "scenarios/", "demo/"))
        }
        for name in ("permits", "yueyang")
    },
}


def facts_of(matter: Matter, chance: Random) -> dict[str, Any]:
    """Draw answers of a form; those that need not be given, are given half of the time."""
    required = matter.form.get("required", ())
    found: dict[str, Any] = {}
    for name, field in matter.form.get("properties", {}).items():
        if name in matter.sealed_fields or (name not in required and chance.random() < 0.5):
            continue
        found[name] = _answer(field, chance)
    for material in matter.guide.materials:  # whoever promises, signs
        if found.get(ways.way_field(material.id)) == ways.PROMISE:
            found[ways.promise_field(material.id)] = True
    return found


def _answer(field: dict[str, Any], chance: Random) -> Any:
    if field.get("enum"):
        return chance.choice(field["enum"])
    match field.get("type"):
        case "integer" | "number":
            return chance.randint(int(field.get("minimum", 0)), int(field.get("maximum", 50)))
        case "boolean":
            return chance.random() < 0.5
    return "文字"


class Life:
    """One case, driven by chance until it ends."""

    def __init__(self, city: City, matter: Matter, place: str, chance: Random) -> None:
        self.city, self.matter, self.chance = city, matter, chance
        self.now = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
        self.case: Case | None = None
        self.ask(
            c.File(
                case="018f0000-0000-7000-8000-000000000001",
                number="2603-TEST",
                matter=matter.id,
                place=place,
                channel=chance.choice(matter.channels),
                applicant="r1",
                facts=facts_of(matter, chance) | self._known(),
            )
        )

    def _known(self) -> dict[str, Any]:
        """An incident says when it was discovered; what is about a product names one that is there."""
        if self.matter.kind == INCIDENT:
            return {self.city.incident_rules.fields["known"]: self.now.isoformat()}
        if not self.matter.lead.product:
            return {}
        shared = [one for one in self.city.products.values() if one.sharing in CLASSES and one.titles]
        product = self.chance.choice(shared)
        if self.matter.id != DATA_REQUEST:
            return {self.matter.lead.product: product.id}
        words = dict.fromkeys(("scenario", "scope", "purpose"), "核对申请人的情况")
        return words | {
            "requester": next(one for one in self.city.bodies if one != product.owner),
            "product": product.id,
            "fields": next(iter(product.titles)),
            "basis": "国务院关于在线政务服务的若干规定 第七条第一款",
            "way": self.chance.choice(WAYS),
            "purpose_kind": ROUTINE,
            "matters": "",
            "row_rule": "",
            "quota": "",
            "since": "2026-04-01",
            "until": "2026-12-31",
        }

    def ask(self, command: c.Command) -> None:
        """Carry a command out; none of those that are tried here may be refused."""
        answer = decide(self.case, command, c.Context(self.now, self._who(command), self.city))
        assert not isinstance(answer, Refusal), (self.matter.id, command, answer)
        for event in answer:
            if self.case is None:
                self.case = opened(event, self.city.pack, self.now)
            else:
                self.case = evolve(self.case, event, self.now)

    def _who(self, command: c.Command) -> Actor:
        """A refusal is a named person's; everything else the system may ask."""
        if not isinstance(command, c.Decide) or command.outcome == "grant" or self.case is None:
            return WHO
        lead = self.case.lead
        return Actor("p-1", "staff", (Holding("approver-1", "approver", lead, self.city.bodies[lead].seat),))

    def live(self) -> Case:
        """Go on until the case is decided or over. It never stands still with nothing to wait for."""
        for _ in range(STEPS):
            case = self.case
            assert case is not None
            if case.phase in ENDED or case.phase == "decided":
                return case
            self.now += timedelta(hours=self.chance.choice([1, 5, 30]))
            wake = wake_at(case)
            if wake is not None and (wake <= self.now or self.chance.random() < 0.1 or not case.tasks):
                self.now = max(self.now, wake) + timedelta(minutes=1)
                self.ask(c.Tick())
                continue
            assert case.tasks or case.waits or case.calls, (self.matter.id, case.phase, case.tokens)
            self.ask(self.chance.choice(self._moves(case)))
        return self._finished()

    def _moves(self, case: Case) -> list[c.Command]:
        reason = {"reason": TOLD, "remedy": TOLD}
        general: dict[str, list[c.Command]] = {
            "act:receive": [c.Receive()],
            "act:forward": [c.Forward()],
            "act:accept": [c.Accept()],
            "act:decide": [
                c.Decide(outcome="grant"),
                c.Decide(outcome="deny", range="依据", ground="依据", sealed=reason),
            ],
        }
        found: list[c.Command] = []
        fields = self.matter.form.get("properties", {})
        for id in [id for id, way in case.ways.items() if way.state in ways.LACKING]:
            found.append(c.HandIn(material=id, sealed={ways.upload_field(id, fields): TOLD}))
            general["act:decide"] = general["act:decide"][-1:]  # nothing is granted while it lacks
        general["act:material"] = []  # what is done about it is done above
        tokens = {call.token for call in case.calls} | {wait.token for wait in case.waits}
        for task in case.tasks:
            if task.node in general:
                found += general[task.node]
            elif task.node == "act:report":
                owed = task.id.removeprefix("act:report:")
                found.append(SendReport(owed=owed, how="phone", at=self.now))
            elif task.id not in tokens:
                found += self._completions(task.id, task.node)
        for wait in case.waits:
            found.append(c.Inform(event=wait.event, name=wait.name, key=wait.key))
        for call in case.calls:
            node = self.matter.net.nodes[call.node] if self.matter.net else None
            for outcome in node.outcomes if node else ():
                found.append(c.EndCall(call=call.case, token=call.token, phase="closed", outcome=outcome.id))
            found.append(c.EndCall(call=call.case, token=call.token, phase="rejected"))
        assert found, (self.matter.id, case.tasks)
        return found

    def _completions(self, task: str, node: str) -> list[c.Command]:
        assert self.matter.net is not None
        outcomes = self.matter.net.nodes[node].outcomes
        state = self.case.reporting if self.case is not None else None
        if state is not None and any(one.open for one in state.owed):  # it is not closed while one is owed
            outcomes = tuple(one for one in outcomes if node != "close" or one.id == "again")
        taken = {name: Sealed("0" * 64, "0" * 32) for name in ("before#1", "after#1")}
        seen = taken if self.matter.kind == EVENT and node == self.city.event_rules.check else {}
        if self.matter.lead.product:  # who declines gives a reason
            seen = {"reason": TOLD}
        return [c.Complete(task=task, outcome=one.id, sealed=seen) for one in outcomes]

    def _finished(self) -> Case:
        """A case that goes round by chance still has a way on; it is not stuck."""
        assert self.case is not None and (self.case.tasks or self.case.timers or self.case.waits)
        return self.case


def lived(city: City, chance: Random, lives: int) -> set[str]:
    """Drive cases of every matter; return the phases they came to."""
    phases = set()
    for matter in city.matters.values():
        places = [code for code in city.places if isinstance(responsible(city, matter, code), Responsibility)]
        for _ in range(lives):
            if places and matter.channels:
                phases.add(Life(city, matter, chance.choice(places), chance).live().phase)
    return phases


def errors_of(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.level is Level.ERROR]


@pytest.mark.parametrize(
    ("base", "seed", "packs"),
    [
        *[("tutorial", seed, 25) for seed in range(8)],
        ("permits", 1, 25),
        ("permits", 2, 25),
        pytest.param("yueyang", 5, 10, marks=pytest.mark.full),
    ],
)
def test_what_the_check_passes_the_kernel_runs_to_its_end(base: str, seed: int, packs: int) -> None:
    chance, passed, refused = Random(seed), 0, 0
    for _ in range(packs):
        pack = load_files(mutated(BASES[base], chance))
        findings = examine(pack, MONDAY)
        assert findings == sorted(findings, key=lambda finding: finding.order)
        assert all(finding.where.line >= 1 and finding.message.en for finding in findings)
        if errors_of(findings):
            refused += 1
            continue
        passed += 1
        lived(compile_pack(pack), chance, 4)
    assert passed >= 3
    assert refused >= 3


@pytest.mark.parametrize("base", sorted(BASES))
def test_the_same_wrong_turn_is_found_in_the_same_words(base: str) -> None:
    files = mutated(BASES[base], Random(99))

    assert examine(load_files(files), MONDAY) == examine(load_files(dict(reversed(files.items()))), MONDAY)


@pytest.mark.parametrize("base", sorted(BASES))
def test_a_sound_pack_is_lived_through_in_every_way(base: str) -> None:
    phases = lived(compile_pack(load_files(BASES[base])), Random(3), 60)

    assert {"decided", "closed"} & phases
