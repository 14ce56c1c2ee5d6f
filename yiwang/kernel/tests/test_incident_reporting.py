"""Whom an incident is reported to, by when: from discovery, by grade, no less for being graded down."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from yiwang.kernel import incident_reporting as reporting
from yiwang.kernel.incident_rules import CLOSING, PEOPLE, IncidentRules, ReportRule
from yiwang.kernel.incident_state import Reporting
from yiwang.kernel.limits import Limit
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.tests.small_city import calendar

CALENDAR = calendar()
KNOWN = datetime(2026, 3, 4, 1, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
TITLE = {"zh": "报告", "en": "Report"}


def line(id: str, within: Limit, to: str, **more: object) -> ReportRule:
    given = {"operators": frozenset({"other"}), "grade": "larger", "by": "operator", **more}
    return ReportRule(id=id, title=TITLE, to=(to,), within=within, **given)


RULES = IncidentRules(
    grades={one: {"zh": one, "en": one} for one in ("general", "larger", "major", "severe")},
    operators={"other": TITLE},
    parties=dict.fromkeys(("operator", "province", "national", "people"), TITLE),
    reports=(
        line("province", Limit(Decimal(4), "hour"), "province"),
        line("onward", Limit(Decimal(1), "hour"), "national", grade="major", by="province", after="province"),
        line("people", Limit(Decimal(0), "at_once"), "people", kind=PEOPLE, grade="", personal=True),
        line("closing", Limit(Decimal(30), "calendar_day"), "province", kind=CLOSING),
    ),
)


def sure(made: Reporting | Refusal) -> Reporting:
    assert isinstance(made, Reporting), made
    return made


def begun(personal: bool = False) -> Reporting:
    return sure(reporting.begun("other", KNOWN, KNOWN + HOUR, CALENDAR, personal=personal))


def graded(state: Reporting, grade: str, at: datetime) -> Reporting:
    return sure(reporting.graded(state, RULES, grade, "rule", "p1", at, CALENDAR))


def sent(state: Reporting, owed: str, at: datetime) -> Reporting:
    return sure(reporting.sent(state, owed, "platform", at, at, CALENDAR))


def owed(state: Reporting) -> dict[str, datetime]:
    return {one.id: one.due_at for one in state.owed if one.open}


def code(made: Reporting | Refusal) -> str:
    assert isinstance(made, Refusal)
    assert made.zh and made.en
    return made.code


def test_the_clock_of_the_first_report_runs_from_discovery_not_from_the_grading():
    state = graded(begun(), "larger", KNOWN + 3 * HOUR)
    assert owed(state) == {"province": KNOWN + 4 * HOUR}


def test_a_general_incident_is_reported_to_nobody_until_it_is_graded_up_and_then_from_that_moment():
    state = graded(begun(), "general", KNOWN + HOUR)
    assert not state.owed
    assert owed(graded(state, "larger", KNOWN + 9 * HOUR)) == {"province": KNOWN + 13 * HOUR}


def test_the_provinces_own_hour_runs_from_its_receipt_and_only_for_a_major_incident():
    for grade, onward in (("larger", {}), ("major", {"onward": KNOWN + 4 * HOUR})):
        state = sent(graded(begun(), grade, KNOWN + HOUR), "province", KNOWN + 2 * HOUR)
        state = sure(
            reporting.received(state, RULES, "province", KNOWN + 3 * HOUR, KNOWN + 3 * HOUR, CALENDAR)
        )
        assert owed(state) == onward


def test_whoever_was_told_is_told_again_when_the_grade_moves_and_once_for_several_moves():
    state = sent(graded(begun(), "larger", KNOWN + HOUR), "province", KNOWN + 2 * HOUR)
    state = graded(state, "major", KNOWN + 5 * HOUR)
    assert owed(state) == {"province-2": KNOWN + 5 * HOUR}
    state = graded(state, "larger", KNOWN + 6 * HOUR)
    further = state.one("province-2")
    assert owed(state) == {"province-2": KNOWN + 5 * HOUR}
    assert further is not None and (further.after, further.grade) == ("lower", "larger")


def test_grading_down_takes_away_what_is_not_due_and_never_what_is_late():
    early = graded(graded(begun(), "larger", KNOWN + HOUR), "general", KNOWN + 2 * HOUR)
    assert not owed(early)
    assert code(reporting.sent(early, "province", "phone", KNOWN + 3 * HOUR, KNOWN + 3 * HOUR, CALENDAR)) == (
        "incident.lapsed"
    )
    late = graded(graded(begun(), "larger", KNOWN + HOUR), "general", KNOWN + 5 * HOUR)
    assert owed(late) == {"province": KNOWN + 4 * HOUR}
    assert late.owed[0].late_at(KNOWN + 5 * HOUR)


def test_what_lapsed_is_owed_anew_from_the_moment_the_grade_asks_for_it_again():
    state = graded(graded(begun(), "larger", KNOWN + HOUR), "general", KNOWN + 2 * HOUR)
    state = graded(state, "severe", KNOWN + 10 * HOUR)
    assert owed(state) == {"province-2": KNOWN + 14 * HOUR}


def test_the_closing_report_is_due_at_the_end_of_the_thirtieth_day_after_handling_ended():
    state = sent(graded(begun(), "larger", KNOWN + HOUR), "province", KNOWN + 2 * HOUR)
    ended = datetime(2026, 3, 5, 15, 59, tzinfo=UTC)  # 23:59 in the city
    state = sure(reporting.handled(state, RULES, ended, ended, CALENDAR))
    assert owed(state) == {"closing": datetime(2026, 4, 4, 15, 59, 59, 999_999, tzinfo=UTC)}
    assert not owed(sure(reporting.resumed(state, RULES, ended + HOUR)))
    assert code(reporting.handled(state, RULES, ended, ended, CALENDAR)) == "incident.handled-already"


def test_nobody_is_owed_a_closing_report_of_what_nobody_was_told_of():
    state = graded(begun(), "general", KNOWN + HOUR)
    ended = sure(reporting.handled(state, RULES, KNOWN + 2 * HOUR, KNOWN + 2 * HOUR, CALENDAR))
    assert not ended.owed
    later = graded(ended, "larger", KNOWN + 3 * HOUR)
    assert set(owed(later)) == {"province", "closing"}


def test_people_are_told_at_once_unless_harm_is_averted_and_again_if_the_authority_orders_it():
    state = graded(begun(personal=True), "general", KNOWN + HOUR)
    assert owed(state) == {"people": KNOWN}
    spared = sure(reporting.spared(state, RULES, KNOWN + HOUR))
    assert not owed(spared)
    assert not owed(graded(spared, "larger", KNOWN + 2 * HOUR)).keys() & {"people", "people-2"}
    ordered = sure(reporting.ordered(spared, RULES, KNOWN + 3 * HOUR, CALENDAR))
    assert owed(ordered) == {"people-2": KNOWN + 3 * HOUR}
    assert code(reporting.ordered(state, RULES, KNOWN, CALENDAR)) == "incident.not-spared"
    assert code(reporting.spared(spared, RULES, KNOWN)) == "incident.nobody-to-spare"


def test_impossible_times_and_reports_are_refused_in_words():
    state = graded(begun(), "larger", KNOWN + HOUR)
    now = KNOWN + 2 * HOUR
    assert (
        code(reporting.begun("other", now + HOUR, now, CALENDAR, personal=False)) == "incident.not-known-yet"
    )
    assert code(reporting.graded(state, RULES, "huge", "person", "p", now, CALENDAR)) == (
        "incident.no-such-grade"
    )
    assert code(reporting.graded(state, RULES, "larger", "person", "p", now, CALENDAR)) == (
        "incident.same-grade"
    )
    assert code(reporting.sent(state, "moon", "phone", now, now, CALENDAR)) == "incident.no-such-report"
    assert (
        code(reporting.sent(state, "province", "phone", KNOWN - HOUR, now, CALENDAR))
        == "incident.before-known"
    )
    assert (
        code(reporting.sent(state, "province", "phone", now + HOUR, now, CALENDAR))
        == "incident.in-the-future"
    )
    assert code(reporting.received(state, RULES, "province", now, now, CALENDAR)) == "incident.not-sent"
    gone = sent(state, "province", now)
    assert code(reporting.sent(gone, "province", "phone", now, now, CALENDAR)) == "incident.sent-already"
    assert code(reporting.received(gone, RULES, "province", KNOWN, now, CALENDAR)) == (
        "incident.received-before-sent"
    )
    got = sure(reporting.received(gone, RULES, "province", now, now, CALENDAR))
    assert code(reporting.received(got, RULES, "province", now, now, CALENDAR)) == "incident.received-already"
    assert code(reporting.resumed(state, RULES, now)) == "incident.not-handled"
    assert code(reporting.handled(begun(), RULES, now, now, CALENDAR)) == "incident.not-graded"


def test_lateness_is_told_once():
    state = graded(begun(), "larger", KNOWN + HOUR)
    assert state.wakes() == [KNOWN + 4 * HOUR]
    state, late = reporting.told_late(state, KNOWN + 4 * HOUR)
    assert [one.id for one in late] == ["province"] and not state.wakes()
    assert reporting.told_late(state, KNOWN + 9 * HOUR)[1] == ()


@pytest.mark.parametrize("seed", range(4))
def test_random_incidents_owe_what_an_oracle_finds_that_reads_their_history_backwards(seed):
    from bench.incident_oracle import owed as by_oracle
    from bench.incidents import city, lived, said

    rules, calendar = city()
    drawn = random.Random(seed)
    for _ in range(100):
        known = KNOWN + timedelta(seconds=drawn.randrange(10_000_000))
        state, history = lived(drawn, rules, calendar, known)
        assert said(state, known) == by_oracle(state.operator, state.personal, history, known), history
