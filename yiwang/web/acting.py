"""Who acts by the records, and for whom: oneself, or a principal chosen in this session.

`actor_of` passes whatever actor the sign-in found through `by_record`, then through `as_chosen`. What a
record says wins over the pack, so that whatever was taken away is gone with the next request.
"""

from __future__ import annotations

from typing import Any

import psycopg
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from yiwang.kernel.access import ANONYMOUS, Actor
from yiwang.kernel.matter import City
from yiwang.people import actors as people
from yiwang.store.wall import city_transaction
from yiwang.web import names, store_door
from yiwang.web.words import T, Text

ACTING_FOR = "acting_for"


def by_record(city: Any, actor: Actor) -> Actor:
    """Return who this person is by their record; as given where the city keeps no record of them."""
    if actor.kind not in {"resident", "staff"} or not isinstance(city.city, City):
        return actor
    try:
        door = store_door.door()
    except store_door.NoDatabase:
        return actor
    with door.pool.connection() as connection, city_transaction(connection, city.key, actor) as cursor:
        known = people.who_is(cursor, city.key, city.city, actor.person, store_door.now())
    if known is None:
        return actor
    return known.actor if known.phase == "active" else ANONYMOUS


def as_chosen(request: HttpRequest, city: Any, actor: Actor) -> Actor:
    """Return the actor as acting for the principal chosen in this session.

    Where no mandate in force names that principal any more, the actor acts as themselves and
    `request.mandate_over` is the principal, until `choose` is asked again.
    """
    wanted = request.session.get(ACTING_FOR, {}).get(city.key, "") if hasattr(request, "session") else ""
    if not wanted or actor.kind != "resident":
        return actor
    chosen = people.acting_for(actor, wanted)
    request.mandate_over = "" if chosen.acting_for else wanted  # type: ignore[attr-defined]
    return chosen


def choose(request: HttpRequest, principal: str) -> bool:
    """Act for `principal` from now on, "" for oneself. False where no mandate in force names it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if principal and all(one.id != principal for one in actor.principals):
        return False
    keep(request, request.city.key, principal)  # type: ignore[attr-defined]
    return True


def keep(request: HttpRequest, key: str, principal: str) -> None:
    """Keep in the session for whom it acts in the city `key`, "" for oneself.

    Whether a mandate in force names the principal is asked anew at each request.
    """
    others = {city: who for city, who in request.session.get(ACTING_FOR, {}).items() if city != key}
    request.session[ACTING_FOR] = {**others, key: principal} if principal else others


def act_for(request: HttpRequest, principal: str) -> None:
    """Let the rest of this request act for `principal`, as far as a mandate in force names it; "" oneself."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.kind == "resident" and (actor.principals or actor.acting_for):
        request.actor = people.acting_for(actor, principal)  # type: ignore[attr-defined]


def name_for_header(request: HttpRequest) -> Text | None:
    """Return for whom this request acts, None for oneself."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    return _name(request, actor.acting_for)


def over_for_header(request: HttpRequest) -> Text | None:
    """Return for whom this session can not act any more, until another choice is made."""
    return _name(request, getattr(request, "mandate_over", ""))


def _name(request: HttpRequest, person: str) -> Text | None:
    if not person or getattr(request, "city", None) is None:
        return None
    try:
        return names.names_of(request, [person])[person]
    except psycopg.Error:  # the page that says the database is away has this header too
        return T("names.unknown")


def page_address(request: HttpRequest) -> str:
    """Return the address of the page where it is chosen for whom one acts, "" where there is none."""
    if getattr(request, "city", None) is None:
        return ""
    try:
        return reverse("mine:home", urlconf="yiwang.web.city_urls")
    except NoReverseMatch:
        return ""
