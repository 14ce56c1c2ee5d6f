"""Evacuation by village: lists that open while a level holds, seen by those who move people."""

from __future__ import annotations

from typing import Any
from uuid import uuid5

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.access import Target
from yiwang.kernel.alerts.plans import Plan, Village
from yiwang.kernel.refusal import Refusal
from yiwang.nets.alerts import evacuation_rules, frame, relays, response_rules, saying
from yiwang.nets.alerts.kinds import EVACUATION, RESPONSE, stream_of
from yiwang.nets.alerts.records import EvacuationList
from yiwang.nets.alerts.texts import STATES
from yiwang.nets.alerts.views.plans import response_of
from yiwang.store.execute import Ask, execute
from yiwang.web import here, store_door
from yiwang.web.asked import key_of
from yiwang.web.permission import permission, require


def _village(request: HttpRequest, plan: str, place: str) -> tuple[Plan, Village]:
    found = frame.plan_of(request, plan)
    village = found.villages.get(place)
    if village is None:
        raise Http404
    return found, village


def _require(request: HttpRequest, plan: Plan, village: Village) -> None:
    require(request, "evacuation.keep", Target(lead=village.body, bodies=(village.body, plan.body)))


@permission("evacuation.keep")
@require_safe
def overview(request: HttpRequest, plan: str) -> HttpResponse:
    """Show every village with its list, as counts."""
    found, city = frame.plan_of(request, plan), here.city_now(request)
    frame.require_of_plan(request, "evacuation.keep", found)
    response = response_of(request, found.id)
    run = response.run if response is not None else 0
    lists = {
        one.place: one
        for _, one in frame.states(
            request, EVACUATION, "plan = %s AND run = %s ORDER BY number", (found.id, run)
        )
    }
    level = found.level(response.level) if response is not None else None
    shown = [
        {
            "village": one,
            "place": frame.place_in_words(city, one.place),
            "body": here.body_in_words(city, one.body),
            "open": response is not None and one.place in response.lists,
            "list": lists.get(one.place),
            "counted": _counted(lists.get(one.place)),
            "may": frame.may_of_body(request, "evacuation.keep", one.body, found.body),
        }
        for one in found.villages.values()
    ]
    context = {
        "plan": found,
        "villages": shown,
        "level": level,
        "holds": level is not None and level.evacuates,
    }
    return render(request, "alerts/evacuation.html", context)


def _counted(one: EvacuationList | None) -> list[tuple[Any, int]]:
    return [(STATES[name], count) for name, count in evacuation_rules.counted(one).items()] if one else []


@permission("evacuation.keep")
@require_safe
def village(request: HttpRequest, plan: str, place: str) -> HttpResponse:
    """Show one village's list."""
    return page(request, plan, place)


def page(request: HttpRequest, plan: str, place: str, refusal: Refusal | None = None) -> HttpResponse:
    """Show one village's list, or why an act on it was refused."""
    found, village = _village(request, plan, place)
    _require(request, found, village)
    response = response_of(request, found.id)
    _, one = _list(request, found, place)
    level = found.level(response.level) if response is not None else None
    shelter = found.shelters.get(village.shelter)
    context = {
        "plan": found,
        "village": village,
        "place": frame.place_in_words(here.city_now(request), place),
        "shelter": shelter.title if shelter is not None else None,
        "list": one,
        "open": one is not None and one.phase == "open",
        "households": _households(request, found, one),
        "counted": _counted(one),
        "holds": level is not None and level.evacuates,
        "level": level,
        "states": list(STATES.items()),
        "shelters": [(id, each.title) for id, each in found.shelters.items()],
        "refusal": refusal,
        "typed": request.POST if refusal else {},
        "key": str(frame.new_id()),
        "entry": str(frame.new_id()),
    }
    return render(request, "alerts/village.html", context, status=409 if refusal else 200)


def _list(request: HttpRequest, plan: Plan, place: str) -> tuple[Any, EvacuationList | None]:
    response = response_of(request, plan.id)
    if response is None:
        return None, None
    newest = "plan = %s AND run = %s AND place = %s ORDER BY number DESC LIMIT 1"
    found = frame.states(request, EVACUATION, newest, (plan.id, response.run, place))
    return found[0] if found else (None, None)


def _households(request: HttpRequest, plan: Plan, one: EvacuationList | None) -> list[dict[str, Any]]:
    if one is None:
        return []
    sealed = {
        f"{id}/{name}": reference
        for id, entry in one.entries.items()
        for name, reference in entry.sealed.items()
    }
    opened = store_door.opened(request, sealed)
    return [
        {
            "id": id,
            "entry": entry,
            "name": _said(opened.get(f"{id}/name")),
            "phone": _said(opened.get(f"{id}/phone")),
            "needs": _said(opened.get(f"{id}/needs")),
            "state": STATES[entry.state],
            "shelter": plan.shelters[entry.shelter].title if entry.shelter in plan.shelters else None,
        }
        for id, entry in one.entries.items()
    ]


def _said(found: Any) -> str:
    return found if isinstance(found, str) else ""


@permission("evacuation.keep")
@require_POST
def open_list(request: HttpRequest, plan: str, place: str) -> HttpResponse:
    """Open the list of a village, if the response lets it be."""
    found, village = _village(request, plan, place)
    _require(request, found, village)
    key = here.city_key(request)
    stream = stream_of(key, "response", found.id)
    command = response_rules.OpenList(place=place)
    if response_of(request, found.id) is None:
        return page(request, plan, place, saying.wrong_phase("现在没有应急响应", "There is no response now"))
    answer = store_door.ask(request, stream, command, key=key_of(request), kind=RESPONSE)
    if isinstance(answer, Refusal):
        return page(request, plan, place, answer)
    # The relay would begin it a moment later: whoever opens a list wants to write on it now.
    run, number = answer.state.run, answer.state.lists[place]
    begins = relays.begin_list(found, place, run, number)
    own = relays.list_stream(key, found.id, run, number)
    ask = Ask(key, EVACUATION, own, begins, relays.WHO, store_door.now(), key=f"list/{own}")
    execute(store_door.door(), ask)
    return frame.answered(request, answer, reverse("alerts:village", args=(found.id, place)))


def _on_list(
    request: HttpRequest,
    plan: str,
    place: str,
    command: Any,
    secrets: dict[str, str] | None = None,
    key: str | None = None,
) -> HttpResponse:
    found, village = _village(request, plan, place)
    _require(request, found, village)
    stream, one = _list(request, found, place)
    if one is None:
        return page(request, plan, place, saying.not_here("转移名单", "evacuation list"))
    answer = store_door.ask(
        request, stream, command, key=key or key_of(request), secrets=secrets, kind=EVACUATION
    )
    if isinstance(answer, Refusal):
        return page(request, plan, place, answer)
    return frame.answered(request, answer, reverse("alerts:village", args=(plan, place)))


@permission("evacuation.keep")
@require_POST
def enter(request: HttpRequest, plan: str, place: str) -> HttpResponse:
    """Put a household on the list."""
    written = frame.words(request.POST, "name", "phone", "needs")
    if isinstance(written, Refusal):
        return page(request, plan, place, written)
    entry = request.POST.get("entry", "")[:36]
    command = evacuation_rules.Enter(entry=entry, people=frame.amount(request.POST.get("people", "")))
    stream = stream_of(here.city_key(request), "entry", plan, place)
    return _on_list(request, plan, place, command, written, f"enter/{uuid5(stream, entry)}")


@permission("evacuation.keep")
@require_POST
def move(request: HttpRequest, plan: str, place: str) -> HttpResponse:
    """Say what became of a household."""
    command = evacuation_rules.Move(
        entry=request.POST.get("entry", "")[:36],
        shelter=request.POST.get("shelter", "")[:60],
        state=request.POST.get("state", "")[:20],
    )
    return _on_list(request, plan, place, command)


@permission("evacuation.keep")
@require_POST
def close(request: HttpRequest, plan: str, place: str) -> HttpResponse:
    """Close the list: everybody is back; names and numbers are erased."""
    return _on_list(request, plan, place, evacuation_rules.Close())
