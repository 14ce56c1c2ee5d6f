"""Observations over MQTT: a message is acknowledged to the broker when what it holds is committed.

A session of the broker keeps what we have not acknowledged, so that neither a broker that goes nor a process
that is killed loses any. What comes again after that is known already, and nothing new. A message that cannot
be read, or that is refused, is counted and acknowledged: sent again it would be no better.

Topics, below a prefix: `Datastreams('<thing>.<stream>')/Observations`, and `Observations` with the Datastream
in the body. Who may publish where is the broker's to say.
"""

from __future__ import annotations

import logging
import queue
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import psycopg
from psycopg_pool import PoolTimeout

from yiwang.ingest.judging import Reading
from yiwang.ingest.limiting import Limiter
from yiwang.ingest.sta import bodies
from yiwang.ingest.sta.options import Wrong
from yiwang.ingest.taking import Taker
from yiwang.kernel.access import system

log = logging.getLogger(__name__)

WHO = system("mqtt")
TOPIC = re.compile(r"(?:Datastreams\('?(?P<stream>[a-z0-9.-]+)'?\)/)?Observations\Z")
AT_ONCE = 1_000
LINGER_SECONDS = 0.002
RETRY_SECONDS = 1.0
PER_SECOND, BURST = 20.0, 2_000.0
"""Messages of one stream: our own rule. More are counted and not kept; arrays go by HTTP."""


class Message(NamedTuple):
    """One message as it came. `turn`: the connection it came by; by another it cannot be acknowledged."""

    topic: str
    payload: bytes
    mid: int
    turn: int


@dataclass(frozen=True)
class Broker:
    """Where the broker is. `prefix` stands before the topics."""

    host: str
    port: int
    tls: bool
    user: str = ""
    password: str = ""
    prefix: str = ""

    @staticmethod
    def of(address: str, prefix: str, user: str = "", password: str = "") -> Broker:
        """Read `mqtt://host:1883` or `mqtts://host:8883`.

        Raises:
            ValueError: it is no such address.
        """
        parts = urlsplit(address)
        if parts.scheme not in ("mqtt", "mqtts") or not parts.hostname or parts.username:
            raise ValueError(f"YIWANG_MQTT 形如 reads mqtt://host:1883: {parts.scheme}://{parts.hostname}")
        tls = parts.scheme == "mqtts"
        return Broker(parts.hostname, parts.port or (8883 if tls else 1883), tls, user, password, prefix)


@dataclass
class Subscriber:
    """One subscription of one city.

    Attributes:
        clock: gives the time at which something was received.
        kept, refused: how many values, since the start.
    """

    taker: Taker
    city: str
    broker: Broker
    clock: Callable[[], datetime]
    at_once: int = AT_ONCE
    limiter: Limiter = field(default_factory=lambda: Limiter(PER_SECOND, BURST))
    kept: int = 0
    refused: int = 0

    def __post_init__(self) -> None:
        self._came: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._turn = 0
        self._acknowledging = threading.Lock()
        self.connected = threading.Event()

    def run(self, stop: threading.Event) -> None:
        """Take messages until told to stop; a broker that is away is waited for."""
        client = self._client()
        client.connect_async(self.broker.host, self.broker.port, keepalive=20)
        client.loop_start()
        threading.Thread(target=lambda: (stop.wait(), self._came.put(None)), daemon=True).start()
        try:
            while not stop.is_set():
                batch = self._gather()
                if batch:
                    self._keep(client, batch, stop)
        finally:
            client.disconnect()
            client.loop_stop()

    def _client(self) -> Any:
        from paho.mqtt.client import Client
        from paho.mqtt.enums import CallbackAPIVersion

        client = Client(
            CallbackAPIVersion.VERSION2, client_id=f"yiwang-{self.city}", clean_session=False, manual_ack=True
        )
        client.enable_logger(logging.getLogger("paho"))
        if self.broker.tls:
            client.tls_set()
        if self.broker.user:
            client.username_pw_set(self.broker.user, self.broker.password)
        client.reconnect_delay_set(1, 10)
        client.on_connect, client.on_message = self._connected, self._message
        client.on_disconnect = self._gone
        return client

    def _connected(self, client: Any, _: Any, __: Any, reason: Any, ___: Any) -> None:
        if reason.is_failure:
            log.error("the broker of %s refused the connection: %s", self.city, reason)
            return
        with self._acknowledging:
            self._turn += 1
        prefix = self.broker.prefix
        client.subscribe([(f"{prefix}/+/Observations", 1), (f"{prefix}/Observations", 1)])
        log.info("taking observations of %s from the broker", self.city)
        self.connected.set()

    def _gone(self, *_: Any) -> None:
        self.connected.clear()
        log.warning("the broker of %s is away; what was not acknowledged will come again", self.city)

    def _message(self, _: Any, __: Any, message: Any) -> None:
        self._came.put(Message(message.topic, message.payload, message.mid if message.qos else 0, self._turn))

    def _gather(self) -> list[Message]:
        """Wait for a message, and take what came with it, `at_once` at most."""
        found: list[Message] = []
        until = 0.0
        while len(found) < self.at_once:
            try:
                if not found:
                    one = self._came.get()
                    until = time.monotonic() + LINGER_SECONDS
                else:
                    one = self._came.get(timeout=max(until - time.monotonic(), 0.0)) if until else None
            except queue.Empty:
                break
            if one is None:
                break
            found.append(one)
        return found

    def _keep(self, client: Any, batch: list[Message], stop: threading.Event) -> None:
        """Keep a batch and acknowledge it. While the database is away, try again and acknowledge nothing."""
        now = self.clock()
        readings, troubles = self._read(batch, now)
        while not stop.is_set():
            try:
                if readings:
                    taken = self.taker.take(self.city, readings, WHO, now)
                    self.kept += taken.kept + taken.corrected
                    self.refused += sum(answer is not None for answer in taken.answers)
                if troubles:
                    self.taker.count(self.city, troubles, {}, now)
                break
            except (psycopg.OperationalError, PoolTimeout) as fault:
                log.error("observations of %s wait for the database: %s", self.city, type(fault).__name__)
                stop.wait(RETRY_SECONDS)
        else:
            return
        with self._acknowledging:
            for one in batch:
                if one.mid and one.turn == self._turn:
                    client.ack(one.mid, 1)

    def _read(self, batch: list[Message], now: datetime) -> tuple[list[Reading], Counter[tuple[str, str]]]:
        found: list[Reading] = []
        troubles: Counter[tuple[str, str]] = Counter()
        said = now.isoformat()
        known = self.taker.known(self.city, now)
        for one in batch:
            match = TOPIC.search(one.topic)
            stream = match["stream"] or "" if match is not None else ""
            try:
                reading = bodies.single(one.payload, stream, said)
            except Wrong:
                troubles[stream if stream in known else "?", "ingest.unreadable"] += 1
                continue
            if self.limiter.allows(reading.stream if reading.stream in known else "?", now):
                found.append(reading)
        troubles += self.limiter.owed(now)
        self.refused += sum(troubles.values())
        return found, troubles
