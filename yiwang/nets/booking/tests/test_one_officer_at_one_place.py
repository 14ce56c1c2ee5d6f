"""Who goes on a visit sits at no booked place at that hour, and who is booked there goes on no visit."""

from __future__ import annotations

import shutil
from datetime import timedelta

import psycopg
import pytest

from yiwang.nets.booking.tests.conftest import BASE
from yiwang.nets.services.tests.conftest import MONDAY, PACK
from yiwang.nets.services.tests.test_handling_acts import act, licence  # noqa: F401
from yiwang.serve.cities import Served, publish
from yiwang.web import cities

TWO = ["person-yueyanglou-health-inspector", "person-yueyanglou-health-officer"]
VISIT = {"since": "2026-11-24T14:00", "until": "2026-11-24T15:00"}
FIRE = f"{BASE}windows/yueyanglou-fire/"


@pytest.fixture
def seated(door, database, tmp_path):
    """The health inspector of the district gives the advice before opening."""
    pack = tmp_path / "yueyang"
    shutil.copytree(PACK, pack)
    path = pack / "windows.yaml"
    written = path.read_text(encoding="utf-8")
    named = "positions: [yueyang-fire-rescue-inspector]"
    assert written.count(named) == 1
    path.write_text(written.replace(named, "positions: [yueyanglou-health-inspector]"), encoding="utf-8")
    with psycopg.connect(database.owner, autocommit=True) as connection:
        publish(connection, pack, "yueyang", MONDAY - timedelta(days=1))
    cities.forget()
    cities.serve_from(Served(database.app, seconds=3600))


def take(client, when: str):
    return client.post(f"{FIRE}book", {"at": when, "matter": "fire-check", "key": when})


def test_no_slot_is_given_while_the_one_who_sits_there_is_on_a_visit(seated, clients, licence):  # noqa: F811
    wu = clients("resident-wu")
    before = wu.get(f"{FIRE}?matter=fire-check").content.decode()
    assert 'value="2026-11-24 14:15"' in before
    assert act(clients("officer-health"), licence, "arrange-visit", visitors=TWO, **VISIT).status_code == 302

    page = wu.get(f"{FIRE}?matter=fire-check").content.decode()
    assert 'value="2026-11-24 13:30"' not in page and 'value="2026-11-24 14:15"' not in page
    assert 'value="2026-11-24 15:00"' in page  # the visit is over
    answer = take(wu, "2026-11-24 14:15")
    assert answer.status_code == 409 and b"booking.nobody-there" in answer.content
    assert take(wu, "2026-11-24 15:00").status_code == 302


def test_nobody_is_sent_on_a_visit_at_an_hour_they_are_booked(seated, clients, licence):  # noqa: F811
    wu = clients("resident-wu")
    assert take(wu, "2026-11-24 14:15").status_code == 302
    officer = clients("officer-health")
    refused = act(officer, licence, "arrange-visit", visitors=TWO, **VISIT)
    said = refused.content.decode()
    assert refused.status_code == 409 and "visit.booked" in said and "14:15–15:00" in said

    later = {"since": "2026-11-24T15:00", "until": "2026-11-24T16:00"}
    assert act(officer, licence, "arrange-visit", visitors=TWO, **later).status_code == 302


def test_a_cancelled_booking_keeps_nobody(seated, clients, licence):  # noqa: F811
    wu = clients("resident-wu")
    number = take(wu, "2026-11-24 14:15")["Location"].split("/")[-2]
    assert wu.post(f"{BASE}appointments/{number}/cancel").status_code == 302
    assert act(clients("officer-health"), licence, "arrange-visit", visitors=TWO, **VISIT).status_code == 302
