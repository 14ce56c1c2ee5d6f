"""Things for everybody: what stands where, what it measures; its sign; how devices are, for their body."""

from __future__ import annotations

import io
from datetime import timedelta
from itertools import groupby
from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from yiwang.ingest import health as how
from yiwang.ingest.kinds import THING, datastream_id, thing_stream
from yiwang.ingest.thing_rules import Standing
from yiwang.kernel.sensing.allowed import KINDS, PROPERTIES
from yiwang.nets.operations.signal_queries import of_thing
from yiwang.nets.operations.texts import TROUBLES
from yiwang.web import store_door
from yiwang.web.here import city_key
from yiwang.web.permission import may, permission

DAYS = 7
SUMS = (
    "SELECT begins, n, total / n, lowest, highest FROM rollup WHERE city = %s AND datastream = %s"
    " AND width = 'day' AND begins >= %s ORDER BY begins DESC LIMIT %s"
)


@permission("thing.read")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List everything that stands in the city, by what it mainly measures."""
    city = request.city.city  # type: ignore[attr-defined]
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT state FROM thing_row WHERE city = %s AND phase = 'stands' ORDER BY name",
            (city_key(request),),
        ).fetchall()
        now = {one.name: one for one in how.latest(cursor, city_key(request))}
    found = [THING.decode(bytes(row[0])) for row in rows]
    order = list(KINDS)
    found.sort(key=lambda one: (order.index(_kind(one)), one.thing.id))
    groups = [
        (KINDS[kind], [_line(one, now, city) for one in several])
        for kind, several in groupby(found, key=_kind)
    ]
    context = {"groups": groups, "note": city.sensing.note, "health": may(request, "thing.health")}
    return render(request, "operations/things.html", context)


@permission("thing.read")
@require_safe
def thing(request: HttpRequest, thing: str) -> HttpResponse:
    """Say what a thing is, why, whose, until when, whom to tell; and what it measures, where that is open."""
    standing = _standing(request, thing)
    city = request.city.city  # type: ignore[attr-defined]
    since = store_door.now() - timedelta(days=DAYS)
    with store_door.reading(request) as cursor:
        now = {one.name: one for one in how.latest(cursor, city_key(request))}
        shown = []
        for stream in standing.thing.streams:
            id = datastream_id(thing_stream(city_key(request), thing), stream.id)
            days = cursor.execute(SUMS, (city_key(request), id, since, DAYS)).fetchall()
            shown.append((stream, PROPERTIES[stream.property].title, now.get(f"{thing}.{stream.id}"), days))
        abouts = [thing, *(f"{thing}.{stream.id}" for stream in standing.thing.streams)]
        raised = of_thing(cursor, city_key(request), abouts) if may(request, "signal.read") else []
    titles = {rule.id: rule.title for rule in city.sensing.rules}
    raised_here = [(one, titles.get(one.state.rule, one.state.rule)) for one in raised]
    return render(
        request,
        "operations/thing.html",
        _context(request, standing) | {"streams": shown, "raised": raised_here, "note": city.sensing.note},
    )


@permission("thing.read")
@require_safe
def sign(request: HttpRequest, thing: str) -> HttpResponse:
    """Show the sign to be printed and put beside the thing, in both languages."""
    context = _context(request, _standing(request, thing))
    drawn = io.BytesIO()
    segno.make(context["address"], error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=True, scale=4, border=4, light="#fff", dark="#000"
    )
    context["qr"] = mark_safe(drawn.getvalue().decode())  # noqa: S308  drawn by us from our own address
    return render(request, "operations/sign.html", context)


@permission("thing.health")
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Show the devices that need somebody: silent, drifting, low; and what was refused of whom."""
    now, city = store_door.now(), request.city.city  # type: ignore[attr-defined]
    allowed = {
        f"{id}.{s.id}": s.drift for id, one in city.sensing.things.items() for s in one.streams if s.drift
    }
    own = {held.body for held in request.actor.holdings}  # type: ignore[attr-defined]
    everything = may(request, "desk.read")
    with store_door.reading(request) as cursor:
        streams = [one for one in how.latest(cursor, city_key(request)) if everything or one.body in own]
        drifting = how.drifting(cursor, city_key(request), allowed, now)
        troubles = how.troubles(cursor, city_key(request), now)
    names = {one.name for one in streams}
    context = {
        "total": len(streams),
        "silent": [one for one in streams if how.is_silent(one, now)],
        "low": [one for one in streams if how.is_low(one)],
        "drifting": [name for name in drifting if name in names],
        "troubles": [(one, TROUBLES.get(one.code, {"zh": one.code, "en": one.code})) for one in troubles],
    }
    return render(request, "operations/health.html", context)


def _standing(request: HttpRequest, thing: str) -> Standing:
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "SELECT state FROM thing_row WHERE city = %s AND name = %s", (city_key(request), thing)
        ).fetchone()
    if row is None:
        raise Http404
    found: Standing = THING.decode(bytes(row[0]))
    return found


def _context(request: HttpRequest, standing: Standing) -> dict[str, Any]:
    city, thing = request.city.city, standing.thing  # type: ignore[attr-defined]
    body, place = city.bodies.get(thing.body), city.places.get(thing.place)
    return {
        "thing": thing,
        "standing": standing,
        "body": body.title if body is not None else thing.body,
        "place": place.title if place is not None else thing.place,
        "measures": [PROPERTIES[one.property].title for one in thing.streams],
        "counts_people": any(one.at_least for one in thing.streams),
        "city": city,
        "address": request.build_absolute_uri(reverse("things:thing", args=(thing.id,))),
        "over": thing.until is not None and thing.until < store_door.now().date(),
    }


def _kind(one: Standing) -> str:
    return PROPERTIES[one.thing.streams[0].property].kind


def _line(one: Standing, now: dict[str, how.Now], city: Any) -> tuple[Any, ...]:
    stream = one.thing.streams[0]
    place = city.places.get(one.thing.place)
    latest = now.get(f"{one.thing.id}.{stream.id}")
    return one.thing, stream, place.title if place is not None else one.thing.place, latest
