"""A city signs with a new key: what the old one signed goes on to hold, and nothing new may bear it."""

from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path

import pytest

from yiwang.kernel.access import system
from yiwang.kernel.receipt import PublicKey
from yiwang.store.checkpoints import sign_checkpoint
from yiwang.store.connect import lend
from yiwang.store.keys import BadKey, Keyring, export_line, export_publics, read_publics
from yiwang.store.receipts import check_document, receipt
from yiwang.store.tests.small_store import CITY, Store
from yiwang.store.tests.test_verify import grow
from yiwang.store.verify import verify


def given(store: Store, stream: object) -> bytes:
    """What the resident of a case is given now."""
    with lend(store.door.pool) as connection:
        document = receipt(connection, store.keyring, CITY, system("test"), stream, 1)  # type: ignore[arg-type]
    assert document is not None
    return document


def test_checkpoints_of_the_old_and_of_the_new_key_hold(store):
    store.accepted()
    grow(store)
    old = store.keyring.signing(CITY)
    store.keyring.rotate(CITY)
    store.file()
    grow(store)

    report = verify(store.database.owner, Keyring(store.keyring.folder))

    assert report.problems == []
    assert report.cities[CITY].signed == 5
    with store.as_superuser() as connection:
        signed = connection.execute("SELECT key_id FROM checkpoint ORDER BY size").fetchall()
    assert signed == [(old.id,), (store.keyring.signing(CITY).id,)]


def test_a_checkpoint_that_a_retired_key_signs_afterwards_is_named(store, tmp_path):
    stolen = tmp_path / "stolen"
    store.accepted()
    grow(store)
    shutil.copytree(store.keyring.folder, stolen)
    new = store.keyring.rotate(CITY)
    store.file()
    grow(store)
    store.file()
    with store.as_superuser() as connection:
        before = connection.execute("SELECT count(*) FROM checkpoint").fetchone()
    store.keyring, real = Keyring(stolen), store.keyring
    grow(store)

    report = verify(store.database.owner, real)

    (problem,) = report.problems
    assert (problem.code, problem.expected) == ("checkpoint.retired-key", new.id)
    assert before == (2,)
    assert report.cities[CITY].signed == 5  # what it covers is not called signed


def test_a_receipt_of_before_holds_with_the_keys_published_after_and_names_its_own(store):
    filed = store.file()
    grow(store)
    before, old = given(store, filed.stream), store.keyring.signing(CITY)
    alone = export_line(old, CITY)
    new = store.keyring.rotate(CITY)
    after, both = given(store, filed.stream), export_publics(store.keyring, CITY)

    assert [json.loads(one)["key_id"] for one in (before, after)] == [old.id, new.id]
    assert both == export_line(new, CITY) + alone
    assert check_document(before, both).code == "receipt.holds"
    assert check_document(after, both).code == "receipt.holds"  # its checkpoint is the old key's still
    lacking = check_document(after, alone)
    assert lacking.code == "receipt.other-key"
    assert (lacking.facts["expected"], lacking.facts["found"]) == (old.id, new.id)
    assert new.id in lacking.zh
    assert check_document(after, export_line(new, CITY)).code == "receipt.checkpoint-other-key"


def test_a_process_that_goes_on_signs_with_the_key_that_another_made(tmp_path):
    serving, at_the_keyboard = Keyring(tmp_path), Keyring(tmp_path)
    old = serving.signing(CITY)

    new = at_the_keyboard.rotate(CITY)

    assert new.id != old.id
    assert serving.signing(CITY).id == new.id
    assert [key.id for key in serving.publics(CITY)] == [old.id, new.id]


def test_only_the_public_half_of_an_old_key_is_kept_and_all_belongs_to_its_owner_alone(tmp_path):
    ring = Keyring(tmp_path)
    secret = (tmp_path / f"sign-{CITY}.key", ring.signing(CITY))[0].read_bytes()
    for _ in range(3):
        ring.rotate(CITY)

    assert len(ring.publics(CITY)) == 4
    assert all(secret not in path.read_bytes() for path in tmp_path.iterdir())
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"sign-{CITY}.key", f"sign-{CITY}.retired"]


def test_a_rotation_cut_off_between_its_two_files_lost_nothing(tmp_path, monkeypatch):
    ring = Keyring(tmp_path)
    old = ring.signing(CITY)

    def no_room() -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("yiwang.store.keys._new_signing", no_room)
    with pytest.raises(BadKey, match="No space"):
        ring.rotate(CITY)

    assert Keyring(tmp_path).publics(CITY) == (PublicKey(CITY, old.id, old.public),)


def test_a_file_of_old_keys_that_was_damaged_is_named(tmp_path: Path):
    ring = Keyring(tmp_path)
    ring.rotate(CITY)
    (tmp_path / f"sign-{CITY}.retired").write_text("rubbish\n")

    with pytest.raises(BadKey, match="public key") as told:
        ring.publics(CITY)
    assert f"sign-{CITY}.retired" in told.value.zh
    with pytest.raises(ValueError, match="key"):
        read_publics(export_line(ring.signing(CITY), CITY) + "rubbish\n")


def test_the_tree_goes_on_being_signed_by_whoever_holds_the_new_key(store):
    store.file()
    grow(store)
    store.keyring.rotate(CITY)
    with lend(store.door.pool) as connection:
        assert sign_checkpoint(connection, store.keyring, CITY, store.now) is None  # it did not grow
    store.file()
    grow(store)
    assert verify(store.database.owner, store.keyring).exit_code == 0
