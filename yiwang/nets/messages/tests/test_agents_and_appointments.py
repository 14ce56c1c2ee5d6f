"""Whoever acts by a mandate is told, too; an appointment is told of, to whose it is, and to nobody else."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import psycopg

from yiwang.nets.messages.tests.conftest import BASE, CITY, rows
from yiwang.nets.messages.tests.test_told import words
from yiwang.nets.mine.tests.conftest import mandated, records  # noqa: F401
from yiwang.nets.services.tests.filing import certificate

WINDOW = f"/{CITY}/booking/windows/yueyanglou-general/book"


def book(client, at: str, **more: str) -> str:
    typed = {"at": at, "matter": "insured-certificate", "key": str(UUID(int=hash(at) % 2**64)), **more}
    answer = client.post(WINDOW, typed)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].split("/")[-2]


def test_an_agent_is_told_of_the_principals_case_and_not_after_the_mandate_ended(mandated, worker, database):  # noqa: F811
    principal, agent = mandated()
    number = certificate(principal)
    worker.round()

    assert number in words(principal.get(BASE).content) and number in words(agent.get(BASE).content)
    assert len(rows(database, where="template = 'filed'")) == 2
    with psycopg.connect(database.superuser) as connection:
        receivers = connection.execute("SELECT DISTINCT receiver FROM message_row").fetchall()
        (state,) = connection.execute(
            "SELECT convert_from(state, 'UTF8') FROM message_row WHERE template = 'filed' LIMIT 1"
        ).fetchone()
    assert len(receivers) == 2 and "吴" not in state
    with psycopg.connect(database.superuser) as connection:
        connection.execute("UPDATE mandate_row SET phase = 'withdrawn'")
    certificate(principal)
    worker.round()
    assert len(rows(database, where="template = 'filed'")) == 3


def test_a_mandate_for_other_matters_tells_nothing_of_this_one(mandated, worker, database):  # noqa: F811
    principal, _ = mandated(which="some", matters="public-place-hygiene")
    certificate(principal)
    worker.round()
    assert len(rows(database, where="template = 'filed'")) == 1


def test_the_morning_before_an_appointment_its_person_is_reminded(clients, clock, worker, database, caplog):
    wu = clients("resident-wu")
    number = book(wu, "2026-11-25 09:00")
    worker.round()
    assert rows(database) == []
    clock.now = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    for _ in range(2):
        worker.round()

    page = words(wu.get(BASE).content)
    assert "明天有预约" in page and number in page and "09:00" in page and "政务服务大厅" in page
    assert f"/{CITY}/booking/appointments/{number}/" in wu.get(BASE).content.decode()
    assert f"/{CITY}/services/cases/{number}" not in wu.get(BASE).content.decode()
    assert number not in words(clients("resident-liu").get(BASE).content)
    assert [row[1] for row in rows(database)] == ["appointment-soon"]
    assert "failed" not in caplog.text


def test_when_the_day_is_over_the_city_itself_writes_down_who_did_not_come(clients, clock, worker, caplog):
    wu = clients("resident-wu")
    number = book(wu, "2026-11-24 09:00")
    clock.now = datetime(2026, 11, 24, 16, 1, tzinfo=UTC)  # past midnight in the city
    worker.round()

    assert "未到" in words(wu.get(f"/{CITY}/booking/appointments/{number}/").content)
    assert "failed" not in caplog.text
