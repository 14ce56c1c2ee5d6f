"""How often a grant was used today: counted in the process, begun from what is recorded."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date


class Quotas:
    """Counts calls by city, grant and day.

    Args:
        recorded: `(city, grant, day) -> ` how many were answered before this process began.
    """

    def __init__(self, recorded: Callable[[str, str, date], int]) -> None:
        self._recorded = recorded
        self._lock = threading.Lock()
        self._used: dict[tuple[str, str], tuple[date, int]] = {}

    def take(self, city: str, grant: str, day: date, most: int) -> bool:
        """Take one of the day's `most`. False: they are used up."""
        with self._lock:
            known = self._used.get((city, grant))
            count = known[1] if known is not None and known[0] == day else self._recorded(city, grant, day)
            if count >= most:
                self._used[city, grant] = (day, count)
                return False
            self._used[city, grant] = (day, count + 1)
            return True

    def give_back(self, city: str, grant: str, day: date) -> None:
        """Give back one that was taken for a call that got no answer."""
        with self._lock:
            known = self._used.get((city, grant))
            if known is not None and known[0] == day:
                self._used[city, grant] = (day, known[1] - 1)
