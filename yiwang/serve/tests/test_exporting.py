"""`yiwang export`, as somebody types it."""

from __future__ import annotations

import gzip
import json

import pytest

from yiwang.serve.tests.typed import run


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz", "log.jsonocel", "log.xmlocel"])
def test_a_city_is_exported_in_the_format_its_ending_names(data, tmp_path, name):
    target = tmp_path / name

    told = run("export", "tutorial", target, "--data", data)

    assert told.exit_code == 0, told.output
    assert "2 件 cases, 2 事件 events" in told.output
    raw = target.read_bytes()
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode()
    assert text.count("2611-TEST") >= 2
    if name.endswith("jsonocel"):
        assert len(json.loads(text)["events"]) == 2
    assert [one.name for one in tmp_path.iterdir() if "log" in one.name] == [name]


def test_what_cannot_be_exported_is_said_and_leaves_the_old_file(data, tmp_path):
    target = tmp_path / "log.xes"
    target.write_text("before")

    nobody = run("export", "nowhere", target, "--data", data)
    unknown = run("export", "tutorial", tmp_path / "log.csv", "--data", data)
    nowhere = run("export", "tutorial", tmp_path / "no" / "log.xes", "--data", data)

    assert [one.exit_code for one in (nobody, unknown, nowhere)] == [2, 2, 2]
    assert "没有城市 nowhere 的任何记录；有: tutorial" in nobody.output
    assert ".jsonocel" in unknown.output
    assert "cannot be written" in nowhere.output
    assert target.read_text() == "before"


def test_an_entry_that_cannot_be_read_stops_the_export(data, tmp_path, database):
    import psycopg

    with psycopg.connect(database.superuser, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE event SET body = '{'")

    told = run("export", "tutorial", tmp_path / "log.xes", "--data", data)

    assert told.exit_code == 2
    assert "export.unreadable" in told.output
    assert not (tmp_path / "log.xes").exists()
