"""The relay of this net: what happened to a case becomes messages, by the pack the event was made under.

Who is told and where is looked up when the leaf comes by; each message has an id made of the entry that
causes it, the template, the receiver and the channel, so a leaf handled twice writes each once. Worlds other
than the city itself tell only on their own pages, and what is older than `OUTSIDE_WITHIN` does, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from yiwang.kernel import told
from yiwang.kernel.access import system
from yiwang.kernel.case import Case
from yiwang.kernel.matter import City
from yiwang.kernel.told import AGENTS, APPLICANT, BOOKING_EVENTS, HOLDERS, PAGE, REPORTERS, SIGNERS, SMS, Told
from yiwang.nets.messages import hook_rules, providers, reporters, telling, texts
from yiwang.nets.messages.addressee_rules import OUTSIDE, address_for
from yiwang.nets.messages.kinds import ADDRESSEE, HOOK, MESSAGE, addressee_stream, message_stream
from yiwang.nets.messages.records import About, Addressee
from yiwang.nets.messages.rules import Create
from yiwang.people.ids import client_stream
from yiwang.people.kinds import CLIENT, MANDATE
from yiwang.store.cases import CASE
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Door
from yiwang.store.kinds import kind_named
from yiwang.store.relay import Leaf, Relay
from yiwang.store.wall import city_transaction

NAME = "messages"
WHO = system("messages")
OUTSIDE_WITHIN = timedelta(days=3)
"""What happened longer ago is told on the page alone: whoever begins to send does not begin with old news."""
CODE, EVENT, PING = "code", "event", "ping"
STATE = "SELECT state FROM {table} WHERE city = %s AND id = %s"
HOOKS = "SELECT id, state FROM hook_row WHERE city = %s AND body = ANY(%s) AND phase = 'active' ORDER BY id"
# Who signs a joint application is a record of another net; of it we know the table, and nothing else.
SIGNERS_OF = "SELECT persons FROM joint_row WHERE city = %s AND case_id = %s AND phase = 'filed'"

MANDATES_OF = "SELECT state FROM mandate_row WHERE city = %s AND principal = %s AND phase = 'active'"
# An appointment is a record of another net, too: its kind reads it, and we read whose, where and when.
DAYS = "booking"


def messages(door: Door) -> Relay:
    """Return the relay that writes messages."""

    def handle(leaf: Leaf, now: datetime) -> list[Ask]:
        if leaf.kind == CASE.name:
            return list(_of_case(door, leaf, now))
        if leaf.kind == DAYS and leaf.entry.type in BOOKING_EVENTS:
            return list(_of_appointment(door, leaf, now))
        if leaf.kind in reporters.COLUMNS and reporters.is_told(leaf):
            return list(_of_report(door, leaf, now))
        if providers.is_told(leaf):
            return providers.of_provider(door, leaf, now)
        if leaf.entry.type == "addressee.address-given":
            return [_code(leaf, now)]
        if leaf.entry.type == "hook.pinged":
            return [_ping(door, leaf, now)]
        return []

    return Relay(NAME, handle)


def goes_out(city: str, at: datetime, now: datetime) -> bool:
    """Say whether something may be told outside the pages: of the city itself, and not long ago."""
    return "~" not in city and now - at <= OUTSIDE_WITHIN


def _of_case(door: Door, leaf: Leaf, now: datetime) -> Iterator[Ask]:
    city = door.cities(leaf.city, leaf.entry.pack)
    outside = goes_out(leaf.city, leaf.entry.at, now)
    if not outside and not any(one.event == leaf.entry.type for one in city.messages):
        return
    case = _read(door, leaf.city, CASE, leaf.stream)
    if case is None:
        return
    data = leaf.event().data
    about = telling.about_of(case, leaf.entry.type, data, leaf.entry.at)
    wanted = [one for one in city.messages if one.is_about(about.event, about.matter, about.outcome)]
    if wanted:
        values = telling.values_of(city, case, about.event, data, leaf.entry.at)
        for one in wanted:
            for person in _receivers(door, leaf, case, data, one, city, now):
                yield from _to_person(door, leaf, about, one, values, person, now, outside)
            for teller in reporters.tellers(door, leaf) if REPORTERS in one.to else ():
                theirs = reporters.about_report(about, teller), one, reporters.with_number(values, teller)
                yield from _to_person(door, leaf, *theirs, teller.person, now, outside)
    if outside:
        yield from _to_hooks(door, leaf, case, about, now)


def _of_appointment(door: Door, leaf: Leaf, now: datetime) -> Iterator[Ask]:
    """Tell whose it is; nothing of one that was given back for another day, and of a reminder too late."""
    city = door.cities(leaf.city, leaf.entry.pack)
    data = leaf.event().data
    if getattr(data, "moved_to", "") or getattr(data, "late", False):
        return
    day = _read(door, leaf.city, kind_named(DAYS), leaf.stream)
    one = day.find(data.booking) if day is not None else None
    over = telling.end_of(city, day.day) if day is not None else now
    if one is None or not one.applicant or now >= over:
        return
    about = telling.about_appointment(day, one, leaf.entry.type, leaf.entry.at)
    values = telling.values_of_appointment(city, day, one)
    outside = goes_out(leaf.city, leaf.entry.at, now)
    for template in city.messages:
        if template.is_about(about.event, about.matter, ""):
            for person in _holders_of(door, leaf, template, one.applicant, one.matter, city, now):
                yield from _to_person(door, leaf, about, template, values, person, now, outside)


def _of_report(door: Door, leaf: Leaf, now: datetime) -> Iterator[Ask]:
    """Tell whoever told the city what became of their report itself: an answer, a message, a question."""
    city = door.cities(leaf.city, leaf.entry.pack)
    wanted = [one for one in city.messages if one.event == leaf.entry.type and REPORTERS in one.to]
    outside = goes_out(leaf.city, leaf.entry.at, now)
    for teller in reporters.tellers(door, leaf) if wanted else ():
        case = _read(door, leaf.city, CASE, teller.case)
        about = reporters.about_entry(teller, case, leaf.entry.type, leaf.entry.at)
        values = reporters.values_of_entry(city, teller, case, leaf.event().data, leaf.entry.at)
        for one in wanted:
            if one.is_about(about.event, about.matter, ""):
                yield from _to_person(door, leaf, about, one, values, teller.person, now, outside)


def _holders_of(
    door: Door, leaf: Leaf, one: Told, principal: str, matter: str, city: City, now: datetime
) -> list[str]:
    """Return the person whose it is, and whoever acts for them in this matter by a mandate in force."""
    found = [principal] if APPLICANT in one.to and principal else []
    if AGENTS in one.to and principal:
        with lend(door.pool) as connection, city_transaction(connection, leaf.city, WHO) as cursor:
            rows = cursor.execute(MANDATES_OF, (leaf.city, principal)).fetchall()
        mandates = (MANDATE.decode(bytes(row[0])) for row in rows)
        today = now.astimezone(ZoneInfo(city.zone)).date()
        found += sorted(
            mandate.agent
            for mandate in mandates
            if mandate.on(today) and mandate.agent and (not mandate.matters or matter in mandate.matters)
        )
    return found


def _receivers(
    door: Door, leaf: Leaf, case: Case, data: Any, one: Told, city: City, now: datetime
) -> list[str]:
    """Return whom a template is told to, each once; nobody is told of having given themselves a task."""
    found = _holders_of(door, leaf, one, case.applicant, case.matter, city, now)
    if SIGNERS in one.to:
        with lend(door.pool) as connection, city_transaction(connection, leaf.city, WHO) as cursor:
            row = cursor.execute(SIGNERS_OF, (leaf.city, case.id)).fetchone()
        found += row[0] if row else []
    if HOLDERS in one.to:
        actor = leaf.entry.actor.partition("@")[0]
        found += [task.assignee for task in data.opened if task.assignee not in ("", actor)]
    return list(dict.fromkeys(found))


def _to_person(
    door: Door,
    leaf: Leaf,
    about: About,
    one: Told,
    values: dict[str, told.Text],
    person: str,
    now: datetime,
    outside: bool,
) -> Iterator[Ask]:
    channels = [PAGE]  # always: it is the one way that nobody can lose
    if outside and any(channel in OUTSIDE for channel in one.channels):
        known: Addressee | None = _read(door, leaf.city, ADDRESSEE, addressee_stream(leaf.city, person))
        channels += [
            channel
            for channel in OUTSIDE
            if channel in one.channels
            and address_for(known, channel, confirming=False) is not None
            and (channel != SMS or one.sms)
        ]
    for channel in channels:
        words = telling.words_of(one, channel, values)
        yield _create(leaf, about, channel, one.id, person, now, words=words)


def _to_hooks(door: Door, leaf: Leaf, case: Case, about: About, now: datetime) -> Iterator[Ask]:
    bodies = list(case.target.bodies)
    with lend(door.pool) as connection, city_transaction(connection, leaf.city, WHO) as cursor:
        rows = cursor.execute(HOOKS, (leaf.city, bodies)).fetchall()
    for id, state in rows:
        hook = HOOK.decode(bytes(state))
        if hook_rules.hears(hook, about.event) and may_hear(door, leaf.city, hook.client):
            yield _create(leaf, replace(about, body=hook.body), told.WEBHOOK, EVENT, str(id), now)


def may_hear(door: Door, city: str, client: str) -> bool:
    """Say whether a machine client may still read its body's cases."""
    known = _read(door, city, CLIENT, client_stream(city, client))
    return known is not None and known.phase == "active" and "case.read" in known.scopes


def _code(leaf: Leaf, now: datetime) -> Ask:
    data = leaf.event().data
    parts = ("body",) if data.channel == SMS else ("subject", "body")
    words = {part: dict(texts.CODE[data.channel][part]) for part in parts}
    return _create(leaf, About(), data.channel, CODE, data.person, now, words=words, until=data.until)


def _ping(door: Door, leaf: Leaf, now: datetime) -> Ask:
    hook = _read(door, leaf.city, HOOK, leaf.stream)
    about = About(at=leaf.entry.at, body=hook.body, event=PING)
    return _create(leaf, about, told.WEBHOOK, PING, str(leaf.stream), now)


def _create(
    leaf: Leaf,
    about: About,
    channel: str,
    template: str,
    to: str,
    now: datetime,
    *,
    words: dict[str, told.Text] | None = None,
    until: datetime | None = None,
) -> Ask:
    stream = message_stream(leaf.stream, leaf.seq, template, to, channel)
    command = Create(about=about, channel=channel, template=template, to=to, until=until, words=words or {})
    return Ask(leaf.city, MESSAGE, stream, command, WHO, now, key=str(stream))


def _read(door: Door, city: str, kind: Any, stream: UUID) -> Any:
    with lend(door.pool) as connection, city_transaction(connection, city, WHO) as cursor:
        row = cursor.execute(STATE.format(table=kind.table), (city, stream)).fetchone()
    return kind.decode(bytes(row[0])) if row is not None else None
