"""Nothing is left out, doubled or out of order, however transactions lie across one another."""

from __future__ import annotations

import random
import time
from collections import Counter
from typing import Any
from uuid import UUID

import psycopg
import pytest

from yiwang.kernel.access import system
from yiwang.kernel.ledger import Frontier, leaf_hash
from yiwang.store.sequencer import sequence
from yiwang.store.tests.small_store import CITY, MORNING, Store
from yiwang.store.wall import OPEN, opening

INSERT = (
    "INSERT INTO event (city, stream, seq, kind, at, body, hash)"
    " VALUES (%s, %s, %s, 'case', %s, 'x', sha256(%s::text::bytea))"
)


class Crash(Exception):
    """The sequencer fails here."""


class Writer:
    """A transaction that writes entries, for as long as it likes."""

    def __init__(self, store: Store) -> None:
        self.connection = psycopg.connect(store.database.app)
        self.connection.execute(OPEN, opening(CITY, system("import"), door=True))
        self.connection.execute("SELECT pg_current_xact_id()")
        self.streams: set[int] = set()

    def write(self, stream: int, seq: int) -> None:
        """Write one entry."""
        self.connection.execute(INSERT, (CITY, UUID(int=stream), seq, MORNING, f"{stream}/{seq}"))
        self.streams.add(stream)

    def end(self, *, keep: bool = True) -> None:
        """Commit, or let it be as if it never was."""
        if keep:
            self.connection.commit()
        self.connection.close()


@pytest.fixture
def app(store: Store) -> Any:
    with psycopg.connect(store.database.app, autocommit=True) as connection:
        yield connection


def leaves(store: Store) -> list[tuple[int, int, int, bytes]]:
    with store.as_superuser() as connection:
        found = connection.execute(
            "SELECT position, stream, seq, hash FROM leaf ORDER BY position"
        ).fetchall()
    return [(position, stream.int, seq, digest) for position, stream, seq, digest in found]


def assert_whole(store: Store, written: Counter[int]) -> None:
    """Positions are dense, each entry has one leaf, streams are in order, the edge fits the leaves."""
    found = leaves(store)
    assert [row[0] for row in found] == list(range(len(found)))
    for stream, count in written.items():
        assert [row[2] for row in found if row[1] == stream] == list(range(1, count + 1))
    assert len(found) == sum(written.values())
    frontier = Frontier()
    for _, stream, seq, digest in found:
        frontier.add(leaf_hash(f"case/{UUID(int=stream)}", seq, digest))
    with store.as_superuser() as connection:
        edge = connection.execute("SELECT size, peaks FROM tree_edge").fetchone()
    assert edge == (frontier.size, frontier.peaks)


def test_a_writer_that_takes_long_holds_nobody_up(store: Store, app: Any) -> None:
    slow, quick = Writer(store), Writer(store)
    slow.write(1, 1)
    quick.write(2, 1)
    quick.end()
    assert sequence(app, CITY) == 1
    assert sequence(app, CITY) == 0
    slow.end()
    assert sequence(app, CITY) == 1
    assert_whole(store, Counter({1: 1, 2: 1}))


def test_a_batch_that_began_early_comes_after_what_it_continues(store: Store, app: Any) -> None:
    batch, hanging, quick = Writer(store), Writer(store), Writer(store)
    quick.write(7, 1)
    quick.end()
    batch.write(7, 2)
    batch.end()

    for _ in range(3):
        sequence(app, CITY, at_once=1)
    hanging.end()
    sequence(app, CITY)

    assert_whole(store, Counter({7: 2}))


@pytest.mark.parametrize("seed", range(4))
def test_whatever_order_transactions_come_in_every_entry_gets_one_leaf_in_its_streams_order(
    store: Store, app: Any, seed: int
) -> None:
    dice = random.Random(seed)
    written: Counter[int] = Counter()
    open_writers: list[Writer] = []
    locked: dict[int, Writer] = {}

    def fail() -> None:
        if dice.random() < 0.3:
            raise Crash

    for _ in range(250):
        act = dice.random()
        if act < 0.15 and len(open_writers) < 6:
            open_writers.append(Writer(store))
        elif act < 0.65 and open_writers:
            writer, stream = dice.choice(open_writers), dice.randrange(1, 9)
            if locked.setdefault(stream, writer) is writer:  # one command locks one stream
                written[stream] += 1
                writer.write(stream, written[stream])
        elif act < 0.85 and open_writers:
            writer = open_writers.pop(dice.randrange(len(open_writers)))
            writer.end()
            locked = {stream: by for stream, by in locked.items() if by is not writer}
        else:
            try:
                sequence(app, CITY, {"sequenced": fail}, at_once=dice.choice((1, 3, 1000)))
            except Crash:
                continue
    for writer in open_writers:
        writer.end()
    # A transaction of any database of the server, another test's too, holds younger entries back.
    for _ in range(600):
        if not sequence(app, CITY, at_once=7):
            if len(leaves(store)) == sum(written.values()):
                break
            time.sleep(0.05)
    assert sum(written.values()) >= 40
    assert_whole(store, written)


def test_what_was_rolled_back_never_gets_a_leaf(store: Store, app: Any) -> None:
    writer = Writer(store)
    writer.write(1, 1)
    writer.end(keep=False)
    assert sequence(app, CITY) == 0
    assert leaves(store) == []


def test_two_sequencers_of_one_city_never_work_at_once(store: Store, app: Any) -> None:
    store.file()
    answers = []

    def meanwhile() -> None:
        with psycopg.connect(store.database.app, autocommit=True) as other:
            answers.append(sequence(other, CITY))

    assert sequence(app, CITY, {"sequenced": meanwhile}) == 1
    assert answers == [0]
    assert store.count("leaf") == 1


def test_an_idle_city_is_not_written_to(store: Store, app: Any) -> None:
    store.file()
    with store.as_superuser() as connection:

        def written() -> object:
            return connection.execute("SELECT xmin::text FROM tree_edge").fetchone()

        for _ in range(200):  # other tests' transactions hold the window back for a while
            before = written()
            sequence(app, CITY)
            if before is not None and written() == before:
                return
    raise AssertionError("the edge is written again and again")
