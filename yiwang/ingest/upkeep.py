"""What the worker does for observations: tables made ahead each minute, months dropped once a day."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from yiwang.ingest.keeping import forget, make_ahead
from yiwang.store.connect import Pool

log = logging.getLogger(__name__)


@dataclass
class Upkeep:
    """One loop for the tables of all cities. `months`: city → for how many months it keeps raw values."""

    pool: Pool
    months: Callable[[], Mapping[str, int]]
    clock: Callable[[], datetime]
    _forgot: date | None = None

    def run(self, stop: threading.Event, seconds: float = 60.0) -> None:
        """Work a round at once, and then each `seconds`, until told to stop."""
        while True:
            try:
                self.round()
            except Exception as fault:  # the next round does what this one did not
                log.error("upkeep of observations failed: %s", type(fault).__name__)
            if stop.wait(seconds):
                return

    def round(self) -> list[str]:
        """Make what is missing, and drop what is over, once a day. Returns the tables dropped."""
        now = self.clock()
        make_ahead(self.pool, now)
        if self._forgot == now.date():
            return []
        dropped = forget(self.pool, self.months(), now)
        self._forgot = now.date()
        if dropped:
            log.info("observations of %s are over and were dropped", ", ".join(dropped))
        return dropped
