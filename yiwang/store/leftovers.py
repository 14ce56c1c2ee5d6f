"""What a killed supervisor left: processes of our own cluster, and lock files that name nobody alive."""

from __future__ import annotations

import fcntl
import os
import select
import signal
import time
from pathlib import Path

from yiwang.store.folder import SOCKET_NAME
from yiwang.store.trouble import DatabaseTrouble

DELETED = " (deleted)"


def is_postgres_of(cluster: Path, pid: int) -> bool:
    """Say whether process `pid` is a postgres that works in this very cluster folder.

    By its program's name and its working directory (postgres stays in its data directory), compared as
    device and inode, so that a stranger who was given an old number is never taken for ours.
    """
    process = Path("/proc") / str(pid)
    try:
        program = os.readlink(process / "exe").removesuffix(DELETED)
        return Path(program).name == "postgres" and os.path.samefile(process / "cwd", cluster)
    except OSError:
        return False


def processes_of(cluster: Path) -> list[int]:
    """Return the postgres processes that work in this cluster folder, the postmaster first when it lives."""
    first = recorded_postmaster(cluster)
    found = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    ours = [pid for pid in found if is_postgres_of(cluster, pid)]
    return sorted(ours, key=lambda pid: (pid != first, pid))


def recorded_postmaster(cluster: Path) -> int | None:
    """Return the process number in postmaster.pid, alive or not, ours or not."""
    try:
        return abs(int((cluster / "postmaster.pid").read_text().split("\n", 1)[0]))
    except (OSError, ValueError):
        return None


def signal_and_wait(cluster: Path, pids: list[int], number: int, seconds: float) -> None:
    """Signal processes of this cluster through a pidfd and wait until they are gone or the time is up."""
    watches = []
    for pid in pids:
        try:
            watch = os.pidfd_open(pid)
        except OSError:
            continue
        if is_postgres_of(cluster, pid):  # looked at after opening: the number cannot change hands any more
            watches.append(watch)
            try:
                signal.pidfd_send_signal(watch, number)
            except ProcessLookupError:
                continue
        else:
            os.close(watch)
    deadline = time.monotonic() + seconds
    for watch in watches:
        poll = select.poll()
        poll.register(watch, select.POLLIN)
        poll.poll(max(0.0, deadline - time.monotonic()) * 1000)
        os.close(watch)


def stop_orphans(cluster: Path) -> None:
    """Stop a postgres of our own cluster whose supervisor died: in order first, then at once, then killed."""
    for number, seconds in ((signal.SIGINT, 1.5), (signal.SIGQUIT, 1.0), (signal.SIGKILL, 1.0)):
        pids = processes_of(cluster)
        if not pids:
            return
        # Only the postmaster ends in order; a backend without one is told to go at once.
        in_order = number == signal.SIGINT and pids[0] == recorded_postmaster(cluster)
        chosen = pids[:1] if in_order else pids
        signal_and_wait(cluster, chosen, number if in_order else max(number, signal.SIGQUIT), seconds)


def take_cluster(cluster: Path, seconds: float = 5.0) -> int:
    """Return a descriptor of the cluster folder, locked, that the server shall inherit.

    Every process of the server holds it, so the lock is free only when none is left, also one that this
    machine's /proc does not show. Then postmaster.pid and the socket's lock name nobody, whoever has their
    number now, and are removed. Raises `database.still-held`.
    """
    descriptor = os.open(cluster, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        deadline = time.monotonic() + seconds
        while True:
            stop_orphans(cluster)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise DatabaseTrouble("database.still-held", folder=cluster.parent) from None
                time.sleep(0.02)
        for stale in ("postmaster.pid", f"socket/{SOCKET_NAME}", f"socket/{SOCKET_NAME}.lock"):
            (cluster / stale).unlink(missing_ok=True)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor
