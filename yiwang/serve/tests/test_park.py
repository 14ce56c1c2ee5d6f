"""The sensor park of the demonstration is invented: one seed says one thing, and each course has a stream."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import yaml

from yiwang.ingest.judging import Known, Reading, judge
from yiwang.pack.compile import compile_pack
from yiwang.pack.load import load
from yiwang.serve.park import Course, Story, park_of, value, values

PACK = Path(__file__).resolve().parents[3] / "packs" / "yueyang"
BEGUN = datetime(2026, 11, 28, 11, 3, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)


def park():
    return park_of(yaml.safe_load((PACK / "demo" / "park.yaml").read_text(encoding="utf-8")))


def test_every_stream_of_the_pack_has_a_course_and_every_course_a_stream():
    city = compile_pack(load(PACK))

    named = {f"{id}.{one.id}" for id, thing in city.sensing.things.items() for one in thing.streams}

    assert set(park().streams) == named


def test_the_same_seed_says_the_same_and_another_something_else():
    course = Course(base=10, noise=2)

    assert value(7, "a.b", course, BEGUN, BEGUN, ZONE) == value(7, "a.b", course, BEGUN, BEGUN, ZONE)
    assert value(7, "a.b", course, BEGUN, BEGUN, ZONE) != value(8, "a.b", course, BEGUN, BEGUN, ZONE)


def test_values_come_at_their_intervals_in_the_order_of_time():
    sent = list(
        values(
            park(),
            {"cover-01.open": 30, "gauge-lake-north.level": 5},
            ["cover-01.open", "gauge-lake-north.level"],
            BEGUN - timedelta(hours=1),
            BEGUN,
            BEGUN,
            "Asia/Shanghai",
        )
    )

    assert [one.at for one in sent] == sorted(one.at for one in sent)
    assert sum(one.stream == "cover-01.open" for one in sent) == 2
    assert sum(one.stream == "gauge-lake-north.level" for one in sent) == 12


def test_a_story_is_told_so_long_before_the_beginning_and_no_longer():
    course = Course(base=1, stories=(Story(ago_hours=3, hours=2, add=4, over_hours=1),))

    told = [value(7, "a.b", course, BEGUN - timedelta(hours=ago), BEGUN, ZONE) for ago in (4, 2.5, 2, 1, 0)]

    assert told == [1, 3, 5, 1, 1]


def test_a_silent_story_sends_nothing():
    course = Course(base=1, stories=(Story(ago_hours=3, hours=2, silent=True),))

    assert value(7, "a.b", course, BEGUN - timedelta(hours=2), BEGUN, ZONE) is None


def test_what_the_park_sends_is_what_a_city_keeps():
    """Nothing of the invented values is refused by the rules that hold for real ones."""
    city = compile_pack(load(PACK))
    refused = set()
    for id, thing in city.sensing.things.items():
        for one in thing.streams:
            name, every = f"{id}.{one.id}", one.every_minutes
            known = Known(
                uuid4(), name, one.property, one.unit, thing.body, one.open, every, one.at_least, True
            )
            for sent in values(park(), {name: every}, [name], BEGUN - DAY, BEGUN, BEGUN, city.zone):
                over = timedelta(minutes=every if one.at_least else 0)
                reading = Reading(
                    stream=name,
                    at=sent.at - over,
                    ends=sent.at if over else None,
                    result=Decimal(str(sent.result)),
                )
                answer = judge(reading, known, BEGUN, BEGUN - 30 * DAY)
                refused |= {(name, answer.code)} if answer is not None else set()
    assert refused == set()
