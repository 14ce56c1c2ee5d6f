"""The one door of one city, for a command that works there and ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from yiwang.kernel.matter import City
from yiwang.store.connect import make_pool
from yiwang.store.execute import Door
from yiwang.store.keys import Keyring
from yiwang.store.vault import Safe


@contextmanager
def door_of(dsn: str, keys: Path, city: City, size: int = 2) -> Iterator[Door]:
    """Open the door of a city under one pack, whatever a case is pinned to; it is shut at the end.

    Args:
        dsn: of the app's role. keys: folder of the keys. size: connections.
    """
    pool = make_pool(dsn, size=size)
    try:
        yield Door(pool, lambda _key, _pack: city, Safe(Keyring(keys)))
    finally:
        pool.close()
