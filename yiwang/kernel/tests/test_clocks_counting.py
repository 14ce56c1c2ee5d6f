"""Counting periods against an oracle that walks day by day and minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.kernel.calendar import BeforeFirstDay, Calendar, CalendarError, ListedDay, parse_session
from yiwang.kernel.gaps import InvalidPeriod
from yiwang.kernel.periods import due_of

CHINA = timezone(timedelta(hours=8))
OFFICE = (parse_session("09:00-12:00"), parse_session("13:30-17:30"))
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
COVERS = (date(2024, 1, 1), date(2025, 12, 31))
LISTED = {
    **{date(2024, 10, d): True for d in (1, 2, 3, 4, 7)},
    **{date(2024, 9, 29): False, date(2024, 10, 12): False},
    **{date(2025, 1, 28) + DAY * i: True for i in range(8)},
    **{date(2025, 1, 26): False, date(2025, 2, 8): False, date(2025, 12, 31): True},
}
CALENDAR = Calendar.of_days(
    [ListedDay(day, "", off) for day, off in LISTED.items()], COVERS, zone=CHINA, office=OFFICE
)


def at(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


def works(day: date) -> bool:
    return not LISTED[day] if day in LISTED else day.weekday() < 5


def walk_days(start: date, unit: str, amount: int, gaps: list, roll: bool) -> date:
    day = start
    while amount:
        day += DAY
        countable = unit == "calendar_day" or works(day)
        amount -= countable and not any(since <= day <= until for since, until in gaps)
    while roll and not works(day):
        day += DAY
    return day


def walk_minutes(start: datetime, unit: str, minutes: int, gaps: list) -> datetime:
    moment = start.astimezone(CHINA)
    while minutes:
        clock = moment.timetz().replace(tzinfo=None)
        countable = unit == "hour" or (works(moment.date()) and any(a <= clock < b for a, b in OFFICE))
        minutes -= countable and not any(since <= moment < until for since, until in gaps)
        moment += MINUTE
    return moment


days_near = st.dates(date(2024, 9, 15), date(2024, 11, 15)) | st.dates(date(2025, 11, 15), date(2026, 1, 20))
date_gaps = st.lists(
    st.tuples(days_near, st.integers(0, 25)).map(lambda gap: (gap[0], gap[0] + DAY * gap[1])), max_size=5
)
offsets = st.sampled_from(
    [CHINA, UTC, timezone(timedelta(hours=-5)), timezone(timedelta(hours=5, minutes=30))]
)


@settings(derandomize=True, max_examples=2000, deadline=None)
@given(
    start=st.tuples(days_near, st.integers(0, 86399), offsets),
    unit=st.sampled_from(["working_day", "calendar_day"]),
    amount=st.integers(1, 60),
    extension=st.none() | st.integers(1, 30),
    gaps=date_gaps,
    roll=st.booleans(),
    restart=st.none() | st.tuples(days_near, st.integers(0, 86399)),
)
def test_days_are_due_where_walking_day_by_day_ends(start, unit, amount, extension, gaps, roll, restart):
    day, second, zone = start
    begun = (datetime.combine(day, datetime.min.time(), CHINA) + timedelta(seconds=second)).astimezone(zone)
    restarts = []
    if restart:
        restarts = [datetime.combine(restart[0], datetime.min.time(), CHINA) + timedelta(seconds=restart[1])]
    effective = max([begun, *restarts]).astimezone(CHINA).date()
    expected = walk_days(effective, unit, amount + (extension or 0), gaps, roll)

    due = due_of(
        begun,
        unit,
        amount,
        calendar=CALENDAR,
        excluded=gaps,
        extension=extension,
        restarts=restarts,
        if_holiday="next-working-day" if roll else "as-is",
    )

    assert due.day == expected
    assert due.kind == "date"
    assert due.provisional == (expected > COVERS[1] and (unit == "working_day" or roll))
    assert due.at + timedelta(microseconds=1) == datetime.combine(expected + DAY, datetime.min.time(), CHINA)


ORIGINS = st.sampled_from([datetime(2024, 9, 27, tzinfo=CHINA), datetime(2025, 12, 29, tzinfo=CHINA)])


@settings(derandomize=True, max_examples=1000, deadline=None)
@given(
    origin=ORIGINS,
    minute=st.integers(0, 4 * 1440),
    unit=st.sampled_from(["hour", "office_hour"]),
    quarters=st.integers(1, 48),
    gaps=st.lists(st.tuples(st.integers(0, 6 * 1440), st.integers(0, 1500)), max_size=5),
    zone=offsets,
)
def test_hours_are_due_where_walking_minute_by_minute_ends(origin, minute, unit, quarters, gaps, zone):
    start = (origin + MINUTE * minute).astimezone(zone)
    excluded = [(origin + MINUTE * a, origin + MINUTE * (a + length)) for a, length in gaps]
    expected = walk_minutes(start, unit, quarters * 15, excluded)

    due = due_of(start, unit, Decimal(quarters) / 4, calendar=CALENDAR, excluded=excluded)

    assert due.at == expected
    assert due.kind == "instant"
    assert due.provisional == (unit == "office_hour" and expected.astimezone(CHINA).date() > COVERS[1])


@settings(derandomize=True, max_examples=500, deadline=None)
@given(start=days_near, amount=st.integers(1, 60), unit=st.sampled_from(["working_day", "calendar_day"]))
def test_counting_back_is_walking_backwards(start, amount, unit):
    day, left = start, amount
    while left:
        day -= DAY
        left -= unit == "calendar_day" or works(day)

    due = due_of(at(f"{start}T00:00"), unit, amount, calendar=CALENDAR, direction="back")

    assert due.day == day
    assert due.provisional == (unit == "working_day" and day > COVERS[1])


def test_the_start_day_is_never_counted_whatever_the_hour():
    for clock in ("00:00:00", "23:59:59.999999"):
        due = due_of(at(f"2024-09-23T{clock}"), "working_day", 1, calendar=CALENDAR)
        assert due.day == date(2024, 9, 24)


def test_a_stamp_of_another_zone_counts_from_the_local_date():
    late_in_london = at("2024-09-23T16:30:00+00:00")  # 00:30 on the 24th in China

    assert due_of(late_in_london, "calendar_day", 1, calendar=CALENDAR).day == date(2024, 9, 25)


def test_a_pause_that_begins_on_the_due_day_moves_it_and_one_day_later_does_not():
    ends_on_the_26th = {
        "start": at("2024-09-23T10:00"),
        "unit": "working_day",
        "amount": 3,
        "calendar": CALENDAR,
    }

    assert due_of(**ends_on_the_26th).day == date(2024, 9, 26)
    on_the_day = [(date(2024, 9, 26), date(2024, 9, 26))]
    assert due_of(**ends_on_the_26th, excluded=on_the_day).day == date(2024, 9, 27)
    the_day_after = [(date(2024, 9, 27), date(2024, 9, 30))]
    assert due_of(**ends_on_the_26th, excluded=the_day_after).day == date(2024, 9, 26)


def test_a_pause_that_begins_at_the_due_instant_moves_nothing():
    pause = [(at("2024-09-23T12:00"), at("2024-09-24T12:00"))]

    due = due_of(at("2024-09-23T10:00"), "office_hour", 2, calendar=CALENDAR, excluded=pause)

    assert due.at == at("2024-09-23T12:00")


def test_a_pause_over_the_start_holds_the_count_until_it_ends():
    pause = [(at("2024-09-23T08:00"), at("2024-09-23T11:00"))]

    assert due_of(at("2024-09-23T10:00"), "office_hour", 1, calendar=CALENDAR, excluded=pause).at == at(
        "2024-09-23T12:00"
    )
    assert due_of(at("2024-09-23T10:00"), "hour", "0.5", calendar=CALENDAR, excluded=pause).at == at(
        "2024-09-23T11:30"
    )


def test_a_count_filled_at_closing_time_is_due_at_closing_time():
    assert due_of(at("2024-09-23T13:30"), "office_hour", 4, calendar=CALENDAR).at == at("2024-09-23T17:30")
    assert due_of(at("2024-09-23T17:30"), "office_hour", 1, calendar=CALENDAR).at == at("2024-09-24T10:00")
    assert due_of(at("2024-09-23T09:00:20"), "office_hour", "0.5", calendar=CALENDAR).at == at(
        "2024-09-23T09:30:20"
    )


def test_pauses_are_not_consulted_for_the_roll():
    """Due on Saturday 28 September, which rolls to the make-up Sunday 29 although a pause covers that day."""
    pause = [(date(2024, 9, 29), date(2024, 9, 30))]

    due = due_of(
        at("2024-09-26T10:00"),
        "calendar_day",
        2,
        calendar=CALENDAR,
        excluded=pause,
        if_holiday="next-working-day",
    )

    assert due.day == date(2024, 9, 29)


def test_wall_clock_hours_in_amsterdam_are_elapsed_time_through_summer_time():
    amsterdam = Calendar.of_days([], COVERS, zone=ZoneInfo("Europe/Amsterdam"), office=OFFICE)
    start = datetime(2025, 3, 29, 12, 0, tzinfo=amsterdam.zone)

    due = due_of(start, "hour", 24, calendar=amsterdam)
    weeks = due_of(start, "week", 8, calendar=amsterdam)

    assert due.at.astimezone(amsterdam.zone).isoformat() == "2025-03-30T13:00:00+02:00"
    assert weeks.day == date(2025, 5, 24)
    assert weeks.at.astimezone(amsterdam.zone).isoformat() == "2025-05-24T23:59:59.999999+02:00"


@pytest.mark.parametrize(
    ("start", "unit", "amount", "due"),
    [
        ("2025-01-31T10:00", "month", 1, date(2025, 2, 28)),
        ("2024-01-31T10:00", "month", 1, date(2024, 2, 29)),
        ("2024-02-29T10:00", "year", 1, date(2025, 2, 28)),
        ("2024-11-30T10:00", "month", 3, date(2025, 2, 28)),
        ("2024-12-15T10:00", "month", 12, date(2025, 12, 15)),
        ("2025-06-30T10:00", "year", 5, date(2030, 6, 30)),
    ],
)
def test_months_and_years_follow_the_calendar_and_stop_at_the_month_end(start, unit, amount, due):
    assert due_of(at(start), unit, amount, calendar=CALENDAR).day == due


def test_a_pause_in_a_month_adds_its_calendar_days():
    pause = [(date(2025, 2, 10), date(2025, 2, 12))]

    assert due_of(at("2025-01-31T10:00"), "month", 1, calendar=CALENDAR, excluded=pause).day == date(
        2025, 3, 3
    )


@pytest.mark.parametrize(
    ("start", "ends", "due"),
    [
        ("2024-09-23T10:00", "instant", "2024-09-23T10:00"),
        ("2024-09-23T10:00", "day-end", "2024-09-23T23:59:59.999999"),
        ("2024-09-23T10:00", "office-close", "2024-09-23T17:30"),
        ("2024-09-23T17:30", "office-close", "2024-09-23T17:30"),
        ("2024-09-23T18:00", "office-close", "2024-09-24T17:30"),
        ("2024-10-01T10:00", "office-close", "2024-10-08T17:30"),
    ],
)
def test_at_once_ends_as_the_clock_says(start, ends, due):
    assert due_of(at(start), "at_once", 0, calendar=CALENDAR, ends=ends).at == at(due)


def test_an_office_close_ends_a_day_at_the_last_session():
    due = due_of(at("2024-09-23T10:00"), "working_day", 1, calendar=CALENDAR, ends="office-close")

    assert (due.day, due.at) == (date(2024, 9, 24), at("2024-09-24T17:30"))


@pytest.mark.parametrize("unit", ["working_day", "calendar_day", "month"])
def test_an_open_pause_holds_days_unless_they_were_reached_before_it(unit):
    question = {"start": at("2024-09-23T10:00"), "unit": unit, "amount": 2, "calendar": CALENDAR}

    assert due_of(**question, excluded=[(date(2024, 9, 25), None)]) is None
    reached = due_of(**question)
    assert due_of(**question, excluded=[(reached.day + DAY, None)]) == reached


@pytest.mark.parametrize("unit", ["hour", "office_hour"])
def test_an_open_pause_holds_hours_unless_they_were_reached_before_it(unit):
    question = {"start": at("2024-09-23T10:00"), "unit": unit, "amount": 2, "calendar": CALENDAR}

    assert due_of(**question, excluded=[(at("2024-09-23T11:59"), None)]) is None
    assert due_of(**question, excluded=[(at("2024-09-23T12:00"), None)]).at == at("2024-09-23T12:00")
    assert due_of(**question, excluded=[(at("2024-09-20T12:00"), None)]) is None


@pytest.mark.parametrize(
    "broken",
    [
        {"excluded": [(date(2024, 10, 2), date(2024, 10, 1))]},
        {"excluded": [(at("2024-10-01T10:00"), at("2024-10-02T10:00"))]},
        {"unit": "hour", "excluded": [(date(2024, 10, 1), date(2024, 10, 2))]},
        {"unit": "hour", "excluded": [(at("2024-10-02T10:00"), at("2024-10-01T10:00"))]},
        {"unit": "hour", "excluded": [(at("2024-10-02T10:00"), date(2024, 10, 1))]},
        {"amount": Decimal("0.5")},
        {"amount": -1},
        {"unit": "hour", "amount": -1},
        {"amount": 0.5, "unit": "hour"},
        {"amount": "many"},
        {"amount": "NaN", "unit": "hour"},
        {"amount": 10**8, "unit": "calendar_day"},
        {"amount": 10**8, "unit": "year"},
        {"amount": 10**8},
        {"start": datetime(2024, 9, 23)},  # noqa: DTZ001 - a naive stamp is what is refused
        {"direction": "back", "excluded": [(date(2024, 9, 1), date(2024, 9, 2))]},
        {"direction": "back", "unit": "office_hour"},
    ],
)
def test_what_cannot_be_counted_is_said_and_not_guessed(broken):
    question = {"start": at("2024-09-23T10:00"), "unit": "working_day", "amount": 3, **broken}

    with pytest.raises(InvalidPeriod) as caught:
        due_of(**question, calendar=CALENDAR)

    assert caught.value.zh and caught.value.en


def test_before_the_first_notice_working_days_are_refused_and_calendar_days_are_not():
    start = at("2023-12-29T10:00")

    with pytest.raises(BeforeFirstDay):
        due_of(start, "working_day", 5, calendar=CALENDAR)
    assert due_of(start, "calendar_day", 5, calendar=CALENDAR).day == date(2024, 1, 3)


def test_office_hours_that_nobody_stated_are_not_invented():
    bare = Calendar.of_days([], COVERS, zone=CHINA)

    with pytest.raises(CalendarError, match="office_hours"):
        due_of(at("2024-09-23T10:00"), "office_hour", 2, calendar=bare)
    assert due_of(at("2024-09-23T10:00"), "hour", 2, calendar=bare).at == at("2024-09-23T12:00")
