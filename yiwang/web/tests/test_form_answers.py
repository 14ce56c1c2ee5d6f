"""Answers told back in words, and every form of the packs shown whole."""

from __future__ import annotations

import json

import pytest

from yiwang.web.forms import answers, bind, complete, parse, read
from yiwang.web.tests.shop_form import FakePlaces
from yiwang.web.tests.test_form_reading import FORM, PACKS, codes, whole


def test_answers_are_told_in_words_of_both_languages():
    rows = {
        row.field.name: row for block in answers(FORM, whole(), places=FakePlaces()) for row in block.rows
    }

    assert rows["place"].text == {"zh": "甲县东镇", "en": "Dong, Jia"}
    assert rows["trade"].text["en"] == "Food"
    assert rows["area"].text["zh"] == "60.5 平方米"
    assert rows["born"].text["zh"] == "1990年3月7日 星期三"
    assert rows["phone"].answered is False
    assert "是否掌勺：是" in rows["staff"].text["zh"]


def test_answers_leave_personal_ones_out_for_a_reader_without_purpose():
    names = {row.field.name for block in answers(FORM, whole(), personal=False) for row in block.rows}

    assert not names & {"name", "id_number", "phone"}
    assert "trade" in names


def test_every_message_is_plain_whatever_the_schema_demands():
    schema = {"type": "object", "properties": {
        "a": {"type": "string", "pattern": "^x"}, "b": {"type": "string", "minLength": 3},
        "c": {"type": "integer", "multipleOf": 5}, "d": {"type": "string", "not": {"const": "no"}},
        "e": {"type": "number", "minimum": 2, "exclusiveMaximum": 3},
    }}  # fmt: skip

    answer = parse(read(schema), "form", {"a": "y", "b": "z", "c": "7", "d": "no", "e": "3"})

    assert codes(answer) == [
        "form.pattern", "form.too-short", "form.not-a-multiple", "form.invalid", "form.not-below"
    ]  # fmt: skip
    said = " ".join(problem.says[language] for problem in answer.problems for language in ("zh", "en"))
    assert not any(word in said for word in ("does not match", "is not valid", "schema", "Decimal"))


@pytest.mark.parametrize(
    "path", sorted(PACKS.glob("*/matters/*/form.schema.json")), ids=lambda path: path.parent.name
)
def test_every_form_of_the_packs_can_be_shown_and_asks_for_what_it_requires(path):
    schema = json.loads(path.read_text())
    form = read(schema)

    shown = {one.field.name for section in form.sections for one in bind(form, section, {}).questions}
    asked = {
        problem.field.partition(".")[0]  # a group is asked for by the answers of its first entry
        for problems in complete(form, {}).values()
        for problem in problems
    }

    assert set(schema.get("required", ())) <= shown
    assert asked == set(schema.get("required", ()))
