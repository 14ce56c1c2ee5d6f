"""One's own positions, who stands in for them, and giving one to a colleague for a time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.matter import City
from yiwang.kernel.people import person as rules
from yiwang.kernel.people.held import Person
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.roles import ADMINISTRATORS
from yiwang.nets.people import names, queries
from yiwang.nets.people.asking import ask
from yiwang.nets.people.frame import frame, refusal_words
from yiwang.nets.people.inputs import Input, Option, Typed, Unreadable, of_day
from yiwang.nets.people.offers import Offer, Refused, with_refused
from yiwang.nets.people.queries import Holder
from yiwang.nets.people.words import giver, how_in_words, period, position_in_words
from yiwang.people.ids import person_stream
from yiwang.people.kinds import PERSON
from yiwang.web import notices
from yiwang.web.asked import key_of
from yiwang.web.errors import bad_request
from yiwang.web.here import actor_of, city_day, city_key, city_now
from yiwang.web.permission import Denied, permission
from yiwang.web.words import T


@permission("account.read")
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show one's own positions. No name is opened: colleagues stand by position."""
    if actor_of(request).kind != "staff":
        raise Denied("account.read")
    return render(request, "desk/mine.html", _page(request, city_now(request)))


@permission("person.delegate")
@require_POST
def delegate(request: HttpRequest) -> HttpResponse:
    """Give one of one's own positions to a colleague for a time, and keep it."""
    key = key_of(request)
    if key is None:
        return bad_request(request)
    typed = Typed({name: request.POST.getlist(name) for name in request.POST})
    refusal = _delegated(request, typed, key)
    if refusal is not None:
        context = _page(request, city_now(request), Refused(refusal, "delegate", typed))
        return render(request, "desk/mine.html", context, status=409)
    notices.leave(request, "desk.done.delegate")
    return HttpResponseRedirect(reverse("desk:mine"))


@permission("person.delegate")
@require_POST
def undelegate(request: HttpRequest) -> HttpResponse:
    """End early what one delegated: from this moment on, and the colleague's sessions with it."""
    key = key_of(request)
    if key is None:
        return bad_request(request)
    typed = Typed({name: request.POST.getlist(name) for name in request.POST})
    city = city_now(request)
    command = rules.Undelegate(position=typed.one("position"), last=city_day(city) - timedelta(days=1))
    answer = ask(request, PERSON, person_stream(city_key(request), typed.one("whom")), command, key=key)
    if isinstance(answer, Refusal):
        context = _page(request, city, Refused(answer, "undelegate", typed))
        return render(request, "desk/mine.html", context, status=409)
    notices.leave(request, "desk.done.undelegate")
    return HttpResponseRedirect(reverse("desk:mine"))


def _page(request: HttpRequest, city: City, refused: Refused | None = None) -> dict[str, Any]:
    on = city_day(city)
    actor = actor_of(request)
    record = queries.person(request, actor.person)
    bodies = sorted({held.body for held in actor.holdings})
    colleagues = queries.holders(request, bodies, on)
    by_person = {one.person: one for one in colleagues if one.how == "own"}
    offer = Offer("delegate", reverse("desk:mine-delegate"), _asks(request, city, on, colleagues), main=True)
    return {
        **frame(request, "", (T("desk.mine"), "")),
        "spells": _spells(record, city, on, by_person),
        "standing": [
            {
                "position": position_in_words(city, one.position),
                "who": _by_position(city, one.person, by_person),
                "how": how_in_words(one.how),
                "period": period(one.since, one.until),
                "delegate": one if one.how == "delegated" else None,
            }
            for one in queries.standing_in(request, actor.person, on)
        ],
        "offers": with_refused([offer], refused) if any(one.options for one in offer.inputs) else (),
        "refusal": refusal_words(refused.refusal) if refused else None,
    }


def _spells(
    record: Person | None, city: City, on: date, by_person: dict[str, Holder]
) -> list[dict[str, Any]]:
    held = record.held if record else ()
    return [
        {
            "position": position_in_words(city, one.position),
            "how": how_in_words(one.how),
            "acting_for": _by_position(city, one.acting_for, by_person) if one.acting_for else None,
            "period": period(one.since, one.until),
            "now": one.on(on),
            "by": giver(city, one.by),
        }
        for one in held
        if one.until is None or one.until >= on
    ]


def _by_position(city: City, person: str, by_person: dict[str, Holder]) -> Any:
    known = by_person.get(person)
    return position_in_words(city, known.position) if known else T("desk.colleague")


def _asks(request: HttpRequest, city: City, on: date, colleagues: list[Holder]) -> tuple[Input, ...]:
    actor = actor_of(request)
    own = {held.position: held for held in actor.holdings if not held.acting_for}
    positions = tuple(
        Option(position, position_in_words(city, position))
        for position, held in own.items()
        if held.role not in ADMINISTRATORS
    )
    whom = tuple(
        Option(one.person, position_in_words(city, one.position))
        for one in colleagues
        if one.how == "own" and one.person != actor.person and one.phase == "active"
    )
    if not positions:
        return ()
    return (
        Input("position", "select", options=positions, required=True),
        Input("whom", "select", T("desk.help.whom"), whom),
        Input("code", "line", T("desk.help.whom-code"), text="whom-code"),
        of_day("since", on, required=True),
        of_day("until", required=True),
    )


def _delegated(request: HttpRequest, typed: Typed, key: str) -> Refusal | None:
    try:
        command = rules.Delegate(
            position=typed.required("position"),
            since=typed.required_day("since"),
            until=typed.required_day("until"),
        )
        whom = _whom(request, typed)
    except Unreadable as unreadable:
        return unreadable.refusal
    if command.position not in {held.position for held in actor_of(request).holdings if not held.acting_for}:
        return Refusal(
            code="desk.not-own",
            zh="这不是您本人的岗位，不能由您委托。",
            en="This position is not your own; it is not yours to delegate.",
        )
    answer = ask(request, PERSON, person_stream(city_key(request), whom), command, key=key)
    return answer if isinstance(answer, Refusal) else None


def _whom(request: HttpRequest, typed: Typed) -> str:
    code = typed.one("code")
    if not code:
        return typed.required("whom")
    found = names.by_code(request, code)
    if found is None or found.kind != "staff":
        raise Unreadable(
            Refusal(
                code="desk.no-code",
                zh="没有人用这个工号。请向对方核对工号。",
                en="Nobody has this staff code. Ask your colleague for it.",
            )
        )
    return found.id
