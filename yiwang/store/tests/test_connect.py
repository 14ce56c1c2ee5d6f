"""A database that is not there is said at once; one that is only busy is waited for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from psycopg_pool import PoolTimeout

from yiwang.store.connect import DOUBT_SECONDS, lend, make_pool
from yiwang.store.tests.small_store import Store


@contextmanager
def away(store: Store) -> Iterator[None]:
    """The database takes nobody, as while it starts or recovers; who was there has been cut off."""
    name = store.database.name
    elsewhere = make_conninfo(store.database.superuser, dbname="postgres")
    with psycopg.connect(elsewhere, autocommit=True) as master:
        master.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false".encode())
        cut_off(master, name)
        try:
            yield
        finally:
            master.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true".encode())


def cut_off(master: psycopg.Connection, name: str) -> None:
    """End every connection of a database but our own."""
    master.execute(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
        " WHERE datname = %s AND pid <> pg_backend_pid()",
        (name,),
    )


def test_nobody_waits_for_a_database_that_is_not_running(tmp_path: Path) -> None:
    pool = make_pool(f"host={tmp_path} port=5432 dbname=none user=nobody", size=1)
    try:
        with pytest.raises(psycopg.OperationalError, match="not running") as told, lend(pool):
            pytest.fail("there is no database to lend")
        assert not isinstance(told.value, PoolTimeout)  # which would mean that it was waited for in vain
    finally:
        pool.close()


def test_a_database_known_to_be_away_is_said_without_waiting_and_found_when_it_is_back(store: Store) -> None:
    pool = make_pool(store.database.app, size=2)
    try:
        with lend(pool) as connection:
            connection.execute("SELECT 1")
        with away(store):
            with pytest.raises(psycopg.OperationalError, match="not running"), pool.connection():
                pytest.fail("it is away")
            waited = pool.get_stats()["requests_num"]
            for _ in range(3):
                with pytest.raises(psycopg.OperationalError, match="not running"), pool.connection():
                    pytest.fail("it is still away")
            assert pool.get_stats()["requests_num"] == waited, "nobody queued for a connection again"

        assert _soon(pool) == (1,)
    finally:
        pool.close()


def _soon(pool) -> tuple:
    for _ in range(200):
        try:
            with lend(pool) as connection:
                return connection.execute("SELECT 1").fetchone() or ()
        except psycopg.OperationalError:
            threading.Event().wait(0.05)
    return ()


def test_a_connection_that_was_cut_off_while_it_lay_idle_is_never_lent(store: Store) -> None:
    pool = make_pool(store.database.app, size=3)
    try:
        with pool.connection(), pool.connection(), pool.connection():
            pass
        with store.as_superuser() as master:
            cut_off(master, store.database.name)

        with pool.connection() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        pool.close()


def test_a_pool_whose_connections_are_all_lent_is_waited_for(store: Store) -> None:
    pool = make_pool(store.database.app, size=1)
    try:
        with pool.connection():
            answers: list[object] = []

            def ask() -> None:
                with lend(pool) as connection:
                    answers.append(connection.execute("SELECT 1").fetchone())

            waiting = threading.Thread(target=ask)
            waiting.start()
            waiting.join(2 * DOUBT_SECONDS)  # past the moment of doubt, and still there
            assert answers == []
        waiting.join(30)
        assert answers == [(1,)]
    finally:
        pool.close()
