"""Reconciling (对账): each night the provider's books of the last days are held against our fees.

What differs is kept with both values for the lead body of the case to look into, and shown until it agrees
or a person has settled it. The same day compared again finds the same once.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from yiwang.kernel.access import system
from yiwang.nets.fees.comparing import PAID_PHASES, Found, compare
from yiwang.nets.fees.difference_records import Difference
from yiwang.nets.fees.difference_rules import Agree, Find
from yiwang.nets.fees.kinds import DIFFERENCE, FEE, difference_stream
from yiwang.nets.fees.records import Fee
from yiwang.nets.fees.refunding import CITIES
from yiwang.ports.payment import Listed, Payments
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Done, Door, execute
from yiwang.store.wall import city_transaction

log = logging.getLogger(__name__)

WHO = system("reconciliation")
FROM_HOUR = 2
"""From which hour of the city's night the days before are compared. Our own rule."""
BACK = 3
"""How many days back are compared each night, so that what is listed late is found too. Our own rule."""
SINCE = (
    "SELECT state FROM fee_row WHERE city = %s AND changed_at >= %s AND phase = ANY(%s)"
    " ORDER BY changed_at, id"
)
BY_ID = "SELECT state FROM fee_row WHERE city = %s AND id = ANY(%s)"
OPEN_OF_DAY = "SELECT state FROM payment_difference_row WHERE city = %s AND day = %s AND phase = 'open'"


@dataclass(frozen=True)
class Compared:
    """What a day's comparison found. `orders`: how many were held against each other."""

    day: date
    orders: int
    differences: tuple[Difference, ...]


def stream_of(order: str) -> UUID | None:
    """Return the stream of an order's fee, None where it is no order of ours."""
    try:
        return UUID(order.partition("-")[0])
    except ValueError:
        return None


def reconcile(door: Door, key: str, provider: Payments, day: date, now: datetime) -> Compared:
    """Compare one day of a city, and keep what differs.

    Raises:
        Exception: whatever the provider's adapter raises; nothing was kept then.
    """
    zone = ZoneInfo(door.cities(key, None).zone)
    theirs = provider.listed(day)
    ours = _ours(door, key, theirs, day, zone)
    found = tuple(compare(ours, theirs))
    differing = {one.order for one in found}
    kept = [_keep(door, key, one, day, now) for one in found]
    for one in _open(door, key, day):
        if one.order not in differing:
            execute(door, Ask(key, DIFFERENCE, difference_stream(key, one.order), Agree(), WHO, now))
    differences = tuple(one for one in kept if one is not None)
    return Compared(day, len({*ours, *(one.order for one in theirs)}), differences)


def _ours(door: Door, key: str, theirs: tuple[Listed, ...], day: date, zone: ZoneInfo) -> dict[str, Fee]:
    """Return our fees of every order listed, and of every order paid here on the day."""
    begins = datetime.combine(day, time(0), zone)
    ids = [id for one in theirs if (id := stream_of(one.order)) is not None]
    with lend(door.pool) as connection, city_transaction(connection, key, WHO) as cursor:
        rows: list[Any] = cursor.execute(BY_ID, (key, ids)).fetchall()
        listed = {one.order for one in theirs}
        found = {fee.order: fee for fee in _fees(rows) if fee.order in listed}
        rows = cursor.execute(SINCE, (key, begins, list(PAID_PHASES))).fetchall()
    for fee in _fees(rows):
        if fee.paid_at is not None and fee.paid_at.astimezone(zone).date() == day:
            found[fee.order] = fee
    return found


def _fees(rows: list[Any]) -> list[Fee]:
    return [FEE.decode(bytes(row[0])) for row in rows]


def _open(door: Door, key: str, day: date) -> list[Difference]:
    with lend(door.pool) as connection, city_transaction(connection, key, WHO) as cursor:
        rows = cursor.execute(OPEN_OF_DAY, (key, day)).fetchall()
    return [DIFFERENCE.decode(bytes(row[0])) for row in rows]


def _keep(door: Door, key: str, one: Found, day: date, now: datetime) -> Difference | None:
    command = Find(
        order=one.order,
        day=day,
        what=one.what,
        ours=one.ours,
        theirs=one.theirs,
        subject=one.fee.subject if one.fee is not None else None,
    )
    done = execute(door, Ask(key, DIFFERENCE, difference_stream(key, one.order), command, WHO, now))
    return done.state if isinstance(done, Done) else None


class Nights:
    """Compares the last days of every city of a database, once a night. `provider`: as in `Refunds`."""

    def __init__(
        self, door: Door, provider: Callable[[str], Payments | None], clock: Callable[[], datetime]
    ) -> None:
        self.door, self.provider, self.clock = door, provider, clock
        self._done: dict[str, date] = {}

    def run(self, stop: threading.Event, seconds: float = 600.0) -> None:
        """Look each `seconds` whether it is night, until told to stop."""
        while not stop.wait(seconds):
            try:
                self.round()
            except Exception as fault:  # the database is away: the next round finds it again
                log.error("reconciliation failed: %s", type(fault).__name__)

    def round(self) -> int:
        """Compare what is due. Returns how many differences were found."""
        with lend(self.door.pool) as connection:
            cities = [row[0] for row in connection.execute(CITIES).fetchall()]
        return sum(self._city(city) for city in cities)

    def _city(self, city: str) -> int:
        provider, now = self.provider(city), self.clock()
        here = now.astimezone(ZoneInfo(self.door.cities(city, None).zone))
        if provider is None or here.hour < FROM_HOUR or self._done.get(city) == here.date():
            return 0
        count = 0
        for back in range(BACK, 0, -1):
            day = here.date() - timedelta(days=back)
            try:
                count += len(reconcile(self.door, city, provider, day, now).differences)
            except Exception as fault:  # an adapter that breaks its word: asked again in the next round
                log.error("payments of %s were not compared: %s", day, type(fault).__name__)
                return count
        self._done[city] = here.date()
        return count
