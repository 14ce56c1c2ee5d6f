"""The city of the services' tests, with a worker that carries what one day wants of another."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.test import Client

from yiwang.nets.booking.relays import bookings
from yiwang.nets.services.tests.conftest import clients, clock, door, walker  # noqa: F401
from yiwang.store.traffic import between_cases
from yiwang.store.worker import Worker

CITY = "yueyang"
BASE = f"/{CITY}/booking/"
WINDOW = "yueyanglou-general"


@pytest.fixture
def worker(door, clock) -> Worker:  # noqa: F811
    """The worker of this city with its relays; `worker.round()` works one round."""
    return Worker(door, clock, (between_cases(door), bookings(door)))


def words(page: object) -> str:
    """Return the words of a page's main part."""
    html = page.content.decode().split("<main")[1].split("</main>")[0]  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def shown(client: Client, path: str) -> str:
    """Return the words of a page of this net."""
    page = client.get(BASE + path)
    assert page.status_code == 200, page.content.decode()
    return words(page)


def book(client: Client, at: str, window: str = WINDOW, **more: str) -> object:
    """Choose a slot, such as `2026-11-24 09:00`; return the answer."""
    typed = {"matter": "insured-certificate", "key": str(UUID(int=hash((at, window)) % 2**64)), **more}
    return client.post(f"{BASE}windows/{window}/book", {"at": at, **typed})


def booked(client: Client, at: str, window: str = WINDOW, **more: str) -> str:
    """Book a slot; return the appointment's number."""
    answer = book(client, at, window, **more)
    assert answer.status_code == 302, answer.content.decode()  # type: ignore[attr-defined]
    return str(answer["Location"]).split("/")[-2]  # type: ignore[index]
