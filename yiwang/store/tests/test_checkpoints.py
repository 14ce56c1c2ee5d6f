"""Each signed root grows out of the one before, and nothing is signed over a tree that was altered."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from yiwang.kernel.ledger import is_consistent
from yiwang.store.checkpoints import BrokenTree, consistency, sign_checkpoint
from yiwang.store.connect import lend
from yiwang.store.packs import publish_archive
from yiwang.store.sequencer import sequence
from yiwang.store.tests.small_store import CITY, Store


def sign(store: Store) -> int | None:
    with lend(store.door.pool) as connection:
        sequence(connection, CITY)
        return sign_checkpoint(connection, store.keyring, CITY, store.now)


def heads(store: Store) -> list[tuple[int, bytes]]:
    with store.as_superuser() as connection:
        rows = connection.execute("SELECT size, root FROM checkpoint ORDER BY size").fetchall()
    return [(size, bytes(root)) for size, root in rows]


def test_every_two_checkpoints_are_provably_of_one_growing_tree(store: Store) -> None:
    for _ in range(6):
        for _ in range(3):
            store.file()
        assert sign(store) is not None
    found = heads(store)
    assert [size for size, _ in found] == [3, 6, 9, 12, 15, 18]
    with lend(store.door.pool) as connection:
        for old, old_root in found:
            for new, new_root in found:
                if old <= new:
                    proof = consistency(connection, CITY, old, new)
                    assert is_consistent(old, new, old_root, new_root, proof)
                    assert old == new or not is_consistent(old, new, new_root, new_root, proof)


def test_what_is_signed_names_city_size_root_and_time(store: Store) -> None:
    store.file()
    sign(store)
    with store.as_superuser() as connection:
        body, root = connection.execute("SELECT body, root FROM checkpoint").fetchall()[0]
    said = json.loads(body)
    assert said == {"at": said["at"], "city": CITY, "root": root.hex(), "size": 1, "v": 1}
    assert datetime.fromisoformat(said["at"]) == store.now


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE leaf SET hash = sha256('x') WHERE position = 1",
        "DELETE FROM leaf WHERE position = 0",
        "UPDATE tree_edge SET peaks[1] = sha256('x')",
    ],
)
def test_over_an_altered_tree_nothing_more_is_signed(store: Store, damage: str) -> None:
    store.accepted()
    sign(store)
    with store.as_superuser() as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(damage.encode())
    store.file()

    with pytest.raises(BrokenTree):
        sign(store)
    assert len(heads(store)) == 1


def test_a_city_may_go_back_to_an_earlier_pack(store: Store) -> None:
    with lend(store.door.pool) as connection:
        for digest in ("aa", "bb", "bb", "aa"):
            store.pass_time(days=1)
            publish_archive(
                connection, CITY, name="small", digest=digest, archive=digest.encode(), now=store.now
            )
    with store.as_superuser() as connection:
        used = connection.execute("SELECT hash FROM city_pack ORDER BY since").fetchall()
    assert [row[0] for row in used] == ["aa", "bb", "aa"]
    assert store.count("pack") == 2
