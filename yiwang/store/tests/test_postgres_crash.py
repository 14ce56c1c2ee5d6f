"""Whatever is killed, the next start comes up alone and has lost nothing that was acknowledged."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from yiwang.store.cluster import remove_unfinished
from yiwang.store.leftovers import is_postgres_of, processes_of, take_cluster
from yiwang.store.postgres import OWNER, start
from yiwang.store.tests.conftest import Supervisor

pytestmark = pytest.mark.crash

HANG = 60  # seconds after which a test says that something hangs; no promise about speed

# Commits one row after another and notes each number elsewhere once the server has acknowledged it.
WRITER = """
import os, psycopg, sys
note = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
with psycopg.connect(sys.argv[1], autocommit=True) as connection:
    for number in range(1_000_000):
        connection.execute("INSERT INTO act VALUES (%s)", [number])
        os.write(note, b"%d\\n" % number)
"""

SLEEPER = "import psycopg, sys; psycopg.connect(sys.argv[1]).execute('SELECT pg_sleep(600)')"


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for a condition; fail by name when it never comes."""
    deadline = time.monotonic() + HANG
    while not condition():
        assert time.monotonic() < deadline, f"still waiting for: {what}"
        time.sleep(0.01)


def kill_everything(running: Supervisor, cluster: Path) -> None:
    """kill -9 of the server's processes and of the supervisor, the server first."""
    for pid in processes_of(cluster):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    running.process.kill()
    running.process.wait()


def kill_the_supervisor_alone(running: Supervisor, cluster: Path) -> None:
    """kill -9 of the supervisor; the kernel tells the server."""
    running.process.kill()
    running.process.wait()


@pytest.mark.parametrize("kill", [kill_everything, kill_the_supervisor_alone])
def test_after_a_kill_the_next_start_has_every_acknowledged_act(
    kill: Callable[[Supervisor, Path], None], data: Path, tmp_path: Path, supervise: Callable[..., Supervisor]
) -> None:
    running = supervise(data)
    notes = tmp_path / "acknowledged"
    with psycopg.connect(str(running.said["owner"])) as connection:
        connection.execute("CREATE TABLE act (number int PRIMARY KEY)")
    never_committed = psycopg.connect(str(running.said["owner"]))
    never_committed.execute("INSERT INTO act VALUES (-1)")
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(running.said["owner"]), str(notes)], stderr=subprocess.DEVNULL
    )
    try:
        until(lambda: notes.exists() and notes.stat().st_size > 1000, "some hundred acknowledged acts")
        kill(running, data / "postgres")
    finally:
        writer.kill()
        writer.wait()
        never_committed.close()

    acknowledged = {int(line) for line in notes.read_text().splitlines()}
    with start(data) as server, psycopg.connect(server.dsn(OWNER)) as connection:
        kept = {number for (number,) in connection.execute("SELECT number FROM act").fetchall()}

    assert acknowledged - kept == set()
    assert kept - acknowledged <= {max(acknowledged) + 1}  # at most the one whose answer was on its way


def test_the_server_dies_with_its_supervisor(data: Path, supervise: Callable[..., Supervisor]) -> None:
    running = supervise(data)
    assert processes_of(data / "postgres")

    running.process.kill()

    until(lambda: processes_of(data / "postgres") == [], "the server to die with its supervisor")


def test_a_first_start_that_was_killed_anywhere_is_finished_by_the_next(
    tmp_path: Path, supervise: Callable[..., Supervisor]
) -> None:
    data = tmp_path / "data"
    command = [sys.executable, "-m", "yiwang.store.tests.supervisor", str(data)]
    for patience in (0.3, 0.7, 1.1, 1.6):
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        time.sleep(patience)
        process.kill()
        process.communicate()

    with start(data) as server, psycopg.connect(server.dsn()) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("yiwang",)


def test_what_initdb_had_started_when_it_was_killed_does_not_write_into_the_next_first_start(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    command = [sys.executable, "-m", "yiwang.store.tests.supervisor", str(data)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    until(lambda: processes_of(data / "postgres.new") != [], "a postgres that initdb started")
    process.kill()
    process.communicate()

    with start(data) as server, psycopg.connect(server.dsn()) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("yiwang",)


def test_an_unfinished_folder_that_somebody_unseen_still_works_in_is_removed_only_when_they_are_gone(
    tmp_path: Path,
) -> None:
    unfinished = tmp_path / "postgres.new"
    unfinished.mkdir()
    descriptor = os.open(unfinished, os.O_RDONLY | os.O_DIRECTORY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    writer = 'sleep 0.5; for n in 1 2 3 4 5 6 7 8 9; do : > "$0/$n"; done'
    unseen = subprocess.Popen(["sh", "-c", writer, str(unfinished)], pass_fds=[descriptor])
    os.close(descriptor)

    remove_unfinished(unfinished)

    assert not unfinished.exists()
    assert unseen.wait(HANG) == 0


def test_an_orphaned_server_of_our_own_folder_is_stopped_and_recovered(data: Path) -> None:
    orphan = start(data)
    with psycopg.connect(orphan.dsn(OWNER)) as connection:
        connection.execute("CREATE TABLE act AS SELECT 1 AS number")
    assert orphan.hold is not None
    orphan.hold.release()  # as if its supervisor were gone, and the kernel had not told it

    with start(data) as server, psycopg.connect(server.dsn(OWNER)) as connection:
        assert connection.execute("SELECT number FROM act").fetchone() == (1,)
        assert orphan.wait(HANG) is not None
        assert server.alive


def test_children_of_a_server_whose_head_was_killed_do_not_stop_the_next_start(data: Path) -> None:
    server = start(data)
    busy = psycopg.connect(server.dsn(OWNER), autocommit=True)
    sleeper = subprocess.Popen(
        [sys.executable, "-c", SLEEPER, server.dsn(OWNER)],
        stderr=subprocess.DEVNULL,
    )
    active = "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"
    until(lambda: busy.execute(active).fetchone() is not None, "a client at work")
    os.kill(server.child.pid if server.child else 0, signal.SIGKILL)
    server.stop()

    with start(data) as again, psycopg.connect(again.dsn()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    sleeper.kill()
    sleeper.wait()
    busy.close()


def test_stale_lock_files_whose_number_is_a_strangers_by_now_are_removed_and_the_stranger_lives(
    data: Path,
) -> None:
    cluster = data / "postgres"
    stranger = subprocess.Popen(["sleep", "600"])
    socket = cluster / "socket"
    socket.mkdir(exist_ok=True)
    owner = cluster.stat()
    lines = f"{stranger.pid}\n{cluster}\n1700000000\n5432\nsocket\n\n  1 2\nready   \n"
    for name in (cluster / "postmaster.pid", socket / ".s.PGSQL.5432.lock", socket / ".s.PGSQL.5432"):
        name.write_text(lines)
        os.chown(name, owner.st_uid, owner.st_gid)
    try:
        assert not is_postgres_of(cluster, stranger.pid)
        with start(data) as server, psycopg.connect(server.dsn()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_postgres_of_another_folder_is_never_taken_for_ours(data: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "postgres"
    other.mkdir(parents=True)
    with start(data, fsync=False) as server:
        pid = server.child.pid if server.child else 0
        other.joinpath("postmaster.pid").write_text(f"{pid}\n")

        os.close(take_cluster(other))

        assert server.alive
        assert is_postgres_of(data / "postgres", pid)
        assert not other.joinpath("postmaster.pid").exists()
