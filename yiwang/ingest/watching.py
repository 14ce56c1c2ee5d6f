"""The rules of every city, run on and on over what is stored: by the values' own time, each signal told once.

A step reads the values between the watermark and where it may move to, and keeps in one transaction what the
rules then remember, where they stand, and what they say. What they say is then sent through the door, which
does nothing twice, and taken away. Killed anywhere, the next one says again what may not have arrived.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from yiwang.ingest import signal_memory as memory
from yiwang.ingest.rules import standing
from yiwang.ingest.rules.engine import Engine
from yiwang.ingest.rules.model import StreamOf, Surroundings
from yiwang.ingest.rules.parts import marks_of, parts
from yiwang.ingest.saying import WHO, Sayer
from yiwang.ingest.signal_kinds import SIGNAL, SILENCE
from yiwang.ingest.streams import streams_of
from yiwang.ingest.taking import COUNT
from yiwang.ingest.usual import usual_of
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.sensing.rule_model import Rule
from yiwang.store.batch import batch
from yiwang.store.connect import Connection, lend
from yiwang.store.execute import Ask, Door
from yiwang.store.faults import reach
from yiwang.store.wall import city_transaction

log = logging.getLogger(__name__)

LOOKS_BACK = timedelta(days=1)
"""Rules that run for the first time begin so far before now."""
STILL = timedelta(minutes=10)
"""Where nothing newer is heard for so long, the city's clock moves the watermark on. Until then what is sent
on late, each value newer than the one before, is not too late for the rules."""
STEP = timedelta(minutes=30)

CITIES = "SELECT DISTINCT city FROM city_pack WHERE city NOT LIKE '%~%' ORDER BY city"
LOCK = "SELECT pg_try_advisory_lock(hashtextextended('yiwang/signals/' || %s, 0))"
UNLOCK = "SELECT pg_advisory_unlock(hashtextextended('yiwang/signals/' || %s, 0))"
IDS = "SELECT id, name FROM datastream WHERE city = %s AND name = ANY(%s)"
NEWEST = "SELECT max(at) FROM latest WHERE city = %s AND datastream = ANY(%s)"
BETWEEN = """
SELECT at, datastream, result FROM observation
WHERE city = %s AND datastream = ANY(%s) AND at > %s AND at <= %s
"""
SILENCES = "SELECT id, state FROM silence_row WHERE city = %s AND ended IS NULL AND until > %s"
STANDING = (
    "SELECT id, state FROM signal_row WHERE city = %s AND until IS NULL AND (silenced OR %s) ORDER BY id"
)


@dataclass
class Running:
    """The rules of one part, as this worker runs them.

    Attributes:
        newest: the latest time heard of. since: when that was first seen, by the city's clock.
    """

    engine: Engine
    kept: memory.Kept
    ids: dict[UUID, str]
    since: datetime
    newest: datetime | None = None

    def heard(self, newest: datetime | None, now: datetime) -> datetime | None:
        """Return up to when values were heard: by their own time, or by the clock where all is still.

        A device whose clock is ahead moves it no further than now. Rules that never ran wait for the first
        value, so that what a new city sends on of yesterday is not late at once.
        """
        if newest != self.newest:
            self.newest, self.since = newest, now
        if not self.kept.version and (newest is None or newest <= self.kept.mark):
            return None
        if newest is not None and now - self.since < STILL:
            return min(newest, now)
        return max(min(newest, now), now - STILL) if newest is not None else now - STILL


@dataclass
class Watch:
    """One loop for the rules of all cities.

    Attributes:
        door: its pool has three connections or more. chance: as many random bytes as asked.
        told: how many commands were sent, for those who measure.
    """

    door: Door
    clock: Callable[[], datetime]
    chance: Callable[[int], bytes] = secrets.token_bytes
    told: int = 0
    _running: dict[tuple[str, int], Running] = field(default_factory=dict)
    _unanswered: Counter[tuple[str, str]] = field(default_factory=Counter)

    def run(self, stop: threading.Event, seconds: float = 1.0) -> None:
        """Work a round each `seconds` until told to stop."""
        while not stop.wait(seconds):
            self.round(stop)

    def round(self, stop: threading.Event | None = None) -> None:
        """One round over every city; what fails for one stops no other."""
        try:
            with lend(self.door.pool) as connection:
                cities = [row[0] for row in connection.execute(CITIES).fetchall()]
        except Exception as fault:
            log.error("rules: no list of cities: %s", type(fault).__name__)
            return
        for key in cities:
            if stop is not None and stop.is_set():
                return
            try:
                self.city(key, stop)
            except Exception as fault:  # its words may hold values
                log.error("rules of %s failed: %s", key, type(fault).__name__)
                self._running = {place: one for place, one in self._running.items() if place[0] != key}

    def city(self, key: str, stop: threading.Event | None = None) -> None:
        """One round over one city; where another worker runs its rules, nothing is done."""
        city = self.door.cities(key, None)
        with lend(self.door.pool) as held:
            row = held.execute(LOCK, (key,)).fetchone()
            if not row or not row[0]:
                return
            try:
                self._all(key, city, stop)
            finally:
                if not held.closed:
                    held.execute(UNLOCK, (key,))

    def _all(self, key: str, city: City, stop: threading.Event | None) -> None:
        wanted = parts(city.sensing.rules)
        for part, rules in wanted.items():
            if stop is not None and stop.is_set():
                return
            try:
                running = self._taken_up(key, city, part, rules)
                while self._step(key, city, part, running) and not (stop is not None and stop.is_set()):
                    continue
            except Exception as fault:  # one part must not hold up the others; it is taken up anew
                log.error("rules of %s that wait %s min failed: %s", key, part, type(fault).__name__)
                self._running.pop((key, part), None)
        with lend(self.door.pool) as connection:
            with city_transaction(connection, key, WHO) as cursor:
                gone = memory.others(cursor, key, wanted)
            for part in gone:
                self._end(connection, key, city, part)
        self._hush(key, city)
        self._tell_unanswered(key)

    # A part's rules ----------------------------------------------------------------------------------

    def _taken_up(self, key: str, city: City, part: int, rules: Sequence[Rule]) -> Running:
        """Return the part as it stands in the tables: the one at hand, or another made from them."""
        marks = marks_of(rules)
        streams = streams_of(city)
        with lend(self.door.pool) as connection, city_transaction(connection, key, WHO) as cursor:
            kept = memory.read(cursor, key, part)
            running = self._running.get((key, part))
            if (
                running is not None
                and kept is not None
                and kept.version == running.kept.version
                and kept.marks == marks
                and list(running.engine.streams) == streams
            ):
                running.kept.pending = kept.pending
                return running
            known = memory.memories(cursor, key, part) if kept is not None else {}
            around = Surroundings(
                zone=city.zone,
                usual=self._usual(key, city, False),
                usual_in_week=self._usual(key, city, True),
                no_answer=self._no_answer,
            )
            engine = Engine(rules, streams, around)
            ids = dict(cursor.execute(IDS, (key, engine.names)).fetchall())
        if kept is None:
            kept = memory.Kept(0, self.clock() - LOOKS_BACK, marks, standing.Memory(), [])
        same = {rule for rule, mark in marks.items() if kept.marks.get(rule) == mark}
        heard = {stream: {r: m for r, m in several.items() if r in same} for stream, several in known.items()}
        engine.remember(heard, kept.board, kept.mark)
        engine.board.forget(kept.mark, _still_there(same, streams))
        kept.marks = marks
        self._running[key, part] = running = Running(engine, kept, ids, self.clock())
        return running

    def _step(self, key: str, city: City, part: int, running: Running) -> bool:
        """Move on, once. Says whether there is more to do at once."""
        engine, kept = running.engine, running.kept
        if kept.pending:
            self._say(key, city, part, kept)
        now = self.clock()
        with lend(self.door.pool) as connection, city_transaction(connection, key, WHO) as cursor:
            ids = list(running.ids)
            (newest,) = cursor.execute(NEWEST, (key, ids)).fetchone() or (None,)
            heard = running.heard(newest, now)
            if heard is None:
                return False
            assert engine.mark is not None, "a part that runs stands somewhere"
            upto = min(heard - engine.lateness, engine.mark + STEP)
            if upto <= engine.mark and not engine.board.changes:
                return False
            rows = cursor.execute(BETWEEN, (key, ids, engine.mark, upto)).fetchall()
        engine.feed([(at, running.ids[id], result) for at, id, result in rows], upto)
        moved, engine.moved = engine.moved, set()
        kept.version, kept.mark = kept.version + 1, max(engine.mark, upto)
        kept.board, kept.pending = engine.board.memory, engine.taken()
        with (
            lend(self.door.pool) as connection,
            city_transaction(connection, key, WHO, door=True) as cursor,
        ):
            memory.keep(cursor, key, part, kept, [(one, engine.memories(one)) for one in sorted(moved)])
        reach(self.door.faults, "signals-kept")
        if kept.pending:
            self._say(key, city, part, kept)
        return upto < heard - engine.lateness

    def _say(self, key: str, city: City, part: int, kept: memory.Kept) -> None:
        """Send what was said through the door, and then take note that it arrived."""
        sayer = self._sayer(key, city)
        self._ask(sayer.asks(kept.pending))
        reach(self.door.faults, "signals-said")
        with (
            lend(self.door.pool) as connection,
            city_transaction(connection, key, WHO, door=True) as cursor,
        ):
            memory.said(cursor, key, part, kept.version)
        kept.pending = []

    def _end(self, connection: Connection, key: str, city: City, part: int) -> None:
        """End what stands by a part whose rules are gone, and forget it."""
        with city_transaction(connection, key, WHO) as cursor:
            kept = memory.read(cursor, key, part)
        if kept is None:
            return
        board = standing.Board((), (), [])
        board.memory = kept.board
        board.forget(kept.mark, lambda rule, about: False)
        self._ask(self._sayer(key, city).asks([*kept.pending, *board.changes]))
        with city_transaction(connection, key, WHO, door=True) as cursor:
            memory.drop(cursor, key, part)
        self._running.pop((key, part), None)

    # What else -----------------------------------------------------------------------------------------

    def _hush(self, key: str, city: City) -> None:
        """Keep quiet what silences cover that began, and let be heard what those covered that ended."""
        sayer = self._sayer(key, city)
        with lend(self.door.pool) as connection, city_transaction(connection, key, WHO) as cursor:
            rows = cursor.execute(STANDING, (key, bool(sayer.silences))).fetchall()
        asks = sayer.hushed((id, SIGNAL.decode(bytes(state))) for id, state in rows)
        if asks:
            self._ask(asks)

    def _sayer(self, key: str, city: City) -> Sayer:
        now = self.clock()
        with lend(self.door.pool) as connection, city_transaction(connection, key, WHO) as cursor:
            rows = cursor.execute(SILENCES, (key, now)).fetchall()
        return Sayer(key, city, now, {id: SILENCE.decode(bytes(state)) for id, state in rows}, self.chance)

    def _ask(self, asks: Sequence[Ask]) -> None:
        for ask, answer in zip(asks, batch(self.door, asks), strict=True):
            self.told += 1
            if isinstance(answer, Refusal):
                log.error("a signal of %s was refused: %s", ask.city, answer.code)

    def _no_answer(self, rule: str, stream: str) -> None:
        self._unanswered[stream, rule] += 1

    def _tell_unanswered(self, key: str) -> None:
        """Write down which conditions gave neither yes nor no, as what went wrong of their streams."""
        counted, self._unanswered = self._unanswered, Counter()
        if not counted:
            return
        now = self.clock()
        with (
            lend(self.door.pool) as connection,
            city_transaction(connection, key, WHO, door=True) as cursor,
        ):
            for (stream, rule), times in sorted(counted.items()):
                row = (key, now.date(), now, [stream], ["signals.no-answer"], [times], [rule])
                cursor.execute(COUNT, row)

    def _usual(self, key: str, city: City, week: bool) -> Callable[[str, date], Mapping[int, Any]]:
        def usual(stream: str, day: date) -> Mapping[int, Any]:
            with lend(self.door.pool) as connection, city_transaction(connection, key, WHO) as cursor:
                return usual_of(cursor, key, city.zone, stream, day, week)

        return usual


def _still_there(rules: set[str], streams: Sequence[StreamOf]) -> Callable[[str, str], bool]:
    known = {one.name for one in streams} | {one.thing for one in streams}
    known |= {code for one in streams for code in one.above.values()}
    return lambda rule, about: rule in rules and about in known
