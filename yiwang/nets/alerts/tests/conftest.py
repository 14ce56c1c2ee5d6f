"""The city of the services' tests, with a worker that carries what levels, patrols and lists want."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.test import Client

from yiwang.nets.alerts.relays import alerts
from yiwang.nets.services.tests.conftest import clients, clock, door, queries, walker  # noqa: F401
from yiwang.store.traffic import between_cases
from yiwang.store.worker import Worker

CITY, PLAN = "yueyang", "dongting-flood"
BASE = f"/{CITY}/alerts/"
HERE = f"{BASE}plans/{PLAN}/"
VILLAGE = "430611001213"


@pytest.fixture
def worker(door, clock) -> Worker:  # noqa: F811
    """The worker of this city; `worker.round()` works one round."""
    return Worker(door, clock, (between_cases(door), alerts(door)))


@pytest.fixture
def rounds(worker) -> Callable[[], None]:
    """Let the worker work until nothing more happens."""

    def run() -> None:
        for _ in range(4):
            worker.round()

    return run


@pytest.fixture
def level(clients) -> Callable[..., Any]:  # noqa: F811
    """`level("II", persona="flood-chief", order="…")`: set the level; return the answer."""

    def set_level(wanted: str, persona: str = "flood-chief", order: str = "会商决定") -> Any:
        return clients(persona).post(f"{HERE}level", {"level": wanted, "order": order})

    return set_level


def words(client: Client, path: str, language: str = "zh") -> str:
    """Return the words of a page's main part."""
    page = client.get(path, {"lang": language})
    assert page.status_code == 200, page.content.decode()
    return in_words(page)


def in_words(page: Any) -> str:
    """Return the words of an answer's main part."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode().split("<main")[1]))


def code_of(page: Any) -> str:
    """Return the code with which an act was refused."""
    assert page.status_code == 409, (page.status_code, page.content.decode()[-2000:])
    found = re.search(r'data-code="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def rows(database: Any, select: str) -> list[tuple[Any, ...]]:
    """Return what the tables hold."""
    with psycopg.connect(database.superuser) as connection:
        return connection.execute(select).fetchall()
