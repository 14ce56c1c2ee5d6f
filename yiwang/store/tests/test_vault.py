"""Personal values: opened by who has the key, erased for good, and never altered unnoticed."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace

from yiwang.kernel.access import system
from yiwang.kernel.case import Sealed
from yiwang.kernel.receipt import PublicKey
from yiwang.store.connect import lend
from yiwang.store.keys import Keyring, export_line, is_signed, key_id, read_publics
from yiwang.store.tests.small_store import CITY, MORNING, OTHER, Store
from yiwang.store.vault import Damaged, Erased, Safe, erase


def opened(store: Store, references: dict[str, Sealed], city: str = CITY) -> dict[str, object]:
    with lend(store.door.pool) as connection:
        return dict(store.door.safe.open(connection, city, system("test"), references))


def sealed_name(store: Store) -> dict[str, Sealed]:
    found: dict[str, Sealed] = store.file(secrets={"name": "张三丰"}).state.sealed
    return found


def test_what_was_sealed_opens_again(store: Store) -> None:
    assert opened(store, sealed_name(store)) == {"name": "张三丰"}


def test_the_same_name_twice_leaves_nothing_by_which_to_tell(store: Store) -> None:
    one, other = sealed_name(store)["name"], sealed_name(store)["name"]
    assert one.mac != other.mac
    assert one.vault != other.vault
    with store.as_superuser() as connection:
        boxes = [bytes(row[0]) for row in connection.execute("SELECT box FROM vault").fetchall()]
    assert len(set(boxes)) == 2


def test_what_was_erased_says_so_and_nothing_of_it_is_left(store: Store) -> None:
    references = sealed_name(store)
    with lend(store.door.pool) as connection:
        ids = [UUID(references["name"].vault)]
        assert erase(connection, CITY, ids, MORNING) == 1
        assert erase(connection, CITY, ids, MORNING) == 0

    assert opened(store, references) == {"name": Erased(MORNING)}
    with store.as_superuser() as connection:
        assert connection.execute("SELECT wrapped, box, blind FROM vault").fetchone() == (None, None, None)


@pytest.mark.parametrize(
    "change",
    [
        "box = set_byte(box, 13, get_byte(box, 13) # 1)",
        "box = set_byte(box, 0, get_byte(box, 0) # 1)",
        "box = substr(box, 1, 20)",
        "box = ''",
        "wrapped = set_byte(wrapped, 3, get_byte(wrapped, 3) # 1)",
        "wrapped = substr(wrapped, 1, 16)",
        "wrapped = ''",
    ],
)
def test_what_was_altered_in_the_vault_says_so(store: Store, change: str) -> None:
    references = sealed_name(store)
    with store.as_superuser() as connection:
        connection.execute(f"UPDATE vault SET {change}".encode())

    assert opened(store, references) == {"name": Damaged("tampered")}


def test_a_box_emptied_without_being_erased_is_missing_not_erased(store: Store) -> None:
    references = sealed_name(store)
    with store.as_superuser() as connection:
        connection.execute("UPDATE vault SET box = NULL")

    assert opened(store, references) == {"name": Damaged("missing")}


def test_a_value_that_does_not_fit_what_the_ledger_says_is_called_tampered(store: Store) -> None:
    references = sealed_name(store)
    altered = {"name": replace(references["name"], mac="0" * 64)}

    assert opened(store, altered) == {"name": Damaged("tampered")}


def test_a_box_moved_to_another_entry_or_city_does_not_open(store: Store) -> None:
    one, other = sealed_name(store), sealed_name(store)
    with store.as_superuser() as connection:
        connection.execute(
            "UPDATE vault SET (wrapped, box) = (SELECT wrapped, box FROM vault WHERE id = %s) WHERE id = %s",
            (one["name"].vault, other["name"].vault),
        )
        connection.execute("UPDATE vault SET city = %s WHERE id = %s", (OTHER, one["name"].vault))

    assert opened(store, other) == {"name": Damaged("tampered")}
    assert opened(store, one) == {"name": Damaged("missing")}
    assert opened(store, one, OTHER) == {"name": Damaged("tampered")}


def test_without_the_master_key_the_page_says_that_the_key_is_missing(store: Store, tmp_path: Path) -> None:
    references = sealed_name(store)
    stranger = Safe(Keyring(tmp_path / "other-keys"))
    with lend(store.door.pool) as connection:
        assert stranger.open(connection, CITY, system("test"), references) == {"name": Damaged("key-missing")}


def test_a_new_master_key_seals_from_now_on_and_the_old_one_still_opens(store: Store) -> None:
    before = sealed_name(store)
    (store.keyring.folder / "vault-0002.key").write_bytes(os.urandom(32))
    fresh = Safe(Keyring(store.keyring.folder))
    _, entry = fresh.seal("李四", CITY, UUID(int=1))

    assert entry.row[3] != store.keyring.master().id
    with lend(store.door.pool) as connection:
        assert fresh.open(connection, CITY, system("test"), before) == {"name": "张三丰"}


def test_a_value_is_found_by_its_blind_index_only_in_its_own_city(store: Store) -> None:
    safe = store.door.safe
    assert safe.blind_index(CITY, " 张三丰 ") == safe.blind_index(CITY, "张三丰")
    assert safe.blind_index(CITY, "张三丰") != safe.blind_index(OTHER, "张三丰")


# Keys ---------------------------------------------------------------------------------------------


def test_keys_are_files_that_only_their_owner_may_read(tmp_path: Path) -> None:
    ring = Keyring(tmp_path / "keys")
    ring.master()
    ring.signing(CITY)
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "keys").iterdir()} == {0o600}


def test_two_processes_that_make_a_key_at_once_agree_on_one(tmp_path: Path) -> None:
    rings = [Keyring(tmp_path) for _ in range(8)]
    gate = threading.Barrier(len(rings))
    found = []

    def ask(ring: Keyring) -> None:
        gate.wait()
        found.append((ring.signing(CITY).id, ring.master().id))

    threads = [threading.Thread(target=ask, args=(ring,)) for ring in rings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == len(rings)
    assert len(set(found)) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"sign-{CITY}.key", "vault-0001.key"]


def test_a_world_signs_with_another_key_than_its_city(tmp_path: Path) -> None:
    ring = Keyring(tmp_path)
    signature = ring.signing(f"{CITY}~drill-7").sign(b"x")
    assert not is_signed(ring.signing(CITY).public, b"x", signature)
    assert is_signed(ring.signing(f"{CITY}~drill-7").public, b"x", signature)


def test_a_public_key_file_reads_back_and_a_damaged_one_does_not(tmp_path: Path) -> None:
    key = Keyring(tmp_path).signing(CITY)
    text = export_line(key, CITY)
    assert read_publics(text) == (PublicKey(CITY, key.id, key.public),)
    assert key.id == key_id(key.public)
    for wrong in ("", "x", text.replace(key.id, "0" * 16), text + " more", text.replace("yiwang", "ssh")):
        with pytest.raises(ValueError, match=r"key|hex"):
            read_publics(wrong)
