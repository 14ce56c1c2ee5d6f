"""Working days of a city whose notices are known, and of the days after them."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.kernel.calendar import (
    BeforeFirstDay,
    BeyondHorizon,
    Calendar,
    CalendarError,
    ListedDay,
    parse_session,
)

CHINA = timezone(timedelta(hours=8))
OFFICE = (parse_session("09:00-12:00"), parse_session("13:30-17:30"))
SHARED = Path(os.environ.get("YIWANG_SHARED", Path(__file__).parents[4] / "shared"))


def notice(year: int, *days: tuple[str, str, bool]) -> dict:
    return {"year": year, "days": [{"name": n, "date": d, "isOffDay": off} for d, n, off in days]}


def small() -> Calendar:
    """2025 and 2026, with one long holiday and its make-up Saturday."""
    documents = [
        notice(2025, ("2025-01-01", "元旦", True)),
        notice(
            2026,
            ("2026-10-01", "国庆节", True),
            ("2026-10-02", "国庆节", True),
            ("2026-10-05", "国庆节", True),
            ("2026-10-06", "国庆节", True),
            ("2026-10-07", "国庆节", True),
            ("2026-10-10", "国庆节", False),
        ),
    ]
    return Calendar.of_notices(documents, zone=CHINA, office=OFFICE)


@pytest.fixture(scope="module")
def china() -> Calendar:
    folder = SHARED / "data" / "calendar"
    files = sorted(folder.glob("*.json"))
    if not files:
        pytest.skip(f"holiday notices are not at {folder}; set YIWANG_SHARED")
    return Calendar.of_notices((json.loads(f.read_text("utf-8")) for f in files), zone=CHINA, office=OFFICE)


def test_a_make_up_saturday_counts_as_a_working_day():
    calendar = small()

    assert calendar.is_working(date(2026, 10, 10))
    assert calendar.add_working_days(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert calendar.name_of(date(2026, 10, 10)) == "国庆节"


def test_the_day_of_receipt_is_not_counted():
    assert small().add_working_days(date(2026, 3, 2), 1) == date(2026, 3, 3)
    assert small().add_working_days(date(2026, 3, 7), 1) == date(2026, 3, 9)


def test_past_the_last_notice_the_answer_is_provisional_and_says_the_day():
    calendar = small()

    with pytest.raises(BeyondHorizon) as caught:
        calendar.add_working_days(date(2026, 12, 30), 3)

    assert caught.value.provisional_day == date(2027, 1, 4)  # Thursday 31, Friday 1, Monday 4
    assert caught.value.horizon == date(2026, 12, 31)
    assert calendar.working_day_after(date(2026, 12, 30), 3) == date(2027, 1, 4)
    assert calendar.is_working(date(2027, 1, 1))
    assert calendar.is_provisional(date(2027, 1, 1))
    assert not calendar.is_provisional(date(2026, 12, 31))


def test_a_start_past_the_last_notice_still_gives_a_day():
    with pytest.raises(BeyondHorizon) as caught:
        small().add_working_days(date(2028, 2, 26), 6)

    assert caught.value.provisional_day == date(2028, 3, 6)


def test_days_before_the_first_notice_are_never_guessed():
    calendar = small()

    assert calendar.add_working_days(date(2024, 12, 31), 1) == date(2025, 1, 2)
    for ask in (
        lambda: calendar.add_working_days(date(2024, 12, 30), 1),
        lambda: calendar.is_working(date(2024, 12, 31)),
        lambda: calendar.working_days_between(date(2024, 1, 1), date(2025, 3, 1)),
        lambda: calendar.working_day_before(date(2025, 1, 3), 2),
    ):
        with pytest.raises(BeforeFirstDay) as caught:
            ask()
        assert "2025-01-01" in caught.value.en


def test_counting_back_does_not_count_the_day_of_the_event():
    assert small().working_day_before(date(2026, 10, 10), 2) == date(2026, 10, 8)
    assert small().working_day_before(date(2026, 10, 8), 1) == date(2026, 9, 30)


def test_office_minutes_leave_out_lunch_nights_and_weekends():
    calendar = small()
    friday_late = datetime(2026, 3, 6, 17, 0, tzinfo=CHINA)
    monday_noon = datetime(2026, 3, 9, 12, 30, tzinfo=CHINA)

    assert calendar.office_minutes(friday_late, monday_noon) == 30 + 180
    assert calendar.office_minutes(monday_noon, friday_late) == 0


def test_hours_in_amsterdam_are_local_on_both_sides_of_summer_time():
    amsterdam = Calendar.of_days(
        [], (date(2010, 1, 1), date(2012, 12, 31)), zone=ZoneInfo("Europe/Amsterdam"), office=OFFICE
    )

    friday, monday = date(2011, 3, 25), date(2011, 3, 28)
    assert amsterdam.sessions_on(friday)[0][0] == datetime(2011, 3, 25, 8, 0, tzinfo=UTC)
    assert amsterdam.sessions_on(monday)[0][0] == datetime(2011, 3, 28, 7, 0, tzinfo=UTC)
    assert amsterdam.day_start(date(2011, 3, 28)) - amsterdam.day_start(date(2011, 3, 27)) == timedelta(
        hours=23
    )
    assert amsterdam.day_end(date(2011, 3, 27)) == datetime(2011, 3, 27, 21, 59, 59, 999999, tzinfo=UTC)
    assert amsterdam.local_date(datetime(2011, 6, 30, 22, 30, tzinfo=UTC)) == date(2011, 7, 1)


def test_a_year_without_a_notice_yet_does_not_move_the_horizon():
    calendar = Calendar.of_notices([notice(2026, ("2026-01-01", "元旦", True)), notice(2027)], zone=CHINA)

    assert calendar.horizon == date(2026, 12, 31)


def test_a_december_day_listed_by_the_next_notice_is_obeyed():
    calendar = Calendar.of_notices(
        [
            notice(2022, ("2022-10-01", "国庆节", True)),
            notice(2023, ("2022-12-30", "元旦", True), ("2023-01-02", "元旦", True)),
        ],
        zone=CHINA,
    )

    assert not calendar.is_working(date(2022, 12, 30))


def test_without_any_notice_every_day_is_provisional():
    calendar = Calendar.of_notices([], zone=CHINA)

    assert calendar.horizon is None
    with pytest.raises(BeyondHorizon) as caught:
        calendar.add_working_days(date(2026, 3, 6), 1)
    assert caught.value.provisional_day == date(2026, 3, 9)


@pytest.mark.parametrize(
    ("documents", "words"),
    [
        ([notice(2024, ("2024-01-01", "元旦", True)), notice(2026, ("2026-01-01", "元旦", True))], "2025"),
        ([notice(2024, ("2024-01-01", "元旦", True))] * 2, "twice"),
        ([notice(2024, ("2024-01-01", "a", True), ("2024-01-01", "b", False))], "2024-01-01"),
        ([{"year": 2024, "days": [{"date": "2024-01-01"}]}], "isOffDay"),
        ([{"year": "2024", "days": []}], "form"),
        ([{"year": 2024, "days": [{"date": "2024-02-30", "isOffDay": True, "name": ""}]}], "form"),
        ([[]], "form"),
    ],
)
def test_a_wrong_notice_is_named(documents, words):
    with pytest.raises(CalendarError) as caught:
        Calendar.of_notices(documents, zone=CHINA)

    assert words in caught.value.en
    assert caught.value.zh


@pytest.mark.parametrize("text", ["9-12", "12:00-09:00", "09:00", "09:00-12:00-13:00", "", "09:00-09:00"])
def test_a_session_of_another_form_is_refused(text):
    with pytest.raises(CalendarError, match="09:00-12:00"):
        parse_session(text)


def test_overlapping_sessions_and_weeks_without_work_are_refused():
    with pytest.raises(CalendarError, match="overlap"):
        Calendar.of_days([], None, zone=CHINA, office=[(time(9), time(12)), (time(11), time(17))])
    with pytest.raises(CalendarError, match="caturday"):
        Calendar.of_days([], None, zone=CHINA, weekend=["caturday"])
    with pytest.raises(CalendarError, match="office hours"):
        Calendar.of_days([], None, zone=CHINA).sessions_on(date(2026, 1, 5))


def slow_is_working(listed: dict[date, bool], day: date) -> bool:
    return not listed[day] if day in listed else day.weekday() < 5


@settings(derandomize=True, max_examples=400, deadline=None)
@given(
    listed=st.dictionaries(st.dates(date(2024, 1, 1), date(2025, 12, 31)), st.booleans(), max_size=80),
    start=st.dates(date(2024, 1, 1), date(2027, 3, 1)),
    days=st.integers(1, 150),
)
def test_adding_and_counting_agree_with_walking_day_by_day(listed, start, days):
    calendar = Calendar.of_days(
        [ListedDay(day, "", off) for day, off in listed.items()],
        (date(2024, 1, 1), date(2025, 12, 31)),
        zone=CHINA,
    )
    day, left = start, days
    while left:
        day += timedelta(days=1)
        left -= slow_is_working(listed, day)

    assert calendar.working_day_after(start, days) == day
    assert calendar.working_days_between(start, day) == days
    assert calendar.working_day_before(day + timedelta(days=1), 1) == day
    assert calendar.is_working(day)
    if day <= date(2025, 12, 31):
        assert calendar.add_working_days(start, days) == day
    else:
        with pytest.raises(BeyondHorizon) as caught:
            calendar.add_working_days(start, days)
        assert caught.value.provisional_day == day


@settings(derandomize=True, max_examples=200, deadline=None)
@given(
    offset=st.integers(0, 14 * 1440),
    minutes=st.integers(0, 3 * 1440),
)
def test_office_minutes_agree_with_walking_minute_by_minute(offset, minutes):
    since = datetime(2026, 9, 28, tzinfo=CHINA) + timedelta(minutes=offset)
    calendar = small()
    open_minutes = 0
    for i in range(minutes):
        at = since + timedelta(minutes=i)
        open_minutes += calendar.is_working(at.date()) and any(a <= at.time() < b for a, b in OFFICE)

    assert calendar.office_minutes(since, since + timedelta(minutes=minutes)) == open_minutes


def test_the_real_notices_make_the_days_people_remember(china):
    assert not china.is_working(date(2020, 1, 31))  # the prolonged festival of 2020
    assert china.is_working(date(2024, 2, 4))  # a make-up Sunday
    assert china.add_working_days(date(2024, 9, 30), 1) == date(2024, 10, 8)
    assert china.first_day == date(2020, 1, 1)
    assert china.horizon is not None and china.horizon >= date(2026, 12, 31)
