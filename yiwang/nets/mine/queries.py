"""Reading mandates, and counting wrong codes."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest

from yiwang.kernel.access import Actor
from yiwang.kernel.people.mandate import Mandate
from yiwang.nets.mine.codes import wait_after
from yiwang.people.kinds import MANDATE
from yiwang.store.wall import showing
from yiwang.web import store_door

MOST = 200

_TRIES = "SELECT tries, last_at FROM code_try WHERE city = %s AND person = %s FOR UPDATE"
_TRIED = (
    "INSERT INTO code_try (city, person, tries, last_at) VALUES (%s, %s, 1, %s)"
    " ON CONFLICT (city, person) DO UPDATE SET last_at = excluded.last_at,"
    " tries = CASE WHEN code_try.last_at < %s THEN 1 ELSE code_try.tries + 1 END"
)
_FORGOTTEN_AFTER = timedelta(hours=24)


def mandates(request: HttpRequest) -> list[Mandate]:
    """Return the mandates given by the actor or whom they represent by law, and those taken; newest first."""
    actor = _actor(request)
    given_by = [actor.person, *represented(actor)]
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT state FROM mandate_row WHERE city = %s AND (principal = ANY(%s) OR agent = %s)"
            " ORDER BY since DESC, id DESC LIMIT %s",
            (_city(request), given_by, actor.person, MOST),
        ).fetchall()
    return [MANDATE.decode(bytes(row[0])) for row in rows]


def represented(actor: Actor) -> list[str]:
    """Return for whom the actor may give mandates beside themselves."""
    return [one.id for one in actor.principals if one.representative and not one.matters]


def offered_under(request: HttpRequest, digest: str) -> UUID | None:
    """Return the mandate that waits under a code's digest: whoever has the code may ask."""
    with store_door.reading(request, showing(_actor(request), digest)) as cursor:
        row = cursor.execute(
            "SELECT id FROM mandate_row WHERE city = %s AND digest = %s AND digest <> ''",
            (_city(request), digest),
        ).fetchone()
    return row[0] if row else None


def begin_try(request: HttpRequest) -> timedelta:
    """Count one try before it is looked at; return how long to wait instead, 0 when it may be looked at."""
    person, now = _actor(request).person, store_door.now()
    with store_door.reading(request) as cursor:
        row = cursor.execute(_TRIES, (_city(request), person)).fetchone()
        if row is not None and now - row[1] < _FORGOTTEN_AFTER:
            left = row[1] + wait_after(row[0]) - now
            if left > timedelta(0):
                return left
        cursor.execute(_TRIED, (_city(request), person, now, now - _FORGOTTEN_AFTER))
    return timedelta(0)


def forget_tries(request: HttpRequest) -> None:
    """Begin anew after a code that was right."""
    person = _actor(request).person
    with store_door.reading(request) as cursor:
        cursor.execute("DELETE FROM code_try WHERE city = %s AND person = %s", (_city(request), person))


def _city(request: HttpRequest) -> str:
    return request.city.key  # type: ignore[attr-defined,no-any-return]


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]
