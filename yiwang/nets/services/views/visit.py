"""What was found on a visit, written down on a phone: one page, photos as files, whole without scripts."""

from __future__ import annotations

import base64
import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yiwang.kernel.acts.draft import VISIT
from yiwang.kernel.acts.meeting import OUTCOMES
from yiwang.kernel.case import Task
from yiwang.kernel.commands import RecordVisit
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services import handling_words, queries
from yiwang.nets.services.views import case_page
from yiwang.nets.services.views.case_page import Shown
from yiwang.web import notices, store_door
from yiwang.web.asked import key_of
from yiwang.web.errors import bad_request
from yiwang.web.forms.uploads import MEDIA, sniff, take
from yiwang.web.permission import permission, require
from yiwang.web.words import T

PHOTOS = ("jpeg", "png", "webp")
MOST_PHOTOS = 6
MOST_BYTES = 5 * 1024 * 1024


@permission("case.record-visit")
@require_http_methods(["GET", "POST"])
def findings(request: HttpRequest, number: str, task: str) -> HttpResponse:
    """Show the page of a visit that is arranged, or keep what was found there."""
    shown = case_page.shown_or_404(request, number)
    require(request, "case.record-visit", shown.file.case.target)
    visit = visit_or_404(shown, task)
    if request.method == "GET":
        return _page(request, shown, visit)
    key = key_of(request)
    if key is None:
        return bad_request(request)
    sent = request.POST
    answer = recorded(request, shown, visit.id, sent.get("outcome", ""), sent.get("findings", ""), key)
    if isinstance(answer, Refusal):
        return _page(request, shown, visit, answer)
    notices.leave(request, "services.done.record-visit")
    return HttpResponseRedirect(reverse("services:case", args=[number]))


def recorded(request: HttpRequest, shown: Shown, task: str, outcome: str, findings: str, key: str) -> Any:
    """Keep what was found, with the photos that came with the request. Returns Done or a refusal."""
    photos, wrong = _photos(request)
    if wrong is not None:
        return wrong
    words = {"findings": findings.strip()[:4000]}
    return store_door.ask(
        request,
        shown.file.stream,
        RecordVisit(task=task, outcome=outcome),
        key=key,
        secrets={name: text for name, text in words.items() if text} | photos,
    )


def visit_or_404(shown: Shown, task: str) -> Task:
    """Return a visit that is arranged. Raises Http404."""
    found = shown.file.case.task(task)
    if found is None or found.node != VISIT:
        raise Http404
    return found


def _photos(request: HttpRequest) -> tuple[dict[str, str], Refusal | None]:
    """Return the photos as the vault keeps them, `photo#1` …, or what is wrong with one."""
    kept: dict[str, str] = {}
    for file in request.FILES.getlist("photos")[: MOST_PHOTOS + 1]:
        taken: Any = take(file, PHOTOS, MOST_BYTES)
        if isinstance(taken, tuple):
            return {}, _no_photo(taken[0])
        kept[f"photo#{len(kept) + 1}"] = base64.b64encode(taken.content).decode()
    return ({}, _no_photo("too-many")) if len(kept) > MOST_PHOTOS else (kept, None)


def _no_photo(why: str) -> Refusal:
    return Refusal(
        code="services.no-photo",
        zh=f"照片应为 JPEG、PNG 或 WebP，每张不超过 5 MB，最多 {MOST_PHOTOS} 张。请重新选择。",
        en=f"Photos are JPEG, PNG or WebP, at most 5 MB each and {MOST_PHOTOS} in all. Choose them again.",
        params={"why": why},
    )


def _page(request: HttpRequest, shown: Shown, visit: Task, refusal: Refusal | None = None) -> HttpResponse:
    entry = next((one for one in shown.file.entries if one.event.data.about.get("task") == visit.id), None)
    note = entry.event.data.sealed.get("note") if entry else None
    opened = store_door.opened(request, {"note": note}) if note and shown.purpose else {}
    return render(
        request,
        "services/visit.html",
        {
            "case": shown.file.case,
            "matter": shown.matter,
            "place": case_page.matter_forms.place_in_words(shown.city, shown.file.case.place),
            "visit": visit,
            "appointment": next(
                (
                    one
                    for one in handling_words.appointments(
                        request,
                        shown.file.case,
                        shown.file,
                        shown.city,
                        actor=request.actor,  # type: ignore[attr-defined]
                    )
                    if one.record == visit.id
                ),
                None,
            ),
            "note": opened.get("note") if isinstance(opened.get("note"), str) else "",
            "outcomes": [(one, T(f"services.visit.{one}")) for one in OUTCOMES],
            "chosen": request.POST.get("outcome", ""),
            "findings": request.POST.get("findings", ""),
            "most": MOST_PHOTOS,
            "refusal": case_page.refusal_words(shown.city, refusal) if refusal else None,
            "key": secrets.token_urlsafe(16),
        },
        status=409 if refusal else 200,
    )


@permission("case.read-sealed", purpose=case_page.HANDLING)
@require_safe
def photo(request: HttpRequest, number: str, entry: int, photo: int) -> HttpResponse:
    """Give one photo of a visit to whoever handles the case; it is kept that it was looked at."""
    shown = case_page.shown_or_404(request, number)
    require(request, "case.read-sealed", shown.file.case.target, case_page.HANDLING)
    if not shown.internal:
        raise Http404
    made = next((one for one in shown.file.entries if one.seq == entry), None)
    name = f"photo#{photo}"
    if made is None or made.event.type != "case.visit-made" or name not in made.event.data.sealed:
        raise Http404
    queries.note_reading(request, shown.file, "examine", [name])
    content = store_door.opened(request, {name: made.event.data.sealed[name]})[name]
    if not isinstance(content, str):
        raise Http404
    raw = base64.b64decode(content)
    kind = sniff(raw)
    if kind not in PHOTOS:
        raise Http404
    return HttpResponse(raw, content_type=MEDIA[kind], headers={"Cache-Control": "no-store"})
