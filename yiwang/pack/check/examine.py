"""Runs every rule over a pack."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import islice

from yiwang.pack import limits
from yiwang.pack.check import (  # noqa: F401  importing a module registers its rules
    adverse,
    archive,
    asked_decisions,
    boundaries,
    burden,
    catalogue,
    clocks,
    decision_parts,
    decisions,
    duties,
    events,
    files,
    forms,
    from_results,
    glossary,
    grants,
    groups,
    guarding,
    identifiers,
    incidents,
    law,
    leads,
    lines,
    looked_up,
    looks,
    materials,
    messages,
    once_only,
    open_sets,
    people,
    places,
    plans,
    policies,
    privacy,
    processes,
    products,
    ratings,
    references,
    repealed,
    reports,
    requests,
    sensing,
    signals,
    texts,
    through_gateway,
    time_in_process,
    told,
    upward,
    vague,
    windows,
    wiring,
    witnesses,
)
from yiwang.pack.check.examination import Examination
from yiwang.pack.check.registry import RULES
from yiwang.pack.finding import Finding, Sentence
from yiwang.pack.model import Pack

__all__ = ["RULES", "examine"]


def examine(pack: Pack, on: date) -> list[Finding]:
    """Return everything that is wrong with a pack on the day `on`, in file order.

    What reading found comes first into account: a value that could not be read is empty to the rules.
    """
    seen = Examination(pack, on)
    findings = list(pack.findings)
    for rule in RULES.values():
        found = list(islice(rule.findings(seen), limits.FINDINGS_OF_A_RULE + 1))
        if len(found) > limits.FINDINGS_OF_A_RULE:
            found[-1] = _more(found[-1])
        findings += found
    return sorted(set(findings), key=lambda finding: finding.order)


def _more(finding: Finding) -> Finding:
    """Say in the place of one finding that there are more of its kind."""
    most = limits.FINDINGS_OF_A_RULE
    said = Sentence(
        f"这类问题超过 {most} 处, 其余没有列出。",
        f"There are more than {most} of these; the rest is not listed.",
    )
    return replace(finding, message=said)
