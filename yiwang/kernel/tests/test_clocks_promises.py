"""A promise against the law, in any units, and why a clock stands where it stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.kernel import clocks
from yiwang.kernel.calendar import Calendar, ListedDay, parse_session
from yiwang.kernel.clock_rules import ClockRule
from yiwang.kernel.explain import Explanation, Stretch, explain
from yiwang.kernel.limits import DAY_UNITS, Limit, parse
from yiwang.kernel.periods import due_of
from yiwang.kernel.promises import first_overrun, first_start_on_which

CHINA = timezone(timedelta(hours=8))
OFFICE = (parse_session("09:00-12:00"), parse_session("13:30-17:30"))
LISTED = [
    *(ListedDay(date(2026, 10, d), "国庆节", True) for d in (1, 2, 5, 6, 7)),
    ListedDay(date(2026, 9, 20), "国庆节", False),
    ListedDay(date(2026, 10, 10), "国庆节", False),
]
YEAR = Calendar.of_days(LISTED, (date(2026, 1, 1), date(2026, 12, 31)), zone=CHINA, office=OFFICE)
FEW_DAYS = Calendar.of_days(LISTED, (date(2026, 9, 25), date(2026, 10, 12)), zone=CHINA, office=OFFICE)
MICROSECOND = timedelta(microseconds=1)


def limit(text: str) -> Limit:
    found = parse(text)
    assert isinstance(found, Limit), found
    return found


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def first(promised: str, legal: str, calendar: Calendar = YEAR, **more) -> date | None:
    return first_start_on_which(limit(promised), ends_after=limit(legal), calendar=calendar, **more)


@pytest.mark.parametrize(
    ("promised", "legal", "day"),
    [
        ("20 工作日", "20 工作日", None),
        ("21 工作日", "20 工作日", date(2026, 1, 1)),
        ("29 日", "20 工作日", date(2026, 1, 1)),
        ("25 日", "20 工作日", None),
        ("26 日", "20 工作日", date(2026, 8, 30)),  # the make-up Sunday 20 September ends 20 工作日 early
        ("5 工作日", "10 日", date(2026, 9, 24)),  # 25, 28, 29, 30 September and 8 October
        ("5 工作日", "20 日", None),
        ("8 weeks", "56 日", None),
        ("57 日", "8 weeks", date(2026, 1, 1)),
        ("1 个月", "30 日", date(2026, 1, 1)),
        ("1 个月", "31 日", None),
        ("24 小时", "1 工作日", None),
        ("49 小时", "1 工作日", date(2026, 1, 1)),
        ("1 工作日", "24 小时", date(2026, 1, 1)),
        ("即时", "1 小时", date(2026, 1, 1)),
    ],
)
def test_a_promise_is_compared_for_every_start_day(promised, legal, day):
    assert first(promised, legal) == day


def test_the_search_can_begin_later_and_ends_with_what_is_known():
    assert first("29 日", "20 工作日", since=date(2026, 3, 2)) == date(2026, 3, 2)
    assert first("29 日", "20 工作日", since=date(2026, 12, 10)) is None


def test_without_notices_the_weekly_pattern_is_compared():
    bare = Calendar.of_days([], None, zone=CHINA)

    assert first("29 日", "20 工作日", bare) == date(2024, 1, 1)
    assert first("20 日", "20 工作日", bare) is None


def end(start: datetime, one: Limit, ends: str) -> datetime:
    by = "day-end" if ends == "instant" and one.unit in DAY_UNITS else ends
    due = due_of(start, one.unit, one.amount, calendar=FEW_DAYS, ends=by)
    return datetime.max.replace(tzinfo=UTC) if due.provisional else due.at


def slow_first(promised: Limit, legal: Limit, ends: str) -> date | None:
    day = FEW_DAYS.first_day
    while day <= FEW_DAYS.horizon:
        for quarter in range(96):
            start = datetime.combine(day, datetime.min.time(), CHINA) + timedelta(minutes=15 * quarter)
            for moment in (start, start + MICROSECOND):
                later = end(moment, promised, ends)
                if (
                    later.year < 9999
                    and end(moment, legal, ends).year < 9999
                    and later > end(moment, legal, ends)
                ):
                    return day
        day += timedelta(days=1)
    return None


hours = st.builds(
    Limit, st.integers(1, 40).map(lambda n: Decimal(n) / 2), st.sampled_from(["hour", "office_hour"])
)
days = st.builds(Limit, st.integers(1, 4).map(Decimal), st.sampled_from(["working_day", "calendar_day"]))


@settings(derandomize=True, max_examples=60, deadline=None)
@given(promised=hours | days, legal=hours | days)
def test_no_start_within_any_quarter_of_an_hour_is_overlooked(promised, legal):
    ends = "day-end" if legal.unit in DAY_UNITS else "instant"
    found = first_start_on_which(promised, ends_after=legal, calendar=FEW_DAYS, ends=ends)

    slow = slow_first(promised, legal, ends)

    assert found == slow or (promised.unit == legal.unit and slow is None and promised.amount > legal.amount)


RULE = ClockRule(
    id="decision",
    title={"zh": "办理时限", "en": "Time limit"},
    legal=limit("8 工作日"),
    starts="accept",
    stops=("decide",),
    not_counted=("expert-review",),
    ends="day-end",
    if_holiday="as-is",
)


def explained(state, **more) -> Explanation:
    answer = explain(state, YEAR, **more)
    assert isinstance(answer, Explanation)
    return answer


def test_a_page_can_say_which_days_were_not_counted_and_why():
    state = clocks.start(RULE, at("2026-09-24T10:00"), None, YEAR)
    state = clocks.pause(state, RULE, at("2026-09-28T10:00"), "expert-review", YEAR)
    state = clocks.resume(state, at("2026-09-29T10:00"), "expert-review", YEAR)

    why = explained(state)

    assert why.due == date(2026, 10, 14)
    assert why.not_counted == (
        Stretch(date(2026, 9, 26), date(2026, 9, 27), "rest-day", ""),
        Stretch(date(2026, 9, 28), date(2026, 9, 29), "pause", "expert-review"),
        Stretch(date(2026, 10, 1), date(2026, 10, 2), "rest-day", "国庆节"),
        Stretch(date(2026, 10, 3), date(2026, 10, 4), "rest-day", ""),
        Stretch(date(2026, 10, 5), date(2026, 10, 7), "rest-day", "国庆节"),
        Stretch(date(2026, 10, 11), date(2026, 10, 11), "rest-day", ""),
    )
    assert why.made_up == (date(2026, 10, 10),)
    assert sum(stretch.days for stretch in why.not_counted) + 8 == (why.due - why.started_on).days


def test_a_paused_clock_says_since_when_and_for_what():
    state = clocks.start(RULE, at("2026-09-24T10:00"), None, YEAR)
    state = clocks.pause(state, RULE, at("2026-09-28T10:00"), "expert-review", YEAR)

    why = explained(state)

    assert why.due is None
    assert why.not_counted[-1] == Stretch(date(2026, 9, 28), None, "pause", "expert-review")
    assert why.not_counted[-1].days is None


def test_a_restart_and_a_rolled_day_are_told():
    rule = msgspec.structs.replace(RULE, legal=limit("10 日"), if_holiday="next-working-day")
    state = clocks.start(rule, at("2026-09-10T10:00"), None, YEAR)
    state = clocks.restart(state, rule, at("2026-09-22T10:00"), None, YEAR)

    why = explained(state)

    assert why.void_starts == (date(2026, 9, 10),)
    assert (why.rolled_from, why.due) == (date(2026, 10, 2), date(2026, 10, 8))
    assert why.not_counted == () and why.made_up == ()
    assert explain(state, YEAR, "promised") is None


def test_an_overrun_tells_its_start_and_both_ends():
    over = first_overrun(limit("3 工作时"), limit("24 小时"), YEAR, ends="instant", since=date(2026, 9, 25))

    assert over.promised.at > over.legal.at == over.start + timedelta(hours=24)
    assert YEAR.local_date(over.start) == date(2026, 9, 25)  # a Friday: Monday comes too late


def test_a_roll_can_hide_a_longer_promise_and_the_search_goes_on_to_where_it_shows():
    rolled = first("9 日", "8 日", if_holiday="next-working-day", since=date(2026, 9, 23))

    assert rolled == date(2026, 9, 30)  # started earlier, both roll to 8 October
