"""A mandate that was shown on paper at the counter is recorded before the agent's case is filed."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid5

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yiwang.kernel.people.mandate import Record
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services import drafts
from yiwang.nets.services.drafts import Draft
from yiwang.nets.services.views import case_page
from yiwang.nets.services.views.apply import opened
from yiwang.people.kinds import MANDATE
from yiwang.web import forms, notices, store_door
from yiwang.web.here import city_day
from yiwang.web.permission import permission
from yiwang.web.words import T

SEALED = ("principal_name", "agent_name", "paper")


def _form() -> forms.Form:
    line = {"type": "string", "minLength": 1, "maxLength": 100, "x-yw-personal": True}
    properties = {name: {**line, "x-yw-title": dict(T(f"services.counter.{name}"))} for name in SEALED}
    properties["paper"] |= {"maxLength": 200, "x-yw-help": dict(T("services.counter.paper-help"))}
    for name in ("since", "until"):
        properties[name] = {
            "type": "string",
            "format": "date",
            "x-yw-title": dict(T(f"services.counter.{name}")),
        }
    properties["until"]["x-yw-not-before"] = "today"
    title = dict(T("services.counter.title"))
    return forms.read(
        {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "x-yw-sections": [{"id": "mandate", "title": title}],
        }
    )


@permission("mandate.record")
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Record who acts for whom, from when to when, and what was shown; the case is then the principal's."""
    kept, city, matter, _ = opened(request, draft)
    if kept.channel != "window":
        raise Http404
    form = _form()
    here = form.sections[0]
    answer, refusal = None, None
    if request.method == "POST" and not kept.principal:
        answer = forms.parse(form, here, request.POST, known={}, today=city_day(city))
        if answer.ok:
            refusal = _record(request, kept, answer.values)
            if refusal is None:
                notices.leave(request, "services.counter.done")
                return HttpResponseRedirect(reverse("services:check", args=[draft]))
    elif kept.principal:
        return HttpResponseRedirect(reverse("services:check", args=[draft]))
    page = forms.bind(form, here, {"since": city_day(city).isoformat()}, answer)
    return render(
        request,
        "services/shown_on_paper.html",
        {
            "draft": kept,
            "matter": matter,
            "page": page,
            "refusal": case_page.refusal_words(city, refusal) if refusal else None,
        },
        status=409 if refusal else 422 if answer and answer.problems else 200,
    )


def _record(request: HttpRequest, draft: Draft, values: dict[str, str]) -> Refusal | None:
    """Record the mandate for the draft's matter; nobody has an account for it, so both get new ids.

    The record's id follows from the draft's, so that sending twice records once.
    """
    stream = uuid5(draft.id, "mandate")
    command = Record(
        mandate=str(stream),
        principal=f"p-{secrets.token_hex(10)}",
        agent=f"p-{secrets.token_hex(10)}",
        since=date.fromisoformat(values["since"]),
        until=date.fromisoformat(values["until"]),
        matters=(draft.matter,),
    )
    done = store_door.ask(
        request,
        stream,
        command,
        key=f"mandate:{stream}",
        kind=MANDATE,
        secrets={name: values[name] for name in SEALED},
    )
    if isinstance(done, Refusal):
        return done
    drafts.save(request, replace(draft, principal=done.state.principal))
    return None
