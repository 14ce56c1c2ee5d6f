"""What happened stays, nobody writes past the door, and a city sees only itself."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from psycopg.errors import IntegrityConstraintViolation

from yiwang.kernel.access import system
from yiwang.store.tests.small_store import CITY, MORNING, OTHER, Store, app_connection, new_stream
from yiwang.store.wall import city_transaction

GUARDED = (
    "case_row",
    "task_row",
    "wait_row",
    "command_key",
    "event",
    "event_2026",
    "leaf",
    "tree_node",
    "tree_edge",
    "checkpoint",
    "relay_cursor",
    "vault",
    "city_pack",
)
CASES = ("case_row", "task_row", "command_key", "event", "vault")

TESTER = system("test")
FORGED = "INSERT INTO event (city, stream, seq, kind, at, body, hash) VALUES (%s, %s, 1, 'case', %s, '', '')"


def refused(connection: psycopg.Connection[Any], statement: str, *values: Any) -> psycopg.Error:
    """Run a statement that must fail. Returns its error; the transaction around it goes on."""
    with pytest.raises(psycopg.Error) as error, connection.transaction():
        connection.execute(statement.encode(), values)
    return error.value


def seen(cursor: psycopg.Cursor[Any], table: str) -> int:
    row = cursor.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("role", ["owner", "superuser"])
def test_not_even_the_owner_rewrites_or_empties_the_ledger(store: Store, role: str) -> None:
    store.file()
    with psycopg.connect(getattr(store.database, role)) as connection:
        connection.execute("SELECT set_config('yiwang.city', %s, false)", [CITY])
        connection.execute("SELECT set_config('yiwang.door', 'open', false)")
        for statement in (
            "UPDATE event SET body = 'x'",
            "DELETE FROM event",
            "UPDATE event_2026 SET seq = 9",
            "DELETE FROM event_2026",
            "TRUNCATE event",
            "TRUNCATE event_2026",
            "TRUNCATE leaf",
            "TRUNCATE checkpoint",
            "TRUNCATE tree_node",
            "TRUNCATE pack CASCADE",
        ):
            assert isinstance(refused(connection, statement), IntegrityConstraintViolation), statement
    assert store.count("event") == 1


def test_leaves_nodes_checkpoints_and_packs_are_append_only_too(store: Store) -> None:
    with store.as_superuser() as connection:
        connection.execute("INSERT INTO leaf VALUES (%s, 0, %s, 1, 'case', '\\x00')", (CITY, new_stream()))
        connection.execute("INSERT INTO tree_node VALUES (%s, 8, 0, '\\x00')", [CITY])
        connection.execute(
            "INSERT INTO checkpoint VALUES (%s, 1, %s, '\\x00', 'k', '\\x00', '\\x00')", (CITY, MORNING)
        )
        connection.execute("INSERT INTO pack (hash, name, archive) VALUES ('h', 'n', '\\x00')")
        connection.execute("INSERT INTO city_pack VALUES (%s, 'h', %s)", (CITY, MORNING))
        for table in ("leaf", "tree_node", "checkpoint", "pack", "city_pack"):
            first = {"pack": "name = 'm'"}.get(table, "city = 'elsewhere'")
            for statement in (f"UPDATE {table} SET {first}", f"DELETE FROM {table}"):
                assert isinstance(refused(connection, statement), IntegrityConstraintViolation), statement


def test_the_app_owns_nothing_and_bypasses_nothing(store: Store) -> None:
    with app_connection(store) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
            " WHERE rolname = current_user"
        ).fetchone()
        owned = connection.execute("SELECT relname FROM pg_class WHERE relowner = current_user::regrole")
        assert row == (False, False, False, False)
        assert owned.fetchall() == []
        for statement in (
            "DROP TABLE case_row",
            "ALTER TABLE event DISABLE TRIGGER ALL",
            "TRUNCATE case_row",
        ):
            refused(connection, statement)


OF_LOGINS = {"held_act", "identity_link", "invitation", "open_session"}
"""Tables of logins, as Django's own: read before anybody is somebody, by the HMAC of a secret or an id."""


def test_every_table_of_the_store_with_a_city_is_guarded(store: Store) -> None:
    with store.as_superuser() as connection:
        rows = connection.execute(
            "SELECT c.relname, c.relrowsecurity FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE c.relkind IN ('r', 'p') AND a.attname = 'city'"
            " AND c.relnamespace = 'public'::regnamespace"
        ).fetchall()
    assert {name for name, guarded in rows if not guarded} == OF_LOGINS
    assert {name for name, _ in rows} >= set(GUARDED)


def test_without_the_name_of_a_city_nothing_is_seen(store: Store) -> None:
    store.accepted(key="k1")
    with app_connection(store) as connection, connection.cursor() as cursor:
        assert [seen(cursor, table) for table in CASES] == [0] * len(CASES)
    with app_connection(store) as connection, city_transaction(connection, CITY, TESTER) as cursor:
        assert [seen(cursor, table) for table in CASES] == [1, 1, 1, 4, 1]


def test_after_a_transaction_its_city_is_forgotten(store: Store) -> None:
    store.file()
    with app_connection(store) as connection:
        with city_transaction(connection, CITY, TESTER, door=True):
            pass
        with connection.cursor() as cursor:
            assert seen(cursor, "case_row") == 0
            assert cursor.execute("SELECT current_setting('yiwang.door', true)").fetchone() == ("",)


def test_a_city_neither_sees_nor_changes_another_even_with_the_door_open(store: Store) -> None:
    store.accepted(key="k1")
    with (
        app_connection(store) as connection,
        city_transaction(connection, OTHER, TESTER, door=True) as cursor,
    ):
        assert [seen(cursor, table) for table in CASES] == [0] * len(CASES)
        for statement in (
            "UPDATE case_row SET lead = 'x'",
            "DELETE FROM case_row",
            "DELETE FROM task_row",
            "DELETE FROM command_key",
            "UPDATE vault SET box = NULL",
        ):
            cursor.execute(statement.encode())
            assert cursor.rowcount == 0, statement
        assert "row-level security" in str(refused(connection, FORGED, CITY, new_stream(), MORNING))
        assert "permission denied" in str(refused(connection, "SELECT FROM event_2026"))
    assert store.counts() == {"case_row": 1, "task_row": 1, "event": 4, "command_key": 1, "vault": 1}


def test_a_direct_save_past_the_door_fails_or_finds_nothing(store: Store) -> None:
    store.accepted(key="k1")
    with app_connection(store) as connection, city_transaction(connection, CITY, TESTER) as cursor:
        for statement in (
            "UPDATE case_row SET lead = 'x'",
            "DELETE FROM task_row",
            "UPDATE vault SET box = NULL",
        ):
            cursor.execute(statement.encode())
            assert cursor.rowcount == 0, statement
        for statement in ("UPDATE event SET kind = 'x'", "DELETE FROM leaf", "DELETE FROM checkpoint"):
            refused(connection, statement)
        copied = "INSERT INTO {0} SELECT * FROM {0}"
        for table in ("case_row", "task_row", "command_key", "vault"):
            assert "row-level security" in str(refused(connection, copied.format(table)))
        assert "row-level security" in str(refused(connection, FORGED, CITY, new_stream(), MORNING))
    assert store.counts() == {"case_row": 1, "task_row": 1, "event": 4, "command_key": 1, "vault": 1}


def test_the_same_stream_in_two_cities_is_two_streams(store: Store) -> None:
    stream = new_stream()
    here, there = store.file(stream), store.file(stream, city=OTHER)

    assert here.head != there.head
    assert store.count("case_row") == 2


def test_an_entry_of_a_year_without_a_partition_is_kept_all_the_same(store: Store) -> None:
    store.file(now=MORNING.replace(year=2099), fields={"matter": "at-once"}, secrets={})
    assert store.count("event_rest") == 1
