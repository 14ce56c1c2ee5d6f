"""The city of the services' tests, with a case whose rate is set elsewhere, and one that is free."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

import pytest
from django.test import Client

from yiwang.kernel.commands import DecideAtOnce, File, Receive
from yiwang.kernel.numbers import CHANCE_BYTES, case_number, stream_id
from yiwang.nets.services.tests.conftest import clients, clock, door, walker  # noqa: F401
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, execute
from yiwang.web import cities

CITY = "yueyang"
BASE = f"/{CITY}/fees/"


@pytest.fixture
def ask(door, clock) -> Callable[..., object]:  # noqa: F811
    """`ask(stream, command, persona)`: one command of a case."""

    def go(stream: object, command: object, persona: str, **said: str) -> object:
        who = cities.get(CITY).actor(persona)
        done = execute(door, Ask(CITY, CASE, stream, command, who, clock.now, secrets=said))
        assert isinstance(done, Done), done
        return done.state

    return go


@pytest.fixture
def filed(clock, ask) -> Callable[..., tuple[object, str]]:  # noqa: F811
    """`filed("road-use")`: stream and number of a new case of Wu's."""

    def make(matter: str) -> tuple[object, str]:
        stream = stream_id(clock.now, secrets.token_bytes(10))
        number = case_number(clock.now, secrets.token_bytes(CHANCE_BYTES))
        wu = cities.get(CITY).actor("resident-wu").person
        command = File(
            case=str(stream),
            number=number,
            matter=matter,
            place="430602005",
            channel="online",
            applicant=wu,
        )
        ask(stream, command, "resident-wu")
        return stream, number

    return make


@pytest.fixture
def granted(filed, ask) -> Callable[[], str]:
    """`granted()`: the number of a free certificate of Wu's that was granted."""

    def make() -> str:
        stream, number = filed("insured-certificate")
        ask(stream, Receive(), "officer-insurance")
        ask(stream, DecideAtOnce(outcome="grant", range="all", ground="x"), "officer-insurance", reason="x")
        return number

    return make


def shown(client: Client, path: str) -> str:
    """Return the words of a page's main part."""
    page = client.get(BASE + path)
    assert page.status_code == 200, page.content.decode()
    html = page.content.decode().split("<main")[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
