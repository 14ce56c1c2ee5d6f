"""Drafts: begun, read, saved by version, filed, thrown away; the same ones as on the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Status

from yiwang.kernel.matter import City, Matter
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services import draft_steps, filling, matter_forms, present, queries, signing
from yiwang.nets.services import drafts as kept_drafts
from yiwang.nets.services.api import answers
from yiwang.nets.services.api.cases import clocks_of
from yiwang.nets.services.api.handling import acted
from yiwang.nets.services.api.router import router
from yiwang.nets.services.api.words_of_papers import (
    DraftBegun,
    DraftFiled,
    DraftPage,
    DraftSaved,
    DraftSubmitted,
    OneDraft,
)
from yiwang.nets.services.drafts import LISTED, Draft, Overtaken
from yiwang.nets.services.queries import case_file
from yiwang.nets.services.views import apply, continuing
from yiwang.nets.services.views.present import wrong
from yiwang.store.wall import bearer
from yiwang.web import forms, store_door
from yiwang.web.forms import Form
from yiwang.web.forms.parse import filled
from yiwang.web.here import city_day, city_now
from yiwang.web.permission import may
from yiwang.web.rest.problems import Unsound, refused
from yiwang.web.rest.sent import idempotency_key, own_id, read, require_current, with_files

PART = "draft"
BODY = with_files(DraftSaved, PART, "`draft` as JSON; each file as a part named by its field (`plan`).")
Why = Literal["renew", "change"]


@router.serve("GET", "/drafts", "case.file", response=DraftPage)
def drafts(request: HttpRequest, after: UUID | None = None) -> dict[str, Any]:
    """List one's own drafts, the last saved first, fifty a page; `after`: the last `next`."""
    found = kept_drafts.listed(request, after=after)
    return {
        "drafts": [
            {"draft": str(id), "matter": matter, "saved_at": at, "for_somebody": bool(principal)}
            for id, matter, at, principal in found
        ],
        "next": str(found[-1][0]) if len(found) == LISTED else None,
    }


@router.serve(
    "POST", "/drafts", "case.file", response={201: OneDraft, 200: OneDraft}, codes={422: ("api.no-service",)}
)
def begin(request: HttpRequest, response: HttpResponse, sent: DraftBegun) -> Any:
    """Begin a draft of a service in a place; sent again with the same key it answers 200 with that draft."""
    key, city = idempotency_key(request), city_now(request)
    id = own_id(request, key, "draft")
    before = kept_drafts.find(request, id)
    if before is None:
        matter = city.matters.get(sent.matter)
        if matter is None or matter.kind != "service":
            raise no_service(sent.matter)
        _not_filed(request, id)
        begun = draft_steps.begin(request, city, matter, sent.place, id=id)
        if isinstance(begun, Refusal):
            return refused(begun)
    response["Location"] = request.path.rstrip("/") + f"/{id}"
    return Status(201 if before is None else 200, _told(request, response, *apply.opened(request, id)))


def _not_filed(request: HttpRequest, id: UUID) -> None:
    """Raise Unsound where the draft of this id was filed: sent again, the request begins no second one."""
    if queries.number_of(request, id) is not None:
        raise Unsound(
            "api.draft-filed", "这份草稿已经提交。", "This draft has been filed already.", status=409
        )


def no_service(matter: str) -> Unsound:
    """Say that there is no such service."""
    return Unsound("api.no-service", f"没有这个事项: {matter[:80]}", f"There is no service {matter[:80]}.")


@router.serve("POST", "/cases/{number}/continue/{why}", "case.file", response={201: OneDraft, 200: OneDraft})
def continue_result(request: HttpRequest, response: HttpResponse, number: str, why: Why) -> Any:
    """Begin a draft that renews (延续) or changes (变更) a result, filled in with what it says."""
    id = own_id(request, idempotency_key(request), f"{why}/{number}")
    before = kept_drafts.find(request, id)
    if before is None:
        _not_filed(request, id)
        begun = continuing.begin(request, number, why, id=id)
        if isinstance(begun, Refusal):
            return refused(begun)
    response["Location"] = request.path.partition("/cases/")[0] + f"/drafts/{id}"
    return Status(201 if before is None else 200, _told(request, response, *apply.opened(request, id)))


@router.serve("GET", "/drafts/{uuid:draft}", "case.file", response={200: OneDraft, 304: None}, tagged=True)
def draft(request: HttpRequest, response: HttpResponse, draft: UUID) -> Any:
    """Give a draft: its answers, what is still to be mended, and what of the form changed meanwhile."""
    found = apply.opened(request, draft)
    tag = _tag(found[0])
    if request.headers.get("If-None-Match") == tag:
        response["ETag"] = tag
        return Status(304, None)
    return _told(request, response, *found)


@router.serve(
    "POST",
    "/drafts/{uuid:draft}/answers",
    "case.file",
    response=OneDraft,
    match="must",
    keyed=False,
    codes={422: ("api.answers",), 409: ("api.draft-waits",)},
    openapi_extra=BODY,
)
def save(request: HttpRequest, response: HttpResponse, draft: UUID) -> Any:
    """Save answers: those sent take the place of those there, null takes one away, the rest stays.

    What is not sound yet is told as `problems` and is no error: a draft may be half done.
    """
    kept, city, matter, form = apply.opened(request, draft)
    _open_still(request, kept)
    require_current(request, _tag(kept), must=True)
    sent = read(request, DraftSaved, PART)
    day, places = city_day(city), matter_forms.places_of(city)
    answers.say(answers.faults(form, sent.answers))
    whole = filling.page_named(form, filling.ALL)
    raw = filled(whole, _merged(form, kept, sent.answers), places)
    left = {one for one, value in sent.answers.items() if value is None}
    known = {name: value for name, value in kept.values.items() if name not in left}
    answer = forms.parse(form, whole, raw, request.FILES, known=known, today=day, places=places)
    took = filling.with_answers(kept, whole, answer, covers=filling.sections_of(form, whole))
    try:
        took = kept_drafts.save(request, took, filling.files_of(answer), only_if=kept.version)
    except Overtaken:
        require_current(request, "")
    return _told(request, response, took, city, matter, form)


def _merged(form: Form, kept: Draft, sent: Mapping[str, Any]) -> dict[str, Any]:
    both = {**kept.values, **sent}
    return {name: value for name, value in both.items() if value is not None and name in form.fields}


@router.serve(
    "POST",
    "/drafts/{uuid:draft}/submit",
    "case.file",
    response={201: DraftFiled, 200: DraftFiled},
    codes={
        422: ("api.answers", "api.nobody-present", "services.present-number"),
        409: ("api.signed-together", "services.form-changed"),
    },
)
def submit(request: HttpRequest, response: HttpResponse, draft: UUID, sent: DraftSubmitted) -> Any:
    """File the draft. Sent again it answers 200 with the case that is there: a draft is filed once."""
    idempotency_key(request)
    if kept_drafts.find(request, draft) is None:
        return _filed_before(request, draft)
    kept, city, matter, form = apply.opened(request, draft)
    _open_still(request, kept)
    if kept.channel != "window" and signing.rule_of(form, kept.values) is not None:
        raise answers.signed_together()
    missing = forms.complete(form, kept.values, today=city_day(city), places=matter_forms.places_of(city))
    answers.say([one for found in missing.values() for one in found])
    _form_is_known(request, kept, city, form, sent.pack)
    kept = _with_present(request, kept, city, sent)
    done = draft_steps.file(request, kept, city, matter, form)
    if isinstance(done, Refusal):
        return refused(done)
    told = {**acted(done, response), "clocks": clocks_of(done.state, city, matter)}
    response["Location"] = request.path.partition("/drafts/")[0] + f"/cases/{done.state.number}"
    return Status(200 if done.repeated else 201, told)


def _filed_before(request: HttpRequest, draft: UUID) -> Any:
    actor = request.actor  # type: ignore[attr-defined]
    known = queries.number_of(request, draft)
    own = {"", actor.person, *(one.id for one in actor.principals)}
    if known is None or known[1] not in own:
        raise Http404
    file = case_file(request, known[0], bearer(known[0]))
    if file is None or not may(request, "case.read", file.case.target):
        raise Http404
    last = file.entries[-1]
    city = store_door.city_under(request.city.key, file.case.pack)  # type: ignore[attr-defined]
    told = {
        "number": file.case.number,
        "phase": file.case.phase,
        "seq": last.seq,
        "head": last.hash.hex(),
        "repeated": True,
        "clocks": clocks_of(file.case, city, city.matters[file.case.matter]),
    }
    return Status(200, told)


def _form_is_known(request: HttpRequest, kept: Draft, city: City, form: Form, pack: str) -> None:
    """Hold a draft whose form changed since it was begun, until who files says to have read the changes."""
    changes = apply.changed(request, kept, city) if pack != city.pack else []
    if changes:
        raise Unsound(
            "services.form-changed",
            "草稿开始以后表单有变化，见 changes。看过以后，请带上 pack 再提交。",
            "The form changed since the draft was begun; see `changes`. Read them and send `pack`.",
            status=409,
            changes=[dict(one) for one in changes],
            pack=city.pack,
        )


def _with_present(request: HttpRequest, kept: Draft, city: City, sent: DraftSubmitted) -> Draft:
    """Return the draft with whom the window saw. Raises Unsound where nobody was named."""
    if kept.channel != "window":
        return kept
    if sent.present is not None:
        told = {name: getattr(sent.present, name) for name in present.FIELDS}
        refusal = wrong(told, city_day(city))
        if refusal is not None:
            raise Unsound(refusal.code, refusal.zh, refusal.en)
        return replace(kept, present=told)
    if not kept.present:
        raise answers.nobody_present()
    return kept


@router.serve("DELETE", "/drafts/{uuid:draft}", "case.file", response={204: None}, match="may")
def discard(request: HttpRequest, draft: UUID) -> Any:
    """Throw a draft away, with everything in it. One that is gone already is no error."""
    kept = kept_drafts.find(request, draft)
    if kept is not None:
        _open_still(request, kept)
        require_current(request, _tag(kept))
        kept_drafts.discard(request, draft)
    return Status(204, None)


def _open_still(request: HttpRequest, kept: Draft) -> None:
    """Raise Unsound where the draft waits for signatures, or was filed when all had signed."""
    if signing.held(request, kept) is not None:
        raise Unsound(
            "api.draft-waits",
            "这份草稿在等共同申请人签名，请在网页上办理。",
            "This draft waits for the signatures of several people; that is done on its pages.",
            status=409,
        )


def _tag(kept: Draft) -> str:
    return f'"{kept.version}"'


def _told(
    request: HttpRequest, response: HttpResponse, kept: Draft, city: City, matter: Matter, form: Form
) -> dict[str, Any]:
    """Return a draft as `OneDraft` has it; the answer bears its version."""
    response["ETag"] = _tag(kept)
    missing = forms.complete(form, kept.values, today=city_day(city), places=matter_forms.places_of(city))
    found = [one for each in missing.values() for one in each]
    return {
        "draft": str(kept.id),
        "matter": matter.id,
        "title": matter.title,
        "place": kept.place,
        "channel": kept.channel,
        "saved_at": kept.updated_at,
        "pack": city.pack,
        "answers": dict(kept.values),
        "complete": not found,
        "problems": [{"field": one.field, "code": one.code, **one.says} for one in found],
        "changes": [dict(one) for one in apply.changed(request, kept, city)],
    }
