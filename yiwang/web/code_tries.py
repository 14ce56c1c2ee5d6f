"""Counting the codes that somebody tried, so that nobody guesses one: for all that is taken by a code."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest

from yiwang.kernel.access import Actor
from yiwang.web import store_door
from yiwang.web.codes import wait_after

_TRIES = "SELECT tries, last_at FROM code_try WHERE city = %s AND person = %s FOR UPDATE"
_TRIED = (
    "INSERT INTO code_try (city, person, tries, last_at) VALUES (%s, %s, 1, %s)"
    " ON CONFLICT (city, person) DO UPDATE SET last_at = excluded.last_at,"
    " tries = CASE WHEN code_try.last_at < %s THEN 1 ELSE code_try.tries + 1 END"
)
_FORGOTTEN_AFTER = timedelta(hours=24)


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
