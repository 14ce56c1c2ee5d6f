# ruff: noqa: E501
"""Packs whose policies offered unasked are wrong (YW178, YW179, YW213, YW214)."""

from __future__ import annotations

from datetime import date

from yiwang.pack.tests.broken_governed import GRANT, PRODUCT, TREES_OFFICE, grant
from yiwang.pack.tests.city import Edit, added, edit
from yiwang.pack.tests.mutants import Mutant

POLICY = """title: {zh: 认养人领一包肥（虚构）, en: Fertiliser for adopters (made up)}
says: {zh: 认养了树的人，每年领肥料钱。, en: Whoever adopted trees gets money for fertiliser each year.}
matter: tree-adoption
audience: person
body: sample-parks
basis: [示例市树木认养办法 第三条]
conditions:
  - says: {zh: 您认养了树。, en: You adopted trees.}
    grant: streets-for-trees
    field: trees
    when: 'trees >= 1'
    clause: 示例市树木认养办法 第三条
  - says: {zh: 树在某条街上。, en: They stand in a street.}
    grant: streets-for-trees
    field: street_name
    as: street
    when: 'street != ""'
    clause: 示例市树木认养办法 第三条
amount:
  table:
    - {when: 'trees < 5', gives: '12.50 * trees'}
    - {gives: "62.50"}
  per: year
from: "2026-01-01"
until: "2026-12-31"
days: 30
complain: {zh: 向园林局反映。, en: Write to the Parks Office.}
answers: {street: street, trees: trees}
asks: [name]
verified: true
"""
FED = PRODUCT.replace(
    "fields:\n",
    "from_result:\n  matter: tree-adoption\n  reason: {zh: 认养结果由林业局汇总。, en: The office gathers the results.}\n"
    "  fields: {street_name: street, trees: trees}\nfields:\n",
)
BOTH = grant("fields: [street_name]", "fields: [street_name, trees]")
READ = (*TREES_OFFICE, added("products/streets.yaml", FED), BOTH)
"""What the policy reads, under a grant: all sound."""


def policy(old: str = "", new: str = "") -> Edit:
    """Put a policy into the pack, sound but for what is replaced."""
    assert POLICY.count(old) == 1 or not old
    return added("policies/fertiliser.yaml", POLICY.replace(old, new) if old else POLICY)


def broken(code: str, name: str, old: str, new: str, exit: int = 1, **more: date) -> Mutant:
    """Return the pack with a sound policy but for one thing."""
    return Mutant(code, name, (*READ, policy(old, new)), exit, **more)


BROKEN_POLICIES: tuple[Mutant, ...] = (
    Mutant(
        "YW178",
        "a condition reads a field that no grant gives",
        (*TREES_OFFICE, added("products/streets.yaml", FED), grant(), policy()),
    ),
    Mutant(
        "YW178",
        "a condition reads under a grant that is not there",
        (*READ, policy("streets-for-trees\n    field: trees", "street-for-trees\n    field: trees")),
    ),
    Mutant(
        "YW178",
        "a condition reads a product that no result feeds",
        (*TREES_OFFICE, added("products/streets.yaml", PRODUCT), BOTH, policy()),
    ),
    broken("YW178", "a policy that runs longer than its grant", 'until: "2026-12-31"', 'until: "2027-12-31"'),
    broken("YW178", "a condition of a clause that is not there", "第三条\n  - says", "第九条\n  - says"),
    Mutant(
        "YW178",
        "a grant for another matter and to another body",
        (
            *TREES_OFFICE,
            added("products/streets.yaml", FED),
            added(
                "grants/streets-for-trees.yaml",
                GRANT.replace("[street_name]", "[street_name, trees]")
                .replace("[tree-adoption]", "[tree-diagnosis]")
                .replace("to: parks", "to: plants"),
            ),
            policy(),
        ),
    ),
    broken("YW179", "a policy without a basis", "basis: [示例市树木认养办法 第三条]\n", ""),
    broken("YW179", "a policy that ends before it begins", 'from: "2026-01-01"', 'from: "2027-06-01"'),
    broken("YW179", "a policy that is over", "days: 30", "days: 31", exit=0, day=date(2027, 2, 1)),
    broken("YW179", "a policy paid by a body that is not there", "body: sample-parks", "body: sample-park"),
    broken("YW213", "an amount that some who qualify do not get", '    - {gives: "62.50"}\n', ""),
    broken("YW213", "an amount below nothing", '"62.50"', '"5 - trees"'),
    broken("YW213", "a condition that cannot be read", "'trees >= 1'", "'trees >='"),
    broken("YW213", "a condition of a name that nothing reads", "'trees >= 1'", "'tree >= 1'"),
    broken(
        "YW213",
        "an amount that is not said",
        "  table:\n    - {when: 'trees < 5', gives: '12.50 * trees'}\n    - {gives: \"62.50\"}\n",
        "",
    ),
    broken(
        "YW213", "conditions that exclude each other", "'trees >= 1'", "'trees >= 1 and trees < 1'", exit=0
    ),
    broken(
        "YW214",
        "a policy that opens a matter that is not there",
        "matter: tree-adoption",
        "matter: tree-adoptions",
    ),
    broken("YW214", "an answer that nobody knows", "asks: [name]\n", ""),
    broken("YW214", "an answer to a question that is not asked", "asks: [name]", "asks: [name, phone]"),
    broken(
        "YW214", "a policy for firms that opens a matter of residents", "audience: person", "audience: firm"
    ),
    Mutant(
        "YW214",
        "a form that requires a file",
        (
            *READ,
            edit(
                "matters/tree-adoption/form.schema.json",
                '"x-yw-kind": "text",\n      "x-yw-section": "tree",',
                '"x-yw-kind": "file",\n      "x-yw-section": "tree",',
            ),
            policy(),
        ),
    ),
)
