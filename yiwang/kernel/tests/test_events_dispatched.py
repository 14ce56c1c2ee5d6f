"""An event goes to whoever is in charge, comes back in time with a reason or not, and ends by evidence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from yiwang.kernel.access import Actor, Holding, system
from yiwang.kernel.acts import decide
from yiwang.kernel.case import Case, evolve, opened, wake_at
from yiwang.kernel.commands import Claim, Complete, Context, File, Tick
from yiwang.kernel.dispatch_commands import (
    AskApproval,
    Dispatch,
    EndHold,
    GiveApproval,
    MakeSafe,
    ObjectDispatch,
    ReportIn,
    ReviewObjection,
    Whistle,
)
from yiwang.kernel.event_kinds import EventPlace, event_case
from yiwang.kernel.parts import Sealed
from yiwang.kernel.refusal import Refusal
from yiwang.pack.compile import compile_pack
from yiwang.pack.load import load

NOON = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # a Tuesday, ten in the morning in Yueyang
TOWN = "430602"
DESK, HOTLINE = "yueyang-operations", "yueyang-hotline"
WHY = {"reason": Sealed(mac="0" * 64, vault="v")}
BOTH = {"before#1": WHY["reason"], "after#1": WHY["reason"]}


@pytest.fixture(scope="module")
def city():
    return compile_pack(load(Path("packs/yueyang")))


def of(role: str, body: str, person: str = "") -> Actor:
    return Actor(person or f"{role}-{body}", "staff", (Holding("p", role, body, TOWN),))


class Told:
    """One event, acted on."""

    def __init__(self, city, kind: str = "1101", **facts) -> None:
        self.city, self.now, self.types = city, NOON, []
        command = event_case(
            city, kind, EventPlace(TOWN), case="c", number="E-1", channel="report", facts=facts
        )
        assert isinstance(command, File)
        made = decide(None, command, self.context(system("reports")))
        assert isinstance(made, tuple), made
        self.case: Case = opened(made[0], city.pack, self.now)
        for event in made[1:]:
            self.case = evolve(self.case, event, self.now)

    def context(self, actor: Actor) -> Context:
        return Context(now=self.now, actor=actor, city=self.city)

    def ask(self, actor: Actor, command) -> Refusal | None:
        made = decide(self.case, command, self.context(actor))
        if isinstance(made, Refusal):
            return made
        for event in made:
            self.case = evolve(self.case, event, self.now)
            self.types.append(event.type)
        return None

    def later(self, **amount) -> None:
        self.now += timedelta(**amount)

    @property
    def officer(self) -> Actor:
        return of("officer", self.case.lead)

    def task(self, node: str):
        return next(one for one in self.case.tasks if one.node == node)


DISPATCHER = of("dispatcher", DESK)


@pytest.fixture
def event(city):
    return Told(city)


def test_an_event_is_with_its_body_at_once_and_the_dispatch_desk_sees_it(event):
    assert event.task("handle").body == event.case.lead == "yueyanglou-urban-management"
    assert DESK in event.case.target.bodies
    assert event.case.desk.respond_due > event.now


@pytest.mark.parametrize(
    ("kind", "danger", "severity", "clocks"),
    [
        ("1101", None, "normal", {"handle-normal"}),
        ("1101", True, "urgent", {"handle-urgent", "make-safe"}),
        ("1102", None, "minor", {"handle-minor"}),
        ("0101", None, "urgent", {"handle-urgent", "make-safe"}),
    ],
)
def test_how_severe_it_is_decides_which_clocks_run(city, kind, danger, severity, clocks):
    told = Told(city, kind, **({} if danger is None else {"danger": danger}))
    assert told.case.facts["severity"] == severity
    assert set(told.case.clocks) == clocks


def test_it_ends_only_after_a_check_with_pictures_and_an_answer_back(event):
    assert event.ask(event.officer, Complete(task=event.task("handle").id)) is None
    check, inspector = event.task("check"), of("inspector", DESK)
    bare = event.ask(inspector, Complete(task=check.id, outcome="pass"))
    assert bare.code == "event.picture-missing" and bare.params["picture"] == "before"
    half = {"after#1": WHY["reason"]}
    assert event.ask(inspector, Complete(task=check.id, outcome="pass", sealed=half)).params == {
        "node": "check",
        "picture": "before",
    }
    done = Complete(task=check.id, outcome="pass", sealed=BOTH, facts={"pictures_shown": True})
    assert event.ask(inspector, done) is None
    asked = event.task("answer-back")
    assert asked.body == HOTLINE and event.case.phase == "accepted"
    last = Complete(task=asked.id, outcome="solved", facts={"satisfaction": "satisfied"})
    assert event.ask(of("officer", HOTLINE), last) is None
    assert event.case.phase == "closed"
    desk = event.case.desk
    assert (desk.checked, desk.answer, desk.satisfaction, desk.shown) == ("pass", "solved", "satisfied", True)
    assert desk.pictures == {"after": 1, "before": 1}


def test_who_told_of_it_says_it_is_not_mended_and_it_is_handled_again(event):
    event.ask(event.officer, Complete(task=event.task("handle").id))
    event.ask(of("inspector", DESK), Complete(task=event.task("check").id, outcome="pass", sealed=BOTH))
    back = Complete(task=event.task("answer-back").id, outcome="not-solved")
    assert event.ask(of("officer", HOTLINE), back) is None
    assert event.case.phase == "accepted" and event.task("handle").body == event.case.lead


def test_whoever_got_it_first_leads_until_the_desk_decides_and_the_decision_is_kept(event):
    first = event.case.lead
    objection = ObjectDispatch(body="yueyang-water", sealed=WHY)
    assert event.ask(event.officer, objection) is None
    assert event.case.lead == first and event.task("handle").body == first
    review = event.task("act:objection")
    assert review.body == DESK and review.due_at == event.now + timedelta(hours=24)
    assert event.ask(DISPATCHER, ReviewObjection(task=review.id, outcome="grant")) is None
    assert event.case.lead == "yueyang-water" == event.task("handle").body
    (line,) = event.case.desk.lines
    assert (line.body, line.former, line.by, line.at) == ("yueyang-water", first, "desk", event.now)


def test_an_objection_comes_in_its_time_with_a_reason_and_another_body(event):
    wordless = event.ask(event.officer, ObjectDispatch(body="yueyang-water"))
    assert wordless.code == "case.reason-missing"
    same = event.ask(event.officer, ObjectDispatch(body=event.case.lead, sealed=WHY))
    assert same.code == "case.wrong-body"
    event.later(hours=24, minutes=1)
    late = event.ask(event.officer, ObjectDispatch(body="yueyang-water", sealed=WHY))
    assert late.code == "event.objection-late" and late.next_body == DESK
    assert late.params == {"by": "2026-11-25 10:00", "at": "2026-11-25 10:01"}


def test_a_third_objection_is_refused_by_name(event):
    for body in ("yueyang-water", "yueyang-housing"):
        assert event.ask(event.officer, ObjectDispatch(body=body, sealed=WHY)) is None
        task = event.task("act:objection").id
        assert event.ask(DISPATCHER, ReviewObjection(task=task, outcome="grant")) is None
    third = event.ask(event.officer, ObjectDispatch(body="yueyang-water", sealed=WHY))
    assert third.code == "event.objected-too-often" and third.params == {"returns": 2, "most": 2}


def test_what_the_desk_lets_pass_the_clock_decides_for_whoever_has_it(event):
    first = event.case.lead
    event.ask(event.officer, ObjectDispatch(body="yueyang-water", sealed=WHY))
    due = event.task("act:objection").due_at
    assert wake_at(event.case) <= due
    event.now = due - timedelta(seconds=1)
    event.ask(system("timers"), Tick())
    assert event.case.desk.objection is not None
    event.now = due
    event.ask(system("timers"), Tick())
    assert event.case.lead == first and event.case.desk.objection is None
    assert event.case.desk.lines[-1].by == "clock" and event.case.desk.returns == 1
    assert not any(one.node == "act:objection" for one in event.case.tasks)


def test_the_desk_dispatches_anew_and_nobody_else(event):
    other = event.ask(of("dispatcher", "yueyang-water"), Dispatch(body="yueyang-water", sealed=WHY))
    assert other.code == "access.denied"
    assert event.ask(DISPATCHER, Dispatch(body="yueyang-water")).code == "case.reason-missing"
    assert event.ask(DISPATCHER, Dispatch(body="yueyang-water", sealed=WHY)) is None
    assert event.case.lead == event.task("handle").body == "yueyang-water"


def test_the_desk_gives_the_step_to_a_person_who_can_do_it(event):
    lead = event.case.lead
    able = next(
        p.id
        for p in event.city.persons.values()
        if (q := event.city.positions[p.position]).body == lead and q.role == "officer"
    )
    stranger = "person-yueyang-water-officer"
    assert event.ask(DISPATCHER, Dispatch(body=lead, person=stranger)).code == "case.wrong-person"
    assert event.ask(DISPATCHER, Dispatch(body=lead, person=able)) is None
    assert event.task("handle").assignee == able and event.case.desk.lines == ()


def test_a_grid_station_does_the_step_by_its_grid_workers_and_a_body_without_anybody_gets_none(event):
    empty = next(
        one for one in event.city.bodies if all(p.body != one for p in event.city.positions.values())
    )
    assert event.ask(DISPATCHER, Dispatch(body=empty, sealed=WHY)).code == "event.nobody-there"
    assert event.ask(DISPATCHER, Dispatch(body="xuepo-grid", sealed=WHY)) is None
    assert event.task("handle").role == "grid"
    assert event.ask(of("grid", "xuepo-grid"), Complete(task=event.task("handle").id)) is None
    back = Dispatch(body="yueyang-water", sealed=WHY)
    event.ask(of("inspector", DESK), Complete(task=event.task("check").id, outcome="fail", sealed=BOTH))
    assert event.task("handle").role == "officer"  # the step names its own role again
    assert event.ask(DISPATCHER, back) is None and event.task("handle").role == "officer"


def test_taking_it_up_is_the_response(event):
    assert event.case.desk.responded_at is None
    event.later(minutes=20)
    event.ask(event.officer, Claim(task=event.task("handle").id))
    assert event.case.desk.responded_at == event.now


def test_bodies_that_are_whistled_for_report_on_the_spot_within_the_clock(event):
    called = Whistle(bodies=("yueyang-water", "yueyang-emergency"), sealed=WHY)
    assert event.ask(event.officer, called) is None
    tasks = [one for one in event.case.tasks if one.node == "act:whistle"]
    assert [one.body for one in tasks] == ["yueyang-water", "yueyang-emergency"]
    assert all(one.due_at == event.now + timedelta(hours=1) for one in tasks)
    assert event.ask(of("officer", "yueyang-emergency"), ReportIn(task=tasks[0].id)).code
    assert event.ask(of("officer", "yueyang-water"), ReportIn(task=tasks[0].id)) is None
    assert event.ask(event.officer, called) is None  # only who was not called already, or came
    assert event.ask(event.officer, Whistle(bodies=("nobody",), sealed=WHY)).code == "case.wrong-body"


def test_making_safe_stops_its_own_shorter_clock_and_the_mending_goes_on(city):
    event = Told(city, "0101")
    event.later(minutes=30)
    assert event.ask(event.officer, MakeSafe()).code == "event.note-missing"
    assert event.ask(event.officer, MakeSafe(sealed={"note": WHY["reason"]})) is None
    assert event.case.clocks["make-safe"].stopped_at == event.now
    assert event.case.clocks["handle-urgent"].stopped_at is None
    assert event.task("handle") and event.case.desk.safe_at == event.now
    assert event.ask(event.officer, MakeSafe(sealed={"note": WHY["reason"]})).code == "event.safe-already"


def on_hold(event: Told, days: int = 30) -> None:
    until = event.now + timedelta(days=days)
    asked = AskApproval(what="hold", cause="budget", owner=event.case.lead, until=until, sealed=WHY)
    assert event.ask(event.officer, asked) is None
    task = event.task("act:approval").id
    assert event.ask(DISPATCHER, GiveApproval(task=task, outcome="grant")) is None


def test_what_cannot_be_mended_yet_stays_open_with_cause_owner_and_date(event):
    on_hold(event)
    hold = event.case.desk.hold
    assert (hold.cause, hold.owner) == ("budget", event.case.lead)
    assert event.case.facts["on_hold"] is True and event.case.phase == "accepted"
    assert event.case.clocks["handle-normal"].paused
    solved = event.ask(event.officer, Complete(task=event.task("handle").id))
    assert solved.code == "event.on-hold"


def test_when_its_next_date_comes_its_owner_has_a_task_once(event):
    on_hold(event, days=10)
    assert wake_at(event.case) == event.case.desk.hold.next_at
    event.later(days=10)
    event.ask(system("timers"), Tick())
    assert event.task("act:hold").body == event.case.lead
    before = event.types.count("case.hold-due")
    event.later(days=1)
    event.ask(system("timers"), Tick())
    assert event.types.count("case.hold-due") == before == 1
    assert event.ask(event.officer, EndHold()) is None
    assert event.case.desk.hold is None and event.case.facts["on_hold"] is False
    assert not event.case.clocks["handle-normal"].paused
    assert event.ask(event.officer, EndHold()).code == "event.not-on-hold"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"days": 0}, "event.date-over"),
        ({"days": -3}, "event.date-over"),
        ({"days": 400}, "event.date-too-far"),
        ({"cause": "no-wish"}, "event.no-such-cause"),
        ({"owner": "nobody"}, "case.wrong-body"),
        ({"what": "forget"}, "event.nothing-to-approve"),
        ({"sealed": {}}, "case.reason-missing"),
    ],
)
def test_what_is_asked_for_wrongly_is_named(event, changes, code):
    asked = {"what": "hold", "cause": "budget", "owner": event.case.lead, "sealed": WHY}
    until = event.now + timedelta(days=changes.pop("days", 30))
    assert event.ask(event.officer, AskApproval(**{**asked, "until": until, **changes})).code == code


def test_nobody_approves_what_they_asked_for(event):
    both = Actor(
        "p-1",
        "staff",
        (Holding("a", "officer", event.case.lead, TOWN), Holding("b", "dispatcher", DESK, TOWN)),
    )
    until = event.now + timedelta(days=3)
    asked = AskApproval(what="hold", cause="budget", owner=DESK, until=until, sealed=WHY)
    assert event.ask(both, asked) is None
    own = event.ask(both, GiveApproval(task="act:approval:hold", outcome="grant"))
    assert own.code == "case.approver-handles"


def test_a_delay_is_for_the_head_of_the_body_and_a_void_for_the_desk(event):
    chief = of("chief", event.case.lead)
    asked = AskApproval(what="extend", clock="handle-normal", amount="8 工作时", sealed=WHY)
    before = event.case.clocks["handle-normal"].due_promised
    assert event.ask(event.officer, asked) is None
    assert event.ask(chief, GiveApproval(task="act:approval:extend", outcome="grant")) is None
    assert event.case.clocks["handle-normal"].due_promised > before
    assert event.ask(event.officer, AskApproval(what="void", sealed=WHY)) is None
    assert event.ask(chief, GiveApproval(task="act:approval:void", outcome="grant")).code
    granted = GiveApproval(task="act:approval:void", outcome="grant", sealed=WHY)
    assert event.ask(DISPATCHER, granted) is None
    assert event.case.phase == "void"


def test_what_is_postponed_goes_on_at_its_day_by_the_clock(event):
    until = event.now + timedelta(days=2)
    assert event.ask(event.officer, AskApproval(what="postpone", until=until, sealed=WHY)) is None
    chief = of("chief", event.case.lead)
    assert event.ask(chief, GiveApproval(task="act:approval:postpone", outcome="grant")) is None
    assert event.case.clocks["handle-normal"].paused
    event.now = until + timedelta(hours=5)
    event.ask(system("timers"), Tick())
    clock = event.case.clocks["handle-normal"]
    assert not clock.paused and clock.pauses[-1].until == until
