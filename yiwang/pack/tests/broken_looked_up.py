# ruff: noqa: E501
"""Packs in which a product that is looked up, or what a form takes from one, is wrong (YW415 to YW419)."""

from __future__ import annotations

from yiwang.pack.tests.broken_governed import TREES_OFFICE
from yiwang.pack.tests.broken_results import GRANT
from yiwang.pack.tests.city import Edit, added, edit
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
  street: {title: {zh: 认养的街, en: Street}, concept: guardian-street, type: string, class: general, personal: none}
  seen_on: {title: {zh: 核实日期, en: Confirmed on}, concept: guardian-seen-on, type: date, class: general, personal: none}
synthetic_data:
  about: person
  fields:
    years: {range: [1, 30]}
verified: true
"""


FORM = "matters/tree-felling/form.schema.json"
FELLING = "matters/tree-felling/matter.yaml"
SOURCE = """"x-yw-concept": "guardian-street",
      "x-yw-source": {"product": "guardians", "field": "street", "key": "account", "purpose": {"zh": "找到树", "en": "To find the tree"}},"""
GRANTED = (
    *TREES_OFFICE,
    added(
        "grants/guardians-for-felling.yaml",
        GRANT.replace("adoptions", "guardians").replace("[number, street]", "[street]"),
    ),
)
MATERIAL = """  fee: {amount: 0}
  materials:
    - id: adoption
      title: {zh: 认养证, en: Adoption certificate}
      form: electronic
      from: government
      copies: 1
      required: true
"""


def guardians(old: str = "", new: str = "") -> Edit:
    """Add the product, sound but for `old`, which stands once in it."""
    assert GUARDIANS.count(old) == 1 or not old, old
    return added("products/guardians.yaml", GUARDIANS.replace(old, new) if old else GUARDIANS)


def looked_up(old: str = "", new: str = "") -> Edit:
    """Look the street of the form for felling up, soundly but for `old`."""
    assert SOURCE.count(old) == 1 or not old, old
    source = SOURCE.replace(old, new) if old else SOURCE
    return edit(FORM, '"street": {', f'"street": {{\n      {source}')


SOUND_LOOKUP: tuple[Edit, ...] = (*GRANTED, guardians(), looked_up())


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
    Mutant(
        "YW416",
        "a lookup in a product without a key",
        (*GRANTED, guardians("key: id_number\n", ""), looked_up()),
    ),
    Mutant(
        "YW416",
        "a lookup that states no purpose",
        (*GRANTED, guardians(), looked_up(', "purpose": {"zh": "找到树", "en": "To find the tree"}', "")),
    ),
    Mutant(
        "YW416",
        "a row about somebody by a number that anybody types",
        (*GRANTED, guardians(), looked_up('"account"', '"ground"')),
    ),
    Mutant("YW416", "a lookup of a body's own without a grant", (guardians(), looked_up())),
    Mutant(
        "YW417",
        "one fact asked for twice in a form",
        (
            *SOUND_LOOKUP,
            edit(FORM, '"ground": {', '"ground": {\n      "x-yw-concept": "tree-story",'),
            edit(
                FORM,
                '    "ground": {',
                '    "story": {\n      "type": "string",\n      "x-yw-kind": "text",\n      "x-yw-section": "tree",\n      "x-yw-concept": "tree-story",\n      "x-yw-title": {"zh": "经过", "en": "Story"},\n      "x-yw-used-for": [{"zh": "看", "en": "Read"}],\n      "maxLength": 100\n    },\n    "ground": {',
            ),
        ),
    ),
    Mutant(
        "YW418",
        "a fact asked for under another name",
        (guardians(), edit(FORM, '"zh": "树在哪条街"', '"zh": "认养的街"')),
        0,
    ),
    Mutant(
        "YW419",
        "a paper asked for whose content a product holds",
        (
            guardians("key: id_number", "papers: [认养证]\nkey: id_number"),
            edit(FELLING, "  fee: {amount: 0}\n", MATERIAL),
        ),
        0,
    ),
)
