"""Clocks of a case: started, paused, extended, restarted, stopped, expired."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.kernel import clocks
from yiwang.kernel.calendar import Calendar, parse_session
from yiwang.kernel.clocks import ClockRule, ClockState, ExtendRule, Limit
from yiwang.kernel.limits import AT_ONCE, parse
from yiwang.kernel.refusal import Refusal

CHINA = timezone(timedelta(hours=8))
OFFICE = (parse_session("09:00-12:00"), parse_session("13:30-17:30"))


def notices(*years: int) -> list[dict]:
    """Notices with the festival of October only, so that a reader can count along."""
    week = [{"name": "国庆节", "date": f"{{}}-10-0{d}", "isOffDay": True} for d in range(1, 8)]
    return [
        {"year": year, "days": [{**day, "date": day["date"].format(year)} for day in week]} for year in years
    ]


CALENDAR = Calendar.of_notices(notices(2025, 2026), zone=CHINA, office=OFFICE)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def limit(text: str) -> Limit:
    found = parse(text)
    assert isinstance(found, Limit), found
    return found


def licence(**changes) -> ClockRule:
    """A licence: 20 working days in law, 10 promised, expert review not counted, one extension of 10."""
    fields = {
        "id": "decision",
        "title": {"zh": "办理时限", "en": "Time limit"},
        "legal": limit("20 工作日"),
        "promised": limit("10 工作日"),
        "starts": "accept",
        "stops": ("decide",),
        "not_counted": ("expert-review", "hearing"),
        "ends": "day-end",
        "if_holiday": "as-is",
        "extend": ExtendRule(
            by="head-of-body", at_most=limit("10 工作日"), source="行政许可法 第四十二条第一款"
        ),
        "source": "行政许可法 第四十二条第一款",
    }
    return ClockRule(**{**fields, **changes})


def started(rule: ClockRule | None = None, when: str = "2026-03-02T10:00", calendar=CALENDAR) -> ClockState:
    state = clocks.start(rule or licence(), at(when), "online", calendar)
    assert isinstance(state, ClockState), state
    return state


def due_day(state: ClockState) -> date:
    return CALENDAR.local_date(state.due_legal)


def refused(answer, code: str) -> Refusal:
    assert isinstance(answer, Refusal), answer
    assert answer.code == code
    assert answer.zh and answer.en
    return answer


def test_acceptance_starts_both_limits_and_the_day_itself_is_not_counted():
    state = started()

    assert due_day(state) == date(2026, 3, 30)
    assert CALENDAR.local_date(state.due_promised) == date(2026, 3, 16)
    assert state.due_legal == at("2026-03-30T23:59:59.999999")
    assert state.due_legal.tzinfo is UTC
    assert not state.provisional


def test_an_act_is_in_time_until_the_end_of_the_due_day():
    state = started()

    assert not clocks.expired(state, at("2026-03-30T23:59:59.999999"))
    assert clocks.expired(state, at("2026-03-31T00:00"))
    assert clocks.wakes_at(state) == at("2026-03-31T00:00")
    assert clocks.promise_missed(state, at("2026-03-17T00:00"))
    assert not clocks.expired(state, at("2026-03-17T00:00"))


def test_expert_review_pauses_the_clock_and_its_days_are_added():
    rule = licence()
    state = clocks.pause(started(rule), rule, at("2026-03-05T15:00"), "expert-review", CALENDAR)

    assert state.paused
    assert state.due_legal is None and state.due_promised is None
    assert not clocks.expired(state, at("2027-01-01T00:00"))
    assert clocks.wakes_at(state) is None

    state = clocks.resume(state, at("2026-03-11T09:00"), "expert-review", CALENDAR)

    assert not state.paused
    assert due_day(state) == date(2026, 4, 6)  # 5, 6, 9, 10, 11 March: five working days


def test_an_on_site_check_is_counted_and_the_refusal_says_what_is_not():
    rule = licence()

    answer = clocks.pause(started(rule), rule, at("2026-03-05T15:00"), "site-check", CALENDAR)

    assert "expert-review, hearing" in refused(answer, "clock.counted").en


def test_two_pauses_at_once_are_counted_once():
    rule = licence()
    state = clocks.pause(started(rule), rule, at("2026-03-05T15:00"), "expert-review", CALENDAR)
    state = clocks.pause(state, rule, at("2026-03-06T15:00"), "hearing", CALENDAR)
    refused(clocks.pause(state, rule, at("2026-03-06T16:00"), "hearing", CALENDAR), "clock.already-paused")
    state = clocks.resume(state, at("2026-03-09T09:00"), "expert-review", CALENDAR)
    assert state.paused
    state = clocks.resume(state, at("2026-03-11T09:00"), "hearing", CALENDAR)

    assert due_day(state) == date(2026, 4, 6)


def test_a_pause_after_the_due_day_moves_nothing():
    rule = licence()
    state = clocks.pause(started(rule), rule, at("2026-04-02T09:00"), "hearing", CALENDAR)

    assert due_day(state) == date(2026, 3, 30)
    assert clocks.expired(state, at("2026-04-02T09:00"))


def test_nothing_resumes_that_was_not_paused():
    refused(clocks.resume(started(), at("2026-03-05T15:00"), "hearing", CALENDAR), "clock.not-paused")


def extended(state, rule, amount="10 工作日", by="head-of-body", when="2026-03-20T10:00"):
    return clocks.extend(state, rule, limit(amount), by=by, at=at(when), reason="complex", calendar=CALENDAR)


def test_the_head_of_the_body_extends_once_and_the_promise_moves_too():
    rule = licence()
    state = extended(started(rule), rule)

    assert due_day(state) == date(2026, 4, 13)
    assert CALENDAR.local_date(state.due_promised) == date(2026, 3, 30)
    assert state.extensions[0].by == "head-of-body"
    refused(extended(state, rule, "1 工作日"), "clock.extended-already")


def test_an_extension_is_refused_from_another_hand_too_long_too_late_or_in_another_unit():
    rule = licence()
    state = started(rule)

    assert "head-of-body" in refused(extended(state, rule, by="officer"), "clock.wrong-approver").en
    assert "11 working days" in refused(extended(state, rule, "11 工作日"), "clock.extension-too-long").en
    refused(extended(state, rule, "10 日"), "clock.extension-unit")
    assert (
        "2026-03-30" in refused(extended(state, rule, when="2026-03-31T00:00"), "clock.extension-too-late").en
    )
    unmoved = licence(extend=None)
    refused(extended(started(unmoved), unmoved), "clock.no-extension")


def test_extensions_allowed_more_than_once_stay_within_their_sum():
    rule = licence(extend=ExtendRule(by="head-of-body", at_most=limit("10 工作日"), once=False))
    state = extended(extended(started(rule), rule, "4 工作日"), rule, "6 工作日")

    assert due_day(state) == date(2026, 4, 13)
    refused(extended(state, rule, "1 工作日"), "clock.extension-too-long")


def test_a_correction_restarts_the_full_amount_and_makes_the_extension_void():
    rule = licence(restarts=("correct",))
    state = extended(started(rule), rule, "5 工作日")
    state = clocks.restart(state, rule, at("2026-03-25T20:00"), "online", CALENDAR)

    assert due_day(state) == date(2026, 4, 22)
    assert state.restarts == (at("2026-03-25T20:00"),)
    assert due_day(extended(state, rule, when="2026-04-01T10:00")) == date(2026, 5, 6)


def test_what_arrives_by_post_counts_from_the_next_working_day():
    rule = licence(start_day={"online": "same", "post": "next-working-day"})
    friday = at("2026-03-06T10:00")

    by_post = clocks.start(rule, friday, "post", CALENDAR)

    assert by_post.started_at == at("2026-03-09T00:00")
    assert due_day(by_post) == date(2026, 4, 6)
    assert due_day(clocks.start(rule, friday, "online", CALENDAR)) == date(2026, 4, 3)
    assert "post" in refused(clocks.start(rule, friday, "fax", CALENDAR), "clock.channel-unknown").en


def test_a_clock_stopped_in_time_never_expires_later():
    state = clocks.stop(started(), at("2026-03-30T18:00"), CALENDAR)

    assert not clocks.expired(state, at("2030-01-01T00:00"))
    assert clocks.promise_missed(state, at("2030-01-01T00:00"))
    refused(clocks.stop(state, at("2026-03-30T18:00"), CALENDAR), "clock.stopped")
    refused(clocks.pause(state, licence(), at("2026-03-30T18:00"), "hearing", CALENDAR), "clock.stopped")


def test_stopping_ends_an_open_pause():
    rule = licence()
    state = clocks.pause(started(rule), rule, at("2026-03-05T15:00"), "hearing", CALENDAR)
    state = clocks.stop(state, at("2026-03-11T15:00"), CALENDAR)

    assert not state.paused
    assert due_day(state) == date(2026, 4, 6)


def test_expiry_is_recorded_once_with_its_deemed_outcome():
    state = started(licence(on_expiry="accept"))

    refused(clocks.expire(state, at("2026-03-30T12:00")), "clock.not-expired")
    late = clocks.expire(state, at("2026-04-05T12:00"))
    assert late.on_expiry == "accept"
    assert late.expired_at == state.due_legal
    refused(clocks.expire(late, at("2026-04-06T12:00")), "clock.not-expired")
    refused(clocks.restart(late, licence(), at("2026-04-06T12:00"), None, CALENDAR), "clock.expired")
    assert clocks.expired(clocks.stop(late, at("2026-04-07T12:00"), CALENDAR), at("2026-04-08T00:00"))


def test_past_the_last_notice_a_deadline_is_provisional_until_the_notice_lands():
    short = Calendar.of_notices(notices(2025), zone=CHINA, office=OFFICE)
    rule = licence(promised=limit("2 工作日"))
    state = started(rule, "2025-12-29T10:00", short)
    assert state.legal_provisional and not state.promised_provisional

    landed = notices(2025, 2026)
    landed[1]["days"].append({"name": "元旦", "date": "2026-01-01", "isOffDay": True})
    counted = clocks.recompute(state, Calendar.of_notices(landed, zone=CHINA, office=OFFICE))

    assert not counted.provisional
    assert counted.due_legal - state.due_legal == timedelta(days=1)
    assert counted.begins == state.begins


def test_calendar_days_and_hours_are_never_provisional():
    days = started(licence(legal=limit("60 日"), promised=None, extend=None), "2026-12-20T10:00")
    rolling = started(
        licence(legal=limit("60 日"), promised=None, extend=None, if_holiday="next-working-day"),
        "2026-12-20T10:00",
    )

    assert not days.provisional and days.due_promised is None
    assert rolling.legal_provisional


def test_an_incident_is_reported_within_wall_clock_hours():
    rule = licence(legal=limit("4 小时"), promised=limit("1 小时"), ends="instant", extend=None)
    state = started(rule, "2026-10-03T23:00")

    assert state.due_legal == at("2026-10-04T03:00")
    assert not clocks.expired(state, at("2026-10-04T03:00"))
    assert clocks.expired(state, at("2026-10-04T03:00:00.000001"))


def test_a_promise_may_be_in_another_unit_than_the_law():
    state = started(licence(promised=limit("2 工作时")), "2026-03-02T16:30")

    assert state.due_promised == at("2026-03-03T10:00")
    assert due_day(state) == date(2026, 3, 30)
    assert started(licence(promised=AT_ONCE)).due_promised == at("2026-03-02T23:59:59.999999")


def test_a_rule_that_contradicts_itself_does_not_start():
    when = at("2026-03-02T10:00")
    for code, changes in {
        "clock.ends-instant": {"ends": "instant"},
        "clock.ends-day": {"legal": limit("4 小时"), "extend": None},
        "clock.extension-unit": {"legal": limit("4 小时"), "ends": "instant"},
    }.items():
        refused(clocks.start(licence(**changes), when, None, CALENDAR), code)


def test_a_start_before_the_first_notice_is_refused_in_words():
    answer = clocks.start(licence(), at("2024-06-03T10:00"), None, CALENDAR)

    assert "2025-01-01" in refused(answer, "clock.uncountable").en
    assert isinstance(
        clocks.start(
            licence(legal=limit("8 weeks"), promised=None, extend=None),
            at("2024-06-03T10:00"),
            None,
            CALENDAR,
        ),
        ClockState,
    )


@pytest.mark.parametrize(
    ("legal", "ends", "now", "amount", "unit"),
    [
        ("20 工作日", "day-end", "2026-03-27T23:00", 1, "working_day"),
        ("20 工作日", "day-end", "2026-03-30T10:00", 0, "working_day"),
        ("20 工作日", "day-end", "2026-04-01T10:00", -2, "working_day"),
        ("8 周", "day-end", "2026-03-03T10:00", 55, "calendar_day"),
        ("4 小时", "instant", "2026-03-02T11:30", 150, "minute"),
        ("4 小时", "instant", "2026-03-02T14:30", -30, "minute"),
        ("4 工作时", "instant", "2026-03-02T11:30", 150, "office_minute"),
        ("4 工作时", "instant", "2026-03-03T09:30", -150, "office_minute"),
    ],
)
def test_what_remains_is_told_in_the_unit_of_the_limit(legal, ends, now, amount, unit):
    state = started(licence(legal=limit(legal), promised=None, extend=None, ends=ends))

    left = clocks.remaining(state, at(now), CALENDAR)

    assert (left.amount, left.unit, left.late) == (amount, unit, amount < 0)
    assert clocks.remaining(state, at(now), CALENDAR, "promised") is None


def test_what_remains_stands_still_while_paused():
    rule = licence()
    state = clocks.pause(started(rule), rule, at("2026-03-05T15:00"), "hearing", CALENDAR)

    early, late = (clocks.remaining(state, at(f"2026-0{m}-09T10:00"), CALENDAR) for m in (3, 6))

    assert early == late
    assert (early.amount, early.paused, early.late) == (18, True, False)


def test_a_state_survives_json_exactly():
    rule = licence()
    state = extended(started(rule), rule, "5 工作日")
    state = clocks.pause(state, rule, at("2026-03-23T15:00:00.000001"), "hearing", CALENDAR)

    text = msgspec.json.encode(state)

    assert msgspec.json.decode(text, type=ClockState) == state
    assert b'"amount":"20"' in text and b"+00:00" not in text


def do(state: ClockState, rule: ClockRule, act: str, when: datetime) -> ClockState | Refusal:
    match act:
        case "pause":
            return clocks.pause(state, rule, when, "hearing", CALENDAR)
        case "resume":
            return clocks.resume(state, when, "hearing", CALENDAR)
        case "extend":
            three = limit("3 工作日")
            return clocks.extend(
                state, rule, three, by="head-of-body", at=when, reason="complex", calendar=CALENDAR
            )
    return clocks.restart(state, rule, when, None, CALENDAR)


ACTS = st.tuples(st.sampled_from(["pause", "resume", "extend", "restart"]), st.integers(0, 90))


@settings(derandomize=True, max_examples=300, deadline=None)
@given(acts=st.lists(ACTS, max_size=8))
def test_operations_in_any_order_keep_the_promise_within_the_law_and_can_be_recounted(acts):
    rule = licence()
    state = started(rule)
    for act, hours in sorted(acts, key=lambda one: one[1]):
        answer = do(state, rule, act, at("2026-03-02T10:00") + timedelta(hours=7 * hours))
        state = state if isinstance(answer, Refusal) else answer
        assert clocks.recompute(state, CALENDAR) == state
        if state.due_legal is not None:
            assert state.due_promised is not None and state.due_promised <= state.due_legal
        else:
            assert state.paused
