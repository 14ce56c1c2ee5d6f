"""The page of what went up: for the desk and the chief data officer, and for bodies about their own cases."""

from __future__ import annotations

import os
import secrets
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.access import may, scope
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.upward import Upward
from yiwang.nets.upward import queries, reading
from yiwang.nets.upward.kinds import OUTGOING
from yiwang.nets.upward.lines import is_connected
from yiwang.nets.upward.records import PHASES
from yiwang.nets.upward.relays import again
from yiwang.nets.upward.texts import PHASES as PHASES_IN_WORDS
from yiwang.web import notices, store_door
from yiwang.web.here import actor_of, city_key
from yiwang.web.permission import permission
from yiwang.web.words import T


@permission("upward.read")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show one platform: how its records stand, the records, the last nights."""
    city = _city(request)
    platform = city.upward.get(request.GET.get("platform", "")) or next(iter(city.upward.values()), None)
    if platform is None:
        return render(request, "upward/none.html", {})
    named, below = request.GET.get("phase", ""), request.GET.get("below", "")
    here = int(below) if below.isascii() and below.isdecimal() and len(below) < 19 else 0
    found, more = queries.listed(request, platform.id, named, here or queries.HIGHEST)
    counted, last = queries.counts(request, platform.id)
    filters = [("", T("upward.all")), ("stuck", T("upward.stuck"))]
    filters += [(one, PHASES_IN_WORDS[one]) for one in PHASES]
    known = {id for id, _ in filters}
    narrowed = f"&phase={named}" if named and named in known else ""
    # Who sees to data reads requests for data alone: a link to another case would lead to a refusal.
    reaches = (one for one in scope(actor_of(request), "case.read") if not one.matters)
    reads = {body for reach in reaches for body in reach.values}
    lines = [reading.line(one.id, one.state, platform, reads) for one in found]
    context = {
        "platforms": [(one.id, one.title, one.id == platform.id) for one in city.upward.values()],
        "platform": platform,
        "connected": is_connected(os.environ, city_key(request), platform.id),
        "counts": [(PHASES_IN_WORDS[one], counted[one]) for one in PHASES if one in counted],
        "last": last,
        "filters": [(id, title, id == named) for id, title in filters],
        "narrowed": narrowed,
        "lines": lines,
        "may_resend": may(actor_of(request), "upward.resend"),
        "any_stuck": any(one.stuck for one in lines),
        "nights": [reading.night_line(one, platform) for one in queries.nights(request, platform.id)],
        "below": here,
        "last_number": found[-1].state.number if found else 0,
        "more": more,
        "key": secrets.token_urlsafe(16),
    }
    return render(request, "upward/overview.html", context)


@permission("upward.resend")
@require_POST
def resend(request: HttpRequest) -> HttpResponse:
    """Make the chosen records anew by the mapping in force and let them go again."""
    chosen = [
        found for one in request.POST.getlist("record")[: queries.MOST_AT_ONCE] if (found := _uuid(one))
    ]
    city = _city(request)
    named = request.POST.get("platform", "")
    platform: Upward | None = city.upward.get(named)
    back = reverse("upward:overview") + (f"?platform={named}&phase=stuck" if platform is not None else "")
    if not chosen:
        notices.leave(request, "upward.none-chosen", "warning")
        return HttpResponseRedirect(back)
    pressed = request.POST.get("key", "")[:60] or secrets.token_urlsafe(16)
    sent = sum(_again(request, city, id, f"resend:{pressed}:{id}") for id in chosen)
    level = "success" if sent == len(chosen) else "warning"
    notices.leave(request, "upward.resent", level, count=str(sent), left=str(len(chosen) - sent))
    return HttpResponseRedirect(back)


def _again(request: HttpRequest, city: City, id: UUID, key: str) -> bool:
    one = queries.one(request, id)  # through the wall: what is not the actor's is not there
    if one is None:
        return False
    command = again(store_door.door(), city_key(request), city, id, one, store_door.now())
    if command is None:
        return False
    return not isinstance(store_door.ask(request, id, command, key=key, kind=OUTGOING), Refusal)


def _city(request: HttpRequest) -> City:
    return request.city.city  # type: ignore[attr-defined,no-any-return]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
