"""The rules of a webhook (Standard Webhooks, CloudEvents). Pure: decide and evolve.

The system administrator registers where a machine client is told, the security administrator gives the
secret that signs; without one nothing is sent. Its address has no user, no query and no fragment: what
is secret lies in the vault and never in an address.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import Target
from yiwang.kernel.case import Sealed
from yiwang.kernel.commands import Context
from yiwang.kernel.matter import City
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.kernel.refusal import Refusal
from yiwang.nets.messages.records import Hook

WHAT = {"zh": "回调", "en": "webhook"}
PHASE_IN_WORDS = {
    "registered": {"zh": "已登记，还没有密钥", "en": "registered, without a secret"},
    "active": {"zh": "在用", "en": "active"},
    "stopped": {"zh": "已停用", "en": "stopped"},
}
OVERLAP = timedelta(days=7)
"""The old secret signs beside the new one for so long; our own rule, as with keys of machine clients."""
LONGEST_ADDRESS = 500


class Register(Command, frozen=True, kw_only=True):
    """登记: `body` is that of the machine client `client`."""

    verb: ClassVar[str] = "hook.register"
    body: str
    client: str
    events: tuple[str, ...] = ()
    url: str


class GiveSecret(Command, frozen=True, kw_only=True):
    """给密钥: it lies in `sealed[name]`. `at_once`: the ones before end now, not after `OVERLAP`."""

    verb: ClassVar[str] = "hook.rotate"
    at_once: bool = False
    name: str


class Ping(Command, frozen=True, kw_only=True):
    """试发: one delivery that tells nothing. `key`: what was pressed, so that it is one."""

    verb: ClassVar[str] = "hook.ping"
    key: str


class Stop(Command, frozen=True, kw_only=True):
    """停用: nothing is sent any more."""

    verb: ClassVar[str] = "hook.stop"


class Registered(msgspec.Struct, frozen=True, kw_only=True):
    """`hook.registered`."""

    body: str
    client: str
    events: tuple[str, ...] = ()
    url: str


class SecretGiven(msgspec.Struct, frozen=True, kw_only=True):
    """`hook.secret-given`: the ones before end at `old_until`."""

    name: str
    old_until: datetime
    sealed: dict[str, Sealed]


class Pinged(msgspec.Struct, frozen=True, kw_only=True):
    """`hook.pinged`."""

    key: str


class Stopped(msgspec.Struct, frozen=True, kw_only=True):
    """`hook.stopped`."""


DATA: dict[str, type[msgspec.Struct]] = {
    "hook.registered": Registered,
    "hook.secret-given": SecretGiven,
    "hook.pinged": Pinged,
    "hook.stopped": Stopped,
}


def decide(hook: Hook | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this webhook. Changes nothing."""
    if isinstance(command, Register):
        return _register(hook, command, context)
    if hook is None:
        return record.unknown(WHAT)
    if not record.allowed(context.actor, command, target(hook.body, context.city)):
        return record.denied(command)
    if hook.phase == "stopped":
        return record.wrong_phase(WHAT, PHASE_IN_WORDS[hook.phase])
    match command:
        case GiveSecret():
            if command.name not in command.sealed or command.name in hook.sealed:
                return record.denied(command)
            until = context.now if command.at_once else context.now + OVERLAP
            given = SecretGiven(name=command.name, old_until=until, sealed=command.sealed)
            return (Fact("hook.secret-given", given),)
        case Ping():
            if hook.phase != "active":
                return record.wrong_phase(WHAT, PHASE_IN_WORDS[hook.phase])
            return (Fact("hook.pinged", Pinged(key=command.key)),)
        case Stop():
            return (Fact("hook.stopped", Stopped()),)
    return record.denied(command)


def _register(hook: Hook | None, command: Register, context: Context) -> Answer:
    if not record.allowed(context.actor, command, target(command.body, context.city)):
        return record.denied(command)
    if hook is not None:
        return record.exists(WHAT)
    fault = unsound(command.url)
    if fault is not None:
        return fault
    registered = Registered(body=command.body, client=command.client, events=command.events, url=command.url)
    return (Fact("hook.registered", registered),)


def unsound(url: str) -> Refusal | None:
    """Say why an address cannot be a webhook's, None where it can.

    Whether its host is private is asked when something is sent: names come to lead elsewhere.
    """
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("https", "http") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or len(url) > LONGEST_ADDRESS or any(one.isspace() for one in url) or not url.isascii():
        return Refusal(
            code="hook.address",
            zh=f"“{url[:80]}”不是回调地址，应当像 https://system.example.cn/notify。",
            en=f"{url[:80]!r} is no address of a webhook; it reads like https://system.example.cn/notify.",
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        return Refusal(
            code="hook.address-secret",
            zh="回调地址里不写用户名、密码、问号后的参数和 # 后的部分；证明身份用签名。",
            en="An address has no user, password, query or fragment; the signature proves who sends.",
        )
    return None


def target(body: str, city: City) -> Target:
    """Return what `access.may` asks about a webhook of this body."""
    return Target(bodies=(body,), seats=record.place_path(city, (body,)) or (city.root,))


def begin(event: Fact, pack: str, at: datetime) -> Hook:
    """Return the webhook that its first event begins."""
    data: Registered = event.data
    return Hook(body=data.body, client=data.client, events=data.events, url=data.url)


def evolve(hook: Hook, event: Fact, at: datetime) -> Hook:
    """Apply one event. Never refuses."""
    data: Any = event.data
    match data:
        case SecretGiven():
            kept = hook.secrets[:1]  # two sign at most: the new one and the one before
            return replace(
                hook,
                old_until=data.old_until,
                phase="active",
                sealed={**{name: hook.sealed[name] for name in kept}, **data.sealed},
                secrets=(data.name, *kept),
            )
        case Stopped():
            return replace(hook, phase="stopped", sealed={}, secrets=())
    return hook


def signing(hook: Hook, now: datetime) -> tuple[str, ...]:
    """Return the names of the secrets that sign now, the newest first."""
    old_signs = hook.old_until is not None and now < hook.old_until
    return hook.secrets if old_signs else hook.secrets[:1]


def hears(hook: Hook, event: str) -> bool:
    """Say whether it is told of an event of a case."""
    return hook.phase == "active" and (not hook.events or event in hook.events)


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
