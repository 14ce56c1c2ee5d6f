"""What a cell of a decision table says in plain words."""

from __future__ import annotations

import pytest

from yiwang.kernel.feel.in_words import cell_in_words


@pytest.mark.parametrize(
    ("cell", "zh", "en"),
    [
        ("-", "不论", "any"),
        ("", "不论", "any"),
        ("> 5", "大于 5", "more than 5"),
        ("<= 50", "不大于 50", "at most 50"),
        (">= -3", "不小于 -3", "at least -3"),
        ("!= 3", "不是 3", "not 3"),
        ("[1..5]", "1 到 5", "1 to 5"),
        ("(1..5)", "大于 1, 小于 5", "more than 1, less than 5"),
        ("]1..5]", "大于 1, 到 5", "more than 1, up to 5"),
        ("[1..5)", "1 到 5, 不含 5", "1 to 5, without 5"),
        ('"food"', "food", "food"),
        ('"food", "hotel"', "food 或 hotel", "food or hotel"),
        ('not("food", "hotel")', "不是 food 或 hotel", "not food or hotel"),
        ("true", "是", "yes"),
        ("false", "否", "no"),
        ("null", "没有填", "nothing given"),
        ('< date("2026-01-01")', "小于 2026-01-01", "less than 2026-01-01"),
        ('@"P3D"', "P3D", "P3D"),
        ("1, [3..4], > 9", "1、3 到 4 或大于 9", "1, 3 to 4 or more than 9"),
    ],
)
def test_a_cell_is_said_in_words(cell: str, zh: str, en: str) -> None:
    assert cell_in_words(cell) == {"zh": zh, "en": en}


@pytest.mark.parametrize("cell", ["? > limit", 'starts with(?, "a")', "< limit", "> 5 and", "[1.."])
def test_a_cell_without_words_of_its_own_is_shown_as_it_is_written(cell: str) -> None:
    assert cell_in_words(cell) == {"zh": cell, "en": cell}


def test_a_choice_is_called_what_the_form_calls_it() -> None:
    labels = {"food": {"zh": "餐饮", "en": "Food"}, "inn": {"zh": "旅店", "en": "Inn"}}

    said = cell_in_words('not("food", "inn")', lambda value: labels[value])

    assert said == {"zh": "不是餐饮或旅店", "en": "not Food or Inn"}
