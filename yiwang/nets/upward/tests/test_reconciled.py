"""At night both sides are compared: what is missing goes again, the rest is a case."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from yiwang.nets.services.tests.filing import certificate
from yiwang.nets.upward.making import current
from yiwang.nets.upward.night_rules import MOST_TRIES
from yiwang.nets.upward.reconciling import days_due, reconcile
from yiwang.nets.upward.tests.conftest import BASE, CITY, PLATFORM, rows
from yiwang.nets.upward.tests.test_refused import opened
from yiwang.ports.fake_platform import Kept
from yiwang.store.verify import verify

MONDAY = date(2026, 11, 23)
NIGHT = datetime(2026, 11, 24, 2, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def compare(door, sender, clock):
    """Compare Monday, at night."""

    def run():
        clock.now = max(clock.now, NIGHT)
        return reconcile(door, CITY, current(door, CITY).upward[PLATFORM], sender.port, MONDAY, clock.now)

    return run


@pytest.fixture
def taken(clients, settle):
    """Four applications went up and were taken."""
    for _ in range(4):
        certificate(clients("resident-wu"))
    settle()


def test_both_sides_agree(taken, compare, database):
    found = compare().found

    assert (found.ours, found.theirs, found.listed) == (4, 4, 4)
    assert not (found.missing or found.unknown or found.differs or found.found or found.for_a_person)
    assert opened(database) == []


def test_planted_differences_are_found_and_what_is_missing_goes_again(
    taken, compare, settle, above, database, door, clients
):
    above.kept.pop(2)
    above.kept[3].fields["channel"] = "X"
    above.kept[99] = Kept("?", "SQ", MONDAY.isoformat(), {"caseNo": "0"})

    night = compare()

    assert night.found.missing == (2,) and night.found.differs == (3,) and night.found.unknown == (99,)
    settle()
    assert above.kept[2].times == 1 and rows(database, "number, phase")[1] == (2, "accepted")
    (case,) = opened(database)
    assert case.facts["differences"] == "missing:1 unknown:1 differs:1 theirs:4 ours:4"
    assert case.facts["day"] == "2026-11-23"

    assert compare().found.missing == ()
    settle()
    assert len(opened(database)) == 1  # the same differences are one case
    page = clients("cdo").get(BASE).content.decode()
    assert "对不上，要人看" in page and "2026-11-23" in page and ">99<" in page
    assert "2026-11-23" not in clients("officer-market").get(BASE).content.decode()
    assert verify(database.owner, door.safe.keyring).problems == []


def test_a_count_that_does_not_match_its_numbers_is_for_a_person(taken, compare, above, settle, database):
    above.trouble.more = 3

    assert compare().found.for_a_person
    settle()
    assert len(opened(database)) == 1


def test_what_it_said_it_took_and_lost_goes_again(clients, settle, compare, above, database):
    above.trouble.lose = True
    certificate(clients("resident-wu"))
    settle()
    assert rows(database, "phase") == [("accepted",)] and not above.kept
    above.trouble.lose = False

    assert compare().found.missing == (1,)
    settle()

    assert list(above.kept) == [1] and rows(database, "phase") == [("accepted",)]


def test_what_is_there_though_no_answer_came_is_taken_for_accepted(
    clients, worker, sender, compare, above, database
):
    certificate(clients("resident-wu"))
    worker.round()
    worker.round()
    above.trouble.mute = True
    sender.round()
    assert rows(database, "phase") == [("retrying",)]

    assert compare().found.found == (1,)
    assert rows(database, "phase, reason") == [("accepted", "found")]


def test_a_day_is_due_once_at_night_and_again_an_hour_after_it_was_asked_in_vain(
    taken, compare, door, clock, above
):
    assert MONDAY not in days_due(door, CITY, PLATFORM, clock.now)
    clock.now = NIGHT.replace(hour=1)
    assert days_due(door, CITY, PLATFORM, clock.now) == []
    clock.now = NIGHT
    assert days_due(door, CITY, PLATFORM, clock.now) == [MONDAY]

    above.trouble.dead = True
    assert compare().reason == "away"
    assert days_due(door, CITY, PLATFORM, clock.now) == []
    clock.pass_(hours=1)
    assert days_due(door, CITY, PLATFORM, clock.now) == [MONDAY]
    above.trouble.dead = False
    assert compare().reason == ""
    clock.pass_(hours=5)
    assert days_due(door, CITY, PLATFORM, clock.now) == []


def test_a_platform_that_never_says_is_left_for_a_person(compare, above, clock):
    above.trouble.dead = True
    for _ in range(MOST_TRIES):
        night = compare()
        clock.pass_(hours=1)

    assert night.next_at is None and night.tries == MOST_TRIES
