"""Data folders to start, kill and damage."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from yiwang.store.postgres import start
from yiwang.store.testing import Database
from yiwang.store.tests.small_store import Store, open_store

REPO = Path(__file__).parents[3]
DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")


ENVIRONMENT = {
    "PATH": os.environ.get("PATH", os.defpath),
    "PYTHONPATH": os.pathsep.join([str(REPO), *(path for path in sys.path if path.endswith("-packages"))]),
    "PYTHONDONTWRITEBYTECODE": "1",
}


def python_for(user: int) -> str:
    """Return a Python that this user can run with our packages (root's own may lie where it cannot go)."""
    system = f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, system):
        probe = [python, "-c", "import yiwang.store.postgres"]
        try:
            done = subprocess.run(
                probe, user=user, group=user, extra_groups=[], cwd=REPO, env=ENVIRONMENT, check=False
            )
        except OSError:
            continue
        if done.returncode == 0:
            return python
    pytest.skip("NOT TESTED: no Python here that an ordinary user can run with this checkout")


@dataclass
class Supervisor:
    """A running supervisor process and what it printed first."""

    process: subprocess.Popen[str]
    said: dict[str, object]

    def end(self) -> int:
        """Let it stop in order."""
        self.process.communicate("", timeout=60)
        return self.process.returncode


@pytest.fixture(scope="session")
def whole_cluster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that was made, started and stopped once; copied, never used itself."""
    path = tmp_path_factory.mktemp("whole") / "data"
    start(path, fsync=False).stop()
    return path


@pytest.fixture
def data(whole_cluster: Path, tmp_path: Path) -> Path:
    """A data folder of one's own, as restored from a backup by whoever runs the tests."""
    path = tmp_path / "data"
    shutil.copytree(whole_cluster, path)
    return path


@pytest.fixture
def supervise() -> Iterator[Callable[..., Supervisor]]:
    """Start supervisor processes; those still alive at the end are killed."""
    started: list[subprocess.Popen[str]] = []

    def launch(data: Path, user: int | None = None) -> Supervisor:
        command = [sys.executable, "-m", "yiwang.store.tests.supervisor", str(data)]
        identity = {}
        if user is not None:
            command[0] = python_for(user)
            identity = {"user": user, "group": user, "extra_groups": []}
        process = subprocess.Popen(
            command,
            cwd=REPO,
            env=ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            **identity,
        )
        started.append(process)
        line = process.stdout.readline() if process.stdout else ""
        assert line, f"the supervisor said nothing and ended with {process.wait(10)}"
        return Supervisor(process, json.loads(line))

    yield launch
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def debian_15() -> Path:
    """bin/ of Debian's PostgreSQL 15."""
    if not (DEBIAN_15 / "postgres").exists():
        pytest.skip(f"PostgreSQL 15 is NOT TESTED: {DEBIAN_15} is absent (apt install postgresql-15)")
    return DEBIAN_15


@pytest.fixture
def store(database: Database, tmp_path: Path) -> Iterator[Store]:
    """The small city on a database of one's own."""
    with open_store(database, tmp_path / "keys") as opened:
        yield opened
