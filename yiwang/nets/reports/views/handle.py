"""What a body that handles a case sees of its reports: masked, and without who told; the relay to them."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yiwang.kernel.case import Case
from yiwang.kernel.numbers import read_number
from yiwang.kernel.personal_text import masked
from yiwang.kernel.refusal import Refusal
from yiwang.nets.reports import frame, marks, masking, queries, relays, saying, told_rules
from yiwang.nets.reports.kinds import TOLD
from yiwang.nets.reports.queries import Known
from yiwang.nets.reports.records import Told
from yiwang.store.execute import Done
from yiwang.web import here, notices, store_door
from yiwang.web.asked import key_of
from yiwang.web.permission import permission, require
from yiwang.web.words import T, Text

ACTS = ("write", "answer", "ask-who")


@dataclass(frozen=True)
class ShownTold:
    """What was told, as a body that handles it sees it."""

    id: UUID
    told: Told
    words: str
    where: str
    messages: list[tuple[datetime, Text, str]]
    asked: list[tuple[datetime, Text, str, Text]]
    contact: str


def case_or_404(request: HttpRequest, number: str) -> Case:
    """Return a case that whoever asks handles. Raises Http404."""
    known = read_number(number)
    case = queries.case_of(request, known) if known else None
    if case is None:
        raise Http404
    require(request, "report.handle", case.target)
    return case


@permission("report.handle")
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show what was told of a case, and take what the body writes, answers or asks."""
    found = case_or_404(request, number)
    refusal = None
    if request.method == "POST":
        done = act(request, found, request.POST.get("act", ""), request.POST.dict(), key_of(request))
        if not isinstance(done, Refusal):
            notices.leave(request, "report.done")
            return HttpResponseRedirect(reverse("reports:case", args=[found.number]))
        refusal = done
    return _page(request, found, refusal)


def _page(request: HttpRequest, found: Case, refusal: Refusal | None) -> HttpResponse:
    city = here.city_now(request)
    known = queries.told_of_case(request, UUID(found.id))
    context = {
        "case": found,
        "lines": [shown_told(request, one) for one in known],
        "body": my_body(request, found),
        "clauses": city.reports.reveal,
        "against": any(one.state.against for one in known),
        "key": str(frame.new_report()),
        "mark": marks.mark_of(here.actor_of(request), store_door.now().astimezone(city.calendar.zone)),
        "refusal": refusal,
    }
    return render(request, "reports/case.html", context, status=409 if refusal else 200)


def shown_told(request: HttpRequest, known: Known) -> ShownTold:
    """Return what was told for who sees the case: who told is not in it, unless that was made known."""
    city, told = here.city_now(request), known.state
    said = queries.opened(request, told)
    who = {"reporter": T("report.teller")}
    bodies = {held.body for held in here.actor_of(request).holdings}
    return ShownTold(
        id=known.id,
        told=told,
        words=said.get("words", ""),
        where=said.get("where", ""),
        messages=[
            (one.at, who.get(one.by) or here.body_in_words(city, one.by), said.get(one.field, ""))
            for one in told.lines
        ],
        asked=[
            (one.at, here.body_in_words(city, one.body), one.clause, T(f"report.reveal.{one.state}"))
            for one in told.asked
        ],
        contact=next((said[f"contact@{body}"] for body in sorted(bodies) if f"contact@{body}" in said), ""),
    )


def my_body(request: HttpRequest, case: Case) -> str:
    """Return the body for which whoever asks speaks of this case: the lead before those that assist."""
    held = [one.body for one in here.actor_of(request).holdings]
    order = [case.lead, *case.target.bodies]
    return next((body for body in order if body in held), "")


def act(request: HttpRequest, case: Case, act: str, sent: dict[str, Any], key: str | None) -> Done | Refusal:
    """Do one act on what was told of a case: a message and a request on one of them, an answer on all."""
    words = str(sent.get("words", "")).strip()
    if len(words) > saying.LONGEST:
        return saying.words_too_long(len(words))
    body = my_body(request, case)
    known = queries.told_of_case(request, UUID(case.id))
    if act != "answer":
        known = [one for one in known if str(one.id) == str(sent.get("told", ""))]
    command: Any = {
        "write": told_rules.Write(body=body),
        "answer": told_rules.GiveAnswer(body=body),
        "ask-who": told_rules.AskWho(body=body, clause=str(sent.get("clause", ""))),
    }.get(act)
    if command is None or not known:
        return saying.unknown()
    name = {"write": "message", "answer": "answer", "ask-who": "reason"}[act]
    done: Done | Refusal = saying.unknown()
    for one in known:
        done = store_door.ask(
            request,
            one.id,
            command,
            key=f"told:{act}:{one.id}:{key}" if key else None,
            secrets={name: masked(words) if act == "answer" else words} if words else {},
            kind=TOLD,
        )
        if isinstance(done, Refusal):
            return done
        now = store_door.now()
        relays.at_once(store_door.door(), here.city_key(request), TOLD.name, one.id, done.events, now)
    return done


@permission("report.handle")
@require_safe
def picture(request: HttpRequest, number: str, told: UUID, picture: int) -> HttpResponse:
    """Give one picture of a case's report, marked with who looked and when."""
    found = case_or_404(request, number)
    known = next((one for one in queries.told_of_case(request, UUID(found.id)) if one.id == told), None)
    if known is None:
        raise Http404
    return marked_picture(request, known.state, picture, masking.boxes_of(request.GET.get("boxes", "")[:400]))


def marked_picture(
    request: HttpRequest, told: Told, number: int, boxes: tuple[masking.Box, ...] | None = None
) -> HttpResponse:
    """Give one picture of what was told, marked, with these parts covered. Raises Http404."""
    name = f"picture#{number}"
    reference = told.sealed.get(name)
    content = store_door.opened(request, {name: reference})[name] if reference is not None else None
    if not isinstance(content, str):
        raise Http404
    zone = here.city_now(request).calendar.zone
    mark = marks.mark_of(here.actor_of(request), store_door.now().astimezone(zone))
    plain = base64.b64decode(content)
    raw = marks.marked(masking.covered(plain, boxes) if boxes else plain, mark)
    return HttpResponse(raw, content_type="image/jpeg", headers={"Cache-Control": "no-store"})
