"""`yiwang verify` and `yiwang key`, as an auditor types them."""

from __future__ import annotations

import json

import psycopg

from yiwang.serve.tests.typed import run


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
