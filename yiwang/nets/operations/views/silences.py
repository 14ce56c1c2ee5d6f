"""Silences: a named person keeps signals of their own body's things quiet, until a time, and says why."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.ingest import silence_rules as rules
from yiwang.ingest.signal_kinds import SILENCE
from yiwang.kernel.access import Actor, Target, may, scope
from yiwang.kernel.refusal import Refusal
from yiwang.nets.operations import signal_queries as queries
from yiwang.nets.operations.views.signals import city_of
from yiwang.web import notices, store_door
from yiwang.web.errors import refused
from yiwang.web.here import city_key
from yiwang.web.names import names_of
from yiwang.web.permission import permission


@permission("signal.read")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the silences: of what, until when, by whom, why; and the form to begin one."""
    city, now = city_of(request), store_door.now()
    actor: Actor = request.actor  # type: ignore[attr-defined]
    with store_door.reading(request) as cursor:
        found = queries.silences(cursor, city_key(request), scope(actor, "signal.read"), now)
    names = names_of(request, {one.state.by for one in found})
    rule_titles = {one.id: one.title for one in city.sensing.rules}
    lines = []
    for one in found:
        at, body = one.state.at, one.state.body
        thing, place = city.sensing.things.get(at), city.places.get(at)
        words = store_door.opened(request, one.state.sealed)
        lines.append(
            {
                "id": one.id,
                "silence": one.state,
                "stands": one.state.stands(now),
                "rule": rule_titles.get(one.state.rule),
                "at": thing.title if thing is not None else place.title if place is not None else at,
                "by": names.get(one.state.by),
                "reason": words.get("reason"),
                "may_end": one.state.stands(now)
                and may(actor, "signal.silence", Target(lead=body, bodies=(body,))),
            }
        )
    own = {held.body for held in actor.holdings}
    things = [one for one in city.sensing.things.values() if one.body in own]
    places = sorted({code for one in things for code in city.above(one.place)})
    context = {
        "lines": lines,
        "may_begin": may(actor, "signal.silence") and bool(things),
        "rules": list(rule_titles.items()),
        "things": [(one.id, one.title) for one in things],
        "places": [(code, city.places[code].title) for code in places],
        "rule": request.GET.get("rule", ""),
        "at": request.GET.get("at", ""),
        "key": secrets.token_urlsafe(16),
    }
    return render(request, "operations/silences.html", context)


@permission("signal.silence")
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a silence of one's own body's things."""
    city, sent = city_of(request), request.POST
    at, reason = sent.get("at", "")[:60], sent.get("reason", "").strip()[:2000]
    thing = city.sensing.things.get(at)
    held = [one.body for one in request.actor.holdings]  # type: ignore[attr-defined]
    owners = {one.body for one in city.sensing.things.values()}
    body = thing.body if thing is not None else next((one for one in held if one in owners), "")
    until = _moment(sent.get("until", ""), city.zone)
    answer = store_door.ask(
        request,
        uuid4(),
        rules.Begin(at=at, body=body, rule=sent.get("rule", "")[:60], until=until or store_door.now()),
        key=sent.get("key", "")[:60] or None,
        secrets={"reason": reason} if reason else {},
        kind=SILENCE,
    )
    if isinstance(answer, Refusal):
        return refused(request, answer)
    notices.leave(request, "silences.begun")
    return HttpResponseRedirect(reverse("signals:silences"))


@permission("signal.silence")
@require_POST
def end(request: HttpRequest, silence: UUID) -> HttpResponse:
    """End a silence before its time."""
    with store_door.reading(request) as cursor:
        if queries.silence(cursor, city_key(request), silence) is None:
            raise Http404
    answer = store_door.ask(
        request, silence, rules.End(), key=request.POST.get("key", "")[:60] or None, kind=SILENCE
    )
    if isinstance(answer, Refusal):
        return refused(request, answer)
    notices.leave(request, "silences.ended")
    return HttpResponseRedirect(reverse("signals:silences"))


def _moment(text: str, zone: str) -> datetime | None:
    """Return the moment a person chose, in the city's time; None where it is none."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        return None
