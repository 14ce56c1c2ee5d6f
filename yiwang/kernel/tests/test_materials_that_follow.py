"""容缺受理与告知承诺: a material later, or a promise instead; and what becomes of both."""

from msgspec.structs import replace

from yiwang.kernel import commands as c
from yiwang.kernel.access import system
from yiwang.kernel.acts import decide
from yiwang.kernel.case import Sealed, due, wake_at
from yiwang.kernel.limits import parse
from yiwang.kernel.material_ways import Broken, Follow, Promise, words_of
from yiwang.kernel.matter import Guide, Material
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.tests.small_city import DECISION, at, city, matter, resident, staff, text
from yiwang.kernel.tests.test_case import REASON, Story
from yiwang.pack.compile_ways import clock_of

FILED = "2026-03-02T09:00+08:00"
ANNUL_GROUND = "行政许可法 第六十九条第一款第五项"
WORDS = text("我承诺员工都有健康证明。", "I promise that all staff have certificates.")
FOLLOW = {
    "limit": "5 工作日",
    "ends": "day-end",
    "if_holiday": "as-is",
    "clause": "测试条例 第九条",
    "if_missed": text("不能准予"),
}
PROMISE = Promise(
    text=WORDS,
    clause="测试条例 第十条",
    limit="20 工作日",
    role="inspector",
    if_broken=Broken(
        clause="测试条例 第十一条", says=text("撤销"), end="annul", ground=ANNUL_GROUND, rectify=True
    ),
)
PLAN = Material(
    id="floor-plan",
    title=text("平面图"),
    form="electronic",
    required=True,
    follow=Follow(limit=parse("5 工作日"), clause="测试条例 第九条", missed=text("不能准予")),
)
HEALTH = Material(id="health", title=text("健康证明"), form="electronic", required=True, promise=PROMISE)
CLOCK = clock_of("floor-plan", PLAN.title, FOLLOW, {})
FILE = Sealed("1" * 64, "22222222-2222-4222-8222-222222222222")
FOUND = {"findings": FILE}
HERE = city(
    matters={
        "licence": matter(
            net=None,
            result={"title": text("测试许可证")},
            clocks={"decision": DECISION, CLOCK.id: CLOCK},
            guide=Guide(summary=text("测试"), materials=(PLAN, HEALTH)),
        )
    }
)


def filed(**facts):
    story = Story(here=HERE)
    story.file = replace(story.file, facts={**story.file.facts, **facts})
    return story


def promised():
    story = filed(way_health="promise", promise_health=True).accepted()
    story.must(staff("approver"), "2026-03-10T10:00+08:00", c.Decide(outcome="grant"))
    story.must(staff("officer"), "2026-03-10T11:00+08:00", c.Deliver(how="online"))
    return story


def follows():
    return filed(way_floor_plan="follow").accepted()


def hand_in(story, when):
    return story.ask(resident(), when, c.HandIn(material="floor-plan", sealed={"floor_plan": FILE}))


def checked(story, outcome, when="2026-03-20T10:00+08:00"):
    command = c.CheckPromise(task="act:after-check:health", outcome=outcome, sealed=FOUND)
    return story.must(staff("inspector"), when, command)


def test_who_chooses_nothing_goes_the_ordinary_way():
    story = filed().accepted()

    assert story.case.ways == {}
    assert CLOCK.id not in story.case.clocks


def test_a_material_that_follows_has_a_clock_of_its_own_from_filing():
    story = follows()

    state = story.case.clocks[CLOCK.id]
    assert state.started_at == story.case.opened_at
    assert story.case.ways["floor-plan"].state == "due"
    assert wake_at(story.case) is not None and wake_at(story.case) > state.due_legal


def test_the_licence_clock_does_not_move_because_something_follows():
    ordinary, later = filed().accepted(), follows()

    assert later.case.clocks["decision"] == ordinary.case.clocks["decision"]
    assert due(later.case) == due(ordinary.case)


def test_a_licence_is_not_granted_while_something_is_lacking():
    answer = follows().ask(staff("approver"), "2026-03-05T10:00+08:00", c.Decide(outcome="grant"))

    assert isinstance(answer, Refusal) and answer.code == "material.lacking"


def test_what_was_handed_in_stops_its_clock_and_lets_the_case_be_granted():
    story = follows()

    assert not isinstance(hand_in(story, "2026-03-05T10:00+08:00"), Refusal)

    assert story.case.clocks[CLOCK.id].stopped_at == at("2026-03-05T10:00+08:00")
    assert story.case.sealed["floor_plan"] == FILE
    story.must(staff("approver"), "2026-03-06T10:00+08:00", c.Decide(outcome="grant"))


def test_the_same_material_is_not_handed_in_twice():
    story = follows()
    hand_in(story, "2026-03-05T10:00+08:00")

    assert hand_in(story, "2026-03-05T11:00+08:00").code == "material.not-awaited"


def test_a_passed_day_opens_a_task_and_decides_nothing():
    story = follows()

    story.must(system("clock"), "2026-03-16T00:01+08:00", c.Tick())

    assert story.case.phase == "accepted" and story.case.outcome == ""
    task = story.case.task("act:material:floor-plan")
    assert (task.role, task.body) == ("officer", story.case.lead)
    assert story.case.ways["floor-plan"].state == "missed"


def test_a_material_that_comes_late_is_taken_and_its_task_goes():
    story = follows()
    story.must(system("clock"), "2026-03-16T00:01+08:00", c.Tick())

    hand_in(story, "2026-03-17T10:00+08:00")

    assert story.case.task("act:material:floor-plan") is None
    assert story.case.ways["floor-plan"].state == "handed-in"


def test_a_way_the_pack_does_not_offer_is_refused():
    context = c.Context(now=at(FILED), actor=resident(), city=HERE)
    for facts in ({"way_floor_plan": "promise"}, {"way_health": "follow"}):
        answer = decide(None, replace(filed().file, facts=facts), context)
        assert isinstance(answer, Refusal) and answer.code == "material.no-such-way"


def test_a_promise_that_was_not_signed_is_no_promise():
    context = c.Context(now=at(FILED), actor=resident(), city=HERE)
    for facts in ({"way_health": "promise"}, {"way_health": "promise", "promise_health": "yes"}):
        answer = decide(None, replace(filed().file, facts=facts), context)
        assert isinstance(answer, Refusal) and answer.code == "material.unsigned"


def test_the_exact_words_of_a_promise_stand_in_its_event():
    story = filed(way_health="promise", promise_health=True)
    events = story.must(resident(), FILED, story.file)

    event = next(one for one in events if one.type == "case.promised")
    assert event.data.about["sha256"] == words_of(WORDS)
    assert words_of({**WORDS, "zh": WORDS["zh"] + " "}) != words_of(WORDS)


def test_a_grant_on_a_promise_opens_a_check_that_outlasts_the_case():
    story = promised()

    assert story.case.phase == "closed"
    task = story.case.task("act:after-check:health")
    assert (task.role, task.body) == ("inspector", story.case.lead)
    assert task.due_at > at("2026-03-10T10:00+08:00")


def test_a_denial_opens_no_check():
    story = filed(way_health="promise", promise_health=True).accepted()
    denial = c.Decide(outcome="deny", range="all", ground="测试条例 第一条", sealed=REASON)

    story.must(staff("approver"), "2026-03-10T10:00+08:00", denial)

    assert "case.after-check-opened" not in story.events


def test_a_promise_that_was_kept_ends_the_matter():
    story = promised()

    checked(story, "kept")

    assert story.case.tasks == ()
    assert story.case.ways["health"].state == "kept"


def test_a_broken_promise_is_put_before_a_person_and_ends_nothing_by_itself():
    story = promised()

    checked(story, "broken")

    assert story.case.result.act == ""
    assert [task.role for task in story.case.tasks] == ["approver"]


def test_nobody_but_staff_says_that_a_promise_was_broken():
    command = c.CheckPromise(task="act:after-check:health", outcome="broken", sealed=FOUND)

    answer = promised().ask(system("clock"), "2026-03-20T10:00+08:00", command)

    assert isinstance(answer, Refusal)


def test_the_law_wants_rectification_first_and_then_the_permit_is_annulled():
    story = promised()
    checked(story, "broken")
    annul = c.EndResult(act="annul", ground=ANNUL_GROUND, sealed=REASON)
    order = c.OrderRectification(task="act:broken:health", limit="5 工作日", sealed=REASON)

    early = story.ask(staff("approver"), "2026-03-21T10:00+08:00", annul)
    assert isinstance(early, Refusal) and early.code == "material.rectify-first"

    story.must(staff("approver"), "2026-03-23T10:00+08:00", order)
    assert story.case.task("act:after-check:health").due_at is not None
    checked(story, "broken", "2026-03-31T10:00+08:00")
    story.must(staff("approver"), "2026-04-01T10:00+08:00", annul)

    assert story.case.result.act == "annul"
    assert story.case.tasks == ()
    assert story.case.ways["health"].state == "ended"


def test_a_person_may_let_the_result_stand_for_a_reason():
    story = promised()
    checked(story, "broken")
    without = story.ask(staff("approver"), "2026-03-21T10:00+08:00", c.LetStand(task="act:broken:health"))
    assert isinstance(without, Refusal)

    story.must(
        staff("approver"), "2026-03-21T10:00+08:00", c.LetStand(task="act:broken:health", sealed=REASON)
    )

    assert story.case.result.act == "" and story.case.tasks == ()
