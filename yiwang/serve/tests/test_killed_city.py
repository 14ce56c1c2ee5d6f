"""A running city loses its processes: what comes back alone, what a person reads, what is kept."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from yiwang.serve.tests.running import FILER, HANG, REPO, RunningCity, kill, until
from yiwang.store.keys import Keyring
from yiwang.store.postgres import OWNER, start
from yiwang.store.verify import verify

pytestmark = [pytest.mark.crash, pytest.mark.xdist_group("killed-city")]

CASES = "SELECT e.stream::text, e.seq, encode(e.hash, 'hex') FROM event e WHERE e.kind = 'case'"
ALL = "SELECT count(*) FROM event"  # also what the city knows of its people
WEB, WORKER = "yiwang.serve.web_process", "yiwang.serve.worker_process"
LIVE = "yiwang.serve.live_process"
INBOX = "/tutorial/services/inbox/"


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the sample city ran once; copied, never used itself."""
    data = tmp_path_factory.mktemp("city") / "data"
    running = RunningCity(data).wait_until_ready()
    assert running.end() == 0
    assert running.processes() == []
    return data


@pytest.fixture
def city(first_run: Path) -> Iterator[RunningCity]:
    """The sample city, running on a folder of its own, at a path that is short enough for a socket."""
    with TemporaryDirectory(prefix="yiwang-", ignore_cleanup_errors=True) as place:
        shutil.copytree(first_run, Path(place) / "data")
        running = RunningCity(Path(place) / "data")
        try:
            yield running.wait_until_ready()
        finally:
            running.kill_everything()


def test_a_killed_database_is_said_in_one_sentence_and_comes_back_alone(city: RunningCity) -> None:
    city.sign_in("officer")
    assert city.status(INBOX) == 200
    dead = city.postmaster
    os.kill(city.process.pid, signal.SIGSTOP)  # nobody starts it again while we look
    kill(dead)

    until(lambda: city.status(INBOX) == 503, "a page that says so")
    page = city.get(INBOX)[1]
    os.kill(city.process.pid, signal.SIGCONT)

    assert "数据库" in page
    assert "Traceback" not in page
    until(lambda: city.status(INBOX) == 200, "the page to work again")
    assert city.postmaster != dead
    assert city.process.poll() is None
    assert "starting it again" in city.said


@pytest.mark.parametrize("module", [WEB, LIVE, WORKER])
def test_a_killed_child_is_started_again_and_leaves_nothing_of_the_old_one(
    city: RunningCity, module: str
) -> None:
    old = city.children(module)

    kill(min(old))  # granian's worker, or the page's server: whichever is older

    until(lambda: set(city.children(module)).isdisjoint(old), "the old ones to be gone")
    until(lambda: len(city.children(module)) == len(old), "as many new ones")
    until(lambda: city.status("/tutorial/services/") == 200, "the pages")


@pytest.mark.full
def test_a_killed_worker_of_the_pages_is_replaced_while_their_server_goes_on(city: RunningCity) -> None:
    server, worker, *others = sorted(city.children(WEB))

    kill(worker)

    whole = 2 + len(others)
    until(lambda: len(city.children(WEB)) == whole and worker not in city.children(WEB), "a new worker")
    until(lambda: city.status("/tutorial/services/") == 200, "the pages")
    assert server in city.children(WEB)


def test_a_child_that_keeps_ending_ends_the_city_with_one_sentence(city: RunningCity) -> None:
    killed: set[int] = set()

    def keep_killing() -> bool:
        for pid in set(city.children(WORKER)) - killed:
            kill(pid)
            killed.add(pid)
        return city.process.poll() is not None

    until(keep_killing, "the city to give up")

    assert city.process.returncode == 1
    assert "worker 反复结束，一网停止" in city.said.splitlines()[-1]
    assert len(killed) == 5
    assert "Traceback" not in city.said
    until(lambda: city.processes() == [], "every process to be gone")


@pytest.mark.full
def test_a_database_that_cannot_be_started_again_ends_the_city_with_one_sentence(city: RunningCity) -> None:
    control = city.data / "postgres" / "global" / "pg_control"
    control.unlink()
    kill(city.postmaster)

    until(lambda: city.process.poll() is not None, "the city to give up")

    assert city.process.returncode == 3
    assert "The database did not start" in city.said
    assert "Traceback" not in city.said
    until(lambda: city.processes() == [], "every process to be gone")


def test_nothing_outlives_a_killed_supervisor(city: RunningCity) -> None:
    assert len(city.processes()) > 5

    kill(city.process.pid)
    city.process.wait(HANG)

    until(lambda: city.processes() == [], "every process to be gone")


def everything(city: RunningCity) -> RunningCity:
    """kill -9 of all of it; then start anew."""
    city.kill_everything()
    return RunningCity(city.data).wait_until_ready()


def the_supervisor_alone(city: RunningCity) -> RunningCity:
    """kill -9 of the supervisor, a new start at once, while the old children may still be going."""
    kill(city.process.pid)
    city.process.wait(HANG)
    return RunningCity(city.data).wait_until_ready()


def the_database_alone(city: RunningCity) -> RunningCity:
    """kill -9 of PostgreSQL's first process: the supervisor sees to it."""
    dead = city.postmaster
    kill(dead)
    until(lambda: city.postmaster not in (0, dead), "another PostgreSQL")
    return city


@pytest.mark.parametrize("kills", [everything, the_supervisor_alone, the_database_alone])
def test_every_acknowledged_case_is_there_after_a_kill_and_the_ledger_is_whole(
    city: RunningCity, kills: Callable[[RunningCity], RunningCity], tmp_path: Path
) -> None:
    notes = tmp_path / "acknowledged"
    keys = city.data / "keys"
    filer = subprocess.Popen([sys.executable, "-m", FILER, city.dsn, str(keys), str(notes)], cwd=REPO)
    try:
        until(lambda: notes.exists() and notes.stat().st_size > 10_000, "a hundred acknowledged cases")
        after = kills(city)
        size = notes.stat().st_size
        until(lambda: notes.stat().st_size > size + 1_000, "cases that are filed after it")
    finally:
        filer.kill()
        filer.wait()
    assert after.end() == 0

    acknowledged = [tuple(line.split()) for line in notes.read_text().splitlines()]
    with start(city.data) as server:
        with psycopg.connect(server.dsn("postgres")) as connection:
            kept = [(s, str(seq), digest) for s, seq, digest in connection.execute(CASES).fetchall()]
            (entries,) = connection.execute(ALL).fetchone() or (0,)
        report = verify(server.dsn(OWNER), Keyring(keys))

    assert set(acknowledged) - set(kept) == set()
    assert len(kept) - len(acknowledged) <= 1  # the one whose answer was on its way; nothing was done twice
    assert len({stream for stream, _, _ in kept}) == len(kept)
    assert report.problems == []
    assert report.cities["tutorial"].entries == entries
