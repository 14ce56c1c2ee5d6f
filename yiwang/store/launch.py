"""Become another program that dies with the process that asked for it. Standard library only.

    python -I -S launch.py '{"parent": 1, "uid": 9, "gid": 9, "signal": 3, "argv": ["/…"], "env": {}}'

A small process of its own, because nothing but exec is safe between fork and exec in a process with threads.
"""

import ctypes
import json
import os
import resource
import sys

PR_SET_PDEATHSIG = 1
PARENT_IS_GONE = 112


def become(
    *, parent: int, uid: int | None, gid: int, signal: int, argv: list[str], env: dict[str, str]
) -> None:
    """Drop the user, tie this process to its parent, then exec `argv`. Returns never, or exits 112."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold personal data
    os.umask(0o077)
    os.chdir("/")
    if uid is not None:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    tie(parent, signal)  # after the user is dropped, because setuid clears it
    os.execve(argv[0], argv, env)  # noqa: S606


def tie(parent: int, signal: int) -> None:
    """Let the kernel send this process `signal` when `parent` dies. Exits 112 when it died before."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    if os.getppid() != parent:
        sys.exit(PARENT_IS_GONE)


if __name__ == "__main__":
    become(**json.loads(sys.argv[1]))
