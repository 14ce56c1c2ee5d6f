"""The Dutch permit log, whole and real, through the live engine; and logs that are broken."""

import gzip
import os
from pathlib import Path

import pytest

from yiwang.replay.command import replay_into
from yiwang.replay.log import LogUnreadable

ROOT = Path(__file__).resolve().parents[3]
LOGS = Path(os.environ.get("YIWANG_SHARED") or ROOT.parent / "shared") / "data" / "eventlogs"
PACK = ROOT / "packs" / "permits"
needs_log = pytest.mark.skipif(
    not (LOGS / "receipt.xes.gz").exists(), reason="NO SHARED DATA: the real permit log is not beside us"
)


class Given:
    """A database as the replay takes it."""

    def __init__(self, database):
        self.database = database

    def dsn(self, role):
        return self.database.app


def counts(report):
    return {
        name: report[name]
        for name in ("cases", "events", "accepted", "refused", "late", "late_by_last_event", "deadlines")
    }


@needs_log
def test_the_whole_log_is_replayed_alike_from_both_formats_and_again(database, tmp_path):
    given = Given(database)
    first = replay_into(given, tmp_path, PACK, LOGS / "receipt.xes.gz")
    assert (first["cases"], first["events"]) == (1434, 8577)
    assert first["accepted"] + sum(first["refused"].values()) == first["events"]
    assert (first["late"], first["late_by_last_event"]) == (377, 92)
    assert first["deadlines"]["equal"] == 1080
    assert sum(first["deadlines"].values()) == 1434
    assert not first["broken"]
    again = replay_into(given, tmp_path, PACK, LOGS / "receipt.xes.gz")
    assert counts(again) == counts(first)
    assert again["world"] == first["world"]
    csv = replay_into(given, tmp_path, PACK, LOGS / "receipt.csv.gz")
    assert counts(csv) == counts(first)


@needs_log
def test_a_broken_event_is_named_with_its_line_and_the_rest_is_replayed(database, tmp_path):
    lines = gzip.decompress((LOGS / "receipt.xes.gz").read_bytes()).split(b"\n")
    place = next(n for n, line in enumerate(lines) if b"time:timestamp" in line and b"2011-10-12" in line)
    lines[place] = lines[place].replace(b"2011-10-12", b"2011-10-52")
    log = tmp_path / "broken.xes"
    log.write_bytes(b"\n".join(lines))
    report = replay_into(Given(database), tmp_path, PACK, log)
    assert report["cases"] == 1434
    assert len(report["broken"]) == 1
    assert report["refused"]["log.bad-time"] == 1
    assert report["accepted"] + sum(report["refused"].values()) == report["events"]


def test_a_file_that_is_no_log_is_refused_in_one_sentence(database, tmp_path):
    empty = tmp_path / "empty.xes"
    empty.write_bytes(b"")
    with pytest.raises(LogUnreadable) as said:
        replay_into(Given(database), tmp_path, PACK, empty)
    assert "空" in said.value.zh
