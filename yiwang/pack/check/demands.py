"""What each code demands, wherever it is found: by reading, by a rule, in a scenario, or in an export."""

from __future__ import annotations

from yiwang.pack.check.examine import RULES
from yiwang.pack.codes import READING, SCENARIOS
from yiwang.pack.finding import Sentence
from yiwang.pack.items.examine import CODES


def demands() -> dict[str, Sentence]:
    """Return every code with what it demands, in order."""
    found = {**READING, **{code: rule.demand for code, rule in RULES.items()}, **SCENARIOS, **CODES}
    return dict(sorted(found.items()))
