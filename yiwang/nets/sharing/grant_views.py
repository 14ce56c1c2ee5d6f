"""Grants: those of one's bodies with their state, one with its history and its acts."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.granted.grant_records import (
    ACTIVE,
    EXPIRED,
    PENDING,
    STATE_IN_WORDS,
    SUSPENDED,
    TERMINATED,
    Terms,
)
from yiwang.granted.grant_rules import Dispose, Resume, Suspend, Terminate, holders
from yiwang.granted.kinds import GRANT, grants_stream
from yiwang.kernel.matter import City, Text
from yiwang.kernel.refusal import Refusal
from yiwang.nets.sharing import request_queries as queries
from yiwang.nets.sharing.request_queries import Known
from yiwang.nets.sharing.request_shown import position_body
from yiwang.nets.sharing.texts_requests import GRANT_EVENTS, VISIBILITY
from yiwang.web import notices, store_door
from yiwang.web.errors import refused as refused_page
from yiwang.web.here import body_in_words, city_day, city_key, city_now
from yiwang.web.permission import permission
from yiwang.web.words import T

WORDS = {
    "suspend": ("reason",),
    "resume": ("reason",),
    "terminate": ("reason",),
    "dispose": ("erased", "kept", "where"),
}
COMMANDS: dict[str, Any] = {"suspend": Suspend, "resume": Resume, "terminate": Terminate, "dispose": Dispose}
DONE = {
    "suspend": "grant.done.suspend",
    "resume": "grant.done.resume",
    "terminate": "grant.done.terminate",
    "dispose": "grant.done.dispose",
}
TITLES = {
    "reason": "grant.word.reason",
    "erased": "grant.word.erased",
    "kept": "grant.word.kept",
    "where": "grant.word.where",
}
LONGEST = 1000


@permission("grant.read")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """List the grants that the actor's bodies gave, have, or oversee."""
    city = city_now(request)
    bodies = set(queries.bodies_of(request))
    found = queries.grants(request, city, city_day(city))
    lines = [_line(city, one, bodies) for one in found]
    order = {TERMINATED: 0, EXPIRED: 1, SUSPENDED: 2}
    lines.sort(key=lambda one: (order.get(one["state_id"], 3), one["terms"].until))
    return render(request, "sharing/grants.html", {"lines": lines, "most": queries.MOST})


def _line(city: City, known: Known, bodies: set[str]) -> dict[str, Any]:
    terms = known.one.terms
    return {
        "terms": terms,
        "what": what(city, terms),
        "to": receiver(city, terms.to),
        "owner": body_in_words(city, terms.owner),
        "state_id": known.state,
        "state": STATE_IN_WORDS[known.state],
        "to_dispose": known.state in (EXPIRED, TERMINATED) and bool(bodies & set(holders(terms.to, city))),
    }


def what(city: City, terms: Terms) -> Text:
    """Return what is granted: a product's name, or the data held above as it was written."""
    product = city.products.get(terms.product)
    name = terms.above or terms.product
    return product.title if product is not None else {"zh": name, "en": name}


def receiver(city: City, to: str) -> Text:
    """Return who has a grant: a body, or all with a function."""
    if to in city.bodies:
        return city.bodies[to].title
    like = next((one.title for one in city.bodies.values() if one.function == to), {"zh": to, "en": to})
    return {one: said.format(name=like.get(one) or like["zh"]) for one, said in T("sharing.function").items()}


@permission("grant.read")
@require_safe
def one(request: HttpRequest, grant: str) -> HttpResponse:
    """Show one grant: its terms, how it stands, what happened, and what the actor can do."""
    return _page(request, grant, None, {})


def _page(
    request: HttpRequest, grant: str, refusal: Refusal | None, typed: Mapping[str, str]
) -> HttpResponse:
    city = city_now(request)
    known = queries.grant_by_id(request, city, grant, city_day(city))
    if known is None:
        raise Http404
    terms = known.one.terms
    product = city.products.get(terms.product)
    context = {
        "known": known,
        "terms": terms,
        "what": what(city, terms),
        "purpose": {"zh": terms.purpose, "en": terms.purpose_en or terms.purpose},
        "to": receiver(city, terms.to),
        "owner": body_in_words(city, terms.owner),
        "held_by": body_in_words(city, known.one.held_by) if known.one.held_by else None,
        "state": STATE_IN_WORDS[known.state],
        "fields": [product.titles.get(name, {"zh": name}) for name in terms.fields] if product else [],
        "matters": [city.matters[one].title for one in terms.matters if one in city.matters],
        "visibility": VISIBILITY.get(terms.visibility),
        "acts": acts_open(request, city, known),
        "history": _history(request, city, known),
        "refusal": refusal,
        "typed": typed,
        "key": secrets.token_urlsafe(16),
        "longest": LONGEST,
    }
    return render(request, "sharing/grant.html", context, status=409 if refusal is not None else 200)


def acts_open(request: HttpRequest, city: City, known: Known) -> list[str]:
    """Return the acts that the actor's bodies can do with a grant as it stands."""
    terms, bodies = known.one.terms, set(queries.bodies_of(request))
    gives = bodies & {terms.owner, terms.authority}
    has = bodies & set(holders(terms.to, city))
    found = []
    if known.state in (ACTIVE, PENDING) and gives:
        found.append("suspend")
    if known.state == SUSPENDED and bodies & {known.one.held_by, terms.authority}:
        found.append("resume")
    if known.state in (ACTIVE, PENDING, SUSPENDED) and (gives or has):
        found.append("terminate")
    if known.state in (EXPIRED, TERMINATED) and has:
        found.append("dispose")
    return found


def _history(request: HttpRequest, city: City, known: Known) -> list[dict[str, Any]]:
    if known.stream is None:
        return []
    id = known.one.terms.id
    entries = [
        one
        for one in queries.history(request, GRANT, known.stream)
        if getattr(one.event.data, "grant", "") == id
        or getattr(getattr(one.event.data, "terms", None), "id", "") == id
    ]
    sealed = {
        f"{one.seq}/{name}": value
        for one in entries
        for name, value in getattr(one.event.data, "sealed", {}).items()
    }
    words = store_door.opened(request, sealed)
    return [
        {
            "at": one.at,
            "body": position_body(city, one.actor),
            "title": GRANT_EVENTS[one.event.type],
            "kept_basis": getattr(one.event.data, "kept_basis", ""),
            "words": [
                (T(TITLES[name.partition("/")[2]]), value)
                for name, value in words.items()
                if name.startswith(f"{one.seq}/")
            ],
        }
        for one in entries
    ]


@permission("grant.read")
@require_POST
def act(request: HttpRequest, grant: str, act: str) -> HttpResponse:
    """Suspend, resume or end a grant, or say what became of the data; each asks for its own permission."""
    if act not in COMMANDS:
        raise Http404
    sent = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    key = sent.get("key", "")[:40] or secrets.token_urlsafe(16)
    done = on_grant(request, grant, act, sent, key)
    if done is None:
        raise Http404
    if isinstance(done, Refusal):
        if done.code == "access.denied":
            return refused_page(request, done, 403)
        return _page(request, grant, done, sent)
    notices.leave(request, DONE[act])
    return HttpResponseRedirect(reverse("sharing:grant", args=[grant]))


def on_grant(request: HttpRequest, grant: str, act: str, sent: Mapping[str, str], key: str) -> Any:
    """Do one act on a grant. Returns Done, a refusal, or None where there is no such grant to see."""
    city = city_now(request)
    known = queries.grant_by_id(request, city, grant, city_day(city))
    if known is None:
        return None
    words = {name: sent.get(name, "").strip() for name in WORDS[act]}
    longest = max(len(one) for one in words.values())
    if longest > LONGEST:
        return Refusal(
            code="grant.too-long",
            zh=f"写了 {longest} 个字，最多 {LONGEST} 个。",
            en=f"{longest} characters were written; {LONGEST} is the most.",
        )
    more = {"kept_basis": sent.get("kept_basis", "").strip()[:200]} if act == "dispose" else {}
    terms = known.one.terms
    command = COMMANDS[act](grant=grant, terms=terms if known.stream is None else None, **more)
    hidden = {name: text for name, text in words.items() if text}
    stream = known.stream or grants_stream(city_key(request), terms)
    return store_door.ask(
        request, stream, command, key=f"grant:{grant}:{act}:{key}", secrets=hidden, kind=GRANT
    )
