"""Packs whose reports of cyber incidents cannot be counted, or name what is not there (YW440 to YW443)."""

from __future__ import annotations

from yiwang.pack.tests.city import Edit, added
from yiwang.pack.tests.mutants import Mutant

LINES = """matter: MATTER
steps: {handle: handle, close: close}
fields: {known: known_at, operator: kind_of_operator, personal: leak, grade: grade}
grades:
  general: {zh: 一般, en: general}
  larger: {zh: 较大, en: larger}
operators:
  other: {zh: 其他网络运营者, en: any other operator}
parties:
  operator: {zh: 运营者, en: the operator}
  province: {zh: 省级网信部门, en: the provincial cyberspace office}
reports:
  - id: first
    title: {zh: 首报, en: First report}
    operators: [other]
    grade: GRADE
    by: operator
    to: [province]
    within: WITHIN
    source: SOURCE
    verified: true
"""
CLOSING = """  - id: closing
    kind: closing
    title: {zh: 总结报告, en: Closing report}
    operators: [other]
    grade: larger
    by: operator
    to: [province]
    within: 30 日
    source: SOURCE
    verified: true
"""
CLAUSE = "示例市树木认养办法 第三条"


def lines(
    matter: str = "tree-felling",
    grade: str = "larger",
    within: str = "4 小时",
    source: str = CLAUSE,
    closing: str = CLOSING,
) -> Edit:
    """Give the pack a first report and one that closes."""
    text = (LINES + closing).replace("MATTER", matter).replace("GRADE", grade)
    return added("incidents.yaml", text.replace("WITHIN", within).replace("SOURCE", source))


BROKEN_INCIDENTS: tuple[Mutant, ...] = (
    Mutant("YW440", "incidents of a matter that is not there", (lines(matter="incident"),)),
    Mutant("YW440", "incidents handled as a service, without its fields", (lines(),)),
    Mutant("YW441", "a report from a grade that is not one", (lines(grade="huge"),)),
    Mutant("YW441", "a first report within working days", (lines(within="4 工作日"),)),
    Mutant("YW442", "an operator who never reports on the end", (lines(closing=""),)),
    Mutant("YW443", "a report by a clause that nobody has", (lines(source="某法 第九十九条"),)),
)
