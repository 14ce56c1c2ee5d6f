"""How long to wait before what failed outside is tried again; each net has waits of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

SPREAD = 1000
"""Chance is a number from 0 to this; it lengthens a wait by up to a fifth, so that not all come at once."""


def wait_after(waits: Sequence[timedelta], attempt: int, chance: int, asked: int = 0) -> timedelta:
    """Return how long to wait after the attempt with this number, from 1.

    Args:
        waits: after the first, second … attempt; the last also after every later one.
        chance: 0 to `SPREAD`.
        asked: seconds that the other side asked to be left alone; never more than the longest wait is given.
    """
    own = waits[min(attempt, len(waits)) - 1]
    spread = own * min(max(chance, 0), SPREAD) / (5 * SPREAD)
    return min(max(own + spread, timedelta(seconds=max(asked, 0))), max(waits[-1], own + spread))
