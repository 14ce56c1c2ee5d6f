"""Exchanges that went through the gateway, read from its entries for lists of who looked at what.

The gateway is a room of its own and keeps its own rows; here they are told like readings of the city's own
results. Whom an exchange is about the gateway knows by a keyed digest alone: what is told to a person is what
was asked for one of their cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
import psycopg

KIND = "gateway_exchange"
OF_CASES = (
    "SELECT e.stream, e.at, convert_from(e.body, 'UTF8')::jsonb -> 'data' FROM gateway_exchange_row r"
    " JOIN event e ON e.city = r.city AND e.stream = r.id"
    " WHERE r.city = %s AND r.case_number = ANY(%s) ORDER BY e.at DESC LIMIT %s"
)
NEWEST = (
    "SELECT stream, at, convert_from(body, 'UTF8')::jsonb -> 'data' FROM event"
    " WHERE city = %s AND kind = 'gateway_exchange' ORDER BY at DESC LIMIT %s"
)


class Through(msgspec.Struct, frozen=True, kw_only=True):
    """One answer that left the gateway. `id`: of its stream; `case`: number of the case it was asked for."""

    id: str
    at: datetime
    body: str
    case: str
    fields: tuple[str, ...]
    grant: str
    matter: str
    owner: str
    product: str


def of_cases(cursor: psycopg.Cursor[Any], city: str, numbers: Sequence[str], most: int) -> list[Through]:
    """Return what was asked for these cases, newest first, as far as the wall shows it."""
    if not numbers:
        return []
    return [_through(*row) for row in cursor.execute(OF_CASES, (city, list(numbers), most)).fetchall()]


def newest(cursor: psycopg.Cursor[Any], city: str, most: int) -> list[Through]:
    """Return the newest exchanges, as far as the wall shows them."""
    return [_through(*row) for row in cursor.execute(NEWEST, (city, most)).fetchall()]


def _through(stream: Any, at: datetime, data: dict[str, Any]) -> Through:
    said = ("body", "case", "grant", "matter", "owner", "product")
    named = {name: str(data.get(name, "")) for name in said}
    return Through(id=str(stream), at=at, fields=tuple(data.get("fields", ())), **named)
