"""What staff see of a person's answers before they say why: enough to tell two apart, no more."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiwang.web import forms
from yiwang.web.forms import masking
from yiwang.web.forms.kinds import NoPlaces
from yiwang.web.forms.masking import CLASSES, masked

ROWS = [
    ("name", "张小明", "张**"),
    ("name", "张三", "张*"),
    ("name", "张", "*"),
    ("name", "欧阳娜娜", "欧***"),
    ("name", "阿卜杜拉·买买提", "阿***·买**"),
    ("name", "Maria da Silva", "M**** d* S****"),
    ("name", "O", "*"),
    ("name", "Nguyễn Văn A", "N***** V** *"),
    ("identity-number", "430602190001011234", "430***********1234"),
    ("identity-number", "430602900101123", "430********1123"),
    ("identity-number", "H1234567", "****"),
    ("credit-code", "92430602MADEM00112", "92************0112"),
    ("credit-code", "12", "****"),
    ("phone", "13812345678", "138****5678"),
    ("phone", "+44 20 7946 0958", "+44*********0958"),
    ("phone", "8212345", "****"),
    ("email", "xiaoming@example.cn", "x****@example.cn"),
    ("email", "ab@example.cn", "****@example.cn"),
    ("email", "no-at-sign", "****"),
    ("address", "湖南省岳阳市岳阳楼区示例路 1 号", "湖南省岳阳市岳阳楼区****"),
    ("address", "岳阳市示例路 1 号", "岳阳市****"),
    ("address", "城区甲", "****"),
    ("address", "221B Baker Street, London", "****"),
    ("bank-account", "6222021234567890123", "***************0123"),
    ("bank-account", "12345", "****"),
    ("birth-date", "1990-05-17", "1990-**-**"),
    ("birth-date", "May 17", "****"),
    ("health", "高血压", "****"),
    ("file", "诊断书.pdf", "****"),
    ("other", "吴演晴、罗演竹", "****"),
    ("name", "", "****"),
    ("name", "··", "****"),
    ("name", "吴演晴、罗演竹", "吴**、罗**"),
]


@pytest.mark.parametrize(("of", "value", "shown"), ROWS)
def test_a_value_is_masked_by_its_class(of, value, shown):
    assert masked(value, of) == shown


@pytest.mark.parametrize("of", sorted(CLASSES))
@given(value=st.text(min_size=1, max_size=60).filter(lambda one: one.strip() and "*" not in one))
def test_no_value_of_two_characters_or_more_is_ever_shown_whole(of, value):
    shown = masked(value, of)

    assert shown != value.strip()
    assert "*" in shown


@given(value=st.text(alphabet="0123456789", min_size=15, max_size=19))
def test_of_a_number_at_most_seven_digits_are_seen(value):
    for of in ("identity-number", "credit-code", "phone", "bank-account"):
        assert len(masked(value, of).replace("*", "")) <= 7


def test_the_classes_are_those_that_a_pack_may_write():
    root = Path(masking.__file__).parents[2]
    text = (root / "pack" / "schema" / "form.json").read_text(encoding="utf-8")
    found = re.search(r'"x-yw-mask": (\{.*?\n     \})', text, re.DOTALL)

    assert found is not None and json.loads(found[1])["enum"] == list(CLASSES)


def test_the_class_of_a_field_is_named_or_follows_from_its_kind():
    form = forms.read(
        {
            "properties": {
                "a": {"x-yw-kind": "id-number"},
                "b": {"x-yw-kind": "text", "x-yw-source": {"from": "account", "field": "name"}},
                "c": {"x-yw-kind": "text", "x-yw-mask": "bank-account"},
                "d": {"x-yw-kind": "textarea"},
                "e": {"x-yw-kind": "file"},
            }
        }
    )

    found = {name: one.mask for name, one in form.fields.items()}

    assert found == {"a": "identity-number", "b": "name", "c": "bank-account", "d": "other", "e": "file"}


def test_in_a_group_each_answer_is_masked_by_its_own_class_and_files_show_nothing():
    item = {
        "type": "object",
        "properties": {
            "name": {"x-yw-title": {"zh": "姓名", "en": "Name"}, "x-yw-mask": "name", "x-yw-personal": True},
            "share": {"type": "integer", "x-yw-title": {"zh": "份额", "en": "Share"}},
            "scan": {"x-yw-kind": "file", "x-yw-title": {"zh": "扫描件", "en": "Scan"}},
        },
    }
    form = forms.read({"properties": {"owners": {"type": "array", "items": item}}})
    scan = {"name": "张小明.pdf", "media": "application/pdf", "bytes": 9, "sha256": "0"}
    value = [{"name": "张小明", "share": 3, "scan": scan}]

    shown = forms.masked_words(form.fields["owners"], value, NoPlaces())

    assert shown["zh"] == "姓名：张**\n份额：3\n扫描件：****"
