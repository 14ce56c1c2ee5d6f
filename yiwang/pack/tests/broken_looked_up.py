# ruff: noqa: E501
"""Packs in which a product that is looked up, or what a form takes from one, is wrong (YW415 to YW419)."""

from __future__ import annotations

from yiwang.pack.tests.city import Edit, added
from yiwang.pack.tests.mutants import Mutant

GUARDIANS = """title: {zh: 认养人, en: Guardians of trees}
owner: sample-parks
sharing: conditional
sharing_basis: [示例市树木认养办法 第三条]
conditions: {zh: 逐件查询。, en: One case at a time.}
opening: none
way: lookup
updates: daily
retention: 1 年
key: id_number
dated_by: seen_on
from: "2026-01-01"
fields:
  id_number: {title: {zh: 号码, en: Number}, concept: id-number, type: string, class: general, personal: sensitive}
  years: {title: {zh: 认养年数, en: Years of adoption}, concept: adopted-years, type: integer, class: general, personal: none}
  seen_on: {title: {zh: 核实日期, en: Confirmed on}, concept: guardian-seen-on, type: date, class: general, personal: none}
synthetic_data:
  about: person
  fields:
    years: {range: [1, 30]}
verified: true
"""


def guardians(old: str, new: str) -> Edit:
    """Add the product with `old`, which stands once in it, replaced."""
    assert GUARDIANS.count(old) == 1, old
    return added("products/guardians.yaml", GUARDIANS.replace(old, new))


BROKEN_LOOKED_UP: tuple[Mutant, ...] = (
    Mutant("YW415", "a key that is no field", (guardians("key: id_number", "key: number"),)),
    Mutant(
        "YW415",
        "rows dated by something that is no day",
        (guardians("dated_by: seen_on", "dated_by: years"),),
    ),
    Mutant(
        "YW415",
        "made-up data of a field that is not there",
        (guardians("    years: {range", "    year: {range"),),
    ),
    Mutant("YW415", "whole numbers made up from words", (guardians("range: [1, 30]", "choices: {many: 1}"),)),
    Mutant("YW415", "made-up data linked to nothing", (guardians("range: [1, 30]", "link: trees.number"),)),
)
