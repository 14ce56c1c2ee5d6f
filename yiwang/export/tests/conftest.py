"""A small city whose cases can be exported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from yiwang.store.testing import Database
from yiwang.store.tests.small_store import Store, open_store


@pytest.fixture
def store(database: Database, tmp_path: Path) -> Iterator[Store]:
    """A door to a database of one's own."""
    with open_store(database, tmp_path / "keys") as opened:
        yield opened
