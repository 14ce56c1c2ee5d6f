"""Personal data in texts: what was planted is found, what is no such thing is left alone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from yiwang.kernel.personal_text import (
    ADDRESS,
    CARD,
    EMAIL,
    IDENTITY,
    NAME,
    PHONE,
    PLATE,
    found_in,
    is_card,
    is_identity,
    masked,
)

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "reports311"
IDENTITY_NUMBER = "11010519491231002X"  # the example in GB 11643, as it is published everywhere
LABELLED: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("我叫吴演晴，电话13800000000", ((NAME, "吴演晴"), (PHONE, "13800000000"))),
    (f"身份证{IDENTITY_NUMBER}，请核实", ((IDENTITY, IDENTITY_NUMBER),)),
    ("请转给张局长和李小明老师", ((NAME, "张"), (NAME, "李小明"))),
    ("王女士家漏水，0730-8880000", ((NAME, "王"), (PHONE, "0730-8880000"))),
    ("车牌湘F12345堵住消防通道", ((PLATE, "湘F12345"),)),
    ("新能源车湘AD12345占道", ((PLATE, "湘AD12345"),)),
    ("南湖花园3栋2单元501室楼下", ((ADDRESS, "南湖花园3栋2单元501室"),)),
    ("联系人：欧阳锋，mail me at a.b@example.org", ((NAME, "欧阳锋"), (EMAIL, "a.b@example.org"))),
    ("退款到卡号6222 0212 3456 7894", ((CARD, "6222 0212 3456 7894"),)),
    ("电话 138 0000 0000 或 +86 13900000000", ((PHONE, "138 0000 0000"), (PHONE, "+86 13900000000"))),
    ("12 岁的陈小虎同志", ((NAME, "陈小虎"),)),
)
NOTHING = (
    "建设路12号门口井盖坏了，3天没人修",
    "高压线掉了，路边全部是水，金属栏杆断了",
    "2026年11月28日 12:30 在G240国道旁边",
    "路灯编号0730112233，灯杆高12米",
    "办件 2611-7K3M9QXTC，请主管单位解决",
    "石头挡住水管，车主不在，方便的时候来",
    "12345678901234567 不是身份证",
    "110105194912310021 也不是",
    "坐标 113.1120, 29.3611",
)


@pytest.mark.parametrize(("text", "planted"), LABELLED)
def test_what_was_planted_is_found_and_nothing_else(text, planted):
    assert tuple((one.kind, text[one.start : one.end]) for one in found_in(text)) == planted


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_personal_data_is_left_as_it_is(text):
    assert masked(text) == text


def test_a_wrong_check_character_is_no_identity_number():
    assert is_identity(IDENTITY_NUMBER) and is_identity("110105 19491231 002x")
    for wrong in ("110105194912310021", "11010519491331002X", "1101051949123100", "a1010519491231002X"):
        assert not is_identity(wrong)
    assert is_card("4111111111111111") and not is_card("4111111111111112") and not is_card("1" * 16)


def test_the_masked_text_holds_none_of_it_and_masking_it_again_changes_nothing():
    for text, planted in LABELLED:
        shown = masked(text)
        assert not [value for _, value in planted if len(value) > 1 and value in shown]
        assert masked(shown) == shown


PLANTED = ("212-555-1234", "987-65-4320", "378734493671000", "joeblows@aol.com", "212-123-5432")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not beside this checkout")
def test_all_that_was_planted_in_the_shared_file_is_found(capsys):
    """Recall over the planted values; precision over the columns in which people write words.

    The file holds the telephone of an office, too, which stood in it before anything was planted.
    """
    office = "781-853-9016"
    written = ("closure_reason", "case_title", "subject", "reason", "type", "location")
    with (SHARED / "boston311-100-with-fake-pii.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found = [
        row[name][one.start : one.end] for row in rows for name in written for one in found_in(row[name])
    ]
    right = [value for value in found if value in (*PLANTED, office)]
    recall, precision = len(set(PLANTED) & set(found)) / len(PLANTED), len(right) / len(found)
    with capsys.disabled():
        print(f"  planted: recall {recall:.2f}, precision {precision:.2f} ({len(found)} found)")
    assert recall == 1.0 and precision == 1.0
    with (SHARED / "nyc311-100.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    kinds = {one.kind for row in rows for text in row.values() for one in found_in(text or "")}
    assert kinds <= {PHONE}  # of offices, in what was answered
