"""Filling in a draft, one section a page; checking it; submitting it once."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiwang.kernel.material_ways import way_field
from yiwang.kernel.matter import City, Matter
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.responsibility import responsible
from yiwang.nets.services import (
    covered,
    draft_steps,
    drafts,
    filling,
    for_whom,
    form_changes,
    material_words,
    matter_forms,
    once,
    prefill,
    present,
    queries,
    signing,
)
from yiwang.nets.services.drafts import Draft
from yiwang.nets.services.views import case_page
from yiwang.web import forms, names, notices, store_door, typed
from yiwang.web.errors import Conflict
from yiwang.web.forms import Answer, Form
from yiwang.web.here import city_day, city_now
from yiwang.web.permission import may, permission
from yiwang.web.words import T, Text


def opened(request: HttpRequest, id: UUID) -> tuple[Draft, City, Matter, Form]:
    """Return the actor's draft with what belongs to it; the request then acts for whom it was begun.

    Raises:
        Http404: it is not theirs, or gone. Conflict: the mandate it was begun under is over.
    """
    found = _found(request, id)
    for_whom.enter(request, found[0])
    return found


def _found(request: HttpRequest, id: UUID) -> tuple[Draft, City, Matter, Form]:
    draft = drafts.find(request, id)
    if draft is None or draft.purpose != drafts.FILE:
        raise Http404
    city = city_now(request)
    matter = city.matters.get(draft.matter)
    if matter is None:
        raise Conflict(_gone(draft), (reverse("services:cases"), T("services.cases.title")))
    covering = covered.of_draft(request, city, matter, draft)
    return draft, city, matter, covered.form_without(city, matter, covering)


def _gone(draft: Draft) -> Refusal:
    said = T("services.matter-gone")
    return Refusal(
        code="services.matter-gone",
        zh=said["zh"],
        en=said["en"],
        params={"matter": draft.matter},
        next_step=dict(T("services.matter-gone.next")),
    )


def changed(request: HttpRequest, draft: Draft, city: City) -> list[Text]:
    """Return what of the form changed since the draft was begun; [] when nothing did."""
    if draft.pack in ("", city.pack):
        return []
    form = matter_forms.form_of(city, city.matters[draft.matter])  # the whole one: what is covered may change
    then = filling.form_then(request, draft)
    return form_changes.changes(then, form, draft.values) if then is not None else []


@permission("case.file", typed=typed.HERE)
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, draft: UUID, section: str) -> HttpResponse:
    """Show one page of the form; keep what is sent, sound or not, and go on when it is sound."""
    kept, city, matter, form = _found(request, draft)
    if request.method != "POST":
        for_whom.enter(request, kept)
    try:
        here = filling.page_named(form, section)
    except KeyError:
        raise Http404 from None
    if request.method != "POST" and (elsewhere := signing.held(request, kept)) is not None:
        return elsewhere
    day, places = city_day(city), matter_forms.places_of(city)
    answer, there, again = None, [], False
    fresh = not kept.saves.get(here.id) and here.id not in kept.typed and "own" not in request.GET
    offered = prefill.known(request, city, form, here, kept) if fresh else {}
    sent = (request.POST, request.FILES) if request.method == "POST" else typed.waiting(request)
    if sent is not None:
        again = request.method != "POST"
        answer = forms.parse(form, here, *sent, known=kept.values, today=day, places=places)
        there = filling.saved_elsewhere(kept, form, here, sent[0], answer, places)
        took = filling.with_files(kept, here, answer) if there else _taken(kept, form, here, answer, offered)
        kept = drafts.save(request, took, filling.files_of(answer))
        for_whom.enter(request, kept)  # only now: what was typed is kept whatever became of the mandate
        if answer.ok and not there and not again:
            return HttpResponseRedirect(_next(request, kept, form, here))
    else:
        answer = filling.typed_before(kept, form, here, day, places)
    index = form.sections.index(here) if here in form.sections else 0
    return render(
        request,
        "services/section.html",
        {
            "draft": kept,
            "matter": matter,
            "page": forms.bind(
                form,
                here,
                {**matter_forms.shown_first(here, offered), **kept.values},
                answer,
                places=places,
                sources={**{name: one.source for name, one in offered.items()}, **kept.sources},
            ),
            "offered": bool(offered) and sent is None,
            **_beside(request, kept, city, matter, form, here, fresh),
            "saved": kept.saves.get(here.id, 0),
            "there": there,
            "again": again,
            "changed": changed(request, kept, city),
            "before": form.sections[index - 1] if index else None,
            "whole": here not in form.sections,
            "sections": [(one, one.id in kept.seen, one.id == here.id) for one in form.sections],
            "for_whom": principal_in_words(request, kept),
        },
        status=_status(sent is not None and not again, answer, bool(there)),
    )


def _taken(
    draft: Draft, form: Form, here: forms.Section, answer: Answer, offered: dict[str, prefill.Known]
) -> Draft:
    """Return the draft with what was answered, where it came from, and the receipts of what products gave."""
    sources = prefill.sources(offered, answer.values)
    kept = prefill.with_receipts(draft, offered)
    return filling.with_answers(kept, here, answer, sources, filling.sections_of(form, here))


def _beside(
    request: HttpRequest,
    draft: Draft,
    city: City,
    matter: Matter,
    form: Form,
    here: forms.Section,
    fresh: bool,
) -> dict[str, Any]:
    """Return what a page says beside its questions: of materials, and what could not be filled in."""
    not_found = prefill.not_found(request, city, form, here, draft) if fresh else []
    return {
        "not_found": not_found,
        "covering": covered.shown_on(form, here, covered.of_draft(request, city, matter, draft)),
        "material_days": _material_days(city, matter, here),
    }


def _material_days(city: City, matter: Matter, here: forms.Section) -> list[tuple[Text, datetime, bool]]:
    """Return until when what may follow may come, on the page where that is chosen."""
    chosen = {way_field(one.id) for one in matter.guide.materials if one.follow is not None}
    if not chosen.intersection(one.name for one in here.fields):
        return []
    return material_words.days_if_filed(city, matter, store_door.now())


def _status(sent: bool, answer: Answer | None, there: bool) -> int:
    if not sent or answer is None:
        return 200
    return 409 if there else 422 if answer.problems else 200


def principal_in_words(request: HttpRequest, draft: Draft) -> Any:
    """Return the name of whom a draft is for, None for its writer's own and at the counter."""
    if draft.channel == "window":
        return None
    return names.names_of(request, [draft.principal]).get(draft.principal)


def _next(request: HttpRequest, draft: Draft, form: Form, here: forms.Section) -> str:
    index = form.sections.index(here) + 1 if here in form.sections else len(form.sections)
    if request.GET.get("back") == "check" or index >= len(form.sections):
        return reverse("services:check", args=[draft.id])
    return reverse("services:section", args=[draft.id, form.sections[index].id])


@permission("case.file")
@require_safe
def check(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Check your answers: everything on one page, each with the way to change it."""
    found = opened(request, draft)
    return signing.held(request, found[0]) or check_page(request, *found)


def check_page(
    request: HttpRequest,
    draft: Draft,
    city: City,
    matter: Matter,
    form: Form,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """Show the check page of a draft, with a refusal where there is one."""
    places = matter_forms.places_of(city)
    missing = forms.complete(form, draft.values, today=city_day(city), places=places)
    lead = responsible(city, matter, draft.place)
    return render(
        request,
        "services/check.html",
        {
            "draft": draft,
            "matter": matter,
            "blocks": forms.answers(form, draft.values, places=places, sources=draft.sources),
            "change_to": reverse("services:section", args=[draft.id, "SECTION"]) + "?back=check",
            "missing": [(form.section(id), problems) for id, problems in missing.items()],
            "place": matter_forms.place_in_words(city, draft.place),
            "lead": None if isinstance(lead, Refusal) else matter_forms.body_in_words(city, lead.lead),
            "refusal": case_page.refusal_words(city, refusal) if refusal else None,
            "for_whom": principal_in_words(request, draft),
            "changed": changed(request, draft, city),
            "covering": covered.of_draft(request, city, matter, draft).values(),
            "differing": once.differing(city, matter, form, draft),
            "pack": city.pack,
            "present": present.in_words(draft),
            "together": None if draft.channel == "window" else signing.rule_of(form, draft.values),
        },
        status=409 if refusal else 200,
    )


@permission("case.file", typed="services:check")
@require_POST
def submit(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Submit the draft. Pressed twice it files once: the draft's id is the case's id and its key."""
    actor = request.actor  # type: ignore[attr-defined]
    if drafts.find(request, draft) is None:
        known = queries.number_of(request, draft)
        own = {"", actor.person, *(one.id for one in actor.principals)}
        if known is None or known[1] not in own:
            raise Http404
        return HttpResponseRedirect(reverse("services:filed", args=[known[0]]))
    kept, city, matter, form = opened(request, draft)
    if (elsewhere := signing.held(request, kept)) is not None:
        return elsewhere
    if kept.channel != "window" and signing.rule_of(form, kept.values) is not None:
        return HttpResponseRedirect(reverse("services:check", args=[draft]))
    if forms.complete(form, kept.values, today=city_day(city), places=matter_forms.places_of(city)):
        return HttpResponseRedirect(reverse("services:check", args=[draft]))
    if request.POST.get("pack") != city.pack and changed(request, kept, city):
        return HttpResponseRedirect(reverse("services:check", args=[draft]))  # the changes are read first
    if kept.channel == "window" and not kept.present:
        return HttpResponseRedirect(reverse("services:draft-present", args=[draft]))
    answer = draft_steps.file(request, kept, city, matter, form)
    if isinstance(answer, Refusal):
        return check_page(request, kept, city, matter, form, answer)
    if not may(request, "case.read", answer.state.target):
        return _filed_elsewhere(request, answer.state, matter)
    return HttpResponseRedirect(reverse("services:filed", args=[answer.state.number]))


def _filed_elsewhere(request: HttpRequest, case: Any, matter: Matter) -> HttpResponse:
    """Tell a window that filed for another window's place the number; the case itself is theirs."""
    return render(
        request, "services/filed.html", {"case": case, "matter": matter, "elsewhere": True, "clocks": []}
    )


@permission("case.file")
@require_POST
def discard(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Throw a draft away, with everything typed into it; one that waits for signatures is withdrawn first."""
    kept = drafts.find(request, draft)
    if kept is not None and (elsewhere := signing.held(request, kept)) is not None:
        return elsewhere
    drafts.discard(request, draft)
    notices.leave(request, "services.draft.discarded")
    return HttpResponseRedirect(reverse("services:cases"))


@permission("case.read")
@require_safe
def filed(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm: the number, what happens next, and by when."""
    shown = case_page.shown_or_404(request, number)
    return render(request, "services/filed.html", case_page.context(request, shown))
