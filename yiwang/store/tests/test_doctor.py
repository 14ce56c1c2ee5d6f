"""The doctor names what a database lacks, each need on a server that really lacks it."""

from __future__ import annotations

import io
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from yiwang.store import doctor
from yiwang.store.doctor import examine, report, run
from yiwang.store.needs import PROOFS, Missing, Need, Patient
from yiwang.store.postgres import APP, OWNER, SUPERUSER, Server, as_superuser, start
from yiwang.store.tests.conftest import REPO
from yiwang.store.tests.pooling import PoolingProxy
from yiwang.store.trouble import DatabaseTrouble

UNSAFE = {
    "server.fsync",
    "server.full-page-writes",
    "server.synchronous-commit",
}  # the tests' server has fsync off


def standings(needs: list[Need], standing: str) -> set[str]:
    """Return the codes of the needs that stand so."""
    return {need.code for need in needs if need.standing == standing}


def lacks(dsn: str) -> set[str]:
    """Return what a server lacks beyond the durability that tests do without."""
    needs = examine(dsn)
    assert standings(needs, "unknown") == set()
    return standings(needs, "missing") - UNSAFE


@pytest.fixture
def role(server: Server) -> Iterator[str]:
    """A role of one's own, with the rights of the app."""
    with as_superuser(server) as connection:
        name = f"somebody_{uuid4().hex[:12]}"  # roles are the server's: tests beside us have theirs
        connection.execute(f"CREATE ROLE {name} LOGIN")
        yield name
        connection.execute(f"DROP OWNED BY {name}")
        connection.execute(f"DROP ROLE {name}")


def grant(server: Server, order: str) -> None:
    """Give or take a right, in the city's database."""
    with psycopg.connect(server.dsn(SUPERUSER), autocommit=True) as connection:
        connection.execute(order.encode())


def test_the_embedded_server_meets_every_need(data: Path) -> None:
    with start(data) as server:
        needs = examine(server.dsn())

    assert [need for need in needs if need.standing != "ok"] == []
    assert len(needs) == len(PROOFS)


def test_debians_postgresql_15_meets_every_need(tmp_path: Path, debian_15: Path) -> None:
    with start(tmp_path / "data", programs=debian_15) as server:
        needs = examine(server.dsn())

    assert [need for need in needs if need.standing != "ok"] == []


def test_the_examination_leaves_nothing_behind(server: Server) -> None:
    count = "SELECT (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_proc)"
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        examine(server.dsn())
        before = connection.execute(count).fetchone()
        examine(server.dsn())

        assert connection.execute(count).fetchone() == before


def test_a_server_that_may_lose_acknowledged_work_is_named(server: Server) -> None:
    assert standings(examine(server.dsn()), "missing") == UNSAFE


def test_a_superuser_is_no_app(server: Server) -> None:
    assert lacks(server.dsn(SUPERUSER)) == {
        "role.not-superuser",
        "role.no-bypassrls",
        "role.owns-nothing",
        "sql.row-level-security",
    }


def test_a_role_that_bypasses_row_level_security_is_named(server: Server, role: str) -> None:
    grant(server, f"ALTER ROLE {role} BYPASSRLS")

    assert lacks(server.dsn(role)) == {"role.no-bypassrls", "sql.row-level-security"}


def test_a_role_that_could_become_the_owner_is_named(server: Server, role: str) -> None:
    grant(server, f"GRANT {OWNER} TO {role}")

    assert lacks(server.dsn(role)) == {"role.owns-nothing"}


def test_a_role_that_could_become_a_superuser_is_named(server: Server, role: str) -> None:
    grant(server, f"GRANT {SUPERUSER} TO {role}")

    assert {"role.not-superuser", "role.no-bypassrls"} <= lacks(server.dsn(role))


def test_a_role_with_too_few_connections_is_named(server: Server, role: str) -> None:
    grant(server, f"ALTER ROLE {role} CONNECTION LIMIT 20")

    assert lacks(server.dsn(role)) == {"server.connections"}


def test_what_cannot_be_proven_without_temporary_tables_is_not_called_proven(
    server: Server, role: str
) -> None:
    grant(server, "REVOKE TEMPORARY ON DATABASE yiwang FROM PUBLIC")
    try:
        needs = examine(server.dsn(role))
    finally:
        grant(server, "GRANT TEMPORARY ON DATABASE yiwang TO PUBLIC")

    assert standings(needs, "missing") == UNSAFE | {"role.temporary-tables"}
    assert standings(needs, "unknown") >= {"sql.row-level-security", "sql.triggers", "sql.copy-binary"}
    assert report([need for need in needs if need.standing == "unknown"], False, io.StringIO()) == 1


@pytest.mark.parametrize(
    ("option", "code"),
    [
        ("row_security=off", "sql.row-level-security"),
        ("session_replication_role=replica", "sql.triggers"),
        ("synchronous_commit=off", "server.synchronous-commit"),
    ],
)
def test_a_setting_that_undoes_a_guard_is_named(server: Server, option: str, code: str) -> None:
    needs = examine(make_conninfo(server.dsn(SUPERUSER), options=f"-c {option}"))

    assert code in standings(needs, "missing")


def test_another_encoding_is_named(server: Server) -> None:
    with as_superuser(server) as connection:
        connection.execute(
            "CREATE DATABASE latin ENCODING LATIN1 LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0"
        )
        try:
            assert "server.encoding" in lacks(server.dsn(APP, "latin"))
        finally:
            connection.execute("DROP DATABASE latin WITH (FORCE)")


def test_another_order_of_text_is_named(tmp_path: Path, debian_15: Path) -> None:
    with start(tmp_path / "data", fsync=False, programs=debian_15) as server:
        with as_superuser(server) as connection:
            connection.execute("CREATE DATABASE zh LOCALE_PROVIDER icu ICU_LOCALE 'zh' TEMPLATE template0")

        assert lacks(server.dsn(APP, "zh")) == {"server.collation"}


def test_a_proxy_that_pools_by_transaction_is_named(server: Server) -> None:
    with tempfile.TemporaryDirectory(prefix="yw-") as place:
        proxy = PoolingProxy(Path(place), str(server.socket / ".s.PGSQL.5432"))
        try:
            needs = examine(make_conninfo(server.dsn(), host=place))
        finally:
            proxy.close()

    assert {"session.one-server-process", "session.prepared-statements"} <= standings(needs, "missing")
    assert "连接池" in next(n for n in needs if n.code == "session.one-server-process").remedy["zh"]


def test_an_older_server_is_named() -> None:
    (proof,) = [proof for proof in PROOFS if proof.need.code == "server.version"]
    old = cast(Any, SimpleNamespace(info=SimpleNamespace(server_version=140_011)))

    with pytest.raises(Missing, match=r"PostgreSQL 14\.11"):
        proof.prove(Patient(old, lambda: old))


def test_a_server_that_goes_away_during_the_examination_leaves_the_rest_unknown(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill_ourselves(patient: Patient) -> str:
        patient.work.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return "unreachable"

    monkeypatch.setattr(doctor, "PROOFS", [replace(PROOFS[0], prove=kill_ourselves), *PROOFS[1:3]])

    needs = examine(server.dsn())

    assert [need.standing for need in needs] == ["missing", "unknown", "unknown"]


@pytest.mark.parametrize(
    "dsn",
    [
        "host=/nowhere/at/all user=u password=geheim dbname=d",
        "postgresql://u:geheim@localhost:1/d",
        "postgresql://u:ab@geheim@localhost:1/d",
        "postgresql://u:ab/geheim@localhost:1/d",
        "u geheim",
        "host=localhost port=1 password='ge\\'geheim",
    ],
)
def test_an_unreachable_server_is_one_sentence_and_never_the_password(
    dsn: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(dsn, json=False) == 2
    assert run(dsn, json=True) == 2

    said = capsys.readouterr()
    assert "geheim" not in said.out + said.err
    assert len(said.err.splitlines()) == 2  # one sentence, in each language
    assert json.loads(said.out)["error"]["code"] == "database.unreachable"


def test_a_wrong_account_is_said_as_such(server: Server) -> None:
    with pytest.raises(DatabaseTrouble, match="no such role"):
        examine(server.dsn("nobody_of_that_name"))
    with pytest.raises(DatabaseTrouble, match="no such database"):
        examine(server.dsn(APP, "no_such_city"))


def test_the_report_names_why_and_the_remedy_of_what_is_missing(server: Server) -> None:
    out = io.StringIO()

    assert report(examine(server.dsn()), False, out) == 1

    text = out.getvalue()
    assert "✗ server.fsync" in text
    assert "fsync = off" in text
    assert "怎么改 remedy: 在服务器配置中设 fsync = on。" in text
    assert "✓ server.version" in text


def test_the_report_for_machines_says_the_same(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with start(data):
        assert run(None, json=True, data=data) == 0

    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is True
    assert {need["code"] for need in answer["needs"]} == {proof.need.code for proof in PROOFS}
    assert all(need["why"]["zh"] and need["remedy"]["en"] and need["found"] for need in answer["needs"])


def test_the_page_on_databases_lists_exactly_the_needs_that_are_proven() -> None:
    page = REPO.joinpath("docs", "databases.md").read_text()

    listed = re.findall(r"^\| `([a-z]+\.[a-z-]+)` \|", page, re.MULTILINE)

    assert listed == [proof.need.code for proof in PROOFS]


def test_no_need_has_a_code_twice() -> None:
    codes = [proof.need.code for proof in PROOFS]
    assert len(codes) == len(set(codes))
