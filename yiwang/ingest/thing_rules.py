"""The rules of a thing's record. Pure: decide and evolve.

What stands where, whose it is and until when comes from the reviewed pack; the record keeps every version of
it, and the day it was taken away. Values observed are not in it: they are no acts of anybody.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel.commands import Context
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.sensing.allowed import PROPERTIES, why_not
from yiwang.kernel.sensing.things import Thing


class Place(Command, frozen=True, kw_only=True):
    """安放, or a new description of what stands there already."""

    verb: ClassVar[str] = "thing.place"
    thing: Thing


class Remove(Command, frozen=True, kw_only=True):
    """拆除: it observes no longer."""

    verb: ClassVar[str] = "thing.remove"


class Placed(msgspec.Struct, frozen=True):
    """`thing.placed`, `thing.described`."""

    thing: Thing


class Removed(msgspec.Struct, frozen=True):
    """`thing.removed`."""


class Standing(msgspec.Struct, frozen=True):
    """A thing's record. `removed`: when it was taken away, None while it stands."""

    thing: Thing
    since: datetime
    removed: datetime | None = None


DATA: dict[str, type[msgspec.Struct]] = {
    "thing.placed": Placed,
    "thing.described": Placed,
    "thing.removed": Removed,
}


def decide(standing: Standing | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this thing. Changes nothing; the city itself asks alone."""
    if context.actor.kind != "system":
        return Refusal(
            code="thing.by-pack",
            zh="感知设备写在城市配置包里，审核后生效，不能在这里改。",
            en="Things are written in the city's pack and come into force by its review; not here.",
        )
    match command:
        case Place(thing=thing):
            wrong = _not_allowed(thing)
            if wrong is not None:
                return wrong
            if standing is None:
                return (Fact("thing.placed", Placed(thing)),)
            same = standing.thing == thing and standing.removed is None
            return () if same else (Fact("thing.described", Placed(thing)),)
        case Remove() if standing is not None and standing.removed is None:
            return (Fact("thing.removed", Removed()),)
    return ()


def _not_allowed(thing: Thing) -> Refusal | None:
    """Refuse a thing that would observe what no thing may, however it got past the check of the pack."""
    for stream in thing.streams:
        if stream.property not in PROPERTIES:
            reason = why_not(stream.property)
            return Refusal(
                code="thing.not-allowed",
                zh=f"{thing.id} 的 {stream.id} 要测“{stream.property}”，不允许: {reason['zh']}。",
                en=f"{stream.id} of {thing.id} would observe {stream.property}: not allowed, {reason['en']}.",
                params={"thing": thing.id, "stream": stream.id, "property": stream.property},
            )
    return None


def begin(event: Fact, pack: str, at: datetime) -> Standing:
    """Return the record that its first event begins."""
    return Standing(event.data.thing, at)


def evolve(standing: Standing, event: Fact, at: datetime) -> Standing:
    """Apply one event. Never refuses."""
    match event.type:
        case "thing.described":
            return replace(standing, thing=event.data.thing, removed=None)
        case "thing.removed":
            return replace(standing, removed=at)
    return standing


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
