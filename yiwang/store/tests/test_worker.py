"""The worker's round: leaves, checkpoints, timers, relays and old keys, each on its own feet."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from yiwang.kernel import commands as c
from yiwang.kernel.access import system
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.tests.small_city import staff
from yiwang.store import timers
from yiwang.store.cases import CASE
from yiwang.store.connect import lend
from yiwang.store.execute import Ask
from yiwang.store.packs import publish_archive
from yiwang.store.relay import Leaf, Relay, run_relay
from yiwang.store.sequencer import sequence
from yiwang.store.tests.small_store import CITY, OTHER, Store, file_command
from yiwang.store.timers import sweep
from yiwang.store.worker import Worker


class Crash(Exception):
    """The world fails here."""


def serve(store: Store, *cities: str) -> None:
    with lend(store.door.pool) as connection:
        for city in cities:
            publish_archive(connection, city, name="small", digest="00", archive=b"0", now=store.now)


def worker(store: Store, relays: Sequence[Relay] = ()) -> Worker:
    return Worker(store.door, lambda: store.now, relays)


# Timers -------------------------------------------------------------------------------------------


def test_a_case_nobody_accepts_is_deemed_accepted_when_its_time_is_up(store: Store) -> None:
    stream = store.file().stream
    store.must(stream, c.Receive(), staff("window", "hall"))
    assert sweep(store.door, CITY, store.now) == 0

    store.pass_time(days=10)
    assert sweep(store.door, CITY, store.now) == 1

    with store.as_superuser() as connection:
        row = connection.execute("SELECT phase, late FROM case_row").fetchone()
        actors = connection.execute("SELECT body FROM event ORDER BY seq DESC LIMIT 1").fetchone()
    assert row == ("accepted", True)
    assert actors is not None
    assert b'"actor":"system:timers"' in bytes(actors[0])


def test_a_timer_that_was_seen_to_does_not_ring_again(store: Store) -> None:
    stream = store.file().stream
    store.must(stream, c.Receive(), staff("window", "hall"))
    store.pass_time(days=10)
    sweep(store.door, CITY, store.now)
    before = store.counts()

    assert sweep(store.door, CITY, store.now) == 0
    assert store.counts() == before


def test_a_case_that_cannot_be_ticked_holds_up_no_other(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(timers, "AT_ONCE", 2)
    streams = [store.file().stream for _ in range(5)]
    for stream in streams:
        store.must(stream, c.Receive(), staff("window", "hall"))
        store.pass_time(minutes=1)
    store.pass_time(days=10)
    with store.as_superuser() as connection:
        connection.execute("UPDATE case_row SET state = 'not a case' WHERE id = %s", [streams[0]])

    assert sweep(store.door, CITY, store.now) == 4

    with store.as_superuser() as connection:
        accepted = connection.execute("SELECT id FROM case_row WHERE phase = 'accepted'").fetchall()
    assert {row[0] for row in accepted} == set(streams[1:])
    assert str(streams[0]) in caplog.text


# Relays -------------------------------------------------------------------------------------------


def child_of(leaf: Leaf) -> UUID:
    return UUID(int=leaf.stream.int + (1 << 64))


def open_child(leaf: Leaf, now: datetime) -> list[Ask]:
    """When a case is accepted, open another for the same place."""
    if leaf.entry.type != "case.accepted":
        return []
    child = child_of(leaf)
    command = file_command(child, number=f"child-{child.hex[-6:]}", applicant="")
    return [Ask(leaf.city, CASE, child, command, system("wiring"), now)]


OPENER = Relay("open-child", open_child)


def leaves_of(store: Store) -> None:
    with lend(store.door.pool) as connection:
        sequence(connection, CITY)


def relay_all(store: Store, relay: Relay) -> None:
    while run_relay(store.door, CITY, relay, store.now):
        continue


def test_a_relay_asks_of_another_case_what_the_first_one_wants(store: Store) -> None:
    done = store.accepted()
    leaves_of(store)
    relay_all(store, OPENER)

    assert store.count("case_row") == 2
    relay_all(store, OPENER)
    assert store.count("case_row") == 2
    assert done.seq == 4


@pytest.mark.parametrize("point", ["relayed", "locked", "decided", "written", "committed"])
def test_a_relay_that_fails_anywhere_does_it_again_and_only_once(store: Store, point: str) -> None:
    store.accepted()
    store.accepted()
    leaves_of(store)
    times = iter(range(3))

    def twice() -> None:
        if next(times, 9) < 2:
            raise Crash

    failing = store.with_faults({point: twice})
    crashes = 0
    for _ in range(4):
        try:
            relay_all(failing, OPENER)
        except Crash:
            crashes += 1

    assert crashes == 2
    assert store.count("case_row") == 4
    with store.as_superuser() as connection:
        assert connection.execute("SELECT position FROM relay_cursor").fetchall() == [(8,)]


def test_a_relay_goes_on_after_a_refusal_and_tells_of_it(store: Store) -> None:
    told: list[str] = []

    def withdraw(leaf: Leaf, now: datetime) -> list[Ask]:
        return [Ask(leaf.city, CASE, leaf.stream, c.Forward(), system("wiring"), now)]

    def refused(leaf: Leaf, ask: Ask, refusal: Refusal) -> None:
        told.append(refusal.code)

    store.file()
    store.file()
    leaves_of(store)
    relay_all(store, Relay("forward", withdraw, refused))
    assert told == ["case.not-received"] * 2


def test_a_relay_sees_the_event_as_its_kind_reads_it(store: Store) -> None:
    seen: list[tuple[int, str, str]] = []

    def look(leaf: Leaf, now: datetime) -> list[Ask]:
        event = leaf.event()
        seen.append((leaf.position, event.type, event.data.phase))
        return []

    store.accepted()
    leaves_of(store)
    relay_all(store, Relay("look", look))
    assert [row[0] for row in seen] == [0, 1, 2, 3]
    assert [row[1] for row in seen] == ["case.filed", "case.received", "case.forwarded", "case.accepted"]


# The round ----------------------------------------------------------------------------------------


def test_one_round_gives_leaves_and_a_checkpoint_and_runs_relays(store: Store) -> None:
    serve(store, CITY)
    store.accepted()
    busy = worker(store, [OPENER])
    busy.round()
    assert (store.count("leaf"), store.count("checkpoint")) == (4, 1)
    assert store.count("case_row") == 2

    store.pass_time(seconds=1)
    busy.round()
    assert (store.count("leaf"), store.count("checkpoint")) == (5, 1)

    store.pass_time(minutes=1)
    busy.round()
    assert store.count("checkpoint") == 2


def test_what_fails_in_one_city_stops_neither_the_other_nor_the_rest(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    serve(store, OTHER, CITY)
    store.file(secrets={"name": "张三丰"})
    store.file(city=OTHER, secrets={"name": "张三丰"})

    def fails(leaf: Leaf, now: datetime) -> list[Ask]:
        if leaf.city == OTHER:
            raise ValueError(f"张三丰 {leaf.entry}")
        return []

    with caplog.at_level(logging.INFO):
        worker(store, [Relay("first", fails), OPENER]).round()

    assert store.count("checkpoint") == 2
    assert "relay first of othercity failed: ValueError" in caplog.text
    assert "张三丰" not in caplog.text


def test_a_key_is_forgotten_after_ninety_days_and_not_before(store: Store) -> None:
    serve(store, CITY)
    store.file(key="k1")
    with store.as_superuser() as connection:
        connection.execute("UPDATE command_key SET at = %s", [store.now])
    store.pass_time(days=90)
    worker(store).round()
    assert store.count("command_key") == 1

    store.pass_time(seconds=1)
    worker(store).round()
    assert store.count("command_key") == 0


def test_the_loop_works_until_it_is_told_to_stop(store: Store) -> None:
    serve(store, CITY)
    store.file()
    stop, rounds = threading.Event(), []

    def clock() -> datetime:
        rounds.append(1)
        if len(rounds) == 3:
            stop.set()
        return store.now + timedelta(seconds=len(rounds))

    Worker(store.door, clock).run(stop, seconds=0)
    assert len(rounds) == 3
    assert store.count("leaf") == 1


def test_a_lost_database_does_not_end_the_loop(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    serve(store, CITY)
    busy = worker(store)
    store.door.pool.close()
    busy.round()
    assert "list of * failed" in caplog.text
