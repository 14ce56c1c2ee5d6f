"""`yiwang verify` and `yiwang key`, as an auditor types them."""

from __future__ import annotations

import json

import psycopg

from yiwang.serve.tests.typed import run
from yiwang.store.cluster import SUPERUSER


def test_a_whole_database_is_verified_and_says_how_much_that_was(data):
    told = run("verify", "--data", data)

    assert told.exit_code == 0, told.output
    assert "✓ tutorial" in told.output
    assert json.loads(run("verify", "--data", data, "--json").output)["cities"]["tutorial"]["entries"] == 2


def test_an_altered_database_names_the_first_wrong_entry(data, database):
    with psycopg.connect(database.superuser, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE event SET body = set_byte(body, 30, 88)")

    told = run("verify", "--data", data)

    assert told.exit_code == 1
    assert "entry.hash" in told.output
    assert "case/018f0000-0000-7000-8000-000000000001" in told.output


def refused(*words: object) -> dict:
    """Type a command that cannot be done: exit 2, and one sentence in each language with its code."""
    told = run(*words, "--json") if words[0] == "verify" else run(*words)
    assert told.exit_code == 2
    spoken = run(*words).output.splitlines()
    code = spoken[-1].strip("[]")
    assert len(spoken) == 3
    if words[0] == "verify":
        assert json.loads(told.output)["error"] == {"code": code, "zh": spoken[0], "en": spoken[1]}
    return {"code": code, "zh": spoken[0], "en": spoken[1]}


def test_whoever_verifies_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.delenv("YIWANG_DATABASE", raising=False)
    empty = tmp_path / "empty"
    empty.mkdir()

    assert refused("verify", "--data", empty)["code"] == "verify.no-folder"
    assert list(empty.iterdir()) == []
    assert refused("verify", "--data", tmp_path / "nowhere")["code"] == "verify.no-folder"
    assert not (tmp_path / "nowhere").exists()


def test_a_running_server_is_joined_and_left_running(server, monkeypatch):
    monkeypatch.delenv("YIWANG_DATABASE", raising=False)

    said = refused("verify", "--data", server.folder.path)

    assert said["code"] == "verify.no-tables"  # it was asked, and its own database is empty
    with psycopg.connect(server.dsn(SUPERUSER, "postgres")) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_city_that_is_not_there_is_named(data):
    assert "atlantis" in refused("verify", "--data", data, "--city", "atlantis")["zh"]
    assert refused("key", "atlantis", "--data", data)["code"] == "verify.no-key"
    assert not (data / "keys" / "sign-atlantis.key").exists()


def test_a_database_that_is_not_ours_or_not_there_is_said_plainly(server, data, monkeypatch):
    monkeypatch.setenv("YIWANG_DATABASE", server.dsn(SUPERUSER, "postgres"))
    assert refused("verify", "--data", data)["code"] == "verify.no-tables"

    monkeypatch.setenv("YIWANG_DATABASE", "host=/nowhere dbname=none")
    assert refused("verify", "--data", data)["code"] == "verify.database"

    monkeypatch.setenv("YIWANG_DATABASE", "secret words that are no connection string")
    said = refused("verify", "--data", data)
    assert "secret" not in said["zh"] + said["en"]


def test_a_damaged_key_file_is_named_and_not_shown(data):
    (data / "keys" / "sign-tutorial.key").write_bytes(b"short and secret")

    for words in (("verify", "--data", data), ("key", "tutorial", "--data", data)):
        said = refused(*words)
        assert said["code"] == "verify.key"
        assert "sign-tutorial.key" in said["zh"]
        assert "secret" not in said["zh"] + said["en"]

    assert refused("key", "a" * 300, "--data", data)["code"] == "verify.key"


def test_an_altered_pack_is_named(data, database):
    with psycopg.connect(database.superuser, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE pack SET archive = substr(archive, 1, length(archive) - 100)")
        (name,) = connection.execute("SELECT hash FROM pack").fetchone()

    told = run("verify", "--data", data, "--json")

    (problem,) = json.loads(told.output)["problems"]
    assert told.exit_code == 1
    assert (problem["code"], problem["city"], problem["expected"]) == ("pack.differs", "tutorial", name[:12])


def test_a_pack_that_entries_were_made_under_must_be_stored(data, database):
    with psycopg.connect(database.superuser, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("DELETE FROM city_pack")
        connection.execute("DELETE FROM pack")

    told = run("verify", "--data", data)

    assert told.exit_code == 1
    assert "pack.missing" in told.output


def test_what_no_signature_covers_yet_is_not_called_signed(data, database):
    assert "no signed checkpoint" not in run("verify", "--data", data).output

    with psycopg.connect(database.superuser, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("DELETE FROM checkpoint")

    told = run("verify", "--data", data)
    assert told.exit_code == 0
    assert "2 entries are under no signed checkpoint yet" in told.output
    assert json.loads(run("verify", "--data", data, "--json").output)["cities"]["tutorial"]["signed"] == 0


def test_what_stands_in_a_database_cannot_write_its_own_answer_on_the_terminal(data, database):
    with psycopg.connect(database.superuser, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        for table in ("event", "case_row"):
            connection.execute(f"UPDATE {table} SET kind = E'\\x1b[2J\\r'".encode())

    told = run("verify", "--data", data)

    assert told.exit_code == 1
    assert "entry.unknown-kind" in told.output
    assert all(one.isprintable() or one == "\n" for one in told.output)
