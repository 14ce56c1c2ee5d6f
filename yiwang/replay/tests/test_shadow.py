"""A running system is read beside it: clocks kept, rules checked, and nothing written back."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from yiwang.replay.log import LogUnreadable
from yiwang.replay.mapping import BadMapping
from yiwang.replay.shadow import keep_shadowing, run_shadow, shadow_into, told
from yiwang.replay.tests.test_real_log import PACK

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
MAPPING = PACK / "replay" / "receipt.yaml"


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    """The excerpt of the permit log, as the rows of a drop."""
    from yiwang.replay.source import chunks
    from yiwang.replay.xes import read_xes

    log = next((PACK / "replay").glob("*.xes.gz"))
    found = []
    for case in read_xes(log.name, chunks(log)):
        of_case = {f"case:{name}": value for name, value in case.attributes.items()}
        found += [{**of_case, **event.attributes} for event in case.events]
    return found


def drop(path: Path, rows: list[dict[str, str]]) -> Path:
    """Write a drop."""
    names = sorted({name for row in rows for name in row})
    text = io.StringIO()
    writer = csv.DictWriter(text, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    data = text.getvalue().encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


class Reads:
    """Something that reads drops into a database."""

    def __init__(self, database, home: Path) -> None:
        self.database, self.home = database, home

    def dsn(self, role: str) -> str:
        return self.database.app

    def __call__(self, source, mapping: Path = MAPPING, now: datetime = NOW):
        return shadow_into(self, self.home, PACK, str(source), mapping, now)  # type: ignore[arg-type]


@pytest.fixture
def read(database, tmp_path) -> Reads:
    return Reads(database, tmp_path)


def test_a_drop_is_read_its_deadlines_compared_and_its_deviations_named(read, rows, tmp_path):
    report = read(drop(tmp_path / "cases.csv.gz", rows))

    cases = len({row["case:concept:name"] for row in rows})
    assert (report["cases"], report["new"], report["known"]) == (cases, cases, 0)
    told = report["accepted"] + report["waiting"] + sum(report["refused"].values())
    assert report["events"] == len(rows) == told
    assert sum(report["deadlines"].values()) == sum(
        1 for _ in {row["case:concept:name"] for row in rows if row.get("case:deadline")}
    )
    assert report["world"] == "permits~shadow-receipt"


def test_a_later_drop_takes_only_what_is_new_and_tells_who_changed_the_past(read, rows, tmp_path):
    names = sorted({row["case:concept:name"] for row in rows})
    early = [row for row in rows if row["case:concept:name"] != names[0]]
    read(drop(tmp_path / "cases.csv", early))
    first = next(row for row in rows if row["case:concept:name"] == names[1])
    moved = [
        {**row, "time:timestamp": "2010-01-01T08:00:00.000+01:00"} if row is first else row
        for row in rows
        if row["case:concept:name"] != names[2]
    ]

    report = read(drop(tmp_path / "cases.csv", moved))

    assert report["new"] == 1
    assert report["rewritten"] == 1
    assert report["samples"]["rewritten"] == [names[1]]
    assert report["not_in_this_reading"] == 1
    assert report["known"] > 0
    again = read(drop(tmp_path / "cases.csv", moved))
    assert (again["new"], again["changed"], again["rewritten"]) == (0, 0, 0)


def test_a_folder_of_drops_is_read_and_one_that_is_none_is_named(read, rows, tmp_path):
    folder = tmp_path / "drops"
    folder.mkdir()
    drop(folder / "a.csv", rows)
    (folder / "b.csv").write_bytes(b"")

    report = read(folder)

    assert report["cases"] == len({row["case:concept:name"] for row in rows})
    assert any("b.csv" in line for line in report["broken"])


def view(database, rows: list[dict[str, str]]) -> str:
    """Make a running system: a table, a view, a reader who may select from the view only."""
    names = sorted({name for row in rows for name in row})
    with psycopg.connect(database.superuser, autocommit=True) as connection:
        columns = ", ".join(f'"{name}" text' for name in names)
        connection.execute("CREATE SCHEMA vendor")
        connection.execute(f"CREATE TABLE vendor.entries ({columns})")
        with (
            connection.cursor() as cursor,
            cursor.copy("COPY vendor.entries FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row([row.get(name) for name in names])
        connection.execute("CREATE VIEW vendor.cases AS SELECT * FROM vendor.entries")
        connection.execute("GRANT USAGE ON SCHEMA vendor TO yiwang_app")
        connection.execute("GRANT ALL ON vendor.cases TO yiwang_app")
    return database.app


def view_mapping(tmp_path: Path) -> Path:
    """The same mapping, for the view."""
    path = tmp_path / "vendor.yaml"
    path.write_text(MAPPING.read_text(encoding="utf-8") + "view: vendor.cases\nname: vendor\n")
    return path


def test_a_view_is_read_alike_and_left_as_it_was(read, database, rows, tmp_path):
    dsn = view(database, rows)
    with psycopg.connect(database.superuser) as connection:
        before = connection.execute("SELECT xmin, ctid, e FROM vendor.entries e").fetchall()

    from_view = read(dsn, view_mapping(tmp_path))
    from_drop = read(drop(tmp_path / "cases.csv", rows))

    for name in ("cases", "events", "accepted", "refused", "deadlines"):
        assert from_view[name] == from_drop[name], name
    with psycopg.connect(database.superuser) as connection:
        assert connection.execute("SELECT xmin, ctid, e FROM vendor.entries e").fetchall() == before


def test_where_a_row_is_a_case_its_dates_are_its_events(read, tmp_path):
    mapping = tmp_path / "table.yaml"
    mapping.write_text(
        """
title: {zh: 台账, en: Register}
matter: permit-receipt
place: NL-A
clock: decision
case:
  id: nr
  start: received
  deadline: due
  otherwise: online
  dates: {confirmed: Confirmation, checked: Check}
event: {activity: activity, time: time}
activities:
  Confirmation: {step: confirm}
  Check: {step: t02-check, outcome: right}
"""
    )
    (tmp_path / "register.csv").write_text(
        "nr,received,due,confirmed,checked\n"
        "A1,2026-10-01,2026-11-26,2026-10-02,2026-10-05\n"
        "A2,2026-11-20,2027-01-15,,\n"
        "A3,2026-11-20,2027-01-01,2026-11-21,\n"
    )

    report = read(tmp_path / "register.csv", mapping)

    assert (report["cases"], report["events"], report["accepted"]) == (3, 3, 3), report["refused"]
    assert report["deadlines"] == {"equal": 2, "explained": 0, "different": 1}
    assert report["not_filed"] == {}
    assert report["running"] == {"overdue": 0, "due_soon": 1, "in_time": 2}


def test_a_case_that_our_rules_would_not_take_is_told(read, tmp_path):
    mapping = tmp_path / "by-pigeon.yaml"
    mapping.write_text(MAPPING.read_text(encoding="utf-8").replace("Internet: online", "Internet: pigeon"))
    source = tmp_path / "cases.csv"
    source.write_text(
        "case:concept:name,case:startdate,case:channel,concept:name,time:timestamp\n"
        "X,2026-11-02T09:00:00+01:00,Internet,Confirmation of receipt,2026-11-02T10:00:00+01:00\n"
    )

    report = read(source, mapping)

    assert sum(report["not_filed"].values()) == 1
    assert report["refused"] == {"case.unknown": 1}


def test_what_cannot_be_read_is_refused_in_one_sentence(read, tmp_path, database):
    with pytest.raises(BadMapping, match="view"):
        read(database.app)
    with pytest.raises(LogUnreadable, match=r"vendor\.cases"):
        read(database.app, view_mapping(tmp_path))
    with pytest.raises(LogUnreadable, match="cannot be read"):
        read("host=/nowhere dbname=x password=secret", view_mapping(tmp_path))
    with pytest.raises(LogUnreadable):
        read(tmp_path / "nothing.csv")
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(LogUnreadable, match="no CSV"):
        read(empty)


def test_the_source_is_named_without_its_secrets(tmp_path):
    from yiwang.pack.compile import compile_pack
    from yiwang.pack.load import load
    from yiwang.replay.command import mapping_for

    rules = mapping_for(PACK, view_mapping(tmp_path), compile_pack(load(PACK)))

    said = told("postgresql://reader:geheim@db.example:5432/permits", rules)
    assert said == "PostgreSQL vendor.cases @ db.example/permits"


def test_the_command_prints_the_report_and_exits_with_0_3_or_2(
    database, rows, tmp_path, monkeypatch, capsys, django_db_blocker
):
    monkeypatch.setenv("YIWANG_DATABASE", database.owner)
    source = drop(tmp_path / "cases.csv", rows)

    with django_db_blocker.unblock():
        assert run_shadow(str(source), MAPPING, PACK, data=tmp_path, json=True) == 0
        assert json.loads(capsys.readouterr().out)["page"] == "/permits~shadow-receipt/shadow/"
        source.write_text(source.read_text() + "only,three,cells\n")
        assert run_shadow(str(source), MAPPING, PACK, data=tmp_path, json=False) == 3
        told = capsys.readouterr()
        assert "nothing was written back" in told.out
        assert "3 cells" in told.err
        assert run_shadow(str(tmp_path / "none.csv"), MAPPING, PACK, data=tmp_path, json=False) == 2


CHECKED = (
    "case:concept:name,case:startdate,case:enddate,case:channel,concept:name,time:timestamp\n"
    "X,2026-11-02T09:00:00+01:00,{end},Internet,Confirmation of receipt,2026-11-02T10:00:00+01:00\n"
    "X,2026-11-02T09:00:00+01:00,{end},Internet,T02 Check confirmation of receipt,2026-11-03T10:00:00+01:00\n"
)
LATER = "X,2026-11-02T09:00:00+01:00,,Internet,{activity},2026-11-0{day}T10:00:00+01:00\n"


def outcomes(database) -> list[str]:
    """Return the outcomes that our ledger has for the check, in order."""
    with psycopg.connect(database.superuser) as connection:
        bodies = connection.execute("SELECT body FROM event ORDER BY stream, seq").fetchall()
    told = [json.loads(bytes(body))["data"].get("about", {}) for (body,) in bodies]
    return [one["outcome"] for one in told if "t02-check" in str(one) and one.get("outcome")]


@pytest.mark.parametrize(
    ("activity", "outcome"),
    [
        ("T03 Adjust confirmation of receipt", "adjust"),
        ("T04 Determine confirmation of receipt", "right"),
    ],
)
def test_an_outcome_that_only_a_later_event_tells_is_waited_for(read, tmp_path, database, activity, outcome):
    source = tmp_path / "cases.csv"
    source.write_text(CHECKED.format(end=""))

    report = read(source)
    assert (report["accepted"], report["waiting"], report["refused"]) == (1, 1, {})
    assert outcomes(database) == []
    assert read(source)["waiting"] == 1  # and nothing is new meanwhile
    assert read(source)["changed"] == 0

    source.write_text(source.read_text() + LATER.format(activity=activity, day=4))
    report = read(source)
    assert report["refused"] == {}
    assert outcomes(database) == [outcome]


def test_what_comes_after_an_outcome_that_is_waited_for_waits_with_it(read, tmp_path, database):
    source = tmp_path / "cases.csv"
    other = LATER.format(activity="T06 Determine necessity of stop advice", day=4)
    source.write_text(CHECKED.format(end="") + other)

    report = read(source)
    assert (report["accepted"], report["waiting"], report["refused"]) == (1, 2, {})
    assert report["events"] == 3


def test_the_end_of_a_case_tells_that_nothing_more_will(read, tmp_path, database):
    source = tmp_path / "cases.csv"
    source.write_text(CHECKED.format(end="2026-11-20T10:00:00+01:00"))

    report = read(source)

    assert (report["accepted"], report["waiting"], report["refused"]) == (2, 0, {})
    assert outcomes(database) == ["right"]


def test_it_reads_again_and_again_until_it_is_told_to_stop():
    stop, codes = threading.Event(), iter((0, 3, 2, 0, 2))
    waits: list[float] = []

    class Waiting:
        def wait(self, seconds: float) -> bool:
            waits.append(seconds)
            return len(waits) == 5

    assert keep_shadowing(lambda: next(codes), timedelta(minutes=15), Waiting()) == 0
    assert waits == [900.0] * 5
    assert next(codes, None) is None
    assert keep_shadowing(lambda: 2, timedelta(minutes=15), stop) == 2  # nothing to begin with


def test_the_loop_of_its_own_ends_in_order(database, rows, tmp_path):
    source = drop(tmp_path / "cases.csv", rows)
    running = subprocess.Popen(
        [
            *(sys.executable, "-c", "from yiwang.cli import main; main()", "shadow", str(source)),
            *("--mapping", str(MAPPING), "--every", "60", "--data", str(tmp_path), "--json"),
        ],
        cwd=PACK.parents[1],
        env={**os.environ, "YIWANG_DATABASE": database.owner},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert running.stdout is not None
        assert json.loads(running.stdout.readline())["world"] == "permits~shadow-receipt"
        running.send_signal(signal.SIGTERM)
        assert running.wait(60) == 0
    finally:
        running.kill()
