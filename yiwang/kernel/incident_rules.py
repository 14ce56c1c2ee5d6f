"""Who must be told of a cyber incident by when (网络安全事件报告), as a pack says it (`incidents.yaml`).

The clocks of the law are data: by kind of operator, from which grade, counted from when. A city whose rules
change writes other lines; the kernel knows none.

Source of the shape: 国家网络安全事件报告管理办法 (in force 2025-11-01) 第四条、第七条、第八条, known from a
summary; the text itself was not at hand, so a pack's lines say whether they were verified.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from yiwang.kernel.limits import Limit

Text = dict[str, str]

INCIDENT = "incident"
"""The `kind` of a matter whose cases are incidents."""

FIRST, PEOPLE, CLOSING = "first", "people", "closing"
"""Kinds of a line: a first report; telling the people whose data leaked; the report that closes."""


class ReportRule(msgspec.Struct, frozen=True, kw_only=True):
    """One line: who tells whom, within what, from when.

    Attributes:
        id, title: `province`, `{"zh", "en"}`.
        kind: `first`, `people` or `closing`.
        operators: kinds of operators it binds.
        grade: the least grade; "" for any. personal: only where personal data leaked, or likely did.
        by, to: parties of the pack: who owes it and who is told.
        within: wall-clock hours, minutes or `at once`; days of a closing report.
        after: id of the line upon whose receipt it runs; "" from discovery (a closing report: from the end
            of handling).
        source: clause. verified: it was read.
    """

    id: str
    title: Text
    kind: str = FIRST
    operators: frozenset[str]
    grade: str = ""
    personal: bool = False
    by: str
    to: tuple[str, ...]
    within: Limit
    after: str = ""
    source: str = ""
    verified: bool = False


class IncidentRules(msgspec.Struct, frozen=True, kw_only=True):
    """All lines of a city.

    Attributes:
        matter: whose cases are incidents, "" where a city keeps none.
        fields: `known`, `operator`, `personal`, `grade` → field of its form, or what its rule finds.
        steps: `handle` ends the handling when it is done; `close` cannot be done while a report is owed.
        grades: id → words, the least first. operators, parties: id → words.
        reports: in the pack's order; a line comes behind the one it runs after.
    """

    matter: str = ""
    fields: dict[str, str] = {}
    steps: dict[str, str] = {}
    grades: dict[str, Text] = {}
    operators: dict[str, Text] = {}
    parties: dict[str, Text] = {}
    reports: tuple[ReportRule, ...] = ()

    def rank(self, grade: str) -> int:
        """Return the place of a grade, 0 for the least; -1 for none that the pack knows."""
        return tuple(self.grades).index(grade) if grade in self.grades else -1

    def by_id(self) -> Mapping[str, ReportRule]:
        """Return the lines by their ids."""
        return {one.id: one for one in self.reports}

    def bind(self, rule: ReportRule, operator: str, grade: str, *, personal: bool) -> bool:
        """Say whether a line binds an incident of this operator at this grade."""
        if operator not in rule.operators:
            return False
        if rule.personal and not personal:
            return False
        return not rule.grade or self.rank(grade) >= self.rank(rule.grade)
