"""The rules of where somebody is reached. Pure: decide and evolve.

An address counts once its owner has typed the code that was sent there; before, nothing else is sent to it. A
new address takes the place of the old one only then. Nobody but the person may ask for any of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import Target
from yiwang.kernel.case import Sealed
from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.told import EMAIL, SMS
from yiwang.nets.messages.records import Addressee, Pending

OUTSIDE = (EMAIL, SMS)
CODE_LASTS = timedelta(minutes=30)
ASK_AGAIN_AFTER = timedelta(minutes=1)
"""Between two codes to one person: our own rule, so that nobody's mailbox is filled by it."""
LANGUAGES = ("zh", "en")


class Give(Command, frozen=True, kw_only=True):
    """填写地址: it lies in `sealed["<channel>-new"]`, the code to be sent in `sealed["<channel>-code"]`."""

    verb: ClassVar[str] = "message.choose"
    channel: str
    digest: str
    person: str


class Confirm(Command, frozen=True, kw_only=True):
    """输入验证码: the digest of what was typed."""

    verb: ClassVar[str] = "message.choose"
    channel: str
    digest: str


class Remove(Command, frozen=True, kw_only=True):
    """删掉地址: nothing is sent there any more."""

    verb: ClassVar[str] = "message.choose"
    channel: str


class Choose(Command, frozen=True, kw_only=True):
    """选渠道和语言."""

    verb: ClassVar[str] = "message.choose"
    channels: tuple[str, ...]
    language: str
    person: str


class Lapse(Command, frozen=True, kw_only=True):
    """不再用: by the city alone, for addresses that nothing was sent to for as long as they are kept."""

    verb: ClassVar[str] = "message.choose"


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """`addressee.address-given`."""

    channel: str
    digest: str
    person: str
    sealed: dict[str, Sealed]
    until: datetime


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """`addressee.confirmed`, `addressee.removed`."""

    channel: str


class Lapsed(msgspec.Struct, frozen=True):
    """`addressee.lapsed`: every address of theirs is gone; what they chose stands for a new one."""


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """`addressee.chose`."""

    channels: tuple[str, ...]
    language: str
    person: str


DATA: dict[str, type[msgspec.Struct]] = {
    "addressee.address-given": Given,
    "addressee.confirmed": Settled,
    "addressee.removed": Settled,
    "addressee.chose": Chosen,
    "addressee.lapsed": Lapsed,
}


def decide(one: Addressee | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this record. Changes nothing."""
    if isinstance(command, Lapse):
        if context.actor.kind != "system":
            return record.denied(command)
        return (Fact("addressee.lapsed", Lapsed()),) if one is not None and one.sealed else ()
    if one is None and isinstance(command, Confirm | Remove):
        return _nothing_waits()
    person = one.person if one is not None else getattr(command, "person", "")
    if not person or not record.allowed(context.actor, command, Target(applicant=person)):
        return record.denied(command)
    if getattr(command, "channel", EMAIL) not in OUTSIDE:
        return _no_channel()
    match command:
        case Give():
            return _give(one, command, context)
        case Choose():
            return _choose(one, command)
    match command:
        case Confirm() if one is not None:
            return _confirm(one, command, context)
        case Remove() if one is not None:
            known = command.channel in one.confirmed or command.channel in one.pending
            return (Fact("addressee.removed", Settled(channel=command.channel)),) if known else ()
    return record.denied(command)


def _give(one: Addressee | None, command: Give, context: Context) -> Answer:
    channel = command.channel
    if not {f"{channel}-new", f"{channel}-code"} <= set(command.sealed):
        return Refusal(code="messages.address-missing", zh="请填写地址。", en="Give an address.")
    waiting = one.pending.get(channel) if one is not None else None
    if waiting is not None and context.now < waiting.until - CODE_LASTS + ASK_AGAIN_AFTER:
        return Refusal(
            code="messages.code-just-sent",
            zh="验证码刚刚发过，请过一分钟再要。",
            en="A code was sent just now. Ask again in a minute.",
        )
    given = Given(
        channel=channel,
        digest=command.digest,
        person=command.person,
        sealed=command.sealed,
        until=context.now + CODE_LASTS,
    )
    return (Fact("addressee.address-given", given),)


def _confirm(one: Addressee, command: Confirm, context: Context) -> Answer:
    waiting = one.pending.get(command.channel)
    if waiting is None:
        return _nothing_waits()
    if context.now >= waiting.until:
        return Refusal(
            code="messages.code-over",
            zh="验证码过了 30 分钟，已经失效。请重新填写地址，再要一个。",
            en="The code is older than 30 minutes. Give the address again to get another.",
        )
    if command.digest != waiting.digest:
        return Refusal(
            code="messages.code-wrong",
            zh="验证码不对。请照收到的输入，大小写和横线不要紧。",
            en="The code is not right. Type it as you received it; case and dashes do not matter.",
        )
    return (Fact("addressee.confirmed", Settled(channel=command.channel)),)


def _choose(one: Addressee | None, command: Choose) -> Answer:
    if any(channel not in OUTSIDE for channel in command.channels) or command.language not in LANGUAGES:
        return _no_channel()
    channels = tuple(channel for channel in OUTSIDE if channel in command.channels)
    if one is not None and (channels, command.language) == (one.channels, one.language):
        return ()
    chosen = Chosen(channels=channels, language=command.language, person=command.person)
    return (Fact("addressee.chose", chosen),)


def _no_channel() -> Refusal:
    return Refusal(code="messages.no-channel", zh="没有这种渠道。", en="There is no such channel.")


def _nothing_waits() -> Refusal:
    return Refusal(
        code="messages.nothing-waits",
        zh="没有等待验证的地址，请先填写。",
        en="No address waits for a code. Give one first.",
    )


def begin(event: Fact, pack: str, at: datetime) -> Addressee:
    """Return the record that its first event begins."""
    return evolve(Addressee(person=event.data.person), event, at)


def evolve(one: Addressee, event: Fact, at: datetime) -> Addressee:
    """Apply one event. Never refuses."""
    data: Any = event.data
    match event.type:
        case "addressee.address-given":
            pending = {**one.pending, data.channel: Pending(data.digest, data.until)}
            return replace(one, pending=pending, sealed={**one.sealed, **data.sealed})
        case "addressee.confirmed":
            return _confirmed(one, data.channel, at)
        case "addressee.removed":
            return replace(
                one,
                channels=tuple(each for each in one.channels if each != data.channel),
                confirmed=_without(one.confirmed, data.channel),
                pending=_without(one.pending, data.channel),
                sealed=_without(one.sealed, *names_of(data.channel)),
            )
        case "addressee.lapsed":
            return replace(one, channels=(), confirmed={}, pending={}, sealed={})
        case "addressee.chose":
            return replace(one, channels=data.channels, language=data.language)
    return one


def _confirmed(one: Addressee, channel: str, at: datetime) -> Addressee:
    address = one.sealed[f"{channel}-new"]
    left = _without(one.sealed, f"{channel}-new", f"{channel}-code")
    return replace(
        one,
        channels=tuple(each for each in OUTSIDE if each in (*one.channels, channel)),
        confirmed={**one.confirmed, channel: at},
        pending=_without(one.pending, channel),
        sealed={**left, channel: address},
    )


def names_of(channel: str) -> tuple[str, str, str]:
    """Return the names under which a channel's address and code lie."""
    return channel, f"{channel}-new", f"{channel}-code"


def _without(found: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name not in names}


def address_for(one: Addressee | None, channel: str, *, confirming: bool) -> Sealed | None:
    """Return where a message goes now; None where its receiver does not want it there, or not yet."""
    if one is None:
        return None
    if confirming:
        return one.sealed.get(f"{channel}-new") if channel in one.pending else None
    return one.sealed.get(channel) if channel in one.channels and channel in one.confirmed else None


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
