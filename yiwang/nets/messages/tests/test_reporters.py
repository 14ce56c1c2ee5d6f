"""Whoever told the city of something with an account is told how it goes on, and nobody else learns of it."""

from __future__ import annotations

import re

import psycopg
import pytest

from yiwang.nets.messages.tests.conftest import BASE, CITY, rows
from yiwang.nets.messages.tests.test_told import words
from yiwang.nets.reports.relays import reports
from yiwang.nets.reports.tests.conftest import as_officer, tell  # noqa: F401
from yiwang.nets.reports.tests.test_reports import case_number, close  # noqa: F401
from yiwang.store.worker import Worker


@pytest.fixture
def worker(door, clock) -> Worker:
    """The worker of this city with the relays of messages and of reports."""
    from yiwang.nets.messages.relays import messages

    return Worker(door, clock, (messages(door), reports(door)))


def test_whoever_told_is_told_who_has_it_and_that_it_is_closed_under_the_number_they_were_given(
    clients,
    tell,  # noqa: F811
    close,  # noqa: F811
    worker,
    database,
):
    resident = clients("resident-wu")
    told = tell(resident)
    worker.round()

    assert [row[1] for row in rows(database)] == ["report-accepted"]
    page = words(resident.get(BASE).content)
    assert told.number in page and "城市管理" in page
    case = case_number(database)
    assert case not in page
    address = re.search(r'href="([^"]+/reports/mine/[^"]+)"', resident.get(BASE).content.decode())
    assert address and resident.get(address[1]).status_code == 200

    close(case)
    worker.round()
    assert "办结" in words(resident.get(BASE).content)
    assert [row[1] for row in rows(database)] == ["report-accepted", "report-closed"]


def test_an_answer_a_message_and_a_question_who_told_reach_whoever_told(
    clients,
    tell,  # noqa: F811
    as_officer,  # noqa: F811
    worker,
    database,
):
    resident = clients("resident-wu")
    told = tell(resident)
    case = case_number(database)
    page = f"/{CITY}/reports/cases/{case}/"
    officer = as_officer(case)
    told_id = rows_of(database, "SELECT id FROM told_row")[0][0]
    for act, name in (("answer", "words"), ("write", "words"), ("ask-who", "words")):
        sent = {"act": act, name: "今天去看", "told": str(told_id)}
        answer = officer.post(page, sent)
        assert answer.status_code in (200, 302), answer.content.decode()
    worker.round()

    assert {row[1] for row in rows(database)} == {
        "report-accepted", "report-answered", "report-written", "report-who-asked",
    }  # fmt: skip
    page = words(resident.get(BASE).content)
    assert told.number in page and "今天去看" not in page


def test_what_is_told_to_whoever_told_is_in_no_list_of_the_body_that_handles_it(
    clients,
    tell,  # noqa: F811
    as_officer,  # noqa: F811
    worker,
    database,
):
    resident = clients("resident-wu")
    told = tell(resident)
    worker.round()

    case = case_number(database)
    lead = rows_of(database, "SELECT lead FROM case_row WHERE number = %s", case)[0][0]
    assert rows_of(database, "SELECT case_id, body <> %s FROM message_row", lead) == [("", True)]
    deliveries = as_officer(case).get(f"{BASE}deliveries/").content.decode()
    assert told.number not in deliveries and case not in deliveries


def test_without_an_account_nobody_is_told_and_who_joins_later_hears_only_what_comes_after(
    clients,
    tell,  # noqa: F811
    close,  # noqa: F811
    clock,
    worker,
    database,
):
    tell(clients(""))
    case = case_number(database)
    clock.pass_(hours=1)
    resident = clients("resident-wu")
    joined = tell(resident, joins=case_stream(database))
    worker.round()
    assert rows(database) == []
    close(case)
    worker.round()
    assert [row[1] for row in rows(database)] == ["report-closed"]
    assert joined.number in words(resident.get(BASE).content)


def rows_of(database, sql, *values):
    with psycopg.connect(database.superuser) as connection:
        return connection.execute(sql, values).fetchall()


def case_stream(database):
    return str(rows_of(database, "SELECT id FROM told_row ORDER BY at LIMIT 1")[0][0])
