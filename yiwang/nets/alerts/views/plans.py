"""A plan for everybody: its levels, what is measured now, how its response stands; and setting a level."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.access import Target
from yiwang.kernel.alerts.plans import rank
from yiwang.kernel.refusal import Refusal
from yiwang.nets.alerts import frame, reading, response_rules
from yiwang.nets.alerts.kinds import BULLETIN, RESPONSE, stream_of
from yiwang.nets.alerts.records import Response
from yiwang.web import here, store_door
from yiwang.web.asked import key_of
from yiwang.web.permission import permission, require


@permission("alert.read")
@require_safe
def plan(request: HttpRequest, plan: str) -> HttpResponse:
    """Show a plan and its response."""
    return page(request, plan)


def response_of(request: HttpRequest, plan: str) -> Response | None:
    """Return how a plan's response stands."""
    found: Response | None = frame.state(
        request, RESPONSE, stream_of(here.city_key(request), "response", plan)
    )
    return found


def page(request: HttpRequest, id: str, refusal: Refusal | None = None) -> HttpResponse:
    """Show a plan, or why an act on it was refused."""
    city, plan = here.city_now(request), frame.plan_of(request, id)
    response = response_of(request, plan.id)
    standing = response.level if response is not None else ""
    held = frozenset(one.position for one in here.actor_of(request).holdings)
    level = plan.level(standing)
    context: dict[str, Any] = {
        "plan": plan,
        "body": here.body_in_words(city, plan.body),
        "refusal": refusal,
        "level": level,
        "levels": reading.levels(city, plan, standing, frame.readings(request), held),
        "steps": [
            (one, reading.position_in_words(city, one.by), _readings(city, one.basis.readings))
            for one in reversed(response.steps if response is not None else ())
        ],
        "opened": [
            (one, frame.place_in_words(city, one.place))
            for one in (response.opened if response is not None else ())
        ],
        "may_end": level is not None and bool(held & set(level.change)),
        "staff": frame.may_of_plan(request, "duty.read", plan),
        "evacuation": bool(plan.villages) and frame.may_of_plan(request, "evacuation.keep", plan),
        "may_publish": frame.may_of_body(request, "bulletin.issue", plan.body),
        "bulletins": [
            one
            for _, one in frame.states(request, BULLETIN, "plan = %s ORDER BY at DESC LIMIT 20", (plan.id,))
        ],
        "typed": request.POST if refusal else {},
        "key": str(frame.new_id()),
    }
    return render(request, "alerts/plan.html", context, status=409 if refusal else 200)


def _readings(city: Any, values: dict[str, str]) -> list[tuple[Any, str]]:
    return [(reading.stream_in_words(city, name), value) for name, value in sorted(values.items())]


@permission("response.set")
@require_POST
def set_level(request: HttpRequest, plan: str) -> HttpResponse:
    """Start, raise, lower or end the response."""
    found = frame.plan_of(request, plan)
    require(request, "response.set", Target(lead=found.body, bodies=(found.body,)))
    city, key = here.city_now(request), here.city_key(request)
    wanted = found.level(request.POST.get("level", ""))
    written = frame.words(request.POST, "order")
    if isinstance(written, Refusal):
        return page(request, plan, written)
    response = response_of(request, found.id)
    up = wanted is not None and rank(wanted.id) > rank(response.level if response is not None else "")
    values = frame.readings(request)
    named = {one.stream for level in found.levels for one in level.thresholds}
    command = response_rules.SetLevel(
        plan=found.id,
        level=request.POST.get("level", "")[:10],
        order=written.get("order", ""),
        readings={name: str(value.normalize()) for name, value in values.items() if name in named},
        opens=tuple(
            frame.opening(city, one.matter, one.place, wanted.id, one.words)
            for one in (wanted.opens if wanted is not None and up else ())
        ),
    )
    stream = stream_of(key, "response", found.id)
    answer = store_door.ask(request, stream, command, key=key_of(request), kind=RESPONSE)
    if isinstance(answer, Refusal):
        return page(request, plan, answer)
    return frame.answered(request, answer, reverse("alerts:plan", args=(found.id,)), "alerts.level-set")
