"""The rules of an exchange: recorded when, and only when, the grant allows the reading. Pure.

A page that is opened again on the same day, and gets the same of the same results, is one exchange: what
was given is what is recorded, not how often a button was pressed.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from yiwang.granted.records import Exchange
from yiwang.kernel.commands import Context
from yiwang.kernel.consent import Consent
from yiwang.kernel.granted import Wanted, fields_of, permitted
from yiwang.kernel.people.record import Answer, Command, Fact, today
from yiwang.kernel.refusal import Refusal


class Record(Command, frozen=True, kw_only=True):
    """取用: what a reading found, before anything of it is given. `fields`, `results`: as in `Exchange`.

    `consent`: of the person at a counter, as its record stands; None for everybody but a clerk there.
    """

    verb: ClassVar[str] = "exchange.record"
    wanted: Wanted
    fields: tuple[str, ...]
    results: tuple[str, ...]
    consent: Consent | None = None


class Read(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`exchange.read`: ids, names of fields and numbers of results; never a value."""

    about: str
    body: str
    by: str
    consent: str = ""
    fields: tuple[str, ...]
    grant: str
    matter: str
    owner: str
    product: str
    results: tuple[str, ...]
    subject: str
    why: str


def decide(exchange: Exchange | None, command: Record, context: Context) -> Answer:
    """Say whether this may be read today, by the pack in force; then it is recorded. Changes nothing."""
    wanted = command.wanted
    permit = permitted(context.city, wanted, context.actor, today(context), command.consent)
    if isinstance(permit, Refusal):
        return permit
    assert set(command.fields) <= fields_of(permit), "no more is read than the grant names"
    if exchange is not None and _same(exchange, command, context):
        return ()
    read = Read(
        about=wanted.about,
        body=permit.body,
        by=context.actor.person,
        consent=command.consent.id if command.consent is not None else "",
        fields=command.fields,
        grant=wanted.grant,
        matter=wanted.matter,
        owner=permit.product.owner,
        product=permit.product.id,
        results=command.results,
        subject=wanted.subject,
        why=wanted.why,
    )
    return (Fact("exchange.read", read),)


def _same(exchange: Exchange, command: Record, context: Context) -> bool:
    zone = ZoneInfo(context.city.zone)
    before: date = exchange.last_at.astimezone(zone).date()
    same_day = before == context.now.astimezone(zone).date()
    return same_day and (exchange.fields, exchange.results) == (command.fields, command.results)


def begin(event: Fact, pack: str, at: datetime) -> Exchange:
    """Return the exchange that its first event begins."""
    data: Read = event.data
    return Exchange(**msgspec.structs.asdict(data), times=1, first_at=at, last_at=at)


def evolve(exchange: Exchange, event: Fact, at: datetime) -> Exchange:
    """Apply one event. Never refuses."""
    data: Any = event.data
    return replace(
        exchange,
        body=data.body,
        fields=data.fields,
        results=data.results,
        times=exchange.times + 1,
        last_at=at,
    )


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=Read), v)
