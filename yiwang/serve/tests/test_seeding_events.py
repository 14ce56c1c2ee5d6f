"""The demo's events stand in every state, and seeding twice does nothing twice."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

import psycopg
from psycopg.rows import dict_row

from yiwang.nets.services.tests.conftest import PACK, clock, door  # noqa: F401
from yiwang.serve.seed_events import seed_events
from yiwang.web import cities

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Thursday


def rows(database) -> list[dict]:
    with psycopg.connect(database.owner, row_factory=dict_row) as connection:
        return connection.execute("SELECT * FROM event_row").fetchall()


def test_the_demo_has_events_in_every_state_and_none_is_refused(door, database):  # noqa: F811
    city = cities.get("yueyang").city
    done = seed_events(door, "yueyang", city, PACK, NOON)
    assert done.refused == ()
    found = rows(database)
    assert len(found) == done.events == 10
    assert Counter(one["phase"] for one in found) == {"accepted": 8, "closed": 1, "void": 1}
    assert [one["hold_cause"] for one in found if one["on_hold"]] == ["budget"]
    assert [one["shown"] for one in found if one["phase"] == "closed"] == [True]
    assert sum(one["safe_at"] is not None for one in found) == 1
    assert {one["checked"] for one in found} == {"", "pass", "fail"}
    assert sorted(one["returns"] for one in found)[-2:] == [1, 1]
    with psycopg.connect(database.owner) as connection:
        lines = connection.execute("SELECT body, decided_by FROM dispatch_line ORDER BY decided_by, body")
        assert ("yueyang-water", "desk") in lines.fetchall()
    again = seed_events(door, "yueyang", city, PACK, NOON)
    assert again.refused == () and len(rows(database)) == 10
