"""While a break-glass is open or not yet reviewed, every page of those who must see it says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from yiwang.kernel.access import ANONYMOUS, Actor
from yiwang.kernel.roles import AUDIT_ADMIN, SECURITY_ADMIN
from yiwang.web import store_door
from yiwang.web.here import city_day, city_key, city_now

CHIEF = "chief"
_COUNT = (
    "SELECT count(*), min(review_by) FROM glass_row"
    " WHERE city = %s AND phase <> 'reviewed' AND (%s OR lead = ANY(%s))"
)


@dataclass(frozen=True)
class Alarm:
    """How many break-glass wait for their review, the first day by which, and whether that is past.

    Attributes:
        all: the reader sees every one of the city, and has a page of them.
    """

    count: int
    review_by: str
    late: bool
    all: bool


def page(request: HttpRequest) -> dict[str, Any]:
    """Add `alarm` to every page; asked only where a page draws it, and of the database only for few.

    And positions of whoever is signed in that the city does not have any more, since a body was merged.
    """
    gone = getattr(request, "gone", ())
    return {"alarm": SimpleLazyObject(lambda: _alarm(request)), "gone_positions": gone}


def _alarm(request: HttpRequest) -> Alarm | str:
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    everything = actor.has_role(SECURITY_ADMIN) or actor.has_role(AUDIT_ADMIN)
    bodies = sorted({held.body for held in actor.holdings if held.role == CHIEF})
    if getattr(request, "city", None) is None or not (everything or bodies):
        return ""
    try:
        with store_door.reading(request) as cursor:
            row = cursor.execute(_COUNT, (city_key(request), everything, bodies)).fetchone()
        day = city_day(city_now(request))
    except psycopg.Error:
        return ""  # the page that says the database is away must not ask it again
    count, review_by = row if row else (0, "")
    return Alarm(count, review_by, date.fromisoformat(review_by) < day, everything) if count else ""
