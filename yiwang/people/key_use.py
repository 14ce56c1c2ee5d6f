"""When keys of machine clients were last used: kept once an hour for each key, whatever a system asks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg

from yiwang.kernel.access import system
from yiwang.store.connect import Connection
from yiwang.store.wall import city_transaction

EVERY = timedelta(hours=1)
REMEMBERED = 10_000  # keys of this process; beyond, it starts anew and asks the database once more
USED = (
    "INSERT INTO key_use (city, stream, key, used_at) VALUES (%s, %s, %s, %s)"
    " ON CONFLICT (city, stream, key) DO UPDATE SET used_at = excluded.used_at"
    " WHERE key_use.used_at <= excluded.used_at - %s RETURNING used_at"
)
KNOWN = "SELECT used_at FROM key_use WHERE city = %s AND stream = %s AND key = %s"
_noted: dict[tuple[str, UUID, str], datetime] = {}


def is_due(city: str, stream: UUID, key: str, now: datetime) -> bool:
    """Say whether this process does not know of a use within the hour."""
    known = _noted.get((city, stream, key))
    return known is None or not timedelta(0) <= now - known < EVERY


def note(connection: Connection, city: str, stream: UUID, key: str, now: datetime) -> None:
    """Keep that a key was used. The row changes no more than once an hour, whatever other processes do."""
    with city_transaction(connection, city, system("edge"), door=True) as cursor:
        row = cursor.execute(USED, (city, stream, key, now, EVERY)).fetchone()
        row = row or cursor.execute(KNOWN, (city, stream, key)).fetchone()
    if len(_noted) >= REMEMBERED:
        _noted.clear()
    _noted[(city, stream, key)] = row[0] if row else now


def forget() -> None:
    """Forget what this process has noted: the state at start."""
    _noted.clear()


def last_uses(
    cursor: psycopg.Cursor[Any], city: str, streams: Iterable[UUID]
) -> dict[tuple[UUID, str], datetime]:
    """Return when keys of these clients were last used, by stream and key; in one query."""
    rows = cursor.execute(
        "SELECT stream, key, used_at FROM key_use WHERE city = %s AND stream = ANY (%s)",
        (city, list(streams)),
    ).fetchall()
    return {(stream, key): used_at for stream, key, used_at in rows}
