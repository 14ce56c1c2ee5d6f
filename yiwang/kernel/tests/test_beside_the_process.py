"""What others are asked, ordered and told beside the process; and what can be taken back."""

from datetime import date

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.kernel import commands as c
from yiwang.kernel.access import Actor, Holding, may, system
from yiwang.kernel.case import Sealed
from yiwang.kernel.tests.small_city import ZONE, at, resident, staff
from yiwang.kernel.tests.test_case import REASON, Story, check_whole, due_day

WORDS = Sealed("0" * 64, "22222222-2222-4222-8222-222222222222")
CHIEF, OFFICER, WEST = staff("chief"), staff("officer"), staff("officer", "west-bureau")


def moment(day, hour=10):
    return f"2026-03-{day:02}T{hour:02}:00+08:00"


def decided(story):
    story.must(staff("inspector"), moment(4), c.Complete(task=story.task("site-check")))
    story.must(staff("expert"), moment(5), c.Complete(task=story.task("review-by-experts")))
    story.must(OFFICER, moment(6), c.Complete(task=story.task("opinion"), outcome="agree"))
    story.must(staff("approver"), moment(9), c.Decide(outcome="grant"))
    return story


def test_an_order_of_supervision_has_a_reason_a_limit_and_an_answer():
    story = Story().accepted()
    assert story.ask(CHIEF, moment(4), c.Supervise(limit="3 工作日")).code == "case.reason-missing"
    assert story.ask(CHIEF, moment(4), c.Supervise(sealed=REASON)).code == "case.limit-missing"
    assert story.ask(OFFICER, moment(4), c.Supervise(limit="3 工作日", sealed=REASON)).code == "access.denied"

    story.must(CHIEF, moment(4), c.Supervise(limit="3 工作日", sealed=REASON))

    order = story.task("act:supervise")
    task = story.case.task(order)
    assert (task.body, task.role) == ("east-bureau", "officer")
    assert task.due_at.astimezone(ZONE).date() == date(2026, 3, 9)
    assert story.ask(OFFICER, moment(5), c.Answer(task=order)).code == "case.answer-missing"
    assert story.ask(WEST, moment(5), c.Answer(task=order, sealed={"answer": WORDS})).code == "access.denied"
    story.must(OFFICER, moment(5), c.Answer(task=order, sealed={"answer": WORDS}))
    assert story.case.task(order) is None
    assert story.events[-1] == "case.supervision-answered"


def test_an_order_outlasts_the_decision_and_ends_with_the_case():
    story = Story().accepted()
    story.must(CHIEF, moment(3, 11), c.Supervise(limit="20 工作日", sealed=REASON))
    decided(story)
    assert sorted(task.node for task in story.case.tasks) == ["act:deliver", "act:supervise"]
    story.must(OFFICER, moment(10), c.Deliver(how="online"))
    assert story.case.phase == "closed" and not story.case.tasks


def test_the_limit_of_an_order_is_not_paused_with_the_case():
    story = Story().accepted()
    story.must(CHIEF, moment(4), c.Supervise(limit="3 工作日", sealed=REASON))
    story.must(OFFICER, moment(4, 11), c.Suspend(interval="expert-review", sealed=REASON))
    task = story.case.task(story.task("act:supervise"))
    assert task.due_at.astimezone(ZONE).date() == date(2026, 3, 9)
    story.must(OFFICER, moment(5), c.Answer(task=task.id, sealed={"answer": WORDS}))


def test_a_body_that_co_handles_does_its_part_and_sees_the_case_to_its_end():
    story = Story().accepted()
    bare = c.CoHandle(body="west-bureau")
    assert story.ask(OFFICER, moment(4), bare).code == "case.question-missing"
    asked = c.CoHandle(body="west-bureau", limit="2 工作日", sealed={"question": WORDS})
    story.must(OFFICER, moment(4), asked)
    part = story.task("act:assist")
    assert story.case.task(part).due_at.astimezone(ZONE).date() == date(2026, 3, 6)

    story.must(WEST, moment(5), c.Answer(task=part, sealed={"answer": WORDS}))

    assert story.case.assisting == ("west-bureau",)
    assert may(WEST, "case.read", story.case.target)
    itself = c.CoHandle(body="east-bureau", sealed={"question": WORDS})
    assert story.ask(OFFICER, moment(5), itself).code == "case.wrong-body"


def test_a_body_asked_for_its_opinion_sees_the_case_no_more_once_it_answered():
    story = Story().accepted()
    story.must(OFFICER, moment(4), c.Consult(body="west-bureau", sealed={"question": WORDS}))
    story.must(WEST, moment(5), c.Answer(task=story.task("act:consult"), sealed={"answer": WORDS}))
    assert story.events[-1] == "case.consultation-answered"
    assert not may(WEST, "case.read", story.case.target)


def test_a_comment_says_for_whom_it_is():
    story = Story().accepted()
    words = {"comment": WORDS}
    inside = story.must(OFFICER, moment(4), c.Comment(sealed=words))
    told = story.must(OFFICER, moment(4), c.Comment(to="applicant", sealed=words))
    asked = story.must(resident(), moment(4), c.Comment(sealed=words))
    assert [one[0].data.about for one in (inside, told, asked)] == [
        {}, {"to": "applicant"}, {"from": "applicant"},
    ]  # fmt: skip
    assert story.ask(OFFICER, moment(4), c.Comment(to="all", sealed=words)).code == "case.no-such-reader"


def test_a_refusal_to_accept_that_is_not_ours_says_whose_it_is():
    def received():
        story = Story()
        story.must(resident(), moment(2), story.file)
        story.must(staff("window", "hall"), moment(2, 11), c.Receive())
        story.must(staff("window", "hall"), moment(2, 12), c.Forward())
        return story

    story = received()
    ground = "测试条例 第一条"
    assert story.ask(OFFICER, moment(3), c.Refuse(ground="", sealed=REASON)).code == "case.ground-missing"
    not_ours = c.Refuse(ground=ground, cause="not-ours", sealed=REASON)
    assert story.ask(OFFICER, moment(3), not_ours).code == "case.next-owner-missing"
    itself = msgspec.structs.replace(not_ours, next_body="east-bureau")
    assert story.ask(OFFICER, moment(3), itself).code == "case.wrong-body"
    answer = story.must(OFFICER, moment(3), msgspec.structs.replace(not_ours, next_body="west-bureau"))
    assert answer[0].data.about == {"cause": "not-ours", "ground": ground, "next_body": "west-bureau"}

    outside = received()
    outside.must(
        OFFICER, moment(3), msgspec.structs.replace(not_ours, sealed={**REASON, "next_owner": WORDS})
    )


def test_no_rejection_without_a_remedy():
    story = Story("at-once")
    bare = msgspec.structs.replace(story.here.matters["at-once"], remedy={})
    story.here = msgspec.structs.replace(story.here, matters={**story.here.matters, "at-once": bare})
    story.must(resident(), moment(2), story.file)
    deny = c.DecideAtOnce(outcome="deny", range="all", ground="测试条例 第一条", sealed=REASON)
    assert story.ask(staff("approver"), moment(2, 11), deny).code == "case.remedy-missing"
    told = msgspec.structs.replace(deny, sealed={**REASON, "remedy": WORDS})
    story.must(staff("approver"), moment(2, 11), told)
    assert story.case.outcome == "deny"


def test_whoever_handles_a_case_cannot_extend_its_limit():
    both = Actor(
        "p-chief-east-bureau", "staff",
        (Holding("chief-east-bureau", "chief", "east-bureau", "900100"),
         Holding("officer-east-bureau", "officer", "east-bureau", "900100")),
    )  # fmt: skip
    story = Story()
    story.must(resident(), moment(2), story.file)
    story.must(staff("window", "hall"), moment(2, 11), c.Receive())
    story.must(staff("window", "hall"), moment(2, 12), c.Forward())
    story.must(both, moment(3), c.Accept())
    extend = c.Extend(clock="decision", amount="5 工作日", sealed=REASON)
    assert story.ask(both, moment(4), extend).code == "case.approver-handles"
    other = Actor("p-other", "staff", both.holdings[:1])
    story.must(other, moment(4), extend)


def test_a_suspension_rests_on_a_clause_that_the_pack_knows():
    story = Story().accepted()
    wrong = c.Suspend(interval="expert-review", ground="别的法 第一条", sealed=REASON)
    assert story.ask(OFFICER, moment(4), wrong).code == "case.ground-missing"
    answer = story.must(OFFICER, moment(4), c.Suspend(interval="expert-review", sealed=REASON))
    assert answer[0].data.about["ground"] == "测试条例 第一条"


def test_a_claim_an_assignment_and_a_hand_over_can_be_taken_back_while_nothing_followed():
    story = Story().accepted()
    task, inspector = story.task("site-check"), staff("inspector")
    before = story.case.tasks
    story.must(inspector, moment(4), c.Claim(task=task))
    story.must(inspector, moment(4), c.Undo(of=story.case.events))
    assert story.case.tasks == before and story.events[-1] == "case.undone"
    assert story.ask(inspector, moment(4), c.Undo(of=story.case.events)).code == "case.undo-too-late"

    story.must(OFFICER, moment(4), c.Assign(task=task, person="p-inspector-east-bureau"))
    assert story.ask(CHIEF, moment(4), c.Undo(of=story.case.events)).code == "case.undo-not-yours"
    story.must(OFFICER, moment(4), c.Undo(of=story.case.events))
    assert story.case.tasks == before

    story.must(OFFICER, moment(4), c.HandOver(body="west-bureau", sealed=REASON))
    assert story.case.lead == "west-bureau"
    story.must(OFFICER, moment(4), c.Undo(of=story.case.events))
    assert (story.case.lead, story.case.tasks) == ("east-bureau", before)

    story.must(OFFICER, moment(5), c.HandOver(body="west-bureau", sealed=REASON))
    of = story.case.events
    story.must(WEST, moment(5), c.Comment(sealed={"comment": WORDS}))
    assert story.ask(OFFICER, moment(5), c.Undo(of=of)).code == "case.undo-too-late"


def test_an_acceptance_is_never_taken_back():
    story = Story().accepted()
    assert story.ask(OFFICER, moment(3, 11), c.Undo(of=story.case.events)).code == "case.undo-too-late"


def test_a_duplicate_that_was_none_goes_on_where_it_can():
    early = Story()
    early.must(resident(), moment(2), early.file)
    early.must(staff("window", "hall"), moment(2, 11), c.Receive())
    early.must(staff("window", "hall"), moment(2, 12), c.Forward())
    early.must(OFFICER, moment(3), c.LinkDuplicate(of="2603-OTHER"))
    assert early.case.phase == "closed" and early.case.duplicate_of == "2603-OTHER"
    early.must(staff("approver"), moment(4), c.Reopen(sealed=REASON))
    assert early.case.phase == "filed" and early.case.duplicate_of == ""
    early.must(OFFICER, moment(5), c.Accept())

    late = Story().accepted()
    late.must(OFFICER, moment(4), c.LinkDuplicate(of="2603-OTHER"))
    late.must(staff("approver"), moment(5), c.Reopen(sealed=REASON))
    assert [task.node for task in late.case.tasks] == ["site-check"]
    assert due_day(late.case) == date(2026, 4, 2)


def test_a_report_that_is_reopened_goes_through_its_process_again():
    story = Story("report")
    story.must(resident(), moment(2), story.file)
    story.must(system("replay"), moment(3), c.Close())
    story.must(staff("approver"), moment(4), c.Reopen(sealed=REASON))
    assert story.case.phase == "accepted"
    assert [task.node for task in story.case.tasks] == ["site-check"]
    check_whole(story.case)


BESIDE = [
    (CHIEF, c.Supervise(limit="3 工作日", sealed=REASON)),
    (OFFICER, c.Consult(body="west-bureau", sealed={"question": WORDS})),
    (OFFICER, c.CoHandle(body="west-bureau", sealed={"question": WORDS})),
    (OFFICER, c.Comment(to="applicant", sealed={"comment": WORDS})),
]


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(BESIDE), max_size=6), st.booleans())
def test_whatever_is_asked_beside_the_process_neither_it_nor_its_clocks_move(asks, answered):
    story = Story().accepted()
    before = (story.case.tokens, story.case.clocks, story.case.phase, story.case.tasks)
    for actor, ask in asks:
        story.must(actor, moment(4), ask)
    while answered and (task := story.case.tasks[-1]).node.startswith("act:"):
        actor = staff(task.role, task.body)
        story.must(actor, moment(5), c.Answer(task=task.id, sealed={"answer": WORDS}))
    own = tuple(task for task in story.case.tasks if not task.node.startswith("act:"))
    assert (story.case.tokens, story.case.clocks, story.case.phase, own) == before
    assert due_day(story.case) == date(2026, 3, 31)


TAKEN_BACK = [
    (staff("inspector"), lambda story: c.Claim(task=story.task("site-check"))),
    (OFFICER, lambda story: c.Assign(task=story.task("site-check"), person="p-inspector-east-bureau")),
    (OFFICER, lambda story: c.HandOver(body="west-bureau", sealed=REASON)),
]


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(TAKEN_BACK), st.booleans()), max_size=6))
def test_an_act_taken_back_leaves_the_case_as_it_was_but_for_its_history(acts):
    story = Story().accepted()
    for (actor, ask), back in acts:
        before = story.case
        answer = story.ask(actor, at(moment(4)), ask(story))
        if not isinstance(answer, tuple) or not answer:
            continue
        if back:
            story.must(actor, moment(4), c.Undo(of=story.case.events))
            after = story.case
            assert (after.tasks, after.lead, after.clocks, after.phase) == (
                before.tasks, before.lead, before.clocks, before.phase,
            )  # fmt: skip
            assert after.events == before.events + 2
