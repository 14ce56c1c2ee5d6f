"""A published city, its one door and a clock the tests set; and people who walk its pages in a browser."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yiwang.web.settings")
os.environ.setdefault("YIWANG_DATA", tempfile.mkdtemp(prefix="yiwang-services-tests-"))

import django
import psycopg
import pytest
from django.test import Client

from yiwang.nets.services.tests.walker import Walker
from yiwang.serve.cities import Served, publish
from yiwang.store.connect import make_pool
from yiwang.store.execute import Door
from yiwang.store.keys import Keyring
from yiwang.store.vault import Safe
from yiwang.store.worker import Worker
from yiwang.web import cities, store_door

django.setup()

PACK = Path(__file__).resolve().parents[4] / "packs" / "yueyang"
MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


class Clock:
    """The city's clock. It stands until it is moved."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        """Let days, hours or minutes pass."""
        self.now += timedelta(**time)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Monday, 23 November 2026, 09:30 in the city."""
    this = Clock()
    monkeypatch.setattr(store_door, "now", this)
    return this


@pytest.fixture
def door(database, tmp_path, clock, settings) -> Iterator[Door]:
    """Publish the city, serve it, and open its door as the app's role."""
    settings.YIWANG_DEMO = True
    with psycopg.connect(database.owner, autocommit=True) as connection:
        publish(connection, PACK, "yueyang", MONDAY - timedelta(days=60))
    cities.forget()
    cities.serve_from(Served(database.app, seconds=3600))
    this = Door(make_pool(database.app, size=4), store_door.city_under, Safe(Keyring(tmp_path / "keys")))
    store_door.use(this)
    yield this
    store_door.use(None)
    this.pool.close()
    cities.forget()


@pytest.fixture
def worker(door, clock) -> Worker:
    """The worker of this city; `worker.round()` works one round at the clock's time."""
    return Worker(door, clock)


@pytest.fixture
def walker(page, site, door) -> Walker:
    """Whoever sits before the browser."""
    return Walker(page, f"{site}/yueyang")


@pytest.fixture
def clients(door) -> Callable[[str], Client]:
    """`clients("auditor")`: a plain client signed in as a persona, without a browser."""

    def sign_in(persona: str) -> Client:
        client = Client()
        if persona:
            answer = client.post("/yueyang/sign-in", {"persona": persona, "next": "/yueyang/"})
            assert answer.status_code == 302
        return client

    return sign_in


@pytest.fixture
def queries(monkeypatch) -> list[str]:
    """Every statement sent to the database from now on; `queries.clear()` begins anew."""
    sent: list[str] = []
    execute, stream = psycopg.Cursor.execute, psycopg.Cursor.executemany

    def counted(self, query, *args, **kwargs):
        sent.append(str(query))
        return execute(self, query, *args, **kwargs)

    def counted_many(self, query, *args, **kwargs):
        sent.append(str(query))
        return stream(self, query, *args, **kwargs)

    monkeypatch.setattr(psycopg.Cursor, "execute", counted)
    monkeypatch.setattr(psycopg.Cursor, "executemany", counted_many)
    return sent
