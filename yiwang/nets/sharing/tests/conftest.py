"""The city of the catalogue's tests, and a worker that carries what requests ask of grants."""

from __future__ import annotations

from functools import cache

import pytest

from yiwang.nets.services.tests.conftest import clients, clock, door, queries, walker  # noqa: F401
from yiwang.nets.sharing.relays import sharing
from yiwang.store.worker import Worker


@pytest.fixture
def rounds(door, clock):  # noqa: F811
    """`rounds()`: the worker carries what is due."""
    worker = Worker(door, clock, (sharing(door),))
    return lambda: [worker.round() for _ in range(3)]


@pytest.fixture
def who(clients):  # noqa: F811
    """`who(persona)`: a client of theirs, kept."""
    return cache(clients)
