"""Timers: whatever must be looked at by now is asked to look at itself, through the batch door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from yiwang.kernel.access import system
from yiwang.kernel.commands import Tick
from yiwang.store.batch import batch
from yiwang.store.cases import CASE
from yiwang.store.connect import city_transaction
from yiwang.store.execute import Ask, Door

DUE = "SELECT id FROM case_row WHERE city = %s AND wake_at <= %s ORDER BY wake_at LIMIT %s"
AT_ONCE = 500


def sweep(door: Door, city: str, now: datetime) -> int:
    """Send `Tick` to every case that is due. Returns how many were sent."""
    with door.pool.connection() as connection, city_transaction(connection, city) as cursor:
        due = [row[0] for row in cursor.execute(DUE, (city, now, AT_ONCE)).fetchall()]

    def ticks() -> Iterator[Ask]:
        for stream in due:
            yield Ask(city, CASE, stream, Tick(), system("timers"), now)

    return sum(1 for _ in batch(door, ticks()))
