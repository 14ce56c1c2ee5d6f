"""A cyber incident as a case: a rule grades it, what it owes are tasks, it ends once all reports went out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from yiwang.kernel.access import Actor, Holding, system
from yiwang.kernel.acts import decide
from yiwang.kernel.case import CLOSED, Case, evolve, opened, wake_at
from yiwang.kernel.commands import Complete, Context, File, Tick
from yiwang.kernel.incident_commands import (
    ConfirmReport,
    GradeIncident,
    OrderTelling,
    SendReport,
    SparePeople,
)
from yiwang.kernel.ledger import canonical
from yiwang.kernel.parts import Sealed
from yiwang.kernel.refusal import Refusal
from yiwang.pack.compile import compile_pack
from yiwang.pack.load import load

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
OFFICE = "yueyang-cyberspace"
WHY = {"reason": Sealed(mac="0" * 64, vault="v")}
OFFICER = Actor("p1", "staff", (Holding("o", "officer", OFFICE, "430600"),))
WATER = Actor("p2", "staff", (Holding("w", "officer", "yueyang-water", "430600"),))


@pytest.fixture(scope="module")
def city():
    return compile_pack(load(Path("packs/yueyang")))


class Incident:
    """One incident, acted on."""

    def __init__(self, city, **facts) -> None:
        self.city, self.now, self.types = city, NOW, []
        known = (NOW - HOUR).isoformat()
        given = {
            "known_at": known,
            "operator_kind": "other",
            "source": "people",
            "personal_leak": False,
            "judged": "general",
        }
        self.made = decide(None, self.filed({**given, **facts}), self.context(system("incidents")))
        if isinstance(self.made, tuple):
            self.case: Case = opened(self.made[0], city.pack, NOW)
            for event in self.made[1:]:
                self.case = evolve(self.case, event, NOW)

    def filed(self, facts) -> File:
        return File(
            applicant="",
            case="c",
            channel="online",
            facts=facts,
            matter="cyber-incident",
            number="A-1",
            place="430600",
        )

    def context(self, actor: Actor) -> Context:
        return Context(actor=actor, city=self.city, now=self.now)

    def ask(self, command, actor: Actor = OFFICER, after: timedelta = timedelta(minutes=1)):
        self.now += after
        made = decide(self.case, command, self.context(actor))
        if isinstance(made, tuple):
            for event in made:
                canonical(event.data)
                self.case = evolve(self.case, event, self.now)
            self.types = [event.type for event in made]
        return made

    def send(self, owed: str, after: timedelta = timedelta(minutes=1)):
        return self.ask(SendReport(owed=owed, how="platform", at=self.now + after), after=after)

    def owed(self) -> dict[str, datetime]:
        return {
            one.id.removeprefix("act:report:"): one.due_at for one in self.case.tasks if "report" in one.id
        }

    def complete(self, node: str, outcome: str = ""):
        task = next(one for one in self.case.tasks if one.node == node)
        return self.ask(Complete(task=task.id, outcome=outcome))


def code(made) -> str:
    assert isinstance(made, Refusal), made
    return made.code


def test_a_leak_of_ten_million_is_graded_major_and_owes_its_reports_from_discovery(city):
    told = Incident(city, personal_leak=True, people_leaked=10_000_000)
    assert told.case.facts["grade"] == "major"
    known = NOW - HOUR
    assert told.owed() == {"other": known + 4 * HOUR, "authority": known, "people": known}
    assert wake_at(told.case) == known


def test_a_general_incident_owes_nobody_and_is_closed_once_it_is_handled(city):
    told = Incident(city)
    assert not told.owed()
    told.complete("handle")
    told.complete("close", "done")
    assert told.case.phase == CLOSED


def test_it_cannot_be_closed_while_a_report_is_owed_and_ends_once_all_went_out(city):
    told = Incident(city, judged="larger")
    told.complete("handle")
    assert set(told.owed()) == {"other", "other-closing"}
    assert code(told.complete("close", "done")) == "incident.reports-owed"
    told.send("other")
    told.send("other-closing")
    told.complete("close", "done")
    assert told.case.phase == CLOSED


def test_going_on_with_the_handling_puts_the_closing_report_off(city):
    told = Incident(city, judged="larger")
    told.complete("handle")
    told.complete("close", "again")
    assert set(told.owed()) == {"other"}
    told.complete("handle")
    assert set(told.owed()) == {"other", "other-closing-2"}


def test_a_higher_grade_by_hand_needs_its_reason_and_tells_again_who_was_told(city):
    told = Incident(city, judged="larger")
    told.send("other")
    assert code(told.ask(GradeIncident(grade="severe"))) == "case.reason-missing"
    told.ask(GradeIncident(grade="severe", sealed=WHY))
    assert told.types == ["case.graded"]
    assert told.owed() == {"other-2": told.now}
    assert told.case.facts["grade"] == "severe"
    told.ask(ConfirmReport(owed="other", at=told.now))
    assert told.owed().keys() == {"other-2", "other-onward"}
    assert told.owed()["other-onward"] == told.now - timedelta(minutes=1) + HOUR


def test_the_clock_records_once_that_a_report_is_late(city):
    told = Incident(city, judged="larger")
    told.ask(Tick(), system("worker"), after=4 * HOUR)
    assert told.types == ["case.report-late"]
    assert told.ask(Tick(), system("worker"), after=HOUR) == ()
    assert wake_at(told.case) is None


def test_people_may_be_spared_with_a_reason_and_told_when_the_authority_orders_it(city):
    told = Incident(city, personal_leak=True)
    assert set(told.owed()) == {"authority", "people"}
    told.ask(SparePeople(sealed=WHY))
    assert set(told.owed()) == {"authority"}
    told.ask(OrderTelling(sealed=WHY))
    assert set(told.owed()) == {"authority", "people-2"}


def test_what_cannot_be_is_refused_and_nothing_is_filed(city):
    later = (NOW + HOUR).isoformat()
    assert code(Incident(city, known_at=later).made) == "incident.not-known-yet"
    assert code(Incident(city, known_at="yesterday").made) == "incident.known-missing"
    assert code(Incident(city, known_at="2026-11-24T01:00:00").made) == "incident.known-missing"
    assert code(Incident(city, operator_kind="school").made) == "incident.no-such-operator"
    told = Incident(city, judged="larger")
    assert code(told.ask(SendReport(owed="other", how="pigeon", at=told.now))) == "incident.no-such-way"
    assert code(told.ask(GradeIncident(grade="major", sealed=WHY), WATER)) == "access.denied"
