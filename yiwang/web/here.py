"""Where a request is, and who asks: its city, the pack in force there, how that city calls a body."""

from __future__ import annotations

from django.http import HttpRequest

from yiwang.kernel.access import Actor
from yiwang.kernel.matter import City
from yiwang.web import store_door
from yiwang.web.words import Text


def city_key(request: HttpRequest) -> str:
    """Return the key of the request's city, or of its world."""
    return request.city.key  # type: ignore[attr-defined,no-any-return]


def city_now(request: HttpRequest) -> City:
    """Return the pack now in force."""
    return store_door.city_under(city_key(request), None)


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks."""
    return request.actor  # type: ignore[attr-defined,no-any-return]


def body_in_words(city: City, id: str) -> Text:
    """Return a body's name; its id where this pack does not have it."""
    known = city.bodies.get(id)
    return known.title if known is not None else {"zh": id, "en": id}
