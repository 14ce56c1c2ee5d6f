"""Alerts for everybody: those in force, each with its signed messages, as pages and as a feed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yiwang.kernel.refusal import Refusal
from yiwang.nets.alerts import atom, frame, reading
from yiwang.nets.alerts.cap_sign import OwnKey
from yiwang.nets.alerts.kinds import ALERT, BULLETIN, RESPONSE
from yiwang.nets.alerts.records import DRAFT, IN_FORCE, Alert
from yiwang.web import here, store_door
from yiwang.web.permission import permission

SHOWN = 50
LIST = "phase = %s AND (expires IS NULL OR expires > %s) ORDER BY sent DESC LIMIT %s"


def in_force(request: HttpRequest) -> list[tuple[UUID, Alert]]:
    """Return the alerts in force now, the newest first; one whose time is over is none, swept or not."""
    return frame.states(request, ALERT, LIST, (IN_FORCE, store_door.now(), SHOWN))


@permission("alert.read")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what is in force: alerts, responses, bulletins; and where to go on."""
    city = here.city_now(request)
    responses = {one.plan: one for _, one in frame.states(request, RESPONSE, "true", ())}
    values = frame.readings(request)
    over = "phase IN ('cancelled', 'expired') ORDER BY sent DESC LIMIT %s"
    context = {
        "alerts": [reading.listed(id, one) for id, one in in_force(request)],
        "over": [reading.listed(id, one) for id, one in frame.states(request, ALERT, over, (10,))],
        "drafts": [
            reading.listed(id, one)
            for id, one in frame.states(request, ALERT, "phase = %s LIMIT %s", (DRAFT, SHOWN))
        ],
        "plans": [
            reading.plan_line(city, plan, responses.get(plan.id), values) for plan in city.plans.values()
        ],
        "bulletins": [
            one for _, one in frame.states(request, BULLETIN, "true ORDER BY at DESC LIMIT %s", (10,))
        ],
        "note": city.alerting.note,
        "may_draft": any(frame.may_of_body(request, "alert.draft", one) for one in city.issuers),
        "may_take": bool(city.alerting.senders)
        and frame.may_of_body(request, "alert.take", city.alerting.body),
    }
    return render(request, "alerts/home.html", context)


@permission("alert.read")
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Give the alerts in force as an Atom feed, each linked to its newest signed message."""
    city = here.city_now(request)
    entries = [
        atom.Entry(
            identifier=one.messages[-1].identifier,
            title=one.content.headline["zh"],
            summary=one.content.instruction.get("zh", ""),
            updated=one.messages[-1].sent,
            page=request.build_absolute_uri(reverse("alerts:one", args=(id,))),
            cap=request.build_absolute_uri(reverse("alerts:xml", args=(id, len(one.messages)))),
        )
        for id, one in in_force(request)
    ]
    whole = atom.feed(
        f"{city.title['zh']} 预警",
        request.build_absolute_uri(reverse("alerts:home")),
        request.build_absolute_uri(reverse("alerts:feed")),
        entries,
        store_door.now(),
    )
    return HttpResponse(whole, content_type="application/atom+xml; charset=utf-8")


@permission("alert.read")
@require_safe
def certificate(request: HttpRequest) -> HttpResponse:
    """Give the certificate the city signs alerts with, for other cities' registers."""
    signer = OwnKey(store_door.door().safe.keyring)
    pem = signer.certificate(here.city_key(request), store_door.now())
    name = f"{here.city_key(request)}-alerts.pem"
    return HttpResponse(
        pem,
        content_type="application/x-pem-file",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@permission("alert.read")
@require_safe
def one(request: HttpRequest, alert: UUID) -> HttpResponse:
    """Show one alert with its messages."""
    return page(request, alert)


def page(request: HttpRequest, id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    """Show one alert, or why an act on it was refused."""
    found: Alert | None = frame.state(request, ALERT, id)
    if found is None:
        raise Http404
    context: dict[str, Any] = reading.whole(request, id, found)
    ours = not found.source and frame.may_of_body(request, "alert.issue", found.body)
    context |= {
        "refusal": refusal,
        "may_issue": ours and found.phase == DRAFT,
        "may_cancel": ours and found.phase == IN_FORCE,
        "may_change": (ours and found.phase == IN_FORCE and not found.plan)
        or (found.phase == DRAFT and frame.may_of_body(request, "alert.draft", found.body)),
        "key": str(frame.new_id()),
    }
    return render(request, "alerts/one.html", context, status=409 if refusal else 200)


@permission("alert.read")
@require_safe
def xml(request: HttpRequest, alert: UUID, number: int) -> HttpResponse:
    """Give one message just as it was signed."""
    found: Alert | None = frame.state(request, ALERT, alert)
    if found is None or not 1 <= number <= len(found.messages):
        raise Http404
    message = found.messages[number - 1]
    return HttpResponse(
        message.xml.encode(),
        content_type="application/cap+xml",
        headers={"Content-Disposition": f'inline; filename="alert-{number}.xml"'},
    )
