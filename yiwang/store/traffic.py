"""The relay between cases (办件往来): calls are filed, messages passed on, ends told.

What an event asks of the cases it names stands in the event. Who waits for a signal, or for a message
with a key, is looked up when the relay comes to it. Each command's key names the event's leaf and the
case it goes to, so that a leaf handled twice reaches each case once, whoever waits by then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from yiwang.kernel.access import system
from yiwang.kernel.between import asked_of_others, informing, not_begun, searched, standing_in_too
from yiwang.kernel.commands import Command, File
from yiwang.kernel.parts import Sealed
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.traffic import Sent, Traffic
from yiwang.store.cases import CASE
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Door
from yiwang.store.relay import Leaf, Relay
from yiwang.store.wall import city_transaction

NAME = "between-cases"
WHO = system("calls")
WAITING = (
    "SELECT DISTINCT stream FROM wait_row WHERE city = %s AND name = %s AND key = %s AND event = %s"
    " AND stream <> %s ORDER BY stream"
)


def between_cases(door: Door) -> Relay:
    """Return the relay that carries what cases ask of one another."""

    def handle(leaf: Leaf, now: datetime) -> list[Ask]:
        if leaf.kind != CASE.name or b'"traffic"' not in bytes(leaf.entry.data):
            return []
        traffic = leaf.event().data.traffic
        return list(_asks(door, leaf, traffic, now)) if isinstance(traffic, Traffic) else []

    def refused(leaf: Leaf, ask: Ask, refusal: Refusal) -> list[Ask]:
        told = not_begun(ask.command, refusal)
        if told is None:
            return []
        to, command = told
        return [_ask(leaf, to, command, ask.now, f"not-begun/{command.token}")]

    return Relay(NAME, handle, refused)


def _asks(door: Door, leaf: Leaf, traffic: Traffic, now: datetime) -> Iterator[Ask]:
    city = door.cities(leaf.city, None)
    zone = city.calendar.zone
    seals = {called.case: called.seals for called in traffic.called}
    covers = {called.case: standing_in_too(called, city) for called in traffic.called}
    for number, (to, command) in enumerate(asked_of_others(traffic, str(leaf.stream), now.astimezone(zone))):
        given: dict[str, str] = {}
        if isinstance(command, File):
            given = _opened(door, leaf.city, seals[to])
            command = replace(command, covered=covers[to])
        yield replace(_ask(leaf, to, command, now, f"{number}/{to}"), secrets=given)
    for number, sent in enumerate(searched(traffic)):
        for stream in _waiting(door, leaf, sent):
            to = str(stream)
            yield _ask(leaf, to, informing(sent, str(leaf.stream)), now, f"sent/{number}/{to}")


def _opened(door: Door, city: str, seals: Mapping[str, Sealed]) -> dict[str, str]:
    """Return what a caller gives of its vault; what was erased meanwhile or cannot be opened is left out."""
    if not seals:
        return {}
    with lend(door.pool) as connection:
        found = door.safe.open(connection, city, WHO, seals)
    return {name: value for name, value in found.items() if isinstance(value, str)}


def _ask(leaf: Leaf, to: str, command: Command, now: datetime, key: str) -> Ask:
    return Ask(leaf.city, CASE, UUID(to), command, WHO, now, key=key)


def _waiting(door: Door, leaf: Leaf, sent: Sent) -> list[UUID]:
    asked = (leaf.city, sent.name, sent.key, sent.event, leaf.stream)
    with lend(door.pool) as connection, city_transaction(connection, leaf.city, WHO) as cursor:
        return [row[0] for row in cursor.execute(WAITING, asked).fetchall()]
