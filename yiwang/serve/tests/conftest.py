"""A data folder whose city has done something."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from yiwang.kernel import commands as c
from yiwang.kernel.access import Actor, system
from yiwang.serve.cities import publish, stored_city
from yiwang.store.cases import CASE
from yiwang.store.checkpoints import sign_checkpoint
from yiwang.store.connect import Connection, lend, make_pool
from yiwang.store.execute import Ask, Done, Door, execute
from yiwang.store.keys import Keyring
from yiwang.store.receipts import receipt
from yiwang.store.sequencer import sequence
from yiwang.store.vault import Safe

PACK = Path(__file__).resolve().parents[3] / "packs" / "tutorial"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
FIRST, SECOND = (UUID(f"018f0000-0000-7000-8000-00000000000{n}") for n in (1, 2))


@pytest.fixture
def data(database, tmp_path, monkeypatch) -> Path:
    """A data folder with keys, whose database holds two cases of the tutorial city, in the signed tree.

    `promise.json` and `receipt.json` are what the resident of the first was given, before and after.
    """
    folder = tmp_path / "data"
    keyring = Keyring(folder / "keys")
    with psycopg.connect(database.owner, autocommit=True) as connection:
        pack = publish(connection, PACK, "tutorial", NOW)
        city = stored_city(connection, pack)
    pool = make_pool(database.app, size=1)
    door = Door(pool, lambda key, name: city, Safe(keyring))
    for stream in (FIRST, SECOND):
        filing = c.File(
            case=str(stream),
            number=f"2611-TEST{stream.int % 10}",
            matter=next(iter(city.matters)),
            place=city.root,
            channel="online",
            applicant="r1",
            facts={},
        )
        done = execute(door, Ask("tutorial", CASE, stream, filing, Actor("r1", "resident"), NOW))
        assert isinstance(done, Done), done
    with lend(pool) as connection:
        keep(connection, keyring, folder / "promise.json")
        while sequence(connection, "tutorial"):
            continue
        sign_checkpoint(connection, keyring, "tutorial", NOW)
        keep(connection, keyring, folder / "receipt.json")
    pool.close()
    monkeypatch.setenv("YIWANG_DATABASE", database.owner)
    return folder


def keep(connection: Connection, keyring: Keyring, path: Path) -> None:
    """Keep what the city hands out for the first case now."""
    document = receipt(connection, keyring, "tutorial", system("test"), FIRST, 1, number="2611-TEST1")
    assert document is not None
    path.write_bytes(document)
