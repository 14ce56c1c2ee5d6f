"""Hearings and visits: told in time, led by another, not counted where the law says so, and recorded."""

from datetime import date

import msgspec

from yiwang.kernel import commands as c
from yiwang.kernel.case import Sealed
from yiwang.kernel.tests.small_city import DECISION, at, city, resident, staff
from yiwang.kernel.tests.test_case import CITY, REASON, Story, due_day

WORDS = Sealed("0" * 64, "33333333-3333-4333-8333-333333333333")
OFFICER, APPROVER = staff("officer"), staff("approver")
HOST = "p-chief-east-bureau"


def hearing(day="2026-03-16", **changes):
    asked = {"at": at(f"{day}T10:00+08:00"), "place": "区政府二楼听证室", "host": HOST, **changes}
    return c.CallHearing(**asked)


def town():
    """The small city, whose licence does not count hearings."""
    clock = msgspec.structs.replace(DECISION, not_counted=("expert-review", "hearing"))
    licence = CITY.matters["licence"]
    changed = msgspec.structs.replace(licence, clocks={**licence.clocks, "decision": clock})
    return city(matters={**CITY.matters, "licence": changed})


def test_a_hearing_is_told_seven_working_days_before():
    """行政许可法 第四十八条第一款第一项, 第八十二条."""
    story = Story(here=town()).accepted()
    answer = story.ask(OFFICER, "2026-03-04T10:00+08:00", hearing("2026-03-12"))
    assert answer.code == "hearing.notice-too-short"
    assert answer.params == {"on": "2026-03-12", "by": "2026-03-03", "today": "2026-03-04"}
    story.must(OFFICER, "2026-03-04T10:00+08:00", hearing("2026-03-13"))


def test_the_time_of_a_hearing_is_not_counted_and_its_record_starts_the_clock_again():
    """行政许可法 第四十五条."""
    story = Story(here=town()).accepted()
    assert due_day(story.case) == date(2026, 3, 31)
    story.must(OFFICER, "2026-03-04T10:00+08:00", hearing())
    assert story.case.clocks["decision"].paused
    assert story.case.papers[-1].number == "2603-TEST-H1"
    record = c.HoldHearing(sealed={"record": WORDS})
    chief = staff("chief")
    assert story.ask(chief, "2026-03-13T10:00+08:00", record).code == "case.not-held-yet"
    assert story.ask(chief, "2026-03-16T12:00+08:00", c.HoldHearing()).code == "hearing.record-missing"
    assert story.ask(OFFICER, "2026-03-16T12:00+08:00", record).code == "access.not-your-task"
    story.must(chief, "2026-03-16T12:00+08:00", record)
    assert due_day(story.case) == date(2026, 4, 13)  # 4 to 16 March: nine working days left out
    assert not story.case.clocks["decision"].paused


def test_whoever_examines_the_case_does_not_lead_its_hearing():
    """行政许可法 第四十八条第一款第三项."""
    story = Story(here=town()).accepted()
    accepter = hearing(host="p-officer-east-bureau")
    assert story.ask(OFFICER, "2026-03-04T10:00+08:00", accepter).code == "hearing.host-handles"
    stranger = hearing(host="p-chief-west-bureau")
    assert story.ask(OFFICER, "2026-03-04T10:00+08:00", stranger).code == "case.wrong-person"


def test_no_decision_while_a_hearing_or_a_visit_is_open():
    story = Story("licence", facts={"area": 20}, here=town()).accepted()
    story.must(OFFICER, "2026-03-04T10:00+08:00", hearing())
    story.must(staff("inspector"), "2026-03-04T11:00+08:00", c.Complete(task=story.task("site-check")))
    opinion = c.Complete(task=story.task("opinion"), outcome="agree")
    story.must(OFFICER, "2026-03-04T12:00+08:00", opinion)
    assert story.ask(APPROVER, "2026-03-05T10:00+08:00", c.Decide(outcome="grant")).code == "case.steps-open"
    assert (
        story.ask(OFFICER, "2026-03-05T10:00+08:00", c.CallOff(task="act:hearing")).code
        == "case.reason-missing"
    )
    story.must(OFFICER, "2026-03-05T10:00+08:00", c.CallOff(task="act:hearing", sealed=REASON))
    assert not story.case.clocks["decision"].paused
    story.must(APPROVER, "2026-03-05T11:00+08:00", c.Decide(outcome="grant"))


def test_a_process_that_draws_its_hearing_keeps_its_own_clock():
    story = Story(here=town()).accepted()
    drawn = msgspec.structs.replace(story.case.tasks[0], interval="hearing")
    story.case = msgspec.structs.replace(story.case, tasks=(drawn,))
    story.must(OFFICER, "2026-03-04T10:00+08:00", hearing())
    story.must(staff("chief"), "2026-03-16T12:00+08:00", c.HoldHearing(sealed={"record": WORDS}))
    assert [task.interval for task in story.case.tasks] == ["hearing"]
    assert story.case.clocks["decision"] == story.case.clocks["decision"]


def visit(**changes):
    asked = {
        "since": at("2026-03-06T09:00+08:00"),
        "until": at("2026-03-06T11:00+08:00"),
        "visitors": ("p-inspector-east-bureau", "p-officer-east-bureau"),
        **changes,
    }
    return c.ArrangeVisit(**asked)


def test_two_or_more_go_on_a_visit_and_its_time_is_counted():
    """行政许可法 第三十四条第三款."""
    story = Story().accepted()
    now = "2026-03-04T10:00+08:00"
    alone = visit(visitors=("p-inspector-east-bureau",) * 2)
    assert story.ask(OFFICER, now, alone).code == "visit.too-few"
    foreign = visit(visitors=("p-inspector-east-bureau", "p-officer-west-bureau"))
    assert story.ask(OFFICER, now, foreign).code == "case.wrong-person"
    backwards = visit(until=at("2026-03-06T08:00+08:00"))
    assert story.ask(OFFICER, now, backwards).code == "visit.wrong-window"
    assert story.ask(resident(), now, visit()).code == "access.denied"

    story.must(OFFICER, now, visit())

    assert due_day(story.case) == date(2026, 3, 31)
    task = story.case.task(story.task("act:visit"))
    assert (task.assignee, task.role) == ("p-inspector-east-bureau", "inspector")
    assert task.due_at == at("2026-03-06T11:00+08:00")
    bare = c.RecordVisit(task=task.id, outcome="pass")
    assert story.ask(staff("inspector"), now, bare).code == "visit.findings-missing"
    found = {"findings": WORDS, "photo#1": WORDS}
    done = story.must(staff("inspector"), now, c.RecordVisit(task=task.id, outcome="pass", sealed=found))
    assert done[0].data.about["photos"] == 1
    assert story.case.task(task.id) is None


def test_a_body_that_co_handles_may_send_its_people_along():
    story = Story().accepted()
    asked = c.CoHandle(body="west-bureau", sealed={"question": WORDS})
    story.must(OFFICER, "2026-03-04T10:00+08:00", asked)
    both = visit(visitors=("p-inspector-east-bureau", "p-inspector-west-bureau"))
    story.must(OFFICER, "2026-03-04T11:00+08:00", both)
    story.must(
        staff("officer"), "2026-03-04T12:00+08:00", c.CallOff(task=story.task("act:visit"), sealed=REASON)
    )
