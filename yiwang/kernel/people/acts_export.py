"""An export of administrators' acts: that it was made, by whom, of which days, and what it held."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

import msgspec

from yiwang.kernel.access import Target
from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact

WHAT = {"zh": "导出", "en": "export"}


class ActsExport(msgspec.Struct, frozen=True):
    """One export. `digest`: SHA-256 of the file, hex. `entries`: its lines without the heading."""

    id: str
    signature: str
    first: date
    last: date
    entries: int
    digest: str
    at: datetime
    pack: str


class Export(Command, frozen=True, kw_only=True):
    """导出: the file is handed over only after this is recorded."""

    verb: ClassVar[str] = "acts.export"
    export: str
    first: date
    last: date
    entries: int
    digest: str


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """`acts.exported`."""

    digest: str
    entries: int
    export: str
    first: date
    last: date
    signature: str


def decide(export: ActsExport | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this export. Changes nothing."""
    if not isinstance(command, Export) or not record.allowed(context.actor, command, Target()):
        return record.denied(command)
    if export is not None:
        return record.exists(WHAT)
    if command.last < command.first:
        return record.backwards(command.first, command.last)
    made = Exported(
        digest=command.digest,
        entries=command.entries,
        export=command.export,
        first=command.first,
        last=command.last,
        signature=context.actor.signature,
    )
    return (Fact("acts.exported", made),)


def begin(event: Fact, pack: str, at: datetime) -> ActsExport:
    """Return the export that its one event is."""
    data: Exported = event.data
    return ActsExport(data.export, data.signature, data.first, data.last, data.entries, data.digest, at, pack)


def evolve(export: ActsExport, event: Fact, at: datetime) -> ActsExport:
    """Nothing follows the first event."""
    return export


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=Exported), v)
