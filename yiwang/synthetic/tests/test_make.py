# ruff: noqa: E501
"""Invented data: the same by seed, lifelike, of the same people everywhere, and of nobody real."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import date
from pathlib import Path

import duckdb
import pytest
from stdnum.cn import uscc

from yiwang.pack.load import load
from yiwang.pack.tests.city import TUTORIAL, tutorial
from yiwang.synthetic.command import Wish, make, write_all
from yiwang.synthetic.people import NO_AREA
from yiwang.synthetic.tables import Inventing
from yiwang.web.forms.identifiers import credit_fault, identity_fault

YUEYANG = TUTORIAL.parent / "yueyang"
DAY = date(2026, 11, 28)
PEOPLE = """
title: {zh: 人口, en: People}
owner: sample-greening
sharing: conditional
sharing_basis: []
opening: none
way: lookup
updates: daily
retention: 1 年
key: id_number
dated_by: seen_on
fields:
  id_number: {title: {zh: 号码, en: Number}, concept: id-number, type: string, class: general, personal: sensitive}
  name: {title: {zh: 姓名, en: Name}, concept: resident-name, type: string, class: general, personal: ordinary}
  seen_on: {title: {zh: 核实日期, en: Seen on}, concept: seen-on, type: date, class: general, personal: none}
  grade: {title: {zh: 等级, en: Grade}, concept: grade, type: string, class: general, personal: none}
  amount: {title: {zh: 金额, en: Sum}, concept: amount, type: number, class: general, personal: none}
  code: {title: {zh: 编号, en: Code}, concept: code, type: string, class: general, personal: none}
synthetic_data:
  about: person
  fields:
    seen_on: {range: ["2026-01-01", "2026-11-01"]}
    grade: {choices: {甲: 1, 乙: 3}, nulls: 0.5}
    amount: {range: [100, 900], spread: skewed, digits: 1}
    code: {pattern: "T-@##"}
verified: true
"""
CARDS = """
title: {zh: 卡, en: Cards}
owner: sample-greening
sharing: conditional
sharing_basis: []
opening: none
way: lookup
updates: daily
retention: 1 年
fields:
  holder: {title: {zh: 持卡人, en: Holder}, concept: holder, type: string, class: general, personal: ordinary}
  name: {title: {zh: 姓名, en: Name}, concept: resident-name, type: string, class: general, personal: ordinary}
synthetic_data:
  about: person
  share: 0.3
  fields:
    holder: {link: people.id_number}
verified: true
"""


def city_with(root: Path, **products: str) -> Path:
    pack = tutorial(root)
    for name, text in products.items():
        (pack / "products").mkdir(exist_ok=True)
        (pack / "products" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return pack


def digests(folder: Path) -> dict[str, str]:
    return {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in sorted(folder.iterdir())}


def written(pack: Path, out: Path, people: int, seed: int = 5, format: str = "parquet") -> dict[str, int]:
    """Write the data of a pack; product → rows."""
    return write_all(Inventing(load(pack), seed, people, DAY), pack.name, out, format)


def rows(file: Path) -> list[dict]:
    found = duckdb.sql(f"SELECT * FROM '{file}'")
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


@pytest.mark.parametrize("format", ["parquet", "csv"])
def test_the_same_seed_makes_the_same_bytes_and_another_seed_others(tmp_path, format):
    pack = city_with(tmp_path / "pack", people=PEOPLE, cards=CARDS)
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        written(pack, tmp_path / name, 60, seed, format)

    first = digests(tmp_path / "a")
    assert first == digests(tmp_path / "b")
    other = digests(tmp_path / "c")
    assert first.keys() == other.keys()
    assert all(first[name] != other[name] for name in first)


def test_every_product_of_the_city_is_made_and_each_file_says_that_it_is_synthetic(tmp_path):
    pack = load(YUEYANG)
    made = written(YUEYANG, tmp_path, 200)

    assert made.keys() == {str(one.id) for one in pack.governed.products}
    for product in pack.governed.products:
        file = tmp_path / f"{product.id}.parquet"
        said = dict(
            duckdb.sql(f"SELECT decode(key), decode(value) FROM parquet_kv_metadata('{file}')").fetchall()
        )
        assert said["yiwang.synthetic"] == "true" and "虚构" in said["yiwang.note"]
        assert (said["yiwang.product"], said["yiwang.as_of"]) == (str(product.id), "2026-11-28")
        assert made[str(product.id)] > 0, product.id
        assert [*duckdb.sql(f"SELECT * FROM '{file}'").columns] == list(product.fields)


def test_no_number_can_be_anybodys_and_every_one_has_its_right_check_digit():
    inventing = Inventing(load(YUEYANG), 3, 3000, DAY)
    numbers = [one.id_number for one in inventing.people]
    codes = [one.credit_code for one in inventing.firms]

    assert len(set(numbers)) == len(numbers) and len(set(codes)) == len(codes)
    for number in numbers:
        # A number's first two digits name a province from 11 on: no number of this area was ever given.
        assert number.startswith(NO_AREA) and int(number[:2]) < 11
        assert identity_fault(number, DAY) is None
    for code in codes:
        assert code[2:8] == NO_AREA and "MADEM" in code and credit_fault(code) is None
        assert uscc.calc_check_digit(code[:-1]) == code[-1]


def test_a_person_has_one_name_birth_day_and_address_in_every_product(tmp_path):
    written(city_with(tmp_path / "pack", people=PEOPLE, cards=CARDS), tmp_path, 300)
    names = {one["id_number"]: one["name"] for one in rows(tmp_path / "people.parquet")}
    cards = rows(tmp_path / "cards.parquet")

    assert 40 < len(cards) < 160  # three in ten have a card
    assert all(names[one["holder"]] == one["name"] for one in cards)
    assert all(number[6:10].isdigit() for number in names)


def test_hints_are_followed_choices_ranges_shares_of_nulls_patterns(tmp_path):
    written(city_with(tmp_path / "pack", people=PEOPLE), tmp_path, 1000)
    found = rows(tmp_path / "people.parquet")

    grades = [one["grade"] for one in found]
    assert 400 < grades.count(None) < 600
    assert set(grades) == {None, "甲", "乙"} and grades.count("乙") > 2 * grades.count("甲")
    sums = sorted(one["amount"] for one in found)
    assert sums[0] >= 100 and sums[-1] <= 900 and sums[len(sums) // 2] < 350  # most are small
    days = [one["seen_on"] for one in found]
    assert min(days) >= date(2026, 1, 1) and max(days) <= DAY
    assert sum(day <= date(2026, 11, 1) for day in days) > 950  # who was born or grew up since: later
    assert all(one["code"][:2] == "T-" and one["code"][2].isalpha() for one in found)


def test_spouses_are_each_others_and_live_at_one_address():
    people = Inventing(load(YUEYANG), 3, 1000, DAY).people
    married = [one for one in people if one.spouse is not None]

    assert len(married) > 200
    for one in married:
        other = people[one.spouse]
        assert people[other.spouse] is one and {one.sex, other.sex} == {"男", "女"}
        assert one.household == other.household
        assert one.address == other.address or one.persona or other.persona


def test_the_personas_of_the_demo_are_among_the_people_by_their_own_names():
    pack = load(YUEYANG)
    people = Inventing(pack, 3, 50, DAY).people
    wanted = {str(one.title) for one in pack.personas if str(one.kind) in ("resident", "business")}
    assert wanted == {one.name for one in people if one.persona}


def test_products_that_link_in_a_circle_are_told_and_nothing_is_written(tmp_path):
    circle = CARDS.replace("people.id_number", "cards.name").replace("concept: resident-name", "concept: x")
    pack = city_with(tmp_path / "pack", cards=circle)
    said = io.StringIO()

    assert make(pack, tmp_path / "out", Wish(1, 10, DAY), said) == 1
    assert "cards → cards" in said.getvalue() and not (tmp_path / "out").exists()


def test_a_csv_says_beside_itself_that_it_is_synthetic(tmp_path):
    written(city_with(tmp_path / "pack", people=PEOPLE), tmp_path, 20, format="csv")
    assert json.loads((tmp_path / "people.about.json").read_text())["yiwang.synthetic"] == "true"
    assert len(rows(tmp_path / "people.csv")) == 20


def test_a_file_that_does_not_say_it_is_synthetic_is_left_alone(tmp_path):
    pack = city_with(tmp_path / "pack", people=PEOPLE, cards=CARDS)
    duckdb.sql("SELECT 1 AS real").write_parquet(str(tmp_path / "people.parquet"))

    assert written(pack, tmp_path, 20).keys() == {"cards"}
    assert rows(tmp_path / "people.parquet") == [{"real": 1}]
    assert written(pack, tmp_path, 30).keys() == {"cards"}  # its own it makes anew


def test_the_citys_people_are_the_same_in_each_of_its_products_and_nothing_befalls_them_before_their_time(
    tmp_path,
):
    written(YUEYANG, tmp_path, 600)
    people = {one["id_number"]: one for one in rows(tmp_path / "population-basic.parquet")}
    products = [one for one in load(YUEYANG).governed.products if "id_number" in one.fields]

    assert len(products) >= 9
    for product in products:
        for one in rows(tmp_path / f"{product.id}.parquet"):
            person = people[one["id_number"]]
            days = [value for value in one.values() if isinstance(value, date)]
            assert all(person["born_on"] <= day for day in days), (str(product.id), one)
            for name in ("location", "supplied_at"):
                assert one.get(name, person["domicile"]) == person["domicile"]
    wed = rows(tmp_path / "marriage-registrations.parquet")
    assert all((one["registered_on"] - people[one["id_number"]]["born_on"]).days > 20 * 365 for one in wed)
    spouses = {people[one["id_number"]]["name"]: one["spouse_name"] for one in wed}
    assert {one["spouse_name"] for one in wed} <= {one["name"] for one in people.values()} and len(
        spouses
    ) > 50
