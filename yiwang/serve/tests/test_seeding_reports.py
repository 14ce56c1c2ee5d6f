"""The demo's reports and its flood stand as they were told; seeding twice does nothing twice."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import psycopg

from yiwang.nets.services.tests.conftest import PACK, clock, door  # noqa: F401
from yiwang.serve.seed_flood import seed_flood
from yiwang.serve.seed_reports import seed_reports
from yiwang.store.verify import verify
from yiwang.web import cities

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Thursday


def rows(database, select: str) -> list[tuple]:
    with psycopg.connect(database.owner) as connection:
        return connection.execute(select).fetchall()


def happened(database) -> set[str]:
    return {one for (one,) in rows(database, "SELECT convert_from(body, 'UTF8')::json ->> 'type' FROM event")}


def test_the_demo_has_reports_in_several_states_with_both_sides_words(door, database):  # noqa: F811
    city = cities.get("yueyang").city
    done = seed_reports(door, "yueyang", city, PACK, NOON)
    assert done.refused == () and done.reports == 7
    assert sorted(rows(database, "SELECT phase, on_hold FROM event_row"))[-1] == ("accepted", True)
    assert {"told.answered", "told.written", "told.who-asked", "report.not-fixed"} <= happened(database)
    assert {"case.reopened", "case.severity-moved", "case.put-on-hold"} <= happened(database)
    again = seed_reports(door, "yueyang", city, PACK, NOON)
    assert again.refused == () and rows(database, "SELECT count(*) FROM report_row") == [(7,)]
    assert verify(database.owner, door.safe.keyring).problems == []


def test_the_demo_has_a_flood_with_a_level_a_roster_a_bulletin_and_patrols(door, database):  # noqa: F811
    city = cities.get("yueyang").city
    done = seed_flood(door, "yueyang", city, PACK, NOON)
    assert done.refused == ()
    assert rows(database, "SELECT level FROM response_row") == [("IV",)]
    assert rows(database, "SELECT count(*) FROM duty_roster_row") == [(2,)]
    assert rows(database, "SELECT count(*) FROM bulletin_row") == [(1,)]
    found = dict(rows(database, "SELECT finding, count(*) FROM patrol_row GROUP BY finding"))
    assert found == {"none": 6, "seepage": 1}
    tomorrow = NOON.replace(day=27)
    assert seed_flood(door, "yueyang", city, PACK, tomorrow).refused == ()
    assert rows(database, "SELECT count(*) FROM patrol_row") == [(7,)]
    assert verify(database.owner, door.safe.keyring).problems == []
