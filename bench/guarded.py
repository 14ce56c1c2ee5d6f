"""A city with the sample pack, for what is measured of assets and findings: who asks, and one door."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from yiwang.kernel.access import Actor, Holding
from yiwang.kernel.matter import City
from yiwang.pack.compile import compile_pack
from yiwang.pack.load import load
from yiwang.store.connect import make_pool
from yiwang.store.execute import Door
from yiwang.store.keys import Keyring
from yiwang.store.postgres import APP, Server
from yiwang.store.vault import Safe

PACK = Path(__file__).resolve().parents[1] / "packs" / "yueyang"
CITY, BODY = "bench", "yueyang-health"
OFFICER = Actor(
    "person-yueyang-health-security-officer",
    "staff",
    (Holding("yueyang-health-security-officer", "security-officer", BODY, "430600"),),
)


def city() -> City:
    """Return the sample pack, compiled."""
    return compile_pack(load(PACK))


@contextmanager
def door(server: Server, served: City) -> Iterator[Door]:
    """Return a door to a city of the sample pack."""
    keys = Path(tempfile.mkdtemp(prefix="yiwang-bench-keys-"))
    pool = make_pool(server.dsn(APP), size=4)
    try:
        yield Door(pool, lambda key, pack: served, Safe(Keyring(keys)))
    finally:
        pool.close()
        shutil.rmtree(keys, ignore_errors=True)
