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
    libc = ctypes.CDLL(None, use_errno=True)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold personal data
    os.umask(0o077)
    os.chdir("/")
    if uid is not None:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    # After the user is dropped, because setuid clears it; then look whether the parent died before.
    if libc.prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    if os.getppid() != parent:
        sys.exit(PARENT_IS_GONE)
    os.execve(argv[0], argv, env)  # noqa: S606


if __name__ == "__main__":
    become(**json.loads(sys.argv[1]))
