"""Groups of a batch that are decided while the one before is written: nothing is kept that was not so."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from yiwang.kernel import commands as c
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.tests.small_city import resident, staff
from yiwang.store.batch import batch
from yiwang.store.execute import Ask, Done
from yiwang.store.tests.small_store import Store, file_command, new_stream
from yiwang.store.tests.test_batch import Crash, whole_case
from yiwang.store.verify import verify


def until_kept(store: Store, cases: int) -> None:
    """Wait until the first group is committed, and with it the second one read."""
    end = time.monotonic() + 30
    while store.counts()["case_row"] < cases:
        assert time.monotonic() < end, store.counts()
        time.sleep(0.01)


def filed(store: Store, stream: Any) -> Ask:
    return store.ask(stream, file_command(stream), resident())


@pytest.mark.parametrize("at_once", [1, 2, 3, 4, 7])
def test_a_case_goes_on_from_group_to_group_as_within_one(store: Store, at_once: int) -> None:
    answers = list(batch(store.door, whole_case(store) + whole_case(store), at_once=at_once))

    assert [type(answer) for answer in answers] == [Done, Done, Refusal, Done, Done] * 2
    assert [answer.seq for answer in answers if isinstance(answer, Done)] == [1, 2, 3, 4] * 2
    assert store.counts() == {"case_row": 2, "task_row": 2, "event": 8, "command_key": 8, "vault": 2}
    report = verify(store.database.owner, store.keyring)
    assert report.exit_code == 0, [problem.en for problem in report.problems]


def test_a_case_changed_by_another_after_it_was_read_is_decided_anew(store: Store) -> None:
    """While the asks of a third group are awaited, somebody receives the case of the second."""
    case, first, third = store.file().stream, new_stream(), new_stream()

    def asks() -> Iterator[Ask]:
        yield filed(store, first)
        yield store.ask(case, c.Forward(), staff("window", "hall"))
        until_kept(store, 2)
        store.must(case, c.Receive(), staff("window", "hall"))
        yield filed(store, third)

    answers = list(batch(store.door, asks(), at_once=1))

    assert [answer.seq for answer in answers if isinstance(answer, Done)] == [1, 3, 1]
    assert verify(store.database.owner, store.keyring).exit_code == 0


def test_a_case_begun_by_another_after_it_was_missed_is_not_begun_again(store: Store) -> None:
    first, second, third = new_stream(), new_stream(), new_stream()

    def asks() -> Iterator[Ask]:
        yield filed(store, first)
        yield filed(store, second)
        until_kept(store, 1)
        store.pass_time(hours=1)
        store.file(second)
        yield filed(store, third)

    answers = list(batch(store.door, asks(), at_once=1))

    assert [getattr(answer, "code", "done") for answer in answers] == ["done", "case.exists", "done"]
    assert verify(store.database.owner, store.keyring).exit_code == 0


def test_a_key_used_by_another_meanwhile_is_not_used_again(store: Store) -> None:
    case, first, third = store.file().stream, new_stream(), new_stream()

    def asks() -> Iterator[Ask]:
        yield filed(store, first)
        yield store.ask(case, c.Receive(), staff("window", "hall"), key="once")
        until_kept(store, 2)
        store.must(case, c.Receive(), staff("window", "hall"), key="once")
        yield filed(store, third)

    answers = [answer for answer in batch(store.door, asks(), at_once=1) if isinstance(answer, Done)]

    assert [answer.repeated for answer in answers] == [False, True, False]
    assert store.counts()["event"] == 4


def test_who_reads_the_answers_may_use_the_one_door_on_cases_of_the_next_group(store: Store) -> None:
    streams = [new_stream() for _ in range(4)]
    told = 0
    for answer in batch(store.door, [filed(store, stream) for stream in streams], at_once=1):
        assert isinstance(answer, Done)
        told += 1
        if told < len(streams):
            store.do(streams[told], c.Receive(), staff("window", "hall"))

    assert told == 4
    assert verify(store.database.owner, store.keyring).exit_code == 0


def test_asks_that_break_off_are_carried_out_up_to_there(store: Store) -> None:
    streams = [new_stream() for _ in range(4)]

    def asks() -> Iterator[Ask]:
        for stream in streams:
            yield filed(store, stream)
        raise Crash

    told = []
    with pytest.raises(Crash):
        told += batch(store.door, asks(), at_once=2)

    assert store.counts()["case_row"] == 4


def test_answers_are_told_before_the_failure_of_the_next_group(store: Store) -> None:
    streams = [new_stream() for _ in range(3)]
    times = iter(range(9))

    def third_time() -> None:
        if next(times) == 2:
            raise Crash

    told = []
    with pytest.raises(Crash):
        for answer in batch(
            store.with_faults({"decided": third_time}).door,
            [filed(store, stream) for stream in streams],
            at_once=1,
        ):
            told.append(answer.stream if isinstance(answer, Done) else None)

    assert told == streams[:2]
    assert store.counts()["case_row"] == 2


def test_who_stops_listening_leaves_the_door_as_it_was(store: Store) -> None:
    for _ in range(6):  # more often than there are connections
        answers = batch(store.door, [filed(store, new_stream()) for _ in range(6)], at_once=2)
        next(answers)
        answers.close()

    assert isinstance(store.file(), Done)
    assert verify(store.database.owner, store.keyring).exit_code == 0
