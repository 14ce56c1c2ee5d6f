"""What the gateway keeps: exchanges, and providers that broke their contract. No values of anybody."""

from __future__ import annotations

from datetime import datetime

import msgspec


class GatewayExchange(msgspec.Struct, frozen=True, kw_only=True):
    """One answer that left the gateway (共享记录).

    Attributes:
        client: id of the machine client. body: of the client, that received it. owner: whose product it is.
        grant, product: as the pack named them. purpose: the grant's, in Chinese.
        case: number of the case it was asked for. matter: of that case.
        by: field it was looked up by. subjects: keyed digest of each value asked about (`digests.py`), hex.
        fields: that left; masked: those of them that left masked. rows: how many left.
        at: UTC.
    """

    at: datetime
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


class Provider(msgspec.Struct, frozen=True, kw_only=True):
    """How a product's provider stands (数据源).

    Attributes:
        phase: `open`, or `blocked` since it answered other than its contract.
        problem: as `contract.broken` says it. steward: the body told. at: UTC, of the last change.
    """

    product: str
    owner: str
    phase: str
    problem: str
    at: datetime
