"""Words of messages: only known places, filled or a dash, and counted as SMS gateways charge them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiwang.kernel.told import GIVEN_BY, PLACEHOLDERS, Told, filled, places_in, sample, sms_parts


def test_places_are_filled_and_one_without_a_value_shows_a_dash():
    assert filled("{number}：{due}", {"number": "2611-A"}) == "2611-A：—"
    assert places_in("{number} {a b} {}") == ["number", "a b", ""]


@given(st.dictionaries(st.sampled_from(sorted(PLACEHOLDERS)), st.text()))
def test_what_fills_a_place_is_never_read_as_a_place_again(values):
    braced = {name: f"{{{value}}}{{number}}" for name, value in values.items()}

    assert all(braced[name] in filled(f"x{{{name}}}y", braced) for name in braced)


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("字" * 70, 1),
        ("字" * 71, 2),
        ("字" * 134, 2),
        ("字" * 135, 3),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 69 + "字", 1),
        ("🙂" * 35, 1),
        ("🙂" * 36, 2),
        ("", 1),
    ],
)
def test_an_sms_of_seventy_characters_or_a_hundred_and_sixty_plain_ones_is_one(words, parts):
    assert sms_parts(words) == parts


def test_there_is_a_sample_for_every_place_in_each_language():
    assert all(set(values) == set(PLACEHOLDERS) for values in sample().values())
    assert set(GIVEN_BY) < set(PLACEHOLDERS)


def test_a_template_is_about_its_event_its_matters_and_its_outcome():
    one = Told(
        id="x",
        event="case.decided",
        to=("applicant",),
        channels=("page",),
        subject={},
        body={},
        matters=("a",),
        outcome="deny",
    )

    assert one.is_about("case.decided", "a", "deny")
    assert not one.is_about("case.decided", "a", "grant")
    assert not one.is_about("case.decided", "b", "deny")
    assert not one.is_about("case.closed", "a", "deny")
