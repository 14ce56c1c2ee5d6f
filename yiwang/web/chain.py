"""The chain of one stream as pages read it, under the wall: its entries, and a case with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from django.http import HttpRequest

from yiwang.kernel import ledger
from yiwang.kernel.access import Actor
from yiwang.kernel.case import Case
from yiwang.store.cases import CASE
from yiwang.store.kinds import StreamKind
from yiwang.web import store_door
from yiwang.web.here import city_key

ENTRIES = "SELECT seq, body FROM event WHERE city = %s AND stream = %s ORDER BY seq"
NUMBERED = "SELECT id, state FROM case_row WHERE city = %s AND number = %s AND kind = %s"


@dataclass(frozen=True)
class Entry:
    """One entry: `actor` as the ledger names it (`Actor.signature`), `event` of the stream's kind."""

    seq: int
    at: datetime
    actor: str
    event: Any


@dataclass(frozen=True)
class CaseFile:
    """A case with its entries, the first first."""

    stream: UUID
    case: Case
    entries: tuple[Entry, ...]


def entries_of(cursor: psycopg.Cursor[Any], city: str, kind: StreamKind, stream: UUID) -> tuple[Entry, ...]:
    """Return what happened to a stream, the first entry first."""
    rows = cursor.execute(ENTRIES, (city, stream)).fetchall()
    return tuple(_entry(kind, seq, bytes(body)) for seq, body in rows)


def _entry(kind: StreamKind, seq: int, body: bytes) -> Entry:
    raw = ledger.read_entry(body)
    return Entry(seq, raw.at, raw.actor, kind.read_event(raw.type, raw.v, bytes(raw.data)))


def case_file(request: HttpRequest, number: str, kind: str, actor: Actor | None = None) -> CaseFile | None:
    """Return a case of a kind of matter by its number; None where none of the actor's has it.

    Args:
        actor: another than the request's, as in `store_door.reading`.
    """
    key = city_key(request)
    with store_door.reading(request, actor) as cursor:
        found = cursor.execute(NUMBERED, (key, number, kind)).fetchone()
        if found is None:
            return None
        entries = entries_of(cursor, key, CASE, found[0])
    return CaseFile(found[0], CASE.decode(bytes(found[1])), entries)
