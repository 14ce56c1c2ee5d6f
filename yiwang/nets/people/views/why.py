"""她为什么能看: any person, any object, one verb or all; and everybody who may read a case."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yiwang.kernel.access import Actor, Target
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import read_number
from yiwang.kernel.people import client as clients
from yiwang.kernel.people import person as people
from yiwang.kernel.refusal import Refusal
from yiwang.nets.people import explaining, names, queries
from yiwang.nets.people.frame import frame, refusal_words
from yiwang.nets.people.inputs import Input, Option, Typed, Unreadable
from yiwang.nets.people.offers import Offer, Refused, with_refused
from yiwang.people.actors import who_is
from yiwang.web import store_door
from yiwang.web.here import city_key, city_now
from yiwang.web.permission import permission
from yiwang.web.words import T

KINDS = ("case", "person", "client", "none")


@permission("access.explain")
@require_http_methods(["GET", "HEAD", "POST"])
def why(request: HttpRequest) -> HttpResponse:
    """Answer for one person and one object. Asked by POST: no code and no number stands in an address."""
    city = city_now(request)
    offers = [_why_offer(), _who_offer()]
    context: dict[str, Any] = {}
    refused = None
    if request.method == "POST":
        typed = Typed({name: request.POST.getlist(name) for name in request.POST})
        asked = "who" if typed.one("ask") == "who" else "why"
        try:
            context = _readers(request, typed, city) if asked == "who" else _answers(request, typed, city)
        except Unreadable as unreadable:
            refused = Refused(unreadable.refusal, asked, typed)
    shown = with_refused(offers, refused)
    context |= {
        **frame(request, "desk:why"),
        "offers": shown,
        "refusal": refusal_words(refused.refusal) if refused else None,
    }
    return render(request, "desk/why.html", context, status=409 if refused else 200)


def _why_offer() -> Offer:
    kinds = tuple(Option(kind, T(f"desk.object.{kind}"), kind == "case") for kind in KINDS)
    verbs = tuple(Option(verb, T(f"desk.verb.{verb}")) for verb in explaining.VERBS)
    return Offer(
        "why",
        reverse("desk:why"),
        (
            Input("ask", "hidden", typed="why"),
            Input("who", "line", T("desk.help.who"), required=True),
            Input("kind", "choose", options=kinds, required=True),
            Input("object", "line", T("desk.help.object")),
            Input("verb", "select", T("desk.help.verb"), verbs),
        ),
        main=True,
        open=True,
    )


def _who_offer() -> Offer:
    inputs = (Input("ask", "hidden", typed="who"), Input("number", "line", required=True))
    return Offer("who", reverse("desk:why"), inputs, open=True)


def _answers(request: HttpRequest, typed: Typed, city: City) -> dict[str, Any]:
    """Return what the page says of one person. Raises Unreadable."""
    person = names.by_code(request, typed.required("who")) or queries.person(request, typed.one("who"))
    if person is None:
        raise Unreadable(_nobody())
    with store_door.reading(request) as cursor:
        who = who_is(cursor, city_key(request), city, person.id, store_door.now())
    kind = typed.one("kind") if typed.one("kind") in KINDS else "none"
    target, about = _target(request, kind, typed, city)
    asked = typed.one("verb")
    known = explaining.verbs_for("" if kind == "none" else kind)
    verbs = (asked,) if asked in explaining.VERBS else known
    named = names.opened(request, [person], "why") if person.kind == "staff" else {}
    return {
        "answers": explaining.answers(who.actor if who else Actor(person.id), verbs, target, city),
        "person": person,
        "named": named.get(person.id),
        "phase": people.PHASE_IN_WORDS[person.phase],
        "gone": who.gone if who else (),
        "about": about,
        "kind": T(f"desk.object.{kind}"),
    }


def _target(request: HttpRequest, kind: str, typed: Typed, city: City) -> tuple[Target | None, str]:
    """Return what is asked about, and how to name it. Raises Unreadable."""
    if kind == "none":
        return None, ""
    given = typed.required("object")
    if kind == "case":
        found = _case(request, given)
        return found[1].target, found[1].number
    if kind == "client":
        client = explaining.client_of(request, given)
        if client is None:
            raise Unreadable(_nothing())
        return clients.target(client.body, city), client.id
    other = names.by_code(request, given) or queries.person(request, given)
    if other is None:
        raise Unreadable(_nobody())
    return people.target(other, city), other.id


def _case(request: HttpRequest, given: str) -> Any:
    number = read_number(given)
    found = explaining.case_of(request, number) if number else None
    if found is None:
        raise Unreadable(_nothing())
    return found


def _readers(request: HttpRequest, typed: Typed, city: City) -> dict[str, Any]:
    """Return everybody who may read one case. Raises Unreadable."""
    _, case = _case(request, typed.required("number"))
    found = explaining.readers(request, case, city)
    named = names.opened(request, [one.person for one in found if one.person], "why")
    return {
        "number": case.number,
        "readers": [
            {
                "kind": T(f"desk.reader.{one.kind}"),
                "id": one.id,
                "is_staff": one.person is not None,
                "title": named[one.id].title if one.id in named else one.title,
                "grounds": [explaining.in_words(ground, city) for ground in one.why.grounds if ground.covers],
            }
            for one in found
        ],
        "cut": len(found) >= explaining.MOST,
    }


def _nobody() -> Refusal:
    return Refusal(
        code="desk.nobody",
        zh="没有这个工号，也没有这个内部编号。请核对。",
        en="There is no such staff code or internal id. Check it.",
    )


def _nothing() -> Refusal:
    return Refusal(
        code="desk.nothing",
        zh="没有这个编号。请核对。",
        en="There is nothing of this number. Check it.",
    )
