"""What a person types becomes values, or sentences that say how to mend it."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from yiwang.web.forms import applicable, complete, parse, prune, read
from yiwang.web.forms.uploads import safe_name, sniff
from yiwang.web.tests.shop_form import CREDIT, IDENTITY, PDF, SCHEMA, FakePlaces

FORM = read(SCHEMA)
PACKS = Path(__file__).resolve().parents[3] / "packs"
TODAY = date(2026, 3, 5)
OWNER = {"name": "王小河", "id_number": IDENTITY}
SHOP = {"trade": "books", "area": "60", "place.1": "A", "place.2": "A1"}


def upload(content: bytes, name: str = "plan.pdf"):
    return SimpleNamespace(name=name, size=len(content), read=lambda: content)


def sent(section: str, post: dict, files: dict | None = None, known: dict | None = None):
    return parse(FORM, section, post, files, known=known, today=TODAY, places=FakePlaces())


def codes(answer) -> list[str]:
    return [problem.code for problem in answer.problems]


def test_a_good_page_gives_values_without_floats():
    answer = sent("shop", {**SHOP, "area": "60.50", "days": ["wed", "mon"]})

    assert answer.ok
    assert answer.values == {"trade": "books", "area": "60.50", "place": "A1", "days": ["mon", "wed"]}


def test_full_width_digits_and_blanks_are_understood():
    answer = sent("owner", {**OWNER, "name": "  王小河 ", "phone": "１３８ ００１３ ８０００"})

    assert answer.values["phone"] == "13800138000"
    assert answer.values["name"] == "王小河"


def test_what_was_typed_is_kept_when_it_is_wrong():
    answer = sent("owner", {"name": "", "id_number": "1234", "phone": "call me"})

    assert answer.raw["id_number"] == ["1234"]
    assert answer.raw["phone"] == ["call me"]
    assert codes(answer) == ["form.required-enter", "form.id-length", "form.phone"]


def test_a_message_names_both_values_and_never_repeats_a_persons_number():
    answer = sent("owner", {**OWNER, "name": "很长很长很长很长很长的名字", "id_number": IDENTITY[:-1] + "1"})

    too_long, check = answer.problems
    assert "最多 10 个字" in too_long.says["zh"]
    assert "13 个" in too_long.says["zh"]
    assert "at most 10 characters, now 13" in too_long.says["en"]
    assert IDENTITY[:-1] not in check.says["zh"] + check.says["en"]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("11010119900307003", "form.id-length"),
        ("11010119900307OO38", "form.id-letters"),
        ("110101199002300038", "form.id-birth"),
        ("110101299003070038", "form.id-birth"),
        ("110101199003070037", "form.id-check"),
    ],
)
def test_an_identity_number_is_told_what_is_wrong_with_it(number, code):
    assert codes(sent("owner", {**OWNER, "id_number": number})) == [code]


@pytest.mark.parametrize("number", ["110101 19900307 0038", "１１０１０１１９９００３０７００３８"])
def test_an_identity_number_may_be_typed_with_blanks_or_wide_digits(number):
    assert sent("owner", {**OWNER, "id_number": number}).values["id_number"] == IDENTITY


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (CREDIT, None),
        (CREDIT.lower(), None),
        ("N2110105MF00000019", None),  # a rural collective: a letter stands first
        (CREDIT[:-1] + "K", "form.id-check"),
        ("I" + CREDIT[1:], "form.code-letters"),
        (CREDIT[:-2], "form.id-length"),
    ],
)
def test_a_credit_code_is_checked_by_its_own_standard(code, problem):
    from stdnum.cn import uscc

    if code.startswith("N2"):
        code = code[:-1] + uscc.calc_check_digit(code[:-1])
    answer = sent("papers", {"code": code, "true": "yes"}, {"plan": [upload(PDF)]})

    assert codes(answer) == ([problem] if problem else [])


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("138-0013-8000", "13800138000"),
        ("+86 13800138000", "13800138000"),
        ("0730-8880000", "0730-8880000"),
        ("(0730) 8880000", "0730-8880000"),
        ("01065550000", "010-65550000"),
        ("+4420 7946 0000", "+442079460000"),
    ],
)
def test_a_telephone_number_has_one_form(typed, value):
    assert sent("owner", {**OWNER, "phone": typed}).values["phone"] == value


@pytest.mark.parametrize("typed", ["1380013800", "23800138000", "0730", "+1", "12345"])
def test_what_is_no_telephone_number_is_said(typed):
    assert codes(sent("owner", {**OWNER, "phone": typed})) == ["form.phone"]


def born(year: str, month: str, day: str):
    return sent("owner", {**OWNER, "born.year": year, "born.month": month, "born.day": day})


def test_a_date_is_three_typed_numbers():
    assert born("1990", "3", "7").values["born"] == "1990-03-07"


@pytest.mark.parametrize(
    ("parts", "code", "target"),
    [
        (("1990", "", "7"), "form.date-parts", "q-born.month"),
        (("90", "3", "7"), "form.date-numbers", "q-born.year"),
        (("1990", "2", "30"), "form.date-impossible", "q-born.day"),
        (("2026", "3", "6"), "form.date-late", "q-born.year"),
    ],
)
def test_a_wrong_date_is_told_at_the_part_to_mend(parts, code, target):
    (problem,) = born(*parts).problems

    assert (problem.code, problem.target) == (code, target)


def test_a_late_date_names_both_days():
    (problem,) = born("2026", "3", "6").problems

    assert "2026年3月5日" in problem.says["zh"]
    assert "2026年3月6日" in problem.says["zh"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("很大", "form.not-a-number"),
        ("0", "form.not-above"),
        ("500.6", "form.too-large"),
        ("1e3", "form.not-a-number"),
        ("9" * 40, "form.not-a-number"),
        ("NaN", "form.not-a-number"),
    ],
)
def test_a_number_is_a_plain_number_within_its_range(typed, code):
    assert codes(sent("shop", {**SHOP, "area": typed})) == [code]


def test_a_separator_of_thousands_is_no_decimal_point():
    form = read({"type": "object", "properties": {"sum": {"type": "integer"}}})

    assert parse(form, "form", {"sum": "1,200"}).values == {"sum": 1200}
    assert codes(parse(form, "form", {"sum": "1,2"})) == ["form.not-a-number"]
    assert codes(parse(form, "form", {"sum": "1.5"})) == ["form.not-whole"]


def test_an_answer_that_is_no_choice_is_refused():
    assert codes(sent("shop", {**SHOP, "trade": "weapons"})) == ["form.not-a-choice"]


def test_a_place_is_chosen_step_by_step():
    first = sent("shop", {"trade": "books", "area": "60", "place.1": "A"})
    forgotten = sent("shop", {"trade": "books", "area": "60", "place.1": "A", "place.2": ""})
    other_county = sent("shop", {"trade": "books", "area": "60", "place.1": "B", "place.2": "A1"})

    assert (first.more, first.problems) == (True, ())
    assert codes(forgotten) == ["form.place-step"]
    assert (other_county.more, other_county.problems) == (True, ())


def test_a_question_that_a_choice_brings_up_is_asked_next_and_is_no_error():
    page = {**SHOP, "trade": "food", "_shown": ["trade", "area", "place", "days"]}

    answer = sent("shop", page)

    assert answer.more
    assert not answer.problems
    assert codes(sent("shop", {**page, "_shown": [*page["_shown"], "seats"], "seats": ""})) == [
        "form.required-enter"
    ]


def test_an_answer_that_no_longer_applies_is_dropped():
    answer = sent("shop", {**SHOP, "trade": "books", "seats": "12"})

    assert "seats" not in answer.values
    assert "seats" not in applicable(FORM, {"trade": "books"})
    assert prune(FORM, {"trade": "books", "seats": 12}) == {"trade": "books"}


def test_a_page_that_hides_what_it_showed_never_goes_on():
    assert sent("shop", {**SHOP, "_shown": []}).ok is False


def test_a_file_is_known_by_its_content():
    good = sent("papers", {"true": "yes"}, {"plan": [upload(PDF, "scan.exe")]})
    bad = sent("papers", {"true": "yes"}, {"plan": [upload(b"MZ\x90\x00", "plan.pdf")]})

    assert good.ok
    assert good.values["plan"]["media"] == "application/pdf"
    assert len(good.values["plan"]["sha256"]) == 64
    assert good.uploads["plan"][0].content == PDF
    assert codes(bad) == ["form.file-type"]


def test_a_file_too_large_or_empty_is_told_with_both_sizes():
    large = SimpleNamespace(name="a.pdf", size=12 * 1024 * 1024, read=lambda: b"")
    answer = sent("papers", {"true": "yes"}, {"plan": [large]})

    assert codes(answer) == ["form.file-large"]
    assert "10 MB" in answer.problems[0].says["zh"]
    assert "12 MB" in answer.problems[0].says["zh"]
    assert codes(sent("papers", {"true": "yes"}, {"plan": [upload(b"")]})) == ["form.file-empty"]


def test_an_uploaded_file_stays_when_the_rest_of_the_page_is_wrong():
    first = sent("papers", {"code": "x", "true": "yes"}, {"plan": [upload(PDF)]})
    second = sent("papers", {"true": "yes"}, known=first.values)
    removed = sent(
        "papers", {"true": "yes", "plan.remove": first.values["plan"]["sha256"]}, known=first.values
    )

    assert codes(first) == ["form.id-length"]
    assert second.ok
    assert second.values["plan"] == first.values["plan"]
    assert codes(removed) == ["form.required-upload"]


def test_an_office_file_is_told_from_an_ofd_by_what_is_inside():
    kinds = {}
    for inside in ("OFD.xml", "word/document.xml", "nothing.txt"):
        box = io.BytesIO()
        with zipfile.ZipFile(box, "w") as archive:
            archive.writestr(inside, "")
        kinds[inside] = sniff(box.getvalue())

    assert kinds == {"OFD.xml": "ofd", "word/document.xml": "docx", "nothing.txt": None}
    assert sniff(b"PK\x03\x04broken") is None


def test_a_file_name_carries_no_folder_and_no_trick():
    assert safe_name("C:\\secret\\..\\计划.pdf") == "计划.pdf"
    assert safe_name("a\u202efdp.exe") == "afdp.exe"
    assert len(safe_name("长" * 300 + ".pdf")) <= 100


def staff(*people: tuple[str, str], **more: str) -> dict:
    post = {"true": "yes", "staff.count": str(len(people)), **more}
    for number, (who, cook) in enumerate(people):
        post |= {f"staff.{number}.who": who, f"staff.{number}.cook": cook}
    return post


PLAN = {"plan": {"name": "p.pdf", "media": "application/pdf", "bytes": 9, "sha256": "0" * 64}}


def test_a_group_gives_a_list_and_blank_entries_count_for_nothing():
    answer = sent("papers", staff(("甲", "yes"), ("", ""), ("乙", "no")), known=PLAN)

    assert answer.ok
    assert answer.values["staff"] == [{"who": "甲", "cook": True}, {"who": "乙", "cook": False}]


def test_a_problem_in_a_group_is_told_at_its_entry():
    answer = sent("papers", staff(("甲", "yes"), ("乙", "")), known=PLAN)

    assert [(problem.field, problem.target) for problem in answer.problems] == [
        ("staff.1.cook", "q-staff.1.cook.0")
    ]


def test_another_entry_is_added_and_one_is_removed_without_a_script():
    added = sent("papers", staff(("甲", "yes"), _add="staff"), known=PLAN)
    twelve = [(f"人{number}", "yes") for number in range(12)]
    removed = sent("papers", staff(*twelve, _remove="staff.1"), known=PLAN)

    assert (added.more, added.raw["staff.count"]) == (True, ["2"])
    assert removed.raw["staff.count"] == ["11"]
    assert [removed.raw[f"staff.{number}.who"][0] for number in range(11)] == [
        who for who, _ in twelve if who != "人1"
    ]


def test_too_many_entries_are_told_with_both_counts():
    answer = sent("papers", staff(*[("甲", "yes")] * 4), known=PLAN)

    assert codes(answer) == ["form.too-many"]


def test_a_declaration_must_be_ticked():
    assert codes(sent("papers", {}, known=PLAN)) == ["form.required-confirm"]


def whole() -> dict:
    return {"name": "王小河", "id_number": IDENTITY, "born": "1990-03-07", "trade": "food", "area": "60.5",
            "seats": 12, "place": "A1", "days": ["mon"], "code": CREDIT, "true": True, "notes": "第一行\n二",
            "staff": [{"who": "甲", "cook": True}], **PLAN}  # fmt: skip


def test_a_whole_draft_can_be_filed():
    assert complete(FORM, whole(), today=TODAY, places=FakePlaces()) == {}


@pytest.mark.parametrize("name", ["name", "seats", "place", "plan", "true"])
def test_a_draft_that_lacks_something_names_the_section(name):
    draft = {key: value for key, value in whole().items() if key != name}

    found = complete(FORM, draft, today=TODAY, places=FakePlaces())

    section = FORM.fields[name].section
    assert list(found) == [section]
    assert found[section][0].field == name


def test_a_draft_with_half_a_place_cannot_be_filed():
    found = complete(FORM, {**whole(), "place": "A"}, today=TODAY, places=FakePlaces())

    assert [problem.field for problem in found["shop"]] == ["place"]


def test_values_are_json_without_floats():
    def floats(part) -> bool:
        inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        return isinstance(part, float) or any(floats(one) for one in inner)

    values = sent("shop", {**SHOP, "area": "60.50"}).values

    assert json.loads(json.dumps(values)) == values
    assert not floats(values)
