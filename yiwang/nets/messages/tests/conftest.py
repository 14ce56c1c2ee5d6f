"""The city of the services' tests, a worker that writes messages, a sender whose ports do as told."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest

from yiwang.kernel.told import EMAIL, SMS, WEBHOOK
from yiwang.nets.messages.ports import Letter, Outcome, delivered
from yiwang.nets.messages.relays import messages
from yiwang.nets.messages.sending import Sender
from yiwang.nets.services.tests.conftest import clients, clock, door, queries, walker  # noqa: F401
from yiwang.store.worker import Worker

CITY = "yueyang"
BASE = f"/{CITY}/messages/"


class Told:
    """A port that keeps what it is given and answers what it is told to."""

    fake = True

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.answer: Callable[[Letter], Outcome] = lambda letter: delivered()

    def send(self, letter: Letter) -> Outcome:
        self.letters.append(letter)
        return self.answer(letter)


@pytest.fixture
def ports() -> dict[str, Told]:
    """Channel → its port."""
    return {EMAIL: Told(), SMS: Told(), WEBHOOK: Told()}


@pytest.fixture
def worker(door, clock) -> Worker:  # noqa: F811
    """The worker of this city with the relay of messages."""
    return Worker(door, clock, (messages(door),))


@pytest.fixture
def sender(door, clock, ports) -> Sender:  # noqa: F811
    """Whoever sends; `sender.round()` sends what is due."""
    return Sender(door, ports, clock, lambda: 0, "https://city.example")


def rows(database, columns: str = "channel, template, phase, reason", where: str = "true"):
    """Return what the rows of messages hold."""
    with psycopg.connect(database.superuser) as connection:
        return connection.execute(
            f"SELECT {columns} FROM message_row WHERE {where} ORDER BY created_at, template, channel"
        ).fetchall()
