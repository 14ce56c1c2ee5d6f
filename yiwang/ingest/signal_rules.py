"""The rules of a signal's record. Pure: decide and evolve.

What began, came again and ended is told by the city itself, from values; each command says what is true then,
so that told twice is told once. A person acknowledges. Nothing a signal does closes a case.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.ingest.signal_records import Opens, Signal
from yiwang.kernel.access import Target
from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.kernel.refusal import Refusal

WHAT = {"zh": "告警", "en": "signal"}


class Raise(Command, frozen=True, kw_only=True):
    """告警: it began."""

    verb: ClassVar[str] = "signal.raise"
    signal: Signal


class TellAgain(Command, frozen=True, kw_only=True):
    """又告: it came and went, and stands again."""

    verb: ClassVar[str] = "signal.raise"
    times: int


class Clear(Command, frozen=True, kw_only=True):
    """解除: it ended."""

    verb: ClassVar[str] = "signal.raise"
    times: int
    until: datetime
    why: str = ""
    worst: str = ""


class Quieten(Command, frozen=True, kw_only=True):
    """静默: a silence covers it."""

    verb: ClassVar[str] = "signal.raise"
    silence: str


class Hear(Command, frozen=True, kw_only=True):
    """静默结束而告警还在: it is heard again; `opens` is the case it opens then."""

    verb: ClassVar[str] = "signal.raise"
    opens: Opens | None = None


class CouldNotOpen(Command, frozen=True, kw_only=True):
    """没能立件: the door refused the case, with this code."""

    verb: ClassVar[str] = "signal.raise"
    code: str


class Acknowledge(Command, frozen=True, kw_only=True):
    """知悉: a person has seen it."""

    verb: ClassVar[str] = "signal.acknowledge"


class Raised(msgspec.Struct, frozen=True):
    """`signal.raised`."""

    signal: Signal


class CameAgain(msgspec.Struct, frozen=True):
    """`signal.again`."""

    times: int


class Cleared(msgspec.Struct, frozen=True):
    """`signal.cleared`."""

    times: int
    until: datetime
    why: str
    worst: str


class Acknowledged(msgspec.Struct, frozen=True):
    """`signal.acknowledged`."""

    by: str


class Silenced(msgspec.Struct, frozen=True):
    """`signal.silenced`."""

    silence: str


class Heard(msgspec.Struct, frozen=True):
    """`signal.heard`."""

    opens: Opens | None


class NotOpened(msgspec.Struct, frozen=True):
    """`signal.not-opened`."""

    code: str


DATA: dict[str, type[msgspec.Struct]] = {
    "signal.raised": Raised,
    "signal.again": CameAgain,
    "signal.cleared": Cleared,
    "signal.acknowledged": Acknowledged,
    "signal.silenced": Silenced,
    "signal.heard": Heard,
    "signal.not-opened": NotOpened,
}


def decide(signal: Signal | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this signal. Changes nothing."""
    if isinstance(command, Raise):
        if context.actor.kind != "system":
            return record.denied(command)
        return (Fact("signal.raised", Raised(command.signal)),) if signal is None else ()
    if signal is None:
        return Refusal(code="signal.unknown", zh="没有这个告警。", en="There is no such signal.")
    if isinstance(command, Acknowledge):
        target = Target(lead=signal.body, bodies=(signal.body,))
        if not record.allowed(context.actor, command, target):
            return record.denied(command)
        if signal.acknowledged_by:
            return ()  # two who press at once have both seen it
        return (Fact("signal.acknowledged", Acknowledged(context.actor.person)),)
    if context.actor.kind != "system":
        return record.denied(command)
    return _of_the_city(signal, command)


def _of_the_city(signal: Signal, command: Command) -> Answer:
    match command:
        case TellAgain(times=times) if signal.until is None and times > signal.times:
            return (Fact("signal.again", CameAgain(times)),)
        case Clear() if signal.until is None:
            return (
                Fact("signal.cleared", Cleared(command.times, command.until, command.why, command.worst)),
            )
        case Quieten(silence=silence) if signal.until is None and signal.silence != silence:
            return (Fact("signal.silenced", Silenced(silence)),)
        case Hear(opens=opens) if signal.silence:
            return (Fact("signal.heard", Heard(opens if signal.opens is None else None)),)
        case CouldNotOpen(code=code) if not signal.not_opened:
            return (Fact("signal.not-opened", NotOpened(code)),)
    return ()


def begin(event: Fact, pack: str, at: datetime) -> Signal:
    """Return the record that its first event begins."""
    found: Signal = event.data.signal
    return found


def evolve(signal: Signal, event: Fact, at: datetime) -> Signal:
    """Apply one event. Never refuses."""
    match event.data:
        case CameAgain(times=times):
            return replace(signal, times=times)
        case Cleared(times=times, until=until, why=why, worst=worst):
            return replace(signal, times=times, until=until, why=why, worst=worst or signal.worst)
        case Acknowledged(by=by):
            return replace(signal, acknowledged_by=by, acknowledged_at=at)
        case Silenced(silence=silence):
            return replace(signal, silence=silence)
        case Heard(opens=opens):
            return replace(signal, silence="", opens=opens or signal.opens)
        case NotOpened(code=code):
            return replace(signal, not_opened=code)
    return signal


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
