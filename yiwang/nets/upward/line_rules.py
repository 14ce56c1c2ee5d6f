"""The rules of a line to a platform: it gives numbers, from 1, without a gap, each once. Pure.

Its lock is what makes them so: two readers of one entry get one number, and an entry read again gets none.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.nets.upward.records import Line, Origin


class Number(Command, frozen=True, kw_only=True):
    """编号: the next number for what an entry, or an item, tells. The city's own."""

    verb: ClassVar[str] = "upward.number"
    origin: Origin
    platform: str


class Numbered(msgspec.Struct, frozen=True, kw_only=True):
    """`line.numbered`."""

    number: int
    origin: Origin
    platform: str


DATA: dict[str, type[msgspec.Struct]] = {"line.numbered": Numbered}


def decide(line: Line | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this line. Changes nothing."""
    if not isinstance(command, Number) or context.actor.kind != "system":
        return record.denied(command)
    if line is not None and numbered(line, command.origin):
        return ()
    last = line.last if line is not None else 0
    made = Numbered(number=last + 1, origin=command.origin, platform=command.platform)
    return (Fact("line.numbered", made),)


def numbered(line: Line, origin: Origin) -> bool:
    """Say whether it has its number: entries come in the order of their leaves, items by their content."""
    if origin.leaf < 0:
        return line.items.get(origin.matter) == origin.stream
    return (origin.leaf, origin.part) <= (line.leaf, line.part)


def begin(event: Fact, pack: str, at: datetime) -> Line:
    """Return the line that its first event begins."""
    return evolve(Line(platform=event.data.platform), event, at)


def evolve(line: Line, event: Fact, at: datetime) -> Line:
    """Apply one event. Never refuses."""
    data: Any = event.data
    origin = data.origin
    if origin.leaf < 0:
        return replace(line, last=data.number, items={**line.items, origin.matter: origin.stream})
    return replace(line, last=data.number, leaf=origin.leaf, part=origin.part)


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
