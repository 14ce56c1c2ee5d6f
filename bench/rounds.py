"""How a figure is told: the median of interleaved rounds, with its spread."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any


def spread(pairs: Sequence[tuple[float, float]], unit: str) -> dict[str, Any]:
    """Return `{ratio, low, high, ours, other, unit}` of `(ours, other)` pairs, one a round."""
    ratios = [ours / other for ours, other in pairs]
    return {
        "ratio": median(ratios),
        "low": min(ratios),
        "high": max(ratios),
        "ours": median(ours for ours, _ in pairs),
        "other": median(other for _, other in pairs),
        "unit": unit,
    }
