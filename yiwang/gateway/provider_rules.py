"""A provider's standing: blocked when it answers other than its contract, opened by hand. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.gateway.records import Provider
from yiwang.kernel.commands import Context
from yiwang.kernel.people.record import Answer, Command, Fact, denied

BLOCKED, OPENED = "blocked", "open"


class Block(Command, frozen=True, kw_only=True):
    """停供: it answered other than its contract; nothing of that answer left. By the gateway alone."""

    verb: ClassVar[str] = "provider.block"
    product: str
    owner: str
    problem: str


class Open(Command, frozen=True, kw_only=True):
    """恢复: it was mended. By the steward's engineers, on the machine."""

    verb: ClassVar[str] = "provider.open"


class Blocked(msgspec.Struct, frozen=True, kw_only=True):
    """`provider.blocked`."""

    owner: str
    problem: str
    product: str


class Opened(msgspec.Struct, frozen=True):
    """`provider.opened`."""


def decide(provider: Provider | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this provider. Changes nothing."""
    if context.actor.kind != "system":
        return denied(command)
    match command:
        case Block(product=product, owner=owner, problem=problem):
            if provider is not None and provider.phase == BLOCKED:
                return ()
            return (Fact("provider.blocked", Blocked(owner=owner, problem=problem, product=product)),)
        case Open() if provider is not None and provider.phase == BLOCKED:
            return (Fact("provider.opened", Opened()),)
    return ()


def begin(event: Fact, pack: str, at: datetime) -> Provider:
    """Return the provider that its first event begins."""
    data: Blocked = event.data
    return Provider(product=data.product, owner=data.owner, phase=BLOCKED, problem=data.problem, at=at)


def evolve(provider: Provider, event: Fact, at: datetime) -> Provider:
    """Apply one event. Never refuses."""
    if event.type == "provider.opened":
        return replace(provider, phase=OPENED, problem="", at=at)
    return replace(provider, phase=BLOCKED, owner=event.data.owner, problem=event.data.problem, at=at)


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    type_of = Blocked if type_ == "provider.blocked" else Opened
    return Fact(type_, msgspec.json.decode(data, type=type_of), v)
