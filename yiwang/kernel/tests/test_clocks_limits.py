"""A limit as a law writes it, in both languages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from yiwang.kernel.limits import Limit, limit_of, parse
from yiwang.kernel.refusal import Refusal


def refused(answer, code: str) -> Refusal:
    assert isinstance(answer, Refusal), answer
    assert answer.code == code
    assert answer.zh and answer.en
    return answer


@pytest.mark.parametrize(
    ("text", "amount", "unit", "zh", "en"),
    [
        ("20 工作日", "20", "working_day", "20 工作日", "20 working days"),
        ("20个工作日", "20", "working_day", "20 工作日", "20 working days"),
        ("1 working day", "1", "working_day", "1 工作日", "1 working day"),
        ("15 日", "15", "calendar_day", "15 日", "15 days"),
        ("15 Days", "15", "calendar_day", "15 日", "15 days"),
        ("2 工作时", "2", "office_hour", "2 工作时", "2 office hours"),
        ("0.5 小时", "0.5", "hour", "0.5 小时", "0.5 hours"),
        ("24 hours", "24", "hour", "24 小时", "24 hours"),
        ("即时", "0", "at_once", "即时", "at once"),
        ("at once", "0", "at_once", "即时", "at once"),
        ("8 weeks", "8", "week", "8 周", "8 weeks"),
        ("5 年", "5", "year", "5 年", "5 years"),
        ("3 个月", "3", "month", "3 个月", "3 months"),
        ("10 分钟", "10", "minute", "10 分钟", "10 minutes"),
    ],
)
def test_a_limit_is_read_as_the_law_writes_it(text, amount, unit, zh, en):
    found = parse(text)

    assert found == Limit(Decimal(amount), unit)
    assert (found.zh, found.en, str(found)) == (zh, en, zh)
    assert parse(found.zh) == parse(found.en) == found


@pytest.mark.parametrize(
    "text",
    ["", "20", "工作日", "二十 工作日", "20 天天", "5 at once", "1e3 日", "-5 日", "２０ 日", "20 日 日"],
)
def test_a_limit_of_another_form_is_refused_with_the_words_that_would_do(text):
    assert "工作日" in refused(parse(text), "limit.unreadable").zh


@pytest.mark.parametrize("text", ["0 日", "0.5 工作日", "1.5 weeks", "100001 日"])
def test_a_limit_with_an_impossible_amount_is_refused(text):
    refused(parse(text), "limit.amount")


def test_a_limit_made_in_code_is_checked_too():
    assert limit_of(20, "working_day") == parse("20 工作日")
    with pytest.raises(ValueError, match="whole"):
        limit_of("0.5", "working_day")
