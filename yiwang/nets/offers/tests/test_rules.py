"""Who qualifies for a policy, and for how much: pure rules, whatever was read."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from yiwang.kernel.policy import Amount, Condition, Policy, answers_of, judge, typed

WORDS = {"zh": "条件", "en": "Condition"}


def condition(name: str, when: str, type_: str = "string", grant: str = "register") -> Condition:
    return Condition(
        name=name, says=WORDS, grant=grant, field=name, when=when, clause="某法 第一条", type=type_
    )


STAFF = condition("staff", "staff >= 1", "integer")
SINCE = condition("since", 'since >= date("2026-01-01")', "date")
KIND = condition("kind", 'kind in ("person", "family")')
SUPPORT = Policy(
    id="support",
    title=WORDS,
    says=WORDS,
    matter="support",
    audience="firm",
    body="human-resources",
    basis=("某法 第一条",),
    conditions=(STAFF, SINCE, KIND),
    amount=Amount(rows=(('kind = "family"', "500.5 * staff"), ("", "300"))),
    since=date(2026, 1, 1),
    until=date(2026, 12, 31),
    days=30,
    complain=WORDS,
    answers=(("how_many", "staff"), ("form", "kind")),
)
READ = {"staff": 3, "since": "2026-02-01", "kind": "family"}

SLOW_MACHINES = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

anything = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text("a1-. 家", max_size=8),
    st.dates().map(str),
    st.lists(st.integers()),
)
readings = st.dictionaries(st.sampled_from(["staff", "since", "kind", "other"]), anything)


def test_who_meets_every_condition_qualifies_and_the_first_row_that_holds_gives_the_amount():
    assert judge(SUPPORT, READ).amount == Decimal("1501.50")
    assert judge(SUPPORT, {**READ, "kind": "person"}).amount == Decimal("300.00")


@pytest.mark.parametrize("missing", ["staff", "since", "kind"])
def test_what_was_not_read_is_not_met(missing):
    judged = judge(SUPPORT, {name: one for name, one in READ.items() if name != missing})

    assert judged.met.count(False) == 1 and judged.amount is None and not judged.qualifies


@SLOW_MACHINES
@given(readings)
def test_nothing_that_is_read_breaks_the_judging_and_only_all_conditions_give_an_amount(values):
    judged = judge(SUPPORT, values)

    assert len(judged.met) == len(SUPPORT.conditions)
    assert judged.qualifies == (all(judged.met) and judged.amount is not None)
    assert judged.amount is None or (judged.amount >= 0 and judged.amount.as_tuple().exponent == -2)


@SLOW_MACHINES
@given(readings, st.sampled_from(["staff", "since", "kind"]))
def test_to_read_less_never_makes_anybody_qualify(values, left_out):
    less = {name: one for name, one in values.items() if name != left_out}

    assert not judge(SUPPORT, less).qualifies


@SLOW_MACHINES
@given(readings, anything)
def test_what_no_condition_names_makes_no_difference(values, other):
    assert judge(SUPPORT, {**values, "other": other}) == judge(SUPPORT, values)


@SLOW_MACHINES
@given(st.integers(1, 10_000))
def test_an_amount_keeps_its_cents_and_is_no_float(staff):
    assert judge(SUPPORT, {**READ, "staff": staff}).amount == Decimal("500.50") * staff


def test_a_negative_amount_is_none():
    less = replace(SUPPORT, amount=Amount(rows=(("", "1 - staff"),)))

    assert judge(less, READ).amount is None and not judge(less, READ).qualifies


@SLOW_MACHINES
@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_an_offer_never_stands_longer_than_its_policy(day):
    until = SUPPORT.stands_until(day)

    assert until <= SUPPORT.until and until <= day + timedelta(days=SUPPORT.days)
    assert SUPPORT.runs(day) == (SUPPORT.since <= day <= SUPPORT.until)


def test_answers_follow_from_what_was_read_in_the_shapes_of_a_form():
    assert answers_of(SUPPORT, READ) == {"how_many": 3, "form": "family"}


@pytest.mark.parametrize(
    ("given_", "type_", "expected"),
    [
        ("2026-02-30", "date", None),
        (True, "number", None),
        ("1.20", "number", Decimal("1.20")),
        ("NaN", "number", None),
        ("true", "boolean", True),
        ("", "string", None),
    ],
)
def test_what_is_not_of_its_type_was_not_read(given_: Any, type_: str, expected: Any):
    assert typed(given_, type_) == expected


def test_other_words_are_the_same_edition_and_other_conditions_another():
    said = replace(SUPPORT, title={"zh": "别的名称", "en": "Another name"}, days=90)
    harder = replace(SUPPORT, conditions=(replace(STAFF, when="staff >= 2"), SINCE, KIND))

    assert said.edition == SUPPORT.edition and harder.edition != SUPPORT.edition
