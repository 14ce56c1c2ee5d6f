"""A disk without room: one plain sentence, a page that says so, nothing acknowledged lost, no help needed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest

from yiwang.serve.tests.running import FILER, REPO, RunningCity, until
from yiwang.store.keys import Keyring
from yiwang.store.postgres import OWNER, start
from yiwang.store.verify import verify

pytestmark = [pytest.mark.crash, pytest.mark.xdist_group("killed-city")]

CASES_PAGE = "/tutorial/services/cases/"
SENTENCE = "The disk is full and the database cannot start"


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of its own, of 150 MB, at a path that is short enough for a socket."""
    place = Path(mkdtemp(prefix="yiwang-"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=150m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        place.rmdir()
        pytest.skip("NOT TESTED: a full disk; a small disk cannot be mounted here (root only)")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)
    place.rmdir()


def fill(disk: Path) -> Path:
    """Leave not a byte of room. Returns the file to remove."""
    filler = disk / "filler"
    descriptor = os.open(filler, os.O_WRONLY | os.O_CREAT)
    try:
        while True:
            os.write(descriptor, b"\0" * 4096)
    except OSError:
        os.close(descriptor)
    return filler


def no_room_for_the_log(dsn: str) -> None:
    """Make PostgreSQL begin new pieces of its log until it gives up."""
    with (
        psycopg.connect(dsn.replace("yiwang_app", "postgres"), autocommit=True) as connection,
        pytest.raises(psycopg.Error),
    ):
        for _ in range(20):
            connection.execute("SELECT pg_switch_wal()")
            connection.execute("SELECT pg_logical_emit_message(true, 'fill', repeat('x', 3000000))")


def test_a_full_disk_is_said_on_the_page_and_nothing_acknowledged_is_lost(
    small_disk: Path, tmp_path: Path
) -> None:
    city = RunningCity(small_disk / "data", output=tmp_path / "said").wait_until_ready()
    notes, keys = tmp_path / "acknowledged", city.data / "keys"
    city.sign_in("resident")
    filer = subprocess.Popen([sys.executable, "-m", FILER, city.dsn, str(keys), str(notes)], cwd=REPO)
    try:
        until(lambda: notes.exists() and notes.stat().st_size > 10_000, "a hundred acknowledged cases")
        filler = fill(small_disk)
        no_room_for_the_log(city.dsn)
        until(lambda: SENTENCE in city.said, "the sentence")
        until(lambda: city.status(CASES_PAGE) == 503, "a page that says so")
        page = city.get(CASES_PAGE)[1]
        assert "web.disk-full" in page
        assert city.process.poll() is None

        filler.unlink()
        until(lambda: city.status(CASES_PAGE) == 200, "the page, once there is room")
        size = notes.stat().st_size
        until(lambda: notes.stat().st_size > size + 1_000, "cases that are filed again")
    finally:
        filer.kill()
        filer.wait()
        code = city.end()

    assert code == 0
    assert city.said.count(SENTENCE) == 1
    assert "Traceback" not in city.said
    with start(city.data) as server:
        with psycopg.connect(server.dsn("postgres")) as connection:
            kept = {row[0] for row in connection.execute("SELECT stream::text FROM event").fetchall()}
        report = verify(server.dsn(OWNER), Keyring(keys))
    assert {line.split()[0] for line in notes.read_text().splitlines()} - kept == set()
    assert report.problems == []


def test_a_city_does_not_start_on_a_full_disk_and_says_so_in_one_sentence(
    small_disk: Path, tmp_path: Path
) -> None:
    fill(small_disk)
    city = RunningCity(small_disk / "data", output=tmp_path / "said")

    assert city.process.wait(60) == 3

    assert "The disk is full" in city.said
    assert "Traceback" not in city.said
