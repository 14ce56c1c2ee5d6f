"""Until when a result is valid, whatever the unit a city counts in."""

from __future__ import annotations

from datetime import date

import pytest

from yiwang.kernel.calendar import ListedDay
from yiwang.kernel.tests.small_city import calendar
from yiwang.kernel.validity import in_words, valid_until, validity

MAY_DAY = [ListedDay(date(2026, 5, day), "劳动节", True) for day in (1, 4, 5)]
SATURDAY = ListedDay(date(2026, 5, 9), "劳动节", False)
SPRING = calendar((*MAY_DAY, SATURDAY))


@pytest.mark.parametrize(
    ("text", "decided", "until"),
    [
        ("5 年", "2026-03-02", "2031-03-01"),
        ("5 years", "2026-03-02", "2031-03-01"),
        ("1 年", "2028-02-29", "2029-02-28"),  # the year after has no such day: to the end of its month
        ("18 个月", "2026-03-02", "2027-09-01"),
        ("1 月", "2026-01-31", "2026-02-28"),
        ("3 months", "2026-11-30", "2027-02-28"),
        ("30 日", "2026-03-02", "2026-04-01"),
        ("90 days", "2026-12-31", "2027-03-31"),
        ("5 工作日", "2026-04-29", "2026-05-09"),  # four days of holiday and weekend, a Saturday worked
        ("1 working day", "2026-05-02", "2026-05-06"),
    ],
)
def test_a_result_is_valid_to_a_day_that_everybody_can_count(text, decided, until):
    assert valid_until(text, date.fromisoformat(decided), SPRING) == (date.fromisoformat(until), False)


def test_working_days_past_the_last_holiday_notice_are_provisional():
    answer = valid_until("20 工作日", date(2026, 12, 21), SPRING)
    assert answer is not None
    until, provisional = answer
    assert until > date(2026, 12, 31)
    assert provisional


@pytest.mark.parametrize("text", ["长期", "permanent", "", "until the king dies", "3 小时", "即时", "2 周"])
def test_a_result_without_a_last_day_has_none(text):
    assert valid_until(text, date(2026, 3, 2), SPRING) is None


def test_a_validity_is_said_in_both_languages():
    assert in_words("18 个月") == {"zh": "18 个月", "en": "18 months"}
    assert in_words("10 working days") == {"zh": "10 工作日", "en": "10 working days"}
    assert in_words("长期") == {"zh": "长期", "en": "without end"}
    assert validity("3 小时") is None
    assert in_words("依合同") == {"zh": "依合同", "en": "依合同"}
