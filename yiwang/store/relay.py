"""Relays: what one stream wants of another, sent after commit, in the order of leaves.

A relay reads leaves from its cursor, asks what its rule makes of each, and moves the cursor when the
commands are done. At least once: after a failure the same leaf is read again, and the key, made of
leaf and rule, lets the door answer instead of doing it twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from yiwang.kernel.access import system
from yiwang.kernel.ledger import RawEntry, read_entry
from yiwang.kernel.refusal import Refusal
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Door, execute
from yiwang.store.faults import reach
from yiwang.store.kinds import kind_named
from yiwang.store.wall import city_transaction

WHO = system("relay")
AT_ONCE = 200
CURSOR = "SELECT position FROM relay_cursor WHERE city = %s AND name = %s"
NEXT = (
    "SELECT l.position, l.stream, l.seq, l.kind, e.body FROM leaf l"
    " JOIN event e ON e.city = l.city AND e.stream = l.stream AND e.seq = l.seq"
    " WHERE l.city = %s AND l.position >= %s ORDER BY l.position LIMIT %s"
)
LOCK = "SELECT pg_try_advisory_lock(hashtextextended('yiwang/relay/' || %s || '/' || %s, 0))"
UNLOCK = "SELECT pg_advisory_unlock(hashtextextended('yiwang/relay/' || %s || '/' || %s, 0))"
MOVE = (
    "INSERT INTO relay_cursor (city, name, position) VALUES (%s, %s, %s)"
    " ON CONFLICT (city, name) DO UPDATE SET position = excluded.position"
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One entry of a city, at its place in the only total order there is.

    Attributes:
        entry: envelope, with the event's data still in bytes; `event()` reads it.
    """

    city: str
    position: int
    kind: str
    stream: UUID
    seq: int
    entry: RawEntry

    def event(self) -> Any:
        """Return the event as its kind reads it, brought up to date."""
        return kind_named(self.kind).read_event(self.entry.type, self.entry.v, bytes(self.entry.data))


@dataclass(frozen=True, slots=True)
class Relay:
    """A rule that makes commands of what happened.

    Attributes:
        name: keeps the cursor and is part of every key; never changed, never used again.
        handle: `(leaf, now) -> asks`. What it looks at but the leaf may differ the second time; then each
            ask bears a key of its own that says which it is, else its number does.
        refused: told when the door refuses a command, and may ask something else; the relay goes on, a
            refusal is an answer.
    """

    name: str
    handle: Callable[[Leaf, datetime], Sequence[Ask]]
    refused: Callable[[Leaf, Ask, Refusal], Sequence[Ask] | None] | None = None


def run_relay(door: Door, city: str, relay: Relay, now: datetime, *, at_once: int = AT_ONCE) -> int:
    """Handle the next leaves of a city, `at_once` at most. Returns how many.

    Two processes never run one relay of one city together; the second returns 0. It holds one
    connection of the pool and the door takes another, so the pool must have two.

    Raises:
        psycopg.Error: the database is lost; the cursor stands at the first leaf not wholly handled,
            or before it.
    """
    with lend(door.pool) as connection:
        held = connection.execute(LOCK, (city, relay.name)).fetchone()
        if not held or not held[0]:
            return 0
        try:
            leaves = _next(connection, city, relay.name, at_once)
            for leaf in leaves:
                if _handle(door, relay, leaf, now) or leaf is leaves[-1]:
                    reach(door.faults, "relayed")
                    with city_transaction(connection, city, WHO, door=True) as cursor:
                        cursor.execute(MOVE, (city, relay.name, leaf.position + 1))
        finally:
            if not connection.closed:
                connection.execute(UNLOCK, (city, relay.name))
    return len(leaves)


def _next(connection: Any, city: str, name: str, at_once: int) -> list[Leaf]:
    with city_transaction(connection, city, WHO) as cursor:
        row = cursor.execute(CURSOR, (city, name)).fetchone()
        found = cursor.execute(NEXT, (city, row[0] if row else 0, at_once)).fetchall()
    return [
        Leaf(city, position, kind, stream, seq, read_entry(bytes(body)))
        for position, stream, seq, kind, body in found
    ]


def _handle(door: Door, relay: Relay, leaf: Leaf, now: datetime) -> bool:
    """Ask what the rule makes of a leaf. Says whether that was anything."""
    asks = relay.handle(leaf, now)
    for number, ask in enumerate(asks):
        keyed = _keyed(relay, leaf, ask, str(number))
        answer = execute(door, keyed)
        if isinstance(answer, Refusal) and relay.refused is not None:
            for further, other in enumerate(relay.refused(leaf, keyed, answer) or ()):
                execute(door, _keyed(relay, leaf, other, f"{number}/refused/{further}"))
    return bool(asks)


def _keyed(relay: Relay, leaf: Leaf, ask: Ask, name: str) -> Ask:
    assert ask.city == leaf.city, "a relay stays in its city"
    return replace(ask, key=f"relay/{relay.name}/{leaf.position}/{ask.key or name}")
