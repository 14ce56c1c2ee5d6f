"""Files, tables and services answer the same lookup; dead, slow and faithless ones give nothing."""

from __future__ import annotations

import http.server
import json
import socket
import threading
import time
from contextlib import contextmanager

import psycopg
import pytest
from msgspec.structs import replace

from yiwang.gateway.kinds import PROVIDER
from yiwang.gateway.providers import Failed, Other
from yiwang.gateway.providers.breaker import FAILURES, LEFT_ALONE, Breaker
from yiwang.gateway.providers.compiled import lookup_sql
from yiwang.gateway.providers.files import FileProvider
from yiwang.gateway.providers.registry import BadRegistry, read_entries
from yiwang.gateway.providers.rest import RestProvider
from yiwang.gateway.providers.tables import TableProvider
from yiwang.gateway.tests.conftest import GRANT, PEOPLE, send, write

WANTED = ("name", "id_number", "born_on", "children", "income", "alive")
A1 = {
    "name": "张演示",
    "id_number": "A1",
    "born_on": "1990-03-07",
    "children": 2,
    "income": 10.5,
    "alive": True,
}
INJECTIONS = (
    "x' OR '1'='1",
    "A1'; DROP TABLE product; --",
    'A1" OR 1=1',
    "A1\\' OR 1=1 --",
    "%",
    "\x00value0",
    "); SELECT 1",
    "A1' UNION SELECT secret FROM product --",
)


@contextmanager
def service(answer):
    """A REST provider of the test's own: `answer(asked) -> bytes`; the address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = answer(asked)
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def rows_of(asked):
    known = {"A1": A1}
    return json.dumps(
        {
            "rows": [
                {name: known[one].get(name) for name in asked["fields"]}
                for one in asked["values"]
                if one in known
            ]
        }
    ).encode()


def table(database):
    with psycopg.connect(database.superuser, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE people (id_number text, full_name text, born_on date, children int, income numeric,"
            " alive boolean, secret text)"
        )
        connection.execute(
            "INSERT INTO people VALUES ('A1', '张演示', '1990-03-07', 2, 10.5, true, 'CANARY')"
        )
    return TableProvider(database.superuser, "public.people", PEOPLE.types, {"name": "full_name"}, 2.0)


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_a_file_answers_a_lookup_and_a_batch_and_no_value_is_read_as_sql(tmp_path, form):
    write(tmp_path / f"people.{form}")
    one = FileProvider(tmp_path / f"people.{form}", PEOPLE.types, {}, "id_number", 2.0)
    assert one.ask(WANTED, "id_number", ("A1",), 100) == [A1]
    assert len(one.ask(WANTED, "id_number", ("A1", "A2", "A3"), 100)) == 3
    assert one.ask(WANTED, "id_number", INJECTIONS, 100) == []
    assert one.ask(WANTED, "id_number", ("A1",), 100) == [A1]
    one.close()


def test_a_file_that_changes_is_read_anew_and_one_that_went_is_down(tmp_path):
    path = tmp_path / "people.parquet"
    write(path)
    one = FileProvider(path, PEOPLE.types, {}, "id_number", 2.0)
    assert one.ask(("id_number",), "id_number", ("A9",), 9) == []
    time.sleep(0.01)
    write(path, rows=[("A9", "新", "1990-01-01", 0, 0.0, True, "x")])
    assert one.ask(("id_number",), "id_number", ("A9",), 9) == [{"id_number": "A9"}]
    path.unlink()
    with pytest.raises(Failed, match="down"):
        one.ask(("id_number",), "id_number", ("A9",), 9)
    path.write_bytes(b"not a parquet file")
    with pytest.raises(Failed, match="down"):
        one.ask(("id_number",), "id_number", ("A9",), 9)


def test_a_file_without_a_field_or_with_words_for_numbers_is_other_than_its_contract(tmp_path):
    write(tmp_path / "less.parquet", columns="id_number, name")
    one = FileProvider(tmp_path / "less.parquet", PEOPLE.types, {}, "id_number", 2.0)
    with pytest.raises(Other, match="born_on:missing"):
        one.ask(("id_number", "born_on"), "id_number", ("A1",), 9)
    write(tmp_path / "odd.csv", columns="id_number, name AS children")
    odd = FileProvider(tmp_path / "odd.csv", PEOPLE.types, {}, "id_number", 2.0)
    with pytest.raises(Other, match=":type"):
        odd.ask(("id_number", "children"), "id_number", ("A1",), 9)


def test_a_table_of_postgresql_answers_and_no_value_is_read_as_sql(database):
    one = table(database)
    assert one.ask(WANTED, "id_number", ("A1",), 100) == [A1]
    assert one.ask(WANTED, "id_number", INJECTIONS[:5] + INJECTIONS[6:], 100) == []
    assert one.ask(("name", "id_number"), "id_number", ("A1", "x"), 100) == [
        {"name": "张演示", "id_number": "A1"}
    ]
    one.close()


def test_a_table_that_is_slow_away_or_lacks_a_column_gives_nothing(database):
    one = table(database)
    with psycopg.connect(database.superuser) as connection:
        connection.execute("LOCK TABLE people IN ACCESS EXCLUSIVE MODE")
        short = TableProvider(database.superuser, "people", PEOPLE.types, {"name": "full_name"}, 0.2)
        with pytest.raises(Failed, match="slow"):
            short.ask(("name", "id_number"), "id_number", ("A1",), 9)
        short.close()
    lacking = TableProvider(database.superuser, "people", PEOPLE.types, {}, 2.0)
    with pytest.raises(Other, match=":missing"):
        lacking.ask(("name", "id_number"), "id_number", ("A1",), 9)
    away = TableProvider("host=127.0.0.1 port=1 dbname=x", "people", PEOPLE.types, {}, 0.3)
    with pytest.raises(Failed, match="down"):
        away.ask(("name", "id_number"), "id_number", ("A1",), 9)
    for provider in (one, lacking, away):
        provider.close()


def test_a_service_answers_under_its_own_names():
    def answer(asked):
        assert asked == {"fields": ["NAME", "id_number"], "by": "id_number", "values": ["A1"]}
        return json.dumps({"rows": [{"NAME": "张演示", "id_number": "A1"}]}).encode()

    with service(answer) as address:
        one = RestProvider(address, {}, {"name": "NAME"}, 2.0)
        for _ in range(2):
            assert one.ask(("name", "id_number"), "id_number", ("A1",), 9) == [
                {"name": "张演示", "id_number": "A1"}
            ]
        one.close()


def test_a_service_that_says_nonsense_too_much_or_nothing_in_time_gives_nothing():
    said = [b"{", b"[]", b'{"rows": 7}', b'{"rows": [7]}', b"\xff", b"[" * 100_000]
    for body in said:
        with service(lambda _, body=body: body) as address, pytest.raises(Other, match=":rows"):
            RestProvider(address, {}, {}, 2.0).ask(("name",), "name", ("A1",), 9)
    with service(lambda _: b" " * (9 * 1024 * 1024)) as address, pytest.raises(Other, match=":many"):
        RestProvider(address, {}, {}, 5.0).ask(("name",), "name", ("A1",), 9)
    with service(lambda _: time.sleep(1) or b"") as address, pytest.raises(Failed, match="slow"):
        RestProvider(address, {}, {}, 0.2).ask(("name",), "name", ("A1",), 9)
    with socket.socket() as ear:
        ear.bind(("127.0.0.1", 0))
        with pytest.raises(Failed, match="down"):
            RestProvider(f"http://127.0.0.1:{ear.getsockname()[1]}/", {}, {}, 0.5).ask(
                ("name",), "name", ("A",), 9
            )


def test_every_column_is_named_and_every_value_is_bound():
    columns = tuple((name, f'{name}"; DROP', PEOPLE.types[name]) for name in PEOPLE.types)
    for dialect, mark in (("duckdb", "?"), ("postgres", "%s")):
        sql = lookup_sql(dialect, "", 'odd"name', columns, "id_number", 4, 100)
        assert "*" not in sql and sql.count(mark) == 4 and "LIMIT 101" in sql
        assert '"odd""name"' in sql and '"secret""; DROP"' in sql


def test_a_provider_that_fails_again_and_again_is_left_alone_and_tried_once_after_a_while():
    one = Breaker()
    for _ in range(FAILURES):
        assert one.lets(0.0)
        one.went(False, 0.0)
    assert one.is_open and not one.lets(LEFT_ALONE - 0.1)
    assert one.lets(LEFT_ALONE) and not one.lets(LEFT_ALONE)
    one.went(False, LEFT_ALONE)
    assert not one.lets(LEFT_ALONE + 1)
    assert one.lets(2 * LEFT_ALONE + 1)
    one.went(True, 0.0)
    assert not one.is_open and one.lets(0.0)


def test_a_dead_provider_is_said_to_be_down_then_left_alone_and_nothing_is_recorded(ask, data, database):
    (data / "gateway.yaml").write_text("yueyang:\n  people: {rest: 'http://127.0.0.1:1/', key: id_number}\n")
    codes = [ask().code for _ in range(FAILURES + 1)]
    assert codes == ["gateway.provider-down"] * FAILURES + ["gateway.provider-left-alone"]
    with psycopg.connect(database.superuser) as connection:
        assert connection.execute("SELECT count(*) FROM gateway_exchange_row").fetchone() == (0,)


def test_a_provider_that_answers_other_than_its_contract_is_blocked_until_it_is_opened(
    ask, data, database, desk, governed
):
    answers = [{"rows": [{**dict.fromkeys(("name", "born_on", "children", "alive")), "id_number": "A2"}]}]
    with service(lambda _: json.dumps(answers[0]).encode()) as address:
        (data / "gateway.yaml").write_text(f"yueyang:\n  people: {{rest: '{address}', key: id_number}}\n")
        first, second = ask(), ask()
        assert (first.status, first.code, second.code) == (502, "gateway.contract", "gateway.blocked")
        assert "A2" not in first.body.decode()
        with psycopg.connect(database.superuser) as connection:
            (state,) = connection.execute("SELECT state FROM provider_row").fetchone()
        blocked = PROVIDER.decode(bytes(state))
        assert (blocked.phase, blocked.problem, blocked.owner) == (
            "blocked",
            "id_number:unasked",
            PEOPLE.owner,
        )
        answers[0] = json.loads(
            rows_of({"fields": ["name", "born_on", "children", "alive", "id_number"], "values": ["A1"]})
        )
        desk.open_provider("yueyang", "people")
        assert ask().status == 200


def test_a_product_without_a_provider_or_with_a_broken_deployment_file_gives_nothing(ask, data):
    (data / "gateway.yaml").write_text(
        "yueyang: {people: {file: /nowhere.parquet, key: id_number, colour: red}}\n"
    )
    assert ask().code == "gateway.no-provider"
    with pytest.raises(BadRegistry) as fault:
        read_entries(data)
    assert "colour" in str(fault.value) and "/nowhere" not in str(fault.value)
    (data / "gateway.yaml").write_text("yueyang: {people: {postgres: secret-dsn}}\n")
    with pytest.raises(BadRegistry) as fault:
        read_entries(data)
    assert "secret-dsn" not in str(fault.value)
    (data / "gateway.yaml").unlink()
    assert ask().code == "gateway.no-key"


def test_sql_in_every_member_of_a_call_is_a_word_like_any_other(ask, governed, database):
    governed(grant=replace(GRANT, rows=""))
    for text in INJECTIONS:
        plain = text.replace("\x00", "")
        assert ask(values=[plain]).json["rows"] == []
        for member in ("grant", "purpose", "case", "by"):
            assert ask(**{member: plain}).status in (400, 403)
        assert ask(fields=[plain]).status == 403
    assert len(ask().json["rows"]) == 1


def test_huge_and_malformed_calls_are_refused_without_repeating_what_they_said(
    ask, gateway, client, key, clock
):
    for bad in (
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"grant": 7}',
        b"\xff\xfe",
        b"[" * 200_000,
        b'{"grant":"g","purpose":"p","case":"c","by":"b","values":["CANARY"],"more":1}',
        b'{"grant":"g","purpose":"p","case":"c","by":"b","values":[]}',
        b'{"grant":"g","purpose":"p","case":"c","by":"b","values":[{"CANARY":1}]}',
    ):
        answer = send(gateway, bad, key, client, clock.now)
        assert (answer.status, answer.code) == (400, "gateway.malformed"), bad[:40]
        assert b"CANARY" not in answer.body
    assert send(gateway, b" " * 300_000, key, client, clock.now).status == 413
    assert ask(values=["x" * 201]).status == 400 and ask(values=["x"] * 1001).status == 400
    assert send(gateway, b"{}", key, client, clock.now, path="/nowhere/gateway/ask").status == 404
    assert send(gateway, b"{}", key, client, clock.now, path="/yueyang/gateway/other").status == 404
