"""A published city with sound rules, and one with every flaw; whoever reads their pages."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yiwang.web.settings")
os.environ.setdefault("YIWANG_DATA", tempfile.mkdtemp(prefix="yiwang-rules-tests-"))

import django
import psycopg
import pytest
from django.test import Client

from yiwang.nets.rules import shelf
from yiwang.nets.rules.tests.care import faulty_city
from yiwang.nets.services.tests.conftest import MONDAY, PACK, clock, queries  # noqa: F401
from yiwang.serve.cities import Served, publish
from yiwang.store.connect import make_pool
from yiwang.store.execute import Door
from yiwang.store.keys import Keyring
from yiwang.store.vault import Safe
from yiwang.web import cities, store_door

django.setup()


@pytest.fixture
def served(database, tmp_path, clock) -> Iterator[None]:  # noqa: F811
    """Serve yueyang, and `tutorial`, the city with every flaw."""
    with psycopg.connect(database.owner, autocommit=True) as connection:
        publish(connection, PACK, "yueyang", MONDAY - timedelta(days=60))
        publish(connection, faulty_city(tmp_path), "tutorial", MONDAY - timedelta(days=60))
    cities.forget()
    cities.serve_from(Served(database.app, seconds=3600))
    door = Door(make_pool(database.app, size=4), store_door.city_under, Safe(Keyring(tmp_path / "keys")))
    store_door.use(door)
    yield
    store_door.use(None)
    door.pool.close()
    cities.forget()


@pytest.fixture
def empty_shelf() -> None:
    """Keep no book from the tests before: a book is made anew when it is asked for."""
    shelf.forget()


@pytest.fixture
def reader(served) -> Client:
    """Somebody who has not signed in."""
    return Client()


@pytest.fixture
def faulty(tmp_path) -> Path:
    """The folder of the city with every flaw, not published."""
    return faulty_city(tmp_path / "own")
