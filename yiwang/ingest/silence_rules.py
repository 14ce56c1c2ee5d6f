"""The rules of a silence's record. Pure: decide and evolve.

A named person keeps signals of their own body's things quiet, until a time, and says why. The signals are
kept all the same; they open nothing while the silence lasts, and are heard when it ends and they still stand.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.ingest.signal_records import Silence
from yiwang.kernel.access import Target
from yiwang.kernel.commands import Context
from yiwang.kernel.parts import Sealed
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.kernel.refusal import Refusal

WHAT = {"zh": "静默", "en": "silence"}
LONGEST = timedelta(days=30)
"""Our own rule: what is to be quiet for longer is a rule to be changed in the pack."""


class Begin(Command, frozen=True, kw_only=True):
    """静默: why, in `sealed["reason"]`."""

    verb: ClassVar[str] = "signal.silence"
    at: str
    body: str
    rule: str
    until: datetime


class End(Command, frozen=True, kw_only=True):
    """结束静默, before its time."""

    verb: ClassVar[str] = "signal.silence"


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """`silence.begun`."""

    at: str
    body: str
    by: str
    rule: str
    sealed: dict[str, Sealed]
    until: datetime


class Ended(msgspec.Struct, frozen=True):
    """`silence.ended`."""

    by: str


DATA: dict[str, type[msgspec.Struct]] = {"silence.begun": Begun, "silence.ended": Ended}


def decide(silence: Silence | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this silence. Changes nothing."""
    match command:
        case Begin() if silence is None:
            return _begin(command, context)
        case Begin():
            return record.exists(WHAT)
    if silence is None:
        return Refusal(code="silence.unknown", zh="没有这个静默。", en="There is no such silence.")
    if not record.allowed(context.actor, command, Target(lead=silence.body, bodies=(silence.body,))):
        return record.denied(command)
    if not silence.stands(context.now):
        return Refusal(code="silence.over", zh="这个静默已经结束了。", en="This silence is over already.")
    return (Fact("silence.ended", Ended(context.actor.person)),)


def _begin(command: Begin, context: Context) -> Answer:
    if context.actor.kind == "system" or not record.allowed(
        context.actor, command, Target(lead=command.body, bodies=(command.body,))
    ):
        return record.denied(command)
    wrong = _not_there(command, context) or _not_then(command, context)
    if wrong is not None:
        return wrong
    if "reason" not in command.sealed:
        return Refusal(code="silence.reason", zh="请写下为什么静默。", en="Write why it is to be quiet.")
    data = Begun(
        at=command.at,
        body=command.body,
        by=context.actor.person,
        rule=command.rule,
        sealed=command.sealed,
        until=command.until,
    )
    return (Fact("silence.begun", data),)


def _not_there(command: Begin, context: Context) -> Refusal | None:
    sensing = context.city.sensing
    if command.rule and command.rule not in {one.id for one in sensing.rules}:
        return Refusal(
            code="silence.no-rule",
            zh=f"没有规则 {command.rule}。",
            en=f"There is no rule {command.rule}.",
            params={"rule": command.rule},
        )
    thing = sensing.things.get(command.at)
    if command.at not in context.city.places and (thing is None or thing.body != command.body):
        return Refusal(
            code="silence.nowhere",
            zh=f"{command.at[:60]} 既不是本单位的设备，也不是区域。",
            en=f"{command.at[:60]} is neither a thing of this body nor a place.",
            params={"at": command.at[:60]},
        )
    return None


def _not_then(command: Begin, context: Context) -> Refusal | None:
    length = command.until - context.now
    if timedelta(0) < length <= LONGEST:
        return None
    return Refusal(
        code="silence.until",
        zh=f"静默到 {command.until:%Y-%m-%d %H:%M}：应晚于现在，且不超过 {LONGEST.days} 天。",
        en=f"Quiet until {command.until:%Y-%m-%d %H:%M}: it ends after now, within {LONGEST.days} days.",
        params={"until": command.until.isoformat(), "days": LONGEST.days},
    )


def begin(event: Fact, pack: str, at: datetime) -> Silence:
    """Return the record that its first event begins."""
    data: Begun = event.data
    return Silence(
        at=data.at,
        body=data.body,
        by=data.by,
        rule=data.rule,
        sealed=data.sealed,
        since=at,
        until=data.until,
    )


def evolve(silence: Silence, event: Fact, at: datetime) -> Silence:
    """Apply one event. Never refuses."""
    return replace(silence, ended=at) if event.type == "silence.ended" else silence


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
