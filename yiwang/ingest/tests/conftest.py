"""Yueyang with its sample things, a device of the water bureau, and a clock that is set by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from yiwang.ingest.process import make_taker
from yiwang.ingest.registry import sync_things
from yiwang.ingest.taking import Taker
from yiwang.kernel.access import system
from yiwang.kernel.people import client
from yiwang.nets.services.tests.conftest import clients, clock, door, queries, walker  # noqa: F401
from yiwang.people.ids import client_stream
from yiwang.people.kinds import CLIENT
from yiwang.store.execute import Ask, Done, execute
from yiwang.web import cities
from yiwang.web.machine import new_key

CITY = "yueyang"
STA = f"/{CITY}/sta/v1.1"
LEVEL = "gauge-lake-north.level"


@pytest.fixture
def city(door, clock) -> Any:  # noqa: F811
    """The city with its things placed."""
    served = cities.get(CITY)
    done, refused = sync_things(door, CITY, served.city, clock.now)
    assert done > 0
    assert refused == ()
    return served.city


@pytest.fixture
def taker(door, city) -> Taker:  # noqa: F811
    """Takes values as the city itself would."""
    return make_taker(door)


@pytest.fixture
def key_of(door, city, clock) -> Callable[..., str]:  # noqa: F811
    """`key_of("yueyang-water")`: the key of a machine client of a body."""

    def make(body: str, *scopes: str, name: str = "") -> str:
        id = name or f"gateway-of-{body}"
        stream = client_stream(CITY, id)
        key = new_key(stream)
        for command in (
            client.Register(client=id, body=body, title={"zh": "网关", "en": "Gateway"}),
            client.Allow(scopes=scopes or ("observation.write", "observation.read")),
            client.Rotate(key=key.id, digest=key.digest),
        ):
            done = execute(door, Ask(CITY, CLIENT, stream, command, system("tests"), clock.now))
            assert isinstance(done, Done), done
        return key.text

    return make


class Device:
    """Posts as a machine client, and reads as anybody."""

    def __init__(self, key: str) -> None:
        self.client = Client(HTTP_AUTHORIZATION=f"Bearer {key}") if key else Client()

    def post(self, path: str, body: Any) -> Any:
        text = body if isinstance(body, (str, bytes)) else json.dumps(body)
        return self.client.post(f"{STA}/{path}", text, content_type="application/json")

    def observe(self, stream: str, at: str | datetime, result: float, **more: Any) -> Any:
        at = at if isinstance(at, str) else at.isoformat()
        body = {"phenomenonTime": at, "result": result, "Datastream": {"@iot.id": stream}, **more}
        return self.post("Observations", body)

    def get(self, path: str, **query: str) -> Any:
        return self.client.get(f"{STA}/{path}", query)


@pytest.fixture
def device(key_of) -> Device:
    """The water bureau's gateway."""
    return Device(key_of("yueyang-water"))


@pytest.fixture
def anybody(city) -> Device:
    """Somebody who has no key."""
    return Device("")


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


@pytest.fixture
def heard(door, taker, clock) -> Any:  # noqa: F811
    """The city, its rules and their relay."""
    from yiwang.ingest.tests.heard import Heard

    return Heard(door, taker, clock)
