"""Signals that stand, as a layer of the picture: where their thing stands, which rule, since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from yiwang.ingest.signal_kinds import SIGNAL
from yiwang.kernel.access import scope
from yiwang.kernel.matter import City
from yiwang.nets.picture.narrowed import below
from yiwang.web import store_door
from yiwang.web.words import Text

VERB = "signal.read"
MOST = 200


@dataclass(frozen=True)
class Standing:
    """A signal that stands. `at`: longitude and latitude of its thing, "" where it is of a whole place.

    `number`: of the event that it opened, "" for none.
    """

    rule: Text
    thing: Text
    at: tuple[str, str]
    severity: str
    since: datetime
    number: str
    address: str


def standing(request: HttpRequest, place: str) -> list[Standing]:
    """Return the signals that stand in a place or below it, that are not silenced, and that one may read."""
    city: City = request.city.city  # type: ignore[attr-defined]
    reaches = scope(request.actor, VERB)  # type: ignore[attr-defined]
    if not reaches:
        return []
    where, values = "", list[object]()
    if not any(one.reach == "all" for one in reaches):
        where, values = " AND body = ANY(%s)", [sorted({body for one in reaches for body in one.values})]
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT id, state FROM signal_row WHERE city = %s AND until IS NULL AND NOT silenced"
            f" AND place = ANY(%s){where} ORDER BY since DESC, id LIMIT {MOST}",
            (request.city.key, below(city, place), *values),  # type: ignore[attr-defined]
        ).fetchall()
    rules = {one.id: one.title for one in city.sensing.rules}
    found = []
    for id, state in rows:
        one = SIGNAL.decode(bytes(state))
        thing = city.sensing.things.get(one.thing)
        known = city.places.get(one.place)
        named = thing.title if thing is not None else known.title if known is not None else {"zh": one.about}
        try:
            address = reverse("signals:signal", args=(id,))
        except NoReverseMatch:
            address = ""
        number = one.opens.number if one.opens is not None and not one.not_opened else ""
        rule = rules.get(one.rule, {"zh": one.rule, "en": one.rule})
        at = thing.at if thing is not None else ("", "")
        found.append(Standing(rule, named, at, one.severity, one.since, number, address))
    return found
