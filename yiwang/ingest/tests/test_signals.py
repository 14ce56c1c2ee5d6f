"""Rules over streams raise what happened, once, whatever the order in which it was heard."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.ingest.rules.engine import Engine
from yiwang.ingest.rules.model import Change, StreamOf, Surroundings, Value
from yiwang.kernel.sensing.rule_model import Rule
from yiwang.kernel.sensing.season import Hour, Usual, normal_range, usual, usual_in_week

START = datetime(2026, 7, 1, tzinfo=UTC)
TITLE = {"zh": "规则", "en": "Rule"}
HIGH = Rule(
    id="high",
    title=TITLE,
    kind="threshold",
    property="water-level",
    above="3",
    clears="2.5",
    lateness_minutes=30,
)
TOWN = {"town": "900100001"}
STREAM = StreamOf("pond.level", "water-level", "pond", 5, TOWN)
COVER = StreamOf("pond.open", "cover-open", "pond", 5, TOWN)
OTHER = StreamOf("lake.level", "water-level", "lake", 5, TOWN)


def minute(number: float) -> datetime:
    return START + timedelta(minutes=number)


def values(*results: float, every: int = 5, stream: str = "pond.level") -> list[Value]:
    return [Value(minute(n * every), stream, Decimal(str(one))) for n, one in enumerate(results)]


def raised(
    rules: list[Rule], heard: list[Value], until: float = 10_000, streams=(STREAM, COVER)
) -> list[tuple]:
    engine = Engine(rules, streams)
    engine.take(heard)
    engine.advance(minute(until))
    return [(one.rule, one.about, one.since, one.until, one.worst, one.times) for one in engine.signals()]


def told(rules: list[Rule], heard: list[Value], until: float = 10_000) -> list[Change]:
    """What is said, one after the other."""
    engine = Engine(rules, (STREAM, COVER))
    engine.take(heard)
    engine.advance(minute(until))
    return engine.taken()


def test_a_level_is_told_from_when_it_is_high_until_it_is_well_below():
    found = raised([HIGH], values(2, 3, 2.9, 3.4, 2.6, 2.4))

    assert found == [("high", "pond.level", minute(5), minute(25), "3.4", 1)]


def test_a_level_that_is_high_for_a_moment_only_is_not_told():
    lasting = Rule(
        id="high", title=TITLE, kind="threshold", property="water-level", above="3", for_minutes=10
    )

    assert raised([lasting], values(3, 3, 2, 3, 2)) == []
    assert raised([lasting], values(3, 3, 3, 2)) == [("high", "pond.level", minute(0), minute(15), "3", 1)]


def test_a_fall_below_is_told_as_well():
    low = Rule(id="low", title=TITLE, kind="threshold", property="water-level", below="1", clears="1.5")

    assert raised([low], values(2, 0.5, 1.2, 1.6)) == [("low", "pond.level", minute(5), minute(15), "0.5", 1)]


def test_a_fast_rise_is_told_and_a_slow_one_is_not():
    rise = Rule(id="rise", title=TITLE, kind="rate", property="water-level", above="0.5", over_minutes=10)

    assert raised([rise], values(1, 1.2, 1.4, 1.6)) == []
    assert raised([rise], values(1, 1.2, 1.6, 1.6, 1.6)) == [
        ("rise", "pond.level", minute(10), minute(15), "0.6", 1)
    ]


def test_silence_is_told_by_what_was_not_heard_and_not_by_what_came_late():
    silent = Rule(
        id="silent", title=TITLE, kind="absence", property="water-level", for_minutes=15, lateness_minutes=30
    )
    engine = Engine([silent], [STREAM])
    engine.take(values(1, 1))
    engine.take([Value(minute(40), "pond.level", Decimal(1))])
    engine.take([Value(minute(n), "pond.level", Decimal(1)) for n in (15, 25, 30)])
    engine.advance(minute(45))
    assert engine.signals() == []

    engine.advance(minute(60))
    assert [(one.since, one.until) for one in engine.signals()] == [(minute(55), None)]


def test_a_level_that_flaps_is_one_signal():
    flapping = Rule(
        id="high", title=TITLE, kind="threshold", property="water-level", above="3", repeat_minutes=15
    )

    found = raised([flapping], values(3, 2, 3, 2, 3.5, 2, 2, 2, 2, 2, 3, 2))

    assert found == [
        ("high", "pond.level", minute(0), minute(25), "3.5", 3),
        ("high", "pond.level", minute(50), minute(55), "3", 1),
    ]


def test_two_rules_at_one_thing_make_a_third_and_one_keeps_another_quiet_while_it_stands():
    opened = Rule(
        id="open", title=TITLE, kind="threshold", property="cover-open", above="1", inhibited_by=("high",)
    )
    both = Rule(id="spills", title=TITLE, kind="together", of=("high", "open"), severity="critical")
    heard = values(2, 3, 3, 3, 2) + values(0, 0, 1, 1, 1, 0, stream="pond.open")

    found = raised([HIGH, opened, both], heard)

    assert [(one[0], one[2], one[3]) for one in found] == [
        ("high", minute(5), minute(20)),
        ("open", minute(10), minute(25)),
        ("spills", minute(10), minute(20)),
    ]
    assert [one.at for one in told([HIGH, opened], heard) if one.rule == "open"] == [minute(20), minute(25)]


RULES = [
    HIGH,
    Rule(
        id="low",
        title=TITLE,
        kind="threshold",
        property="water-level",
        below="1",
        for_minutes=10,
        repeat_minutes=20,
    ),
    Rule(
        id="rise", title=TITLE, kind="rate", property="water-level", above="1", over_minutes=10, clears="0.5"
    ),
    Rule(id="silent", title=TITLE, kind="absence", property="water-level", for_minutes=12),
    Rule(id="open", title=TITLE, kind="threshold", property="cover-open", above="1"),
    Rule(id="both", title=TITLE, kind="together", of=("high", "open")),
    Rule(
        id="quiet",
        title=TITLE,
        kind="condition",
        property="water-level",
        when="value > 2 and mean of last hour < 3",
        inhibited_by=("open",),
        repeat_minutes=7,
        group_within="town",
        group_minutes=30,
    ),
    Rule(id="town", title=TITLE, kind="together", of=("low", "open"), within="town"),
]
series = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 8), st.sampled_from([STREAM, COVER, OTHER])),
    min_size=1,
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(series, st.integers(0, 2**32), st.integers(1, 40))
def test_signals_are_the_same_for_any_batches_and_any_order_within_the_lateness(steps, seed, size):
    """Values arrive up to 29 minutes late in shuffled batches; the lateness is 30."""
    at, heard = 0, []
    for gap, half, stream in steps:
        at += gap
        result = Decimal(half % 2) if stream is COVER else Decimal(half) / 2
        heard.append(Value(minute(at), stream.name, result))
    heard = list({(one.at, one.stream): one for one in heard}.values())
    chance = random.Random(seed)
    arrived = sorted(heard, key=lambda one: one.at + timedelta(minutes=chance.uniform(0, 29)))
    whole, pieces = (Engine(RULES, [STREAM, COVER, OTHER]) for _ in range(2))

    whole.take(heard)
    for first in range(0, len(arrived), size):
        pieces.take(arrived[first : first + size])
    for engine in (whole, pieces):
        engine.advance(minute(at + 200))

    assert pieces.late == 0
    assert pieces.signals() == whole.signals()
    assert pieces.board.memory == whole.board.memory


def test_a_combination_may_hold_at_different_things_of_one_town():
    both = Rule(id="both", title=TITLE, kind="together", of=("high", "open"), within="town")
    opened = Rule(id="open", title=TITLE, kind="threshold", property="cover-open", above="1")
    heard = values(2, 3, 3, 2, stream="lake.level") + values(0, 0, 1, 1, 0, stream="pond.open")

    found = raised([HIGH, opened, both], heard, streams=(STREAM, COVER, OTHER))

    assert ("both", "900100001", minute(10), minute(15), "", 1) in found


def test_signals_of_one_town_within_the_time_are_one_group_and_later_ones_another():
    rule = Rule(
        id="high",
        title=TITLE,
        kind="threshold",
        property="water-level",
        above="3",
        group_within="town",
        group_minutes=20,
    )
    heard = values(2, 3, 2, 2, 2, 2, 2, 2, 2, 3, 2) + values(2, 2, 2, 3, 2, stream="lake.level")
    engine = Engine([rule], (STREAM, OTHER))
    engine.take(heard)
    engine.advance(minute(10_000))

    first = f"pond.level@{minute(5).isoformat()}"
    assert [(one.about, one.since, one.lead) for one in engine.signals()] == [
        ("pond.level", minute(5), ""),
        ("lake.level", minute(15), first),
        ("pond.level", minute(45), ""),
    ]


def test_a_condition_that_divides_by_zero_raises_nothing_and_is_counted():
    rule = Rule(
        id="share", title=TITLE, kind="condition", property="water-level", when="10 / (value - 3) > 1"
    )
    unanswered = []
    engine = Engine(
        [rule], (STREAM,), Surroundings(no_answer=lambda rule, stream: unanswered.append((rule, stream)))
    )
    engine.take(values(3, 3, 4, 30))
    engine.advance(minute(10_000))

    assert unanswered == [("share", "pond.level")] * 2
    assert [(one.since, one.until) for one in engine.signals()] == [(minute(10), minute(15))]


def test_a_flapping_level_is_told_again_at_most_once_in_the_time_and_its_end_once():
    flapping = Rule(
        id="high", title=TITLE, kind="threshold", property="water-level", above="3", repeat_minutes=15
    )

    found = [(one.what, one.at, one.times) for one in told([flapping], values(*[3, 2] * 6))]

    assert found == [
        ("raised", minute(0), 1),
        ("again", minute(20), 3),
        ("again", minute(40), 5),
        ("cleared", minute(70), 6),
    ]


def test_a_level_is_held_against_what_is_usual_at_its_hour():
    rule = Rule(id="odd", title=TITLE, kind="season", property="water-level", above="6", clears="3")
    known = {hour: Usual(level=1.0 if hour < 12 else 3.0, spread=0.1) for hour in range(24)}
    engine = Engine([rule], (STREAM,), Surroundings("UTC", lambda stream, day: known))
    engine.take(values(1, 1.1, 3, 1.2, every=60))
    engine.take([Value(minute(13 * 60), "pond.level", Decimal(3))])
    engine.advance(minute(10_000))

    assert [(one.since, one.until, one.worst) for one in engine.signals()] == [
        (minute(120), minute(180), "20.0")
    ]


def test_what_is_usual_takes_values_within_an_hour_into_its_spread():
    days = {START.date() - timedelta(days=n): {8: Hour(12, 5.0, 4.0, 6.0)} for n in range(1, 6)}

    found = usual(days, START.date())

    assert found[8].level == 5.0
    assert found[8].spread == pytest.approx(2 / normal_range(12))
    assert usual(dict(list(days.items())[:2]), START.date()) == {}


def test_by_the_week_a_quiet_sunday_is_held_against_sundays_and_what_is_too_little_known_against_every_day():
    weeks = 9
    days = {
        (START + timedelta(days=n)).date(): {
            hour: Hour(
                12, 10.0 + n % 2 if (START + timedelta(days=n)).weekday() == 6 else 100.0 + n % 3, 9, 104
            )
            for hour in (8, 9, 10)
        }
        for n in range(7 * weeks)
    }
    sunday = max(day for day in days if day.weekday() == 6)
    by_day, by_week = usual(days, sunday), usual_in_week(days, sunday)

    assert by_day[9].level > 90 and 9 < by_week[9].level < 12
    assert abs(by_week[9].level - 10.5) <= 0.5
    young = {day: hours for day, hours in days.items() if sunday - timedelta(days=10) <= day}
    assert usual_in_week(young, sunday) == usual(young, sunday)
