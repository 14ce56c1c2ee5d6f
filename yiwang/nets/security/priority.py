"""Which priority a finding has, by the decision of the pack; each question once, its trace kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from yiwang.kernel.matter import City
from yiwang.nets.security.records import NOTED, PRIORITIES, SEVERITIES, Ruling

Question = tuple[int, bool, int, bool]
"""Severity, known to be exploited, protection level, critical infrastructure."""


def facts_of(question: Question) -> dict[str, str]:
    """Return a question as the facts that the decision reads, all of them text."""
    severity, exploited, level, critical = question
    return {
        "critical": "yes" if critical else "no",
        "known_exploited": "yes" if exploited else "no",
        "protection_level": str(level),
        "severity": SEVERITIES[severity],
    }


@dataclass
class Priorities:
    """Asks the decision of a city's pack, and remembers what it answered, and how often."""

    city: City
    counts: dict[Question, int] = field(default_factory=dict)
    _known: dict[Question, tuple[str, tuple[int, ...]]] = field(default_factory=dict)

    def of(self, question: Question) -> str:
        """Return the priority; `noted` where the pack decides nothing."""
        known = self._known.get(question)
        if known is None:
            known = self._known[question] = self._asked(question)
        self.counts[question] = self.counts.get(question, 0) + 1
        return known[0]

    def _asked(self, question: Question) -> tuple[str, tuple[int, ...]]:
        guarding = self.city.guarding
        matter = self.city.matters.get(guarding.rectify)
        ask = matter.net.decisions.get(guarding.priority) if matter is not None and matter.net else None
        if ask is None:
            return NOTED, ()
        ruled = ask(facts_of(question))
        rows = tuple(rule.row for table in ruled.tables for rule in table.rules)
        answer = str(ruled.value)
        return (answer, rows) if answer in PRIORITIES else (NOTED, rows)

    def trace(self) -> tuple[Ruling, ...]:
        """Return what was asked and answered, by which rows, for how many lines of the scan."""
        return tuple(
            Ruling(answer=self._known[one][0], asked=facts_of(one), count=count, rows=self._known[one][1])
            for one, count in sorted(self.counts.items())
        )
