"""Recording an incident: the pack's own form, and a case at once, graded and with its reports."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID, uuid5

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yiwang.kernel.access import Target
from yiwang.kernel.commands import File
from yiwang.kernel.matter import Matter
from yiwang.kernel.refusal import Refusal
from yiwang.nets.incidents.views.acts import moment
from yiwang.nets.incidents.views.pages import lead_of
from yiwang.web import forms, here, notices, store_door
from yiwang.web.asked import key_of
from yiwang.web.errors import bad_request
from yiwang.web.forms.of_matter import form_of
from yiwang.web.forms.sealing import split
from yiwang.web.here import city_day, new_number
from yiwang.web.permission import permission, require

_STREAMS = UUID("5f1d2c0e-8a4b-5c1d-9e3f-000000000915")


@permission("incident.open")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show the form of an incident, or record it."""
    city = here.city_now(request)
    matter = city.matters.get(city.incident_rules.matter)
    if matter is None:
        raise Http404
    lead = lead_of(request)
    require(request, "incident.open", Target(lead=lead, bodies=(lead,)))
    form = form_of(city, matter)
    section, answer, refusal = form.sections[0], None, None
    if request.method == "POST":
        key = key_of(request)
        if key is None:
            return bad_request(request)
        today = city_day(city)
        answer = forms.parse(form, section, request.POST, today=today)
        if answer.ok:
            made = _filed(request, matter, form, answer.values, key)
            if not isinstance(made, Refusal):
                notices.leave(request, "incidents.recorded")
                return HttpResponseRedirect(reverse("incidents:incident", args=[made]))
            refusal = made
    context = {
        "page": forms.bind(form, section, {}, answer),
        "refused": {"zh": refusal.zh, "en": refusal.en} if refusal is not None else None,
        "code": refusal.code if refusal is not None else "",
        "key": request.POST.get("key") or secrets.token_urlsafe(16),
    }
    status = 409 if refusal else 422 if answer and answer.problems else 200
    return render(request, "incidents/new.html", context, status=status)


def _filed(
    request: HttpRequest, matter: Matter, form: forms.Form, values: dict[str, Any], key: str
) -> str | Refusal:
    """File the case; return its number. A second post of the same form is the same case."""
    city = here.city_now(request)
    facts, sealed = split(matter, form, values, {})
    known = city.incident_rules.fields["known"]
    at = moment(request, str(facts.get(known, "")))
    if isinstance(at, Refusal):
        return at
    who = here.actor_of(request).signature
    stream = uuid5(_STREAMS, f"{here.city_key(request)}/{who}/{key}")
    command = File(
        case=str(stream),
        channel="online",
        facts={**facts, known: at.isoformat()},
        matter=matter.id,
        number=new_number(city),
        place=city.root,
    )
    done = store_door.ask(request, stream, command, key=f"incident:{stream}", secrets=sealed)
    return done if isinstance(done, Refusal) else done.state.number
