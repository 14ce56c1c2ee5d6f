"""A pytest plugin: one embedded PostgreSQL for a whole test run, shared by all xdist workers.

    pytest_plugins = ["yiwang.store.testing"]      # in the top conftest.py

The server is the child of the process that ends last, the xdist controller, and is started when the first
test asks: workers ask over a Unix socket whose path they are given, so a run without database tests starts
nothing. It has fsync off, lives in a temporary folder and is gone at the end, also after kill -9.

    def test_something(database): psycopg.connect(database.app)      # migrated, empty, one's own
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from yiwang.store.cluster import SUPERUSER
from yiwang.store.folder import DataFolder
from yiwang.store.postgres import APP, OWNER, Server, clone, drop, make_template, start

ADDRESS = "yiwang_server"
TEMPLATE = "yiwang_template"


class SharedServer:
    """The one server of a test run, in the process that starts it."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="yiwang-tests-"))
        self._once = threading.Lock()
        self._server: Server | None = None
        self._ear: socket.socket | None = None

    def get(self) -> Server:
        """Start the server for the first who asks, and return it."""
        with self._once:
            if self._server is None:
                self._server = start(self._folder / "data", fsync=False)
            return self._server

    def address(self) -> str:
        """Return where workers ask, listening from now on."""
        path = str(self._folder / "ask")
        if self._ear is None:
            self._ear = socket.socket(socket.AF_UNIX)
            self._ear.bind(path)
            self._ear.listen(64)
            threading.Thread(target=self._answer, args=(self._ear,), daemon=True, name="test-server").start()
        return path

    def _answer(self, ear: socket.socket) -> None:
        while True:
            try:
                asker, _ = ear.accept()
            except OSError:
                return
            with asker:
                try:
                    server = self.get()
                    answer = {"folder": str(server.folder.path), "socket": str(server.socket)}
                except Exception as error:  # the worker that asked shall say it, not this thread
                    answer = {"error": str(error)}
                asker.sendall(json.dumps(answer).encode())

    def stop(self) -> None:
        """End the server and remove its folder."""
        ear, self._ear = self._ear, None
        if ear is not None:
            ear.shutdown(socket.SHUT_RDWR)  # wakes the thread that listens
            ear.close()
        if self._server is not None:
            self._server.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


def ask(address: str) -> Server:
    """Return the server that the controlling process runs, starting it if we are the first to ask."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(180)
        line.connect(address)
        answer = json.loads(b"".join(iter(lambda: line.recv(65536), b"")))
    if "error" in answer:
        raise RuntimeError(answer["error"])
    return Server(DataFolder(Path(answer["folder"])), Path(answer["socket"]))


SHARED = pytest.StashKey[SharedServer]()


def pytest_configure(config: pytest.Config) -> None:
    """Prepare, in the controller or the only process; workers have nothing to prepare."""
    if not hasattr(config, "workerinput"):
        config.stash[SHARED] = SharedServer()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Tell an xdist worker where to ask."""
    config: pytest.Config = node.config  # type: ignore[attr-defined]
    node.workerinput[ADDRESS] = config.stash[SHARED].address()  # type: ignore[attr-defined]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server after everything else."""
    shared = config.stash.get(SHARED, None)
    if shared is not None:
        shared.stop()


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Server:
    """The running PostgreSQL of this test run (fsync off); `clone` a template for one of your own."""
    config = request.config
    if hasattr(config, "workerinput"):
        return ask(config.workerinput[ADDRESS])
    return config.stash[SHARED].get()


@dataclass(frozen=True)
class Database:
    """A migrated database of one test: connection strings of the app, the owner and who may do all."""

    name: str
    app: str
    owner: str
    superuser: str


def migrated(owner_dsn: str) -> None:
    """Fill the template: every table of every installed app."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yiwang.web.settings")
    os.environ.setdefault("YIWANG_SECRET_KEY", "only for tests, signs nothing that lasts")
    from yiwang.store.migrate import migrate  # it needs Django, which a run without databases does not

    migrate(owner_dsn)


@pytest.fixture
def database(server: Server, django_db_blocker: Any) -> Iterator[Database]:
    """A database of one's own, cloned from a migrated template (tens of milliseconds), dropped after."""
    with django_db_blocker.unblock() if django_db_blocker else nullcontext():
        template = make_template(server, TEMPLATE, migrated)
    name = clone(server, template, f"test_{uuid4().hex}")
    yield Database(name, server.dsn(APP, name), server.dsn(OWNER, name), server.dsn(SUPERUSER, name))
    drop(server, name)
