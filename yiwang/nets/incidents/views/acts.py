"""What is done with an incident: a report sent, its receipt, a new grade, people spared or told after all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from yiwang.kernel.command import Command
from yiwang.kernel.incident_commands import (
    ConfirmReport,
    GradeIncident,
    OrderTelling,
    SendReport,
    SparePeople,
)
from yiwang.kernel.refusal import Refusal
from yiwang.nets.incidents import reading
from yiwang.nets.incidents.views.pages import page
from yiwang.web import here, notices, store_door
from yiwang.web.asked import key_of, local_moment
from yiwang.web.errors import bad_request
from yiwang.web.permission import permission

LONGEST = 2000
Made = Command | Refusal


def moment(request: HttpRequest, typed: str) -> datetime | Refusal:
    """Return a typed local day and time, `2026-11-28 15:30`, in the city's zone."""
    at = local_moment(typed, here.city_now(request).calendar.zone)
    if at is not None:
        return at
    return Refusal(
        code="incident.no-moment",
        zh=f"看不懂时间“{typed[:25]}”，请写作 2026-11-28 15:30。",
        en=f"{typed[:25] or 'Nothing'} is no time; write 2026-11-28 15:30.",
    )


def _done(request: HttpRequest, number: str, act: str, field: str, make: Callable[[], Made]) -> HttpResponse:
    key = key_of(request)
    if key is None:
        return bad_request(request)
    file = reading.file_or_404(request, number)
    written = request.POST.get(field, "").strip()[:LONGEST]
    command = make()
    answer: Any = command
    if not isinstance(command, Refusal):
        secrets = {field: written} if written else {}
        answer = store_door.ask(request, file.stream, command, key=key, secrets=secrets)
    if isinstance(answer, Refusal):
        return page(request, reading.file_or_404(request, number), answer, act)
    notices.leave(request, f"incidents.done.{act.partition(':')[0]}")
    return HttpResponseRedirect(reverse("incidents:incident", args=[number]))


@permission("case.report")
@require_POST
def send(request: HttpRequest, number: str, owed: str) -> HttpResponse:
    """Record that a report went out."""

    def made() -> Made:
        at = moment(request, request.POST.get("at", ""))
        if isinstance(at, Refusal):
            return at
        return SendReport(owed=owed, how=request.POST.get("how", "")[:20], at=at)

    return _done(request, number, f"send:{owed}", "note", made)


@permission("case.report")
@require_POST
def confirm(request: HttpRequest, number: str, owed: str) -> HttpResponse:
    """Record that those who were told confirmed a report."""

    def made() -> Made:
        at = moment(request, request.POST.get("at", ""))
        return at if isinstance(at, Refusal) else ConfirmReport(owed=owed, at=at)

    return _done(request, number, f"confirm:{owed}", "note", made)


@permission("case.grade-incident")
@require_POST
def grade(request: HttpRequest, number: str) -> HttpResponse:
    """Grade an incident anew, with the reason."""
    return _done(
        request, number, "grade", "reason", lambda: GradeIncident(grade=request.POST.get("grade", "")[:20])
    )


@permission("case.grade-incident")
@require_POST
def spare(request: HttpRequest, number: str) -> HttpResponse:
    """Record that harm is averted and the people need not be told, with the reason."""
    return _done(request, number, "spare", "reason", SparePeople)


@permission("case.grade-incident")
@require_POST
def order(request: HttpRequest, number: str) -> HttpResponse:
    """Record that the authority orders the people to be told, with its order."""
    return _done(request, number, "order", "reason", OrderTelling)
