"""A running case and a new version of the rules: nothing moves by itself, and nothing to anybody's harm."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from yiwang.kernel import commands as c
from yiwang.kernel.acts import decide
from yiwang.kernel.acts.migration.plan import plan
from yiwang.kernel.answers import held_against
from yiwang.kernel.bpmn.step import CompiledNet
from yiwang.kernel.bpmn.steps import compile_steps
from yiwang.kernel.case import ENDED, evolve, opened
from yiwang.kernel.limits import parse
from yiwang.kernel.matter import Body, seats_of
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.tests.small_city import (
    DECISION,
    REVIEW,
    STEPS,
    at,
    city,
    context,
    matter,
    resident,
    staff,
    text,
)
from yiwang.kernel.tests.test_bpmn_elements import compiled, user, ways
from yiwang.kernel.tests.test_case import ACTORS, ASKS, REASON, asked_of_tasks, refold

OLD = city()
CHIEF = staff("chief")
FORM = matter().form


def version(name="1", city_changes=None, **changes):
    """Another version of the small city, whose licence differs by these fields."""
    licence = matter(**changes)
    fields = {"pack": name * 64, "matters": {**OLD.matters, "licence": licence}, **(city_changes or {})}
    return replace(OLD, **fields)


def net(steps):
    return CompiledNet(compile_steps(steps, "licence"))


def without(step):
    kept = [one for one in STEPS if one["id"] != step]
    back = {"outcomes": {"agree": "next", "again": kept[0]["id"]}}
    return [{**one, **back} if one["id"] == "opinion" else one for one in kept]


def clocks(**changes):
    return {"review": REVIEW, "decision": replace(DECISION, **changes)}


class Running:
    """One licence under way."""

    def __init__(self):
        self.case, self.log = None, []

    def ask(self, actor, now, command, onto=None, under=OLD):
        moment = at(now) if isinstance(now, str) else now
        answer = decide(self.case, command, replace(context(actor, moment, city=under), onto=onto))
        for event in answer if not isinstance(answer, Refusal) else ():
            self.case = (
                opened(event, OLD.pack, moment) if self.case is None else evolve(self.case, event, moment)
            )
            self.log.append((event, moment))
        return answer

    def filed(self):
        command = c.File(
            case="018f0000-0000-7000-8000-000000000001", number="2603-TEST", matter="licence",
            place="900101", channel="online", applicant="r1", facts={"area": 80},
            sealed={"name": REASON["reason"]},
        )  # fmt: skip
        assert not isinstance(self.ask(resident(), "2026-03-02T10:00+08:00", command), Refusal)
        return self

    def accepted(self, under=OLD):
        self.filed()
        self.ask(staff("window", "hall"), "2026-03-02T10:05+08:00", c.Receive(), under=under)
        self.ask(staff("window", "hall"), "2026-03-02T10:10+08:00", c.Forward(), under=under)
        self.ask(staff("officer"), "2026-03-03T10:00+08:00", c.Accept(), under=under)
        assert self.case.phase == "accepted"
        return self

    def plan(self, onto, now="2026-03-04T10:00+08:00"):
        return plan(self.case, OLD, replace(context(CHIEF, now), city=onto))

    def move(self, onto, now="2026-03-04T10:00+08:00"):
        return self.ask(CHIEF, now, c.Migrate(pack=onto.pack, sealed=REASON), onto)


def codes(made):
    return [one.code for one in made.obstacles]


def test_a_case_goes_on_under_the_pack_it_was_opened_under():
    run = Running().accepted()
    task = next(one for one in run.case.tasks if one.node == "site-check")
    assert run.plan(version(net=net(without("site-check")))).obstacles
    assert not isinstance(
        run.ask(staff("inspector"), "2026-03-05T10:00+08:00", c.Complete(task=task.id)), Refusal
    )
    assert run.case.pack == OLD.pack
    assert [one.node for one in run.case.tasks] == ["review-by-experts"]


def test_a_move_is_an_event_that_names_both_packs_and_keeps_the_step():
    run, onto = Running().accepted(), version(clocks=clocks(legal=parse("15 工作日")))
    (event,) = run.move(onto)
    assert (event.type, event.data.about["from"], event.data.about["to"]) == (
        "case.migrated", OLD.pack, onto.pack,
    )  # fmt: skip
    assert run.case.pack == onto.pack
    assert [one.node for one in run.case.tasks] == ["site-check"]
    assert refold(run.log) == run.case


def test_a_shorter_legal_limit_is_the_cases_own_from_the_move_on():
    run, onto = Running().accepted(), version(clocks=clocks(legal=parse("15 工作日")))
    before = run.case.clocks["decision"].due_legal
    run.move(onto)
    assert run.case.clocks["decision"].legal == parse("15 工作日")
    assert run.case.clocks["decision"].due_legal < before


@pytest.mark.parametrize("longer", ["30 工作日", "60 日"])
def test_a_longer_legal_limit_never_reaches_a_case_that_runs(longer):
    run, onto = Running().accepted(), version(clocks=clocks(legal=parse(longer)))
    before = run.case.clocks["decision"]
    run.move(onto)
    assert run.case.pack == onto.pack
    assert run.case.clocks["decision"] == before


def test_a_limit_of_the_applicants_own_is_never_cut_short():
    mine = replace(REVIEW, on_expiry="lapse", restarts=())
    old = version("0", clocks={"review": mine, "decision": DECISION})
    onto = version(clocks={"review": replace(mine, legal=parse("2 工作日")), "decision": DECISION})
    run = Running()
    run.filed()
    run.ask(staff("window", "hall"), "2026-03-02T10:05+08:00", c.Receive(), under=old)
    due = run.case.clocks["review"].due_legal
    made = plan(run.case, old, replace(context(CHIEF, "2026-03-03T10:00+08:00"), city=onto))
    assert made.may
    assert made.clocks.get("review", run.case.clocks["review"]).due_legal == due


def test_a_limit_that_would_have_passed_already_forbids_the_move():
    run, onto = Running().accepted(), version(clocks=clocks(legal=parse("2 工作日"), promised=None))
    now = "2026-03-20T10:00+08:00"
    assert codes(run.plan(onto, now)) == ["migrate.clock-passed"]
    assert run.move(onto, now).code == "migrate.clock-passed"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"net": net(without("site-check"))}, "migrate.step-gone"),
        ({"net": None}, "migrate.step-gone"),
        ({"clocks": {"review": REVIEW}}, "migrate.clock-gone"),
        ({"clocks": clocks(stops=("opinion",))}, "migrate.clock-stops"),
        ({"clocks": clocks(on_expiry="grant")}, "migrate.expiry-differs"),
        ({"form": {"required": ["fee"], "properties": {**FORM["properties"], "fee": {"type": "string"}}}},
         "migrate.answer-missing"),
        ({"form": {"properties": {**FORM["properties"], "area": {"type": "integer", "maximum": 50}}}},
         "migrate.answer-wrong"),
        ({"sealed_fields": frozenset({"name", "area"})}, "migrate.answer-personal"),
        ({"kind": "request"}, "migrate.kind-differs"),
    ],
)  # fmt: skip
def test_what_forbids_a_move_is_named_before_and_at_the_move(changes, code):
    run, onto = Running().accepted(), version(**changes)
    assert codes(run.plan(onto)) == [code]
    assert run.move(onto).code == code
    assert run.case.pack == OLD.pack


def test_two_steps_side_by_side_that_now_follow_each_other_never_stand_open_together():
    drawn = compiled(
        '<b:startEvent id="s"/><b:parallelGateway id="g"/><b:parallelGateway id="j"/><b:endEvent id="e"/>',
        user("water"), user("power"), ways("s>g g>water g>power water>j power>j j>e"),
    )  # fmt: skip
    in_turn = compiled(
        '<b:startEvent id="s"/><b:endEvent id="e"/>', user("water"), user("power"),
        ways("s>water water>power power>e"),
    )  # fmt: skip
    old = version("0", net=CompiledNet(drawn))
    run = Running().accepted(old)
    assert [one.node for one in run.case.tasks] == ["water", "power"]
    made = plan(
        run.case,
        old,
        replace(context(CHIEF, "2026-03-04T10:00+08:00"), city=version(net=CompiledNet(in_turn))),
    )
    assert codes(made) == ["migrate.marking-unreachable"]


def test_a_body_that_was_merged_hands_the_case_to_the_one_that_replaced_it():
    bodies = {name: body for name, body in OLD.bodies.items() if name != "east-bureau"}
    joint = Body("joint-bureau", text("合并局"), None, "900100", "bureau", "county", ("east-bureau",))
    bodies["joint-bureau"] = joint
    onto = version(city_changes={"bodies": bodies, "seats": seats_of(bodies)})
    run = Running().accepted()
    run.move(onto)
    assert run.case.lead == "joint-bureau"
    assert {one.body for one in run.case.tasks} == {"joint-bureau"}
    lost = version(city_changes={"bodies": {k: v for k, v in bodies.items() if k != "joint-bureau"}})
    assert codes(Running().accepted().plan(lost)) == ["migrate.body-gone"]


def test_a_step_that_is_somebody_elses_now_is_theirs_and_nobodys_in_person():
    run = Running().accepted()
    task = next(one for one in run.case.tasks if one.node == "site-check")
    run.ask(staff("inspector"), "2026-03-03T11:00+08:00", c.Claim(task=task.id))
    onto = version(net=net([{**STEPS[0], "position": "officer"}, *STEPS[1:]]))
    assert [one.code for one in run.plan(onto).changes] == ["migrate.position"]
    run.move(onto)
    (task,) = run.case.tasks
    assert (task.node, task.role, task.assignee) == ("site-check", "officer", "")


def test_nobody_but_who_decides_for_the_lead_body_moves_a_case_and_never_without_a_reason():
    run, onto = Running().accepted(), version()
    for actor in (resident(), staff("officer"), staff("chief", "west-bureau")):
        answer = run.ask(actor, "2026-03-04T10:00+08:00", c.Migrate(pack=onto.pack, sealed=REASON), onto)
        assert answer.code == "access.denied"
    assert (
        run.ask(CHIEF, "2026-03-04T10:00+08:00", c.Migrate(pack=onto.pack), onto).code
        == "case.reason-missing"
    )
    missing = run.ask(CHIEF, "2026-03-04T10:00+08:00", c.Migrate(pack="f" * 64, sealed=REASON))
    assert missing.code == "migrate.no-pack"


def test_a_case_that_was_decided_stays_where_it_was_decided():
    run = Running().filed()
    run.ask(resident(), "2026-03-02T11:00+08:00", c.Withdraw())
    assert codes(run.plan(version())) == ["migrate.ended"]
    assert codes(run.plan(replace(OLD))) == ["migrate.same-pack"]


def test_answers_hold_against_branches_that_are_in_force_alone():
    fields = {"way": {"enum": ["a", "b"]}, "more": {"type": "string"}, "n": {"type": "number", "minimum": 1}}
    branch = {
        "if": {"properties": {"way": {"const": "a"}}, "required": ["way"]},
        "then": {"required": ["more"]},
    }
    form = {"properties": fields, "allOf": [branch]}
    assert held_against(form, {"way": "a"}, ()).missing == ("more",)
    assert held_against(form, {"way": "b"}, ()).missing == ()
    assert held_against(form, {"way": "a"}, ("more",)).missing == ()
    assert held_against(form, {"n": "0.5", "way": "c"}, ()).wrong == ("way", "n")
    assert held_against(form, {}, ("way",)).missing == ()


STEP_SETS = [
    STEPS,
    without("site-check"),
    without("review-by-experts"),
    [STEPS[0], {"id": "second-look", "title": text("复核"), "position": "officer"}, *STEPS[1:]],
    [{**STEPS[0], "position": "officer"}, *STEPS[1:]],
]
LIMITS = [parse(one) for one in ("3 工作日", "10 工作日", "20 工作日", "25 工作日", "12 日", "40 日")]
FORMS = [
    FORM,
    {**FORM, "required": ["area"]},
    {"properties": {"name": {"type": "string"}}},
    {"properties": {**FORM["properties"], "area": {"type": "integer", "maximum": 60}}},
]


@st.composite
def versions(draw):
    legal = draw(st.sampled_from(LIMITS))
    promised = draw(st.sampled_from([None, *LIMITS]))
    review = replace(REVIEW, legal=draw(st.sampled_from(LIMITS)))
    held = {"review": review, "decision": replace(DECISION, legal=legal, promised=promised)}
    if draw(st.booleans()):
        held["whole"] = replace(DECISION, id="whole", starts="file", legal=draw(st.sampled_from(LIMITS)))
    if draw(st.integers(0, 9)) == 0:
        del held["decision"]
    return version(
        clocks=held, form=draw(st.sampled_from(FORMS)), net=net(draw(st.sampled_from(STEP_SETS))),
        process_starts=draw(st.sampled_from(["accept", "accept", "file"])),
    )  # fmt: skip


MOVES = st.lists(st.tuples(st.sampled_from(ACTORS), st.sampled_from(ASKS), st.integers(0, 60)), max_size=25)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(before=MOVES, after=MOVES, onto=versions())
def test_what_a_plan_allows_is_done_and_harms_nobody(before, after, onto):
    run = Running().filed()
    now = at("2026-03-02T10:00+08:00")
    now = do(run, before, now, OLD)
    made = run.plan(onto, now)
    held, phase, tokens = run.case.clocks, run.case.phase, run.case.tokens
    chief = staff("chief", run.case.lead)
    answer = run.ask(chief, now, c.Migrate(pack=onto.pack, sealed=REASON), onto)
    if not made.may:
        assert isinstance(answer, Refusal)
        assert answer.code == made.obstacles[0].code
        assert run.case.clocks == held
        return
    assert not isinstance(answer, Refusal), answer
    assert (run.case.phase, run.case.tokens, run.case.pack) == (phase, tokens, onto.pack)
    for name, state in held.items():
        moved = run.case.clocks[name]
        assert (state.due_legal is None) == (moved.due_legal is None)
        if state.due_legal is not None and not state.legal_provisional:
            assert moved.due_legal <= state.due_legal
        if state.due_promised is not None and not state.promised_provisional:
            assert moved.due_promised is not None and moved.due_promised <= state.due_promised
    do(run, after, now, onto)
    assert refold(run.log) == run.case


def do(run, moves, now, under):
    """Send what is asked, one after the other; what is refused changes nothing. Returns the last moment."""
    for actor, ask, hours in moves:
        now += timedelta(hours=hours)
        if isinstance(ask, str):
            if not run.case.tasks or run.case.phase in ENDED:
                continue
            ask = asked_of_tasks(ask, run.case)
        run.ask(actor, now, ask, under=under)
    return now
