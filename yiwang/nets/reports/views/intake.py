"""The body that takes reports in: what came, who told it (for a purpose, and seen by them), requests."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yiwang.kernel.access import scope
from yiwang.kernel.personal_text import masked
from yiwang.kernel.refusal import Refusal
from yiwang.nets.reports import frame, marks, queries, relays, rules, saying
from yiwang.nets.reports.kinds import REPORT
from yiwang.nets.reports.queries import PAGE, Known
from yiwang.nets.reports.rules import PURPOSES
from yiwang.nets.reports.shown import shown
from yiwang.store.execute import Done
from yiwang.web import here, notices, store_door
from yiwang.web.asked import key_of, page_number
from yiwang.web.permission import permission, require

SEALED = ("name", "phone", "email", "words", "where")


def bodies_of(request: HttpRequest) -> list[str]:
    """Return the bodies for which whoever asks takes reports in."""
    reaches = scope(here.actor_of(request), "report.intake")
    return sorted({body for one in reaches for body in one.values})


@permission("report.intake")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List what came, the newest first; those that wait for a word on who told apart."""
    city, page = here.city_now(request), page_number(request)
    bodies, only = bodies_of(request), request.GET.get("asked") == "1"
    found = queries.taken_in(request, bodies, page, only)
    lines = []
    for known in found[:PAGE]:
        told = queries.told_by_id(request, UUID(known.state.told))
        if told is not None:
            lines.append((known.id, known.state, told, frame.kind_in_words(city, told.kind)))
    context = {
        "lines": lines,
        "asked": only,
        "later": page + 1 if len(found) > PAGE else None,
        "earlier": page - 1 if page > 1 else None,
        "mine": city.reports.intake in bodies,
    }
    return render(request, "reports/intake.html", context)


def known_or_404(request: HttpRequest, report: UUID) -> Known:
    """Return a report that whoever asks took in. Raises Http404."""
    known = queries.report_by_id(request, report)
    if known is None:
        raise Http404
    require(request, "report.intake", rules.target_of(known.state))
    return known


@permission("report.intake")
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, report: UUID) -> HttpResponse:
    """Show a report masked; take a purpose to unmask it, and a word on who told."""
    known = known_or_404(request, report)
    refusal, clear = None, False
    if request.method == "POST":
        done = act(request, known, request.POST.dict(), key_of(request))
        if isinstance(done, Refusal):
            refusal = done
        elif request.POST.get("act") == "unmask":
            clear = True
        else:
            notices.leave(request, "report.done")
            return HttpResponseRedirect(reverse("reports:intake-one", args=[report]))
        known = known_or_404(request, report)
    return _page(request, known, "reports/intake_one.html", clear, refusal)


@permission("report.intake")
@require_safe
def printed(request: HttpRequest, report: UUID) -> HttpResponse:
    """Show a report to be printed: masked, with a mark of who printed it and when."""
    return _page(request, known_or_404(request, report), "reports/printed.html", False, None)


def _page(
    request: HttpRequest, known: Known, template: str, clear: bool, refusal: Refusal | None
) -> HttpResponse:
    city, one = here.city_now(request), shown(request, known)
    if one is None:
        raise Http404
    own = queries.opened(request, known.state) if clear else {}
    context = {
        "one": one,
        "words": one.words if clear else masked(one.words),
        "where": one.where if clear else masked(one.where),
        "contact": [(name, own[name]) for name in ("name", "phone", "email") if name in own] if clear else [],
        "has_contact": any(name in known.state.sealed for name in ("name", "phone", "email")),
        "clear": clear,
        "purposes": list(PURPOSES.items()),
        "waits": [asked for asked in one.asked if asked["clause"] and asked["answered_at"] is None],
        "key": str(frame.new_report()),
        "mark": marks.mark_of(here.actor_of(request), store_door.now().astimezone(city.calendar.zone)),
        "refusal": refusal,
    }
    answer = render(request, template, context, status=409 if refusal else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def act(request: HttpRequest, known: Known, sent: dict[str, Any], key: str | None) -> Done | Refusal:
    """Do one act of intake: unmask for a purpose, or decide on a request to know who told."""
    purpose = str(sent.get("purpose", ""))
    command: Any = {
        "unmask": rules.Unmask(fields=tuple(name for name in SEALED if name in known.state.sealed)),
        "permit": rules.Permit(body=str(sent.get("body", "")), allows=True),
        "refuse": rules.Permit(body=str(sent.get("body", "")), allows=False),
    }.get(str(sent.get("act", "")))
    if command is None:
        return saying.unknown()
    name = f"intake:{sent['act']}:{known.id}:{key}" if key else None
    done = store_door.ask(request, known.id, command, key=name, purpose=purpose, kind=REPORT)
    if isinstance(done, Done):
        door, now = store_door.door(), store_door.now()
        relays.at_once(door, here.city_key(request), REPORT.name, known.id, done.events, now)
    return done
