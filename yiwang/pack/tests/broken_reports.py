"""Packs whose reports nobody takes in, or whose hotline answers by what is not there (YW420 to YW424)."""

from __future__ import annotations

from yiwang.pack.tests.city import Edit, added
from yiwang.pack.tests.mutants import Mutant

ARTICLE = "  - {id: %s, title: {zh: 问, en: Asked}, answer: {zh: 答, en: Answered}, from: %s%s}\n"


def reports(more: str = "", intake: str = "sample-parks") -> Edit:
    """Give the pack a body that takes reports in, and what else is said."""
    return added("reports.yaml", f"intake: {intake}\n{more}")


def article(since: str = "2026-01-01", until: str = "", id: str = "one") -> str:
    """Return an answer of the hotline."""
    return ARTICLE % (id, since, f", until: {until}" if until else "")


def answers(*lines: str) -> Edit:
    """Give the hotline answers."""
    return reports("articles:\n" + "".join(lines))


BROKEN_REPORTS: tuple[Mutant, ...] = (
    Mutant("YW420", "reports taken in by a body that is not there", (reports(intake="nobody"),)),
    Mutant("YW421", "a matter about a body that is not there", (reports("whistle: [nothing]\n"),)),
    Mutant("YW421", "a matter about a body that comes another way", (reports("whistle: [tree-felling]\n"),)),
    Mutant("YW422", "who told made known by no clause", (reports("reveal: [没有的法 第一条]\n"),)),
    Mutant("YW423", "an answer that ends before it begins", (answers(article(until="2025-01-01")),)),
    Mutant("YW423", "two answers of one id", (answers(article(), article()),)),
    Mutant("YW423", "an answer from a day that is none", (answers(article("2026-02-30")),)),
    Mutant("YW424", "an answer that has expired", (answers(article(until="2026-01-02")),), exit=0),
)
