"""Reconciling (对账): what a platform holds of a day, held against what we sent it.

What is missing there goes again under its number and key; what is there though no answer came is taken for
accepted; what is unknown here, differs or is counted wrongly opens a case.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from yiwang.kernel.matter import City
from yiwang.kernel.upward import Upward, digest_of
from yiwang.nets.upward import making
from yiwang.nets.upward.kinds import NIGHT, OUTGOING, night_stream
from yiwang.nets.upward.making import WHO, current
from yiwang.nets.upward.night_rules import Compare, CouldNotCompare
from yiwang.nets.upward.records import ACCEPTED, ASIDE, LISTED, REFUSED, Differences, Night, Outgoing
from yiwang.nets.upward.rules import Found, Lost
from yiwang.nets.upward.sending import whole
from yiwang.ports.platform import Away, Platform, Tally
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Door, execute
from yiwang.store.wall import city_transaction

FROM_HOUR = 2
"""From which hour of the city's night the day before is compared. Our own rule."""
BACK = timedelta(days=30)
"""How far back a day is caught up that was never compared."""
OF_DAY = (
    "SELECT id, state FROM upward_row WHERE city = %s AND platform = %s AND day = %s AND number > %s"
    " ORDER BY number LIMIT 500"
)
DAYS = (
    "SELECT d.day FROM (SELECT DISTINCT day FROM upward_row WHERE city = %(city)s AND platform = %(platform)s"
    " AND day >= %(since)s AND day < %(today)s UNION SELECT %(yesterday)s) d"
    " LEFT JOIN upward_night_row n ON n.city = %(city)s AND n.platform = %(platform)s AND n.day = d.day"
    " WHERE n.day IS NULL OR n.next_at <= %(now)s ORDER BY d.day"
)


def days_due(door: Door, key: str, platform: str, now: datetime) -> list[date]:
    """Return the days never compared, or to be asked for again; none before the night's hour."""
    here = now.astimezone(ZoneInfo(current(door, key).zone))
    if here.hour < FROM_HOUR:
        return []
    today = here.date()
    asked = {
        "city": key,
        "platform": platform,
        "since": today - BACK,
        "today": today,
        "yesterday": today - timedelta(days=1),
        "now": now,
    }
    with lend(door.pool) as connection, city_transaction(connection, key, WHO) as cursor:
        return [row[0] for row in cursor.execute(DAYS, asked).fetchall()]


def reconcile(door: Door, key: str, mapping: Upward, port: Platform, day: date, now: datetime) -> Night:
    """Compare one day and do what follows from it. Returns the day as it then stands."""
    stream = night_stream(key, mapping.id, day)
    try:
        tally = port.tally(day)
    except Away as away:
        return _failed(door, key, mapping, day, away.reason, now)
    except Exception:  # an adapter that breaks its word
        return _failed(door, key, mapping, day, "fault", now)
    found, lost, there = compared(door, key, mapping, day, tally)
    for id in lost:
        execute(door, Ask(key, OUTGOING, id, Lost(), WHO, now))
    for id in there:
        execute(door, Ask(key, OUTGOING, id, Found(), WHO, now))
    before: Night | None = making.read(door, key, NIGHT, stream)
    opens = None
    city: City = current(door, key)
    if found.for_a_person and (before is None or not _same(before.found, found)):
        opens = making.opening(city, mapping, stream, now, before.times if before is not None else 0)
    desk = making.desk_of(city, mapping)
    command = Compare(day=day, desk=desk, found=found, opens=opens, platform=mapping.id)
    return _asked(door, key, stream, command, now)


def compared(
    door: Door, key: str, mapping: Upward, day: date, tally: Tally
) -> tuple[Differences, list[UUID], list[UUID]]:
    """Return what differs, the records to send again, and those that are there though no answer came.

    Digests are worked out now, from what is sent and what the vault still has: none is kept.
    """
    left = dict(tally.digests)
    missing: list[int] = []
    found: list[int] = []
    differs: list[int] = []
    unknown: list[int] = []
    lost: list[UUID] = []
    there: list[UUID] = []
    ours = uncompared = 0
    for id, one in _of_day(door, key, mapping.id, day):
        digest = left.pop(one.number, None)
        ours += one.phase == ACCEPTED
        if digest is None:
            if one.phase == ACCEPTED:
                missing.append(one.number)
                lost.append(id)
            continue
        if one.phase == ASIDE:
            unknown.append(one.number)
            continue
        fields = whole(door, key, one)
        if fields is None:
            uncompared += 1
        elif digest != digest_of(one.made.type, fields) or one.phase == REFUSED:
            differs.append(one.number)
        elif one.phase != ACCEPTED:
            found.append(one.number)
            there.append(id)
    unknown += sorted(left)
    differences = Differences(
        differs=tuple(differs[:LISTED]),
        found=tuple(found[:LISTED]),
        listed=len(tally.digests),
        missing=tuple(missing[:LISTED]),
        ours=ours,
        theirs=tally.count,
        uncompared=uncompared,
        unknown=tuple(unknown[:LISTED]),
    )
    return differences, lost, there


def _same(before: Differences | None, now: Differences) -> bool:
    """Say whether the same is for a person as before, so that one case is enough."""
    if before is None:
        return False
    of = [(one.unknown, one.differs, one.theirs - one.listed) for one in (before, now)]
    return of[0] == of[1]


def _of_day(door: Door, key: str, platform: str, day: date) -> Iterator[tuple[UUID, Outgoing]]:
    last = 0
    while True:
        with lend(door.pool) as connection, city_transaction(connection, key, WHO) as cursor:
            rows = cursor.execute(OF_DAY, (key, platform, day, last)).fetchall()
        for id, state in rows:
            one: Outgoing = OUTGOING.decode(bytes(state))
            last = one.number
            yield id, one
        if not rows:
            return


def _failed(door: Door, key: str, mapping: Upward, day: date, reason: str, now: datetime) -> Night:
    desk = making.desk_of(current(door, key), mapping)
    command = CouldNotCompare(day=day, desk=desk, platform=mapping.id, reason=reason)
    return _asked(door, key, night_stream(key, mapping.id, day), command, now)


def _asked(door: Door, key: str, stream: UUID, command: Any, now: datetime) -> Night:
    execute(door, Ask(key, NIGHT, stream, command, WHO, now))
    night: Night = making.read(door, key, NIGHT, stream)
    return night
