"""Follow a report: with number and code, or by account; write, agree, say that it is not fixed."""

from __future__ import annotations

import base64
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from yiwang.kernel.access import Actor
from yiwang.kernel.numbers import read_number
from yiwang.kernel.refusal import Refusal
from yiwang.nets.reports import frame, queries, relays, rules, saying
from yiwang.nets.reports.kinds import REPORT
from yiwang.nets.reports.queries import Known
from yiwang.nets.reports.shown import Shown, shown
from yiwang.store.execute import Done
from yiwang.store.wall import showing
from yiwang.web import codes, here, store_door
from yiwang.web.asked import key_of
from yiwang.web.permission import permission

ACTS = ("write", "agree", "decline", "not-fixed")


@permission("report.follow")
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List the reports of whoever is signed in."""
    city = here.city_now(request)
    lines = []
    for known in queries.own_reports(request):
        told = queries.told_by_id(request, UUID(known.state.told))
        if told is not None:
            lines.append((known.id, known.state, frame.kind_in_words(city, told.kind)))
    return render(request, "reports/mine.html", {"lines": lines})


@permission("report.follow")
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, report: UUID) -> HttpResponse:
    """Show one's own report, and take what is written about it."""
    known = queries.report_by_id(request, report)
    if known is None or not rules.is_theirs(known.state, here.actor_of(request)):
        raise Http404
    refusal = None
    if request.method == "POST":
        done = act(request, known, request.POST.get("act", ""), request.POST.dict(), None, key_of(request))
        refusal = done if isinstance(done, Refusal) else None
        known = queries.report_by_id(request, report) or known
    return _page(request, shown(request, known), refusal, {"address": request.path})


@permission("report.tell")
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Show a report to whoever has its number and code, and take what they write about it."""
    typed, code = request.POST.get("number", "").strip()[:40], request.POST.get("code", "")[:40]
    if request.method != "POST":
        return _page(request, None, None, {"number": request.GET.get("number", "")[:40]})
    found = by_code(request, typed, code)
    if isinstance(found, Refusal):
        return _page(request, None, found, {"number": typed})
    known, reader = found
    refusal = None
    if request.POST.get("act", ""):
        done = act(request, known, request.POST["act"], request.POST.dict(), reader, key_of(request))
        refusal = done if isinstance(done, Refusal) else None
        known = queries.report_by_id(request, known.id, reader) or known
    return _page(request, shown(request, known, reader), refusal, {"number": typed, "code": code})


def by_code(request: HttpRequest, typed: str, code: str) -> tuple[Known, Actor] | Refusal:
    """Return the report of this number and who shows its code."""
    number = read_number(typed)
    reader = showing(here.actor_of(request), codes.digest(code[:40], frame.CODES))
    known = queries.report_of(request, number, reader) if number else None
    if known is None or not rules.is_theirs(known.state, reader):
        return saying.wrong_code()
    return known, reader


def _page(
    request: HttpRequest, one: Shown | None, refusal: Refusal | None, typed: dict[str, str]
) -> HttpResponse:
    context: dict[str, Any] = {"one": one, "refusal": refusal, "key": str(frame.new_report()), **typed}
    answer = render(request, "reports/follow.html", context, status=409 if refusal else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def act(
    request: HttpRequest, known: Known, act: str, sent: dict[str, Any], actor: Actor | None, key: str | None
) -> Done | Refusal:
    """Do one act of whoever told: it reaches the other side at once."""
    words = str(sent.get("words", "")).strip()
    if len(words) > saying.LONGEST:
        return saying.words_too_long(len(words))
    ended = False
    if act == "not-fixed":
        told = queries.told_by_id(request, UUID(known.state.told), queries.PUBLIC)
        case = queries.case_behind(request, told) if told is not None else None
        ended = case is not None and case.ended_at is not None
    command: Any = {
        "write": rules.Write(),
        "agree": rules.Consent(body=str(sent.get("body", "")), agrees=True),
        "decline": rules.Consent(body=str(sent.get("body", "")), agrees=False),
        "not-fixed": rules.SayNotFixed(ended=ended),
    }.get(act)
    if command is None:
        return saying.unknown()
    name = "reason" if act == "not-fixed" else "message"
    secrets = {name: words} if words and act in ("write", "not-fixed") else {}
    done = store_door.ask(
        request,
        known.id,
        command,
        key=f"report:{act}:{key}" if key else None,
        secrets=secrets,
        kind=REPORT,
        actor=actor,
    )
    if isinstance(done, Done):
        relays.at_once(
            store_door.door(), here.city_key(request), REPORT.name, known.id, done.events, store_door.now()
        )
    return done


def picture_of(request: HttpRequest, told: Any, number: int, actor: Actor | None = None) -> HttpResponse:
    """Give one picture of what was told to who may see it. Raises Http404."""
    name = f"picture#{number}"
    if name not in told.sealed:
        raise Http404
    content = store_door.opened(request, {name: told.sealed[name]}, actor)[name]
    if not isinstance(content, str):
        raise Http404
    raw = base64.b64decode(content)
    return HttpResponse(raw, content_type="image/jpeg", headers={"Cache-Control": "no-store"})
