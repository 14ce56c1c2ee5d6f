"""Who somebody is at this moment: positions, mandates and break-glass in force, read anew at each request.

Nothing is kept between two requests, so whatever is taken away is gone with the next one, in every process.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import psycopg

from yiwang.kernel.access import Actor
from yiwang.kernel.matter import City
from yiwang.kernel.people import glass, mandate
from yiwang.kernel.people.held import Person
from yiwang.kernel.people.resolve import resolve
from yiwang.people.ids import person_stream
from yiwang.people.kinds import GLASS, MANDATE, PERSON, day

Cursor = psycopg.Cursor[Any]

_READ = (
    "SELECT 'person', state FROM person_row WHERE city = %(city)s AND id = %(stream)s"
    " UNION ALL SELECT 'mandate', state FROM mandate_row WHERE city = %(city)s AND agent = %(person)s"
    " AND phase = 'active' AND until >= %(day)s"
    " UNION ALL SELECT 'glass', state FROM glass_row WHERE city = %(city)s AND person = %(person)s"
    " AND until > %(now)s"
)


@dataclass(frozen=True)
class Who:
    """Somebody whom the city knows.

    Attributes:
        actor: with everything in force now. epoch: sessions that remember another are over.
        phase: of the record: `active`, `suspended` or `left`; only an active person is more than anybody.
        gone: positions of the record that the city does not have any more (a body was merged or closed).
    """

    actor: Actor
    epoch: int
    phase: str
    gone: tuple[str, ...] = ()


def who_is(cursor: Cursor, key: str, city: City, person: str, now: datetime) -> Who | None:
    """Return who a person is now, in one query; None when the city has no record of them.

    Args:
        cursor: in a transaction that sees the city `key` as this person.
        city: the pack in force; positions are read against it.
    """
    local = now.astimezone(ZoneInfo(city.zone)).date()
    asked = {
        "city": key,
        "stream": person_stream(key, person),
        "person": person,
        "day": day(local),
        "now": now,
    }
    record: Person | None = None
    mandates, opened = [], []
    for kind, state in cursor.execute(_READ, asked).fetchall():
        match kind:
            case "person":
                record = PERSON.decode(bytes(state))
            case "mandate":
                mandates.append(MANDATE.decode(bytes(state)))
            case "glass":
                opened.append(GLASS.decode(bytes(state)))
    if record is None:
        return None
    held = resolve(record, city, local)
    actor = Actor(
        person,
        "staff" if record.kind == "staff" else "resident",
        held.holdings,
        tuple(mandate.principal(one) for one in mandates if one.on(local)),
        glass=frozenset(one.case for one in opened if glass.opens(one, now)),
    )
    if record.phase != "active":
        actor = Actor(person, "anonymous")
    return Who(actor, record.epoch, record.phase, held.gone)


def acting_for(actor: Actor, principal: str) -> Actor:
    """Return the actor as acting for a principal; as themselves where no mandate in force names it."""
    named = any(one.id == principal for one in actor.principals)
    return msgspec.structs.replace(actor, acting_for=principal if named else "")
