"""`yiwang upward`, as somebody types it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from yiwang.nets.upward.making import current
from yiwang.nets.upward.relays import uppers
from yiwang.nets.upward.sending import Sender
from yiwang.pack.tests.broken_upward import SOUND
from yiwang.ports.fake_platform import FakePlatform
from yiwang.ports.https_platform import HttpsPlatform
from yiwang.serve.cities import publish, stored_city
from yiwang.serve.tests.conftest import FIRST, NOW, PACK
from yiwang.serve.tests.typed import run
from yiwang.store.connect import make_pool
from yiwang.store.execute import Door
from yiwang.store.keys import Keyring
from yiwang.store.vault import Safe
from yiwang.store.worker import Worker

FIRST_NUMBER = f"2611-TEST{FIRST.int % 10}"
NAME = "YIWANG_UPWARD_TUTORIAL_SAMPLE"


@pytest.fixture
def above(tmp_path, monkeypatch):
    """The platform above, set as a city sets it: an address, and a key file."""
    fake = FakePlatform(b"k" * 32).start()
    (tmp_path / "key").write_bytes(fake.key)
    monkeypatch.setenv(NAME, fake.address)
    monkeypatch.setenv(f"{NAME}_KEY", str(tmp_path / "key"))
    yield fake
    fake.stop()


@pytest.fixture
def sent(data, database, tmp_path, above):
    """The two cases went up; the platform refused the second."""
    pack = tmp_path / "upper" / "tutorial"
    shutil.copytree(PACK, pack)
    (pack / "upward").mkdir()
    (pack / "upward" / "sample.yaml").write_text(SOUND)
    with psycopg.connect(database.owner, autocommit=True) as connection:
        city = stored_city(
            connection, publish(connection, pack, "tutorial", datetime.now(UTC) - timedelta(minutes=1))
        )
    pool = make_pool(database.app, size=3)
    door = Door(pool, lambda key, name: city, Safe(Keyring(data / "keys")))
    worker = Worker(door, lambda: NOW, (uppers(door),))
    names = current(door, "tutorial").upward["sample"].names
    port = HttpsPlatform(above.address, above.key, names, lambda: NOW)
    sender = Sender(door, "tutorial", "sample", port, lambda: NOW, lambda: 0)
    above.trouble.refuse = lambda kind, fields: ("E1", "item") if fields["no"] != FIRST_NUMBER else ("", "")
    for _ in range(5):
        worker.round()
        sender.round()
    pool.close()
    above.trouble = replace(above.trouble, refuse=lambda kind, fields: ("", ""))
    return data


def test_it_says_how_each_platform_stands(sent):
    told = run("upward", "tutorial", "--data", sent)
    assert told.exit_code == 1, told.output
    assert told.output == "sample\town\t#2\taccepted 1 refused 1\n"
    said = json.loads(run("upward", "tutorial", "--json", "--data", sent).output)
    assert said["counts"] == {"accepted": 1, "refused": 1} and said["last"] == 2


def test_a_day_is_compared_and_what_is_missing_named(sent, above):
    agrees = run("upward", "tutorial", "--reconcile", "2026-11-23", "--data", sent)
    assert agrees.exit_code == 0, agrees.output
    above.kept.clear()
    told = run("upward", "tutorial", "--reconcile", "2026-11-23", "--json", "--data", sent)
    assert told.exit_code == 1, told.output
    assert json.loads(told.output)["missing"] == [1]

    above.trouble.dead = True
    told = run("upward", "tutorial", "--reconcile", "2026-11-23", "--data", sent)
    assert told.exit_code == 2 and "away" in told.output


def test_a_stopped_number_is_sent_again_and_no_other(sent):
    told = run("upward", "tutorial", "--resend", "2", "--data", sent)
    assert (told.exit_code, told.output) == (0, "sample\t#2\tqueued\n")
    assert run("upward", "tutorial", "--resend", "1", "--data", sent).exit_code == 2
    assert run("upward", "tutorial", "--resend", "9", "--data", sent).exit_code == 2


def test_the_records_are_written_as_lines_without_what_is_personal(sent, tmp_path):
    told = run("upward", "tutorial", "--export", tmp_path / "up.jsonl", "--data", sent)
    assert told.exit_code == 0, told.output
    lines = [json.loads(line) for line in (tmp_path / "up.jsonl").read_text().splitlines()]
    assert [(one["number"], one["kind"], one["phase"]) for one in lines] == [
        (1, "SQ", "accepted"),
        (2, "SQ", "refused"),
    ]
    assert lines[0]["fields"]["no"] == FIRST_NUMBER


def test_only_what_was_given_up_is_sent_again_as_a_whole(sent):
    told = run("upward", "tutorial", "--resend-dead", "--data", sent)
    assert (told.exit_code, told.output) == (0, "sample\tsent again 0 · left 0\n")


def test_every_kind_of_record_that_a_net_keeps_is_known_to_whoever_verifies(sent):
    shown = "from yiwang.store.kinds import kinds; print(sorted(one.name for one in kinds()))"
    alone, all_nets = (
        subprocess.run(
            [sys.executable, "-c", f"{first}; {shown}"], capture_output=True, text=True, check=True
        )
        for first in ("import yiwang.serve.verifying", "import django; django.setup()")
    )
    assert alone.stdout == all_nets.stdout
    told = run("verify", "--data", sent)
    assert told.exit_code == 0, told.output


def test_what_is_not_set_or_not_there_is_said(sent, monkeypatch, tmp_path):
    assert run("upward", "tutorial", "--platform", "nobody", "--data", sent).exit_code == 2
    (tmp_path / "key").write_bytes(b"short")
    told = run("upward", "tutorial", "--reconcile", "2026-11-23", "--data", sent)
    assert told.exit_code == 2 and f"{NAME}_KEY" in told.output
    monkeypatch.delenv(NAME)
    told = run("upward", "tutorial", "--reconcile", "2026-11-23", "--data", sent)
    assert told.exit_code == 2 and NAME in told.output
