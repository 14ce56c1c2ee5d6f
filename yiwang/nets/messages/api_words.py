"""What is sent and answered about messages. Texts are `{zh, en}`, moments ISO 8601 with their zone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field

from yiwang.nets.messages import delivery_queries

Text = dict[str, str]


class Told(Schema):
    """A message of one's box; `number` of the case it is about, "" without one."""

    message: str
    at: datetime
    number: str
    event: str
    words: dict[str, Text]
    unread: bool


class Box(Schema):
    """One page of one's messages, the newest first; `next` is `after` of the page behind it."""

    messages: list[Told]
    next: str | None
    unread: int


class Read(Schema):
    """How many messages are unread now."""

    unread: int


class Channel(Schema):
    """A way to be told. `address`: confirmed, `waiting`: for its code; "" for none. One's own alone."""

    channel: str
    title: Text
    address: str
    waiting: str
    chosen: bool
    failed: Text | None


class Settings(Schema):
    """How one is told."""

    language: str
    channels: list[Channel]


class Choice(Schema):
    """Channels and language to be told by."""

    channels: list[str] = Field(default_factory=list, max_length=10)
    language: str = Field("zh", max_length=5)


class Address(Schema):
    """An address, to which a code is sent."""

    address: str = Field(max_length=254)


class Code(Schema):
    """The code that was sent there."""

    code: str = Field(max_length=40, examples=["ABCDE-FGHJK-MNPQR-STVWX"])


class Delivery(Schema):
    """What became of a message that left the pages: no receiver, no address."""

    message: str
    at: datetime
    number: str
    event: str
    channel: str
    phase: str
    reason: str
    attempts: int
    next_at: datetime | None
    unsure: bool


class Deliveries(Schema):
    """One page of deliveries, the newest first."""

    deliveries: list[Delivery]
    next: str | None


class Again(Schema):
    """Which dead letters to send again, 200 at most."""

    messages: list[UUID] = Field(max_length=delivery_queries.MOST_AT_ONCE)


class AgainGroup(Schema):
    """Which dead letters to send again: all of a channel that failed for a reason."""

    channel: str = Field(max_length=20)
    reason: str = Field(max_length=60)


class Resent(Schema):
    """How many are on their way again, and how many were refused."""

    sent: int
    refused: int


class GroupOf(Schema):
    """How many messages of the last thirty days stand alike."""

    channel: str
    phase: str
    reason: str
    count: int


class HookOf(Schema):
    """A webhook of a machine client."""

    hook: str
    client: str
    body: str
    url: str
    events: list[str]
    phase: str
    old_until: datetime | None


class NewHook(Schema):
    """Where a machine client is told, and of which events; none named: of all."""

    client: str = Field(max_length=40)
    url: str = Field(max_length=500)
    events: list[str] = Field(default_factory=list, max_length=100)


class NewSecret(Schema):
    """Whether the earlier secret ends at once."""

    at_once: bool = False


class Secret(Schema):
    """A secret, shown once; "" where this key made it before."""

    secret: str
