"""The city of the services' tests, with its persons on record, and people who give each other mandates."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from yiwang.nets.services.tests.conftest import clients, clock, door, queries, walker, worker  # noqa: F401
from yiwang.people.sync import sync
from yiwang.web import cities

OFFER, TAKE, MINE = (f"/yueyang/mine/{path}" for path in ("mandates/offer", "mandates/take", ""))


@pytest.fixture
def records(door, clock):  # noqa: F811
    """Keep a record of every person of the pack."""
    city = cities.get("yueyang")
    assert city is not None
    return sync(door, "yueyang", city.city, clock.now)


def days(since: date, until: date) -> dict[str, str]:
    """Return two days as they are typed."""
    return {
        f"{name}.{part}": str(getattr(day, part))
        for name, day in (("since", since), ("until", until))
        for part in ("year", "month", "day")
    }


def fields(client: Client, **answers: str) -> dict[str, object]:
    """Return what the page of an offer sends."""
    page = client.get(OFFER).content.decode()
    mandate = re.search(r'name="mandate" value="([^"]+)"', page)
    assert mandate, page
    shown = [
        *re.findall(r'name="_shown" value="([^"]+)"', page),
        *(["matters"] if "matters" in answers else []),
    ]
    return {"mandate": mandate[1], "_shown": shown, **answers}


def offer(client: Client, today: date, *, until: date | None = None, **answers: str) -> str:
    """Give a mandate from today; return the code."""
    typed = {"which": "all", **days(today, until or today + timedelta(days=30)), **answers}
    answer = client.post(OFFER, fields(client, **typed))
    code = re.search(r'<code id="code">([^<]+)</code>', answer.content.decode())
    assert code, answer.content.decode()
    return code[1]


@pytest.fixture
def mandated(clients, records, clock) -> Callable[..., tuple[Client, Client]]:  # noqa: F811
    """`mandated(matters=…)`: (principal, agent): Luo has given Liu a mandate, and Liu acts for Luo."""

    def give(**answers: str) -> tuple[Client, Client]:
        principal, agent = clients("owner-luo"), clients("resident-liu")
        code = offer(principal, clock.now.date(), **answers)
        assert agent.post(TAKE, {"code": code}).status_code == 302
        act_for(agent)
        return principal, agent

    return give


def principal_of(client: Client) -> str:
    """Return the first principal whom the page offers to act for."""
    page = client.get(MINE).content.decode()
    found = re.search(r'name="principal" value="([^"]+)"', page)
    assert found, page
    return found[1]


def act_for(client: Client, principal: str | None = None) -> str:
    """Act for the first principal offered, or the one named."""
    chosen = principal_of(client) if principal is None else principal
    answer = client.post(f"{MINE}acting", {"principal": chosen})
    assert answer.status_code == 302
    return chosen


def withdraw(client: Client) -> None:
    """End the first mandate that the page lets one end."""
    page = client.get(MINE).content.decode()
    found = re.search(r'action="([^"]+/end)"', page)
    assert found, page
    assert client.post(found[1]).status_code == 302
