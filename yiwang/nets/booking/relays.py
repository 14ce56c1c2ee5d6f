"""The relay of this net: what one day's stream wants of another's.

An appointment moved to another day gives its earlier place back; an appointment shown for a number of the
queue counts as come. Each is asked once by leaf, and does nothing where it is done already.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yiwang.kernel.access import system
from yiwang.kernel.refusal import Refusal
from yiwang.nets.booking import queue_rules, rules
from yiwang.nets.booking.kinds import DAY, QUEUE
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Door
from yiwang.store.relay import Leaf, Relay
from yiwang.store.wall import city_transaction

NAME = "bookings"
WHO = system("bookings")
BY_NUMBER = "SELECT id FROM booking_row WHERE city = %s AND numbers @> ARRAY[%s]"


def bookings(door: Door) -> Relay:
    """Return the relay that carries over what was moved and who came."""

    def handle(leaf: Leaf, now: datetime) -> list[Ask]:
        if leaf.kind not in (DAY.name, QUEUE.name):
            return []
        data = leaf.event().data
        if isinstance(data, rules.Booked) and data.earlier is not None:
            gone = rules.Cancel(booking=data.earlier.booking, moved_to=data.number)
            return [_ask(leaf, UUID(data.earlier.stream), gone, now)]
        if isinstance(data, queue_rules.Taken) and data.booked:
            stream = _day_of(door, leaf.city, data.booked)
            came = rules.Attend(number=data.booked, came=True)
            return [_ask(leaf, stream, came, now)] if stream is not None else []
        return []

    def refused(leaf: Leaf, ask: Ask, refusal: Refusal) -> list[Ask]:
        return []  # the earlier one was over, or was cancelled meanwhile: nothing is owed

    return Relay(NAME, handle, refused)


def _ask(leaf: Leaf, stream: UUID, command: rules.Cancel | rules.Attend, now: datetime) -> Ask:
    return Ask(leaf.city, DAY, stream, command, WHO, now, key=leaf.entry.type)


def _day_of(door: Door, city: str, number: str) -> UUID | None:
    with lend(door.pool) as connection, city_transaction(connection, city, WHO) as cursor:
        row = cursor.execute(BY_NUMBER, (city, number)).fetchone()
    return row[0] if row is not None else None
