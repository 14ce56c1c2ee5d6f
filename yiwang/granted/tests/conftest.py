"""A published city, and a business registered in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from yiwang.kernel.access import Actor, Holding
from yiwang.kernel.commands import DecideAtOnce, File, Receive
from yiwang.kernel.numbers import case_number, stream_id
from yiwang.kernel.responsibility import responsible
from yiwang.nets.services.tests.conftest import clock, door  # noqa: F401
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, execute
from yiwang.web import cities

CITY = "yueyang"
PLACE = "430602005"
SHOP = {
    "composition": "individual",
    "trade_name": "巴陵演示理发店",
    "business_scope": "理发服务",
    "premises_address": "岳阳楼区巴陵东路 88 号",
    "premises_kind": "rented",
    "declaration": True,
}
OPERATOR = {
    "operator_name": "郑演舟",
    "id_number": "11010119900307002X",
    "operator_domicile": "岳阳楼区巴陵东路 88 号二楼",
    "contact_phone": "13800000000",
}


@pytest.fixture
def city(door):  # noqa: F811
    """The pack in force."""
    return cities.get(CITY).city


@pytest.fixture
def person(door) -> Callable[[str], Actor]:  # noqa: F811
    """`person("owner-zheng")`: a persona's actor."""
    return lambda persona: cities.get(CITY).actor(persona)


@pytest.fixture
def act(door, clock, city):  # noqa: F811
    """`act(case id, command, role, **secrets)`: somebody of the lead body does it; returns the case."""

    def do(case: str, command: object, role: str = "officer", **secrets: str) -> object:
        lead = responsible(city, city.matters["individual-business"], PLACE).lead
        who = Actor("someone", "staff", (Holding("a-position", role, lead, "430602"),))
        done = execute(door, Ask(CITY, CASE, UUID(case), command, who, clock.now, secrets=secrets))
        assert isinstance(done, Done), done
        return done.state

    return do


@pytest.fixture
def registered(door, clock, city, act):  # noqa: F811
    """`registered(actor)`: the case that gave the actor's business licence, granted today."""
    count = 0

    def register(actor: Actor, **facts: object):
        nonlocal count
        count += 1
        case = stream_id(clock.now, bytes([count] * 10))
        number = case_number(clock.now, bytes([count] * 5))
        command = File(
            case=str(case),
            number=number,
            matter="individual-business",
            place=PLACE,
            channel="online",
            applicant=actor.applicant,
            facts={**SHOP, **facts},
        )
        done = execute(door, Ask(CITY, CASE, case, command, actor, clock.now, secrets=OPERATOR))
        assert isinstance(done, Done), done
        clock.now += timedelta(minutes=5)
        act(str(case), Receive())
        return act(str(case), DecideAtOnce(outcome="grant", range="all", ground="x"), reason="符合条件")

    return register
