"""When a person is told of a look at their data only later: never without a rule or a last day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yiwang.kernel.withheld import GLASS, READING, Look, Looks, Withholding, withheld

ZONE = "Asia/Shanghai"
NIGHT = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)  # half past midnight of the 24th in the city


def rule(days: int = 30, **instead: object) -> Withholding:
    return Withholding(
        **{
            "id": "police",
            "title": {"zh": "紧急查看", "en": "Break-glass"},
            "of": GLASS,
            "by": "public-security",
            "clause": "个人信息保护法 第三十五条",
            "approver": "chief",
            "days": days,
            **instead,
        }
    )


def look(**instead: str) -> Look:
    says = {
        "of": GLASS,
        "body": "district-police",
        "function": "public-security",
        "matter": "residence-permit",
    }
    return Look(at=NIGHT, **{**says, **instead})


def test_a_look_is_told_at_once_where_no_rule_is_about_it():
    for rules in ((), (rule(of=READING),), (rule(by="health"),), (rule(matters=("fire-check",)),)):
        assert withheld(Looks(withheld=rules), look(), ZONE) is None


def test_a_rule_names_a_function_or_one_body_and_its_days_count_from_the_citys_day():
    for by in ("public-security", "district-police"):
        assert withheld(Looks(withheld=(rule(by=by),)), look(), ZONE).day == date(2026, 12, 24)


def test_a_body_that_is_not_known_is_withheld_by_no_rule():
    assert withheld(Looks(withheld=(rule(by=""),)), look(body="", function=""), ZONE) is None


@given(st.lists(st.integers(1, 365), min_size=1, max_size=5))
def test_of_several_rules_the_longest_holds_and_it_always_ends(lengths):
    found = withheld(Looks(withheld=tuple(rule(days) for days in lengths)), look(), ZONE)

    assert found.day == date(2026, 11, 24) + timedelta(days=max(lengths))
