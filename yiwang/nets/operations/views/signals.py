"""Signals for those whose things raised them: a list, each with its values, seen by whom; a rule tried."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.ingest import signal_rules as rules
from yiwang.ingest.signal_kinds import SIGNAL
from yiwang.ingest.signal_records import Signal
from yiwang.ingest.trying import NoSuchRule, try_rule, with_parts
from yiwang.kernel.access import Target, may, scope
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal
from yiwang.nets.operations import signal_queries as queries
from yiwang.nets.operations.signal_chart import chart
from yiwang.nets.operations.texts_signals import EVENTS, SEVERITIES, STATES
from yiwang.web import notices, store_door
from yiwang.web.asked import page_number
from yiwang.web.errors import refused
from yiwang.web.here import city_key
from yiwang.web.names import names_of
from yiwang.web.permission import permission

TRIED_DAYS = 30
_WORD = re.compile(r"[a-zA-Z0-9-]{0,60}\Z")


@permission("signal.read")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List signals: those that stand, are silenced, or are over; by rule, place, body, severity."""
    city = city_of(request)
    state = request.GET.get("state", "open")
    state = state if state in queries.STATES else "open"
    filters = {name: _asked(request, name) for name in queries.FILTERS}
    meant = {name: [value] for name, value in filters.items() if value}
    if filters["place"]:
        meant["place"] = [code for code in city.places if filters["place"] in city.above(code)]
    reach, page = scope(request.actor, "signal.read"), page_number(request)  # type: ignore[attr-defined]
    with store_door.reading(request) as cursor:
        found, more = queries.listed(cursor, city_key(request), reach, state, meant, page)
        counted = queries.counts(cursor, city_key(request), reach, meant)
    kept = {name: value for name, value in filters.items() if value}
    things = city.sensing.things.values()
    context = {
        "states": [
            (one, STATES[one], counted[one], one == state, f"?{urlencode({'state': one, **kept})}")
            for one in queries.STATES
        ],
        "state": state,
        "lines": [line(city, one.id, one.state) for one in found],
        "filters": filters,
        "rules": [(one.id, one.title) for one in city.sensing.rules],
        "places": _named(city.places, {code for one in things for code in city.above(one.place)}),
        "bodies": _named(city.bodies, {one.body for one in things}),
        "severities": list(SEVERITIES.items()),
        "kept": urlencode({"state": state, **kept}),
        "page": page,
        "more": more,
        "note": city.sensing.note,
        "may_silence": may(request.actor, "signal.silence"),  # type: ignore[attr-defined]
    }
    return render(request, "operations/signals.html", context)


@permission("signal.read")
@require_safe
def signal(request: HttpRequest, signal: UUID) -> HttpResponse:
    """Show one signal: what, where, since when, its case, its group, its values, what happened to it."""
    one = one_or_404(request, signal, "signal.read")
    city, now = city_of(request), store_door.now()
    with store_door.reading(request) as cursor:
        unit, values = queries.around(cursor, city_key(request), one, now)
        joined = queries.group(cursor, city_key(request), signal)
        happened = queries.history(cursor, city_key(request), signal)
    rule = next((each for each in city.sensing.rules if each.id == one.rule), None)
    plain = rule is not None and rule.kind == "threshold"
    limit = Decimal(rule.above or rule.below) if rule is not None and plain else None
    actor = request.actor  # type: ignore[attr-defined]
    context = line(city, signal, one) | {
        "rule": rule,
        "unit": "" if unit == "1" else unit,
        "values": values,
        "chart": chart(values, one.since, one.until or now, limit),
        "limit": limit,
        "joined": [line(city, each.id, each.state) for each in joined],
        "lead": one.lead,
        "events": [(at, EVENTS.get(type_, {"zh": type_, "en": type_})) for at, type_, _ in happened],
        "seen_by": names_of(request, [one.acknowledged_by]).get(one.acknowledged_by)
        if one.acknowledged_by
        else None,
        "may_acknowledge": not one.acknowledged_by and may(actor, "signal.acknowledge", _target(one)),
        "may_silence": may(actor, "signal.silence", _target(one)),
        "reads_case": one.opens is not None and not one.not_opened,
        "note": city.sensing.note,
    }
    return render(request, "operations/signal.html", context)


@permission("signal.acknowledge")
@require_POST
def acknowledge(request: HttpRequest, signal: UUID) -> HttpResponse:
    """Take note that somebody has seen a signal."""
    one_or_404(request, signal, "signal.acknowledge")
    key = request.POST.get("key", "")[:60] or None
    answer = store_door.ask(request, signal, rules.Acknowledge(), key=key, kind=SIGNAL)
    if isinstance(answer, Refusal):
        return refused(request, answer)
    notices.leave(request, "signals.acknowledged")
    return HttpResponseRedirect(reverse("signals:signal", args=(signal,)))


@permission("signal.read")
@require_safe
def try_(request: HttpRequest) -> HttpResponse:
    """Show what a rule would have raised on the values of the last days that the asker may see."""
    city, asked = city_of(request), _asked(request, "rule")
    now = store_door.now()
    first = datetime.combine(
        now.astimezone(ZoneInfo(city.zone)).date() - timedelta(days=TRIED_DAYS),
        datetime.min.time(),
        ZoneInfo(city.zone),
    )
    tried = None
    if asked:
        try:
            several = with_parts(city, asked)
        except NoSuchRule as fault:
            raise Http404 from fault
        with store_door.reading(request) as cursor:
            tried = try_rule(cursor, city_key(request), city, several, first, now)
    context = {
        "rules": [(one.id, one.title) for one in city.sensing.rules],
        "asked": asked,
        "tried": tried,
        "days": TRIED_DAYS,
        "found": [
            (one, _where(city, one.about)) for one in (tried.signals[:200] if tried is not None else [])
        ],
        "note": city.sensing.note,
    }
    return render(request, "operations/signals_try.html", context)


def line(city: City, id: UUID, one: Signal) -> dict[str, Any]:
    """Return what a list shows of a signal."""
    place, body = city.places.get(one.place), city.bodies.get(one.body)
    rule = next((each for each in city.sensing.rules if each.id == one.rule), None)
    return {
        "id": id,
        "signal": one,
        "title": rule.title if rule is not None else {"zh": one.rule, "en": one.rule},
        "where": _where(city, one.about),
        "place": place.title if place is not None else one.place,
        "body": body.title if body is not None else one.body,
        "severity": SEVERITIES.get(one.severity, {"zh": one.severity, "en": one.severity}),
    }


def city_of(request: HttpRequest) -> City:
    """Return the pack of the request's city."""
    return request.city.city  # type: ignore[attr-defined,no-any-return]


def one_or_404(request: HttpRequest, id: UUID, verb: str) -> Signal:
    """Return a signal that the actor may do this with. Raises Http404."""
    with store_door.reading(request) as cursor:
        found = queries.signal(cursor, city_key(request), id)
    if found is None or not may(request.actor, verb, _target(found)):  # type: ignore[attr-defined]
        raise Http404
    return found


def _target(one: Signal) -> Target:
    return Target(lead=one.body, bodies=(one.body,))


def _where(city: City, about: str) -> Any:
    id = about.partition(".")[0]
    thing, place = city.sensing.things.get(id), city.places.get(id)
    return thing.title if thing is not None else place.title if place is not None else about


def _named(of: Any, ids: set[str]) -> list[tuple[str, Any]]:
    return [(id, of[id].title) for id in sorted(ids) if id in of]


def _asked(request: HttpRequest, name: str) -> str:
    text = request.GET.get(name, "")
    return text if _WORD.match(text) else ""
