"""A supervisor as a process of its own, for tests that kill it: `python -m …tests.supervisor DATA`.

Prints one line of JSON, the server's address and process numbers or the refusal. Stops when its input ends.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from yiwang.store.postgres import start
from yiwang.store.trouble import DatabaseTrouble


def main(data: Path) -> int:
    """Run the server of `data` until standard input ends."""
    try:
        server = start(data)
    except DatabaseTrouble as trouble:
        print(json.dumps({"refused": trouble.code, "zh": trouble.zh, "en": trouble.en}), flush=True)
        return 3
    with server:
        pid = server.child.pid if server.child else 0
        answer = {"supervisor": os.getpid(), "postmaster": pid, "dsn": server.dsn(), "uid": os.geteuid()}
        print(json.dumps({**answer, "owner": server.dsn("yiwang_owner")}), flush=True)
        sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
