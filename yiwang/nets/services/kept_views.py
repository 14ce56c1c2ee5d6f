"""Views of the inbox that somebody keeps under a name: an address each, and their own setting alone.

What is kept is the address of `inbox.Narrowed`, read and written anew, so that nothing else can be in it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from yiwang.nets.services.inbox import Narrowed
from yiwang.web import store_door

LONGEST_NAME = 40
MOST = 20  # a person keeps no more; the oldest must go first


@dataclass(frozen=True)
class KeptView:
    """A view with its name."""

    name: str
    address: str


def listed(request: HttpRequest) -> list[KeptView]:
    """Return the views of the actor of this request, by name."""
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT name, address FROM inbox_view WHERE city = %s AND person = %s ORDER BY kept_at, name",
            _own(request),
        ).fetchall()
    return [KeptView(*row) for row in rows]


def keep(request: HttpRequest, name: str, only: Narrowed) -> bool:
    """Keep a view; one of the same name is replaced. False: there are too many already."""
    city, person = _own(request)
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "SELECT count(*) FROM inbox_view WHERE city = %s AND person = %s AND name <> %s",
            (city, person, name),
        ).fetchone()
        if row is not None and row[0] >= MOST:
            return False
        cursor.execute(
            "INSERT INTO inbox_view (city, person, name, address, kept_at) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (city, person, name) DO UPDATE SET address = excluded.address",
            (city, person, name, only.address, store_door.now()),
        )
    return True


def forget(request: HttpRequest, name: str) -> None:
    """Forget a view of the actor of this request."""
    with store_door.reading(request) as cursor:
        cursor.execute(
            "DELETE FROM inbox_view WHERE city = %s AND person = %s AND name = %s", (*_own(request), name)
        )


def sound_name(text: str) -> str:
    """Return a name as it is kept, "" when it is none: one line of at most 40 characters."""
    name = " ".join(text.split())
    return name if name.isprintable() and len(name) <= LONGEST_NAME else ""


def _own(request: HttpRequest) -> tuple[str, str]:
    return request.city.key, request.actor.person  # type: ignore[attr-defined]
