"""`yiwang key --rotate` and `yiwang verify --against`, as they are typed."""

from __future__ import annotations

import json

import psycopg
import pytest

from yiwang.serve.tests.typed import key_file, run


def test_a_rotated_key_is_printed_before_the_old_one_and_both_verify(data):
    old = key_file(data).read_text()

    told = run("key", "tutorial", "--rotate", "--data", data)

    assert told.exit_code == 0
    assert told.stdout.endswith(old)
    new = told.stdout.removesuffix(old)
    assert new.startswith("yiwang-ed25519 tutorial ")
    assert new.split()[2] in told.stderr
    assert run("key", "tutorial", "--data", data).stdout == new + old
    (data / "tutorial.pub").write_text(new + old)
    for name in ("promise.json", "receipt.json"):
        assert run("verify", data / name, "--key", data / "tutorial.pub").exit_code == 0
    (data / "tutorial.pub").write_text(new)
    lacking = run("verify", data / "receipt.json", "--key", data / "tutorial.pub")
    assert lacking.exit_code == 1
    assert "receipt.other-key" in lacking.output
    assert old.split()[2] in lacking.output
    assert run("verify", "--data", data).exit_code == 0


def test_no_key_is_made_by_rotating_where_there_is_none(data):
    assert run("key", "atlantis", "--rotate", "--data", data).exit_code == 2
    assert not (data / "keys" / "sign-atlantis.key").exists()


def test_a_database_is_held_against_receipts_of_before(data, database):
    documents = (data / "promise.json", data / "receipt.json")
    told = run("verify", "--against", *documents, "--data", data)
    assert told.exit_code == 0, told.output
    assert "Held against 2 documents" in told.output

    with psycopg.connect(database.superuser, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        for table in ("leaf", "checkpoint", "tree_node", "tree_edge"):
            connection.execute(f"DELETE FROM {table}".encode())

    assert run("verify", "--data", data).exit_code == 0
    told = run("verify", "--against", *documents, "--data", data)
    assert told.exit_code == 1
    assert "against.beyond" in told.output
    told = json.loads(run("verify", "--against", *documents, "--data", data, "--json").output)
    assert (told["held"], told["ok"]) == (2, False)


@pytest.mark.parametrize("field", ["entry", "stream", "checkpoint"])
def test_a_forged_document_proves_nothing_against_a_city(data, field):
    receipt = json.loads((data / "receipt.json").read_text())
    receipt[field] = {**receipt["checkpoint"], "body": "AAAA"} if field == "checkpoint" else receipt["prev"]
    (data / "forged.json").write_text(json.dumps(receipt))

    told = run("verify", "--against", data / "forged.json", "--data", data)

    assert told.exit_code == 2
    assert "forged.json" in told.output
    assert "receipt." in told.output


def test_what_cannot_be_held_against_is_named(data):
    for words, code in (
        (("--against", data / "nowhere.json"), "receipt.no-file"),
        (("--against", data / "receipt.json", "--key", data / "receipt.json"), "receipt.key-unreadable"),
        (("--against", data / "receipt.json", "--city", "atlantis"), "verify.against-other-city"),
    ):
        told = run("verify", *words, "--data", data)
        assert told.exit_code == 2, told.output
        assert f"[{code}]" in told.output


def test_an_auditor_may_bring_the_keys_to_believe(data, tmp_path):
    key = key_file(data)
    assert run("verify", "--key", key, "--data", data).exit_code == 0
    (data / "keys" / "sign-tutorial.key").unlink()

    told = run("verify", "--against", data / "receipt.json", "--key", key, "--data", data)

    assert told.exit_code == 0, told.output


def test_several_receipts_without_against_are_not_silently_left_out(data):
    told = run("verify", data / "receipt.json", data / "promise.json", "--key", data / "x.pub")
    assert told.exit_code == 2
    assert run("verify", "--against", "--data", data).exit_code == 2
