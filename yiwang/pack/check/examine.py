"""Runs every rule over a pack."""

from __future__ import annotations

from datetime import date

from yiwang.pack.check import (  # noqa: F401  importing a module registers its rules
    adverse,
    asked_decisions,
    boundaries,
    burden,
    clocks,
    decisions,
    duties,
    files,
    forms,
    glossary,
    grants,
    identifiers,
    law,
    leads,
    lines,
    messages,
    places,
    privacy,
    processes,
    products,
    references,
    texts,
    time_in_process,
    vague,
    wiring,
)
from yiwang.pack.check.examination import Examination
from yiwang.pack.check.registry import RULES
from yiwang.pack.finding import Finding
from yiwang.pack.model import Pack

__all__ = ["RULES", "examine"]


def examine(pack: Pack, on: date) -> list[Finding]:
    """Return everything that is wrong with a pack on the day `on`, in file order.

    What reading found comes first into account: a value that could not be read is empty to the rules.
    """
    seen = Examination(pack, on)
    findings = list(pack.findings)
    for rule in RULES.values():
        findings += rule.findings(seen)
    return sorted(set(findings), key=lambda finding: finding.order)
