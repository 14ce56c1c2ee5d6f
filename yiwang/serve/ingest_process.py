"""The ingest child: observations from a broker of MQTT, one subscription for each city.

YIWANG_MQTT            the broker, `mqtt://host:1883` or `mqtts://host:8883`; with YIWANG_MQTT_USER, _PASSWORD
YIWANG_MQTT_PREFIX     what stands before the topics; `{city}/v1.1` by default
"""

from __future__ import annotations

import os
import sys
import threading
from datetime import UTC, datetime
from importlib.util import find_spec

from yiwang.ingest.mqtt import Broker, Subscriber
from yiwang.ingest.streams import parts_of
from yiwang.ingest.taking import Taker
from yiwang.serve.cities import Served
from yiwang.store.connect import make_pool
from yiwang.store.stopping import stop_when_told

PREFIX = "{city}/v1.1"


def main(only: str = "") -> int:
    """Take observations until told to stop. 0 stopped in order, 2 it is not said from where, or for whom."""
    address = os.environ.get("YIWANG_MQTT", "")
    if find_spec("paho") is None:
        print("没有 paho-mqtt: 装 yiwang[mqtt]。paho-mqtt is missing: install yiwang[mqtt].", file=sys.stderr)
        return 2
    prefix = os.environ.get("YIWANG_MQTT_PREFIX") or PREFIX
    user, password = os.environ.get("YIWANG_MQTT_USER", ""), os.environ.get("YIWANG_MQTT_PASSWORD", "")
    dsn = os.environ.get("YIWANG_DATABASE", "")
    try:
        broker = Broker.of(address, prefix, user, password)
    except ValueError as fault:
        print(fault, file=sys.stderr)
        return 2
    if not dsn:
        print("没有写 YIWANG_DATABASE。YIWANG_DATABASE is not set.", file=sys.stderr)
        return 2
    stop = stop_when_told()
    served = Served(dsn)
    cities = [one.key for one in served() if only in ("", one.key) and "~" not in one.key]
    if only and not cities:
        print(f"没有城市 {only}。There is no city {only}.", file=sys.stderr)
        return 2
    pool = make_pool(dsn, size=2 * len(cities) + 1)
    taker = Taker(
        pool,  # type: ignore[arg-type]
        zone_of=lambda key: next(one.zone for one in served() if one.key == key),
        months_of=lambda key: next(one.city.sensing.months for one in served() if one.key == key),
        waits_of=lambda key: next(parts_of(one.city) for one in served() if one.key == key),
    )
    threads = [
        threading.Thread(target=Subscriber(taker, key, _for(broker, key), _now).run, args=(stop,), name=key)
        for key in cities
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pool.close()
    return 0


def _for(broker: Broker, city: str) -> Broker:
    prefix = broker.prefix.format(city=city)
    return Broker(broker.host, broker.port, broker.tls, broker.user, broker.password, prefix)


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(main())
