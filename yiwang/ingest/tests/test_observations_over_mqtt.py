"""Observations over MQTT: nothing acknowledged is lost, whoever dies; what cannot be read holds up nobody."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from yiwang.ingest.mqtt import Broker, Subscriber
from yiwang.ingest.tests.brokers import Mosquitto, need_mosquitto
from yiwang.ingest.tests.conftest import CITY, LEVEL
from yiwang.kernel.access import system
from yiwang.store.wall import city_transaction

WHO = system("tests")
PREFIX = f"{CITY}/v1.1"


@pytest.fixture
def broker(tmp_path) -> Iterator[Mosquitto]:
    need_mosquitto()
    this = Mosquitto(tmp_path / "broker")
    this.start()
    yield this
    this.stop()


@pytest.fixture
def publisher(broker) -> Iterator[object]:
    from paho.mqtt.client import Client
    from paho.mqtt.enums import CallbackAPIVersion

    client = Client(CallbackAPIVersion.VERSION2, client_id="device", clean_session=False)
    client.reconnect_delay_set(1, 1)
    client.connect("127.0.0.1", broker.port)
    client.loop_start()
    yield client
    client.disconnect()
    client.loop_stop()


def publish(client, start: datetime, numbers: range) -> None:
    """Publish values, and wait until the broker has taken them all over."""
    sent = [
        client.publish(
            f"{PREFIX}/Datastreams('{LEVEL}')/Observations",
            json.dumps({"phenomenonTime": (start + timedelta(seconds=n)).isoformat(), "result": n}),
            qos=1,
        )
        for n in numbers
    ]
    for one in sent:
        one.wait_for_publish(30)
        assert one.is_published()


def stored(door) -> list[int]:
    with door.pool.connection() as connection, city_transaction(connection, CITY, WHO) as cursor:
        rows = cursor.execute("SELECT result FROM observation ORDER BY at").fetchall()
    return [int(row[0]) for row in rows]


def wait_for(what: Callable[[], bool], seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.05)
    return what()


@pytest.fixture
def subscriber(taker, broker, clock) -> Iterator[Subscriber]:
    this = Subscriber(taker, CITY, Broker.of(broker.address, PREFIX), clock)
    stop = threading.Event()
    thread = threading.Thread(target=this.run, args=(stop,))
    thread.start()
    assert this.connected.wait(10)
    yield this
    stop.set()
    thread.join(20)


def test_what_is_published_is_kept_and_what_cannot_be_read_is_counted(subscriber, publisher, door, clock):
    start = clock.now - timedelta(hours=1)
    bad = publisher.publish(f"{PREFIX}/Datastreams('{LEVEL}')/Observations", b"\xff{", qos=1)
    far = publisher.publish(
        f"{PREFIX}/Observations", json.dumps({"result": 1, "Datastream": {"@iot.id": "a.b"}}), qos=1
    )
    bad.wait_for_publish(10), far.wait_for_publish(10)
    publish(publisher, start, range(200))

    assert wait_for(lambda: len(stored(door)) == 200)
    assert stored(door) == list(range(200))
    with door.pool.connection() as connection, city_transaction(connection, CITY, WHO) as cursor:
        counted = cursor.execute("SELECT about, code FROM trouble ORDER BY code").fetchall()
    assert counted == [("?", "ingest.no-stream"), (LEVEL, "ingest.unreadable")]


def test_a_broker_that_dies_and_comes_back_loses_nothing(subscriber, publisher, broker, door, clock):
    start = clock.now - timedelta(hours=1)
    publish(publisher, start, range(100))
    # What a broker has not written down when it dies is lost to it, whoever subscribes.
    taken_over = time.time_ns()
    assert wait_for(lambda: broker.written_at() > taken_over)
    broker.stop(hard=True)
    assert wait_for(lambda: not subscriber.connected.is_set())
    broker.start()
    assert wait_for(publisher.is_connected)
    publish(publisher, start, range(100, 200))

    assert wait_for(lambda: len(stored(door)) == 200)


@pytest.mark.crash
def test_what_was_published_is_kept_though_the_process_that_takes_it_is_killed(
    publisher, broker, door, city, database
):
    environment = {**os.environ, "YIWANG_DATABASE": database.app, "YIWANG_MQTT": broker.address}

    def begin() -> subprocess.Popen:
        return subprocess.Popen([sys.executable, "-m", "yiwang.serve.ingest_process"], env=environment)

    start = datetime.now(UTC) - timedelta(hours=1)
    taking = begin()
    try:
        # Before somebody subscribed for the first time a broker keeps nothing for anybody.
        assert wait_for(lambda: publish(publisher, start, range(1)) or len(stored(door)) == 1)
        for burst in range(1, 3):
            sent = range(burst * 500 - 499, burst * 500 + 1)
            threading.Timer(0.02 * burst, taking.kill).start()
            publish(publisher, start, sent)
            taking.wait(20)
            taking = begin()
        assert wait_for(lambda: len(stored(door)) == 1_001, 60), len(stored(door))
        assert stored(door) == list(range(1_001))
    finally:
        taking.kill()
        taking.wait(20)
