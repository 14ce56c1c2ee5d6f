"""The desk of people as REST, to read: who holds which position, who stands in, what is one's own.

No name and no staff code: those are opened on pages, each with its record. What changes rights is done
there, too, by three administrators who confirm who they are.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Schema

from yiwang.kernel.access import may, scope
from yiwang.kernel.people import person as rules
from yiwang.kernel.people.held import Held, Person
from yiwang.nets.people import queries
from yiwang.nets.people.api_texts import SAYS
from yiwang.nets.people.queries import Filters, Holder
from yiwang.nets.people.reach import bodies_within
from yiwang.nets.people.views.positions import gap
from yiwang.nets.people.words import role_in_words
from yiwang.people.kinds import day
from yiwang.web.here import actor_of, city_day, city_now
from yiwang.web.permission import Denied
from yiwang.web.rest import Served
from yiwang.web.rest.problems import no_page

Text = dict[str, str]

router = Served(
    "people",
    {"acting_for": "", "how": "own", "person": "p-0123456789", "position": "health-officer"},
    says=SAYS,
)


class HolderOf(Schema):
    """Who holds a position from a day to a day: own, as the substitute (B 角), or delegated for a time."""

    person: str
    how: str
    acting_for: str
    since: date
    until: date | None
    suspended: bool


class PositionOf(Schema):
    """A position of a body with its holders; `gap` says in words where nobody holds it."""

    position: str
    role: str
    role_in_words: Text
    holders: list[HolderOf]
    gap: Text | None


class BodyPositions(Schema):
    """The positions of a body, and the bodies within reach."""

    body: str
    bodies: list[str]
    positions: list[PositionOf]


class HeldOf(Schema):
    """A position that somebody holds."""

    position: str
    role: str
    body: str
    how: str
    acting_for: str
    since: date
    until: date | None


class PersonOf(Schema):
    """One of the staff: the state of the account, and positions held today."""

    person: str
    phase: str
    held: list[HeldOf]


class People(Schema):
    """One page of the staff within reach; `next` is `after` of the page behind it."""

    people: list[PersonOf]
    next: str | None


class Own(Schema):
    """One's own positions, and who stands in for one."""

    held: list[HeldOf]
    standing_in: list[HolderOf]


@router.serve("GET", "/people/positions", "person.read", response=BodyPositions, codes={404: ()})
def positions(request: HttpRequest, body: str = "") -> dict[str, Any]:
    """List the positions of a body within reach, who holds them, who stands in, and where there is a gap."""
    city = city_now(request)
    on = city_day(city)
    within = bodies_within(city, scope(actor_of(request), "person.read"))
    if body and body not in within:
        raise Http404
    own = [held.body for held in actor_of(request).holdings if held.body in within]
    named = body or (own or [*within, ""])[0]
    found = queries.holders(request, [named], on) if named else []
    return {
        "body": named,
        "bodies": list(within),
        "positions": [
            {
                "position": one.id,
                "role": one.role,
                "role_in_words": role_in_words(one.role),
                "holders": [_holder(held) for held in found if held.position == one.id],
                "gap": gap([held for held in found if held.position == one.id], on),
            }
            for one in city.positions.values()
            if one.body == named
        ],
    }


def _holder(one: Holder) -> dict[str, Any]:
    return {
        "person": one.person,
        "how": one.how,
        "acting_for": one.acting_for,
        "since": one.since,
        "until": None if one.until == day(None) else one.until,
        "suspended": one.phase == "suspended",
    }


@router.serve("GET", "/people", "person.read", response=People, codes={422: ("api.no-page",)})
def people(
    request: HttpRequest, body: str = "", role: str = "", phase: str = "", after: str = ""
) -> dict[str, Any]:
    """List the staff within reach, fifty a page, by body; `body`, `role` and `phase` narrow."""
    city = city_now(request)
    on = city_day(city)
    filters = Filters(body[:120], role[:120], phase[:120])
    known = queries.person(request, after[:120]) if after else None
    if after and (known is None or not may(actor_of(request), "person.read", rules.target(known, city))):
        raise no_page()
    found = queries.people(request, city, on, filters, after=known)
    shown = found[: queries.PAGE]
    return {
        "people": [
            {"person": one.id, "phase": one.phase, "held": [_held(held) for held in one.held if held.on(on)]}
            for one in shown
        ],
        "next": shown[-1].id if len(found) > queries.PAGE else None,
    }


def _held(one: Held) -> dict[str, Any]:
    return {
        "position": one.position,
        "role": one.role,
        "body": one.body,
        "how": one.how,
        "acting_for": one.acting_for,
        "since": one.since,
        "until": one.until,
    }


@router.serve("GET", "/people/mine", "account.read", response=Own)
def mine(request: HttpRequest) -> dict[str, Any]:
    """List one's own positions, and who stands in for one today or later."""
    actor = actor_of(request)
    if actor.kind != "staff":
        raise Denied("account.read")
    record: Person | None = queries.person(request, actor.person)
    on = city_day(city_now(request))
    held = record.held if record is not None else ()
    return {
        "held": [_held(one) for one in held if one.until is None or one.until >= on],
        "standing_in": [_holder(one) for one in queries.standing_in(request, actor.person, on)],
    }
