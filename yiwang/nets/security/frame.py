"""What several pages of this net need: the bodies an actor guards, names of things, ids and numbers."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from yiwang.kernel.access import scope
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import stream_id
from yiwang.nets.security.records import Opens
from yiwang.web import store_door
from yiwang.web.here import actor_of, body_in_words, city_now, new_number
from yiwang.web.words import Text

LONGEST_TYPED = 4000


def bodies_for(request: HttpRequest, verb: str) -> list[str]:
    """Return the ids of the bodies of which the actor may do this, in the pack's order."""
    values = {value for reach in scope(actor_of(request), verb) for value in reach.values}
    return [id for id in city_now(request).bodies if id in values]


def named(city: City, bodies: Iterable[str]) -> list[tuple[str, Text]]:
    """Return bodies with their names."""
    return [(id, body_in_words(city, id)) for id in bodies]


def body_chosen(request: HttpRequest, verb: str) -> str:
    """Return the body that was chosen, if it is the actor's; else the first that is; "" for none."""
    mine = bodies_for(request, verb)
    chosen = str(request.POST.get("body") or request.GET.get("body") or "")
    return chosen if chosen in mine else (mine[0] if mine else "")


def opening(city: City, matter: str) -> Opens | None:
    """Return a case at the city's office to be opened, drawn now; None without such a matter."""
    office = city.bodies.get(city.guarding.office)
    if matter not in city.matters or office is None:
        return None
    now = store_door.now()
    return Opens(
        body=office.id,
        case=str(stream_id(now, secrets.token_bytes(10))),
        matter=matter,
        number=new_number(city),
        place=office.seat,
    )


def chance() -> bytes:
    """Return what an id is made of beside its moment."""
    return secrets.token_bytes(10)


def new_id() -> str:
    """Return what a form is known by when it is sent twice."""
    return secrets.token_urlsafe(16)


def typed(sent: Any, name: str, most: int = LONGEST_TYPED) -> str:
    """Return what was typed in a field, cut to its length."""
    return str(sent.get(name, "")).strip()[:most]
