"""Children that die with us: spawned from one lasting thread, tied by PR_SET_PDEATHSIG, always reaped."""

from __future__ import annotations

import json
import os
import pwd
import queue
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LAUNCH = Path(__file__).with_name("launch.py")


@dataclass(frozen=True)
class Account:
    """The unprivileged user that a root supervisor lends to a child."""

    uid: int
    gid: int


def unprivileged_account() -> Account | None:
    """Return who a child shall be when we are root: `yiwang` if this machine has it, else `nobody`.

    None when we are not root: the child stays who we are. No user is ever created.
    """
    if os.geteuid() != 0:
        return None
    for name in ("yiwang", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(entry.pw_uid, entry.pw_gid)
    return Account(65534, 65534)


def plain_environment() -> dict[str, str]:
    """Return the little a server process needs; nothing of ours (PG…, passwords, Python) leaks into it."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return {"PATH": os.defpath, **kept, "LC_ALL": "C", "TZ": "UTC"}


def launch_command(
    argv: Sequence[str], account: Account | None, dies_by: int, env: Mapping[str, str]
) -> list[str]:
    """Return the command line that becomes `argv` after dropping to `account`, tied to this process."""
    order = {
        "parent": os.getpid(),
        "uid": account.uid if account else None,
        "gid": account.gid if account else 0,
        "signal": dies_by,
        "argv": list(argv),
        "env": dict(env),
    }
    return [sys.executable, "-I", "-S", str(LAUNCH), json.dumps(order)]


def ends_within(seconds: float, process: subprocess.Popen[bytes]) -> bool:
    """Wait without polling until `process` ends. True when it did (not yet reaped)."""
    try:
        watch = os.pidfd_open(process.pid)
    except OSError:  # kernels before 5.3 and some sandboxes
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return False
        return True
    try:
        poll = select.poll()
        poll.register(watch, select.POLLIN)
        return bool(poll.poll(seconds * 1000))
    finally:
        os.close(watch)


class Child:
    """A process that ends when we end, whoever kills us. Reaped by the thread that spawned it.

    PR_SET_PDEATHSIG follows the *thread* that forked, so each child has a keeper thread that lives as long
    as the child does.
    """

    def __init__(
        self,
        argv: Sequence[str],
        *,
        account: Account | None = None,
        dies_by: int = signal.SIGQUIT,
        env: Mapping[str, str] | None = None,
        pass_fds: Sequence[int] = (),
        output: IO[bytes] | None = None,
        every_minute: Callable[[], None] | None = None,
    ) -> None:
        """Spawn `argv` (absolute program path) at once. Raises OSError when the launcher cannot run.

        Args:
            dies_by: the signal the kernel sends it when we die.
            output: where its standard output and error go; None discards them.
            every_minute: called by the keeper thread while the child lives (log upkeep).
        """
        self.ended = threading.Event()
        self.returncode = -1  # meaningful once `ended` is set
        self._upkeep = every_minute
        command = launch_command(argv, account, dies_by, plain_environment() if env is None else env)
        born: queue.SimpleQueue[subprocess.Popen[bytes] | OSError] = queue.SimpleQueue()
        keeper = threading.Thread(
            target=self._keep, args=(command, tuple(pass_fds), output, born), daemon=True, name="keeper"
        )
        keeper.start()
        spawned = born.get()
        if isinstance(spawned, OSError):
            raise spawned
        self._spawned = spawned
        self.pid = spawned.pid

    def _keep(
        self,
        command: list[str],
        fds: tuple[int, ...],
        output: IO[bytes] | None,
        born: queue.SimpleQueue[subprocess.Popen[bytes] | OSError],
    ) -> None:
        try:
            spawned = subprocess.Popen(  # noqa: S603
                command,
                stdin=subprocess.DEVNULL,
                stdout=output or subprocess.DEVNULL,
                stderr=subprocess.STDOUT,
                pass_fds=fds,
                start_new_session=True,  # Ctrl-C in a terminal is for the supervisor, which stops in order
            )
        except OSError as failure:
            born.put(failure)
            return
        born.put(spawned)
        while not ends_within(60, spawned):
            if self._upkeep:
                self._upkeep()
        self.returncode = spawned.wait()
        self.ended.set()

    def signal(self, number: int) -> None:
        """Send a signal; nothing once the child is reaped (its number may be another's by then)."""
        self._spawned.send_signal(number)

    def end(self, steps: Sequence[tuple[int, float]]) -> int:
        """Send each signal and wait its seconds until the child is reaped. Returns the exit code."""
        for number, seconds in steps:
            if self.ended.is_set():
                break
            self.signal(number)
            if self.ended.wait(seconds):
                break
        self.ended.wait()
        return self.returncode


def run(
    argv: Sequence[str], *, account: Account | None, pass_fds: Sequence[int] = (), seconds: float = 120
) -> tuple[int, str]:
    """Run a short program to its end as `account`. Returns (exit code, what it printed)."""
    command = launch_command(argv, account, signal.SIGKILL, plain_environment())
    done = subprocess.run(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        pass_fds=tuple(pass_fds),
        timeout=seconds,
        check=False,
    )
    return done.returncode, done.stdout.decode("utf-8", "replace")
