"""A PostgreSQL of the measurement's own, in a temporary folder, as a city would run it: fsync on."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from bench.six_steps import CITY
from yiwang.store.connect import make_pool
from yiwang.store.execute import Door
from yiwang.store.keys import Keyring
from yiwang.store.postgres import APP, OWNER, Server, start
from yiwang.store.vault import Safe


@contextmanager
def running() -> Iterator[Server]:
    """Start a server with the migrated tables; stop and remove it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="yiwang-bench-"))
    try:
        with start(folder / "data") as server:
            migrated(server)
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@cache
def _settings() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yiwang.web.settings")
    os.environ.setdefault("YIWANG_SECRET_KEY", "only for measuring")


def migrated(server: Server) -> None:
    """Make the tables of every app."""
    _settings()
    from yiwang.store.migrate import migrate

    migrate(server.dsn(OWNER))


@contextmanager
def door(server: Server) -> Iterator[Door]:
    """Return a door to the measured city."""
    keys = Path(tempfile.mkdtemp(prefix="yiwang-bench-keys-"))
    pool = make_pool(server.dsn(APP))
    try:
        yield Door(pool, lambda city, pack: CITY, Safe(Keyring(keys)))
    finally:
        pool.close()
        shutil.rmtree(keys, ignore_errors=True)
