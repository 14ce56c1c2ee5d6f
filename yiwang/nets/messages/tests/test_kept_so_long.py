"""Messages and addresses are kept for as long as the pack says, and then they are gone."""

from __future__ import annotations

from datetime import UTC, datetime

import psycopg
import pytest

from yiwang.nets.messages.keeping import Keeping, months_before
from yiwang.nets.messages.tests.conftest import BASE, CITY, rows
from yiwang.nets.messages.tests.test_told import confirm, offered, words  # noqa: F401
from yiwang.nets.services.tests.filing import certificate
from yiwang.store.verify import verify
from yiwang.web import store_door

MONTHS = 24


@pytest.fixture
def told(clients, worker, sender, ports, clock):
    """Wu proved a mailbox, filed a case, was told of it on the page and by e-mail, and read it."""
    wu = clients("resident-wu")
    confirm(wu, worker, sender, ports)
    number = certificate(wu)
    worker.round()
    sender.round()
    assert number in words(wu.get(BASE).content)
    return number


def open_values(database) -> int:
    with psycopg.connect(database.superuser) as connection:
        (left,) = connection.execute(
            "SELECT count(*) FROM vault v JOIN addressee_row a ON a.city = v.city AND a.id = v.stream"
            " WHERE v.erased_at IS NULL"
        ).fetchone()
    return left


def test_before_its_time_nothing_is_put_away(told, door, clock, database):
    clock.pass_(days=MONTHS * 30)
    assert store_door.city_under(CITY, None).keeping.messages == MONTHS
    assert Keeping(door)(CITY, clock.now) == 0
    assert ("email", "filed", "delivered", "") in rows(database) and open_values(database) == 1


def test_when_its_time_is_over_nobody_finds_a_message_and_an_unused_address_is_erased(
    told, clients, door, clock, database
):
    clock.pass_(days=MONTHS * 31)
    keeping = Keeping(door)
    assert keeping(CITY, clock.now) > 2
    assert keeping(CITY, clock.now) == 0, "within the hour it does not look again"

    assert told not in words(clients("resident-wu").get(BASE).content)
    assert {row[2] for row in rows(database)} == {"put-away"}
    with psycopg.connect(database.superuser) as connection:
        states = connection.execute(
            "SELECT string_agg(convert_from(state, 'UTF8') || receiver || case_id || body, '')"
            " FROM message_row"
        ).fetchone()[0]
        read = connection.execute("SELECT count(*) FROM message_read").fetchone()[0]
    assert told not in states and "person" not in states.replace('"person"', "") and read == 0
    assert open_values(database) == 0
    settings = clients("resident-wu").get(f"{BASE}settings/").content.decode()
    assert "wu@" not in settings
    report = verify(database.owner, door.safe.keyring)
    assert report.exit_code == 0, [problem.en for problem in report.problems]


def test_an_address_that_is_used_is_kept(told, clients, worker, sender, door, clock, database):
    clock.pass_(days=MONTHS * 31 - 40)
    certificate(clients("resident-wu"))
    worker.round()
    sender.round()
    clock.pass_(days=40)
    Keeping(door)(CITY, clock.now)

    assert open_values(database) == 1
    assert ("email", "filed", "delivered", "") in rows(database)


def test_months_are_counted_back_to_a_day_that_is_there():
    assert months_before(datetime(2026, 3, 31, 8, tzinfo=UTC), 1) == datetime(2026, 2, 28, 8, tzinfo=UTC)
    assert months_before(datetime(2026, 11, 28, tzinfo=UTC), 24) == datetime(2024, 11, 28, tzinfo=UTC)
    assert months_before(datetime(2026, 1, 15, tzinfo=UTC), 1) == datetime(2025, 12, 15, tzinfo=UTC)
