"""Says in one line what came of the scenarios."""

from __future__ import annotations

from yiwang.pack.scenarios.run import Outcome


def said_of(came: Outcome, lang: str = "zh") -> str:
    """Return `N scenarios, M true`."""
    if lang == "en":
        return f"{came.scenarios} scenarios, {came.true} true."
    return f"{came.scenarios} 个情形, {came.true} 个属实。"
