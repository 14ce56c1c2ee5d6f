# ruff: noqa: E501
"""Packs whose duties, data, fairness, words or wiring are wrong (YW3xx to YW8xx)."""

from __future__ import annotations

from pathlib import Path

from yiwang.pack.tests.city import Edit, added, append, edit
from yiwang.pack.tests.mutants import Mutant

DUTY = """title: {zh: 每年数树, en: Counting the trees}
clause: 示例市树木认养办法 第三条
says: {zh: 每年数一次街边的树。, en: Count the street trees once a year.}
owner: {body: sample-parks}
cadence: yearly
evidence: {kind: report, title: {zh: 数树报告, en: The report}}
matter: tree-adoption
"""


def duty(old: str = "", new: str = "") -> Edit:
    """Put a duty into the pack, sound but for what is replaced."""
    assert DUTY.count(old) == 1 or not old
    return added("duties/count-trees.yaml", DUTY.replace(old, new) if old else DUTY)


MATTER = "matters/tree-adoption/matter.yaml"
FORM = "matters/tree-adoption/form.schema.json"
PRODUCT = """title: {zh: 街道名录, en: The streets}
owner: sample-trees
sharing: conditional
sharing_basis: [示例市树木认养办法 第三条]
opening: none
way: lookup
updates: yearly
retention: 1 年
from: "2026-01-01"
fields:
  street_name:
    title: {zh: 街名, en: Name of the street}
    concept: street-name
    type: string
    class: general
    personal: none
  trees:
    title: {zh: 街上的棵数, en: Trees in the street}
    concept: tree-count
    type: integer
    class: general
    personal: none
verified: true
"""
GRANT = """title: {zh: 街道名录供认养, en: The streets for adopting trees}
product: streets
to: parks
purpose: {zh: 带出街名。, en: To fill in the street.}
matters: [tree-adoption]
fields: [street_name]
from: "2026-01-01"
until: "2026-12-31"
basis: [示例市树木认养办法 第三条]
approved_by:
  - {position: parks-approver, on: "2025-12-20"}
  - {position: trees-approver, on: "2025-12-22"}
verified: true
"""
OTHER_BODY = edit(
    "bodies.csv",
    ",,900100,parks,city",
    ",,900100,parks,city\nsample-trees,示例市林业局（虚构）,Sample Trees (made up),,900100,trees,city",
)
OTHER_POST = append("positions.csv", "trees-approver,sample-trees,审批岗,Approver,approver\n")
OTHER_HOLDER = append(
    "persons.csv", "person-trees,例五（虚构）,Li Wu (made up),trees-approver,2026-01-01,,\n"
)
TREES_OFFICE = (OTHER_BODY, OTHER_POST, OTHER_HOLDER)


def product(old: str = "", new: str = "") -> Edit:
    """Put a product into the pack, sound but for what is replaced."""
    assert PRODUCT.count(old) == 1 or not old
    return added("products/streets.yaml", PRODUCT.replace(old, new) if old else PRODUCT)


def grant(old: str = "", new: str = "") -> Edit:
    """Put a grant of the product into the pack, sound but for what is replaced."""
    assert GRANT.count(old) == 1 or not old
    return added("grants/streets-for-trees.yaml", GRANT.replace(old, new) if old else GRANT)


def street(*annotations: str) -> Edit:
    """Annotate the field `street` of the form."""
    return edit(
        FORM, '"street": {', '"street": {\n' + ",\n".join(f"      {one}" for one in annotations) + ","
    )


CONCEPT = '"x-yw-concept": "street-name"'
PREFILL = '"x-yw-prefill": {"product": "streets", "field": "street_name"}'
SHARED = (*TREES_OFFICE, product(), grant(), street(CONCEPT, PREFILL))
"""A street filled in from a product of another body, under a grant: all sound."""
NEWER = """law: 示例市树木认养办法
title: {zh: 示例市树木认养办法（虚构）, en: Sample City By-law on Adopting Trees (made up)}
version: "2026-02-01"
in_force: "2026-02-01"
verified: true
clauses:
  第九条:
    says: {zh: 认养期一年。, en: A tree is adopted for one year.}
    verified: true
"""


def _without_matter(root: Path) -> None:
    file = root / "duties/count-trees.yaml"
    file.write_text(file.read_text("utf-8").replace("matter: tree-adoption\n", ""), "utf-8")


BROKEN_GOVERNED: tuple[Mutant, ...] = (
    Mutant(
        "YW140",
        "steps that take longer than the law allows",
        (edit(MATTER, "    limit: 3 工作日", "    limit: 9 工作日"),),
    ),
    Mutant(
        "YW140",
        "steps in days beside a limit in working days",
        (edit(MATTER, "    limit: 3 工作日", "    limit: 13 日"),),
    ),
    Mutant(
        "YW140",
        "steps that take longer than was promised",
        (edit(MATTER, "    limit: 3 工作日", "    limit: 4 工作日"),),
        exit=0,
    ),
    Mutant("YW141", "a step without a limit", (edit(MATTER, "    limit: 3 工作日\n", ""),), exit=0),
    Mutant(
        "YW142",
        "law that is not in force yet",
        (edit("clauses/sample-trees.yaml", 'in_force: "2026-01-01"', 'in_force: "2026-07-01"'),),
    ),
    Mutant(
        "YW142",
        "law of which there is a newer version",
        (added("clauses/sample-trees-2.yaml", NEWER),),
        exit=0,
    ),
    Mutant("YW301", "a duty of a clause that is not there", (duty("第三条", "第九条"),)),
    Mutant(
        "YW301",
        "a duty shown by cases of nothing",
        (duty("kind: report", "kind: case"), _without_matter),
    ),
    Mutant(
        "YW301",
        "a duty shown by a matter that is not there",
        (duty("matter: tree-adoption", "matter: tree-adoptions"),),
    ),
    Mutant("YW302", "a duty of a body that is not there", (duty("sample-parks", "sample-park"),)),
    Mutant(
        "YW302",
        "a duty that no body has in the counties",
        (duty("{body: sample-parks}", "{by: place, function: parks, level: county}"),),
    ),
    Mutant(
        "YW303",
        "an office that nobody holds yet",
        (edit("persons.csv", "parks-approver,2026-01-01,,", "parks-approver,2026-04-01,,"),),
        exit=0,
    ),
    Mutant(
        "YW304",
        "one who examines and decides",
        (edit("persons.csv", "parks-officer,2026-01-01,,", "parks-officer,2026-01-01,,parks-approver"),),
    ),
    Mutant(
        "YW304",
        "one who audits and handles cases",
        (
            append("positions.csv", "parks-auditor,sample-parks,审计岗,Auditor,auditor\n"),
            append(
                "persons.csv",
                "person-auditor,例四（虚构）,Li Si (made up),parks-auditor,2026-01-01,,parks-officer\n",
            ),
        ),
    ),
    Mutant(
        "YW304",
        "one who left and can still sign in",
        (
            edit(
                "persons.csv",
                "person-approver,例二（虚构）,Li Er (made up),parks-approver,2026-01-01,,",
                "person-approver,例二（虚构）,Li Er (made up),parks-approver,2026-01-01,2026-02-01,\n"
                "person-approver-2,例三（虚构）,Li San (made up),parks-approver,2026-02-02,,",
            ),
        ),
        exit=0,
    ),
    Mutant(
        "YW305",
        "a duty of one body shown by the matter of another",
        (
            edit(
                "bodies.csv",
                ",,900100,parks,city",
                ",,900100,parks,city\nsample-trees,示例市林业局（虚构）,Sample Trees (made up),,900100,trees,city",
            ),
            duty("sample-parks", "sample-trees"),
        ),
        exit=0,
    ),
    Mutant(
        "YW306",
        "a system administrator without the other two",
        (append("positions.csv", "parks-admin,sample-parks,系统管理岗,System administrator,system-admin\n"),),
        exit=0,
    ),
    Mutant(
        "YW307",
        "a body that replaces one that is still there",
        (
            edit("bodies.csv", "function,level\n", "function,level,replaces\n"),
            edit("bodies.csv", ",,900100,parks,city", ",,900100,parks,city,sample-plants"),
            edit("bodies.csv", ",,900100,plants,city", ",,900100,plants,city,"),
        ),
    ),
    Mutant(
        "YW307",
        "two bodies that replace the same one",
        (
            edit("bodies.csv", "function,level\n", "function,level,replaces\n"),
            edit("bodies.csv", ",,900100,parks,city", ",,900100,parks,city,sample-gardens"),
            edit("bodies.csv", ",,900100,plants,city", ",,900100,plants,city,sample-gardens sample-parks"),
        ),
    ),
    Mutant(
        "YW308",
        "a bad rating that opens a case of a matter that is not there",
        (append("pack.yaml", "ratings: {bad: [bad-rating]}\n"),),
    ),
    Mutant(
        "YW309",
        "a body that answers for itself when nothing gets done",
        (append("pack.yaml", "ratings: {nothing: [tree-adoption]}\n"),),
    ),
    Mutant("YW401", "a product of a body that is not there", (product("sample-trees", "sample-tree"),)),
    Mutant(
        "YW401",
        "a grant of a field that is not there",
        (*TREES_OFFICE, product(), grant("[street_name]", "[street_name, colour]")),
    ),
    Mutant(
        "YW401",
        "a field filled in from a product that is not there",
        (street(CONCEPT, PREFILL.replace('"streets"', '"street"')),),
    ),
    Mutant("YW402", "a question that sharing answers", (*TREES_OFFICE, product(), street(CONCEPT))),
    Mutant(
        "YW403",
        "a field filled in with something else",
        (*TREES_OFFICE, product(), grant(), street('"x-yw-concept": "street-number"', PREFILL)),
    ),
    Mutant(
        "YW403",
        "a text filled in from a number",
        (
            *TREES_OFFICE,
            product("concept: street-name\n    type: string", "concept: street-name\n    type: integer"),
            grant(),
            street(CONCEPT, PREFILL),
        ),
    ),
    Mutant("YW404", "a use without a grant", (*TREES_OFFICE, product(), street(CONCEPT, PREFILL))),
    Mutant(
        "YW404",
        "a use after the grant",
        (*TREES_OFFICE, product(), grant("2026-12-31", "2026-02-01"), street(CONCEPT, PREFILL)),
    ),
    Mutant(
        "YW404",
        "a use of a field that was not granted",
        (*TREES_OFFICE, product(), grant("[street_name]", "[trees]"), street(CONCEPT, PREFILL)),
    ),
    Mutant(
        "YW404",
        "a use by a body that has no grant",
        (*TREES_OFFICE, product(), grant("to: parks", "to: trees"), street(CONCEPT, PREFILL)),
    ),
    Mutant(
        "YW405",
        "a use of what may not be shared",
        (*TREES_OFFICE, product("sharing: conditional", "sharing: none"), grant(), street(CONCEPT, PREFILL)),
    ),
    Mutant(
        "YW405",
        "a product closed without a clause",
        (
            *TREES_OFFICE,
            product("sharing: conditional\nsharing_basis: [示例市树木认养办法 第三条]", "sharing: none"),
        ),
    ),
    Mutant(
        "YW406",
        "a catalogue that nobody read",
        (*TREES_OFFICE, product("verified: true", "verified: false")),
        exit=0,
    ),
    Mutant(
        "YW407",
        "a grant that one side gave itself",
        (
            *TREES_OFFICE,
            product(),
            grant('  - {position: trees-approver, on: "2025-12-22"}\n'),
            street(CONCEPT, PREFILL),
        ),
    ),
    Mutant(
        "YW407",
        "a grant that was approved too late",
        (*TREES_OFFICE, product(), grant("2025-12-22", "2026-01-22"), street(CONCEPT, PREFILL)),
    ),
    Mutant(
        "YW407",
        "a grant that ends before it begins",
        (*TREES_OFFICE, product(), grant("2026-12-31", "2025-12-31")),
    ),
    Mutant(
        "YW501",
        "personal information kept for nobody knows how long",
        (edit(FORM, '      "x-yw-retention": "1 年",\n', ""),),
    ),
    Mutant(
        "YW502",
        "personal information that is called something else",
        (
            *TREES_OFFICE,
            product(
                "concept: street-name\n    type: string\n    class: general\n    personal: none",
                "concept: street-name\n    type: string\n    class: general\n    personal: ordinary",
            ),
            grant(),
            street(CONCEPT, PREFILL),
        ),
    ),
    Mutant(
        "YW502",
        "important data that is called general",
        (
            *TREES_OFFICE,
            product(
                "concept: street-name\n    type: string\n    class: general",
                "concept: street-name\n    type: string\n    class: important",
            ),
            grant(),
            street(CONCEPT, PREFILL),
        ),
    ),
    Mutant(
        "YW503",
        "what is kept longer than its source allows",
        (*TREES_OFFICE, product(), grant(), street(CONCEPT, PREFILL, '"x-yw-retention": "5 年"')),
    ),
)
