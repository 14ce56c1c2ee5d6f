"""Reading mandates."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from yiwang.kernel.access import Actor
from yiwang.kernel.people.mandate import Mandate
from yiwang.people.kinds import MANDATE
from yiwang.store.wall import showing
from yiwang.web import store_door

MOST = 200


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


def _city(request: HttpRequest) -> str:
    return request.city.key  # type: ignore[attr-defined,no-any-return]


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]
