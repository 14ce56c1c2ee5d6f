"""The rules of the list of weaknesses known to be exploited. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import msgspec

from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.nets.security.records import Exploited


class Take(Command, frozen=True, kw_only=True):
    """收名录: by the city's own part. The list is taken whole; what it no longer names is no longer known."""

    verb: ClassVar[str] = "security.kev"
    cves: tuple[str, ...]
    sha256: str
    version: str


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """`exploited.taken`."""

    cves: tuple[str, ...]
    sha256: str
    version: str


DATA: dict[str, type[msgspec.Struct]] = {"exploited.taken": Taken}


def decide(one: Exploited | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches the list. Changes nothing."""
    if not isinstance(command, Take) or context.actor.kind != "system":
        return record.denied(command)
    if one is not None and one.sha256 == command.sha256:
        return ()
    taken = Taken(cves=command.cves, sha256=command.sha256, version=command.version)
    return (Fact("exploited.taken", taken),)


def begin(fact: Fact, pack: str, at: datetime) -> Exploited:
    """Return the list as it was first taken."""
    data = fact.data
    assert isinstance(data, Taken)
    return Exploited(at=at, cves=data.cves, sha256=data.sha256, version=data.version)


def evolve(one: Exploited, fact: Fact, at: datetime) -> Exploited:
    """Apply one event: another list in place of the one before."""
    return begin(fact, "", at)


def event_of(type: str, v: int, data: bytes) -> Fact:
    """Read an event of the ledger."""
    return Fact(type, msgspec.json.decode(data, type=DATA[type]), v)
