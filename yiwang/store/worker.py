"""The worker's round: timers, leaves every second, checkpoints every minute, relays, old command keys."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from yiwang.kernel.access import system
from yiwang.store.checkpoints import sign_checkpoint
from yiwang.store.connect import lend
from yiwang.store.execute import Door
from yiwang.store.relay import AT_ONCE as RELAYED_AT_ONCE
from yiwang.store.relay import Relay, run_relay
from yiwang.store.sequencer import AT_ONCE, sequence
from yiwang.store.timers import sweep
from yiwang.store.wall import city_transaction

log = logging.getLogger(__name__)

WHO = system("worker")
KEYS_KEPT = timedelta(days=90)
CHECKPOINT_EVERY = timedelta(minutes=1)
DROP_KEYS = "DELETE FROM command_key WHERE city = %s AND at < %s"
CITIES = "SELECT DISTINCT city FROM city_pack ORDER BY city"


class Worker:
    """One loop for all cities of a database. What fails for one city, or one part, stops no other.

    `sweeps`: what else is done each round for a city, by name; called with its key and the time.

    Logs name the city, the part and the kind of error, never its words: they may hold values.
    """

    def __init__(
        self,
        door: Door,
        clock: Callable[[], datetime],
        relays: Sequence[Relay] = (),
        sweeps: Mapping[str, Callable[[str, datetime], object]] = {},
    ) -> None:
        self.door, self.clock, self.relays, self.sweeps = door, clock, relays, sweeps
        self._signed: dict[str, datetime] = {}

    def run(self, stop: threading.Event, seconds: float = 1.0) -> None:
        """Work a round each `seconds` until told to stop."""
        while not stop.wait(seconds):
            self.round(stop)

    def round(self, stop: threading.Event | None = None) -> None:
        """One round over every city; between two cities it looks whether to stop."""
        found: list[str] = []
        self._guarded("*", "list", lambda: found.extend(self._cities()))
        for city in found:
            if stop is not None and stop.is_set():
                return
            self.city(city)

    def city(self, city: str) -> None:
        """One round over one city."""
        now = self.clock()
        self._guarded(city, "timers", lambda: sweep(self.door, city, now))
        self._guarded(city, "sequencer", lambda: self._sequence(city))
        for relay in self.relays:
            self._guarded(city, f"relay {relay.name}", lambda relay=relay: self._relay(city, relay, now))
        for name, sweep_of in self.sweeps.items():
            self._guarded(city, name, lambda sweep_of=sweep_of: sweep_of(city, now))
        last = self._signed.get(city)
        if last is None or now - last >= CHECKPOINT_EVERY:
            self._guarded(city, "checkpoint", lambda: self._sign(city, now))
            self._guarded(city, "keys", lambda: self._drop_keys(city, now))

    def _guarded(self, city: str, part: str, act: Callable[[], object]) -> None:
        try:
            act()
        except Exception as fault:  # one part of one city must not end the loop for all
            log.error("%s of %s failed: %s", part, city, type(fault).__name__)

    def _cities(self) -> list[str]:
        with lend(self.door.pool) as connection:
            return [row[0] for row in connection.execute(CITIES).fetchall()]

    def _sequence(self, city: str) -> None:
        with lend(self.door.pool) as connection:
            while sequence(connection, city, self.door.faults) >= AT_ONCE:
                continue

    def _relay(self, city: str, relay: Relay, now: datetime) -> None:
        while run_relay(self.door, city, relay, now) >= RELAYED_AT_ONCE:
            continue

    def _sign(self, city: str, now: datetime) -> None:
        with lend(self.door.pool) as connection:
            sign_checkpoint(connection, self.door.safe.keyring, city, now)
        self._signed[city] = now

    def _drop_keys(self, city: str, now: datetime) -> None:
        with lend(self.door.pool) as connection, city_transaction(connection, city, WHO, door=True) as cursor:
            cursor.execute(DROP_KEYS, (city, now - KEYS_KEPT))
