"""One server for a test run, whoever asks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from yiwang.store.postgres import APP, OWNER, Server, clone, drop, make_template


def test_the_app_owns_nothing_and_cannot_bypass_row_security(server: Server) -> None:
    with psycopg.connect(server.dsn()) as connection:
        role = connection.execute(
            "SELECT current_user, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole,"
            " pg_has_role(current_user, %s, 'MEMBER') FROM pg_roles WHERE rolname = current_user",
            [OWNER],
        ).fetchone()

    assert role == (APP, False, False, False, False, False)


def test_the_owner_owns_the_database_and_the_app_may_not_make_tables_in_it(server: Server) -> None:
    with psycopg.connect(server.dsn(OWNER)) as connection:
        owner = connection.execute(
            "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    with psycopg.connect(server.dsn()) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("CREATE TABLE nobody_asked_for (id int)")

    assert owner == (OWNER,)


def test_a_template_is_made_once_however_many_ask_at_the_same_time(server: Server) -> None:
    name = "template_asked_for_by_many"
    filled: list[str] = []

    def fill(dsn: str) -> None:
        filled.append(dsn)
        with psycopg.connect(dsn) as connection:
            connection.execute("CREATE TABLE place (code text)")
            connection.execute("INSERT INTO place VALUES ('430600')")

    with ThreadPoolExecutor(4) as askers:
        list(askers.map(lambda _: make_template(server, name, fill), range(4)))
    copy = clone(server, name, "copy_of_it")
    with psycopg.connect(server.dsn(OWNER, copy)) as connection:
        rows = connection.execute("SELECT code FROM place").fetchall()
    drop(server, copy)
    drop(server, name)

    assert rows == [("430600",)]
    assert len(filled) == 1


def test_a_template_that_could_not_be_filled_is_made_anew_by_the_next_who_asks(server: Server) -> None:
    name = "template_that_failed_first"

    def fail(dsn: str) -> None:
        with psycopg.connect(dsn) as connection:
            connection.execute("CREATE TABLE half (id int)")
        raise RuntimeError("migration failed")

    with pytest.raises(RuntimeError, match="migration failed"):
        make_template(server, name, fail)
    make_template(server, name, lambda dsn: psycopg.connect(dsn).close())
    with psycopg.connect(server.dsn(OWNER, name)) as connection:
        half = connection.execute("SELECT to_regclass('half')").fetchone()
    drop(server, name)

    assert half == (None,)


def test_what_is_written_without_fsync_is_a_choice_of_tests_only(server: Server) -> None:
    with psycopg.connect(server.dsn()) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("off",)
