"""One client through the one door, over plain single-row commits of the same PostgreSQL.

Ours: a task completed: row locked, rules decided, row, event, key and inbox written, committed.
Other: `UPDATE … SET n = n + 1 WHERE id = 1`, committed, on the same server with the same durability.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg

from bench.database import door, running
from bench.rounds import spread
from bench.six_steps import STEPS
from yiwang.kernel.access import system
from yiwang.kernel.commands import Complete, File
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, Door, execute
from yiwang.store.postgres import SUPERUSER, Server

SECONDS = 3.0
ACTOR = system("bench")


def measure(rounds: int = 5) -> dict[str, Any]:
    """Return commands a second (`ours`) and plain commits a second (`other`), interleaved."""
    with running() as server, door(server) as entry:
        _plain_table(server)
        ours(entry, 0.5)
        pairs = [(ours(entry, SECONDS), plain(server, SECONDS)) for _ in range(rounds)]
    return spread(pairs, unit="commits/s")


def ours(entry: Door, seconds: float) -> float:
    """Return commands a second: cases filed and each of their steps completed, one commit each."""
    done, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        stream = uuid4()
        now = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
        state = _must(entry, stream, _file(stream), now)
        for _ in range(STEPS):
            now += timedelta(hours=1)
            state = _must(entry, stream, Complete(task=state.tasks[0].id), now)
        done += STEPS + 1
    return done / (time.perf_counter() - begun)


def _file(stream: UUID) -> File:
    return File(case=str(stream), number=f"B-{stream}", matter="six", place="1", channel="online")


def _must(entry: Door, stream: UUID, command: Any, now: datetime) -> Any:
    answer = execute(entry, Ask("bench", CASE, stream, command, ACTOR, now, key=uuid4().hex))
    assert isinstance(answer, Done), answer
    return answer.state


def _plain_table(server: Server) -> None:
    with psycopg.connect(server.dsn(SUPERUSER), autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS plain (id int PRIMARY KEY, n bigint)")
        connection.execute("INSERT INTO plain VALUES (1, 0) ON CONFLICT DO NOTHING")


def plain(server: Server, seconds: float) -> float:
    """Return plain single-row commits a second."""
    done = 0
    with psycopg.connect(server.dsn(SUPERUSER), autocommit=True, prepare_threshold=1) as connection:
        begun = time.perf_counter()
        while time.perf_counter() - begun < seconds:
            connection.execute("UPDATE plain SET n = n + 1 WHERE id = %s", (1,))
            done += 1
        return done / (time.perf_counter() - begun)
