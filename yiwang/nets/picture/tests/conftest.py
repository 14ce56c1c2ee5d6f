"""The city of the services' tests, with events on its map."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.test import Client

from yiwang.kernel.access import Actor, Holding, system
from yiwang.kernel.commands import Complete, File
from yiwang.kernel.event_kinds import EventPlace, event_case
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import CHANCE_BYTES, case_number
from yiwang.nets.services.tests.conftest import clients, clock, door, queries, walker  # noqa: F401
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, execute
from yiwang.web import cities

BASE = "/yueyang/picture/"
CITY = "yueyang"


@pytest.fixture
def event(door, clock, database) -> Callable[..., str]:  # noqa: F811
    """`event(place=…, kind=…, at=(lon, lat), hours_ago=…, due_in_hours=…, ended_hours_ago=…)`: its number."""

    def make(
        place: str = "430602005",
        kind: str = "1101",
        at: tuple[float, float] | None = None,
        hours_ago: float = 1,
        due_in_hours: float | None = 48,
        ended_hours_ago: float | None = None,
        on_hold: bool = False,
    ) -> str:
        opened, stream = clock.now - timedelta(hours=hours_ago), uuid4()
        where = EventPlace(place, *(f"{one:.6f}" for one in at or ()))
        number = case_number(opened, stream.bytes[:CHANCE_BYTES])
        command = event_case(city_of(), kind, where, case=str(stream), number=number, channel="report")
        assert isinstance(command, File), command
        done = execute(door, Ask(CITY, CASE, stream, command, system("reports"), opened, key=uuid4().hex))
        assert isinstance(done, Done), done
        if ended_hours_ago is not None:
            officer = Actor("p-1", "staff", (Holding("p", "officer", done.state.lead, "430602"),))
            ended = clock.now - timedelta(hours=ended_hours_ago)
            command = Complete(task=done.state.tasks[0].id)
            done = execute(door, Ask(CITY, CASE, stream, command, officer, ended, key=uuid4().hex))
            assert isinstance(done, Done), done
        due = None if due_in_hours is None else clock.now + timedelta(hours=due_in_hours)
        with psycopg.connect(database.owner, autocommit=True) as owner:
            changed = "UPDATE event_row SET due_at = %s, on_hold = %s WHERE stream = %s"
            owner.execute(changed, (due, on_hold, stream))
        return number

    return make


def city_of() -> City:
    """Return the pack that is served."""
    served = cities.get(CITY)
    assert served is not None
    return served.city  # type: ignore[no-any-return]


def shown(client: Client, path: str) -> str:
    """Return the words of a page's main part."""
    page = client.get(BASE + path)
    assert page.status_code == 200, page.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode().split("<main")[1]))


def html(client: Client, path: str) -> Any:
    """Return a page's HTML."""
    page = client.get(BASE + path)
    assert page.status_code == 200, page.content.decode()
    return page.content.decode()
