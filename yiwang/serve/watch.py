"""What a running city does when one of its processes dies: start it again, wait longer each time, give up."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGKILL, SIGTERM

from yiwang.serve.progress import Progress
from yiwang.store.postgres import APP, ExternalDatabase, Server
from yiwang.store.supervise import Child
from yiwang.store.trouble import DatabaseTrouble

STOP = ((SIGTERM, 10.0), (SIGKILL, 5.0))
MODULES = {
    "web": "yiwang.serve.web_process",
    "live": "yiwang.serve.live_process",
    "gateway": "yiwang.serve.gateway_process",
    "worker": "yiwang.serve.worker_process",
}
INGEST = {"ingest": "yiwang.serve.ingest_process"}
"""Where a broker of MQTT is named (YIWANG_MQTT)."""
PARK = {"park": "yiwang.serve.park_process"}
"""In the demonstration: the sensor park that is invented."""
WAITS = (0.0, 0.5, 1.0, 2.0)
"""Seconds before the first, second … start again; one end more within `WITHIN` seconds is one too many."""
WITHIN = 60.0
FULL_DISK_WAIT = 5.0
LOOK_EVERY = 0.2


class Restarts:
    """How often one process has ended lately, and what follows from it."""

    def __init__(self) -> None:
        self._ends: list[float] = []

    def wait(self, now: float) -> float | None:
        """Note an end at `now` (seconds). Returns how long to wait before a start, None to give up."""
        self._ends = [at for at in self._ends if now - at < WITHIN] + [now]
        return WAITS[len(self._ends) - 1] if len(self._ends) <= len(WAITS) else None


@dataclass
class Household:
    """The processes of one running city: its database, and the children that work with it.

    Attributes:
        env: what the children are told. logs: folder of their output.
        stop: set by whoever wants everything to end.
    """

    database: Server | ExternalDatabase
    env: Mapping[str, str]
    logs: Path
    progress: Progress
    stop: threading.Event
    children: dict[str, Child] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._files = contextlib.ExitStack()
        self._modules = MODULES | (INGEST if self.env.get("YIWANG_MQTT") else {})
        self._modules |= PARK if self.env.get("YIWANG_PARK") else {}
        self._restarts = {name: Restarts() for name in ("database", *self._modules)}
        self._due: dict[str, float] = {}
        self._told_full = False

    def __enter__(self) -> Household:
        self.logs.mkdir(parents=True, exist_ok=True)
        for name in self._modules:
            self._start(name)
        return self

    def __exit__(self, *_: object) -> None:
        for child in self.children.values():
            child.end(STOP)
        self._files.close()

    def _start(self, name: str) -> None:
        output = self._files.enter_context((self.logs / f"{name}.log").open("ab"))
        command = [sys.executable, "-m", self._modules[name]]
        # Who was killed can wait for nobody: what a child was at is undone or done by the database.
        self.children[name] = Child(command, dies_by=SIGKILL, env=self.env, output=output)

    def ended(self) -> tuple[str, int] | None:
        """Return the name and exit code of a child that does not run, None when all do."""
        for name, child in self.children.items():
            if child.ended.is_set():
                return name, child.returncode
        return None

    def watch(self) -> int:
        """Keep everything running until told to stop.

        Returns 0 stopped in order, 1 a child keeps ending, 3 the database keeps ending or cannot start.
        """
        while not self.stop.wait(LOOK_EVERY):
            code = self._look_at_database() or self._look_at_children()
            if code:
                return code
        return 0

    def _look_at_database(self) -> int:
        if isinstance(self.database, ExternalDatabase) or self.database.alive:
            return 0
        now = time.monotonic()
        if "database" not in self._due:
            wait = self._restarts["database"].wait(now)
            if wait is None:
                self._say_trouble(DatabaseTrouble("database.keeps-ending", log=self.database.folder.log))
                return 3
            self.progress.say("  ! 数据库意外结束，重新启动 PostgreSQL ended unexpectedly, starting it again")
            self._due["database"] = now + wait
        if now < self._due["database"]:
            return 0
        return self._start_database(self.database)

    def _start_database(self, server: Server) -> int:
        before = server.dsn(APP)
        try:
            server.start_again()
        except DatabaseTrouble as trouble:
            return self._did_not_start(trouble)
        self._due.pop("database", None)
        self._told_full = False
        self.progress.say("  ✓ 数据库恢复工作 PostgreSQL works again")
        if server.dsn(APP) != before:  # its socket lies outside the data folder, under another name now
            self.env = {**self.env, "YIWANG_DATABASE": server.dsn(APP)}
            for name, child in self.children.items():
                child.end(STOP)
                self._start(name)
        return 0

    def _did_not_start(self, trouble: DatabaseTrouble) -> int:
        """Say why; then wait and try again. A full disk is waited for as long as it takes."""
        now = time.monotonic()
        if trouble.code == "database.disk-full":
            if not self._told_full:
                self._say_trouble(trouble)
            self._told_full = True
            self._due["database"] = now + FULL_DISK_WAIT
            return 0
        wait = self._restarts["database"].wait(now)
        if wait is None:
            self._say_trouble(trouble)
            return 3
        self._due["database"] = now + wait
        return 0

    def _look_at_children(self) -> int:
        now = time.monotonic()
        for name, child in list(self.children.items()):
            if not child.ended.is_set():
                continue
            if name not in self._due:
                wait = self._restarts[name].wait(now)
                if wait is None:
                    log = self.logs / f"{name}.log"
                    self.progress.say(
                        f"  ✗ {name} 反复结束，一网停止。见 keeps ending; yiwang stops. See {log}"
                    )
                    return 1
                self.progress.say(f"  ! {name} 意外结束，重新启动 ended unexpectedly, starting it again")
                self._due[name] = now + wait
            if now >= self._due[name]:
                del self._due[name]
                self._start(name)
        return 0

    def _say_trouble(self, trouble: DatabaseTrouble) -> None:
        self.progress.say(f"  ✗ {trouble.zh}\n    {trouble.en}")
