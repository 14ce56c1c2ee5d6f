"""From an entry of the ledger to the record that goes up: read, folded to that entry, mapped.

A case is folded to the entry and no further, so that a record made later, or again, tells the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from yiwang.kernel import case as cases
from yiwang.kernel import upward
from yiwang.kernel.access import system
from yiwang.kernel.case import Case, Delta, Sealed
from yiwang.kernel.ledger import RawEntry, read_entry
from yiwang.kernel.matter import City, Matter
from yiwang.kernel.numbers import CHANCE_BYTES, case_number
from yiwang.kernel.outside import desk_for
from yiwang.kernel.upward import Rendered, Sent, Upward, Value
from yiwang.kernel.upward_values import of_case, of_matter
from yiwang.nets.upward.records import Made, Opens, Origin
from yiwang.store.cases import CASE
from yiwang.store.connect import lend
from yiwang.store.execute import Door
from yiwang.store.kinds import kind_named
from yiwang.store.wall import city_transaction

WHO = system("upward")
UNTIL = "SELECT body FROM event WHERE city = %s AND stream = %s AND seq <= %s ORDER BY seq"
STATE = "SELECT state FROM {table} WHERE city = %s AND id = %s"
RATING = "rating"
"""Ratings are records of another net; of it we know the name, and what its entries have."""


@dataclass(frozen=True)
class Told:
    """What an entry tells. `case`: as it stood then. Of an item `case` and `at` are None."""

    values: dict[str, Value]
    case: Case | None
    at: datetime | None


def current(door: Door, city: str) -> City:
    """Return the city as it is now: what goes up, and how, is for the mappings in force."""
    return door.cities(city, None)


def item_of(city: City, matter: Matter, platform: Upward) -> Rendered:
    """Return the record of an item, without when it was looked at."""
    return _rendered(city, platform, upward.ITEM, of_matter(city, matter), None)


def digest_of_item(platform: Upward, made: Rendered) -> str:
    """Return what tells whether an item is as it was sent last, 32 hex digits."""
    said = {**made.fields, **{f"!{one.field}": one.reason for one in made.faults}}
    return upward.digest_of(platform.types[upward.ITEM], said)[:32]


def told(door: Door, key: str, city: City, origin: Origin) -> Told | None:
    """Return what an origin tells; None where its entry, or its matter, is there no more."""
    if origin.leaf < 0:
        matter = city.matters.get(origin.matter)
        return Told(of_matter(city, matter), None, None) if matter is not None else None
    stream = UUID(origin.stream)
    entries = _entries(door, key, stream, origin.seq)
    if not entries:
        return None
    last = entries[-1]
    data = kind_named(origin.kind).read_event(last.type, last.v, bytes(last.data)).data
    if origin.kind == RATING:
        return _of_rating(door, key, city, stream, last, data)
    case = _folded(entries)
    return Told(of_case(city, case, last.type, data, last.at, _role(city, last.actor)), case, last.at)


def made(city: City, platform: Upward, origin: Origin, found: Told | None) -> Made:
    """Return the record as the mapping in force makes it; with a fault where nothing makes it any more."""
    sent = platform.records.get(origin.record)
    if sent is None or found is None:
        return Made(faults=(f"{origin.record}: no-mapping",), key=origin.name, type=origin.record)
    done = _rendered(city, platform, origin.record, found.values, found.case)
    leaf = origin.name if origin.leaf < 0 else f"{origin.leaf}"
    return Made(
        faults=tuple(f"{one.field}: {one.reason}" for one in done.faults),
        fields=done.fields,
        key=upward.key_of(leaf, origin.record, sent, platform.codes),
        personal=done.personal,
        type=platform.types[origin.record],
    )


def desk_of(city: City, platform: Upward) -> str:
    """Return the body that sees to what a platform refuses; "" where the city has no such desk."""
    desk = desk_for(city, (platform.refused,), ())
    return desk.body if desk is not None else ""


def opening(city: City, platform: Upward, cause: UUID, now: datetime, *parts: object) -> Opens | None:
    """Return the case that a refusal opens: the same id and number however often it is asked.

    None where the city has no such desk.
    """
    desk = desk_for(city, (platform.refused,), ())
    if desk is None:
        return None
    id = uuid5(cause, "/".join(("opens", *map(str, parts))))
    number = case_number(now.astimezone(ZoneInfo(city.zone)), id.bytes[:CHANCE_BYTES])
    return Opens(case=str(id), matter=desk.matter, number=number, place=desk.place)


def _rendered(city: City, platform: Upward, record: str, values: Any, case: Case | None) -> Rendered:
    sent: tuple[Sent, ...] = platform.records[record]
    sealed = case.sealed if case is not None and record != upward.RATING else {}
    return upward.rendered(sent, platform.codes, values, sealed, ZoneInfo(city.zone))


def sealed_of(door: Door, key: str, origin: Origin) -> dict[str, Sealed]:
    """Return where the personal values of a case lay when an entry of it was written."""
    entries = _entries(door, key, UUID(origin.stream), origin.seq)
    return _folded(entries).sealed if origin.kind == CASE.name and entries else {}


def _of_rating(door: Door, key: str, city: City, stream: UUID, last: RawEntry, data: Any) -> Told | None:
    subject = read(door, key, kind_named(RATING), stream).subject
    case: Case | None = read(door, key, CASE, UUID(subject.case))
    if case is None:
        return None
    values = of_case(city, case, last.type, Delta(), last.at, "resident")
    values |= {"grade": str(data.grade), "handling": str(subject.handling)}
    return Told(values, case, last.at)


def _folded(entries: list[RawEntry]) -> Case:
    events: Iterator[tuple[Any, RawEntry]] = (
        (CASE.read_event(one.type, one.v, bytes(one.data)), one) for one in entries
    )
    first, entry = next(events)
    case: Case = cases.opened(first, entry.pack, entry.at)
    for event, entry in events:
        case = cases.evolve(case, event, entry.at)
    return case


def _role(city: City, actor: str) -> str:
    """Return the role of who acted; the person stays here."""
    person, _, position = actor.partition("@")
    if person.startswith("system"):
        return "city"
    held = city.positions.get(position)
    return held.role if held is not None else "resident"


def _entries(door: Door, city: str, stream: UUID, seq: int) -> list[RawEntry]:
    with lend(door.pool) as connection, city_transaction(connection, city, WHO) as cursor:
        rows = cursor.execute(UNTIL, (city, stream, seq)).fetchall()
    return [read_entry(bytes(row[0])) for row in rows]


def read(door: Door, city: str, kind: Any, stream: UUID) -> Any:
    """Return the state of a stream; None: there is none."""
    with lend(door.pool) as connection, city_transaction(connection, city, WHO) as cursor:
        row = cursor.execute(STATE.format(table=kind.table), (city, stream)).fetchone()
    return kind.decode(bytes(row[0])) if row is not None else None
