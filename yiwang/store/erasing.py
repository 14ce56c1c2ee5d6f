"""The relay that erases what was sealed in a case once its destruction was confirmed.

Whoever confirms may be cut off before anything is erased; the entry is there, and the relay comes by it.
"""

from __future__ import annotations

from datetime import datetime

from yiwang.kernel.access import system
from yiwang.store.cases import CASE
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Door
from yiwang.store.relay import Leaf, Relay
from yiwang.store.vault import erase
from yiwang.store.wall import city_transaction

NAME = "erasing"
WHO = system("archive")
DESTROYED = "case.destroyed"
KEPT = "SELECT id FROM vault WHERE city = %s AND stream = %s AND erased_at IS NULL"


def erasing(door: Door) -> Relay:
    """Return the relay that erases every sealed value of a destroyed case, with its key."""

    def handle(leaf: Leaf, now: datetime) -> list[Ask]:
        if leaf.kind == CASE.name and leaf.entry.type == DESTROYED:
            with lend(door.pool) as connection:
                with city_transaction(connection, leaf.city, WHO) as cursor:
                    ids = [row[0] for row in cursor.execute(KEPT, (leaf.city, leaf.stream)).fetchall()]
                erase(connection, leaf.city, ids, now)
        return []

    return Relay(NAME, handle)
