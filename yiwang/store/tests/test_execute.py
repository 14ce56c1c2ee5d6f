"""The one door: all or nothing, once, and in two round trips."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import msgspec
import psycopg
import pytest

from yiwang.kernel import commands as c
from yiwang.kernel import ledger
from yiwang.kernel.parts import Sealed
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.tests.small_city import resident, staff
from yiwang.store.cases import CASE
from yiwang.store.connect import Connection
from yiwang.store.execute import Done, Door, execute
from yiwang.store.recent import Recent
from yiwang.store.tests.small_store import CITY, Store, file_command, new_stream
from yiwang.store.tests.tracing import round_trips


class Crash(Exception):
    """The world fails here."""


def crash() -> None:
    raise Crash


def test_a_case_goes_from_filing_to_acceptance_and_leaves_its_row_task_and_entries(store: Store) -> None:
    done = store.accepted()

    assert done.state.phase == "accepted"
    assert store.counts() == {"case_row": 1, "task_row": 1, "event": 4, "command_key": 0, "vault": 1}


def test_a_refusal_has_a_code_and_writes_nothing(store: Store) -> None:
    stream = store.file().stream
    before = store.counts()

    answer = store.do(stream, c.Accept(), resident(), key="k1", secrets={"reason": "张三丰"})

    assert isinstance(answer, Refusal)
    assert answer.code == "access.denied"
    assert store.counts() == before


def test_the_entries_of_a_stream_are_a_chain_from_its_own_beginning(store: Store) -> None:
    done = store.accepted()
    with store.as_superuser() as connection:
        rows = connection.execute("SELECT seq, body, hash FROM event ORDER BY seq").fetchall()
        head = connection.execute("SELECT seq, head FROM case_row").fetchone()

    assert [row[0] for row in rows] == [1, 2, 3, 4]
    beginning = ledger.genesis(CITY, f"case/{done.stream}")
    assert ledger.first_break(beginning, [(row[1], row[2]) for row in rows]) is None
    assert head == (4, rows[-1][2]) == (done.seq, done.head)


def test_no_entry_holds_what_people_told_in_confidence(store: Store) -> None:
    stream = store.file(secrets={"name": "张三丰"}).stream
    store.must(stream, c.Receive(), staff("window", "hall"))
    items = c.AskCorrection(items=("name",))
    store.must(stream, items, staff("window", "hall"), secrets={"reason": "身份证号 430602199001011234"})
    with store.as_superuser() as connection:
        bodies = b"".join(row[0] for row in connection.execute("SELECT body FROM event").fetchall())
        states = b"".join(row[0] for row in connection.execute("SELECT state FROM case_row").fetchall())
        boxes = b"".join(row[0] + row[1] for row in connection.execute("SELECT wrapped, box FROM vault"))

    for kept in (bodies, states, boxes):
        for secret in ("张三丰", "430602199001011234"):
            assert secret.encode() not in kept
            assert secret.encode("unicode_escape") not in kept


# Asked twice ------------------------------------------------------------------------------------


def test_the_same_key_gets_the_first_answer_and_nothing_is_done_twice(store: Store) -> None:
    stream = new_stream()
    first = store.file(stream, key="k1")
    store.must(stream, c.Receive(), staff("window", "hall"))
    before = store.counts()

    again = store.file(stream, key="k1")

    assert again.repeated
    assert (again.seq, again.head) == (first.seq, first.head) == (1, first.head)
    assert store.counts() == before


def test_a_key_used_for_another_case_is_refused(store: Store) -> None:
    store.file(key="k1")

    answer = store.do(other := new_stream(), file_command(other), resident(), key="k1")

    assert isinstance(answer, Refusal)
    assert answer.code == "store.key-reused"
    assert store.count("case_row") == 1


def test_the_same_key_in_another_city_is_another_key(store: Store) -> None:
    store.file(key="k1")
    stream = new_stream()

    assert not store.file(stream, key="k1", city="othercity").repeated


def all_at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """Run every call in a thread of its own, started together. Returns answers in order."""
    gate = threading.Barrier(len(calls))
    answers: list[Any] = [None] * len(calls)

    def run(number: int) -> None:
        gate.wait()
        try:
            answers[number] = calls[number]()
        except Exception as error:  # the test looks at it
            answers[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


@pytest.mark.parametrize("key", ["k1", None])
def test_two_who_file_the_same_case_at_the_same_moment_file_it_once(store: Store, key: str | None) -> None:
    for _ in range(5):
        stream = new_stream()
        both_decided, first_two = threading.Barrier(2), iter(range(2))

        def wait(gate: threading.Barrier = both_decided, tickets: Iterator[int] = first_two) -> None:
            if next(tickets, None) is not None:
                gate.wait(10)

        slow = store.with_faults({"decided": wait})
        this_key = key and f"{key}-{stream}"
        ask = slow.ask(stream, file_command(stream), resident(), key=this_key)
        answers = all_at_once([lambda d=slow.door, a=ask: execute(d, a)] * 2)

        if key:
            assert sorted(answer.repeated for answer in answers) == [False, True]
            assert len({answer.head for answer in answers}) == 1
        else:
            assert sorted(type(answer).__name__ for answer in answers) == ["Done", "Refusal"]
            assert "case.exists" in {getattr(answer, "code", "") for answer in answers}
    assert store.count("case_row") == store.count("event") == 5


def test_two_who_act_on_one_case_with_one_key_at_the_same_moment_act_once(store: Store) -> None:
    stream = store.file().stream
    ask = store.ask(stream, c.Receive(), staff("window", "hall"), key="once")

    answers = all_at_once([lambda: execute(store.door, ask)] * 3)

    assert sorted(answer.repeated for answer in answers) == [False, True, True]
    assert store.count("event") == 2


def test_one_key_on_two_cases_at_the_same_moment_is_used_for_one_of_them(store: Store) -> None:
    streams = [new_stream(), new_stream()]
    asks = [store.ask(one, file_command(one), resident(), key="same") for one in streams]

    answers = all_at_once([lambda a=ask: execute(store.door, a) for ask in asks])

    assert sorted(type(answer).__name__ for answer in answers) == ["Done", "Refusal"]
    assert store.count("case_row") == 1


# The world fails --------------------------------------------------------------------------------


@pytest.mark.parametrize("point", ["locked", "decided", "written"])
def test_a_failure_before_the_commit_leaves_nothing(store: Store, point: str) -> None:
    stream = new_stream()
    with pytest.raises(Crash):
        store.with_faults({point: crash}).file(stream, key="k1")
    assert set(store.counts().values()) == {0}

    assert not store.file(stream, key="k1").repeated


@pytest.mark.parametrize("point", ["locked", "decided", "written"])
def test_a_failure_in_the_middle_of_a_case_leaves_it_as_it_was(store: Store, point: str) -> None:
    done = store.accepted()
    before = store.counts()
    complete = c.Complete(task=done.state.tasks[0].id)
    with pytest.raises(Crash):
        store.with_faults({point: crash}).must(done.stream, complete, staff("inspector"), key="k2")
    assert store.counts() == before

    assert store.must(done.stream, complete, staff("inspector"), key="k2").seq == 5


def test_a_failure_after_the_commit_leaves_everything_and_the_key_finds_it(store: Store) -> None:
    stream = new_stream()
    with pytest.raises(Crash):
        store.with_faults({"committed": crash}).file(stream, key="k1")
    assert store.counts() == {"case_row": 1, "task_row": 1, "event": 1, "command_key": 1, "vault": 1}

    assert store.file(stream, key="k1").repeated


def test_a_connection_that_died_in_the_pool_is_noticed_and_the_command_carried_out(store: Store) -> None:
    stream = store.file().stream
    with store.as_superuser() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE usename = 'yiwang_app' AND datname = current_database()"
        )

    assert store.must(stream, c.Receive(), staff("window", "hall")).seq == 2


def test_a_connection_lost_before_the_commit_raises_and_leaves_nothing(store: Store) -> None:
    def end_all() -> None:
        with store.as_superuser() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE usename = 'yiwang_app' AND datname = current_database()"
            )

    with pytest.raises(psycopg.OperationalError):
        store.with_faults({"decided": end_all}).file(key="k1")

    assert set(store.counts().values()) == {0}


# Round trips ------------------------------------------------------------------------------------


class OneConnection:
    """A pool of a single known connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def getconn(self, timeout: float | None = None) -> Connection:
        """Lend it."""
        return self._connection

    def putconn(self, connection: Connection) -> None:
        """Leave it as it is."""


def test_a_command_takes_two_round_trips_and_a_refusal_no_more(store: Store) -> None:
    with store.door.pool.connection() as connection:
        door: Door = replace(store.door, pool=OneConnection(connection))  # type: ignore[arg-type]
        stream = new_stream()
        filing = store.ask(stream, file_command(stream), resident(), key="k1", secrets={"name": "张三丰"})
        receive = store.ask(stream, c.Receive(), staff("window", "hall"), key="k2")
        refused = store.ask(stream, c.Accept(), resident(), key="k3")
        for ask, answered in ((filing, Done), (receive, Done), (refused, Refusal)):
            turns, answer = round_trips(connection, lambda a=ask: execute(replace(door, recent=Recent()), a))
            assert isinstance(answer, answered)
            assert turns == 2

        turns, _ = round_trips(connection, lambda: connection.execute("SELECT 1").fetchone())
        assert turns == 1


def test_a_command_on_a_case_that_the_process_knows_takes_one_round_trip(store: Store) -> None:
    with store.door.pool.connection() as connection:
        door: Door = replace(store.door, pool=OneConnection(connection))  # type: ignore[arg-type]
        earlier, stream = new_stream(), new_stream()
        first = store.ask(earlier, file_command(earlier), resident(), key="k0")
        filing = store.ask(stream, file_command(stream), resident(), key="k1")
        receive = store.ask(stream, c.Receive(), staff("window", "hall"), key="k2")
        execute(door, first)  # a connection's first has the call prepared
        for ask in (filing, receive):
            turns, answer = round_trips(connection, lambda a=ask: execute(door, a))
            assert isinstance(answer, Done)
            assert turns == 1
    assert store.counts() == {"case_row": 2, "task_row": 2, "event": 3, "command_key": 3, "vault": 0}
    with store.as_superuser() as connection:
        row = connection.execute("SELECT seq, head FROM case_row WHERE id = %s", [stream]).fetchone()
    assert row == (answer.seq, answer.head)


# What a process knows ------------------------------------------------------------------------------


@pytest.fixture
def other(store: Store) -> Store:
    """Another process of the same city, which knows nothing of what this one does."""
    return store.with_faults(None)


def test_what_another_process_did_meanwhile_is_found_and_decided_on(store: Store, other: Store) -> None:
    stream = store.file(key="k1").stream
    store.must(stream, c.Receive(), staff("window", "hall"), key="k2")
    other.must(stream, c.Forward(), staff("window", "hall"), key="k3")

    late = store.do(stream, c.Forward(), staff("window", "hall"), key="k4")  # known: received, not forwarded
    assert isinstance(late, Refusal)
    assert store.must(stream, c.Accept(), staff("officer"), key="k5").seq == 4
    assert store.count("command_key") == 4


def test_a_case_of_the_same_length_but_another_history_is_not_taken_for_the_one_known(store: Store) -> None:
    stream = store.file(key="k1").stream
    store.must(stream, c.Receive(), staff("window", "hall"), key="k2")
    known = store.door.recent.of(CITY, CASE, stream)
    assert known is not None
    store.door.recent.keep(CITY, CASE, stream, msgspec.structs.replace(known, head=b"\0" * 32))

    done = store.must(stream, c.Forward(), staff("window", "hall"), key="k3")

    with store.as_superuser() as connection:
        rows = connection.execute("SELECT body, hash FROM event ORDER BY seq").fetchall()
    assert ledger.first_break(ledger.genesis(CITY, f"case/{stream}"), rows) is None
    assert rows[-1][1] == done.head


def test_what_a_process_knows_shows_nobody_a_case_that_is_not_theirs(store: Store) -> None:
    stream = store.file(key="k1").stream
    store.must(stream, c.Receive(), staff("window", "hall"), key="k2")
    before = store.counts()

    answer = store.do(stream, c.Withdraw(), resident("somebody-else"), key="k3")

    assert isinstance(answer, Refusal)
    assert answer.code == "case.unknown"
    assert store.counts() == before


def test_a_key_known_already_is_found_by_a_process_that_knows_the_case(
    store: Store,
) -> None:
    stream = new_stream()
    first = store.file(stream, key="k1", secrets={})
    assert store.file(stream, key="k1", secrets={}).repeated
    receive = store.must(stream, c.Receive(), staff("window", "hall"), key="k2")
    again = store.must(stream, c.Receive(), staff("window", "hall"), key="k2")
    assert again.repeated
    assert (first.seq, receive.seq, again.seq, again.head) == (1, 2, 2, receive.head)
    assert store.count("event") == 2


def test_many_who_act_on_one_case_that_each_knows_act_one_after_the_other(store: Store) -> None:
    stream = store.accepted().stream
    doors = [store.with_faults(None) for _ in range(4)]
    words = c.Comment(sealed={"comment": Sealed(mac="0" * 64, vault="v1")})
    comments = [
        (one, one.ask(stream, words, staff("officer"), key=f"{number}-{turn}"))
        for turn in range(5)
        for number, one in enumerate(doors)
    ]
    before = store.count("event")

    answers = all_at_once([lambda d=one.door, a=ask: execute(d, a) for one, ask in comments])

    assert all(isinstance(answer, Done) and not answer.repeated for answer in answers), answers
    assert store.count("event") == before + 20
    with store.as_superuser() as connection:
        rows = connection.execute("SELECT body, hash FROM event ORDER BY seq").fetchall()
    assert ledger.first_break(ledger.genesis(CITY, f"case/{stream}"), rows) is None
