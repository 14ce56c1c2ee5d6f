"""A case that waits for a case of another body, as each of those who may look sees it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.test import Client

from yiwang.kernel import commands as c
from yiwang.kernel.access import Actor, Holding, system
from yiwang.kernel.numbers import case_number
from yiwang.nets.services.tests.conftest import MONDAY
from yiwang.serve.cities import Served, publish
from yiwang.store.cases import CASE
from yiwang.store.connect import make_pool
from yiwang.store.execute import Ask, Done, Door, execute
from yiwang.store.keys import Keyring
from yiwang.store.tests.small_store import new_stream
from yiwang.store.traffic import between_cases
from yiwang.store.vault import Safe
from yiwang.store.wall import OPEN, opening
from yiwang.store.worker import Worker
from yiwang.web import cities, store_door

PACK = Path(__file__).resolve().parents[4] / "packs" / "tutorial"
NUMBER = case_number(MONDAY, b"12345")


class Town:
    """The tutorial's city: one asks for a tree to be felled, its bodies work."""

    def __init__(self, door: Door, clock) -> None:
        self.door, self.clock = door, clock
        self.worker = Worker(door, clock, (between_cases(door),))
        self.city = store_door.city_under("tutorial", None)
        self.file(NUMBER)

    def file(self, number: str) -> None:
        """Ask for a tree to be felled, and accept it; nothing is carried yet."""
        self.stream = new_stream()
        file = c.File(
            case=str(self.stream), number=number, matter="tree-felling", place="900101", channel="online",
            applicant=self.person("resident"), facts={"street": "东街", "ground": "树干空了"},
        )  # fmt: skip
        self.ask(file, Actor(self.person("resident"), "resident"))
        for command in (c.Receive(), c.Accept()):
            self.ask(command, self.staff("parks-officer", "sample-parks"))

    @staticmethod
    def person(persona: str) -> str:
        client = client_of(persona)
        page = client.get("/tutorial/services/cases/")
        assert page.status_code == 200
        return page.wsgi_request.actor.person

    def staff(self, position: str, body: str) -> Actor:
        return Actor("p1", "staff", (Holding(position, position.partition("-")[2], body, "900100"),))

    def ask(self, command, actor, stream=None) -> None:
        stream = stream or self.stream
        answer = execute(self.door, Ask("tutorial", CASE, stream, command, actor, self.clock()))
        assert isinstance(answer, Done), answer

    def work(self) -> None:
        for _ in range(3):
            self.worker.city("tutorial")

    def count(self, matter: str) -> int:
        with psycopg.connect(self.door.pool.conninfo) as connection:
            connection.execute(OPEN, opening("tutorial", system("test")))
            row = connection.execute("SELECT count(*) FROM case_row WHERE matter = %s", [matter]).fetchone()
        return row[0]

    @property
    def called(self):
        with psycopg.connect(self.door.pool.conninfo) as connection:
            connection.execute(OPEN, opening("tutorial", system("test")))
            row = connection.execute("SELECT state FROM case_row WHERE matter = 'tree-diagnosis'").fetchone()
        return CASE.decode(bytes(row[0]))

    def answer(self, outcome: str) -> None:
        called = self.called
        command = c.Complete(task=called.tasks[0].id, outcome=outcome)
        self.ask(command, self.staff("plants-officer", "sample-plants"), UUID(called.id))
        self.work()


def client_of(persona: str) -> Client:
    client = Client()
    answer = client.post("/tutorial/sign-in", {"persona": persona, "next": "/tutorial/"})
    assert answer.status_code == 302
    return client


def text_of(persona: str, number: str = NUMBER, language: str = "zh") -> str:
    client = client_of(persona)
    answer = client.get(f"/tutorial/services/cases/{number}/", {"lang": language})
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def town(database, tmp_path, clock, settings):
    settings.YIWANG_DEMO = True
    with psycopg.connect(database.owner, autocommit=True) as connection:
        publish(connection, PACK, "tutorial", MONDAY - timedelta(days=60))
    cities.forget()
    cities.serve_from(Served(database.app, seconds=3600))
    door = Door(make_pool(database.app, size=4), store_door.city_under, Safe(Keyring(tmp_path / "keys")))
    store_door.use(door)
    this = Town(door, clock)
    this.work()
    yield this
    store_door.use(None)
    door.pool.close()
    cities.forget()


def test_the_applicant_sees_what_is_waited_for_until_when_and_the_other_case(town):
    page = text_of("resident")
    assert "各部分在谁手里" in page
    assert "现在: " in page
    assert "等到" in page
    assert f"cases/{town.called.number}/" in page
    assert "开始办“看一棵树（虚构）”" in page


def test_who_may_not_see_the_other_case_is_told_whose_it_is_and_gets_no_link(town):
    page = text_of("officer")
    assert "示例市植保站（虚构）" in page
    assert town.called.number not in page
    assert client_of("officer").get(f"/tutorial/services/cases/{town.called.number}/").status_code in (
        403,
        404,
    )


def test_the_called_body_joins_in_the_callers_case_and_may_open_it(town):
    page = text_of("plants", town.called.number)
    assert "本件是这件事的一部分" in page
    assert f"砍一棵树（虚构） {NUMBER}</a>" in page


def test_all_of_it_is_said_in_english_too(town):
    page = text_of("resident", language="en")
    assert "Who has each part" in page
    assert "Now: " in page
    assert "“Look at a tree (made up)” begun" in page
    town.answer("healthy")
    assert "“Look at a tree (made up)” is done" in text_of("resident", language="en")


def test_the_answer_stands_in_the_timeline_and_the_next_step_is_open(town):
    town.answer("sick")
    page = text_of("officer")
    assert "“看一棵树（虚构）”已办完" in page
    assert "提出意见" in page
    assert "现在: " not in page


def test_without_an_answer_in_time_the_office_looks_itself(town):
    town.clock.pass_(days=9)
    town.work()
    page = text_of("officer")
    assert "园林局自己看" in page
    assert town.called.phase == "withdrawn"


def test_the_worker_process_carries_the_call(town, database, tmp_path):
    environment = {**os.environ, "YIWANG_DATABASE": database.app, "YIWANG_DATA": str(tmp_path)}
    town.file(case_number(MONDAY, b"54321"))
    worker = subprocess.Popen([sys.executable, "-m", "yiwang.serve.worker_process"], env=environment)
    try:
        for _ in range(120):
            if town.count("tree-diagnosis") == 2:
                break
            time.sleep(0.25)
    finally:
        worker.terminate()
        assert worker.wait(30) == 0
    assert town.count("tree-diagnosis") == 2
