"""A served city whose parts are killed comes up again, and has lost nothing it acknowledged."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60.0


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Served:
    """A running `yiwang serve` and somebody who looks at its pages."""

    process: subprocess.Popen[str]
    data: Path
    base: str

    def __post_init__(self) -> None:
        self.cookies = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def ask(self, path: str, **form: str) -> tuple[int, str]:
        """Return (status, text) of a page; 0 when nobody answers."""
        sent = urlencode(form).encode() if form else None
        try:
            with self.cookies.open(self.base + path, sent, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()
        except (OSError, TimeoutError):
            return 0, ""

    def post(self, page: str, to: str, **form: str) -> tuple[int, str]:
        """Send a form as its page gives it."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.ask(page)[1])
        assert token, page
        return self.ask(to, csrfmiddlewaretoken=token[1], **form)

    def until(self, wanted: Callable[[], bool]) -> float:
        """Wait until something holds; return how many seconds that took."""
        begun = time.monotonic()
        while not wanted():
            assert time.monotonic() - begun < PATIENCE, self.log()
            assert self.process.poll() is None, self.log()
            time.sleep(0.05)
        return time.monotonic() - begun

    def postmaster(self) -> int:
        """Return the process id of the database."""
        return int((self.data / "postgres" / "postmaster.pid").read_text().split()[0])

    def log(self) -> str:
        """Return what the children said."""
        return "\n".join(path.read_text() for path in sorted((self.data / "logs").glob("*.log")))


@pytest.fixture
def served(tmp_path) -> Iterator[Served]:
    """Serve the tutorial city."""
    port = free_port()
    command = [sys.executable, "-c", "from yiwang.cli import main; main()", "serve", "packs/tutorial"]
    command += ["--personas", "--data", str(tmp_path / "data"), "--listen", f"127.0.0.1:{port}"]
    env = {name: value for name, value in os.environ.items() if not name.startswith("YIWANG_")}
    process = subprocess.Popen(
        command, cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    this = Served(process, tmp_path / "data", f"http://127.0.0.1:{port}")
    try:
        this.until(lambda: this.ask("/tutorial/")[0] == 200)
        yield this
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=30)
        process.kill()


def signed_in(served: Served, persona: str) -> None:
    """Become a persona."""
    status, _ = served.post("/tutorial/sign-in", "/tutorial/sign-in", persona=persona, next="/tutorial/")
    assert status == 200


def test_a_killed_database_is_started_again_and_the_pages_say_so_meanwhile(served):
    signed_in(served, "officer")
    assert served.ask("/tutorial/services/inbox/")[0] == 200
    old = served.postmaster()

    os.kill(old, signal.SIGKILL)
    seen = set()

    def back() -> bool:
        status, text = served.ask("/tutorial/services/inbox/")
        seen.add(status)
        assert status in (200, 503), text
        return status == 200 and served.postmaster() != old

    served.until(back)
    assert 503 in seen or served.postmaster() != old


def test_killed_pages_and_a_killed_worker_are_started_again(served):
    children = subprocess.run(
        ["pgrep", "-P", str(served.process.pid), "-f", "yiwang.serve"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert len(children) == 2
    for child in children:
        os.kill(int(child), signal.SIGKILL)

    served.until(lambda: served.ask("/tutorial/")[0] == 200)
    served.until(
        lambda: (
            len(
                subprocess.run(
                    ["pgrep", "-P", str(served.process.pid), "-f", "yiwang.serve"],
                    capture_output=True,
                    text=True,
                    check=False,
                ).stdout.split()
            )
            == 2
        )
    )


def test_told_to_stop_it_leaves_nothing_running(served):
    served.process.send_signal(signal.SIGTERM)
    served.process.communicate(timeout=60)

    assert served.process.returncode == 0
    assert not (served.data / "postgres" / "postmaster.pid").exists()
    assert served.ask("/tutorial/")[0] == 0
