"""The relay of the wiring (接线): what happened to a case sets going what the pack says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import msgspec

from yiwang.kernel.access import system
from yiwang.kernel.case import Case
from yiwang.kernel.commands import Propose
from yiwang.kernel.ledger import read_entry
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.wiring import LIMIT_PASSED, asked, awaited, overtaken
from yiwang.store.cases import CASE
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Door
from yiwang.store.relay import Leaf, Relay
from yiwang.store.wall import city_transaction

NAME = "wiring"
FILED_BEFORE = "case.exists"
"""The case was begun already: what was wanted is there."""
TOO_LATE = "case.wrong-phase"
"""Too late, or too early: where the case stands tells which."""
WHO = system("wiring")
STATE = "SELECT state FROM case_row WHERE city = %s AND id = %s"
UNTIL = "SELECT body FROM event WHERE city = %s AND stream = %s AND seq <= %s ORDER BY seq"


class _Named(msgspec.Struct, frozen=True):
    """What of an event's `about` the wiring looks at."""

    clock: str = ""
    wire: str = ""


class _About(msgspec.Struct, frozen=True):
    about: _Named = _Named()


_named = msgspec.json.Decoder(_About).decode


def wiring(door: Door) -> Relay:
    """Return the relay that asks what `wiring.yaml` says, by the pack the event was made under."""

    def handle(leaf: Leaf, now: datetime) -> list[Ask]:
        if leaf.kind != CASE.name:
            return []
        city = door.cities(leaf.city, leaf.entry.pack)
        if leaf.entry.type not in awaited(city):
            return []
        case, earlier = _read(door, leaf, history=any(wire.clock for wire in city.wires))
        about = msgspec.structs.asdict(_named(leaf.entry.data).about)
        here = now.astimezone(city.calendar.zone)
        return [
            Ask(leaf.city, CASE, UUID(to), command, WHO, now, key=wire)
            for wire, to, command in asked(city, case, leaf.entry.type, about, earlier, here)
        ]

    def refused(leaf: Leaf, ask: Ask, refusal: Refusal) -> list[Ask]:
        """What a wire asked and the door refused is put before the head of the lead body, with the reason.

        Not where somebody was quicker than the wire: nothing is left to be done, and a task would be noise.
        """
        if isinstance(ask.command, Propose) or refusal.code == FILED_BEFORE:
            return []
        if refusal.code == TOO_LATE and overtaken(ask.command, _read(door, leaf, history=False)[0]):
            return []
        wire = str(ask.key).split("/", 3)[3]  # relay, its name, the leaf: see `relay`
        told = Propose(wire=wire, refused={"refused": refusal.code, "en": refusal.en, "zh": refusal.zh})
        return [Ask(leaf.city, CASE, leaf.stream, told, WHO, ask.now, key=f"{wire}/refused")]

    return Relay(NAME, handle, refused)


def _read(door: Door, leaf: Leaf, *, history: bool) -> tuple[Case, frozenset[str]]:
    """Return the case as it stands and, for wires with a clock, what happened to it up to the leaf."""
    with lend(door.pool) as connection, city_transaction(connection, leaf.city, WHO) as cursor:
        row = cursor.execute(STATE, (leaf.city, leaf.stream)).fetchone()
        bodies = cursor.execute(UNTIL, (leaf.city, leaf.stream, leaf.seq)).fetchall() if history else []
    assert row is not None, "an entry without a row"
    case = CASE.decode(bytes(row[0]))
    assert isinstance(case, Case)
    return case, frozenset(_happened(bytes(body) for (body,) in bodies))


def _happened(bodies: Iterator[bytes]) -> Iterator[str]:
    for body in bodies:
        entry = read_entry(body)
        yield entry.type
        if entry.type == LIMIT_PASSED:
            yield f"limit:{_named(entry.data).about.clock}"
