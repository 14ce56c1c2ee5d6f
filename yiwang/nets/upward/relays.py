"""The relay of this net, in two steps by leaf: an entry gets numbers, a number gets its record.

What is refused opens a case at the desk the mapping names; when its step is done, the record goes up again or
is set aside. A world other than the city itself sends nothing up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from yiwang.kernel import upward
from yiwang.kernel.commands import File
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.upward import Upward, may_tell, records_of
from yiwang.nets.upward import line_rules, making, night_rules, rules
from yiwang.nets.upward.kinds import LINE, NIGHT, OUTGOING, line_stream, outgoing_stream
from yiwang.nets.upward.making import RATING, WHO, current
from yiwang.nets.upward.records import STUCK, Night, Opens, Origin, Outgoing
from yiwang.store.cases import CASE
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Door
from yiwang.store.kinds import kind_named
from yiwang.store.relay import Leaf, Relay
from yiwang.store.wall import city_transaction

NAME = "upward"
RATED = frozenset({"rating.given", "rating.changed"})
RESEND, ASIDE = "resend", "set-aside"
"""The outcomes of the desk's last step that move the record."""
OPENED = "SELECT id FROM upward_row WHERE city = %s AND opened = %s"


def uppers(door: Door) -> Relay:
    """Return the relay that numbers and makes what goes up."""

    def handle(leaf: Leaf, now: datetime) -> list[Ask]:
        if "~" in leaf.city:
            return []
        city = current(door, leaf.city)
        if not city.upward:
            return []
        if leaf.kind == CASE.name:
            return [*_numbers_of_case(door, leaf, city, now), *_mended(door, leaf, city, now)]
        if leaf.kind == RATING and leaf.entry.type in RATED:
            return list(_numbers_of_rating(door, leaf, city, now))
        if leaf.kind == LINE.name:
            return _record(door, leaf, city, now)
        if leaf.kind in (OUTGOING.name, NIGHT.name):
            return _opened(door, leaf, now)
        return []

    def refused(leaf: Leaf, ask: Ask, refusal: Refusal) -> list[Ask]:
        if not isinstance(ask.command, File):
            return []
        told = rules if leaf.kind == OUTGOING.name else night_rules
        kind = OUTGOING if leaf.kind == OUTGOING.name else NIGHT
        said = told.CouldNotOpen(code=refusal.code)
        return [Ask(leaf.city, kind, leaf.stream, said, WHO, ask.now, key="not-opened")]

    return Relay(NAME, handle, refused)


def number_items(door: Door, key: str, now: datetime) -> list[Ask]:
    """Return what numbers each item that is not as it was sent last. To be asked now and then."""
    city = current(door, key)
    asks = []
    for platform in city.upward.values():
        if upward.ITEM not in platform.records:
            continue
        line = making.read(door, key, LINE, line_stream(key, platform.id))
        for matter in city.matters.values():
            if platform.carries(matter.id, matter.kind):
                digest = making.digest_of_item(platform, making.item_of(city, matter, platform))
                if line is None or line.items.get(matter.id) != digest:
                    origin = Origin(kind="item", matter=matter.id, record=upward.ITEM, stream=digest, seq=1)
                    asks.append(_number(key, platform, origin, now))
    return asks


def _numbers_of_case(door: Door, leaf: Leaf, city: City, now: datetime) -> Iterator[Ask]:
    data: Any = None
    if not may_tell(leaf.entry.type):
        return
    for platform in city.upward.values():
        if not _goes(platform, leaf, city):
            continue
        if data is None:
            data = leaf.event().data
            case = making.read(door, leaf.city, CASE, leaf.stream)
            matter = city.matters.get(case.matter) if case is not None else None
        if case is None or matter is None or not platform.carries(matter.id, matter.kind):
            continue
        given = records_of(leaf.entry.type, case.outcome, data.result is not None, matter.decides)
        for part, record in enumerate(given):
            if record in platform.records:
                yield _number(leaf.city, platform, _origin(leaf, case.id, matter.id, record, part), now)


def _numbers_of_rating(door: Door, leaf: Leaf, city: City, now: datetime) -> Iterator[Ask]:
    rating = None
    for platform in city.upward.values():
        if upward.RATING not in platform.records or not _goes(platform, leaf, city):
            continue
        rating = rating or making.read(door, leaf.city, kind_named(RATING), leaf.stream)
        matter = city.matters.get(rating.subject.matter)
        if matter is not None and platform.carries(matter.id, matter.kind):
            origin = _origin(leaf, rating.subject.case, matter.id, upward.RATING, 0)
            yield _number(leaf.city, platform, origin, now)


def _goes(platform: Upward, leaf: Leaf, city: City) -> bool:
    day = leaf.entry.at.astimezone(ZoneInfo(city.zone)).date()
    return platform.since is None or day >= platform.since


def _origin(leaf: Leaf, case: str, matter: str, record: str, part: int) -> Origin:
    return Origin(
        case=case,
        event=leaf.entry.type,
        kind=leaf.kind,
        leaf=leaf.position,
        matter=matter,
        part=part,
        record=record,
        seq=leaf.seq,
        stream=str(leaf.stream),
    )


def _number(key: str, platform: Upward, origin: Origin, now: datetime) -> Ask:
    command = line_rules.Number(origin=origin, platform=platform.id)
    stream = line_stream(key, platform.id)
    return Ask(key, LINE, stream, command, WHO, now, key=f"{platform.id}/{origin.name}")


def _record(door: Door, leaf: Leaf, city: City, now: datetime) -> list[Ask]:
    """Return what makes the record of a number that was given."""
    data = leaf.event().data
    platform, origin = city.upward.get(data.platform), data.origin
    stream = outgoing_stream(leaf.city, data.platform, data.number)
    if platform is None:
        return []  # the mapping went meanwhile, and the platform with it
    found = making.told(door, leaf.city, city, origin)
    made = making.made(city, platform, origin, found)
    case = found.case if found is not None else None
    command = rules.Create(
        at=(found.at if found is not None else None) or leaf.entry.at,
        body=case.lead if case is not None else "",
        case_number=case.number if case is not None else "",
        day=leaf.entry.at.astimezone(ZoneInfo(city.zone)).date(),
        desk=making.desk_of(city, platform),
        made=made,
        number=data.number,
        opens=making.opening(city, platform, stream, now, 1, 0) if made.faults else None,
        origin=origin,
        platform=platform.id,
    )
    return [Ask(leaf.city, OUTGOING, stream, command, WHO, now, key=f"{platform.id}/{data.number}")]


def _opened(door: Door, leaf: Leaf, now: datetime) -> list[Ask]:
    """Return what files the case that an entry of ours opens."""
    data = leaf.event().data
    opens: Opens | None = getattr(data, "opens", None)
    if opens is None:
        return []
    if leaf.kind == NIGHT.name:
        night: Night = making.read(door, leaf.city, NIGHT, leaf.stream)
        facts = {"platform": night.platform, "day": str(data.day), "differences": counted(data.found)}
    else:
        one: Outgoing = making.read(door, leaf.city, OUTGOING, leaf.stream)
        facts = {
            "platform": one.platform,
            "serial": str(one.number),
            "record": one.origin.record,
            "earlier_number": one.case_number,
            "reason": data.reason,
            "field": data.field,
        }
    command = File(
        case=opens.case,
        number=opens.number,
        matter=opens.matter,
        place=opens.place,
        channel="system",
        facts={name: value for name, value in facts.items() if value},
    )
    return [Ask(leaf.city, CASE, UUID(opens.case), command, WHO, now, key=f"opens/{opens.case}")]


def counted(found: Any) -> str:
    """Say in figures how many of each difference there are; numbers stand on the page."""
    parts = (
        ("missing", len(found.missing)),
        ("unknown", len(found.unknown)),
        ("differs", len(found.differs)),
        ("theirs", found.theirs),
        ("ours", found.ours),
    )
    return " ".join(f"{name}:{count}" for name, count in parts)


def _mended(door: Door, leaf: Leaf, city: City, now: datetime) -> list[Ask]:
    """Return what moves a record whose refusal somebody has seen to."""
    if leaf.entry.type != "case.task-completed":
        return []
    outcome = str(leaf.event().data.about.get("outcome", ""))
    if outcome not in (RESEND, ASIDE):
        return []
    with lend(door.pool) as connection, city_transaction(connection, leaf.city, WHO) as cursor:
        row = cursor.execute(OPENED, (leaf.city, str(leaf.stream))).fetchone()
    if row is None:
        return []
    one: Outgoing = making.read(door, leaf.city, OUTGOING, row[0])
    command: Any = rules.SetAside() if outcome == ASIDE else again(door, leaf.city, city, row[0], one, now)
    return [Ask(leaf.city, OUTGOING, row[0], command, WHO, now, key=f"mended/{row[0]}")] if command else []


def again(door: Door, key: str, city: City, stream: UUID, one: Outgoing, now: datetime) -> rules.Mend | None:
    """Return what sends a record that stopped again, made anew by the mapping in force.

    None where it has not stopped, or the platform is there no more.
    """
    platform = city.upward.get(one.platform)
    if platform is None or one.phase not in STUCK:
        return None
    made = making.made(city, platform, one.origin, making.told(door, key, city, one.origin))
    opens = making.opening(city, platform, stream, now, one.round + 1, 0) if made.faults else None
    return rules.Mend(made=made, opens=opens)
