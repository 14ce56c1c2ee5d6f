"""How the Numenta Anomaly Benchmark scores detections, written anew from its description and its scorer.

Source: numenta/NAB, nab/sweeper.py (read, commit 03ef06a7); A. Lavin, S. Ahmad, "Evaluating Real-time Anomaly
Detection Algorithms: the Numenta Anomaly Benchmark", ICMLA 2015 (not read here).

Each labelled window counts once, by its earliest detection: `2 / (1 + e^(5y)) - 1` at the relative position y
in the window (-1 its left edge, 0 its right), over its value at -1. Each detection outside counts as a false
one: -0.11 times the same function of its distance from the window before, in widths of that window, and the
whole 0.11 where there is none or it lies three widths away. A window without any detection counts -1. The
first 15 % of a series, 750 rows at most, are not scored. 0 is a detector that never says anything, 100 one
that hits every window at once and says nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

FALSE_POSITIVE, FALSE_NEGATIVE = 0.11, 1.0
"""Weights of NAB's standard profile; a hit weighs 1."""
PROBATION, PROBATION_ROWS = 0.15, 5_000


def scaled(position: float) -> float:
    """Return the value of a detection at a position relative to a window."""
    return -1.0 if position >= 3.0 else 2.0 / (1.0 + math.exp(5.0 * position)) - 1.0


def probation(rows: int) -> int:
    """Return how many rows at the beginning of a series are not scored."""
    return int(min(math.floor(PROBATION * rows), PROBATION * PROBATION_ROWS))


def raw_score(detected: Sequence[bool], windows: Sequence[tuple[int, int]]) -> float:
    """Return the score of one series before it is brought to 0 to 100.

    Args:
        detected: whether each row was called an anomaly. windows: first and last row of each, in order.
    """
    first_row = probation(len(detected))
    best = {window: -FALSE_NEGATIVE for window in windows if window[1] >= first_row}
    false = 0.0
    for row in range(first_row, len(detected)):
        if not detected[row]:
            continue
        inside = next((one for one in windows if one[0] <= row <= one[1]), None)
        if inside is not None:
            width = inside[1] - inside[0] + 1
            hit = scaled(-(inside[1] - row + 1) / width) / scaled(-1.0)
            best[inside] = max(best[inside], hit)
            continue
        before = [one for one in windows if one[1] < row]
        past = (row - before[-1][1]) / (before[-1][1] - before[-1][0]) if before else 3.0
        false += FALSE_POSITIVE * scaled(past)
    return sum(best.values()) + false


def normalized(raw: float, windows: int) -> float:
    """Return the score from 0 (says nothing) to 100 (perfect); below 0 is worse than nothing."""
    nothing = -FALSE_NEGATIVE * windows
    return 100.0 * (raw - nothing) / (windows - nothing)
