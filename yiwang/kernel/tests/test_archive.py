"""How long a case is kept: from the day its matter names, never from today for want of one."""

from datetime import date

import pytest
from msgspec.structs import replace

from yiwang.kernel import commands as c
from yiwang.kernel.archive import Archive, Due, Retention, due
from yiwang.kernel.archive_commands import DestroyCase, HoldArchive, ProposeDestruction, ReleaseArchive
from yiwang.kernel.limits import parse
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.result import Result
from yiwang.kernel.tests.small_city import ZONE, at, city, matter, resident, staff
from yiwang.kernel.tests.test_case import REASON, refold
from yiwang.kernel.tests.test_migration import Running

TEN = Retention(nomination="destroy", period=parse("10 年"), clause="测试条例 第九条")
BASE = city()
KEEPING = replace(BASE, matters={**BASE.matters, "licence": matter(archive=Archive(TEN))})
LATER = "2036-03-04T10:00+08:00"


def ended(under=KEEPING):
    run = Running().accepted()
    answer = run.ask(resident(), "2026-03-03T18:00+08:00", c.Withdraw(), under=under)
    assert not isinstance(answer, Refusal)
    return run


def day_of(case, **changes):
    return due(case, Archive(replace(TEN, **changes)), ZONE)


def test_ten_years_from_the_end_are_whole_before_anything_is_destroyed():
    found = day_of(ended().case)
    assert isinstance(found, Due)
    assert (found.since, found.on) == (date(2026, 3, 3), date(2036, 3, 4))


def test_each_way_of_finding_the_first_day():
    case = ended().case
    granted = replace(case, result=Result(from_on=date(2026, 4, 1), until=date(2031, 3, 31)))
    revoked = replace(granted, result=replace(granted.result, act="revoke", at=at("2028-01-05T09:00+08:00")))
    assert day_of(case, way="term", term=parse("2 年")).since == date(2028, 3, 3)
    assert day_of(replace(case, facts={"until": "2030-06-30"}), way="field", field="until").since == date(
        2030, 6, 30
    )
    assert day_of(granted, way="result-begins").since == date(2026, 4, 1)
    assert day_of(granted, way="result-ends").since == date(2031, 3, 31)
    assert day_of(revoked, way="result-ends").since == date(2028, 1, 5)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"way": "field", "field": "until"}, "no-field"),
        ({"way": "result-ends"}, "no-result"),
        ({"nomination": "keep"}, "keep"),
    ],
)
def test_where_no_day_is_known_nothing_is_due(changes, why):
    assert day_of(ended().case, **changes) == why


def test_a_result_without_end_has_no_first_day_yet():
    case = replace(ended().case, result=Result(from_on=date(2026, 4, 1)))
    assert day_of(case, way="result-ends") == "endless-result"


def test_a_running_case_and_a_matter_that_says_nothing_are_never_due():
    assert due(Running().accepted().case, Archive(TEN), ZONE) == "not-ended"
    assert due(ended().case, None, ZONE) == "no-rule"


def test_an_outcome_may_be_kept_for_good_beside_the_rest():
    archive = Archive(TEN, {"withdrawn": Retention(nomination="keep")})
    assert due(ended().case, archive, ZONE) == "keep"
    assert isinstance(due(replace(ended().case, phase="closed", outcome="deny"), archive, ZONE), Due)


def test_one_person_proposes_and_another_confirms_and_the_record_stays():
    run = ended()
    officer, approver = staff("officer"), staff("approver")
    assert (
        run.ask(officer, "2036-03-03T10:00+08:00", ProposeDestruction(), under=KEEPING).code
        == "archive.too-early"
    )
    assert run.ask(approver, LATER, DestroyCase(), under=KEEPING).code == "archive.not-proposed"
    (proposed,) = run.ask(approver, LATER, ProposeDestruction(), under=KEEPING)
    assert proposed.data.about["due"] == "2036-03-04"
    assert run.ask(approver, LATER, DestroyCase(), under=KEEPING).code == "archive.same-person"
    assert run.ask(officer, LATER, DestroyCase(), under=KEEPING).code == "access.denied"
    (destroyed,) = run.ask(staff("chief"), LATER, DestroyCase(), under=KEEPING)
    assert destroyed.data.about["clause"] == "测试条例 第九条"
    assert run.case.kept.destroyed_at == at(LATER)
    assert run.ask(staff("chief"), LATER, DestroyCase(), under=KEEPING).code == "archive.destroyed"
    assert refold(run.log) == run.case


def test_a_hold_stops_destruction_at_either_step_and_ends_a_proposal():
    run = ended()
    run.ask(staff("officer"), LATER, ProposeDestruction(), under=KEEPING)
    assert run.ask(staff("officer"), LATER, HoldArchive(), under=KEEPING).code == "case.reason-missing"
    run.ask(staff("officer"), LATER, HoldArchive(sealed=REASON), under=KEEPING)
    assert run.ask(staff("chief"), LATER, DestroyCase(), under=KEEPING).code == "archive.held"
    assert run.ask(staff("officer"), LATER, ProposeDestruction(), under=KEEPING).code == "archive.held"
    assert (
        run.ask(staff("officer"), LATER, ReleaseArchive(sealed=REASON), under=KEEPING).code == "access.denied"
    )
    run.ask(staff("chief"), LATER, ReleaseArchive(sealed=REASON), under=KEEPING)
    assert run.ask(staff("chief"), LATER, DestroyCase(), under=KEEPING).code == "archive.not-proposed"
    assert refold(run.log) == run.case
