"""Who looked at my cases and acted on them; and breaking the glass of a case that is not one's own."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiwang.kernel.access import may
from yiwang.kernel.numbers import read_number, stream_id
from yiwang.kernel.people.glass import MINUTES, Break, Close
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services import glass, others, queries
from yiwang.nets.services.views import case_page
from yiwang.people.kinds import GLASS
from yiwang.store.wall import bearer
from yiwang.web import notices, store_door
from yiwang.web.errors import bad_request
from yiwang.web.permission import Denied, permission

LONGEST_REASON = 2000


@permission("case.withdraw")
@require_safe
def all_cases(request: HttpRequest) -> HttpResponse:
    """List what others did on all of the actor's cases."""
    return render(request, "services/others.html", {"deeds": others.deeds(request), "number": ""})


@permission("case.read")
@require_safe
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """List what others did on one case of the actor's."""
    shown = case_page.shown_or_404(request, number)
    if shown.internal:
        raise Denied("case.withdraw")
    found = others.deeds(request, shown.file.stream)
    return render(request, "services/others.html", {"deeds": found, "number": shown.file.case.number})


@permission("glass.break")
@require_http_methods(["GET", "HEAD", "POST"])
def break_glass(request: HttpRequest) -> HttpResponse:
    """Ask for the number and the reason; then the case can be read for an hour, under review."""
    posted = request.method == "POST"
    sent = request.POST if posted else request.GET
    number, reason = sent.get("number", "").strip()[:40], sent.get("reason", "").strip()[:LONGEST_REASON]
    this = stream_id(store_door.now(), secrets.token_bytes(10))
    refusal: Refusal | None = None
    if posted:
        asked = _uuid(request.POST.get("glass", ""))
        if asked is None:
            return bad_request(request)
        this = asked
        answer = _broken(request, this, number, reason)
        if not isinstance(answer, Refusal):
            return HttpResponseRedirect(reverse("services:case", args=[answer]))
        refusal = answer
    return render(
        request,
        "services/glass.html",
        {
            "number": number,
            "reason": reason if posted else "",
            "glass": this,
            "minutes": MINUTES,
            "opened": glass.open_now(request),
            "refusal": case_page.refusal_words(store_door.city_under(request.city.key, None), refusal)  # type: ignore[attr-defined]
            if refusal
            else None,
        },
        status=409 if refusal else 200,
    )


def _broken(request: HttpRequest, this: UUID, number: str, reason: str) -> str | Refusal:
    """Break the glass. Returns the number of the case that can now be read."""
    actor = request.actor  # type: ignore[attr-defined]
    known = read_number(number)
    found = queries.case_of_number(request, known, bearer(known)) if known else None
    if found is None:
        return Refusal(
            code="case.unknown",
            zh=f"没有编号为 {number} 的办件，请核对。" if number else "请填写办件编号。",
            en=f"There is no case {number}; check the number." if number else "Type the number of the case.",
        )
    case = found[1]
    if may(actor, "case.read", case.target):
        return case.number
    answer = store_door.ask(
        request,
        this,
        Break(glass=str(this), case=case.id, lead=case.lead),
        key=f"glass:{this}",
        kind=GLASS,
        secrets={"reason": reason} if reason else {},
    )
    return answer if isinstance(answer, Refusal) else case.number


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@permission("account.read")
@require_POST
def close_glass(request: HttpRequest) -> HttpResponse:
    """Close every break-glass of the actor now."""
    for one in glass.open_now(request):
        store_door.ask(request, one.id, Close(), key=f"glass-close:{one.id}", kind=GLASS)
    notices.leave(request, "services.glass.closed")
    return HttpResponseRedirect(reverse("home"))
