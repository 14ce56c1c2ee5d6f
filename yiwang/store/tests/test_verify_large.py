"""A ledger of any size is verified with little memory."""

from __future__ import annotations

import json
import subprocess
import sys

from yiwang.store.tests.conftest import ENVIRONMENT, REPO
from yiwang.store.tests.small_store import CITY, MORNING, Store

MB = 1024 * 1024
IN_A_PROCESS_OF_ITS_OWN = """
import json, resource, sys
from pathlib import Path
from yiwang.store import cases
from yiwang.store.keys import Keyring
from yiwang.store.verify import verify

before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
report = verify(sys.argv[1], Keyring(Path(sys.argv[2])))
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
entries = sum(counts.entries for counts in report.cities.values())
print(json.dumps({"bytes": (after - before) * 1024, "entries": entries}))
"""


def fill(store: Store, entries: int, size: int) -> None:
    """Put entries of `size` bytes into the ledger that compress well on disk and not at all in memory."""
    with store.as_superuser() as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "INSERT INTO event (city, stream, seq, kind, at, body, hash) SELECT %s,"
            " ('018f0000-0000-7000-9000-' || lpad((n / 10)::text, 12, '0'))::uuid, 1 + n %% 10, 'case', %s,"
            " repeat('x', %s)::bytea, sha256(n::text::bytea) FROM generate_series(0, %s - 1) n",
            (CITY, MORNING, size, entries),
        )


def test_memory_does_not_grow_with_the_ledger(store):
    entries, size = 40_000, 8_000  # 305 MB, were they all in memory
    fill(store, entries, size)

    done = subprocess.run(
        [sys.executable, "-c", IN_A_PROCESS_OF_ITS_OWN, store.database.owner, str(store.keyring.folder)],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        cwd=REPO,
        check=True,
    )

    used = json.loads(done.stdout)
    assert used["entries"] == entries
    assert used["bytes"] < 80 * MB
