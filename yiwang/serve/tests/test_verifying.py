"""`yiwang verify` and `yiwang key`, as an auditor and a resident type them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from yiwang.cli import app
from yiwang.kernel import commands as c
from yiwang.kernel.access import Actor
from yiwang.serve.cities import publish, stored_city
from yiwang.store.cases import CASE
from yiwang.store.checkpoints import sign_checkpoint
from yiwang.store.connect import lend, make_pool
from yiwang.store.execute import Ask, Door, execute
from yiwang.store.keys import Keyring
from yiwang.store.receipts import receipt
from yiwang.store.sequencer import sequence
from yiwang.store.vault import Safe

PACK = Path(__file__).resolve().parents[3] / "packs" / "tutorial"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def data(database, tmp_path, monkeypatch) -> Path:
    """A data folder with keys, whose database holds one case of the tutorial city, in the signed tree."""
    keyring = Keyring(tmp_path / "keys")
    with psycopg.connect(database.owner, autocommit=True) as connection:
        pack = publish(connection, PACK, "tutorial", NOW)
        city = stored_city(connection, pack)
    matter = next(iter(city.matters.values()))
    pool = make_pool(database.app, size=1)
    door = Door(pool, lambda key, name: city, Safe(keyring))
    stream = "018f0000-0000-7000-8000-000000000001"
    filing = c.File(
        case=stream,
        number="2611-TEST",
        matter=matter.id,
        place=city.root,
        channel="online",
        applicant="r1",
        facts={},
    )
    execute(door, Ask("tutorial", CASE, uuid(stream), filing, Actor("r1", "resident"), NOW))
    with lend(pool) as connection:
        while sequence(connection, "tutorial"):
            continue
        sign_checkpoint(connection, keyring, "tutorial", NOW)
        document = receipt(connection, keyring, "tutorial", uuid(stream), 1)
    pool.close()
    assert document is not None
    (tmp_path / "receipt.json").write_bytes(document)
    monkeypatch.setenv("YIWANG_DATABASE", database.owner)
    return tmp_path


def uuid(text: str):
    """Return a stream id."""
    from uuid import UUID

    return UUID(text)


def run(*words: object):
    """Type a command."""
    return CliRunner().invoke(app, [str(word) for word in words])


def key_file(data: Path) -> Path:
    """Keep what `yiwang key` prints."""
    printed = run("key", "tutorial", "--data", data)
    assert printed.exit_code == 0
    (data / "tutorial.pub").write_text(printed.output)
    return data / "tutorial.pub"


def test_a_receipt_is_checked_without_the_city(data, monkeypatch):
    key = key_file(data)
    monkeypatch.delenv("YIWANG_DATABASE")

    told = run("verify", data / "receipt.json", "--key", key)

    assert told.exit_code == 0, told.output
    assert "凭证有效" in told.output


def test_an_altered_receipt_says_which_of_its_hashes_differs(data):
    key = key_file(data)
    fields = json.loads((data / "receipt.json").read_text())
    fields["proof"] = [fields["entry"], *fields["proof"]]
    (data / "altered.json").write_text(json.dumps(fields))

    told = run("verify", data / "altered.json", "--key", key, "--json")

    answer = json.loads(told.output)
    assert told.exit_code == 1
    assert answer["standing"] == "wrong"
    assert answer["code"].startswith("receipt.")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "receipt.unreadable"),
        (b"not json", "receipt.unreadable"),
        (b"\xff\xfe\x00", "receipt.unreadable"),
        (b"[1, 2]", "receipt.unreadable"),
        (b"{" * 100_000, "receipt.unreadable"),
        (b" " * 5_000_000, "receipt.too-long"),
    ],
)
def test_rubbish_is_no_receipt_and_gets_one_plain_sentence(data, content, code):
    key = key_file(data)
    (data / "rubbish").write_bytes(content)

    told = run("verify", data / "rubbish", "--key", key, "--json")

    assert told.exit_code == 2
    assert json.loads(told.output)["code"] == code


def test_a_receipt_needs_the_citys_key_and_no_other(data, tmp_path):
    missing = run("verify", data / "receipt.json")
    assert missing.exit_code == 2
    assert "--key" in missing.output

    nowhere = run("verify", data / "receipt.json", "--key", data / "nowhere.pub")
    assert nowhere.exit_code == 2
    assert "nowhere.pub" in nowhere.output

    Keyring(tmp_path / "other").signing("elsewhere")
    (tmp_path / "data2" / "keys").parent.mkdir()
    (tmp_path / "other").rename(tmp_path / "data2" / "keys")
    foreign = run("key", "elsewhere", "--data", tmp_path / "data2")
    (data / "elsewhere.pub").write_text(foreign.output)
    assert run("verify", data / "receipt.json", "--key", data / "elsewhere.pub").exit_code == 1


def test_a_whole_database_is_verified_and_says_how_much_that_was(data):
    told = run("verify", "--data", data)

    assert told.exit_code == 0, told.output
    assert "✓ tutorial" in told.output
    assert json.loads(run("verify", "--data", data, "--json").output)["cities"]["tutorial"]["entries"] == 1


def test_an_altered_database_names_the_first_wrong_entry(data, database):
    with psycopg.connect(database.superuser, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE event SET body = set_byte(body, 30, 88)")

    told = run("verify", "--data", data)

    assert told.exit_code == 1
    assert "entry.hash" in told.output
    assert "case/018f0000-0000-7000-8000-000000000001" in told.output


def test_what_cannot_be_verified_is_said_plainly(data, monkeypatch, tmp_path):
    unknown = run("verify", "--data", data, "--city", "atlantis")
    assert unknown.exit_code == 2
    assert "atlantis" in unknown.output

    monkeypatch.setenv("YIWANG_DATABASE", "host=/nowhere dbname=none")
    lost = run("verify", "--data", data)
    assert lost.exit_code == 2
    monkeypatch.delenv("YIWANG_DATABASE")
    assert run("verify", "--data", tmp_path / "nothing").exit_code == 2
    assert run("key", "atlantis", "--data", data).exit_code == 2
