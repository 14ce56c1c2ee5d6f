"""The city as tests of signals hear of it: values taken, rules run, what then stands in its records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from yiwang.ingest.judging import Reading
from yiwang.ingest.signal_kinds import SIGNAL
from yiwang.ingest.signal_records import Signal
from yiwang.ingest.signal_relay import signals
from yiwang.ingest.taking import WHO, Taker
from yiwang.ingest.tests.conftest import CITY, minutes
from yiwang.ingest.watching import Watch
from yiwang.kernel.access import system
from yiwang.kernel.case import Case
from yiwang.store.cases import CASE
from yiwang.store.connect import lend
from yiwang.store.execute import Door
from yiwang.store.wall import city_transaction
from yiwang.store.worker import Worker

EVENTS = (
    "SELECT convert_from(body, 'UTF8')::jsonb->>'type' FROM event WHERE city = %s AND kind = %s"
    " ORDER BY at, stream, seq"
)


class Heard:
    """A city with its taker, its clock, the watch over its rules and the worker that relays."""

    def __init__(self, door: Door, taker: Taker, clock: Callable[[], datetime]) -> None:
        self.door, self.taker, self.clock = door, taker, clock
        self.watch = Watch(door, clock)
        self.worker = Worker(door, clock, (signals(door),))

    def values(self, stream: str, *results: float, since: datetime, every: float = 5) -> None:
        """Take values of a stream, `every` minutes one."""
        readings = [
            Reading(stream=stream, at=since + minutes(n * every), result=Decimal(str(one)))
            for n, one in enumerate(results)
        ]
        taken = self.taker.take(CITY, readings, WHO, self.clock())
        assert taken.answers == [None] * len(readings)

    def settle(self) -> None:
        """Run the rules, and relay what they say."""
        self.watch.city(CITY)
        self.worker.round()
        self.worker.round()

    def signals(self, rule: str = "") -> list[Signal]:
        """Return the signals that are kept, in the order of their beginning."""
        rows = self._rows("SELECT state FROM signal_row WHERE city = %s ORDER BY since, rule, about", CITY)
        found = [SIGNAL.decode(bytes(row[0])) for row in rows]
        return [one for one in found if rule in ("", one.rule)]

    def told(self) -> list[tuple[Any, ...]]:
        """Return rule, stream, beginning, end and times of each."""
        return [(one.rule, one.about, one.since, one.until, one.times) for one in self.signals()]

    def cases(self) -> list[Case]:
        """Return every case of the city."""
        rows = self._rows("SELECT state FROM case_row WHERE city = %s ORDER BY opened_at, id", CITY)
        return [CASE.decode(bytes(row[0])) for row in rows]

    def events(self, kind: str = "signal") -> list[str]:
        """Return the types of all events of a kind of stream."""
        return [row[0] for row in self._rows(EVENTS, CITY, kind)]

    def _rows(self, sql: str, *values: Any) -> list[Any]:
        with lend(self.door.pool) as connection, city_transaction(connection, CITY, system("t")) as cursor:
            return cursor.execute(sql, values).fetchall()
