"""The relay of signals: one that opens something opens an event's case, and tells it what becomes of it.

What is to be opened stands in the signal's event, so it is opened once however often the leaf is read. The
case is told in comments that a signal came again, joined its group or ended; nothing of it closes the case.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from yiwang.ingest import signal_rules as rules
from yiwang.ingest.signal_kinds import SIGNAL
from yiwang.ingest.signal_records import Opens, Signal
from yiwang.kernel.access import system
from yiwang.kernel.commands import Comment, File
from yiwang.kernel.event_kinds import EventPlace, event_case
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal
from yiwang.store.cases import CASE
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Door
from yiwang.store.relay import Leaf, Relay
from yiwang.store.wall import city_transaction

NAME = "signals"
WHO = system("signals")
STATE = "SELECT state FROM signal_row WHERE city = %s AND id = %s"
EARLIER = """
SELECT s.id, s.state FROM signal_row s JOIN leaf l ON l.city = s.city AND l.stream = s.id AND l.seq = 1
WHERE s.city = %s AND s.lead = %s AND l.position < %s ORDER BY l.position
"""
CHANNEL = "sensor"


def signals(door: Door) -> Relay:
    """Return the relay that opens the cases of signals, and tells them."""

    def handle(leaf: Leaf, now: datetime) -> list[Ask]:
        if leaf.kind != SIGNAL.name:
            return []
        city = door.cities(leaf.city, None)
        signal = _signal(door, leaf.city, leaf.stream)
        data = leaf.event().data
        if signal is None:
            return []
        opens = data.signal.opens if isinstance(data, rules.Raised) else getattr(data, "opens", None)
        if opens is not None:
            before = _joined_before(door, leaf)
            return [
                *_filing(leaf, city, signal, opens, now),
                *(_telling(leaf, opens, joined(city, one), now, f"joined/{id}") for id, one in before),
            ]
        said = _said(city, signal, data)
        lead = _signal(door, leaf.city, UUID(signal.lead)) if signal.lead else signal
        if not said or lead is None or lead.opens is None or lead.not_opened:
            return []
        return [_telling(leaf, lead.opens, said, now, leaf.entry.type)]

    def refused(leaf: Leaf, ask: Ask, refusal: Refusal) -> list[Ask]:
        if not isinstance(ask.command, File):
            return []  # the case is closed: nothing is owed
        told = rules.CouldNotOpen(code=refusal.code)
        return [Ask(leaf.city, SIGNAL, leaf.stream, told, WHO, ask.now, key="not-opened")]

    return Relay(NAME, handle, refused)


def _signal(door: Door, city: str, stream: UUID) -> Signal | None:
    with lend(door.pool) as connection, city_transaction(connection, city, WHO) as cursor:
        row = cursor.execute(STATE, (city, stream)).fetchone()
    return SIGNAL.decode(bytes(row[0])) if row is not None else None


def _joined_before(door: Door, leaf: Leaf) -> list[tuple[UUID, Signal]]:
    """Return those of a group whose leaves came before that of its lead: there was no case to tell then."""
    with lend(door.pool) as connection, city_transaction(connection, leaf.city, WHO) as cursor:
        rows = cursor.execute(EARLIER, (leaf.city, str(leaf.stream), leaf.position)).fetchall()
    return [(id, SIGNAL.decode(bytes(state))) for id, state in rows]


def _telling(leaf: Leaf, opens: Opens, said: str, now: datetime, key: str) -> Ask:
    return Ask(leaf.city, CASE, UUID(opens.case), Comment(), WHO, now, key=key, secrets={"comment": said})


def _filing(leaf: Leaf, city: City, signal: Signal, opens: Opens, now: datetime) -> list[Ask]:
    thing = city.sensing.things.get(signal.thing)
    longitude, latitude = thing.at if thing is not None else ("", "")
    title = thing.title if thing is not None else city.places[signal.place].title
    command = event_case(
        city,
        opens.kind,
        EventPlace(signal.place, longitude, latitude),
        case=opens.case,
        number=opens.number,
        channel=CHANNEL,
        facts={"where": title["zh"]},
    )
    if isinstance(command, Refusal):
        told = rules.CouldNotOpen(code=command.code)
        return [Ask(leaf.city, SIGNAL, leaf.stream, told, WHO, now, key="not-opened")]
    words = f"{_named(city, signal)}。/{leaf.city}/signals/{leaf.stream}"
    return [Ask(leaf.city, CASE, UUID(opens.case), command, WHO, now, key="opens", secrets={"words": words})]


def _said(city: City, signal: Signal, data: object) -> str:
    """Return what a case is told of an event of a signal, "" for nothing."""
    named = _named(city, signal)
    match data:
        case rules.Raised() if signal.lead:
            return joined(city, signal)
        case rules.CameAgain(times=times):
            return f"又告，共 {times} 次 Again, {times} times: {named}"
        case rules.Cleared(until=until, why=why):
            at = f"{until.astimezone(ZoneInfo(city.zone)):%Y-%m-%d %H:%M}"
            changed = "（规则改了 the rule was changed）" if why else ""
            return (
                f"告警于 {at} 解除，不等于已处置 Ended at {at}; that is not yet dealt with: {named}{changed}"
            )
    return ""


def joined(city: City, signal: Signal) -> str:
    """Say that a signal joined the group of a case."""
    return f"同组又有告警 One more of the group: {_named(city, signal)}"


def _named(city: City, signal: Signal) -> str:
    """Say a signal in one line: rule, thing or place, since when, the value furthest beyond."""
    rule = next((one.title["zh"] for one in city.sensing.rules if one.id == signal.rule), signal.rule)
    thing = city.sensing.things.get(signal.thing)
    where = thing.title["zh"] if thing is not None else city.places[signal.place].title["zh"]
    since = f"{signal.since.astimezone(ZoneInfo(city.zone)):%Y-%m-%d %H:%M}"
    worst = f", {signal.worst}" if signal.worst else ""
    return f"{rule} · {where}（{signal.about}{worst}），自 since {since}"
