"""Latest and sums equal what the raw values say, whatever came late, twice, corrected or out of order."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yiwang.ingest.judging import Reading
from yiwang.ingest.keeping import make_ahead
from yiwang.ingest.tests.conftest import CITY
from yiwang.ingest.upkeep import Upkeep
from yiwang.kernel.access import system
from yiwang.serve.signals import try_stored
from yiwang.store.wall import city_transaction

WHO = system("tests")
STREAMS = ("gauge-lake-north.level", "gauge-lake-east.level")
START = datetime(2026, 11, 20, 14, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")

readings = st.builds(
    lambda stream, minute, tenths, later: Reading(
        stream=stream,
        at=START + timedelta(minutes=minute),
        result=Decimal(tenths) / 10,
        result_at=START + timedelta(minutes=minute, seconds=later),
    ),
    st.sampled_from(STREAMS),
    st.integers(0, 40).map(lambda n: n * 7),
    st.integers(-50, 400),
    st.integers(0, 3),
)


def oracle(sent: list[Reading]) -> dict[tuple[str, datetime], Reading]:
    """What is to be kept, value by value: of a time the first with the latest result time."""
    kept: dict[tuple[str, datetime], Reading] = {}
    for one in sent:
        before = kept.get((one.stream, one.at))
        if before is None or one.result_at > before.result_at:
            kept[one.stream, one.at] = one
    return kept


def summed(kept: dict[tuple[str, datetime], Reading]) -> dict[tuple[str, str, datetime], tuple]:
    """Sums of the kept values by hour, and by day of the city, the long way."""
    buckets: dict[tuple[str, str, datetime], list[Decimal]] = {}
    for (stream, at), one in kept.items():
        hour = at.replace(minute=0, second=0, microsecond=0)
        day = at.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
        buckets.setdefault((stream, "hour", hour), []).append(one.result)
        buckets.setdefault((stream, "day", day), []).append(one.result)
    return {key: (len(v), sum(v), min(v), max(v)) for key, v in buckets.items()}


def stored(cursor: psycopg.Cursor) -> tuple[dict, dict, dict]:
    """Return values, sums and latest as the tables have them."""
    values = cursor.execute(
        "SELECT d.name, o.at, o.result FROM observation o JOIN datastream d ON d.id = o.datastream"
    ).fetchall()
    sums = cursor.execute(
        "SELECT d.name, width, begins, n, total, lowest, highest FROM rollup r"
        " JOIN datastream d ON d.id = r.datastream"
    ).fetchall()
    latest = cursor.execute(
        "SELECT d.name, at, result FROM latest l JOIN datastream d ON d.id = l.datastream"
    ).fetchall()
    return (
        {(name, at): result for name, at, result in values},
        {(name, width, begins): tuple(rest) for name, width, begins, *rest in sums},
        {name: (at, result) for name, at, result in latest},
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(readings, max_size=25), max_size=8))
def test_latest_and_sums_are_those_of_the_raw_values_after_any_order_of_arrival(
    door, taker, database, batches
):
    with psycopg.connect(database.superuser, autocommit=True) as owner:
        owner.execute("TRUNCATE observation, latest, rollup")
    sent = [one for batch in batches for one in batch]
    for batch in batches:
        taken = taker.take(CITY, batch, WHO, START + timedelta(days=2))
        assert taken.answers == [None] * len(batch)

    kept = oracle(sent)
    with door.pool.connection() as connection, city_transaction(connection, CITY, WHO) as cursor:
        values, sums, latest = stored(cursor)
    assert values == {key: one.result for key, one in kept.items()}
    assert sums == summed(kept)
    newest = {
        name: max((k for k in kept if k[0] == name), default=None, key=lambda k: k[1]) for name in STREAMS
    }
    assert latest == {name: (key[1], kept[key].result) for name, key in newest.items() if key is not None}


def test_a_month_that_is_over_is_dropped_whole_and_its_sums_stay(door, taker):
    now = datetime(2026, 11, 23, tzinfo=UTC)
    old, young = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 11, 15, tzinfo=UTC)
    batch = [Reading(stream=STREAMS[0], at=at, result=Decimal(1)) for at in (old, young)]
    taker.take(CITY, batch, WHO, now)

    upkeep = Upkeep(door.pool, lambda: {CITY: 3, "permits": 2}, lambda: now)
    dropped = upkeep.round()

    assert upkeep.round() == []
    assert "observation_2026_01" in dropped
    with door.pool.connection() as connection, city_transaction(connection, CITY, WHO) as cursor:
        values, sums, _ = stored(cursor)
    assert set(values) == {(STREAMS[0], young)}
    assert sum(key[1] == "day" for key in sums) == 2


def test_nobody_can_drop_what_may_still_be_written_to(door, city):
    with door.pool.connection() as connection, pytest.raises(psycopg.Error):
        connection.execute("SELECT observation_forget(current_date)")


def test_tables_of_the_next_months_are_there_before_anything_is_sent(door, city):
    make_ahead(door.pool, datetime(2026, 12, 31, 23, tzinfo=UTC))

    with door.pool.connection() as connection:
        found = connection.execute("SELECT to_regclass('observation_2027_02') IS NOT NULL").fetchone()
    assert found == (True,)


def test_another_city_sees_nothing_of_these_values(door, taker):
    taker.take(CITY, [Reading(stream=STREAMS[0], at=START, result=Decimal(1))], WHO, START)

    with door.pool.connection() as connection, city_transaction(connection, "permits", WHO) as cursor:
        assert cursor.execute("SELECT count(*) FROM observation").fetchone() == (0,)
    with door.pool.connection() as connection:
        assert connection.execute("SELECT count(*) FROM latest").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT count(*) FROM observation_2026_11")


def test_a_rule_is_tried_on_what_is_stored_before_it_is_switched_on(city, door, taker, database):
    levels = [31, 32, 33, 33, 33.5, 33, 32.3, 32.1, 31]
    batch = [
        Reading(stream=STREAMS[0], at=START + timedelta(minutes=5 * n), result=Decimal(str(level)))
        for n, level in enumerate(levels)
    ]
    taker.take(CITY, [*reversed(batch)], WHO, START + timedelta(days=1))
    out = io.StringIO()

    code = try_stored(
        "high-water",
        datetime(2026, 11, 20, tzinfo=UTC),
        datetime(2026, 11, 21, tzinfo=UTC),
        CITY,
        database.app,
        out,
    )

    assert code == 0
    assert out.getvalue().splitlines() == [
        "2026-11-20 22:10 – 11-20 22:35  gauge-lake-north.level  33.5  ×1",
        "high-water: 1 次告警 signals, 9 个值 values",
    ]
    assert try_stored("high-tide", START, START, CITY, database.app, out) == 2
