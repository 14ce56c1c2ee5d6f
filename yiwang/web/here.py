"""Where a request is, and who asks: its city, its day there, the pack in force, what it calls a body."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from django.http import HttpRequest

from yiwang.kernel.access import Actor
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import CHANCE_BYTES, case_number
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


def local_now(city: City) -> datetime:
    """Return this moment in the city's zone."""
    return store_door.now().astimezone(city.calendar.zone)


def city_day(city: City) -> date:
    """Return the city's day."""
    return local_now(city).date()


def new_number(city: City) -> str:
    """Return a public number, drawn now."""
    return case_number(local_now(city), secrets.token_bytes(CHANCE_BYTES))


def body_in_words(city: City, id: str) -> Text:
    """Return a body's name; its id where this pack does not have it."""
    known = city.bodies.get(id)
    return known.title if known is not None else {"zh": id, "en": id}
