# ruff: noqa: E501
"""Packs in which a product fed by results, or what is taken from one, is wrong (YW408 to YW412)."""

from __future__ import annotations

from datetime import date

from yiwang.pack.tests.broken_governed import OTHER_BODY, TREES_OFFICE
from yiwang.pack.tests.city import Edit, added, edit
from yiwang.pack.tests.mutants import Mutant

ADOPTION = "matters/tree-adoption/matter.yaml"
FELLING = "matters/tree-felling/matter.yaml"
FELLING_FORM = "matters/tree-felling/form.schema.json"
PRODUCT = """title: {zh: 认养证, en: Adoption certificates}
owner: sample-parks
sharing: unconditional
sharing_basis: [示例市树木认养办法 第三条]
opening: none
way: lookup
updates: real-time
retention: 1 年
from: "2026-01-01"
from_result:
  matter: tree-adoption
  fields:
    number: result.number
    street: street
fields:
  number:
    title: {zh: 编号, en: Number}
    concept: adoption-number
    type: string
    class: general
    personal: none
  street:
    title: {zh: 街名, en: Street}
    concept: adopted-street
    type: string
    class: general
    personal: none
verified: true
"""
GRANT = """title: {zh: 认养证供砍树, en: Adoption certificates for felling}
product: adoptions
to: sample-parks
purpose: {zh: 带出街名。, en: To fill in the street.}
matters: [tree-felling]
fields: [number, street]
from: "2026-01-01"
until: "2026-12-31"
basis: [示例市树木认养办法 第三条]
approved_by:
  - {position: parks-approver, on: "2025-12-20"}
  - {position: trees-approver, on: "2025-12-22"}
verified: true
"""
SOURCE = '"x-yw-source": {"from": "grant", "grant": "adoptions-for-felling", "field": "street"}'
MATERIALS = """  fee: {amount: 0}
  materials:
    - id: adoption
      title: {zh: 认养证, en: Adoption certificate}
      form: electronic
      from: government
      copies: 1
      required: false
      covered_by: adoptions-for-felling
"""


def product(old: str = "", new: str = "") -> Edit:
    """Put the product into the pack, sound but for what is replaced."""
    assert PRODUCT.count(old) == 1 or not old
    return added("products/adoptions.yaml", PRODUCT.replace(old, new) if old else PRODUCT)


def grant(old: str = "", new: str = "") -> Edit:
    """Put the grant into the pack, sound but for what is replaced."""
    assert GRANT.count(old) == 1 or not old
    return added("grants/adoptions-for-felling.yaml", GRANT.replace(old, new) if old else GRANT)


def taken(old: str = "", new: str = "") -> Edit:
    """Fill in the street of the form for felling, sound but for what is replaced."""
    assert SOURCE.count(old) == 1 or not old
    source = SOURCE.replace(old, new) if old else SOURCE
    return edit(FELLING_FORM, '"street": {', f'"street": {{\n      {source},')


def material(old: str = "", new: str = "") -> Edit:
    """Give felling a material that an adoption covers, sound but for what is replaced."""
    assert MATERIALS.count(old) == 1 or not old
    return edit(FELLING, "  fee: {amount: 0}\n", MATERIALS.replace(old, new) if old else MATERIALS)


SOUND = (*TREES_OFFICE, product(), grant(), taken(), material())
"""A street filled in, and a certificate not asked for, from results of another matter: all sound."""
GRANTED = (*TREES_OFFICE, product(), grant())

BROKEN_RESULTS: tuple[Mutant, ...] = (
    Mutant("YW408", "results of a matter that is not there", (product("tree-adoption", "tree-adoptions"),)),
    Mutant(
        "YW408",
        "results of a matter that gives none",
        (product("matter: tree-adoption", "matter: tree-diagnosis"),),
    ),
    Mutant("YW408", "results handed over in bulk", (product("way: lookup", "way: file"),)),
    Mutant(
        "YW409",
        "an answer that the result does not state",
        (product("street: street", "street: name"),),
    ),
    Mutant("YW409", "a number provided as a text", (product("street: street", "street: trees"),)),
    Mutant(
        "YW409",
        "a field that nothing feeds",
        (product("    street: street\n", ""),),
    ),
    Mutant(
        "YW409",
        "personal information of a result that is called something else",
        (
            edit(ADOPTION, "fields: [street, trees]", "fields: [street, trees, name]"),
            product("street: street", "street: name"),
        ),
    ),
    Mutant(
        "YW410",
        "results provided by a body that has nothing to do with them",
        (OTHER_BODY, product("owner: sample-parks", "owner: sample-trees")),
    ),
    Mutant(
        "YW411",
        "a field taken under a grant that is not there",
        (*GRANTED, taken("adoptions-for", "adoption-for")),
    ),
    Mutant(
        "YW411",
        "a field that the grant does not give",
        (*GRANTED[:-1], grant("[number, street]", "[number]"), taken()),
    ),
    Mutant(
        "YW411",
        "a field taken for another matter",
        (*GRANTED[:-1], grant("[tree-felling]", "[tree-adoption]"), taken()),
    ),
    Mutant(
        "YW411",
        "a field taken by another body",
        (*GRANTED[:-1], grant("to: sample-parks", "to: sample-trees"), taken()),
    ),
    Mutant("YW411", "a field taken after the grant ended", (*GRANTED, taken()), day=date(2027, 1, 4)),
    Mutant(
        "YW411",
        "a field taken from a product that no results feed",
        (
            *TREES_OFFICE,
            product(
                "from_result:\n  matter: tree-adoption\n  fields:\n    number: result.number\n    street: street\n",
                "",
            ),
            grant(),
            taken(),
        ),
    ),
    Mutant(
        "YW411",
        "personal information filled into a field that is not sealed",
        (
            *TREES_OFFICE,
            added("products/adoptions.yaml", PRODUCT.replace("personal: none", "personal: ordinary")),
            grant(),
            taken(),
        ),
    ),
    Mutant(
        "YW412",
        "a material covered by a grant for another matter",
        (*GRANTED[:-1], grant("[tree-felling]", "[tree-adoption]"), material()),
    ),
    Mutant(
        "YW412",
        "an original that a result is to stand in for",
        (
            *GRANTED,
            material("form: electronic\n", "form: original\n"),
            edit(FELLING, "      required: false\n", "      required: true\n"),
        ),
    ),
)
