"""The threads that send up: one for each platform of each city, so that a slow one holds up no other."""

from __future__ import annotations

import logging
import os
import secrets
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from yiwang.kernel.retries import SPREAD
from yiwang.nets.upward import lines
from yiwang.nets.upward.making import current
from yiwang.nets.upward.reconciling import days_due, reconcile
from yiwang.nets.upward.relays import number_items
from yiwang.nets.upward.sending import CITIES, Sender
from yiwang.ports.fake_platform import FakePlatform
from yiwang.ports.platform import Platform
from yiwang.store.connect import lend
from yiwang.store.execute import Door, execute

log = logging.getLogger(__name__)

LOOKS = timedelta(minutes=10)
"""How often it is looked for changed items, new platforms and days to compare."""


class Uppers:
    """Starts a thread for each platform that is connected, and ends them."""

    def __init__(self, door: Door, data: Path, clock: Callable[[], datetime]) -> None:
        self.door, self.data, self.clock = door, data, clock
        self.threads: dict[tuple[str, str], threading.Thread] = {}
        self.fakes: list[FakePlatform] = []

    def run(self, stop: threading.Event) -> None:
        """Look for platforms now and then until told to stop; then wait for what is being sent."""
        while True:
            try:
                self.look(stop)
            except Exception as fault:  # the database is away: the next look finds it again
                log.error("looking for what goes up failed: %s", type(fault).__name__)
            if stop.wait(LOOKS.total_seconds()):
                break
        for thread in self.threads.values():
            thread.join()
        for fake in self.fakes:
            fake.stop()

    def look(self, stop: threading.Event) -> None:
        """Number changed items, and start the threads of platforms that have none."""
        with lend(self.door.pool) as connection:
            keys = [row[0] for row in connection.execute(CITIES).fetchall() if "~" not in row[0]]
        for key in keys:
            city = current(self.door, key)
            for ask in number_items(self.door, key, self.clock()):
                execute(self.door, ask)
            for platform in city.upward:
                if (key, platform) not in self.threads and (port := self._port(key, platform)) is not None:
                    thread = threading.Thread(
                        target=self._line, args=(key, platform, port, stop), name=f"up-{platform}"
                    )
                    self.threads[key, platform] = thread
                    thread.start()

    def _port(self, key: str, platform: str) -> Platform | None:
        mapping = current(self.door, key).upward[platform]
        try:
            if lines.is_connected(os.environ, key, platform) == "fake":
                self.fakes.append(lines.stand_in(self.data, key, mapping, secrets.token_bytes(32)))
            return lines.connected(os.environ, self.data, key, mapping, self.clock)
        except ValueError as fault:
            log.error("%s", fault)
        return None

    def _line(self, key: str, platform: str, port: Platform, stop: threading.Event) -> None:
        sender = Sender(self.door, key, platform, port, self.clock, lambda: secrets.randbelow(SPREAD + 1))
        looked: datetime | None = None
        while not stop.wait(2.0):
            try:
                while sender.round() and not stop.is_set():
                    pass
                now = self.clock()
                if looked is None or now - looked >= LOOKS:
                    looked = now
                    self._nights(key, platform, port, now)
            except Exception as fault:  # the database is away: the next round finds it, or says so again
                log.error("sending up failed: %s", type(fault).__name__)

    def _nights(self, key: str, platform: str, port: Platform, now: datetime) -> None:
        mapping = current(self.door, key).upward.get(platform)
        for day in days_due(self.door, key, platform, now) if mapping is not None else []:
            assert mapping is not None
            reconcile(self.door, key, mapping, port, day, now)
