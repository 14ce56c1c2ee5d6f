"""A clerk records who stands at the counter, before the case is filed for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yiwang.kernel.refusal import Refusal
from yiwang.nets.services import drafts, present
from yiwang.nets.services.views import case_page
from yiwang.nets.services.views.apply import opened
from yiwang.web import forms, notices, typed
from yiwang.web.forms import identifiers
from yiwang.web.here import city_day
from yiwang.web.permission import permission

NUMBERED = frozenset({"resident-id", "temporary-id", "household-book"})
"""Documents that bear the resident identity number."""


@permission("case.receive", typed=typed.HERE)
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Record who is there, which document was checked, and how they agreed to what was typed."""
    kept, city, matter, _ = opened(request, draft)
    if kept.channel != "window":
        raise Http404
    form = present.form()
    here, answer, refusal = form.sections[0], None, None
    if request.method == "POST":
        answer = forms.parse(form, here, request.POST, known={}, today=city_day(city))
        if answer.ok:
            refusal = wrong(answer.values, city_day(city))
            if refusal is None:
                drafts.save(
                    request, replace(kept, present={one: answer.values[one] for one in present.FIELDS})
                )
                notices.leave(request, "services.present.done")
                return HttpResponseRedirect(reverse("services:check", args=[draft]))
    page = forms.bind(form, here, dict(kept.present), answer)
    return render(
        request,
        "services/present.html",
        {
            "draft": kept,
            "matter": matter,
            "page": page,
            "refusal": case_page.refusal_words(city, refusal) if refusal else None,
        },
        status=409 if refusal else 422 if answer and answer.problems else 200,
    )


def wrong(values: dict[str, str], day: date) -> Refusal | None:
    """Return the refusal of a number that no such document can bear; the number itself is not repeated."""
    bare = "".join(values["number"].split()).upper()
    if values["document"] not in NUMBERED or identifiers.identity_fault(bare, day) is None:
        return None
    return Refusal(
        code="services.present-number",
        zh="证件号码不对：居民身份号码是 18 位，最后一位是校验码。请对照证件再输一次。",
        en="The number is wrong: a resident identity number has 18 characters, the last of which checks the "
        "others. Compare it with the document.",
    )
