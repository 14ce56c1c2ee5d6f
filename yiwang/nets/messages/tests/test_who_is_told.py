"""Whom a message reaches: applicants, those who sign together, whoever gets a task; and nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest

from yiwang.kernel import commands as c
from yiwang.kernel.access import system
from yiwang.nets.messages.relays import OUTSIDE_WITHIN, goes_out
from yiwang.nets.messages.tests.conftest import BASE, CITY, rows
from yiwang.nets.messages.tests.test_told import words
from yiwang.nets.services.tests.filing import certificate
from yiwang.nets.services.tests.test_signed_together import joined, parties, sign  # noqa: F401
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, execute
from yiwang.web import cities

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def stream_of(database, number: str) -> UUID:
    with psycopg.connect(database.superuser) as connection:
        return connection.execute("SELECT id FROM case_row WHERE number = %s", (number,)).fetchone()[0]


def act(door, clock, stream: UUID, command, persona: str, **secrets: str):
    who = system("test") if persona == "the city" else cities.get(CITY).actor(persona)
    done = execute(door, Ask(CITY, CASE, stream, command, who, clock.now, secrets=secrets))
    assert isinstance(done, Done), done
    return done.state


def test_both_parties_of_a_joint_application_are_told_that_it_was_filed(parties, worker, sender, database):  # noqa: F811
    seller, buyer, joint, codes, _ = parties
    joined(buyer, codes[0])
    assert sign(buyer, joint).status_code == 302
    for _ in range(2):
        worker.round()
    if not rows(database, where="template = 'filed'"):  # filed by whoever began it, once all have signed
        seller.post(f"{joint}file")
        worker.round()

    assert "已提交" in words(seller.get(BASE).content) and "已提交" in words(buyer.get(BASE).content)
    assert len(rows(database, where="template = 'filed'")) == 2


@pytest.mark.parametrize(("by", "told"), [("officer-insurance", []), ("the city", [("page", "task-given")])])
def test_who_is_given_a_task_is_told_and_who_takes_one_is_not(
    clients, worker, door, clock, database, by, told
):
    stream = stream_of(database, certificate(clients("resident-wu")))
    case = act(door, clock, stream, c.Receive(), "officer-insurance")
    holder = cities.get(CITY).actor("officer-insurance").person
    act(door, clock, stream, c.Assign(task=case.tasks[0].id, person=holder), by)
    worker.round()

    assert [row[:2] for row in rows(database, where="template = 'task-given'")] == told


def test_a_decision_against_somebody_says_where_the_remedies_stand_and_no_reason(
    clients, worker, door, clock, database
):
    number = certificate(clients("resident-wu"))
    stream = stream_of(database, number)
    act(door, clock, stream, c.Receive(), "officer-insurance")
    command = c.DecideAtOnce(outcome="deny", range="all", ground="x")
    act(door, clock, stream, command, "officer-insurance", reason="没有缴费记录")
    worker.round()

    page = words(clients("resident-wu").get(BASE).content)
    assert "不予：社会保险参保证明" in page and "申请救济" in page and "没有缴费记录" not in page
    assert "准予" not in page.replace("不予准许", "")


def test_the_city_tells_outside_what_is_new_and_other_worlds_never():
    assert goes_out("yueyang", NOW, NOW + OUTSIDE_WITHIN)
    assert not goes_out("yueyang", NOW, NOW + OUTSIDE_WITHIN + timedelta(seconds=1))
    assert not goes_out("yueyang~drill-7", NOW, NOW)
