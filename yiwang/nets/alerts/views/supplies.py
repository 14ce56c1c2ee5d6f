"""Shelters, for everybody to find; stocks, for staff: what is there, what moved."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.refusal import Refusal
from yiwang.nets.alerts import frame, shelter_rules, stock_rules
from yiwang.nets.alerts.kinds import SHELTER, STOCK, stream_of
from yiwang.nets.alerts.texts import WAYS
from yiwang.web import here, store_door
from yiwang.web.asked import key_of
from yiwang.web.permission import permission


@permission("alert.read")
@require_safe
def shelters(request: HttpRequest, plan: str) -> HttpResponse:
    """Show the shelters of a plan: where, whether open, how much room is left."""
    return shelters_page(request, plan)


def shelters_page(request: HttpRequest, id: str, refusal: Refusal | None = None) -> HttpResponse:
    """Show the shelters, or why an act on one was refused."""
    plan, city = frame.plan_of(request, id), here.city_now(request)
    states = {one.shelter: one for _, one in frame.states(request, SHELTER, "plan = %s", (plan.id,))}
    shown = []
    for one in plan.shelters.values():
        state = states.get(one.id)
        people = state.people if state is not None else 0
        shown.append(
            {
                "shelter": one,
                "place": frame.place_in_words(city, one.place),
                "body": here.body_in_words(city, one.body),
                "open": state is not None and state.open,
                "people": people,
                "room": max(one.capacity - people, 0),
                "may": frame.may_of_body(request, "shelter.keep", one.body, plan.body),
            }
        )
    context = {"plan": plan, "shelters": shown, "refusal": refusal, "key": str(frame.new_id())}
    return render(request, "alerts/shelters.html", context, status=409 if refusal else 200)


@permission("shelter.keep")
@require_POST
def keep_shelter(request: HttpRequest, plan: str, shelter: str) -> HttpResponse:
    """Open or close a shelter, take people in, record that they left."""
    found = frame.plan_of(request, plan)
    command = shelter_rules.Keep(
        act=request.POST.get("act", "")[:20],
        people=frame.amount(request.POST.get("people", "")),
        plan=found.id,
        shelter=shelter,
    )
    stream = stream_of(here.city_key(request), "shelter", found.id, shelter)
    answer = store_door.ask(request, stream, command, key=key_of(request), kind=SHELTER)
    if isinstance(answer, Refusal):
        return shelters_page(request, plan, answer)
    return frame.answered(request, answer, reverse("alerts:shelters", args=(found.id,)))


@permission("duty.read")
@require_safe
def stocks(request: HttpRequest, plan: str) -> HttpResponse:
    """Show the stocks of a plan and their last movements."""
    return stocks_page(request, plan)


def stocks_page(request: HttpRequest, id: str, refusal: Refusal | None = None) -> HttpResponse:
    """Show the stocks, or why a movement was refused."""
    plan, city = frame.plan_of(request, id), here.city_now(request)
    frame.require_of_plan(request, "duty.read", plan)
    states = {one.stock: one for _, one in frame.states(request, STOCK, "plan = %s", (plan.id,))}
    shown = []
    for one in plan.stocks.values():
        state = states.get(one.id)
        shown.append(
            {
                "stock": one,
                "body": here.body_in_words(city, one.body),
                "amount": state.amount if state is not None else one.amount,
                "out": state.out if state is not None else 0,
                "movements": [
                    (movement, WAYS[movement.way], words)
                    for movement, words in _words(request, state.movements[::-1][:10])
                ]
                if state is not None
                else [],
                "may": frame.may_of_body(request, "stock.keep", one.body, plan.body),
            }
        )
    context = {
        "plan": plan,
        "stocks": shown,
        "ways": list(WAYS.items()),
        "refusal": refusal,
        "typed": request.POST if refusal else {},
        "key": str(frame.new_id()),
    }
    return render(request, "alerts/stocks.html", context, status=409 if refusal else 200)


def _words(request: HttpRequest, movements: Any) -> list[tuple[Any, str]]:
    """Return movements with what was said of each, "" where it is not the reader's to see."""
    sealed = {str(index): one.sealed["words"] for index, one in enumerate(movements) if "words" in one.sealed}
    opened = store_door.opened(request, sealed)
    return [
        (one, found if isinstance(found := opened.get(str(index)), str) else "")
        for index, one in enumerate(movements)
    ]


@permission("stock.keep")
@require_POST
def keep_stock(request: HttpRequest, plan: str, stock: str) -> HttpResponse:
    """Record goods that came in, were taken, or were brought back."""
    found = frame.plan_of(request, plan)
    written = frame.words(request.POST, "words")
    if isinstance(written, Refusal):
        return stocks_page(request, plan, written)
    command = stock_rules.Shift(
        amount=frame.amount(request.POST.get("amount", "")),
        plan=found.id,
        stock=stock,
        way=request.POST.get("way", "")[:10],
    )
    stream = stream_of(here.city_key(request), "stock", found.id, stock)
    answer = store_door.ask(request, stream, command, key=key_of(request), secrets=written, kind=STOCK)
    if isinstance(answer, Refusal):
        return stocks_page(request, plan, answer)
    return frame.answered(request, answer, reverse("alerts:stocks", args=(found.id,)))
