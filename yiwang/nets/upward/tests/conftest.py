"""The city of the services' tests, a worker that makes what goes up, a platform that is a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from yiwang.nets.rating.relays import ratings
from yiwang.nets.rating.tests.conftest import act, ended  # noqa: F401
from yiwang.nets.services.tests.conftest import clients, clock, door, queries, walker  # noqa: F401
from yiwang.nets.upward.making import current
from yiwang.nets.upward.relays import uppers
from yiwang.nets.upward.sending import Sender
from yiwang.ports.fake_platform import FakePlatform
from yiwang.ports.https_platform import HttpsPlatform
from yiwang.store.worker import Worker

CITY, PLATFORM = "yueyang", "province-sample"
BASE = f"/{CITY}/upward/"


@pytest.fixture
def above() -> Iterator[FakePlatform]:
    """The platform above, listening on 127.0.0.1."""
    fake = FakePlatform(b"k" * 32).start()
    yield fake
    fake.stop()


@pytest.fixture
def worker(door, clock) -> Worker:  # noqa: F811
    """The worker of this city; `worker.round()` works one round."""
    return Worker(door, clock, (ratings(door), uppers(door)))


@pytest.fixture
def sender(door, clock, above) -> Sender:  # noqa: F811
    """Whoever sends up; `sender.round()` sends one batch."""
    names = current(door, CITY).upward[PLATFORM].names
    port = HttpsPlatform(above.address, above.key, names, clock)
    return Sender(door, CITY, PLATFORM, port, clock, lambda: 0)


@pytest.fixture
def settle(worker, sender) -> Callable[[], None]:
    """Let the worker work and the sender send until nothing more happens."""

    def run() -> None:
        for _ in range(12):
            worker.round()
            sender.round()

    return run


def rows(database: Any, columns: str = "number, record, phase", where: str = "true") -> list[tuple[Any, ...]]:
    """Return what the rows of records hold, by number."""
    with psycopg.connect(database.superuser) as connection:
        return connection.execute(
            f"SELECT {columns} FROM upward_row WHERE {where} ORDER BY platform, number"
        ).fetchall()
