"""Servers of a city in processes of their own, on `localhost`, where a browser lets passkeys be made."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

STARTS_WITHIN_SECONDS = 60.0


def free_port() -> int:
    """Return a port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(dsn: str, folder: Path, **environment: str) -> Iterator[str]:
    """Serve the cities of a database; yields the address, without a slash at its end."""
    port = free_port()
    settings = {
        **os.environ,
        "YIWANG_DATABASE": dsn,
        "YIWANG_DATA": str(folder),
        "YIWANG_KEYS": str(folder / "keys"),
        "YIWANG_SECRET_KEY": "of these tests only",
        "YIWANG_LISTEN": f"127.0.0.1:{port}",
        "YIWANG_DEMO": "",
        "DJANGO_SETTINGS_MODULE": "yiwang.web.settings",
        **environment,
    }
    with (folder / f"server-{port}.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "yiwang.serve.web_process"], env=settings, stdout=log, stderr=log
        )
        try:
            _wait(f"http://localhost:{port}/-/health", process)
            yield f"http://localhost:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < give_up:
        assert process.poll() is None, "the server ended"
        try:
            with urlopen(address, timeout=5):
                return
        except HTTPError:
            return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError("the server does not answer")
