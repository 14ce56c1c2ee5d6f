"""A database that is not there is said at once; one that is only busy is waited for."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import psycopg
import pytest
from psycopg_pool import PoolTimeout

from yiwang.store.connect import DOUBT_SECONDS, lend, listens, make_pool
from yiwang.store.tests.small_store import Store


def test_nobody_waits_for_a_database_where_nobody_listens(tmp_path: Path) -> None:
    pool = make_pool(f"host={tmp_path} port=5432 dbname=none user=nobody", size=1)
    try:
        with pytest.raises(psycopg.OperationalError, match="not running") as told, lend(pool):
            pytest.fail("there is no database to lend")
        assert not isinstance(told.value, PoolTimeout)  # which would mean that it was waited for in vain
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


def test_a_listener_is_found_by_socket_and_by_port_and_an_unclear_address_is_given_the_benefit(
    tmp_path: Path,
) -> None:
    with socket.socket(socket.AF_UNIX) as ear, socket.create_server(("127.0.0.1", 0)) as door:
        ear.bind(str(tmp_path / ".s.PGSQL.5433"))
        ear.listen()
        port = door.getsockname()[1]
        assert listens(f"host={tmp_path} port=5433 dbname=x")
        assert listens(f"postgresql://someone@127.0.0.1:{port}/x")
    assert not listens(f"host={tmp_path} port=5433")
    assert not listens(f"host={tmp_path} port=5434")
    assert not listens(f"postgresql://someone@127.0.0.1:{port}/x")
    assert listens("dbname=x")
    assert listens("host=one,two dbname=x")
