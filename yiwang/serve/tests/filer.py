"""A client that files cases and notes each one the city acknowledged: `python -m … DSN KEYS NOTES`.

A note is forced to the disk before the next case is asked. What was not acknowledged is asked again under
the same key, however long it takes.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import psycopg

from yiwang.kernel import commands as c
from yiwang.kernel.access import Actor
from yiwang.kernel.numbers import CHANCE_BYTES, case_number
from yiwang.serve.cities import LATEST, stored_city
from yiwang.store.cases import CASE
from yiwang.store.connect import make_pool
from yiwang.store.execute import Ask, Done, Door, execute
from yiwang.store.keys import Keyring
from yiwang.store.vault import Safe

CITY = "tutorial"


def filing() -> Ask:
    """A new case of the sample city."""
    stream = uuid4()
    now = datetime.now(UTC)
    command = c.File(
        case=str(stream),
        number=case_number(now, stream.bytes[:CHANCE_BYTES]),
        matter="tree-adoption",
        place="900100",
        channel="online",
        applicant="r1",
        facts={},
    )
    return Ask(CITY, CASE, stream, command, Actor("r1", "resident"), now, key=f"filer/{stream}")


def main(dsn: str, keys: Path, notes: Path) -> None:
    """File without end."""
    with psycopg.connect(dsn) as connection:
        packs = dict(connection.execute(LATEST).fetchall())
        city = stored_city(connection, packs[CITY])
    door = Door(make_pool(dsn, size=1), lambda key, name: city, Safe(Keyring(keys)))
    note = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    while True:
        ask = filing()
        answer = None
        while answer is None:
            try:
                answer = execute(door, ask)
            except psycopg.Error:
                time.sleep(0.05)
        assert isinstance(answer, Done), answer
        os.write(note, f"{answer.stream} {answer.seq} {answer.head.hex()}\n".encode())
        os.fsync(note)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
