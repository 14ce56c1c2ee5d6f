"""Debian's mosquitto for a test: on its own port of 127.0.0.1, in its own folder, ended by its own id."""

from __future__ import annotations

import getpass
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

MOSQUITTO = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")


def need_mosquitto() -> None:
    """Skip, and say so, where there is no broker or no client library to test with."""
    if MOSQUITTO is None:
        pytest.skip("MQTT IS NOT TESTED: no mosquitto here (apt-get install mosquitto)")
    pytest.importorskip("paho.mqtt.client", reason="MQTT IS NOT TESTED: no paho-mqtt here (yiwang[mqtt])")


class Mosquitto:
    """A broker that keeps its sessions on disk, so that it can die and come back."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        # As root the broker would become another user, who cannot write below a test's folder.
        (folder / "mosquitto.conf").write_text(
            f"user {getpass.getuser()}\nlistener {self.port} 127.0.0.1\nallow_anonymous true\n"
            f"persistence {str(durable).lower()}\n"
            f"persistence_location {folder}/\nautosave_interval 1\nautosave_on_changes false\n"
            "max_inflight_messages 1000\nmax_queued_messages 0\n"
        )
        self.process: subprocess.Popen | None = None

    @property
    def address(self) -> str:
        return f"mqtt://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.process = subprocess.Popen(
            [str(MOSQUITTO), "-c", str(self.folder / "mosquitto.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise TimeoutError("mosquitto did not start")

    def written_at(self) -> int:
        """Return when the broker last wrote its sessions down, in ns of the epoch; 0 before that."""
        file = self.folder / "mosquitto.db"
        return file.stat().st_mtime_ns if file.exists() else 0

    def stop(self, *, hard: bool = False) -> None:
        assert self.process is not None
        (self.process.kill if hard else self.process.terminate)()
        self.process.wait(10)
