"""The positions of a body: who holds which, who stands in, and which are empty or soon will be."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yiwang.kernel.access import scope
from yiwang.kernel.matter import City, Position
from yiwang.nets.people import names, queries
from yiwang.nets.people.frame import frame
from yiwang.nets.people.inputs import Option
from yiwang.nets.people.names import Named
from yiwang.nets.people.queries import Holder
from yiwang.nets.people.reach import bodies_within
from yiwang.nets.people.words import filled, how_in_words, period, role_in_words
from yiwang.people.kinds import day
from yiwang.web.here import actor_of, city_day, city_now
from yiwang.web.permission import permission
from yiwang.web.words import T, Text


@permission("person.read")
@require_safe
def positions(request: HttpRequest) -> HttpResponse:
    """Show the positions of one body within reach, its gaps first in words."""
    city = city_now(request)
    on = city_day(city)
    within = bodies_within(city, scope(actor_of(request), "person.read"))
    asked = request.GET.get("body", "")
    own = [held.body for held in actor_of(request).holdings if held.body in within]
    body = asked if asked in within else (own or [*within, ""])[0]
    found = queries.holders(request, [body], on) if body else []
    persons = names.by_id(request, {one.person for one in found} | {one.acting_for for one in found})
    named = names.opened(request, persons.values(), "positions")
    mine = [one for one in city.positions.values() if one.body == body]
    lines = [_line(one, [held for held in found if held.position == one.id], named, on) for one in mine]
    context = {
        **frame(request, "desk:positions"),
        "bodies": [Option(one, city.bodies[one].title, one == body) for one in within],
        "body": city.bodies[body].title if body else None,
        "body_id": body,
        "lines": lines,
        "gaps": [line for line in lines if line["gap"]],
        "elsewhere": _unknown(city, found),
    }
    return render(request, "desk/positions.html", context)


def _line(position: Position, held: list[Holder], named: dict[str, Named], on: date) -> dict[str, Any]:
    return {
        "position": position,
        "role": role_in_words(position.role),
        "holders": [_holder(one, named) for one in held if one.how == "own"],
        "standing": [_holder(one, named) for one in held if one.how != "own"],
        "gap": gap(held, on),
    }


def _holder(one: Holder, named: dict[str, Named]) -> dict[str, Any]:
    return {
        "id": one.person,
        "named": named.get(one.person),
        "how": how_in_words(one.how),
        "period": period(one.since, one.until),
        "suspended": one.phase == "suspended",
    }


def gap(held: list[Holder], on: date) -> Text | None:
    """Say whether nobody holds a position in their own right today, or will not on a day to come soon.

    Somebody whose account is suspended holds nothing. A later holder closes the gap only without a day
    between.
    """
    own = sorted((one.since, one.until) for one in held if one.how == "own" and one.phase == "active")
    filled_until = _unbroken(own, on)
    if filled_until is None:
        coming = [since for since, _ in own if since > day(on)]
        return filled("desk.gap.now-until", day=coming[0]) if coming else T("desk.gap.now")
    if filled_until > day(queries.soon(on)):
        return None
    return filled("desk.gap.soon", day=filled_until)


def _unbroken(spells: list[tuple[str, str]], on: date) -> str | None:
    """Return the last day of what begins by the day and goes on without a break; None: nobody today."""
    last: str | None = None
    for since, until in spells:
        if last is None:
            last = until if since <= day(on) <= until else None
        elif since <= _next(last):
            last = max(last, until)
    return last


def _next(text: str) -> str:
    known = date.fromisoformat(text)
    return text if known == date.max else date.fromordinal(known.toordinal() + 1).isoformat()


def _unknown(city: City, found: list[Holder]) -> list[str]:
    """Return positions that somebody holds and the city's pack does not have any more."""
    return sorted({one.position for one in found if one.position not in city.positions})
