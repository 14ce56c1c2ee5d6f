"""The list of incidents, one incident with what it owes, one report to print."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yiwang.kernel.access import Target
from yiwang.kernel.access import may as allowed
from yiwang.kernel.case import ACCEPTED, PHASE_IN_WORDS
from yiwang.kernel.incident_reporting import HOW
from yiwang.kernel.incident_rules import PEOPLE
from yiwang.kernel.matter import Responsibility
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.responsibility import responsible_here
from yiwang.nets.incidents import reading, saying
from yiwang.web import here, store_door
from yiwang.web.chain import CaseFile
from yiwang.web.permission import may, permission

HANDLING = "handling"


@permission("incident.read")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List the incidents of the actor's bodies, newest first, with the report that is due first."""
    city, now = here.city_now(request), store_door.now()
    found, more = reading.listed(request, request.GET.get("after", "")[:80])
    lines = []
    for case in found:
        due = reading.next_of(case)
        lines.append(
            {
                "case": case,
                "grade": saying.grade(city, case),
                "operator": saying.named(
                    city.incident_rules.operators, case.reporting.operator if case.reporting else ""
                ),
                "phase": PHASE_IN_WORDS[case.phase],
                "next": saying.owed(city.incident_rules, due, now) if due is not None else None,
            }
        )
    context = {
        "lines": lines,
        "next": more,
        "may_open": may_open(request),
        "kept": bool(city.incident_rules.matter),
    }
    return render(request, "incidents/home.html", context)


def lead_of(request: HttpRequest) -> str:
    """Return the body that leads incidents of the city, "" where the pack keeps none."""
    city = here.city_now(request)
    matter = city.matters.get(city.incident_rules.matter)
    found = responsible_here(city, matter, city.root) if matter is not None else None
    return found.lead if isinstance(found, Responsibility) else ""


def may_open(request: HttpRequest) -> bool:
    """Say whether the actor may record an incident."""
    lead = lead_of(request)
    return bool(lead) and may(request, "incident.open", Target(lead=lead, bodies=(lead,)))


@permission("incident.read")
@require_safe
def incident(request: HttpRequest, number: str) -> HttpResponse:
    """Show one incident: its grade, what it owes to whom by when, what happened, what can be done."""
    return page(request, reading.file_or_404(request, number))


def page(request: HttpRequest, file: CaseFile, refused: Refusal | None = None, act: str = "") -> HttpResponse:
    """Return the page of one incident, with a refusal where an act was refused (409)."""
    case, now = file.case, store_door.now()
    city = store_door.city_under(here.city_key(request), case.pack)
    actor, rules, state = here.actor_of(request), city.incident_rules, case.reporting
    owed = [saying.owed(rules, one, now) for one in (state.owed if state is not None else ())]
    active = case.phase == ACCEPTED
    people = [one for one in owed if _kind(rules, one["one"].rule) == PEOPLE]
    context: dict[str, Any] = {
        "case": case,
        "phase": PHASE_IN_WORDS[case.phase],
        "grade": saying.grade(city, case),
        "state": state,
        "operator": saying.named(rules.operators, state.operator if state else ""),
        "lead": here.body_in_words(city, case.lead),
        "answers": saying.answers(city, case),
        "words": words_of(request, file),
        "owed": owed,
        "gradings": [
            (one, saying.named(rules.grades, one.grade)) for one in (state.gradings if state else ())
        ],
        "moments": [(one.at, saying.happened(one), saying.about(city, one)) for one in file.entries],
        "grades": list(rules.grades.items()),
        "hows": list(HOW.items()),
        "may_report": active and allowed(actor, "case.report", case.target),
        "may_grade": active and allowed(actor, "case.grade-incident", case.target),
        "may_spare": any(one["one"].open for one in people),
        "may_order": state is not None and state.people_spared,
        "now": now.astimezone(city.calendar.zone).strftime("%Y-%m-%d %H:%M"),
        "refused": {"zh": refused.zh, "en": refused.en} if refused is not None else None,
        "code": refused.code if refused is not None else "",
        "act": act,
        "typed": request.POST if refused is not None else {},
        "key": secrets.token_urlsafe(16),
    }
    return render(request, "incidents/incident.html", context, status=409 if refused is not None else 200)


def _kind(rules: Any, rule: str) -> str:
    found = rules.by_id().get(rule)
    return found.kind if found is not None else ""


def words_of(request: HttpRequest, file: CaseFile) -> str:
    """Return what happened as it was written, where the actor may open it; "" else."""
    wanted = {one: file.case.sealed[one] for one in ("words",) if one in file.case.sealed}
    if not allowed(here.actor_of(request), "case.read-sealed", file.case.target, HANDLING):
        return ""
    found = store_door.opened(request, wanted).get("words")
    return found if isinstance(found, str) else ""


@permission("incident.read")
@require_safe
def report(request: HttpRequest, number: str, owed: str) -> HttpResponse:
    """Show one report as it is sent: to whom, by which clause, what is known; to print."""
    file = reading.file_or_404(request, number)
    case = file.case
    city = store_door.city_under(here.city_key(request), case.pack)
    one = case.reporting.one(owed) if case.reporting is not None else None
    if one is None:
        raise Http404
    context = {
        "case": case,
        "state": case.reporting,
        "report": saying.owed(city.incident_rules, one, store_door.now()),
        "grade": saying.named(city.incident_rules.grades, one.grade),
        "operator": saying.named(city.incident_rules.operators, case.reporting.operator),
        "lead": here.body_in_words(city, case.lead),
        "answers": saying.answers(city, case),
        "words": words_of(request, file),
        "now": store_door.now(),
    }
    return render(request, "incidents/report.html", context)
