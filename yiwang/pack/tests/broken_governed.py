# ruff: noqa: E501
"""Packs whose duties, data, fairness, words or wiring are wrong (YW3xx to YW8xx)."""

from __future__ import annotations

from yiwang.pack.tests.city import Edit, added, edit
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
)
