"""A dispatcher moves the severity of an event with a reason; the clocks follow by rule."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from yiwang.kernel.acts import decide
from yiwang.kernel.acts.dispatching import due_in
from yiwang.kernel.clocks import promise_missed
from yiwang.kernel.commands import Complete
from yiwang.kernel.dispatch_commands import (
    AskApproval,
    Dispatch,
    GiveApproval,
    MoveSeverity,
    ObjectDispatch,
    ReviewObjection,
)
from yiwang.kernel.tests.test_events_dispatched import BOTH, DESK, DISPATCHER, WHY, Told, of
from yiwang.pack.compile import compile_pack
from yiwang.pack.load import load


@pytest.fixture(scope="module")
def city():
    return compile_pack(load(Path("packs/yueyang")))


def moved(severity: str) -> MoveSeverity:
    return MoveSeverity(severity=severity, sealed=WHY)


def due_of(told, clock: str):
    return told.case.clocks[clock].due_promised


def test_only_the_desk_moves_it_to_another_severity_of_the_pack_and_says_why(city):
    told = Told(city)
    assert told.ask(told.officer, moved("urgent")).code == "access.denied"
    assert (
        told.ask(of("dispatcher", "yueyanglou-urban-management"), moved("urgent")).code
        == "event.not-the-desk"
    )
    assert told.ask(DISPATCHER, moved("normal")).params == {"severity": "normal", "former": "normal"}
    assert told.ask(DISPATCHER, moved("dire")).code == "event.no-such-severity"
    assert told.ask(DISPATCHER, MoveSeverity(severity="urgent")).code == "case.reason-missing"


def test_both_values_and_the_reason_stand_in_the_entry(city):
    told = Told(city)
    made = decide(told.case, moved("minor"), told.context(DISPATCHER))
    assert made[0].type == "case.severity-moved"
    assert made[0].data.about == {"by": DISPATCHER.person, "former": "normal", "severity": "minor"}
    assert set(made[0].data.sealed) == {"reason"}
    assert told.ask(DISPATCHER, moved("minor")) is None and told.case.facts["severity"] == "minor"


def test_more_severe_counts_from_now_and_the_shorter_clock_of_making_safe_begins(city):
    told = Told(city)
    told.later(hours=26)
    assert told.ask(DISPATCHER, moved("urgent")) is None
    assert told.case.clocks["handle-normal"].stopped_at == told.now
    assert due_of(told, "handle-urgent") == due_in("4 工作时", told.now, told.context(DISPATCHER))
    assert due_of(told, "make-safe") == due_in("1 小时", told.now, told.context(DISPATCHER))
    assert told.case.clocks["handle-urgent"].started_at == told.now


def test_less_severe_counts_from_when_it_began_so_nobody_gains_a_whole_limit(city):
    told, fresh = Told(city, danger=True), Told(city, "1102")
    told.later(hours=3)
    assert told.ask(DISPATCHER, moved("minor")) is None
    assert due_of(told, "handle-minor") == due_of(fresh, "handle-minor")
    assert {id for id, one in told.case.clocks.items() if one.stopped_at is None} == {"handle-minor"}


def test_what_was_late_stays_late_when_it_is_made_milder(city):
    told = Told(city, danger=True)
    told.later(days=2)
    assert told.ask(DISPATCHER, moved("minor")) is None
    assert promise_missed(told.case.clocks["handle-urgent"], told.now)
    assert not promise_missed(told.case.clocks["handle-minor"], told.now)


def test_moved_back_the_first_limit_is_not_given_anew(city):
    told = Told(city)
    first = due_of(told, "handle-normal")
    told.later(hours=1)
    told.ask(DISPATCHER, moved("minor"))
    told.later(hours=1)
    told.ask(DISPATCHER, moved("normal"))
    assert due_of(told, "handle-normal") <= first + timedelta(hours=2)
    assert told.case.clocks["handle-normal"].stopped_at is None


def test_moved_while_it_is_on_hold_the_new_clock_stands_still_too(city):
    told = Told(city)
    told.later(hours=1)
    until = told.now + timedelta(days=20)
    asked = AskApproval(what="hold", cause="budget", owner=told.case.lead, until=until, sealed=WHY)
    assert told.ask(told.officer, asked) is None
    assert told.ask(DISPATCHER, GiveApproval(task="act:approval:hold", outcome="grant")) is None
    assert told.ask(DISPATCHER, moved("urgent")) is None
    assert told.case.clocks["handle-urgent"].paused
    assert told.ask(DISPATCHER, moved("minor")) is None
    assert told.case.clocks["handle-minor"].paused


def test_once_it_is_dealt_with_no_clock_begins_again(city):
    told = Told(city)
    told.ask(told.officer, Complete(task=told.task("handle").id))
    check = Complete(task=told.task("check").id, outcome="pass", sealed=BOTH)
    assert told.ask(of("inspector", DESK), check) is None
    assert told.ask(DISPATCHER, moved("urgent")) is None
    assert all(one.stopped_at is not None for one in told.case.clocks.values())


def test_another_body_has_the_whole_limit_after_an_accepted_objection(city):
    told = Told(city)
    other = next(
        one for one in city.bodies if one.startswith("yueyanglou-") and one != told.case.lead
        and any(p.body == one and p.role == "officer" for p in city.positions.values())
    )  # fmt: skip
    told.later(hours=2)
    assert told.ask(told.officer, ObjectDispatch(body=other, sealed=WHY)) is None
    told.later(hours=2)
    before = due_of(told, "handle-normal")
    assert told.ask(DISPATCHER, ReviewObjection(task="act:objection", outcome="grant")) is None
    assert told.case.lead == other and due_of(told, "handle-normal") > before
    assert told.case.clocks["handle-normal"].restarts == (told.now,)


def test_denied_or_late_the_clock_goes_on(city):
    told = Told(city)
    other = next(one for one in city.bodies if one.startswith("yueyanglou-") and one != told.case.lead)
    before = due_of(told, "handle-normal")
    assert told.ask(told.officer, ObjectDispatch(body=other, sealed=WHY)) is None
    denied = ReviewObjection(task="act:objection", outcome="deny", sealed=WHY)
    assert told.ask(DISPATCHER, denied) is None
    assert due_of(told, "handle-normal") == before

    late = Told(city)
    late.later(days=12)
    there = next(
        p.body for p in city.positions.values()
        if p.role == "officer" and p.body.startswith("yueyanglou-") and p.body != late.case.lead
    )  # fmt: skip
    assert late.ask(DISPATCHER, Dispatch(body=there, sealed=WHY)) is None
    assert late.case.lead == there and due_of(late, "handle-normal") == before
    assert promise_missed(late.case.clocks["handle-normal"], late.now)
