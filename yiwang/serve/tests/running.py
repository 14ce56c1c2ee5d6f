"""A city served by processes of its own, for tests that kill them."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from yiwang.store.leftovers import processes_of, recorded_postmaster

REPO = Path(__file__).resolve().parents[3]
TUTORIAL = REPO / "packs" / "tutorial"
HANG = 120  # seconds after which a test says that something hangs; no promise about speed
READY = "yiwang is ready"
FILER = "yiwang.serve.tests.filer"


def until(condition: Callable[[], object], what: str) -> None:
    """Wait for a condition; fail by name when it never comes."""
    deadline = time.monotonic() + HANG
    while not condition():
        assert time.monotonic() < deadline, f"still waiting for: {what}"
        time.sleep(0.05)


def kill(pid: int) -> None:
    """kill -9; nothing when it is gone already."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class RunningCity:
    """`yiwang serve packs/tutorial` on a data folder, and what it said."""

    data: Path
    port: int = field(default_factory=free_port)
    output: Path | None = None

    def __post_init__(self) -> None:
        self.browser = build_opener(HTTPCookieProcessor(CookieJar()))
        self._said = self.output or self.data.parent / f"said-{self.port}"
        with self._said.open("wb") as said:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-c", "from yiwang.cli import main; main()", "serve", str(TUTORIAL)),
                    *("--personas", "--data", str(self.data), "--listen", f"127.0.0.1:{self.port}"),
                ],
                cwd=REPO,
                env={**os.environ, "YIWANG_DATA": str(self.data)},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
            )

    @property
    def said(self) -> str:
        """Everything it printed so far."""
        return self._said.read_text(encoding="utf-8")

    def wait_until_ready(self) -> RunningCity:
        """Wait until it says that it is ready."""
        until(lambda: READY in self.said or self.process.poll() is not None, "the city to be ready")
        assert READY in self.said, self.said
        return self

    @property
    def dsn(self) -> str:
        """The app's connection string."""
        return f"host={self.data}/postgres/socket port=5432 user=yiwang_app dbname=yiwang"

    @property
    def postmaster(self) -> int:
        """The number of the database's first process."""
        return recorded_postmaster(self.data / "postgres") or 0

    def children(self, module: str) -> list[int]:
        """Processes that run this module for this data folder, also such as nobody is the parent of."""
        return [pid for pid in self._ours() if module in _read(pid, "cmdline")]

    def processes(self) -> list[int]:
        """Every process of this city: database, pages, worker, supervisor."""
        return [*processes_of(self.data / "postgres"), *self._ours()]

    def _ours(self) -> list[int]:
        mark = f"\0YIWANG_DATA={self.data}\0"
        pids = [int(name) for name in os.listdir("/proc") if name.isdigit()]
        ours = [pid for pid in pids if mark in "\0" + _read(pid, "environ")]
        return [pid for pid in ours if FILER not in _read(pid, "cmdline")]

    def sign_in(self, persona: str) -> None:
        """Become a persona, as a browser does it."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get("/tutorial/sign-in")[1])
        assert token
        status, _ = self.get(
            "/tutorial/sign-in", csrfmiddlewaretoken=token[1], persona=persona, next="/tutorial/"
        )
        assert status == 200

    def status(self, path: str) -> int:
        """GET a page. 0: nobody answers."""
        return self.get(path)[0]

    def get(self, path: str, **form: str) -> tuple[int, str]:
        """Get a page, or send a form: status and text. (0, ""): nobody answers."""
        sent = urlencode(form).encode() if form else None
        try:
            with self.browser.open(f"http://127.0.0.1:{self.port}{path}", sent, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as refused:
            return refused.code, refused.read().decode()
        except OSError:
            return 0, ""

    def end(self) -> int:
        """Stop it in order, as Ctrl-C does. Returns its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(HANG)

    def kill_everything(self) -> None:
        """kill -9 of every process, the database first; nothing may tell anybody anything."""
        while pids := [pid for pid in self.processes() if _read(pid, "cmdline")]:
            for pid in pids:
                kill(pid)
            self.process.wait(HANG)


def _read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""
