"""The city of the services' tests, with somebody who got results that policies look at, and the sweep."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from yiwang.kernel.access import Actor, Holding
from yiwang.kernel.commands import Accept, Complete, Decide, DecideAtOnce, File, Receive
from yiwang.kernel.numbers import CHANCE_BYTES, case_number, stream_id
from yiwang.kernel.responsibility import responsible
from yiwang.nets.offers.granted_reading import granted
from yiwang.nets.offers.sweep import sweep
from yiwang.nets.services.tests.conftest import clients, clock, door, queries, walker  # noqa: F401
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, Door, execute
from yiwang.store.worker import Worker
from yiwang.web import cities

CITY = "yueyang"
BASE = f"/{CITY}/offers/"
BENEFIT = {"ended_on": "2026-09-30", "ended_why": "closed", "seeking_work": True}
PENSION = {"insured_as": "employee", "paid_elsewhere": False, "retire_on": "2026-11-01"}
BUSINESS = {
    "composition": "family",
    "business_scope": "修车",
    "premises_kind": "rented",
    "trade_name": "样例修车铺",
}
OUTCOMES = {
    "unemployment-benefit": {"record-check": "ten-and-more", "months-set": "done"},
    "pension-claim": {"employer-word": "confirmed", "record-check": "enough", "amount-set": "done"},
}
RESULTS = {
    "unemployment-benefit": ("430600", BENEFIT),
    "pension-claim": ("430600", PENSION),
    "individual-business": ("430681119", BUSINESS),
}


@pytest.fixture
def worker(door, clock) -> Worker:  # noqa: F811
    """The worker of this city with the sweep of offers; `worker.round()` works one round."""
    return Worker(door, clock, (), {"offers": partial(sweep, door, read=granted)})


@pytest.fixture
def result(door, clock) -> Callable[..., str]:  # noqa: F811
    """`result("resident-wu", "unemployment-benefit", **answers)`: grant somebody a result; its number."""

    def make(persona: str, matter: str, **answers: Any) -> str:
        city, applicant = cities.get(CITY).city, cities.get(CITY).actor(persona)
        place, usual = RESULTS[matter]
        given = {**usual, **answers}
        sealed = {name: str(one) for name, one in given.items() if name in city.matters[matter].sealed_fields}
        number = case_number(clock.now, secrets.token_bytes(CHANCE_BYTES))
        filing = File(
            case=str(case := stream_id(clock.now, secrets.token_bytes(10))),
            number=number,
            matter=matter,
            place=place,
            channel="online",
            applicant=applicant.person,
            facts={name: one for name, one in given.items() if name not in sealed},
        )
        lead = responsible(city, city.matters[matter], place).lead
        do = partial(_do, door, clock, case, lead)
        done = execute(door, Ask(CITY, CASE, case, filing, applicant, clock.now, secrets=sealed))
        assert isinstance(done, Done), done
        state = do(Receive())
        if matter == "individual-business":
            do(DecideAtOnce(outcome="grant", range="all", ground="x"), reason="符合条件")
            return number
        state = do(Accept())
        while tasks := [task for task in state.tasks if task.node in OUTCOMES[matter]]:
            done = Complete(task=tasks[0].id, outcome=OUTCOMES[matter][tasks[0].node])
            state = do(done, role=tasks[0].role)
        do(Decide(outcome="grant", range="all", ground="x"), role="approver", reason="符合条件")
        return number

    return make


def _do(
    this: Door, time: Any, case: UUID, lead: str, command: Any, role: str = "officer", **words_: str
) -> Any:
    """Let somebody of the lead body do it; return the case."""
    time.pass_(minutes=5)
    seat = cities.get(CITY).city.bodies[lead].seat
    who = Actor("someone", "staff", (Holding("a-position", role, lead, seat),))
    done = execute(this, Ask(CITY, CASE, case, command, who, time.now, secrets=words_))
    assert isinstance(done, Done), done
    return done.state


def offers_of(client: Client) -> list[str]:
    """Return the ids of the offers that somebody's page lists."""
    page = client.get(BASE)
    assert page.status_code == 200, page.content.decode()
    return re.findall(rf'href="{BASE}([0-9a-f-]+)/"', page.content.decode())


def words(page: Any) -> str:
    """Return the words of a page's main part."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode().split("<main")[1]))
