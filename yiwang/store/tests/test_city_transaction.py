"""A transaction says who asks when it begins, and takes it all back with itself."""

from __future__ import annotations

import psycopg
import pytest

from yiwang.kernel.access import system
from yiwang.store.tests.small_store import CITY, Store, app_connection
from yiwang.store.wall import SETTINGS, city_transaction

TESTER = system("test")
COUNT = "SELECT count(*) FROM case_row"


def said(connection: psycopg.Connection[object], name: str) -> object:
    row = connection.execute("SELECT current_setting(%s, true)", (name,)).fetchone()
    assert isinstance(row, tuple)
    return row[0]


def test_nothing_that_was_said_outlives_its_transaction(store: Store) -> None:
    with app_connection(store) as connection:
        with city_transaction(connection, CITY, TESTER, door=True, kept=True):
            assert said(connection, "yiwang.door") == "open"
            assert said(connection, "plan_cache_mode") == "force_generic_plan"

        assert not any(said(connection, f"yiwang.{name}") for name in SETTINGS)
        assert said(connection, "plan_cache_mode") == "auto"


def test_what_a_broken_transaction_wrote_is_gone_and_the_connection_goes_on(store: Store) -> None:
    move = "INSERT INTO relay_cursor (city, name, position) VALUES (%s, 'test', 1)"
    find = "SELECT position FROM relay_cursor WHERE name = 'test'"
    with app_connection(store) as connection:
        with (
            pytest.raises(ZeroDivisionError),
            city_transaction(connection, CITY, TESTER, door=True) as cursor,
        ):
            cursor.execute(move, (CITY,))
            raise ZeroDivisionError

        for _ in range(3):
            with city_transaction(connection, CITY, TESTER) as cursor:
                assert cursor.execute(find).fetchall() == []


def test_an_error_of_the_server_is_told_and_the_next_transaction_sees_what_it_may(store: Store) -> None:
    store.file()
    with app_connection(store) as connection:
        with (
            pytest.raises(psycopg.errors.DivisionByZero),
            city_transaction(connection, CITY, TESTER) as cursor,
        ):
            cursor.execute("SELECT 1 / 0")

        with city_transaction(connection, CITY, TESTER) as cursor:
            assert cursor.execute(COUNT).fetchone() == (1,)


def test_within_another_transaction_only_its_own_part_is_taken_back(store: Store) -> None:
    store.file()
    with app_connection(store) as connection, city_transaction(connection, CITY, TESTER) as outer:
        with (
            pytest.raises(psycopg.errors.DivisionByZero),
            city_transaction(connection, "another", TESTER) as inner,
        ):
            assert inner.execute(COUNT).fetchone() == (0,)
            inner.execute("SELECT 1 / 0")

        assert outer.execute(COUNT).fetchone() == (1,)
