"""The city's own PostgreSQL: it starts, it stops, it refuses in plain words."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from yiwang.store import binaries, folder
from yiwang.store.folder import DataFolder, default_data_folder
from yiwang.store.leftovers import processes_of
from yiwang.store.postgres import OWNER, ExternalDatabase, Server, find_database, start, wheel_programs
from yiwang.store.tests.conftest import Supervisor
from yiwang.store.trouble import SENTENCES, DatabaseTrouble, diagnose

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="NOT TESTED: only root drops to another user")


def test_what_was_kept_is_there_after_a_stop_and_nothing_of_the_server_is_left(data: Path) -> None:
    with start(data) as server:
        with psycopg.connect(server.dsn(OWNER)) as connection:
            connection.execute("CREATE TABLE kept AS SELECT '岳阳' AS name")
        postmaster = server.child.pid if server.child else 0
    assert not Path(f"/proc/{postmaster}").exists()
    assert processes_of(data / "postgres") == []
    assert DataFolder(data).live_holder() is None

    with start(data) as server, psycopg.connect(server.dsn(OWNER)) as connection:
        assert connection.execute("SELECT name FROM kept").fetchone() == ("岳阳",)


def test_it_listens_on_a_private_socket_and_on_no_address(data: Path) -> None:
    with start(data) as server, psycopg.connect(server.dsn()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700
        assert stat.S_IMODE(data.joinpath("postgres").stat().st_mode) == 0o700


def test_durability_is_on_unless_a_test_says_otherwise(data: Path) -> None:
    with start(data) as server, psycopg.connect(server.dsn()) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
            assert connection.execute(f"SHOW {setting}").fetchone() == ("on",), setting


def test_stopping_twice_is_stopping_once(data: Path) -> None:
    server = start(data, fsync=False)
    server.stop()
    server.stop()
    assert not server.alive


def test_a_server_that_ends_by_itself_is_reaped_and_told(data: Path) -> None:
    with start(data, fsync=False) as server:
        assert server.wait(0) is None
        os.kill(server.child.pid if server.child else 0, 9)

        assert server.wait(30) == -9
        assert not server.alive


@as_root
def test_started_by_root_it_runs_as_somebody_without_rights(data: Path) -> None:
    with start(data, fsync=False) as server:
        process = Path(f"/proc/{server.child.pid if server.child else 0}")
        status = dict(line.split(":\t", 1) for line in process.joinpath("status").read_text().splitlines())

        assert "0" not in status["Uid"].split()
        assert "0" not in status["Gid"].split()
        assert status["Groups"].strip() == ""
        assert int(status["CapEff"], 16) == 0
        assert data.joinpath("postgres").stat().st_uid == int(status["Uid"].split()[0])
        assert data.stat().st_uid == 0


def test_a_server_started_by_an_ordinary_user_serves_as_well(supervise: Callable[..., Supervisor]) -> None:
    root = os.geteuid() == 0
    user = 65534 if root else os.geteuid()
    with tempfile.TemporaryDirectory(prefix="yw-", dir="/tmp") as place:
        if root:
            os.chown(place, user, user)
        running = supervise(Path(place) / "data", user if root else None)
        with psycopg.connect(str(running.said["dsn"])) as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("yiwang_app",)
        assert running.said["uid"] == user
        assert running.end() == 0


def test_a_second_server_on_one_folder_is_refused_by_the_name_of_the_first(
    data: Path, supervise: Callable[..., Supervisor]
) -> None:
    first = supervise(data)

    with pytest.raises(DatabaseTrouble) as refused:
        start(data)

    trouble = refused.value
    assert trouble.code == "database.in-use"
    assert trouble.facts["pid"] == first.said["supervisor"]
    for sentence in (trouble.zh, trouble.en):
        assert str(first.said["supervisor"]) in sentence
        assert str(data) in sentence
        assert str(trouble.facts["started"]) in sentence
        assert "supervisor" in sentence
    assert first.end() == 0


def test_of_two_that_start_at_once_exactly_one_wins(data: Path, supervise: Callable[..., Supervisor]) -> None:
    command = [sys.executable, "-m", "yiwang.store.tests.supervisor", str(data)]
    pair = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    try:
        said = [json.loads(process.stdout.readline()) for process in pair if process.stdout]
    finally:
        for process in pair:
            process.communicate("")

    assert sorted(process.returncode for process in pair) == [0, 3]
    assert [answer["refused"] for answer in said if "refused" in answer] == ["database.in-use"]


def test_the_same_process_cannot_hold_a_folder_twice_either(data: Path) -> None:
    with start(data, fsync=False), pytest.raises(DatabaseTrouble, match="in-use"):
        start(data)


def test_a_folder_whose_path_is_too_long_for_a_socket_gets_a_short_private_one(
    data: Path, tmp_path: Path
) -> None:
    deep = tmp_path / ("岳阳市" * 12) / "data"
    deep.parent.mkdir()
    data.rename(deep)

    with start(deep, fsync=False) as server:
        assert len(os.fsencode(server.socket / folder.SOCKET_NAME)) <= folder.SOCKET_PATH_LIMIT
        assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700
        with psycopg.connect(server.dsn()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)

    assert not server.socket.exists()


def test_a_folder_of_another_major_version_is_refused_with_both_versions(data: Path) -> None:
    data.joinpath("postgres", "PG_VERSION").write_text("14\n")
    data.joinpath("database.json").write_text('{"postgres": "14"}')

    with pytest.raises(DatabaseTrouble) as refused:
        start(data)

    assert refused.value.code == "database.other-major"
    assert "PostgreSQL 14" in refused.value.zh
    assert "PostgreSQL 18" in refused.value.zh
    assert "yiwang export" in refused.value.en


def test_a_folder_made_by_debians_15_serves_there_and_is_refused_by_18(
    tmp_path: Path, debian_15: Path
) -> None:
    path = tmp_path / "data"
    with start(path, fsync=False, programs=debian_15) as server, psycopg.connect(server.dsn()) as connection:
        assert connection.info.server_version // 10_000 == 15
    with pytest.raises(DatabaseTrouble) as refused:
        start(path)

    assert refused.value.facts["found"] == "15"


def test_a_half_made_cluster_of_an_interrupted_first_start_is_made_anew(tmp_path: Path) -> None:
    half = tmp_path / "data" / "postgres.new"
    half.mkdir(parents=True)
    half.joinpath("PG_VERSION").write_text("18\n")

    with start(tmp_path / "data", fsync=False) as server, psycopg.connect(server.dsn()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not half.exists()


def test_a_cluster_without_its_version_is_named_as_damaged(data: Path) -> None:
    data.joinpath("postgres", "PG_VERSION").unlink()

    with pytest.raises(DatabaseTrouble) as refused:
        start(data)

    assert refused.value.code == "database.folder-damaged"
    assert "PG_VERSION" in refused.value.zh


def test_a_data_folder_that_is_a_file_is_refused_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.write_text("not a folder")

    with pytest.raises(DatabaseTrouble) as refused:
        start(path)

    assert refused.value.code == "database.folder-unreadable"
    assert str(path) in refused.value.zh


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('FATAL:  could not write lock file "postmaster.pid": No space left on device', "database.disk-full"),
        ("PANIC:  could not write to file: Disk quota exceeded", "database.disk-full"),
        ("FATAL:  could not create semaphores: No space left on device", "database.no-shared-memory"),
        (
            "FATAL:  could not map anonymous shared memory: Cannot allocate memory",
            "database.no-shared-memory",
        ),
        ('FATAL:  could not open file "base/1/2": Permission denied', "database.folder-unreadable"),
        ("FATAL:  data directory has invalid permissions", "database.folder-unreadable"),
        ("PANIC:  could not locate a valid checkpoint record", "database.did-not-start"),
    ],
)
def test_the_end_of_the_log_becomes_one_sentence(line: str, code: str) -> None:
    trouble = diagnose(Path("/d"), Path("/d/log/postgres.log"), f"LOG:  starting\n{line}\n", 1)

    assert trouble.code == code
    assert trouble.refusal().code == code
    assert "{" not in trouble.zh + trouble.en


def test_a_server_that_cannot_start_says_why_and_lets_the_folder_go(data: Path) -> None:
    control = data / "postgres" / "global" / "pg_control"
    control.write_bytes(b"\0" * control.stat().st_size)

    with pytest.raises(DatabaseTrouble) as refused:
        start(data)

    assert refused.value.code == "database.did-not-start"
    assert str(data / "log" / "postgres.log") in refused.value.zh
    assert "FATAL" in data.joinpath("log", "postgres.log").read_text()
    assert DataFolder(data).live_holder() is None


def test_on_a_full_disk_it_says_so_and_starts_once_there_is_room(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(os, "pwrite", no_room)
        with pytest.raises(DatabaseTrouble) as refused:
            start(data)

    assert refused.value.code == "database.disk-full"
    start(data, fsync=False).stop()


def test_every_sentence_is_whole_in_both_languages() -> None:
    for zh, en in SENTENCES.values():
        assert zh.rstrip().endswith("。")
        assert en.rstrip().endswith(".")


def test_what_people_wrote_never_reaches_the_log(data: Path) -> None:
    with start(data, fsync=False) as server:
        with psycopg.connect(server.dsn(OWNER), autocommit=True) as connection:
            connection.execute("CREATE TABLE people (name text PRIMARY KEY, age int)")
            connection.execute("INSERT INTO people VALUES ('张三丰', 1)")
            for wrong in (
                "INSERT INTO people VALUES ('张三丰', 2)",
                "INSERT INTO people VALUES ('李四', '张三丰')",
                "DO $$ BEGIN RAISE EXCEPTION '张三丰'; END $$",
                "DO $$ BEGIN RAISE WARNING '张三丰'; END $$",
                "SELECT '张三丰' FROM nowhere",
            ):
                try:
                    connection.execute(wrong)
                except psycopg.Error:
                    continue
            with pytest.raises(psycopg.Error):
                connection.execute("SELECT %s::int", ["张三丰"])
        log = data.joinpath("log", "postgres.log").read_text()

    assert "ready to accept connections" in log
    assert "张三丰" not in log


def test_the_log_is_bounded_and_the_server_goes_on_writing_to_it(data: Path) -> None:
    folder_of = DataFolder(data)
    with start(data, fsync=False):
        with folder_of.log.open("ab") as log:
            log.write(b"x" * (folder.LOG_LIMIT + 1))
        folder_of.bound_log()
        assert folder_of.log.stat().st_size == 0

    assert "shut down" in folder_of.log.read_text()
    assert folder_of.log.with_suffix(".log.1").stat().st_size > folder.LOG_LIMIT


def test_a_forked_child_does_not_hold_the_folder_when_we_let_it_go(data: Path) -> None:
    server = start(data, fsync=False)
    child = os.fork()
    if child == 0:
        import time

        time.sleep(60)
        os._exit(0)
    try:
        server.stop()
        start(data, fsync=False).stop()
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)


def test_without_an_option_the_data_lies_in_the_users_state_folder() -> None:
    assert default_data_folder({"HOME": "/home/chen"}) == Path("/home/chen/.local/state/yiwang")
    assert default_data_folder({"HOME": "/home/chen", "XDG_STATE_HOME": "/s"}) == Path("/s/yiwang")
    assert default_data_folder({"HOME": "/h", "XDG_STATE_HOME": "s"}) == Path("/h/.local/state/yiwang")


def test_a_database_named_in_the_environment_is_used_and_nothing_started(tmp_path: Path) -> None:
    env = {
        "YIWANG_DATABASE": "host=db user=yiwang_app dbname=city",
        "YIWANG_DATABASE_OWNER": "host=db user=o",
    }

    with find_database(tmp_path / "data", env) as found:
        assert isinstance(found, ExternalDatabase)
        assert found.dsn() == env["YIWANG_DATABASE"]
        assert found.dsn(OWNER) == env["YIWANG_DATABASE_OWNER"]
        assert "dbname=copy" in found.dsn(database="copy")
    assert not tmp_path.joinpath("data").exists()


def test_a_malformed_database_address_is_refused_without_repeating_its_password(tmp_path: Path) -> None:
    with pytest.raises(DatabaseTrouble) as refused:
        find_database(tmp_path, {"YIWANG_DATABASE": "postgres//u:geheim"})

    assert refused.value.code == "database.unreachable"
    assert "geheim" not in str(refused.value)


def test_a_command_that_needs_the_database_joins_the_live_server_and_leaves_it_running(data: Path) -> None:
    with start(data, fsync=False) as server:
        with find_database(data, {}) as found:
            assert isinstance(found, Server)
            assert not found.ours
            assert found.dsn() == server.dsn()
            assert found.alive
        assert server.alive
    with find_database(data, {}) as found:
        assert isinstance(found, Server)
        assert found.ours


@as_root
def test_programs_that_an_ordinary_user_cannot_reach_are_copied_once(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = tmp_path / "hidden" / "site" / "pginstall"
    hidden.parent.mkdir(parents=True, mode=0o700)
    wheel = wheel_programs()
    binaries.copy_programs(wheel, hidden.parent)
    tmp_path.joinpath("hidden").chmod(0o700)
    with tempfile.TemporaryDirectory(prefix="yw-", dir="/var/tmp") as cache:
        os.chmod(cache, 0o755)
        monkeypatch.setattr(binaries, "CACHES", (Path(cache),))
        for _ in range(2):
            with start(data, fsync=False, programs=hidden / "bin") as server:
                program = os.readlink(f"/proc/{server.child.pid if server.child else 0}/exe")
                assert program.startswith(cache)
            assert len(os.listdir(cache)) == 1


@as_root
def test_a_copy_that_somebody_else_may_write_to_is_not_run(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)

    assert binaries.copied(wheel_programs(), tmp_path, "0" * 16) is None
