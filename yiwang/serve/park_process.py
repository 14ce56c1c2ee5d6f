"""The park child of the demonstration: invented values, sent as devices would send them.

With a broker (YIWANG_MQTT) they go over MQTT, else by HTTP as SensorThings, each body's with its own key.
First the past, so that pages have something to show, then each minute what is due.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import yaml
from msgspec.structs import replace

from yiwang.ingest.mqtt import Broker
from yiwang.kernel.access import system
from yiwang.kernel.matter import City
from yiwang.kernel.people import client
from yiwang.kernel.refusal import Refusal
from yiwang.people.ids import client_stream
from yiwang.people.kinds import CLIENT
from yiwang.serve.cities import Served
from yiwang.serve.ingest_process import PREFIX
from yiwang.serve.park import Park, Sent, park_of, values
from yiwang.store.doors import door_of
from yiwang.store.execute import Ask, execute
from yiwang.store.stopping import stop_when_told
from yiwang.web.machine import new_key

log = logging.getLogger(__name__)
WHO = system("park")
A_DAY_AND_MORE = timedelta(hours=26)
"""The last of the past goes in one post: rules that begin find all of it (`watching.LOOKS_BACK`)."""
ROWS = 2_000
PACED, PAUSE = 100, 0.1
"""Messages at once, and seconds between: brokers keep but so many for a subscriber who is slower."""

Send = Callable[[str, Sequence[Sent]], None]
"""Sends values of one body's streams; returns when they were taken."""


def main() -> int:
    """Send until told to stop. 0 stopped in order, or there is no park."""
    stop = stop_when_told()
    city, park = _park(os.environ["YIWANG_PARK"])
    if park is None:
        stop.wait()
        return 0
    dsn = os.environ["YIWANG_DATABASE"]
    served = next((one for one in Served(dsn)() if one.key == city), None)
    if served is None:
        stop.wait()
        return 0
    broker = os.environ.get("YIWANG_MQTT", "")
    send = over_mqtt(broker, city) if broker else over_http(dsn, city, served.city)
    _wait_for_pages(stop)
    _run(send, park, served.city, stop)
    return 0


def _park(folder: str) -> tuple[str, Park | None]:
    path = Path(folder) / "demo" / "park.yaml"
    if not path.exists():
        return Path(folder).name, None
    return Path(folder).name, park_of(yaml.safe_load(path.read_text(encoding="utf-8")))


def _run(send: Send, park: Park, city: City, stop: threading.Event) -> None:
    begun = datetime.now(UTC)
    sent = begun - timedelta(days=park.days)
    every = {f"{id}.{s.id}": s.every_minutes for id, one in city.sensing.things.items() for s in one.streams}
    counts = {f"{id}.{s.id}" for id, one in city.sensing.things.items() for s in one.streams if s.at_least}

    def due(names: Sequence[str], after: datetime, until: datetime) -> Iterator[Sent]:
        for one in values(park, every, names, after, until, begun, city.zone):
            yield replace(one, over=every[one.stream]) if one.stream in counts else one

    bodies: dict[str, list[str]] = {}
    for id, one in city.sensing.things.items():
        bodies.setdefault(one.body, []).extend(f"{id}.{s.id}" for s in one.streams)
    for body, names in bodies.items():
        recent = begun - A_DAY_AND_MORE
        for part in (*_parts(due(names, sent, recent)), list(due(names, recent, begun))):
            if stop.is_set():
                return
            _try(send, body, part)
    sent = begun
    while not stop.wait(5.0):
        now = datetime.now(UTC)
        for body, names in bodies.items():
            if part := list(due(names, sent, now)):
                _try(send, body, part)
        sent = now


def _parts(all_: Iterable[Sent]) -> Iterator[list[Sent]]:
    rest = iter(all_)
    while part := list(islice(rest, ROWS)):
        yield part


def _try(send: Send, body: str, part: Sequence[Sent]) -> None:
    """Send, and again while the pages are away; what is refused is theirs to count."""
    for wait in (0.5, 1, 2, 4, 8):
        try:
            send(body, part)
            return
        except (OSError, urllib.error.URLError) as fault:
            log.warning("the park waits: %s", type(fault).__name__)
            time.sleep(wait)


def over_http(dsn: str, city: str, pack: City) -> Send:
    """Return what posts `CreateObservations` with a key of the body; keys are made when first needed."""
    address = f"http://{os.environ['YIWANG_LISTEN']}/{city}/sta/v1.1/CreateObservations"
    keys: dict[str, str] = {}

    def send(body: str, part: Sequence[Sent]) -> None:
        if body not in keys:
            keys[body] = _key(dsn, city, pack, body)
        groups: dict[str, list[list[Any]]] = {}
        for one in part:
            groups.setdefault(one.stream, []).append([one.when, one.result])
        sent = [
            {
                "Datastream": {"@iot.id": name},
                "components": ["phenomenonTime", "result"],
                "dataArray": rows,
            }
            for name, rows in groups.items()
        ]
        headers = {"Authorization": f"Bearer {keys[body]}", "Content-Type": "application/json"}
        asked = urllib.request.Request(address, json.dumps(sent).encode(), headers)
        with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310
            answer.read()

    return send


def _key(dsn: str, city: str, pack: City, body: str) -> str:
    """Register the invented gateway of a body and give it a new key."""
    id = f"park-{body}"
    stream = client_stream(city, id)
    key = new_key(stream)
    with door_of(dsn, Path(os.environ["YIWANG_DATA"]) / "keys", pack, size=1) as door:
        title = {"zh": "演示的感知网关（虚构）", "en": "Invented gateway of the demonstration"}
        for command in (
            client.Register(client=id, body=body, title=title),
            client.Allow(scopes=("observation.write",)),
            client.Rotate(key=key.id, digest=key.digest),
        ):
            answer = execute(door, Ask(city, CLIENT, stream, command, WHO, datetime.now(UTC)))
            if isinstance(answer, Refusal):
                log.info("the gateway of %s: %s", body, answer.code)
    return key.text


def over_mqtt(address: str, city: str) -> Send:
    """Return what publishes at QoS 1, and waits until the broker has it."""
    from paho.mqtt.client import Client
    from paho.mqtt.enums import CallbackAPIVersion

    prefix = (os.environ.get("YIWANG_MQTT_PREFIX") or PREFIX).format(city=city)
    user, password = os.environ.get("YIWANG_MQTT_USER", ""), os.environ.get("YIWANG_MQTT_PASSWORD", "")
    broker = Broker.of(address, prefix, user, password)
    publisher = Client(CallbackAPIVersion.VERSION2, client_id=f"yiwang-park-{city}")
    if broker.tls:
        publisher.tls_set()
    if broker.user:
        publisher.username_pw_set(broker.user, broker.password)
    publisher.connect(broker.host, broker.port)
    publisher.loop_start()

    def send(body: str, part: Sequence[Sent]) -> None:
        for first in range(0, len(part), PACED):
            waiting = [
                publisher.publish(
                    f"{prefix}/Datastreams('{one.stream}')/Observations",
                    json.dumps({"phenomenonTime": one.when, "result": one.result}),
                    qos=1,
                )
                for one in part[first : first + PACED]
            ]
            for one in waiting:
                one.wait_for_publish(60)
            time.sleep(PAUSE)

    return send


def _wait_for_pages(stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            with urllib.request.urlopen(f"http://{os.environ['YIWANG_LISTEN']}/", timeout=15):
                return
        except (OSError, urllib.error.URLError):
            stop.wait(0.5)


if __name__ == "__main__":
    sys.exit(main())
