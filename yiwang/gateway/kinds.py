"""The kinds of stream of the gateway, and the rows they keep."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from yiwang.gateway import provider_rules, rules
from yiwang.gateway.records import GatewayExchange, Provider
from yiwang.store.kinds import record_kind

_STREAMS = UUID("3c1b8d6e-72f4-5a19-9b0d-6e4f0a2c8d71")


def exchange_stream(city: str, client: str, nonce: str) -> UUID:
    """Return the stream of an exchange: one for each nonce of a client, so that none answers twice."""
    return uuid5(_STREAMS, f"{city}\n{client}\n{nonce}")


def provider_stream(city: str, product: str) -> UUID:
    """Return the stream of a product's provider."""
    return uuid5(_STREAMS, f"{city}\nprovider\n{product}")


def _values(one: GatewayExchange) -> tuple[Any, ...]:
    bodies = sorted({one.body, one.owner} - {""})
    return (bodies, one.grant, one.case, list(one.subjects), one.at)


def _provider_values(one: Provider) -> tuple[Any, ...]:
    return (one.product, one.owner, one.phase)


GATEWAY_EXCHANGE = record_kind(
    "gateway_exchange",
    rules,
    GatewayExchange,
    (
        ("bodies", "text[]"),
        ("grant_id", "text"),
        ("case_number", "text"),
        ("subjects", "text[]"),
        ("answered_at", "timestamptz"),
    ),
    _values,
)
PROVIDER = record_kind(
    "provider",
    provider_rules,
    Provider,
    (("product", "text"), ("owner", "text"), ("phase", "text")),
    _provider_values,
)
