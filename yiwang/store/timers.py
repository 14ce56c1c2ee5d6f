"""Timers: whatever must be looked at by now is asked to look at itself, through the batch door."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import psycopg

from yiwang.kernel.access import system
from yiwang.kernel.commands import Tick
from yiwang.store.batch import batch
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Door, execute
from yiwang.store.kinds import StreamKind, kinds
from yiwang.store.wall import city_transaction

log = logging.getLogger(__name__)

WHO = system("timers")
AT_ONCE = 500
FIRST = UUID(int=0)


def sweep(door: Door, city: str, now: datetime) -> int:
    """Send `Tick` to every stream that is due, the longest overdue first. Returns how many were sent.

    One that cannot be ticked, whatever the reason, holds up no other; it is tried again next time.
    """
    return sum(_sweep_kind(door, city, kind, now) for kind in kinds())


def _sweep_kind(door: Door, city: str, kind: StreamKind, now: datetime) -> int:
    sent = 0
    for page in _due(door, city, kind, now):
        asks = [Ask(city, kind, stream, Tick(), WHO, now) for stream in page]
        try:
            sent += sum(1 for _ in batch(door, asks, at_once=AT_ONCE))
        except psycopg.OperationalError:
            raise
        except Exception as fault:  # one of them: find out which, and let the others be ticked
            log.error("ticks of %s failed together: %s", city, type(fault).__name__)
            sent += sum(_alone(door, ask) for ask in asks)
    return sent


def _alone(door: Door, ask: Ask) -> int:
    try:
        execute(door, ask)
    except psycopg.OperationalError:
        raise
    except Exception as fault:
        log.error("tick of %s/%s in %s failed: %s", ask.kind.name, ask.stream, ask.city, type(fault).__name__)
        return 0
    return 1


def _due(door: Door, city: str, kind: StreamKind, now: datetime) -> Iterator[list[UUID]]:
    """Yield pages of streams that were due, each once, though some may still be due after their tick."""
    select = (
        f"SELECT wake_at, id FROM {kind.table} WHERE city = %s AND wake_at <= %s"
        " AND (wake_at, id) > (%s, %s) ORDER BY wake_at, id LIMIT %s"
    )
    after: tuple[datetime | str, UUID] = ("-infinity", FIRST)
    while True:
        with lend(door.pool) as connection, city_transaction(connection, city, WHO) as cursor:
            found = cursor.execute(select, (city, now, *after, AT_ONCE)).fetchall()
        if not found:
            return
        yield [row[1] for row in found]
        after = (found[-1][0], found[-1][1])
