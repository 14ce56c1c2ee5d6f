"""Statements sent without waiting: what was skipped because of a failure is never taken for done."""

from __future__ import annotations

import psycopg
import pytest

from yiwang.store.pipe import Pipe
from yiwang.store.tests.small_store import Store, app_connection
from yiwang.store.trip import trip


def test_each_statement_gets_its_own_rows_whenever_they_are_asked_for(store: Store) -> None:
    with app_connection(store) as connection:
        pipe = Pipe(connection)
        first = pipe.send("SELECT %s::text", ("一",))
        second = pipe.send("SELECT %s::text FROM generate_series(1, 3)", ("二",))
        pipe.sync()

        assert pipe.wait(second) == [("二".encode(),)] * 3
        assert pipe.wait(first) == [("一".encode(),)]
        pipe.leave()
        assert trip(connection, [("SELECT %s::text", ("一",))]) == [("一".encode(),)]


def test_more_than_the_socket_holds_is_sent_while_answers_come(store: Store) -> None:
    text = "长" * 1_000_000
    with app_connection(store) as connection:
        pipe = Pipe(connection)
        answers = [pipe.send("SELECT %s::text", (text,)) for _ in range(8)]
        pipe.sync()

        assert [pipe.wait(answer)[0][0] for answer in answers] == [text.encode()] * 8
        pipe.leave()


def test_what_follows_a_failure_never_comes_and_the_failure_is_said_again(store: Store) -> None:
    with app_connection(store) as connection:
        pipe = Pipe(connection)
        before = pipe.send("SELECT 1")
        failing = pipe.send("SELECT 1 / 0")
        commit = pipe.send("COMMIT")
        pipe.sync()
        later = pipe.send("SELECT 2")
        pipe.sync()

        for answer in (failing, commit, later):
            with pytest.raises(psycopg.errors.DivisionByZero):
                pipe.wait(answer)
        assert len(pipe.wait(before)) == 1
        pipe.leave()
        assert connection.closed


def test_answers_nobody_waited_for_are_read_before_the_connection_is_given_back(store: Store) -> None:
    with app_connection(store) as connection:
        pipe = Pipe(connection)
        for number in range(5):
            pipe.send("SELECT %s::int", (number,))
        pipe.leave()

        assert not connection.closed
        assert connection.execute("SELECT 7").fetchone() == (7,)
