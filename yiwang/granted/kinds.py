"""The kind of stream of exchanges, and the row it keeps."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from yiwang.granted import rules
from yiwang.granted.records import Exchange
from yiwang.kernel.granted import Wanted
from yiwang.store.kinds import record_kind

_STREAMS = UUID("0b7e3c52-91d4-5f0a-8c66-2d1f5e7a9b30")


def exchange_stream(city: str, by: str, wanted: Wanted) -> UUID:
    """Return the id of an exchange: one for each person asking, person asked about, grant and use."""
    named = (city, by, wanted.subject, wanted.grant, wanted.matter, wanted.why, wanted.about)
    return uuid5(_STREAMS, "\n".join(named))


def _values(one: Exchange) -> tuple[Any, ...]:
    bodies = sorted({one.body, one.owner} - {""})
    return (one.subject, one.by, bodies, one.grant, one.about, one.last_at)


EXCHANGE = record_kind(
    "exchange",
    rules,
    Exchange,
    (
        ("subject", "text"),
        ("asked_by", "text"),
        ("bodies", "text[]"),
        ("grant_id", "text"),
        ("about", "text"),
        ("last_at", "timestamptz"),
    ),
    _values,
)
