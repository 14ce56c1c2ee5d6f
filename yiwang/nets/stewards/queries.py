"""Reading what a body's data officers see: cases that wait, exchanges, by the wall of whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.http import HttpRequest

from yiwang.granted.concerned import LAST_STEPS, due, outcomes
from yiwang.granted.kinds import EXCHANGE
from yiwang.granted.records import Exchange
from yiwang.granted.through import newest
from yiwang.kernel.access import scope
from yiwang.kernel.case import ENDED, Case
from yiwang.kernel.matter import City
from yiwang.store.cases import CASE
from yiwang.web import here, store_door

MOST = 500


@dataclass(frozen=True)
class Work:
    """A case at the desk. `due`: last instant in time, None where no limit runs; `ended`: step, outcome."""

    case: Case
    due: datetime | None
    late: bool
    ended: tuple[str, str]


def bodies_of(request: HttpRequest, city: City, verb: str = "data.read") -> list[str]:
    """Return the bodies whose data whoever asks sees to; an auditor's: every body."""
    found: set[str] = set()
    for one in scope(here.actor_of(request), verb):
        if one.reach == "all":
            return list(city.bodies)
        found |= one.values
    return [id for id in city.bodies if id in found]


def work(
    request: HttpRequest, matters: Sequence[str], bodies: Sequence[str], *, open_only: bool
) -> list[Work]:
    """Return cases of these matters that the bodies lead or stand beside: the open ones first, by limit."""
    key, now = here.city_key(request), store_door.now()
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT id, state FROM case_row WHERE city = %s AND matter = ANY(%s)"
            " ORDER BY opened_at DESC, id DESC LIMIT %s",
            (key, list(matters), MOST),
        ).fetchall()
        cases = {row[0]: CASE.decode(bytes(row[1])) for row in rows}
        over = [id for id, case in cases.items() if case.phase in ENDED]
        steps = outcomes(cursor.execute(LAST_STEPS, (key, over)).fetchall()) if over and not open_only else {}
    theirs = set(bodies)
    found = []
    for id, case in cases.items():
        if not theirs.intersection(case.target.bodies) or (open_only and case.phase in ENDED):
            continue
        at = due(case) if case.phase not in ENDED else None
        found.append(Work(case, at, at is not None and now > at, steps.get(id, ("", ""))))
    return sorted(found, key=lambda one: (one.case.phase in ENDED, one.due is None, one.due or now))


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """An exchange of a product, of a result of the city or through the gateway; not about whom."""

    at: datetime
    times: int
    product: str
    body: str
    grant: str
    matter: str
    fields: int


def exchanges(request: HttpRequest, owners: Sequence[str], product: str = "") -> list[Given]:
    """Return exchanges of these bodies' products, newest first, without whom they are about."""
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT state FROM exchange_row WHERE city = %s ORDER BY last_at DESC LIMIT %s",
            (here.city_key(request), MOST),
        ).fetchall()
        gone = newest(cursor, here.city_key(request), MOST)
    read: list[Exchange] = [EXCHANGE.decode(bytes(row[0])) for row in rows]
    theirs = [
        *((one, one.last_at, one.times) for one in read),
        *((one, one.at, 1) for one in gone),
    ]
    found = [
        Given(
            at=at,
            times=times,
            product=one.product,
            body=one.body,
            grant=one.grant,
            matter=one.matter,
            fields=len(one.fields),
        )
        for one, at, times in theirs
        if one.owner in owners and product in ("", one.product)
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)
