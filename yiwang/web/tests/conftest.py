"""Pages without a database: a fake city in the registry, Django configured from a scratch folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yiwang.web.settings")
os.environ.setdefault("YIWANG_DATA", tempfile.mkdtemp(prefix="yiwang-web-tests-"))

import django
import pytest
from django.test import Client

from yiwang.web import cities
from yiwang.web.tests.fake_city import FakeCity

django.setup()


@pytest.fixture(autouse=True)
def served_cities() -> Iterator[None]:
    """Serve the fake city and a drill of it."""
    cities.forget()
    cities.register(FakeCity())
    cities.register(FakeCity(key="qinghe~drill-7"))
    yield
    cities.forget()


@pytest.fixture
def visitor() -> Client:
    """Somebody with a browser that keeps cookies."""
    return Client()


@pytest.fixture
def demo(settings) -> None:
    """The server runs as a demo."""
    settings.YIWANG_DEMO = True
