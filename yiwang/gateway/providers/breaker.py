"""A circuit breaker: a provider that fails again and again is left alone for a while. Pure: time is given."""

from __future__ import annotations

FAILURES = 5
"""One after another, before it is left alone."""

LEFT_ALONE = 10.0
"""Seconds; then one call tries it."""


class Breaker:
    """Whether a provider is to be asked. Seconds are of any clock that only goes forward."""

    def __init__(self) -> None:
        self._failures = 0
        self._until = 0.0
        self._trying = False

    def lets(self, now: float) -> bool:
        """Say whether it may be asked now; who is let must say how it went."""
        if self._failures < FAILURES:
            return True
        if now < self._until or self._trying:
            return False
        self._trying = True
        return True

    def went(self, well: bool, now: float) -> None:
        """Note how a call went that was let."""
        self._trying = False
        if well:
            self._failures = 0
            return
        self._failures += 1
        if self._failures >= FAILURES:
            self._until = now + LEFT_ALONE

    @property
    def is_open(self) -> bool:
        """Whether it is being left alone."""
        return self._failures >= FAILURES
