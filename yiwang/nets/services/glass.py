"""Break-glass in the store: which of the actor's are open now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from yiwang.web import store_door


@dataclass(frozen=True)
class Open:
    """A break-glass that is open: its id, the number of its case, until when."""

    id: UUID
    number: str
    until: datetime


def open_now(request: HttpRequest) -> list[Open]:
    """Return the actor's break-glasses that open a case at this moment, the newest first."""
    actor, key = request.actor, request.city.key  # type: ignore[attr-defined]
    if not actor.glass:
        return []
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT g.id, c.number, g.until FROM glass_row g"
            " JOIN case_row c ON c.city = g.city AND c.id::text = g.case_id"
            " WHERE g.city = %s AND g.person = %s AND g.phase = 'open' AND g.until > %s"
            " ORDER BY g.until DESC",
            (key, actor.person, store_door.now()),
        ).fetchall()
    return [Open(*row) for row in rows]
