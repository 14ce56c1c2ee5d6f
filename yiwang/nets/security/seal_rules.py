"""The rules of a body's seal: its key is made once; each opening says for what. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import Target
from yiwang.kernel.case import Sealed
from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.nets.security import saying
from yiwang.nets.security.records import KEPT_OPENINGS, PURPOSES, BodySeal, Opening


class Make(Command, frozen=True, kw_only=True):
    """配钥: `sealed["key"]` is the key, made at random. By the city's own part, once."""

    verb: ClassVar[str] = "scan.import"
    body: str


class Open(Command, frozen=True, kw_only=True):
    """打开: `what` is `findings` or `file`; `count` how many; `case` the number of a case, "" for none."""

    verb: ClassVar[str] = "finding.open"
    case: str = ""
    count: int
    purpose: str
    what: str


class Export(Open, frozen=True, kw_only=True):
    """导出, with a watermark that says who and when."""

    verb: ClassVar[str] = "security.export"


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """`body_seal.made`."""

    body: str
    sealed: dict[str, Sealed] = {}


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """`body_seal.opened`, `body_seal.exported`."""

    opening: Opening


DATA: dict[str, type[msgspec.Struct]] = {
    "body_seal.made": Made,
    "body_seal.opened": Opened,
    "body_seal.exported": Opened,
}


def decide(one: BodySeal | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this seal. Changes nothing."""
    if isinstance(command, Make):
        if context.actor.kind != "system":
            return record.denied(command)
        return (
            ()
            if one is not None
            else (Fact("body_seal.made", Made(body=command.body, sealed=command.sealed)),)
        )
    if one is None or not isinstance(command, Open):
        return saying.no_such_source()
    if not record.allowed(context.actor, command, Target(lead=one.body, bodies=(one.body,))):
        return record.denied(command)
    if command.purpose not in PURPOSES:
        return saying.no_purpose()
    opening = Opening(
        at=context.now,
        by=context.actor.person,
        case=command.case,
        count=command.count,
        purpose=command.purpose,
        what=command.what,
    )
    type = "body_seal.exported" if isinstance(command, Export) else "body_seal.opened"
    return (Fact(type, Opened(opening=opening)),)


def begin(fact: Fact, pack: str, at: datetime) -> BodySeal:
    """Return the seal as it was made."""
    data = fact.data
    assert isinstance(data, Made)
    return BodySeal(body=data.body, sealed=data.sealed)


def evolve(one: BodySeal, fact: Fact, at: datetime) -> BodySeal:
    """Apply one event. Never refuses: what happened, happened."""
    match fact.data:
        case Opened(opening=opening):
            kept = (*one.opened, opening)[-KEPT_OPENINGS:]
            return replace(one, opened=kept, openings=one.openings + 1)
    return one


def event_of(type: str, v: int, data: bytes) -> Fact:
    """Read an event of the ledger."""
    return Fact(type, msgspec.json.decode(data, type=DATA[type]), v)
