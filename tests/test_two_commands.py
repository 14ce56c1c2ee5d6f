"""The README's two commands, on a fresh clone, as somebody who has just found the project would type them."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PATIENCE = 600.0


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A fresh clone of what is committed."""
    owned = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"}
    made = subprocess.run(
        ["git", "clone", "--quiet", "--no-hardlinks", f"file://{ROOT}", str(tmp_path / "clone")],
        capture_output=True,
        text=True,
        env={**os.environ, **owned},
        check=False,
    )
    if made.returncode != 0:
        pytest.skip(f"NOT TESTED: this checkout cannot be cloned: {made.stderr[:200]}")
    return tmp_path / "clone"


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def status(address: str) -> int:
    """Return the status of a page, 0 when nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code
    except (OSError, TimeoutError):
        return 0


@pytest.mark.full
def test_the_first_command_runs_a_city_and_ctrl_c_leaves_nothing(clone, tmp_path):
    listen = f"127.0.0.1:{free_port()}"
    own = {"VIRTUAL_ENV", "PYTHONPATH", "DJANGO_SETTINGS_MODULE"}
    env = {name: value for name, value in os.environ.items() if name not in own and "YIWANG" not in name}
    data = tmp_path / "data"
    with (tmp_path / "demo.log").open("w+") as log:
        demo = subprocess.Popen(
            ["script/demo", "--listen", listen, "--data", str(data)],
            cwd=clone,
            env=env,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            until = time.monotonic() + PATIENCE
            while status(f"http://{listen}/yueyang/") != 200:
                assert demo.poll() is None, (tmp_path / "demo.log").read_text()
                assert time.monotonic() < until, (tmp_path / "demo.log").read_text()
                time.sleep(0.2)
            for page in ("", "yueyang/services/", "yueyang/sign-in", "permits/", "yueyang/limits"):
                assert status(f"http://{listen}/{page}") == 200, page
            demo.send_signal(signal.SIGINT)
            assert demo.wait(60) in (0, 130)
        finally:
            if demo.poll() is None:
                os.killpg(demo.pid, signal.SIGKILL)
                demo.wait()
    assert status(f"http://{listen}/") == 0
    assert not (data / "postgres" / "postmaster.pid").exists()


@pytest.mark.full
def test_a_machine_without_python_is_told_so(clone, tmp_path):
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("bash", "env", "dirname", "cat"):
        found = shutil.which(name)
        assert found
        (programs / name).symlink_to(found)

    told = subprocess.run(
        ["script/demo"], cwd=clone, env={"PATH": str(programs)}, capture_output=True, text=True, check=False
    )

    assert told.returncode == 1
    assert "Python 3.11" in told.stderr


@pytest.mark.full
def test_a_machine_without_a_package_index_is_told_so(clone, tmp_path):
    nowhere = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_NO_INDEX": "1",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_RETRIES": "0",
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
        "YIWANG_PYTHON": shutil.which("python3.11") or shutil.which("python3") or "python3",
    }

    told = subprocess.run(
        ["script/setup", "run"], cwd=clone, env=nowhere, capture_output=True, text=True, check=False
    )

    assert told.returncode == 1
    assert "uv could not be installed" in told.stderr
