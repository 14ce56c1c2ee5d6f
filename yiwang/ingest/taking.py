"""Values into the tables: one statement keeps them, their latest and their sums; then they are told as kept.

Per (stream, phenomenon time) there is one value: sent again it is nothing new, sent with a later result time
it corrects. Whatever the order in which values come, tables end up the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from psycopg.errors import CheckViolation, DeadlockDetected

from yiwang.ingest.judging import Known, Reading, doubt, judge
from yiwang.kernel.access import Actor, Target, may, system
from yiwang.kernel.refusal import Refusal
from yiwang.store.connect import Pool, lend
from yiwang.store.wall import city_transaction

WHO = system("ingest")
AT_ONCE = 2_000
TRIES = 3

KEEP = """
WITH given AS (
    SELECT * FROM unnest(%(streams)s::uuid[], %(at)s::timestamptz[], %(ends)s::timestamptz[],
        %(result)s::numeric[], %(result_at)s::timestamptz[]) AS g(datastream, at, ends, result, result_at)
), kept AS (
    INSERT INTO observation AS o (city, datastream, at, ends, result, result_at, received_at)
    SELECT %(city)s, datastream, at, ends, result, result_at, %(now)s FROM given ORDER BY datastream, at
    ON CONFLICT (city, datastream, at) DO UPDATE SET ends = excluded.ends, result = excluded.result,
        result_at = excluded.result_at, received_at = excluded.received_at,
        corrected = o.corrected + 1
        WHERE excluded.result_at > o.result_at
    RETURNING o.datastream, o.at, o.result, o.result_at, o.corrected = 0 AS fresh
), newest AS (
    INSERT INTO latest AS l (city, datastream, at, result, result_at, heard_at)
    SELECT DISTINCT ON (datastream) %(city)s, datastream, at, result, result_at, %(now)s
    FROM kept ORDER BY datastream, at DESC
    ON CONFLICT (city, datastream) DO UPDATE SET
        result = CASE WHEN (excluded.at, excluded.result_at) > (l.at, l.result_at)
            THEN excluded.result ELSE l.result END,
        result_at = CASE WHEN (excluded.at, excluded.result_at) > (l.at, l.result_at)
            THEN excluded.result_at ELSE l.result_at END,
        at = greatest(l.at, excluded.at), heard_at = greatest(l.heard_at, excluded.heard_at)
), summed AS (
    INSERT INTO rollup AS r (city, datastream, width, begins, n, total, lowest, highest)
    SELECT %(city)s, datastream, w.width, date_trunc(w.width, at, w.zone), count(*), sum(result),
        min(result), max(result)
    FROM kept, (VALUES ('day', %(zone)s), ('hour', 'UTC')) AS w(width, zone)
    WHERE fresh GROUP BY datastream, w.width, 4 ORDER BY datastream, w.width, 4
    ON CONFLICT (city, datastream, width, begins) DO UPDATE SET n = r.n + excluded.n,
        total = r.total + excluded.total, lowest = least(r.lowest, excluded.lowest),
        highest = greatest(r.highest, excluded.highest)
)
SELECT datastream, at, fresh FROM kept
"""
HOLD = """
SELECT 1 FROM rollup WHERE city = %s AND datastream = ANY(%s) AND (width, begins) IN (
    SELECT w.width, date_trunc(w.width, a, w.zone) FROM unnest(%s::timestamptz[]) a,
        (VALUES ('day', %s), ('hour', 'UTC')) AS w(width, zone))
ORDER BY datastream, width, begins FOR UPDATE
"""
SUM_AGAIN = """
UPDATE rollup r SET n = s.n, total = s.total, lowest = s.lowest, highest = s.highest
FROM (
    SELECT c.datastream, c.width, c.begins, count(*) n, sum(o.result) total, min(o.result) lowest,
        max(o.result) highest
    FROM (SELECT DISTINCT g.datastream, w.width, date_trunc(w.width, g.at, w.zone) AS begins,
            (date_trunc(w.width, g.at, w.zone) AT TIME ZONE w.zone + ('1 ' || w.width)::interval)
                AT TIME ZONE w.zone AS until
        FROM unnest(%s::uuid[], %s::timestamptz[]) AS g(datastream, at),
            (VALUES ('day', %s), ('hour', 'UTC')) AS w(width, zone)) c
    JOIN observation o ON o.city = %s AND o.datastream = c.datastream AND o.at >= c.begins AND o.at < c.until
    GROUP BY c.datastream, c.width, c.begins
) s
WHERE r.city = %s AND r.datastream = s.datastream AND r.width = s.width AND r.begins = s.begins
"""
COUNT = """
INSERT INTO trouble AS t (city, about, day, code, n, last_at, example)
SELECT %s, about, %s, code, n, %s, example
FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::text[]) AS g(about, code, n, example)
ORDER BY about, code
ON CONFLICT (city, about, day, code) DO UPDATE SET n = t.n + excluded.n, last_at = excluded.last_at,
    example = excluded.example
"""
STREAMS = """
SELECT id, name, property, unit, body, open, every_minutes, at_least, live FROM datastream WHERE city = %s
"""
MARKS = "SELECT part, mark FROM signal_cursor WHERE city = %s AND version > 0"
KNOWN_FOR = timedelta(seconds=5)


@dataclass
class Taken:
    """What became of a batch.

    Attributes:
        answers: of each reading in its order: None where it is kept (or was before), or why not.
        kept: how many were new. corrected: how many replaced an earlier value. repeated: known already.
    """

    answers: list[Refusal | None]
    kept: int = 0
    corrected: int = 0
    repeated: int = 0


@dataclass
class Taker:
    """Takes values for cities; one for each process, used by several threads.

    Attributes:
        pool: connections of the app's role. zone_of, months_of: of a city, by its key: IANA name of its
            zone, and for how many months raw values are kept.
        waits_of: stream → the parts of the rules that look at it (`streams.parts_of`).
    """

    pool: Pool
    zone_of: Callable[[str], str]
    months_of: Callable[[str], int]
    waits_of: Callable[[str], Mapping[str, Sequence[int]]] = lambda city: {}
    _streams: dict[str, tuple[datetime, dict[str, Known]]] = field(default_factory=dict)
    _marks: dict[str, dict[str, datetime]] = field(default_factory=dict)
    _months: set[date] = field(default_factory=set)

    def known(self, city: str, now: datetime, *, fresh: bool = False) -> dict[str, Known]:
        """Return the streams of a city by name, at most `KNOWN_FOR` old."""
        held = self._streams.get(city)
        if fresh or held is None or not timedelta(0) <= now - held[0] < KNOWN_FOR:
            with lend(self.pool) as connection, city_transaction(connection, city, WHO) as cursor:
                rows = cursor.execute(STREAMS, (city,)).fetchall()
                marks = dict(cursor.execute(MARKS, (city,)).fetchall())
            held = (now, {row[1]: Known(*row) for row in rows})
            self._streams[city] = held
            self._marks[city] = {
                stream: max(marks[part] for part in parts if part in marks)
                for stream, parts in self.waits_of(city).items()
                if any(part in marks for part in parts)
            }
        return held[1]

    def take(self, city: str, readings: Sequence[Reading], actor: Actor, now: datetime) -> Taken:
        """Keep what is right of `readings`, all in one transaction; what is returned is committed.

        Raises:
            psycopg.Error: nothing of them was kept (or, of a lost connection, it is not known): send again.
        """
        known = self.known(city, now)
        oldest = self._oldest(city, now)
        answers: list[Refusal | None] = []
        best: dict[tuple[UUID, datetime], Reading] = {}
        for reading in readings:
            stream = known.get(reading.stream)
            refusal = judge(reading, stream, now, oldest)
            if stream is not None and refusal is None and not _may_write(actor, stream):
                refusal = not_yours(stream)
            answers.append(refusal)
            if refusal is None and stream is not None:
                place = (stream.id, reading.at.astimezone(UTC))
                before = best.get(place)
                if before is None or (reading.result_at or reading.at) > (before.result_at or before.at):
                    best[place] = reading
        taken = Taken(answers)
        counted = _counted(readings, answers, now)
        if best or counted:
            self._ensure_months(best)
            self._write(city, best, counted, taken, now)
            taken.repeated = sum(answer is None for answer in answers) - taken.kept - taken.corrected
        return taken

    def count(
        self, city: str, troubles: Counter[tuple[str, str]], examples: dict[str, str], now: datetime
    ) -> None:
        """Add to what went wrong: `(about, code) -> times`."""
        with lend(self.pool) as connection, city_transaction(connection, city, WHO, door=True) as cursor:
            _count(cursor, city, {key: (n, examples.get(key[0], "")) for key, n in troubles.items()}, now)

    def _oldest(self, city: str, now: datetime) -> datetime:
        return months_before(now, self.months_of(city))

    def _write(
        self,
        city: str,
        best: dict[tuple[UUID, datetime], Reading],
        counted: dict[tuple[str, str], tuple[int, str]],
        taken: Taken,
        now: datetime,
    ) -> None:
        for attempt in range(TRIES):
            try:
                with (
                    lend(self.pool) as connection,
                    city_transaction(connection, city, WHO, door=True) as cursor,
                ):
                    rows = self._keep(cursor, city, best, now) if best else []
                    _count(cursor, city, counted | self._behind(city, best, rows), now)
                break
            except (DeadlockDetected, CheckViolation):  # the month was dropped and is made anew, or a ring
                self._months.clear()
                self._ensure_months(best)
                if attempt == TRIES - 1:
                    raise
        taken.kept = sum(1 for row in rows if row[2])
        taken.corrected = len(rows) - taken.kept

    def _behind(
        self, city: str, best: dict[tuple[UUID, datetime], Reading], rows: Sequence[Any]
    ) -> dict[tuple[str, str], tuple[int, str]]:
        """Count what is kept, but later than the rules waited for it: no signal comes of it any more."""
        marks = self._marks.get(city)
        found: dict[tuple[str, str], tuple[int, str]] = {}
        for id, at, fresh in rows if marks else ():
            stream = best[id, at.astimezone(UTC)].stream
            if fresh and stream in marks and at <= marks[stream]:
                place = (stream, "ingest.behind-rules")
                found[place] = (found.get(place, (0, ""))[0] + 1, at.isoformat())
        return found

    def _keep(
        self,
        cursor: psycopg.Cursor[Any],
        city: str,
        best: dict[tuple[UUID, datetime], Reading],
        now: datetime,
    ) -> list[Any]:
        zone = self.zone_of(city)
        given = [(stream, at, one) for (stream, at), one in best.items()]
        rows = cursor.execute(
            KEEP,
            {
                "city": city,
                "now": now,
                "zone": zone,
                "streams": [stream for stream, _, _ in given],
                "at": [at for _, at, _ in given],
                "ends": [one.ends for _, _, one in given],
                "result": [one.result for _, _, one in given],
                "result_at": [one.result_at or at for _, at, one in given],
            },
        ).fetchall()
        corrected = [(stream, at) for stream, at, fresh in rows if not fresh]
        if corrected:
            # Held before they are summed: who adds to them waits, and adds to what is then right.
            streams, times = [one[0] for one in corrected], [one[1] for one in corrected]
            cursor.execute(HOLD, (city, streams, times, zone))
            cursor.execute(SUM_AGAIN, (streams, times, zone, city, city))
        return rows

    def _ensure_months(self, places: Iterable[tuple[UUID, datetime]]) -> None:
        """Make the tables of months that are not there yet; as a rule they were made ahead."""
        missing = {at.date().replace(day=1) for _, at in places} - self._months
        if missing:
            make_months(self.pool, missing)
            self._months |= missing


def make_months(pool: Pool, months: Iterable[date]) -> None:
    """Make the tables of these months, where they are not there."""
    with lend(pool) as connection:
        for month in sorted(months):
            connection.execute("SELECT observation_month(%s)", (month,))


def months_before(now: datetime, months: int) -> datetime:
    """Return the first moment (UTC) of the month that lies `months` before this one."""
    count = now.astimezone(UTC).year * 12 + now.astimezone(UTC).month - 1 - months
    return datetime(count // 12, count % 12 + 1, 1, tzinfo=UTC)


def not_yours(stream: Known) -> Refusal:
    """Say that a key is not of the body whose stream this is."""
    return Refusal(
        code="ingest.not-yours",
        zh=f"{stream.name} 不属于这把密钥的单位。",
        en=f"{stream.name} is not of the body of this key.",
        params={"stream": stream.name},
    )


def _may_write(actor: Actor, stream: Known) -> bool:
    return actor.kind == "system" or may(
        actor, "observation.write", Target(lead=stream.body, bodies=(stream.body,))
    )


def _counted(
    readings: Sequence[Reading], answers: Sequence[Refusal | None], now: datetime
) -> dict[tuple[str, str], tuple[int, str]]:
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for reading, answer in zip(readings, answers, strict=True):
        code = answer.code if answer is not None else doubt(reading, now)
        if code:
            # A name that is no stream's is not kept for ever: anybody could send any number of them.
            about = reading.stream if code != "ingest.no-stream" else "?"
            count, _ = found.get((about, code), (0, ""))
            found[about, code] = (
                count + 1,
                (answer.en if answer is not None else reading.at.isoformat())[:200],
            )
    return found


def _count(
    cursor: psycopg.Cursor[Any], city: str, counted: dict[tuple[str, str], tuple[int, str]], now: datetime
) -> None:
    if not counted:
        return
    abouts = [about for about, _ in counted]
    codes = [code for _, code in counted]
    times = [n for n, _ in counted.values()]
    examples = [example for _, example in counted.values()]
    cursor.execute(COUNT, (city, now.astimezone(UTC).date(), now, abouts, codes, times, examples))
