"""The rules of an exchange through the gateway: recorded once, before it leaves. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import msgspec

from yiwang.gateway.records import GatewayExchange
from yiwang.kernel.access import Target
from yiwang.kernel.commands import Context
from yiwang.kernel.people.record import Answer, Command, Fact, allowed, denied
from yiwang.kernel.refusal import Refusal

REPLAYED = Refusal(
    code="gateway.replayed",
    zh="这个请求已经用过一次，不再回答。请用新的 nonce 重新签名。",
    en="This request was used once and is not answered again. Sign anew with another nonce.",
)


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """`gateway_exchange.answered`: see `GatewayExchange`."""

    body: str
    by: str
    case: str
    client: str
    fields: tuple[str, ...]
    grant: str
    masked: tuple[str, ...]
    matter: str
    owner: str
    product: str
    purpose: str
    rows: int
    subjects: tuple[str, ...]


class Record(Command, frozen=True, kw_only=True):
    """记录: what is about to leave. Its stream is made of client and nonce, so each nonce answers once."""

    verb: ClassVar[str] = "gateway.ask"
    answered: Answered


def decide(exchange: GatewayExchange | None, command: Record, context: Context) -> Answer:
    """Say whether this may be recorded, and so may leave. Changes nothing."""
    if exchange is not None:
        return REPLAYED
    answered = command.answered
    if not allowed(context.actor, command, Target(bodies=(answered.body,))):
        return denied(command)
    assert set(answered.masked) <= set(answered.fields), "what is masked leaves"
    return (Fact("gateway_exchange.answered", answered),)


def begin(event: Fact, pack: str, at: datetime) -> GatewayExchange:
    """Return the exchange that its one event begins."""
    return GatewayExchange(**msgspec.structs.asdict(event.data), at=at)


def evolve(exchange: GatewayExchange, event: Fact, at: datetime) -> GatewayExchange:
    """Apply one event. Never refuses; there is no second one today."""
    return exchange


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    kinds: dict[str, Any] = {"gateway_exchange.answered": Answered}
    return Fact(type_, msgspec.json.decode(data, type=kinds[type_]), v)
