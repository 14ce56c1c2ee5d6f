"""Reading signals, silences and the values around them, as far as the wall shows them to whoever asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg

from yiwang.ingest.signal_kinds import SIGNAL, SILENCE
from yiwang.ingest.signal_records import Signal, Silence
from yiwang.kernel.access import Scope
from yiwang.kernel.ledger import read_entry

PAGE = 50
AROUND = timedelta(hours=6)
MOST_VALUES = 1_000
STATES = {
    "open": "until IS NULL AND NOT silenced",
    "silenced": "until IS NULL AND silenced",
    "past": "until IS NOT NULL",
    "all": "true",
}
FILTERS = ("rule", "place", "body", "severity")


@dataclass(frozen=True)
class Kept:
    """A record with its id."""

    id: UUID
    state: Any


def listed(
    cursor: psycopg.Cursor[Any],
    city: str,
    scopes: tuple[Scope, ...],
    state: str,
    filters: Mapping[str, Sequence[str]],
    page: int,
) -> tuple[list[Kept], bool]:
    """Return a page of signals, the newest first, and whether more follow.

    Args:
        scopes: where the asker may read. filters: of `FILTERS` → the values it may have; none: any.
    """
    where, values = _where(city, scopes, state, filters)
    rows = cursor.execute(
        f"SELECT id, state FROM signal_row WHERE {where} ORDER BY since DESC, id LIMIT %s OFFSET %s",
        (*values, PAGE + 1, (page - 1) * PAGE),
    ).fetchall()
    return [Kept(id, SIGNAL.decode(bytes(state))) for id, state in rows[:PAGE]], len(rows) > PAGE


def counts(
    cursor: psycopg.Cursor[Any], city: str, scopes: tuple[Scope, ...], filters: Mapping[str, Sequence[str]]
) -> dict[str, int]:
    """Return how many signals there are of each state."""
    where, values = _where(city, scopes, "all", filters)
    asked = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in STATES.values())
    row = cursor.execute(f"SELECT {asked} FROM signal_row WHERE {where}", values).fetchone()
    return dict(zip(STATES, row or (0,) * len(STATES), strict=True))


def _where(
    city: str, scopes: tuple[Scope, ...], state: str, filters: Mapping[str, Sequence[str]]
) -> tuple[str, list[Any]]:
    where, values = ["city = %s", STATES.get(state, STATES["open"])], [city]
    if not any(one.reach == "all" for one in scopes):
        where.append("body = ANY(%s)")
        values.append([body for one in scopes for body in one.values])  # type: ignore[arg-type]
    for name in FILTERS:
        if filters.get(name):
            where.append(f"{name} = ANY(%s)")
            values.append(list(filters[name]))  # type: ignore[arg-type]
    return " AND ".join(where), values


def signal(cursor: psycopg.Cursor[Any], city: str, id: UUID) -> Signal | None:
    """Return one signal; None where there is none that the asker sees."""
    row = cursor.execute("SELECT state FROM signal_row WHERE city = %s AND id = %s", (city, id)).fetchone()
    return SIGNAL.decode(bytes(row[0])) if row is not None else None


def group(cursor: psycopg.Cursor[Any], city: str, lead: UUID) -> list[Kept]:
    """Return the signals that joined the group of one, in their order."""
    rows = cursor.execute(
        "SELECT id, state FROM signal_row WHERE city = %s AND lead = %s ORDER BY since, id LIMIT 200",
        (city, str(lead)),
    ).fetchall()
    return [Kept(id, SIGNAL.decode(bytes(state))) for id, state in rows]


def history(cursor: psycopg.Cursor[Any], city: str, id: UUID) -> list[tuple[datetime, str, Any]]:
    """Return what happened to a signal: when, which event, its data."""
    rows = cursor.execute(
        "SELECT body FROM event WHERE city = %s AND stream = %s ORDER BY seq", (city, id)
    ).fetchall()
    entries = [read_entry(bytes(row[0])) for row in rows]
    return [(one.at, one.type, SIGNAL.read_event(one.type, one.v, bytes(one.data)).data) for one in entries]


def around(
    cursor: psycopg.Cursor[Any], city: str, one: Signal, now: datetime
) -> tuple[str, list[tuple[datetime, Decimal]]]:
    """Return the unit and the values of a signal's stream from before it began until after it ended."""
    first, last = one.since - AROUND, min((one.until or now) + AROUND, one.since + timedelta(days=3))
    rows = cursor.execute(
        "SELECT d.unit, o.at, o.result FROM datastream d JOIN observation o ON o.city = d.city"
        " AND o.datastream = d.id WHERE d.city = %s AND d.name = %s AND o.at >= %s AND o.at <= %s"
        " ORDER BY o.at LIMIT %s",
        (city, one.about, first, last, MOST_VALUES),
    ).fetchall()
    return (rows[0][0] if rows else ""), [(at, result) for _, at, result in rows]


def silences(cursor: psycopg.Cursor[Any], city: str, scopes: tuple[Scope, ...], now: datetime) -> list[Kept]:
    """Return the silences of the last 30 days, those that stand first."""
    rows = cursor.execute(
        "SELECT id, state FROM silence_row WHERE city = %s AND until > %s ORDER BY since DESC LIMIT 200",
        (city, now - timedelta(days=30)),
    ).fetchall()
    found = [Kept(id, SILENCE.decode(bytes(state))) for id, state in rows]
    bodies = {body for one in scopes for body in one.values}
    everything = any(one.reach == "all" for one in scopes)
    seen = [one for one in found if everything or one.state.body in bodies]
    return sorted(seen, key=lambda one: not one.state.stands(now))


def silence(cursor: psycopg.Cursor[Any], city: str, id: UUID) -> Silence | None:
    """Return one silence; None where there is none that the asker sees."""
    row = cursor.execute("SELECT state FROM silence_row WHERE city = %s AND id = %s", (city, id)).fetchone()
    return SILENCE.decode(bytes(row[0])) if row is not None else None
