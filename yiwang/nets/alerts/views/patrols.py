"""Dike patrols: a page for the phone that keeps entries while there is no connection, and sends them later.

An entry's id is drawn by the phone (or by the form, without JavaScript): sent twice, it is one record. The
queue is asked as the form is: the same address, the same fields; it is answered in JSON where it says so.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.alerts.plans import Plan
from yiwang.kernel.refusal import Refusal
from yiwang.nets.alerts import frame, patrol_rules, saying
from yiwang.nets.alerts.kinds import PATROL, stream_of
from yiwang.nets.alerts.texts import FINDINGS
from yiwang.web import here, notices, store_door
from yiwang.web.permission import permission

SHOWN = 30
QUEUE = "queue"


@permission("patrol.record")
@require_safe
def listed(request: HttpRequest, plan: str) -> HttpResponse:
    """Show the form and the last patrols."""
    return page(request, plan)


def page(request: HttpRequest, id: str, refusal: Refusal | None = None) -> HttpResponse:
    """Show the form, or why an entry was refused."""
    plan = frame.plan_of(request, id)
    frame.require_of_plan(request, "patrol.record", plan)
    found = frame.states(request, PATROL, "plan = %s ORDER BY seen_at DESC LIMIT %s", (plan.id, SHOWN))
    own = [
        one for one in plan.dikes.values() if frame.may_of_body(request, "patrol.record", one.body, plan.body)
    ]
    now = store_door.now().astimezone(here.city_now(request).calendar.zone)
    context = {
        "plan": plan,
        "dikes": own,
        "findings": list(FINDINGS.items()),
        "patrols": _shown(request, plan, [one for _, one in found]),
        "refusal": refusal,
        "typed": request.POST if refusal else {"seen_at": f"{now:%Y-%m-%dT%H:%M}"},
        "entry": (request.POST.get("entry", "") if refusal else "") or str(frame.new_id()),
        "worker": reverse("alerts:patrol-worker", args=(plan.id,)),
    }
    return render(request, "alerts/patrols.html", context, status=409 if refusal else 200)


def _shown(request: HttpRequest, plan: Plan, patrols: list[Any]) -> list[dict[str, Any]]:
    sealed = {str(index): one.sealed["words"] for index, one in enumerate(patrols) if "words" in one.sealed}
    opened = store_door.opened(request, sealed)
    return [
        {
            "patrol": one,
            "dike": plan.dikes[one.dike].title if one.dike in plan.dikes else one.dike,
            "finding": FINDINGS[one.finding],
            "words": found if isinstance(found := opened.get(str(index)), str) else "",
        }
        for index, one in enumerate(patrols)
    ]


@permission("patrol.record")
@require_POST
def record(request: HttpRequest, plan: str) -> HttpResponse:
    """Record a patrol, from the form or from a phone's queue."""
    found = frame.plan_of(request, plan)
    answer = _recorded(request, found)
    if request.headers.get("X-Yiwang-Sends") == QUEUE:
        return _json(answer)
    if isinstance(answer, Refusal):
        return page(request, plan, answer)
    state = answer.state
    if state.opens is not None:
        notices.leave(request, "alerts.danger-opened", number=state.opens.number)
    else:
        notices.leave(request, "alerts.patrol-recorded")
    return HttpResponseRedirect(reverse("alerts:patrols", args=(found.id,)))


def _json(answer: Any) -> HttpResponse:
    """Answer a phone's queue: what it may let go, or why it must keep an entry."""
    if isinstance(answer, Refusal):
        return JsonResponse({"code": answer.code, "zh": answer.zh, "en": answer.en}, status=409)
    opens = answer.state.opens
    return JsonResponse({"number": opens.number if opens is not None else ""})


def _recorded(request: HttpRequest, plan: Plan) -> Any:
    written = frame.words(request.POST, "words")
    if isinstance(written, Refusal):
        return written
    seen = frame.moment(request, request.POST.get("seen_at", ""))
    if isinstance(seen, Refusal):
        return seen
    entry = _uuid(request.POST.get("entry", ""))
    if entry is None:
        return saying.not_here("登记编号", "id of the entry")
    dike = plan.dikes.get(request.POST.get("dike", ""))
    finding = request.POST.get("finding", "")
    opens = None
    if dike is not None and finding in FINDINGS and finding != "none" and plan.danger:
        place = plan.danger_place or dike.place
        opens = frame.opening(here.city_now(request), plan.danger, place, "", FINDINGS[finding])
    command = patrol_rules.Record(
        dike=dike.id if dike is not None else "",
        finding=finding[:20],
        opens=opens,
        plan=plan.id,
        seen_at=seen,
    )
    actor = here.actor_of(request).person
    stream = uuid5(stream_of(here.city_key(request), "patrol", plan.id), f"{actor}/{entry}")
    return store_door.ask(request, stream, command, key=f"patrol/{stream}", secrets=written, kind=PATROL)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@permission("patrol.record")
@require_safe
def worker(request: HttpRequest, plan: str) -> HttpResponse:
    """Give the script that keeps the page for when there is no connection; it serves this page alone."""
    found = frame.plan_of(request, plan)
    files = [static(one) for one in ("web/page.css", "web/page.js", "web/icon.svg", "alerts/patrol.js")]
    context = {
        "page": reverse("alerts:patrols", args=(found.id,)),
        "files": files,
        "version": sha256(" ".join(files).encode()).hexdigest()[:12],
    }
    return render(request, "alerts/worker.js", context, content_type="text/javascript; charset=utf-8")
