"""Rules run on and on over what is stored: each signal is told once, whatever ends the worker, and when."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from yiwang.ingest.tests.conftest import CITY, LEVEL, minutes
from yiwang.ingest.tests.heard import Heard
from yiwang.ingest.watching import Watch
from yiwang.kernel.sensing.rule_model import Rule
from yiwang.store.execute import Door

COVER = "cover-01.open"


class Killed(BaseException):
    """The worker was ended here, without a word."""


def high_water(heard: Heard) -> datetime:
    """High from the second value until the sixth; an hour ago."""
    since = heard.clock() - timedelta(hours=3)
    heard.values(LEVEL, 32, 33, 33.2, 33.4, 32.4, 32.1, *[32] * 30, since=since)
    return since


def test_high_water_is_told_from_when_it_was_high_until_it_was_well_below(heard):
    since = high_water(heard)

    heard.watch.city(CITY)

    assert [one for one in heard.told() if one[0] == "high-water"] == [
        ("high-water", LEVEL, since + minutes(5), since + minutes(25), 1)
    ]
    (one,) = [one for one in heard.signals() if one.rule == "high-water"]
    assert (one.worst, one.body, one.place) == ("33.4", "yueyang-water", "430602")


def test_a_second_round_tells_nothing_new(heard):
    high_water(heard)
    heard.watch.city(CITY)
    before = heard.events()

    heard.watch.city(CITY)
    Watch(heard.door, heard.clock).city(CITY)

    assert heard.events() == before


@pytest.mark.parametrize("where", ["signals-kept", "committed", "signals-said"])
def test_a_worker_that_is_killed_loses_no_signal_and_tells_none_twice(heard, where):
    def kill(*_: object) -> None:
        raise Killed

    high_water(heard)
    killed = Door(heard.door.pool, heard.door.cities, heard.door.safe, {where: kill})
    with pytest.raises(Killed):
        Watch(killed, heard.clock).city(CITY)

    Watch(heard.door, heard.clock).city(CITY)

    assert heard.events().count("signal.raised") == len(heard.signals())
    assert [one[0] for one in heard.told() if one[0] == "high-water"] == ["high-water"]
    assert heard.events().count("signal.cleared") == sum(one.until is not None for one in heard.signals())


def test_signals_are_the_same_whether_values_come_by_minutes_or_by_hours(heard, clock):
    """The same values in one batch at the end, or as they happen with a round each 5 minutes."""
    since = clock() + timedelta(hours=1)
    series = [*[32] * 13, 33, 33.2, 33.4, 32.4, 32.1, 32, 33, 33, 33, 32, *[32] * 20]
    for number, one in enumerate(series):
        clock.now = since + minutes(5 * number)
        heard.values(LEVEL, one, since=clock.now)
        heard.values("gauge-lake-east.level", one, since=clock.now)
        heard.watch.city(CITY)
    clock.pass_(minutes=60)
    heard.watch.city(CITY)
    by_minutes = [one[:1] + one[2:] for one in heard.told() if one[1] == LEVEL]

    later = clock.now
    clock.pass_(hours=4)
    heard.values("gauge-river-luo.level", *series, since=later)
    heard.watch.city(CITY)
    whole = [one[:1] + one[2:] for one in heard.told() if one[1] == "gauge-river-luo.level"]
    shift = later - since

    rises = [
        (rule, a + shift, b + shift if b else b, n) for rule, a, b, n in by_minutes if rule == "fast-rise"
    ]
    assert rises
    assert [one for one in whole if one[0] == "fast-rise"] == rises


def test_a_gauge_that_fell_silent_is_told_by_the_clock_where_nothing_else_is_heard(heard, clock):
    heard.values(LEVEL, 30, 30, since=clock() - minutes(10))
    heard.watch.city(CITY)
    assert heard.told() == []

    clock.pass_(hours=2)
    heard.watch.city(CITY)

    assert [(one[0], one[1], one[3]) for one in heard.told()] == [("gauge-silent", LEVEL, None)]


def test_a_rule_that_is_taken_out_of_the_pack_ends_its_signals(heard, door, monkeypatch):
    heard.values(COVER, 0, 1, 1, since=heard.clock() - minutes(90), every=30)
    heard.watch.city(CITY)
    assert [(one[0], one[3]) for one in heard.told()] == [("cover-open", None)]
    city = door.cities(CITY, None)
    fewer = replace(city, sensing=replace(city.sensing, rules=city.sensing.rules[:4]))
    other = Door(door.pool, lambda key, pack: fewer, door.safe)

    Watch(other, heard.clock).city(CITY)

    (one,) = heard.signals()
    assert one.until is not None
    assert one.why == "rule-changed"


def test_a_value_later_than_the_rules_wait_is_kept_counted_and_raises_nothing(heard, clock):
    heard.values("cover-01.open", 0, 0, since=clock() - minutes(60), every=30)
    heard.watch.city(CITY)
    clock.pass_(seconds=10)

    heard.values("cover-01.open", 1, since=clock() - minutes(45))
    heard.watch.city(CITY)

    assert [one for one in heard.told() if one[0] == "cover-open"] == []
    rows = heard._rows("SELECT about, n FROM trouble WHERE city = %s AND code = 'ingest.behind-rules'", CITY)
    assert rows == [("cover-01.open", 1)]


def test_a_device_whose_clock_is_ahead_does_not_make_the_others_late(heard, clock):
    heard.values("cover-02.open", 0, since=clock() - minutes(1))
    heard.watch.city(CITY)
    heard.values("cover-02.open", 0, since=clock() + minutes(9))
    heard.watch.city(CITY)
    clock.pass_(minutes=1)

    heard.values("cover-01.open", 1, since=clock() - minutes(1))
    clock.pass_(minutes=20)
    heard.watch.city(CITY)

    assert [one[:2] for one in heard.told()] == [("cover-open", "cover-01.open")]


def test_a_condition_without_an_answer_is_told_to_who_runs_the_city(heard, door, clock):
    city = door.cities(CITY, None)
    broken = Rule(
        id="share",
        title={"zh": "比", "en": "Share"},
        kind="condition",
        property="rainfall",
        when="10 / value > 1",
        lateness_minutes=0,
    )
    other = replace(city, sensing=replace(city.sensing, rules=(broken,)))
    heard.values("gauge-lake-north.rain", 0, 0, 2, since=clock() - minutes(30))

    Watch(Door(door.pool, lambda key, pack: other, door.safe), clock).city(CITY)

    rows = heard._rows("SELECT about, n, example FROM trouble WHERE city = %s", CITY)
    assert rows == [("gauge-lake-north.rain", 2, "share")]
    assert [one[:2] for one in heard.told()] == [("share", "gauge-lake-north.rain")]
