"""Handing in a material that may follow, or that was promised: one page, one file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yiwang.kernel.commands import HandIn
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services import filling, material_words, matter_forms
from yiwang.nets.services.views import case_page
from yiwang.nets.services.views.case_page import Shown
from yiwang.web import forms, notices, store_door, typed
from yiwang.web.forms import Answer, Form
from yiwang.web.here import city_day
from yiwang.web.permission import permission, require


@permission("case.correct", typed=typed.HERE)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, number: str, material: str) -> HttpResponse:
    """Ask for one file and hand it in; sent twice it is handed in once."""
    shown = case_page.shown_or_404(request, number)
    require(request, "case.correct", shown.file.case.target)
    found = [
        one
        for one in material_words.coming(shown.file.case, shown.matter, store_door.now())
        if one.id == material
    ]
    if not found:
        raise Http404
    if not found[0].awaited:
        return HttpResponseRedirect(reverse("services:case", args=[number]))
    form = matter_forms.correction_form(shown.city, shown.matter, (material,))
    here, places = form.sections[0], matter_forms.places_of(shown.city)
    again = request.method != "POST" and typed.waiting(request) is not None
    answer, refusal = None, None
    if request.method == "POST":
        day = city_day(shown.city)
        answer = forms.parse(form, here, request.POST, request.FILES, today=day, places=places)
        if answer.ok:
            refusal = _send(request, shown, form, answer, material)
            if refusal is None:
                notices.leave(request, "services.done.hand-in")
                return HttpResponseRedirect(reverse("services:case", args=[number]))
    return render(
        request,
        "services/hand_in.html",
        {
            "case": shown.file.case,
            "matter": shown.matter,
            "one": found[0],
            "again": again,
            "page": forms.bind(form, here, {}, answer, places=places),
            "refusal": case_page.refusal_words(shown.city, refusal) if refusal else None,
        },
        status=409 if refusal else 422 if answer and answer.problems else 200,
    )


def _send(request: HttpRequest, shown: Shown, form: Form, answer: Answer, material: str) -> Refusal | None:
    """Hand the file in; a material is handed in once, so case and material make the key."""
    files = filling.files_of(answer)
    _, sealed = matter_forms.split(shown.matter, form, answer.values, files)
    key = f"hand-in:{shown.file.stream}:{material}"
    done = store_door.ask(request, shown.file.stream, HandIn(material=material), key=key, secrets=sealed)
    return done if isinstance(done, Refusal) else None
