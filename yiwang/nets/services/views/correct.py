"""Answering a correction notice: the same form, only what was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yiwang.kernel.commands import Correct
from yiwang.kernel.numbers import read_number
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services import drafts, filling, for_whom, matter_forms, queries
from yiwang.nets.services.drafts import CORRECT, Draft
from yiwang.nets.services.queries import CaseFile
from yiwang.nets.services.views import case_page
from yiwang.nets.services.views.case_page import Shown
from yiwang.store.wall import bearer
from yiwang.web import forms, notices, store_door, typed
from yiwang.web.forms import Form
from yiwang.web.here import city_day
from yiwang.web.permission import may, permission, require


def items_of(file: CaseFile) -> tuple[str, ...]:
    """Return what the last correction notice asked for, () when there was none."""
    asked = file.last("case.correction-asked")
    return tuple(asked.event.data.about.get("items", ())) if asked else ()


def _draft(request: HttpRequest, shown: Shown, form: Form) -> Draft:
    """Return the answer as far as it was typed; begun with what the case has now."""
    id = _id(request, shown.file)
    kept = drafts.find(request, id)
    if kept is not None and kept.purpose == CORRECT:
        return kept
    case = shown.file.case
    sealed = {name: one for name, one in case.sealed.items() if name in form.fields}
    if sealed and shown.internal:
        queries.note_reading(request, shown.file, "form", list(sealed))
    values = matter_forms.joined(form, case.facts, store_door.opened(request, sealed))
    return _begun(request, shown.file, values)


def _id(request: HttpRequest, file: CaseFile) -> UUID:
    return drafts.of_correction(file.stream, request.actor.person)  # type: ignore[attr-defined]


def _begun(request: HttpRequest, file: CaseFile, values: Mapping[str, Any]) -> Draft:
    """Return a new draft of a correction, of whoever asks, for whom the case is."""
    actor, case = request.actor, file.case  # type: ignore[attr-defined]
    other = actor.kind == "resident" and case.applicant != actor.person
    return Draft(
        _id(request, file),
        actor.person,
        case.matter,
        CORRECT,
        case.place,
        case.channel,
        values,
        principal=case.applicant if other else "",
    )


def _say_if_over(request: HttpRequest, number: str) -> None:
    """Where an agent's mandate is over meanwhile, keep what was typed, open nothing and say so.

    Raises:
        Conflict: the mandate is over.
    """
    known = read_number(number)
    actor = request.actor  # type: ignore[attr-defined]
    if known is None or actor.kind != "resident":
        return
    file = queries.case_file(request, known, bearer(known))
    if file is None or may(request, "case.correct", file.case.target):
        return
    kept = drafts.find(request, _id(request, file))
    begun = kept is not None and kept.purpose == CORRECT
    if not begun and getattr(request, "mandate_over", "") != file.case.applicant:
        return
    if request.method == "POST":
        _keep_typed(request, file, kept if begun else None)
    raise for_whom.correction_over()


def _keep_typed(request: HttpRequest, file: CaseFile, kept: Draft | None) -> None:
    case = file.case
    city = store_door.city_under(request.city.key, case.pack)  # type: ignore[attr-defined]
    form = matter_forms.correction_form(city, city.matters[case.matter], items_of(file))
    draft = kept or _begun(request, file, {})
    here, places = form.sections[0], matter_forms.places_of(city)
    answer = forms.parse(
        form, here, request.POST, request.FILES, known=draft.values, today=city_day(city), places=places
    )
    drafts.save(request, filling.with_answers(draft, here, answer), filling.files_of(answer))


@permission("case.correct", typed=typed.HERE)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for what the notice named, and send it to whoever asked."""
    _say_if_over(request, number)
    shown = case_page.shown_or_404(request, number)
    require(request, "case.correct", shown.file.case.target)
    items = items_of(shown.file)
    if not items or shown.file.case.phase != "correcting":
        raise Http404
    form = matter_forms.correction_form(shown.city, shown.matter, items)
    here, places = form.sections[0], matter_forms.places_of(shown.city)
    draft = _draft(request, shown, form)
    answer, refusal, again = None, None, False
    sent = (request.POST, request.FILES) if request.method == "POST" else typed.waiting(request)
    if sent is not None:
        again = request.method != "POST"
        answer = forms.parse(form, here, *sent, known=draft.values, today=city_day(shown.city), places=places)
        draft = drafts.save(request, filling.with_answers(draft, here, answer), filling.files_of(answer))
        if answer.ok and not again:
            refusal = _send(request, shown, form, draft)
            if refusal is None:
                notices.leave(request, "services.done.correct")
                return HttpResponseRedirect(reverse("services:case", args=[number]))
    elif typed_here := filling.typed_before(draft, form, here, city_day(shown.city), places):
        answer = typed_here
    notice = next((one for one in reversed(shown.file.case.papers) if one.kind == "correction"), None)
    return render(
        request,
        "services/correct.html",
        {
            "case": shown.file.case,
            "matter": shown.matter,
            "page": forms.bind(form, here, draft.values, answer, places=places),
            "notice_paper": notice,
            "again": again,
            "refusal": case_page.refusal_words(shown.city, refusal) if refusal else None,
        },
        status=409 if refusal else 422 if answer and answer.problems and request.method == "POST" else 200,
    )


def _send(request: HttpRequest, shown: Shown, form: Form, draft: Draft) -> Refusal | None:
    """Hand in the correction; the number of events so far makes its key, so twice is once."""
    matter = shown.matter
    facts, sealed = matter_forms.split(matter, form, draft.values, drafts.contents(request, draft))
    key = f"correct:{shown.file.stream}:{shown.file.case.corrections}"
    answer = store_door.ask(request, shown.file.stream, Correct(facts=facts), key=key, secrets=sealed)
    if isinstance(answer, Refusal):
        return answer
    drafts.discard(request, draft.id)
    return None
