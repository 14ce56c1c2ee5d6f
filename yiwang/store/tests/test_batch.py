"""The batch door: the same rules, many commands, one commit; it keeps to everything the one door keeps to."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from yiwang.kernel import commands as c
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.tests.small_city import resident, staff
from yiwang.store.batch import batch
from yiwang.store.execute import Ask, Done, execute
from yiwang.store.tests.small_store import CITY, Store, file_command, new_stream


class Crash(Exception):
    """The world fails here."""


def crash() -> None:
    raise Crash


def whole_case(store: Store) -> list[Ask]:
    """What one case is asked, in order; the third is refused."""
    stream = new_stream()
    window, officer = staff("window", "hall"), staff("officer")
    steps: list[tuple[Any, Any, dict[str, str]]] = [
        (file_command(stream), resident(), {"name": "张三丰"}),
        (c.Receive(), window, {}),
        (c.Accept(), resident(), {}),
        (c.Forward(), window, {}),
        (c.Accept(), officer, {}),
    ]
    return [
        store.ask(stream, command, actor, secrets=secrets, key=f"{stream}/{number}")
        for number, (command, actor, secrets) in enumerate(steps)
    ]


def test_a_batch_writes_what_the_one_door_would(store: Store) -> None:
    asks = whole_case(store) + whole_case(store)
    answers = list(batch(store.door, asks))

    assert [type(answer) for answer in answers] == [Done, Done, Refusal, Done, Done] * 2
    assert store.counts() == {"case_row": 2, "task_row": 2, "event": 8, "command_key": 8, "vault": 2}


def test_a_batch_asked_again_gets_its_first_answers_and_does_nothing(store: Store) -> None:
    asks = whole_case(store)
    first = list(batch(store.door, asks))
    before = store.counts()

    again = list(batch(store.door, asks, at_once=2))

    assert store.counts() == before
    for one, other in zip(first, again, strict=True):
        assert type(one) is type(other)
        if isinstance(one, Done) and isinstance(other, Done):
            assert other.repeated
            assert (one.seq, one.head) == (other.seq, other.head)


def test_a_key_of_another_case_is_refused_in_a_batch_too(store: Store) -> None:
    store.file(key="k1")
    streams = [new_stream(), new_stream()]
    asks = [
        store.ask(one, file_command(one), resident(), key=key)
        for one, key in zip(streams, ("k1", "k2"), strict=True)
    ]
    asks.append(store.ask(streams[0], file_command(streams[0]), resident(), key="k2"))

    answers = list(batch(store.door, asks))

    assert [getattr(answer, "code", "done") for answer in answers] == [
        "store.key-reused",
        "done",
        "store.key-reused",
    ]


@pytest.mark.parametrize("point", ["locked", "decided", "written"])
def test_a_group_that_fails_leaves_nothing_of_itself_and_all_before_it(store: Store, point: str) -> None:
    asks = whole_case(store) + whole_case(store)
    times = iter(range(2))

    def second_time() -> None:
        if next(times) == 1:
            raise Crash

    failing = store.with_faults({point: second_time})
    with pytest.raises(Crash):
        list(batch(failing.door, asks, at_once=5))
    assert store.counts() == {"case_row": 1, "task_row": 1, "event": 4, "command_key": 4, "vault": 1}

    list(batch(store.door, asks))
    assert store.counts() == {"case_row": 2, "task_row": 2, "event": 8, "command_key": 8, "vault": 2}


def test_two_batches_over_the_same_cases_do_each_command_once(store: Store) -> None:
    asks = [ask for _ in range(20) for ask in whole_case(store)]
    answers: list[Any] = [None, None]

    def run(number: int) -> None:
        mine = asks if number else list(reversed([asks[i : i + 5] for i in range(0, len(asks), 5)]))
        flat = mine if number else [ask for group in mine for ask in group]
        answers[number] = list(batch(store.door, flat, at_once=10))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert all(answers)
    assert store.counts() == {"case_row": 20, "task_row": 20, "event": 80, "command_key": 80, "vault": 20}


def test_a_batch_is_continued_by_the_one_door(store: Store) -> None:
    asks = whole_case(store)
    done = [answer for answer in batch(store.door, asks) if isinstance(answer, Done)][-1]

    complete = c.Complete(task=done.state.tasks[0].id)
    answer = execute(
        store.door, Ask(CITY, asks[0].kind, done.stream, complete, staff("inspector"), store.now)
    )

    assert isinstance(answer, Done)
    assert answer.seq == 5
