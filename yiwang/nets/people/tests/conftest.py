"""A published city whose people are records; administrators before it."""

from __future__ import annotations

import pytest

from yiwang.nets.services.tests.conftest import (  # noqa: F401
    MONDAY,
    clients,
    clock,
    door,
    queries,
    walker,
)
from yiwang.people.sync import sync
from yiwang.web import store_door
from yiwang.web.account.tests.conftest import accounts  # noqa: F401


@pytest.fixture
def people(door):  # noqa: F811
    """The pack's persons as records."""
    done = sync(door, "yueyang", store_door.city_under("yueyang", None), MONDAY)
    assert done.refused == ()
    return door
