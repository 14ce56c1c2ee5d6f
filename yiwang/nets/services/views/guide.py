"""The list of services, the guide of one, and where it is to be done."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yiwang.kernel.bpmn.net import CALL, TASKS
from yiwang.kernel.matter import City, Matter, Text
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.responsibility import responsible
from yiwang.nets.services import (
    draft_steps,
    elements,
    granted_words,
    matter_forms,
    process_change,
    results,
)
from yiwang.nets.services.papers import Basis, basis
from yiwang.nets.services.views.case_page import refusal_words
from yiwang.web import actors, forms
from yiwang.web.here import city_now
from yiwang.web.permission import may, permission
from yiwang.web.words import T

PLACE_FORM = forms.read(
    {
        "type": "object",
        "properties": {
            "place": {
                "type": "string",
                "x-yw-kind": "place",
                "x-yw-level": "town",
                "x-yw-title": {"zh": "在哪里办", "en": "Where is it to be done"},
                "x-yw-help": {
                    "zh": "选经营场所、场所或者您居住的地方所在的乡镇、街道，由它决定哪个单位办理。",
                    "en": "Choose the town or subdistrict of the premises, or where you live. "
                    "It decides which body handles it.",
                },
            }
        },
        "required": ["place"],
    }
)


def matter_or_404(city: City, id: str) -> Matter:
    """Return a service of the city. Raises Http404 when it has none of this id."""
    matter = city.matters.get(id)
    if matter is None:
        raise Http404
    return matter


@permission("guide.read")
@require_safe
def guide(request: HttpRequest, matter: str) -> HttpResponse:
    """Show a service's guide (办事指南); `?place=` names who leads there."""
    city = city_now(request)
    one = matter_or_404(city, matter)
    place = request.GET.get("place", "")
    place = place if place in city.places else ""
    return render(
        request,
        "services/guide.html",
        {
            "matter": one,
            "channels": [T(f"services.channel.{channel}") for channel in one.channels],
            "steps": _steps(city, one),
            "clocks": [_limits(city, one, rule) for rule in one.clocks.values()],
            "basis": [basis(city, citation) for citation in one.basis],
            "materials": [
                (
                    elements.material_in_words(material, granted_words.may_cover(city, material.covered_by)),
                    basis(city, material.basis) if material.basis else None,
                )
                for material in one.guide.materials
            ],
            "path": city.catalogue.path(one.item.under),
            "elements": elements.of_matter(city, one),
            "compared": process_change.compared(request, city, one),
            "events": elements.events_of(city, one),
            "valid_for": results.valid_for(one),
            "fee_basis": basis(city, one.guide.fee["basis"]) if one.guide.fee.get("basis") else None,
            "place": place,
            "place_words": matter_forms.place_in_words(city, place) if place else None,
            "lead": _lead(city, one, place),
            "may_file": may(request, "case.file") or not actors.signed_in(request),
            "at_counter": request.actor.kind == "staff",  # type: ignore[attr-defined]
        },
    )


@permission("guide.read")
@require_safe
def guide_file(request: HttpRequest, matter: str, file: str) -> HttpResponse:
    """Give an example or a blank form of a guide, as a file to keep."""
    city = city_now(request)
    data = elements.file_of(request, city, matter_or_404(city, matter), file)
    if data is None:
        raise Http404
    answer = HttpResponse(data, content_type=elements.TYPES_OF_FILES[file.rsplit(".", 1)[-1]])
    answer["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer


def _steps(city: City, matter: Matter) -> list[tuple[Text, str, Text | None]]:
    """Return (title, inner limit, note) of the steps that a resident may expect, in order.

    The note of a call is the service called: what another body does under the same number.
    """
    found: list[tuple[Text, str, Text | None]] = [(T("services.step.file"), "", None)]
    if not matter.immediate:
        found.append((T("services.step.accept"), "", None))
    for node in matter.net.net.nodes if matter.net is not None else ():
        if node.kind != CALL and node.kind not in TASKS:
            continue
        note = T("services.step.not-counted") if node.interval else None
        if node.called in city.matters:
            note = city.matters[node.called].title
        found.append((node.title or {"zh": node.id, "en": node.id}, node.limit, note))
    if matter.decides:
        found.append((T("services.step.decide"), "", None))
        found.append((T("services.step.deliver"), "", None))
    return found


def _limits(city: City, matter: Matter, rule: Any) -> dict[str, Any]:
    step = matter.net.nodes.get(rule.starts) if matter.net is not None else None
    named = step.title if step is not None and step.title else dict.fromkeys(("zh", "en"), rule.starts)
    sources: list[Basis] = [basis(city, one) for one in dict.fromkeys((rule.source, rule.unit_source)) if one]
    return {
        "title": rule.title,
        "legal": {"zh": rule.legal.zh, "en": rule.legal.en} if rule.legal else T("services.clock.no-law"),
        "promised": {"zh": rule.promised.zh, "en": rule.promised.en} if rule.promised else None,
        "starts": T(f"services.starts.{rule.starts}") if rule.starts in STARTS else named,
        "sources": sources,
    }


STARTS = frozenset({"file", "receive", "accept", "decide", "correct", "forward"})


def _lead(city: City, matter: Matter, place: str) -> Text | None:
    """Return who leads: in the chosen place, or everywhere when the rule names one body."""
    if place:
        answer = responsible(city, matter, place)
        return None if isinstance(answer, Refusal) else matter_forms.body_in_words(city, answer.lead)
    return matter_forms.body_in_words(city, matter.lead.body) if matter.lead.body else None


@permission("case.file")
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, matter: str) -> HttpResponse:
    """Ask where it is to be done, then begin a draft there."""
    city = city_now(request)
    one = matter_or_404(city, matter)
    tree = matter_forms.places_of(city)
    answer, refusal = None, None
    values: dict[str, Any] = {}
    if request.method == "POST":
        answer = forms.parse(PLACE_FORM, PLACE_FORM.sections[0], request.POST, places=tree)
        if answer.ok:
            begun = _begin(request, city, one, answer.values["place"])
            if isinstance(begun, HttpResponseRedirect):
                return begun
            refusal = refusal_words(city, begun)
    else:
        wish = request.GET.get("place", "") or getattr(actors.persona_of(request, request.city), "place", "")  # type: ignore[attr-defined]
        values = {"place": wish} if len(tree.path(wish)) >= 2 else {}
        if values:
            values["place"] = tree.path(wish)[1]
    page = forms.bind(PLACE_FORM, PLACE_FORM.sections[0], values, answer, places=tree)
    status = 409 if refusal else 422 if answer and answer.problems else 200
    return render(
        request, "services/start.html", {"matter": one, "page": page, "refusal": refusal}, status=status
    )


def _begin(request: HttpRequest, city: City, matter: Matter, place: str) -> HttpResponseRedirect | Refusal:
    draft = draft_steps.begin(request, city, matter, place)
    if isinstance(draft, Refusal):
        return draft
    first = matter_forms.form_of(city, matter).sections[0].id
    return HttpResponseRedirect(reverse("services:section", args=[draft.id, first]))
