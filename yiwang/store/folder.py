"""The data folder: where it is, who holds it, which PostgreSQL made it.

DATA/yiwang.lock      held by flock while a supervisor lives; says who
DATA/database.json    {"postgres": "18"}: the major version that made the cluster
DATA/postgres/        the cluster, owned by the user that postgres runs as, 0700
DATA/postgres.new/    a cluster being made; renamed when whole
DATA/log/postgres.log what the server said, bounded
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from yiwang.store.trouble import DatabaseTrouble

SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 107  # bytes, sun_path without its final zero (unix(7))
LOG_LIMIT = 8 * 1024 * 1024  # bytes; one older file of the same size is kept


def default_data_folder(env: Mapping[str, str]) -> Path:
    """Return the folder used without --data: $XDG_STATE_HOME/yiwang, or ~/.local/state/yiwang."""
    stated = env.get("XDG_STATE_HOME", "")
    if stated.startswith("/"):  # the XDG rules say: a relative path is ignored
        return Path(stated) / "yiwang"
    home = env.get("HOME")
    return (Path(home) if home else Path.home()) / ".local" / "state" / "yiwang"


@dataclass(frozen=True)
class Holder:
    """Who holds a data folder, as written in its lock file. `socket` is empty until the server is ready."""

    pid: int
    started: str
    host: str
    command: str
    socket: str = ""
    token: str = ""


def ourselves() -> Holder:
    """Describe this process. Only the program's name and first word: arguments may hold a password."""
    words = [Path(sys.argv[0] or "python").name]
    words += [word for word in sys.argv[1:2] if word.isalpha()]
    started = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Holder(os.getpid(), started, socket.gethostname(), " ".join(words))


class Hold:
    """The right to run the one server of a data folder, kept by flock until `release` or death."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor: int | None = descriptor
        self.holder = ourselves()
        self.write(self.holder)
        # A forked child shares the flock; without this, a child that outlives us would hold the folder.
        os.register_at_fork(after_in_child=self._forget)

    def write(self, holder: Holder) -> None:
        """Say in the lock file who holds it, in place: a renamed file would be another lock."""
        self.holder = holder
        if self._descriptor is None:
            return
        text = json.dumps(asdict(holder), ensure_ascii=False).encode()
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text, 0)

    def announce(self, directory: str) -> None:
        """Add the socket directory of the now ready server, for others who look for it."""
        self.write(replace(self.holder, socket=directory))

    def _forget(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def release(self) -> None:
        """Let the folder go. Twice is once."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
        self._forget()


def locks_soon(descriptor: int) -> bool:
    """Lock a file for us alone. A moment's patience, since `live_holder` locks it for an instant to look."""
    for _ in range(10):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.01)
        else:
            return True
    return False


class DataFolder:
    """The paths of one data folder and the questions asked of it. Creates nothing until `prepare`."""

    def __init__(self, path: Path) -> None:
        self.path = Path(os.path.abspath(path))
        self.lock = self.path / "yiwang.lock"
        self.version_file = self.path / "database.json"
        self.cluster = self.path / "postgres"
        self.unfinished = self.path / "postgres.new"
        self.log = self.path / "log" / "postgres.log"

    def prepare(self) -> None:
        """Create the folder, private to us. Raises OSError."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.log.parent.mkdir(exist_ok=True, mode=0o700)

    def hold(self) -> Hold:
        """Take the folder for this process, or raise `database.in-use` naming who has it."""
        descriptor = os.open(self.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if not locks_soon(descriptor):
            os.close(descriptor)
            raise self.refuse_second()
        try:
            return Hold(self.lock, descriptor)
        except BaseException:  # a full disk: our name cannot be written, so we do not hold it either
            os.close(descriptor)
            raise

    def refuse_second(self) -> DatabaseTrouble:
        """Word the refusal of a second supervisor, by the name the live one wrote."""
        holder = self.read_holder()
        for _ in range(20):  # it may have locked but not yet written its name
            if holder:
                break
            time.sleep(0.01)
            holder = self.read_holder()
        known = asdict(holder) if holder else dict.fromkeys(("pid", "started", "host", "command"), "?")
        return DatabaseTrouble("database.in-use", folder=self.path, **known)

    def read_holder(self) -> Holder | None:
        """Return what the lock file says. Not proof of life: see `live_holder`."""
        try:
            return Holder(**json.loads(self.lock.read_bytes()))
        except (OSError, ValueError, TypeError):
            return None

    def live_holder(self) -> Holder | None:
        """Return who holds the folder now, or None when nobody does."""
        try:
            descriptor = os.open(self.lock, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return self.read_holder() or Holder(0, "?", "?", "?")
        finally:
            os.close(descriptor)
        return None

    def version(self) -> str | None:
        """Return the major version that made the cluster, None when there is no cluster yet."""
        if not self.cluster.exists():
            return None
        stamp = self.cluster / "PG_VERSION"
        if not stamp.exists():
            raise DatabaseTrouble("database.folder-damaged", folder=self.path, missing=stamp)
        found = stamp.read_text().strip()
        try:
            recorded = str(json.loads(self.version_file.read_bytes())["postgres"])
        except (OSError, ValueError, KeyError, TypeError):
            self.record_version(found)  # an interrupted first start, or a restored cluster
            recorded = found
        return found if recorded == found else f"{recorded} / {found}"

    def record_version(self, major: str) -> None:
        """Write down which PostgreSQL made this folder."""
        fresh = self.version_file.with_suffix(".new")
        fresh.write_text(json.dumps({"postgres": major}) + "\n")
        fresh.replace(self.version_file)

    def log_tail(self, since: int = 0) -> str:
        """Return the last lines of the server's log, at most 16 KB, nothing before byte `since`."""
        try:
            with self.log.open("rb") as log:
                end = log.seek(0, os.SEEK_END)
                log.seek(max(0, since if since <= end else 0, end - 16_384))
                return log.read().decode("utf-8", "replace")
        except OSError:
            return ""

    def bound_log(self) -> None:
        """Move a log that grew too long aside, in place: the server goes on writing to the same file."""
        try:
            if self.log.stat().st_size > LOG_LIMIT:
                shutil.copyfile(self.log, self.log.with_suffix(".log.1"))
                os.truncate(self.log, 0)
        except OSError:
            return  # a full disk must not end the keeper


def socket_directory(folder: DataFolder, owner: tuple[int, int] | None) -> tuple[Path, str]:
    """Return (socket directory, how the server in the cluster folder is to name it), created 0700.

    It lies inside the cluster; when the path is too long for a Unix socket, in a private directory of its
    own under $XDG_RUNTIME_DIR or the temporary folder.
    """
    inside = folder.cluster / "socket"
    if len(os.fsencode(inside / SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
        inside.mkdir(mode=0o700, exist_ok=True)
        chosen, named = inside, "socket"
    else:
        chosen = Path(tempfile.mkdtemp(prefix="yiwang-", dir=short_private_root()))
        named = str(chosen)
    if owner:
        os.lchown(chosen, *owner)  # never through a link that the server's user could have put there
    return chosen, named


def short_private_root() -> str:
    """Return a folder that holds a socket directory at a short path and is reached by any user."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if os.geteuid() != 0 and runtime and len(os.fsencode(runtime)) < 60 and os.access(runtime, os.W_OK):
        return runtime
    return "/tmp"  # noqa: S108  mkdtemp makes an unpredictable, private name in it


def remove_socket_directory(folder: DataFolder, directory: str) -> None:
    """Remove a socket directory outside the data folder, ours or one a killed supervisor left."""
    path = Path(directory)
    if not directory or path.is_relative_to(folder.path) or not path.name.startswith("yiwang-"):
        return
    if path.is_symlink() or not path.is_dir():
        return
    for name in (SOCKET_NAME, SOCKET_NAME + ".lock"):
        path.joinpath(name).unlink(missing_ok=True)
    try:
        path.rmdir()
    except OSError:
        return
