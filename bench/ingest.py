"""Observations: MQTT to commit over a subscriber that throws away; arrays over single posts; one post.

MQTT: messages of QoS 1 lie with Debian's mosquitto and are taken by our subscriber, which commits them before
it acknowledges them, or by one of the same library that throws them away. Arrays: 100 values by `Taker.take`
at once, as `CreateObservations` does, over 100 commits of one. fsync is on.
"""

from __future__ import annotations

import json
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench.database import door, running
from bench.rounds import spread
from bench.things import CITY, WHO, things
from yiwang.ingest.judging import Reading
from yiwang.ingest.limiting import Limiter
from yiwang.ingest.mqtt import Broker, Subscriber
from yiwang.ingest.taking import Taker
from yiwang.ingest.tests.brokers import MOSQUITTO, Mosquitto

PREFIX = f"{CITY}/v1.1"
THINGS, MESSAGES, ARRAYS, AT_ONCE = 50, 10_000, 20, 100
START = datetime(2026, 11, 1, tzinfo=UTC)
NOW = START + timedelta(days=2)


class Skipped(Exception):
    """There is no broker here."""


def measure(rounds: int = 5) -> dict[str, Any]:
    """Return messages a second (`ours`, `other`), and how arrays and single posts compare."""
    if MOSQUITTO is None:
        raise Skipped("mosquitto is not installed")
    with running() as server, door(server) as entry:
        things(entry, THINGS, NOW)
        taker = Taker(entry.pool, zone_of=lambda _: "Asia/Shanghai", months_of=lambda _: 13)  # type: ignore[arg-type]
        _posts(taker, -1)
        posts = [_posts(taker, number) for number in range(rounds)]
        pairs = []
        for number in range(rounds):
            broker = Mosquitto(Path(tempfile.mkdtemp(prefix="yiwang-bench-broker-")), durable=False)
            broker.start()
            try:
                pairs.append((_through(taker, broker, number), _thrown(broker, number)))
            finally:
                broker.stop()
    singles = sorted(seconds for one in posts for seconds in one[1])
    ratios = sorted(one[0] for one in posts)
    return spread(pairs, unit="messages/s") | {
        "array_over_single": round(ratios[len(ratios) // 2], 1),
        "post_p50_ms": round(singles[len(singles) // 2] * 1000, 2),
        "post_p99_ms": round(singles[int(len(singles) * 0.99)] * 1000, 2),
    }


def _posts(taker: Taker, number: int) -> tuple[float, list[float]]:
    """Return how many times as fast arrays are, and the seconds of each single post."""
    at = START + timedelta(hours=number + 2)
    values = [
        Reading(stream=f"t{n % THINGS}.level", at=at + timedelta(seconds=n), result=Decimal(n))
        for n in range(ARRAYS * AT_ONCE)
    ]
    singles, arrays = values[: 5 * AT_ONCE], values[5 * AT_ONCE :]
    took = []
    for one in singles:
        begun = time.perf_counter()
        taker.take(CITY, [one], WHO, NOW)
        took.append(time.perf_counter() - begun)
    begun = time.perf_counter()
    for first in range(0, len(arrays), AT_ONCE):
        taker.take(CITY, arrays[first : first + AT_ONCE], WHO, NOW)
    each = (time.perf_counter() - begun) / len(arrays)
    return sum(took) / len(took) / each, took


def _client(name: str, **more: Any) -> Any:
    from paho.mqtt.client import Client
    from paho.mqtt.enums import CallbackAPIVersion

    return Client(CallbackAPIVersion.VERSION2, client_id=name, clean_session=False, **more)


def _publish(broker: Mosquitto, number: int) -> None:
    """Give the broker all messages, to keep for whoever subscribed."""
    client = _client("publisher")
    client.max_inflight_messages_set(1000)
    client.connect("127.0.0.1", broker.port)
    client.loop_start()
    at = START + timedelta(hours=30 + number)
    sent = [
        client.publish(
            f"{PREFIX}/Datastreams('t{n % THINGS}.level')/Observations",
            json.dumps({"phenomenonTime": (at + timedelta(milliseconds=n)).isoformat(), "result": n}),
            qos=1,
        )
        for n in range(MESSAGES)
    ]
    for one in sent:
        one.wait_for_publish(120)
    client.disconnect()
    client.loop_stop()


def _subscribed(broker: Mosquitto, name: str) -> None:
    """Leave a session with the broker, so that it keeps messages."""
    client, ready = _client(name), threading.Event()
    client.on_connect = lambda one, *_: one.subscribe(f"{PREFIX}/+/Observations", 1)
    client.on_subscribe = lambda *_: ready.set()
    client.connect("127.0.0.1", broker.port)
    client.loop_start()
    assert ready.wait(10)
    client.disconnect()
    client.loop_stop()


def _through(taker: Taker, broker: Mosquitto, number: int) -> float:
    _subscribed(broker, f"yiwang-{CITY}")
    _publish(broker, number)
    subscriber = Subscriber(
        taker, CITY, Broker.of(broker.address, PREFIX), lambda: NOW, limiter=Limiter(1e9, 1e9)
    )
    stop = threading.Event()
    thread = threading.Thread(target=subscriber.run, args=(stop,))
    begun = time.perf_counter()
    thread.start()
    while subscriber.kept < MESSAGES and time.perf_counter() - begun < 120:
        time.sleep(0.002)
    took = time.perf_counter() - begun
    stop.set()
    thread.join()
    assert subscriber.kept == MESSAGES, subscriber.kept
    return MESSAGES / took


def _thrown(broker: Mosquitto, number: int) -> float:
    _subscribed(broker, "thrower")
    _publish(broker, number)
    client, got = _client("thrower"), [0]

    def came(*_: Any) -> None:
        got[0] += 1

    client.on_message = came
    begun = time.perf_counter()
    client.connect("127.0.0.1", broker.port)
    client.loop_start()
    while got[0] < MESSAGES and time.perf_counter() - begun < 120:
        time.sleep(0.002)
    took = time.perf_counter() - begun
    client.disconnect()
    client.loop_stop()
    return MESSAGES / took
