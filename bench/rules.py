"""Rules over the streams of a city: values a second on one core, over what one core takes in and commits.

Ours: values of 2,000 streams with a threshold, a rate, an absence and a damped, grouped rule over each,
stepped by the engine of the worker. Other: values taken and committed in arrays of 100 (`Taker.take`, fsync
on) in the same run. Before anything is timed it is asserted that the alarms are the same for batches of 1
second, 1 minute and 1 hour, each in an order of arrival of its own within the lateness.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from bench.database import door, running
from bench.rounds import spread
from bench.things import CITY, WHO, things
from yiwang.ingest.judging import Reading
from yiwang.ingest.rules.engine import Engine, Row
from yiwang.ingest.rules.model import StreamOf, Value
from yiwang.ingest.taking import Taker
from yiwang.kernel.sensing.rule_model import Rule

STREAMS, MINUTES, SMALL = 2_000, 60, 60
TAKEN, AT_ONCE = 10_000, 100
LATENESS = 10
START = datetime(2026, 11, 1, tzinfo=UTC)
NOW = START + timedelta(days=2)
TITLE = {"zh": "规则", "en": "Rule"}
OWN = {"title": TITLE, "property": "water-level", "lateness_minutes": LATENESS}
RULES = (
    Rule(id="high", kind="threshold", above="90", clears="85", for_minutes=3, **OWN),  # type: ignore[arg-type]
    Rule(id="rise", kind="rate", above="40", over_minutes=10, **OWN),  # type: ignore[arg-type]
    Rule(id="silent", kind="absence", for_minutes=5, **OWN),  # type: ignore[arg-type]
    Rule(
        id="low", kind="threshold", below="8", repeat_minutes=15, inhibited_by=("high",),
        group_within="town", group_minutes=10, **OWN,  # type: ignore[arg-type]
    ),
)  # fmt: skip


def measure(rounds: int = 5) -> dict[str, Any]:
    """Return values a second of the rules (`ours`) and of taking values in (`other`)."""
    alarms = _same_for_all_batches()
    rows = list(_rows(STREAMS, MINUTES))
    streams = _streams(STREAMS)
    with running() as server, door(server) as entry:
        things(entry, 50, NOW)
        taker = Taker(entry.pool, zone_of=lambda _: "Asia/Shanghai", months_of=lambda _: 13)  # type: ignore[arg-type]
        pairs = []
        for number in range(rounds + 1):
            pair = _stepped(streams, rows), _taken(taker, number)
            if number:  # the first warms caches
                pairs.append(pair)
    return spread(pairs, unit="values/s on one core; other: taken and committed in arrays of 100") | {
        "alarms_compared": alarms,
        "rules": len(RULES),
        "streams": STREAMS,
    }


def _stepped(streams: list[StreamOf], rows: list[Row]) -> float:
    """Step all rows by minutes, as the worker does; return values a second."""
    engine, begun, place = Engine(RULES, streams), time.perf_counter(), 0
    for minute in range(1, MINUTES + 1):
        upto, part = START + timedelta(minutes=minute), []
        while place < len(rows) and rows[place][0] <= upto:
            part.append(rows[place])
            place += 1
        engine.feed(part, upto)
        engine.taken()
        engine.moved.clear()
    took = time.perf_counter() - begun
    return len(rows) / took


def _taken(taker: Taker, number: int) -> float:
    at = START + timedelta(hours=number)
    readings = [
        Reading(stream=f"t{n % 50}.level", at=at + timedelta(seconds=n // 50), result=Decimal(n % 100))
        for n in range(TAKEN)
    ]
    begun = time.perf_counter()
    for first in range(0, TAKEN, AT_ONCE):
        taker.take(CITY, readings[first : first + AT_ONCE], WHO, NOW)
    return TAKEN / (time.perf_counter() - begun)


def _same_for_all_batches() -> int:
    """Assert that batches and order make no difference; return how many alarms were compared."""
    streams, values = _streams(SMALL), [Value(*row) for row in _rows(SMALL, 4 * 60)]
    found = []
    for batch, seed in ((1, 1), (60, 2), (3_600, 3)):
        chance = random.Random(seed)
        arrives = [(one.at + timedelta(minutes=chance.uniform(0, LATENESS - 0.1)), one) for one in values]
        arrives.sort()
        engine = Engine(RULES, streams)
        waiting: list[Value] = []
        edge = START + timedelta(seconds=batch)
        for at, one in arrives:
            while at >= edge:
                engine.take(waiting)
                waiting, edge = [], edge + timedelta(seconds=batch)
            waiting.append(one)
        engine.take(waiting)
        engine.advance(START + timedelta(hours=6))
        assert engine.late == 0, engine.late
        found.append(engine.taken())
    assert found[0] == found[1] == found[2], "alarms differ with the size of batches"
    assert len(found[0]) > 100, "too few alarms to compare"
    return len(found[0])


def _rows(streams: int, minutes: int) -> Iterator[Row]:
    """Yield a walk between 0 and 100 for each stream, one value a minute, a tenth of them missing."""
    chance = random.Random(7)
    levels = [chance.uniform(0, 100) for _ in range(streams)]
    for minute in range(minutes):
        at = START + timedelta(minutes=minute)
        for number in range(streams):
            levels[number] = min(max(levels[number] + chance.gauss(0, 6), 0), 100)
            if chance.random() < 0.9:
                yield at, f"t{number}.level", Decimal(f"{levels[number]:.2f}")


def _streams(count: int) -> list[StreamOf]:
    return [
        StreamOf(f"t{n}.level", "water-level", f"t{n}", 1, {"town": f"town-{n % 40}"}) for n in range(count)
    ]
