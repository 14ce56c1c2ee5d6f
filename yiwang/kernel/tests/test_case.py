"""A case from filing to the end: who may do what when, and what the clocks make of it."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.kernel import commands as c
from yiwang.kernel.access import system
from yiwang.kernel.acts import decide
from yiwang.kernel.case import ENDED, Case, Delta, Sealed, due, evolve, opened
from yiwang.kernel.ledger import canonical
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.tests.small_city import ZONE, at, city, context, resident, staff

CITY = city()
REASON = {"reason": Sealed("0" * 64, "11111111-1111-4111-8111-111111111111")}


class Story:
    """One case and what happened to it; every step is decided, then evolved from its own bytes."""

    def __init__(self, matter="licence", channel="online", facts=None, here=CITY):
        self.case, self.events, self.here = None, [], here
        self.file = c.File(
            case="018f0000-0000-7000-8000-000000000001",
            number="2603-TEST",
            matter=matter,
            place="900101",
            channel=channel,
            applicant="r1",
            facts=facts or {"area": 80},
        )

    def ask(self, actor, now, command):
        answer = decide(self.case, command, context(actor, now, city=self.here))
        if isinstance(answer, Refusal):
            return answer
        for event in answer:
            data = msgspec.json.decode(canonical(event.data), type=Delta)
            assert data == event.data, "what is read back is what was written"
            moment = at(now) if isinstance(now, str) else now
            self.case = (
                opened(event, self.here.pack, moment)
                if self.case is None
                else evolve(self.case, event, moment)
            )
            self.events.append(event.type)
        return answer

    def must(self, *step):
        answer = self.ask(*step)
        assert not isinstance(answer, Refusal), answer
        return answer

    def accepted(self, channel="online"):
        self.must(resident(), "2026-03-02T10:00+08:00", self.file)
        self.must(staff("window", "hall"), "2026-03-02T10:05+08:00", c.Receive())
        self.must(staff("window", "hall"), "2026-03-02T10:10+08:00", c.Forward())
        self.must(staff("officer"), "2026-03-03T10:00+08:00", c.Accept())
        return self

    def task(self, node):
        return next(task.id for task in self.case.tasks if task.node == node)


def due_day(case, clock="decision"):
    return case.clocks[clock].due_legal.astimezone(ZONE).date()


def test_a_licence_goes_from_filing_to_its_result():
    story = Story().accepted()
    assert story.case.phase == "accepted"
    assert [task.node for task in story.case.tasks] == ["site-check"]
    story.must(staff("inspector"), "2026-03-04T10:00+08:00", c.Complete(task=story.task("site-check")))
    story.must(staff("expert"), "2026-03-09T10:00+08:00", c.Complete(task=story.task("review-by-experts")))
    story.must(
        staff("officer"), "2026-03-10T10:00+08:00", c.Complete(task=story.task("opinion"), outcome="agree")
    )
    story.must(staff("approver"), "2026-03-11T10:00+08:00", c.Decide(outcome="grant"))
    story.must(staff("officer"), "2026-03-11T11:00+08:00", c.Deliver(how="online"))
    assert story.case.phase == "closed"
    assert story.case.outcome == "grant"
    assert not story.case.tasks
    assert [paper.kind for paper in story.case.papers] == ["acceptance", "decision"]
    assert story.case.papers[-1].served_how == "online"


def test_receipt_at_the_window_is_not_acceptance():
    story = Story()
    story.must(resident(), "2026-03-02T10:00+08:00", story.file)
    story.must(staff("window", "hall"), "2026-03-02T10:05+08:00", c.Receive())
    assert "decision" not in story.case.clocks
    assert "review" in story.case.clocks
    assert story.ask(staff("officer"), "2026-03-02T11:00+08:00", c.Accept()).code == "case.not-received"


def test_the_district_where_the_place_lies_leads_and_the_other_sees_nothing():
    story = Story().accepted()
    assert story.case.lead == "east-bureau"
    answer = story.ask(
        staff("inspector", "west-bureau"), "2026-03-04T10:00+08:00", c.Complete(task=story.task("site-check"))
    )
    assert answer.code == "access.denied"


def test_expert_review_does_not_count_and_the_site_check_does():
    story = Story().accepted()
    counted = due_day(story.case)
    assert counted == date(2026, 3, 31)
    story.must(staff("inspector"), "2026-03-04T10:00+08:00", c.Complete(task=story.task("site-check")))
    assert story.case.clocks["decision"].paused
    assert story.case.clocks["decision"].due_legal is None
    story.must(staff("expert"), "2026-03-10T10:00+08:00", c.Complete(task=story.task("review-by-experts")))
    assert due_day(story.case) == date(2026, 4, 7)  # 4 to 10 March: five working days left out


def test_a_number_kept_as_text_is_still_compared_as_a_number():
    story = Story(facts={"area": "50.5"}).accepted()
    story.must(staff("inspector"), "2026-03-04T10:00+08:00", c.Complete(task=story.task("site-check")))
    assert [task.node for task in story.case.tasks] == ["review-by-experts"]
    small = Story(facts={"area": "9.5"}).accepted()
    small.must(staff("inspector"), "2026-03-04T10:00+08:00", c.Complete(task=small.task("site-check")))
    assert [task.node for task in small.case.tasks] == ["opinion"]


def test_correction_is_asked_once_and_the_review_restarts_when_it_comes():
    story = Story()
    story.must(resident(), "2026-03-02T10:00+08:00", story.file)
    story.must(staff("window", "hall"), "2026-03-02T10:05+08:00", c.Receive())
    story.must(
        staff("window", "hall"), "2026-03-03T10:00+08:00", c.AskCorrection(items=("area",), sealed=REASON)
    )
    assert story.case.phase == "correcting"
    assert story.case.papers[0].number == "2603-TEST-C1"
    story.must(resident(), "2026-03-05T10:00+08:00", c.Correct(facts={"area": 90}))
    assert story.case.facts["area"] == 90
    assert due_day(story.case, "review") == date(2026, 3, 12)
    again = story.ask(
        staff("window", "hall"), "2026-03-05T11:00+08:00", c.AskCorrection(items=("area",), sealed=REASON)
    )
    assert again.code == "case.corrected-once"


def test_silence_of_the_organ_means_accepted_from_the_day_of_receipt():
    story = Story()
    story.must(resident(), "2026-03-02T10:00+08:00", story.file)
    story.must(staff("window", "hall"), "2026-03-02T10:05+08:00", c.Receive())
    assert story.ask(system("timers"), "2026-03-09T23:59+08:00", c.Tick()) == ()
    story.must(system("timers"), "2026-03-10T00:00:01+08:00", c.Tick())
    assert story.case.phase == "accepted"
    assert story.events[-2:] == ["case.limit-passed", "case.accepted"]
    assert due_day(story.case) == date(2026, 3, 30)  # twenty working days after 2 March


def test_what_was_corrected_is_deemed_accepted_from_the_day_the_correction_came():
    """行政许可法 第三十二条第一款第四项, with the clock begun anew by the correction."""
    story = Story()
    story.must(resident(), "2026-03-02T10:00+08:00", story.file)
    story.must(staff("window", "hall"), "2026-03-02T10:05+08:00", c.Receive())
    story.must(staff("window", "hall"), "2026-03-02T10:10+08:00", c.Forward())
    story.must(staff("officer"), "2026-03-03T10:00+08:00", c.AskCorrection(items=("area",)))
    story.must(resident(), "2026-04-01T10:00+08:00", c.Correct(facts={"area": 90}))
    assert due_day(story.case, "review") == date(2026, 4, 8)

    story.must(system("timers"), "2026-04-09T00:01+08:00", c.Tick())

    assert story.case.phase == "accepted"
    assert story.case.clocks["decision"].begins[0].at == at("2026-04-01T10:00+08:00")


def test_an_extension_needs_the_head_of_the_body_and_happens_once():
    story = Story().accepted()
    extend = c.Extend(clock="decision", amount="10 工作日", sealed=REASON)
    assert story.ask(staff("officer"), "2026-03-04T10:00+08:00", extend).code == "access.denied"
    story.must(staff("chief"), "2026-03-04T10:00+08:00", extend)
    assert due_day(story.case) == date(2026, 4, 14)
    assert story.ask(staff("chief"), "2026-03-05T10:00+08:00", extend).code == "clock.extended-already"


def test_no_refusal_without_reason_range_and_a_named_person():
    story = Story("at-once")
    story.must(resident(), "2026-03-02T10:00+08:00", story.file)
    bare = c.DecideAtOnce(outcome="deny")
    assert story.ask(staff("approver"), "2026-03-02T10:01+08:00", bare).code == "case.reason-missing"
    full = c.DecideAtOnce(outcome="deny", range="all", ground="测试条例 第一条", sealed=REASON)
    assert story.ask(system("timers"), "2026-03-02T10:01+08:00", full).code == "case.adverse-needs-person"
    story.must(staff("approver"), "2026-03-02T10:01+08:00", full)
    assert story.case.phase == "decided"


def test_an_immediate_matter_is_decided_in_one_act():
    story = Story("at-once")
    story.must(resident(), "2026-03-02T10:00+08:00", story.file)
    story.must(staff("officer"), "2026-03-02T10:01+08:00", c.DecideAtOnce(outcome="grant"))
    assert story.events == ["case.filed", "case.received", "case.accepted", "case.decided"]


def test_a_matter_whose_process_starts_on_filing_closes_when_its_steps_are_done():
    story = Story("report", facts={"area": 10})
    story.must(resident(), "2026-03-02T10:00+08:00", story.file)
    assert story.case.phase == "accepted"
    story.must(staff("inspector"), "2026-03-03T10:00+08:00", c.Complete(task=story.task("site-check")))
    story.must(
        staff("officer"), "2026-03-03T11:00+08:00", c.Complete(task=story.task("opinion"), outcome="agree")
    )
    assert story.case.phase == "closed"


def test_personal_fields_never_pass_unsealed():
    story = Story(facts={"name": "somebody"})
    assert story.ask(resident(), "2026-03-02T10:00+08:00", story.file).code == "case.unsealed"


def test_nobody_files_for_somebody_else():
    story = Story()
    assert story.ask(resident("r2"), "2026-03-02T10:00+08:00", story.file).code == "access.denied"


def test_a_step_is_for_the_position_the_matter_names():
    story = Story().accepted()
    answer = story.ask(staff("officer"), "2026-03-04T10:00+08:00", c.Complete(task=story.task("site-check")))
    assert answer.code == "access.not-your-task"


def test_a_case_suspended_for_review_goes_on_where_it_stood():
    story = Story().accepted()
    story.must(staff("officer"), "2026-03-04T10:00+08:00", c.Suspend(interval="expert-review", sealed=REASON))
    assert story.case.phase == "suspended"
    assert due(story.case)[0] is None
    story.must(staff("officer"), "2026-03-06T10:00+08:00", c.Resume())
    assert story.case.phase == "accepted"
    assert due_day(story.case) == date(2026, 4, 3)  # 4, 5 and 6 March left out


def test_a_case_that_is_late_still_goes_to_the_experts():
    story = Story().accepted()
    story.must(system("timers"), "2026-06-01T10:00+08:00", c.Tick())
    assert story.case.clocks["decision"].expired_at is not None

    story.must(staff("inspector"), "2026-06-01T11:00+08:00", c.Complete(task=story.task("site-check")))

    assert [task.node for task in story.case.tasks] == ["review-by-experts"]
    assert not story.case.clocks["decision"].paused, "what is late is not made good by a pause"
    story.must(staff("expert"), "2026-06-02T10:00+08:00", c.Complete(task=story.task("review-by-experts")))
    assert [task.node for task in story.case.tasks] == ["opinion"]


def test_a_withdrawn_case_is_over():
    story = Story().accepted()
    story.must(resident(), "2026-03-04T10:00+08:00", c.Withdraw())
    assert story.case.phase == "withdrawn"
    assert not story.case.tasks
    assert all(state.stopped_at for state in story.case.clocks.values())
    assert story.ask(resident(), "2026-03-04T11:00+08:00", c.Withdraw()).code == "case.wrong-phase"


ACTORS = [
    resident(),
    staff("window", "hall"),
    staff("officer"),
    staff("inspector"),
    staff("expert"),
    staff("approver"),
    staff("chief"),
    staff("officer", "west-bureau"),
    system("timers"),
]
ASKS = [
    c.Receive(),
    c.Forward(),
    c.Accept(),
    c.AskCorrection(items=("area",), sealed=REASON),
    c.Correct(facts={"area": 40}),
    c.Refuse(ground="测试条例 第一条", sealed=REASON),
    c.Refuse(ground="测试条例 第一条", cause="not-ours", next_body="west-bureau", sealed=REASON),
    c.Suspend(interval="expert-review", sealed=REASON),
    c.Resume(),
    c.Extend(clock="decision", amount="5 工作日", sealed=REASON),
    c.Decide(outcome="grant"),
    c.Deliver(how="online"),
    c.Withdraw(),
    c.Tick(),
    c.Recount(),
    c.Reopen(sealed=REASON),
    c.Close(),
    c.HandOver(body="west-bureau"),
    c.Consult(body="west-bureau"),
    c.Comment(sealed={"comment": REASON["reason"]}),
    c.Comment(to="applicant", sealed={"comment": REASON["reason"]}),
    c.CoHandle(body="west-bureau", limit="5 工作日", sealed={"question": REASON["reason"]}),
    c.Supervise(limit="3 工作日", sealed=REASON),
    c.LinkDuplicate(of="2603-OTHER"),
    c.CallHearing(at=at("2026-03-20T10:00+08:00"), place="一楼", host="p-chief-east-bureau"),
    c.HoldHearing(sealed={"record": REASON["reason"]}),
    c.ArrangeVisit(
        since=at("2026-03-20T10:00+08:00"),
        until=at("2026-03-20T12:00+08:00"),
        visitors=("p-officer-east-bureau", "p-inspector-east-bureau"),
    ),
    "undo",
    "answer",
    "visited",
    "call-off",
    "complete",
    "claim",
]


@settings(derandomize=True, max_examples=250, deadline=None)
@given(
    moves=st.lists(
        st.tuples(st.sampled_from(ACTORS), st.sampled_from(ASKS), st.integers(0, 80)), max_size=40
    ),
    matter=st.sampled_from(["licence", "at-once", "report"]),
)
def test_whatever_is_asked_the_case_refolds_and_stays_whole(moves, matter):
    story = Story(matter)
    now = at("2026-03-02T10:00+08:00")
    log = []
    for event in story.must(resident(), now, story.file):
        log.append((event, now))
    for actor, ask, hours in moves:
        now += timedelta(hours=hours)
        if isinstance(ask, str):
            if not story.case.tasks:
                continue
            ask = asked_of_tasks(ask, story.case)
        answer = story.ask(actor, now, ask)
        if not isinstance(answer, Refusal):
            log.extend((event, now) for event in answer)
        check_whole(story.case)
    assert refold(log) == story.case
    encoded = msgspec.json.encode(story.case)
    assert msgspec.json.decode(encoded, type=Case) == story.case


def asked_of_tasks(word, case):
    """Return the command that a word means for the tasks that are open now."""
    first, last = case.tasks[0], case.tasks[-1]
    return {
        "claim": c.Claim(task=first.id),
        "undo": c.Undo(of=case.events),
        "answer": c.Answer(task=last.id, sealed={"answer": REASON["reason"]}),
        "visited": c.RecordVisit(task=last.id, outcome="pass", sealed={"findings": REASON["reason"]}),
        "call-off": c.CallOff(task=last.id, sealed=REASON),
        "complete": c.Complete(task=first.id, outcome="agree" if first.node == "opinion" else ""),
    }[word]


def refold(log):
    case = None
    for event, moment in log:
        case = opened(event, CITY.pack, moment) if case is None else evolve(case, event, moment)
    return case


def check_whole(case):
    ids = [task.id for task in case.tasks]
    assert len(ids) == len(set(ids))
    if case.phase in ENDED:
        assert not case.tasks
        assert all(state.stopped_at is not None for state in case.clocks.values())
        assert case.ended_at is not None
    else:
        assert case.ended_at is None
    if case.phase == "accepted":
        assert case.tasks, "somebody always has the next step"


def test_an_event_without_data_is_read_by_pure_defaults():
    assert msgspec.json.decode(b"{}", type=Delta) == Delta()
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"tokens": 5}', type=Delta)


def test_a_step_that_is_over_is_told_from_a_lack_of_permission():
    story = Story().accepted()
    helper = staff("inspector", "west-bureau")  # the step may have been theirs; nothing of it is open now

    answer = story.ask(helper, "2026-03-04T10:00+08:00", c.Complete(task="advice:7"))
    assert answer.code == "case.no-task"

    story.must(resident(), "2026-03-04T11:00+08:00", c.Withdraw())
    answer = story.ask(helper, "2026-03-05T10:00+08:00", c.Complete(task="advice:7"))
    assert answer.code == "case.wrong-phase"
    assert story.ask(resident("r2"), "2026-03-05T10:00+08:00", c.Withdraw()).code == "access.denied"
