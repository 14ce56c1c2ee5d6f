"""Levels of response that a stage proposes to the desk: shown, never opened by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from yiwang.ingest import health
from yiwang.kernel.access import system
from yiwang.kernel.alerts.plans import proposed, reasons
from yiwang.kernel.matter import City
from yiwang.web import store_door
from yiwang.web.words import Text

FRESH = timedelta(hours=2)
"""Our own rule, as for the basis of a level: what is older proposes nothing."""
READER = system("picture-readings")
"""Reads the latest values of gauges that plans name, which are for everybody on the plan's page."""
# How a response stands is a record of another net; of it we know the table, and nothing else.
LEVELS = "SELECT plan, level FROM response_row WHERE city = %s"


@dataclass(frozen=True)
class Proposal:
    """A level that a plan's stages propose: why (thing, its value, the stage), and where it is set."""

    plan: Text
    level: Text
    why: tuple[tuple[Text, str, str], ...]
    address: str


def proposals(request: HttpRequest) -> list[Proposal]:
    """Return what the stages of the city's plans propose now."""
    city: City = request.city.city  # type: ignore[attr-defined]
    if not city.plans:
        return []
    key, now = request.city.key, store_door.now()  # type: ignore[attr-defined]
    with store_door.reading(request, READER) as cursor:
        latest = health.latest(cursor, key)
        standing = dict(cursor.execute(LEVELS, (key,)).fetchall())
    values = {
        one.name: one.result
        for one in latest
        if one.result is not None and one.at is not None and one.at >= now - FRESH
    }
    found = []
    for plan in city.plans.values():
        level = proposed(plan, standing.get(plan.id, ""), values)
        if level is None:
            continue
        try:
            address = reverse("alerts:plan", args=(plan.id,))
        except NoReverseMatch:
            address = ""
        why = tuple((_thing(city, name), value, stage) for name, value, stage in reasons(level, values))
        found.append(Proposal(plan.title, level.title, why, address))
    return found


def _thing(city: City, name: str) -> Text:
    thing = city.sensing.things.get(name.partition(".")[0])
    return thing.title if thing is not None else {"zh": name, "en": name}
