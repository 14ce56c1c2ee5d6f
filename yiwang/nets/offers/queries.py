"""Offers that are the actor's to see, and their end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import msgspec
from django.http import HttpRequest

from yiwang.kernel.access import Target, may, system
from yiwang.kernel.matter import City
from yiwang.nets.offers.reading import Looked
from yiwang.nets.offers.sweep import COUNT, WHO, bound_to
from yiwang.store.box import unseal
from yiwang.store.wall import city_transaction
from yiwang.web import store_door
from yiwang.web.here import actor_of, city_day, city_now

FIGURES = system("offers-figures")
FEWEST = 10
"""Our own rule: smaller counts are not shown, and greater ones are rounded down to a multiple of it."""


@dataclass(frozen=True)
class Offer:
    """An offer that stands until the end of the day `until`. `sealed`: what was read for it."""

    id: UUID
    policy: str
    person: str
    until: date
    sealed: tuple[str, bytes, bytes] = ("", b"", b"")


def standing(request: HttpRequest) -> list[Offer]:
    """Return the offers of the actor and of whom they may act for, those that end first before the others."""
    city = city_now(request)
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT id, policy, person, until FROM offer WHERE city = %s AND until >= %s ORDER BY until, id",
            (_key(request), city_day(city)),
        ).fetchall()
    return [one for one in (Offer(*row) for row in rows) if _theirs(request, city, one)]


def waiting(request: HttpRequest) -> int:
    """Return how many offers wait for an answer: told beside the menu on every page."""
    return len(standing(request))


def find(request: HttpRequest, id: UUID) -> Offer | None:
    """Return one offer; None where there is none, or none of the actor's."""
    city = city_now(request)
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "SELECT id, policy, person, until, key_id, wrapped, box FROM offer WHERE city = %s AND id = %s",
            (_key(request), id),
        ).fetchone()
    found = Offer(*row[:4], row[4:]) if row else None
    return found if found is not None and _theirs(request, city, found) else None


def _theirs(request: HttpRequest, city: City, one: Offer) -> bool:
    policy = city.policies.get(one.policy)
    target = Target(applicant=one.person, matter=policy.matter if policy else "")
    return may(actor_of(request), "offer.read", target)


def looked(request: HttpRequest, one: Offer) -> Looked:
    """Return what the sweep read for an offer: to look at it again reads nothing, and leaves no record."""
    clear = unseal(store_door.door().safe.keyring, *one.sealed, bound_to(_key(request), one.id))
    return msgspec.json.decode(clear, type=Looked)


def end(request: HttpRequest, one: Offer, *, taken: bool) -> None:
    """Remove an offer and count it; who answered, and what, is nowhere written."""
    key = _key(request)
    with (
        store_door.door().pool.connection() as connection,
        city_transaction(connection, key, WHO, door=True) as cursor,
    ):
        gone = cursor.execute("DELETE FROM offer WHERE city = %s AND id = %s", (key, one.id)).rowcount
        if gone:
            cursor.execute(COUNT, (key, one.policy, int(taken), int(not taken)))


def number_of(request: HttpRequest, id: UUID) -> str:
    """Return the number of the case that an offer of the actor became, "" where it became none."""
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "SELECT number, applicant FROM case_row WHERE city = %s AND id = %s", (_key(request), id)
        ).fetchone()
    actor = actor_of(request)
    own = {actor.person, *(one.id for one in actor.principals)}
    return str(row[0]) if row and row[1] in own else ""


def counts(request: HttpRequest) -> dict[str, tuple[int, int]]:
    """Return by policy how many took it and how many did not, each rounded down; small ones are 0."""
    with store_door.reading(request, FIGURES) as cursor:
        rows = cursor.execute(
            "SELECT policy, taken, ended FROM offer_count WHERE city = %s", (_key(request),)
        ).fetchall()
    return {policy: (rounded(taken), rounded(ended)) for policy, taken, ended in rows}


def rounded(count: int) -> int:
    """Return a count as it is shown: rounded down, so that one person more or less is not seen."""
    return count // FEWEST * FEWEST


def _key(request: HttpRequest) -> str:
    return request.city.key  # type: ignore[attr-defined,no-any-return]
