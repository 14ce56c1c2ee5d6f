"""Durable events a second through the batch door, over raw binary COPY of 300-byte rows.

Both sides 500 to a commit, on the same server: events that are stored with their case rows, inbox and
chains on ours; rows of a table without index, trigger or policy on the other.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg

from bench.database import door, running
from bench.rounds import spread
from bench.six_steps import STEPS
from yiwang.kernel.access import system
from yiwang.kernel.commands import Complete, File
from yiwang.store.batch import batch
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, Door
from yiwang.store.postgres import SUPERUSER, Server

SECONDS = 3.0
PER_COMMIT = 500
EVENTS_A_CASE = STEPS + 3  # filed, accepted, closed; a command a step, and one that files
ASKS_A_COMMIT = PER_COMMIT * (STEPS + 1) // EVENTS_A_CASE
ROW_BYTES = 300
ACTOR = system("bench")


def measure(rounds: int = 5) -> dict[str, Any]:
    """Return events a second (`ours`) and raw rows a second (`other`), interleaved."""
    with running() as server, door(server) as entry:
        with psycopg.connect(server.dsn(SUPERUSER), autocommit=True) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS raw (id int, body bytea)")
        ours(entry, 0.5)
        pairs = [(ours(entry, SECONDS), raw(server, SECONDS)) for _ in range(rounds)]
    return spread(pairs, unit="events/s")


def _asks(until: float) -> Iterator[Ask]:
    while time.perf_counter() < until:
        stream = uuid4()
        now, name = datetime(2026, 3, 2, 2, 0, tzinfo=UTC), str(stream)
        filed = File(case=name, number=f"B-{name}", matter="six", place="1", channel="online")
        yield Ask("bench", CASE, stream, filed, ACTOR, now)
        for step in range(1, STEPS + 1):
            now += timedelta(hours=1)
            yield Ask("bench", CASE, stream, Complete(task=f"step-{step}:{step}"), ACTOR, now)


def ours(entry: Door, seconds: float) -> float:
    """Return events a second that are durable, whole cases after whole cases."""
    begun = time.perf_counter()
    events = 0
    for answer in batch(entry, _asks(begun + seconds), at_once=ASKS_A_COMMIT):
        assert isinstance(answer, Done), answer
        events += len(answer.events)
    return events / (time.perf_counter() - begun)


def raw(server: Server, seconds: float) -> float:
    """Return raw rows a second."""
    body, rows = os.urandom(ROW_BYTES - 8), 0
    with psycopg.connect(server.dsn(SUPERUSER), autocommit=True) as connection:
        begun = time.perf_counter()
        while time.perf_counter() - begun < seconds:
            with (
                connection.transaction(),
                connection.cursor() as cursor,
                cursor.copy("COPY raw (id, body) FROM STDIN (FORMAT BINARY)") as copy,
            ):
                copy.set_types(["int4", "bytea"])
                for number in range(PER_COMMIT):
                    copy.write_row((number, body))
            rows += PER_COMMIT
        return rows / (time.perf_counter() - begun)
