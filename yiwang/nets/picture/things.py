"""Things that observe, as a layer of the picture: where they stand, and their latest open value."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from yiwang.ingest import health
from yiwang.kernel.matter import City
from yiwang.kernel.sensing.allowed import PROPERTIES
from yiwang.web import store_door
from yiwang.web.words import Text

MOST = 200


@dataclass(frozen=True)
class Standing:
    """A thing with the latest value of its first stream, "" where there is none or it is not open."""

    title: Text
    at: tuple[str, str]
    measures: Text
    value: str
    address: str


def standing(request: HttpRequest, place: str) -> list[Standing]:
    """Return the things that stand in a place or below it, 200 at most."""
    city: City = request.city.city  # type: ignore[attr-defined]
    known = [one for one in city.sensing.things.values() if place in city.above(one.place)][:MOST]
    if not known:
        return []
    with store_door.reading(request) as cursor:
        latest = {one.name: one for one in health.latest(cursor, request.city.key)}  # type: ignore[attr-defined]
    found = []
    for one in known:
        stream = one.streams[0] if one.streams else None
        now = latest.get(f"{one.id}.{stream.id}") if stream is not None else None
        value = f"{now.result.normalize():f} {now.unit}" if now is not None and now.result is not None else ""
        try:
            address = reverse("things:thing", args=(one.id,))
        except NoReverseMatch:
            address = ""
        measures = PROPERTIES[stream.property].title if stream is not None else {}
        found.append(Standing(one.title, one.at, measures, value, address))
    return found
