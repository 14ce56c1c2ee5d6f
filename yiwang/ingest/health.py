"""How devices are: silent, drifting, low on battery, or sending what cannot be kept. Pure, and its queries.

Silent: nothing came for three times the expected interval, and half an hour at least. Drifting: the mean of
the last 7 days lies further from that of the 28 days before than the pack allows. Battery: 20 % or less. All
are our own rules, said on the page.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import psycopg

SILENT_TIMES, SILENT_AT_LEAST = 3, timedelta(minutes=30)
LOW_BATTERY = Decimal(20)
RECENT, BEFORE = timedelta(days=7), timedelta(days=35)

ALL = """
SELECT d.name, d.property, d.unit, d.body, d.open, d.every_minutes, l.at, l.result, l.heard_at
FROM datastream d LEFT JOIN latest l ON l.city = d.city AND l.datastream = d.id
WHERE d.city = %s AND d.live ORDER BY d.name
"""
MEANS = """
SELECT d.name, sum(total) FILTER (WHERE r.begins >= %s) / nullif(sum(n) FILTER (WHERE r.begins >= %s), 0),
    sum(total) FILTER (WHERE r.begins < %s) / nullif(sum(n) FILTER (WHERE r.begins < %s), 0)
FROM rollup r JOIN datastream d ON d.city = r.city AND d.id = r.datastream
WHERE r.city = %s AND r.width = 'day' AND r.begins >= %s AND d.name = ANY(%s) GROUP BY d.name
"""
TROUBLES = """
SELECT about, code, sum(n), max(last_at), (array_agg(example ORDER BY day DESC))[1]
FROM trouble WHERE city = %s AND day >= %s GROUP BY about, code ORDER BY sum(n) DESC, about, code LIMIT 200
"""


class Now(NamedTuple):
    """A stream and its latest value; `at` is None where nothing ever came."""

    name: str
    property: str
    unit: str
    body: str
    open: bool
    every_minutes: int
    at: datetime | None
    result: Decimal | None
    heard_at: datetime | None


class Trouble(NamedTuple):
    """What was refused, or doubted, of a stream or client lately."""

    about: str
    code: str
    times: int
    last_at: datetime
    example: str


def is_silent(one: Now, now: datetime) -> bool:
    """Say whether nothing came for too long."""
    allowed = max(SILENT_TIMES * timedelta(minutes=one.every_minutes), SILENT_AT_LEAST)
    return one.heard_at is None or now - one.heard_at > allowed


def is_low(one: Now) -> bool:
    """Say whether a battery is to be changed."""
    return one.property == "battery" and one.result is not None and one.result <= LOW_BATTERY


def drifts(recent: Decimal | None, before: Decimal | None, allowed: str) -> bool:
    """Say whether a stream's level moved more than the pack allows; False with too little to say."""
    return (
        bool(allowed)
        and recent is not None
        and before is not None
        and abs(recent - before) > Decimal(allowed)
    )


def latest(cursor: psycopg.Cursor[Any], city: str) -> list[Now]:
    """Return every live stream that the asker sees, with its latest value."""
    return [Now(*row) for row in cursor.execute(ALL, (city,)).fetchall()]


def drifting(cursor: psycopg.Cursor[Any], city: str, allowed: dict[str, str], now: datetime) -> list[str]:
    """Return the names of streams that drift. `allowed`: name → the change the pack allows."""
    since, split = now - BEFORE, now - RECENT
    rows = cursor.execute(MEANS, (split, split, split, split, city, since, sorted(allowed))).fetchall()
    return sorted(name for name, recent, before in rows if drifts(recent, before, allowed[name]))


def troubles(cursor: psycopg.Cursor[Any], city: str, now: datetime) -> list[Trouble]:
    """Return what went wrong in the last 7 days, the most frequent first."""
    day = (now - RECENT).astimezone(UTC).date()
    return [Trouble(*row) for row in cursor.execute(TROUBLES, (city, day)).fetchall()]
