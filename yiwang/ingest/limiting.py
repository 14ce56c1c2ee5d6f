"""One device cannot drown a city: posts beyond its rate are refused, and counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from yiwang.kernel.refusal import Refusal

PER_SECOND, BURST = 100.0, 1_000.0
"""Posts of one client in one process: our own rule. A body with more than this sends arrays."""
TOLD_EVERY = timedelta(seconds=1)


@dataclass
class Limiter:
    """A bucket for each client: it fills by `per_second`, up to `burst`; each post takes one.

    Attributes:
        refused: `(about, code) -> times` since it was last told.
    """

    per_second: float = PER_SECOND
    burst: float = BURST
    _left: dict[str, tuple[datetime, float]] = field(default_factory=dict)
    _refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    _told: datetime | None = None
    _lock: Lock = field(default_factory=Lock)

    def allows(self, who: str, now: datetime) -> bool:
        """Say whether `who` may post now, and take one; a refusal is counted."""
        with self._lock:
            before, left = self._left.get(who, (now, self.burst))
            passed = max((now - before).total_seconds(), 0.0)
            left = min(self.burst, left + passed * self.per_second)
            if left < 1.0:
                self._left[who] = (now, left)
                self._refused[who, "ingest.limited"] += 1
                return False
            self._left[who] = (now, left - 1.0)
            return True

    def owed(self, now: datetime) -> Counter[tuple[str, str]]:
        """Return what is to be written down now, at most once in `TOLD_EVERY`; it is then no longer owed."""
        with self._lock:
            if not self._refused or (self._told is not None and now - self._told < TOLD_EVERY):
                return Counter()
            found, self._refused, self._told = self._refused, Counter(), now
            return found


def limited(who: str) -> Refusal:
    """Say that a client posts too much."""
    return Refusal(
        code="ingest.limited",
        zh=f"{who} 发得太快：每秒最多 {PER_SECOND:.0f} 次。请合并成 CreateObservations 再发。",
        en=f"{who} posts too fast: {PER_SECOND:.0f} a second at most. Send many values at once by "
        "CreateObservations.",
        params={"client": who, "per_second": PER_SECOND},
    )
