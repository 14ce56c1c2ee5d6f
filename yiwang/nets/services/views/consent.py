"""Pages of the consent at a counter: the person gives it and sees it; the clerk takes it for a draft."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from yiwang.kernel.consent import PHASE_IN_WORDS, WITHDRAWN
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services import consenting
from yiwang.nets.services.views import case_page
from yiwang.nets.services.views.apply import opened
from yiwang.web import notices
from yiwang.web.here import actor_of, city_day, city_now
from yiwang.web.permission import permission


@permission("consent.give")
@require_http_methods(["GET", "HEAD", "POST"])
def consents(request: HttpRequest) -> HttpResponse:
    """Give a consent for a matter and show its code, once; list those given, each with its way back."""
    actor, city = actor_of(request), city_now(request)
    if actor.kind != "resident":
        raise Http404
    day, refusal = city_day(city), None
    granted = {
        matter
        for grant in city.grants.values()
        if grant.since <= day <= grant.until
        for matter in grant.matters
    }
    matters = {id: one for id, one in city.matters.items() if id in granted and "window" in one.channels}
    if request.method == "POST":
        wanted = request.POST.get("matter", "")
        if wanted not in matters:
            raise Http404
        answer = consenting.give(request, wanted)
        if not isinstance(answer, Refusal):
            shown = {"code": answer.code, "matter": matters[wanted], "day": answer.consent.day}
            return render(request, "services/consent_code.html", shown)
        refusal = case_page.refusal_words(city, answer)
    lines = [
        (
            one,
            city.matters.get(one.matter),
            PHASE_IN_WORDS[one.phase],
            one.phase != WITHDRAWN and one.day == day,
        )
        for one in consenting.given(request)
    ]
    context = {
        "matters": list(matters.values()),
        "lines": lines,
        "refusal": refusal,
        "acting": actor.acting_for,
    }
    return render(request, "services/consents.html", context, status=409 if refusal else 200)


@permission("consent.give", typed="services:consents")
@require_POST
def withdraw(request: HttpRequest, consent: UUID) -> HttpResponse:
    """Withdraw a consent: over at once."""
    if str(consent) not in {one.id for one in consenting.given(request)}:
        raise Http404
    answer = consenting.withdraw(request, consent)
    if not isinstance(answer, Refusal):
        notices.leave(request, "services.consent.withdrawn")
    return HttpResponseRedirect(reverse("services:consents"))


@permission("consent.take")
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Take the consent of the person present, with their code, for this draft."""
    kept, city, matter, form = opened(request, draft)
    if kept.channel != "window":
        raise Http404
    refusal, minutes = None, 0
    if request.method == "POST" and not kept.consent:
        answer = consenting.take(request, kept, request.POST.get("code", ""))
        if isinstance(answer, timedelta):
            minutes = int(-(-answer.total_seconds() // 60))
        elif isinstance(answer, Refusal):
            refusal = case_page.refusal_words(city, answer)
        else:
            notices.leave(request, "services.consent.taken")
            return HttpResponseRedirect(reverse("services:section", args=[draft, form.sections[0].id]))
    return render(
        request,
        "services/consent_take.html",
        {"draft": kept, "matter": matter, "refusal": refusal, "minutes": minutes},
        status=429 if minutes else 409 if refusal else 200,
    )
