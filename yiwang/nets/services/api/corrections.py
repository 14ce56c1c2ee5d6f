"""补正与容缺: what a correction notice asks for and the answer to it; material that follows."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse

from yiwang.kernel.commands import Correct, HandIn
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services import material_words, matter_forms
from yiwang.nets.services.api import answers
from yiwang.nets.services.api.cases import tag_of
from yiwang.nets.services.api.handling import acted
from yiwang.nets.services.api.router import router
from yiwang.nets.services.api.words import Acted
from yiwang.nets.services.api.words_of_papers import Correction, CorrectionSent, FollowingMaterial
from yiwang.nets.services.views import case_page
from yiwang.nets.services.views.case_page import Shown
from yiwang.nets.services.views.correct import items_of
from yiwang.web import store_door
from yiwang.web.forms import Form
from yiwang.web.permission import require
from yiwang.web.rest.problems import refused
from yiwang.web.rest.sent import idempotency_key, own_key, read, require_current, with_files

PART = "correction"
BODY = with_files(
    CorrectionSent, PART, "`correction` as JSON; each file as a part named by its field (`floor_plan`)."
)
UNSOUND = {422: ("api.answers",)}
ONE_FILE = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "additionalProperties": {"type": "string", "format": "binary"},
                    "description": "The file, as a part named by the `field` of the material.",
                }
            }
        },
    }
}


@router.serve("GET", "/cases/{number}/correction", "case.correct", response=Correction)
def correction(request: HttpRequest, response: HttpResponse, number: str) -> dict[str, Any]:
    """Say what the last notice asked for, as a form of its own; 404 where none was given."""
    shown = _to_be_corrected(request, number)
    items = items_of(shown.file)
    if not items:
        raise Http404
    response["ETag"] = tag_of(shown.file)
    form, whole = _form(shown, items), matter_forms.form_of(shown.city, shown.matter)
    return {
        "number": shown.file.case.number,
        "open": shown.file.case.phase == "correcting",
        "items": [
            {
                "item": one,
                "field": matter_forms.field_of(whole, one),
                "title": matter_forms.item_title(whole, shown.matter, one),
            }
            for one in items
        ],
        "form": dict(form.schema),
    }


@router.serve(
    "POST",
    "/cases/{number}/correction",
    "case.correct",
    response=Acted,
    match="may",
    codes=UNSOUND,
    openapi_extra=BODY,
)
def correct(request: HttpRequest, response: HttpResponse, number: str) -> Any:
    """Answer the notice with all that it asked for; sent again with the same key it is answered once."""
    key, sent = idempotency_key(request), read(request, CorrectionSent, PART)
    shown = _to_be_corrected(request, number)
    items = items_of(shown.file)
    if not items:
        raise Http404
    if shown.file.case.phase == "correcting":
        require_current(request, tag_of(shown.file))
    form = _form(shown, items)
    found = answers.sound(form, sent.answers, request.FILES, **_reading(shown))
    facts, sealed = matter_forms.split(shown.matter, form, found.values, found.contents)
    stream = shown.file.stream
    name = own_key(request, key, f"correct/{stream}")
    done = store_door.ask(request, stream, Correct(facts=facts), key=name, secrets=sealed)
    return refused(done) if isinstance(done, Refusal) else acted(done, response)


@router.serve("GET", "/cases/{number}/materials", "case.read", response=list[FollowingMaterial])
def materials(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    """List the material that follows or was promised: until when, and what if it does not come."""
    shown = case_page.shown_or_404(request, number)
    found = material_words.coming(shown.file.case, shown.matter, store_door.now())
    whole = matter_forms.form_of(shown.city, shown.matter)
    return [
        {
            "material": one.id,
            "title": one.title,
            "field": matter_forms.field_of(whole, one.id),
            "state": one.state,
            "state_in_words": one.state_in_words,
            "until": one.until,
            "provisional": one.provisional,
            "late": one.late,
            "if_missing": one.says or None,
            "clause": one.clause,
            "awaited": one.awaited,
        }
        for one in found
    ]


@router.serve(
    "POST",
    "/cases/{number}/materials/{material}",
    "case.correct",
    response=Acted,
    codes=UNSOUND,
    openapi_extra=ONE_FILE,
)
def hand_in(request: HttpRequest, response: HttpResponse, number: str, material: str) -> Any:
    """Hand in one material that follows or was promised, as a file; with the same key once."""
    key, shown = idempotency_key(request), _to_be_corrected(request, number)
    known = material_words.coming(shown.file.case, shown.matter, store_door.now())
    if all(one.id != material for one in known):
        raise Http404
    form = _form(shown, (material,))
    found = answers.sound(form, {}, request.FILES, **_reading(shown))
    _, sealed = matter_forms.split(shown.matter, form, found.values, found.contents)
    stream = shown.file.stream
    name = own_key(request, key, f"hand-in/{stream}/{material}")
    done = store_door.ask(request, stream, HandIn(material=material), key=name, secrets=sealed)
    return refused(done) if isinstance(done, Refusal) else acted(done, response)


def _to_be_corrected(request: HttpRequest, number: str) -> Shown:
    """Return a case that the actor may correct. Raises Http404, or Denied."""
    shown = case_page.shown_or_404(request, number)
    require(request, "case.correct", shown.file.case.target)
    return shown


def _form(shown: Shown, items: tuple[str, ...]) -> Form:
    return matter_forms.correction_form(shown.city, shown.matter, items)


def _reading(shown: Shown) -> dict[str, Any]:
    day = store_door.now().astimezone(ZoneInfo(shown.city.zone)).date()
    return {"today": day, "places": matter_forms.places_of(shown.city)}
