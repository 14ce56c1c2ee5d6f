"""The city of the services' tests, with a worker that carries what ratings ask of cases."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from yiwang.kernel.commands import DecideAtOnce, Deliver, Receive, Withdraw
from yiwang.kernel.commands import Refuse as RefuseToAccept
from yiwang.nets.rating.relays import ratings
from yiwang.nets.services.tests.conftest import clients, clock, door, queries, walker  # noqa: F401
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, execute
from yiwang.store.traffic import between_cases
from yiwang.store.wall import bearer, city_transaction
from yiwang.store.worker import Worker
from yiwang.web import cities

CITY = "yueyang"
BASE = f"/{CITY}/ratings/"


@pytest.fixture
def worker(door, clock) -> Worker:  # noqa: F811
    """The worker of this city with its relays; `worker.round()` works one round."""
    return Worker(door, clock, (between_cases(door), ratings(door)))


@pytest.fixture
def act(door, clock) -> Callable[..., object]:  # noqa: F811
    """`act(number, command, persona, **secrets)`: one act on a case."""

    def ask(number: str, command: object, persona: str, **secrets: str) -> object:
        with (
            door.pool.connection() as connection,
            city_transaction(connection, CITY, bearer(number)) as cursor,
        ):
            row = cursor.execute("SELECT id FROM case_row WHERE number = %s", (number,)).fetchone()
        assert row is not None
        who = cities.get(CITY).actor(persona)
        done = execute(door, Ask(CITY, CASE, row[0], command, who, clock.now, secrets=secrets))
        assert isinstance(done, Done), done
        return done.state

    return ask


@pytest.fixture
def ended(clients, act) -> Callable[..., str]:  # noqa: F811
    """`ended("granted" | "denied" | "refused" | "withdrawn")`: the number of Wu's case."""
    from yiwang.nets.services.tests.filing import certificate

    def make(how: str = "granted") -> str:
        number = certificate(clients("resident-wu"))
        if how == "withdrawn":
            act(number, Withdraw(), "resident-wu")
            return number
        act(number, Receive(), "officer-insurance")
        if how == "refused":
            act(number, RefuseToAccept(ground="not-competent"), "officer-insurance", reason="不归这里")
        else:
            outcome = "grant" if how == "granted" else "deny"
            command = DecideAtOnce(outcome=outcome, range="all", ground="x")
            act(number, command, "officer-insurance", reason="没有记录")
            act(number, Deliver(how="online"), "officer-insurance")
        return number

    return make


def shown(client: Client, path: str) -> str:
    """Return the words of a page's main part."""
    page = client.get(BASE + path)
    assert page.status_code == 200, page.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode().split("<main")[1]))


def press(client: Client, page: str, act: str, **typed: str) -> object:
    """Post the form of a page whose action ends with `act`; return the answer."""
    html = client.get(BASE + page).content.decode()
    found = re.search(rf'action="([^"]+/{act})".*?name="key" value="([^"]+)"', html, re.DOTALL)
    assert found, html
    return client.post(found[1], {"key": found[2], **typed})


def rate(client: Client, number: str, grade: int, **typed: str) -> None:
    """Rate a case's handling."""
    answer = client.post(f"{BASE}cases/{number}/rate", {"grade": str(grade), "key": f"k{grade}", **typed})
    assert answer.status_code == 302, answer.content.decode()
