"""The second wall round exchanges: theirs whom they are about, who asked, the two bodies, the auditor."""

from __future__ import annotations

import psycopg
import pytest

from yiwang.granted.reading import read
from yiwang.granted.tests.conftest import CITY
from yiwang.granted.tests.test_reading import wanted
from yiwang.kernel.access import ANONYMOUS, Actor, Holding, system
from yiwang.store.wall import city_transaction

SEES = {
    "exchange_row": "SELECT count(*) FROM exchange_row",
    "event": "SELECT count(*) FROM event WHERE kind = 'exchange'",
}


def staff(role, body):
    return Actor("someone", "staff", (Holding("a-position", role, body, "430602"),))


@pytest.fixture
def counted(door):
    """`counted(actor)`: how much of exchanges the wall shows."""

    def count(actor, city=CITY):
        with door.pool.connection() as connection, city_transaction(connection, city, actor) as cursor:
            return {name: cursor.execute(sql).fetchone()[0] for name, sql in SEES.items()}

    return count


def test_an_exchange_is_seen_by_those_it_concerns_and_nobody_else(door, person, registered, clock, counted):
    zheng = person("owner-zheng")
    registered(zheng)
    read(door, CITY, wanted(zheng), zheng, clock.now)

    for who in (
        zheng,
        staff("officer", "yueyanglou-health"),
        staff("officer", "yueyang-market-regulation"),
        staff("auditor", "yueyang-data"),
        system("sequencer"),
    ):
        assert counted(who) == {"exchange_row": 1, "event": 1}, who
    for who in (person("resident-tao"), ANONYMOUS, staff("officer", "yunxi-health")):
        assert counted(who) == {"exchange_row": 0, "event": 0}, who
    assert counted(zheng, "another-city") == {"exchange_row": 0, "event": 0}


def test_nobody_writes_an_exchange_past_the_door(door, person, registered, clock):
    zheng = person("owner-zheng")
    registered(zheng)
    read(door, CITY, wanted(zheng), zheng, clock.now)
    with (
        door.pool.connection() as connection,
        city_transaction(connection, CITY, zheng) as cursor,
    ):
        assert cursor.execute("UPDATE exchange_row SET subject = 'nobody'").rowcount == 0
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        door.pool.connection() as connection,
        city_transaction(connection, CITY, zheng) as cursor,
    ):
        cursor.execute("DELETE FROM exchange_row")
