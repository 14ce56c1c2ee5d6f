"""A machine client: a system of a body that asks the city's API, with scoped keys that rotate.

The system administrator registers it, the security administrator says what it may do and gives keys.
A key is known by its SHA-256 alone; the secret is shown once. It is 256 random bits, so a plain hash
cannot be guessed back.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import Actor, Holding, Target
from yiwang.kernel.commands import Context
from yiwang.kernel.matter import City, Text
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.roles import MACHINE, ROLES

WHAT = {"zh": "系统接入", "en": "machine client"}
PHASE_IN_WORDS = {
    "active": {"zh": "在用", "en": "active"},
    "stopped": {"zh": "已停用", "en": "stopped"},
}
KEY_DAYS = 366  # a key lives no longer; our own rule
UNUSED_DAYS = 30  # a key that nobody uses for so long is pointed out, to be ended; our own rule
OVERLAP_DAYS = 7  # an old key lives on beside the new one, so that nothing stops; our own rule


PUBLIC = re.compile("[0-9a-f]{64}")
NOT_PUBLIC = Refusal(
    code="client.not-public",
    zh="公钥应为 64 个十六进制字符（Ed25519 公钥的 32 字节），例如 yiwang gateway key 打印的那一行。",
    en="A public key is 64 hex digits: the 32 bytes of Ed25519, as `yiwang gateway key` prints them.",
)
NO_KEY = Refusal(
    code="client.no-key",
    zh="新钥要么是一个密钥，要么是一把公钥，二者选一。",
    en="A new key is either a secret or a public key: one of the two.",
)


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A key: `id` stands in its text, `digest` is the SHA-256 of its secret, hex.

    A key that signs has no secret here: `public` is its Ed25519 public half, hex, and `digest` is "".
    """

    digest: str
    id: str
    public: str = ""
    since: datetime
    until: datetime


class Client(msgspec.Struct, frozen=True):
    """A system that asks. `scopes`: verbs it may use, for the cases of its body."""

    id: str
    body: str
    title: Text
    pack: str
    scopes: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()
    phase: str = "active"


class Register(Command, frozen=True, kw_only=True):
    """登记: no rights and no key yet."""

    verb: ClassVar[str] = "client.register"
    client: str
    body: str
    title: Text


class Allow(Command, frozen=True, kw_only=True):
    """授权: exactly these scopes from now on."""

    verb: ClassVar[str] = "client.allow"
    scopes: tuple[str, ...]


class Rotate(Command, frozen=True, kw_only=True):
    """换钥: a new key; those before end after `OVERLAP_DAYS`, or now with `at_once` (a leaked key).

    `digest` of a secret, or `public` of a key that signs, as in `Key`: one of the two.
    """

    verb: ClassVar[str] = "client.rotate"
    key: str
    digest: str = ""
    public: str = ""
    at_once: bool = False


class Stop(Command, frozen=True, kw_only=True):
    """停用: every key is over."""

    verb: ClassVar[str] = "client.stop"


class Registered(msgspec.Struct, frozen=True, kw_only=True):
    """`client.registered`."""

    body: str
    client: str
    title: Text


class Allowed(msgspec.Struct, frozen=True):
    """`client.allowed`."""

    scopes: tuple[str, ...]


class Rotated(msgspec.Struct, frozen=True):
    """`client.rotated`: the new key, and when the ones before end."""

    key: Key
    others_until: datetime


class Stopped(msgspec.Struct, frozen=True):
    """`client.stopped`."""


DATA: dict[str, type[msgspec.Struct]] = {
    "client.registered": Registered,
    "client.allowed": Allowed,
    "client.rotated": Rotated,
    "client.stopped": Stopped,
}


def decide(client: Client | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this client. Changes nothing."""
    if isinstance(command, Register):
        return _register(client, command, context)
    if client is None:
        return record.unknown(WHAT)
    if not record.allowed(context.actor, command, target(client.body, context.city)):
        return record.denied(command)
    if client.phase != "active":
        return record.wrong_phase(WHAT, PHASE_IN_WORDS[client.phase])
    match command:
        case Allow(scopes=scopes):
            return _allow(client, scopes)
        case Rotate():
            until = context.now + timedelta(days=KEY_DAYS)
            if bool(command.digest) == bool(command.public):
                return NO_KEY
            if command.public and not PUBLIC.fullmatch(command.public):
                return NOT_PUBLIC
            key = Key(
                digest=command.digest, id=command.key, public=command.public, since=context.now, until=until
            )
            lives_on = timedelta(0) if command.at_once else timedelta(days=OVERLAP_DAYS)
            return (Fact("client.rotated", Rotated(key, context.now + lives_on)),)
        case Stop():
            return (Fact("client.stopped", Stopped()),)
        case _:
            return record.denied(command)


def _register(client: Client | None, command: Register, context: Context) -> Answer:
    if not record.allowed(context.actor, command, target(command.body, context.city)):
        return record.denied(command)
    if client is not None:
        return record.exists(WHAT)
    if command.body not in context.city.bodies:
        return Refusal(
            code="people.no-body",
            zh=f"没有单位 {command.body}。",
            en=f"There is no body {command.body}.",
            params={"body": command.body},
        )
    return (
        Fact("client.registered", Registered(body=command.body, client=command.client, title=command.title)),
    )


def _allow(client: Client, scopes: tuple[str, ...]) -> Answer:
    wanted = tuple(sorted(set(scopes)))
    unknown = [scope for scope in wanted if scope not in ROLES[MACHINE]]
    if unknown:
        known = ", ".join(sorted(ROLES[MACHINE]))
        return Refusal(
            code="client.no-scope",
            zh=f"系统接入没有权限 {unknown[0]}，可选: {known}。",
            en=f"A machine client has no scope {unknown[0]}; there are: {known}.",
            params={"scope": unknown[0]},
        )
    return (Fact("client.allowed", Allowed(wanted)),) if wanted != client.scopes else ()


def key_state(client: Client, key: Key, used: datetime | None, now: datetime) -> str:
    """Say how a key stands: `over`, `replaced` (by a newer one, and it still opens), `unused`, or `in-use`.

    Args:
        used: when it was last used, None for never.
    """
    if client.phase != "active" or key.until <= now:
        return "over"
    if any(other.since > key.since for other in client.keys):
        return "replaced"
    return "unused" if now - (used or key.since) >= timedelta(days=UNUSED_DAYS) else "in-use"


def target(body: str, city: City) -> Target:
    """Return what `access.may` asks about a client of this body."""
    return Target(bodies=(body,), seats=record.place_path(city, (body,)) or (city.root,))


def begin(event: Fact, pack: str, at: datetime) -> Client:
    """Return the client that its first event begins."""
    data: Registered = event.data
    return Client(data.client, data.body, data.title, pack)


def evolve(client: Client, event: Fact, at: datetime) -> Client:
    """Apply one event. Never refuses."""
    data = event.data
    match event.type:
        case "client.allowed":
            return replace(client, scopes=data.scopes)
        case "client.rotated":
            cut = (replace(key, until=min(key.until, data.others_until)) for key in client.keys)
            kept = tuple(key for key in cut if key.until > at)
            return replace(client, keys=(*kept, data.key))
        case "client.stopped":
            return replace(client, phase="stopped", keys=())
    return client


def actor(client: Client, key: str, digest: str, now: datetime, city: City) -> Actor | None:
    """Return who asks with this key, None where it opens nothing now.

    Args:
        key: the key's id. digest: SHA-256 of the secret that was shown, hex; compared in constant time
            by the caller's own lookup, since it is a hash of 256 random bits.
    """
    body = city.bodies.get(client.body)
    if client.phase != "active" or body is None:
        return None
    if not any(
        one.id == key and one.digest == digest and one.since <= now < one.until
        for one in client.keys
        if one.digest
    ):
        return None
    return _acting(client, body.id, body.seat)


def _acting(client: Client, body: str, seat: str) -> Actor:
    held = Holding(f"client-{client.id}", MACHINE, body, seat)
    return Actor(f"client:{client.id}", "machine", (held,), scopes=frozenset(client.scopes))


def signer(client: Client, key: str, now: datetime, city: City) -> tuple[Actor, bytes] | None:
    """Return who asks where a request is signed with this key, and its public half (32 bytes).

    None where the key is not one that signs, is over, or the client stopped. The caller checks the signature.
    """
    body = city.bodies.get(client.body)
    if client.phase != "active" or body is None:
        return None
    for one in client.keys:
        if one.id == key and one.public and one.since <= now < one.until:
            return _acting(client, body.id, body.seat), bytes.fromhex(one.public)
    return None


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
