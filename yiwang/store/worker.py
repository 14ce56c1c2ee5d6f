"""The worker's round: leaves every second, checkpoints every minute, timers, old command keys."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import psycopg

from yiwang.store.checkpoints import sign_checkpoint
from yiwang.store.connect import city_transaction
from yiwang.store.execute import Door
from yiwang.store.sequencer import sequence
from yiwang.store.timers import sweep

log = logging.getLogger(__name__)

KEYS_KEPT = timedelta(days=90)
CHECKPOINT_EVERY = timedelta(minutes=1)
DROP_KEYS = "DELETE FROM command_key WHERE city = %s AND at < %s"


class Worker:
    """One loop for all cities of a database. What fails for one city does not stop the others."""

    def __init__(self, door: Door, clock: Callable[[], datetime]) -> None:
        self.door, self.clock = door, clock
        self._signed: dict[str, datetime] = {}

    def run(self, stop: threading.Event, seconds: float = 1.0) -> None:
        """Work a round each `seconds` until told to stop."""
        while not stop.wait(seconds):
            self.round()

    def round(self) -> None:
        """One round over every city."""
        try:
            with self.door.pool.connection() as connection:
                found = connection.execute("SELECT DISTINCT city FROM city_pack ORDER BY city").fetchall()
        except psycopg.Error as fault:
            log.error("database lost: %s", type(fault).__name__)
            return
        for (city,) in found:
            try:
                self._city(city)
            except (psycopg.Error, KeyError) as fault:
                log.error("round of %s failed: %s", city, type(fault).__name__)

    def _city(self, city: str) -> None:
        now = self.clock()
        sweep(self.door, city, now)
        with self.door.pool.connection() as connection:
            sequence(connection, city)
            last = self._signed.get(city)
            if last is None or now - last >= CHECKPOINT_EVERY:
                sign_checkpoint(connection, self.door.safe.keyring, city, now)
                with city_transaction(connection, city, door=True) as cursor:
                    cursor.execute(DROP_KEYS, (city, now - KEYS_KEPT))
                self._signed[city] = now
