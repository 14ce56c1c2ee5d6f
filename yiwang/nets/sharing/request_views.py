"""Requests for data: those of one's body and at one's body, one request with its clocks, a new one."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiwang.kernel.numbers import stream_id
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.requests import CLASSES
from yiwang.kernel.role_parts import DATA_REQUEST
from yiwang.nets.sharing import asking, request_shown
from yiwang.nets.sharing import request_queries as queries
from yiwang.nets.sharing.texts import SHARING, WAYS
from yiwang.nets.sharing.texts_requests import KINDS
from yiwang.web import notices, store_door
from yiwang.web.asked import uuid_of
from yiwang.web.errors import refused as refused_page
from yiwang.web.here import body_in_words, city_now
from yiwang.web.permission import permission

ACTS = ("complete", "ask-extension", "extend", "answer", "give")


@permission("request.read")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """List the newest requests of the actor's bodies: asked by them, waiting at them, and the rest."""
    city = city_now(request)
    bodies = set(queries.bodies_of(request))
    lines = [request_shown.line(city, one, bodies) for one in queries.requests(request)]
    context = {
        "here": [one for one in lines if one.waits],
        "asked": [one for one in lines if one.ours and not one.waits],
        "others": [one for one in lines if not one.ours and not one.waits],
        "any": DATA_REQUEST in city.matters,
        "most": queries.MOST,
        "full": len(lines) == queries.MOST,
    }
    return render(request, "sharing/requests.html", context)


@permission("request.file")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask for data: the statements of article 20, of a product or of what is held above."""
    if request.method != "POST":
        return _form(request, {"product": request.GET.get("product", ""), "above": ""}, (), None)
    fields = request.POST.getlist("fields")
    sent = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    if "choose" in sent:  # without JavaScript, the fields of another product come with the next page
        return _form(request, sent, fields, None)
    case = uuid_of(sent.get("case", "")) or UUID(_new_id())
    done = asking.file(request, sent, fields, case)
    if isinstance(done, Refusal):
        return _form(request, sent, fields, done)
    notices.leave(request, "request.filed")
    return HttpResponseRedirect(reverse("sharing:request", args=[done.state.number]))


def _new_id() -> str:
    return str(stream_id(store_door.now(), secrets.token_bytes(10)))


def _form(request: HttpRequest, sent: dict[str, str], fields: Any, refusal: Refusal | None) -> HttpResponse:
    city = city_now(request)
    bodies = queries.bodies_of(request)
    product = city.products.get(sent.get("product", ""))
    shareable = sorted(
        (one for one in city.products.values() if one.sharing in CLASSES and one.owner not in bodies),
        key=lambda one: one.title["zh"],
    )
    context = {
        "sent": sent,
        "refusal": refusal,
        "bodies": [(one, body_in_words(city, one)) for one in bodies],
        "product": product,
        "owner": body_in_words(city, product.owner) if product is not None else None,
        "products": [(one.id, one.title, body_in_words(city, one.owner)) for one in shareable],
        "fields": [
            (name, title, name in fields) for name, title in (product.titles.items() if product else ())
        ],
        "classes": [(one, SHARING[one]) for one in CLASSES],
        "ways": list(WAYS.items()),
        "kinds": list(KINDS.items()),
        "case": sent.get("case") or _new_id(),
        "any": DATA_REQUEST in city.matters,
        "longest": asking.LONGEST,
    }
    return render(request, "sharing/request_new.html", context, status=409 if refusal is not None else 200)


@permission("request.read")
@require_safe
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Show one request: its statements, its clocks, what happened, and what the actor can do."""
    return _page(request, number, None)


def _page(request: HttpRequest, number: str, refusal: Refusal | None) -> HttpResponse:
    case = queries.request_numbered(request, number)
    if case is None:
        raise Http404
    context = request_shown.page(request, city_now(request), case)
    context |= {"refusal": refusal, "key": secrets.token_urlsafe(16), "longest": asking.LONGEST}
    return render(request, "sharing/request.html", context, status=409 if refusal is not None else 200)


@permission("request.read")
@require_POST
def act(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Do one act on a request; each asks for its own permission in the rules of the case."""
    case = queries.request_numbered(request, number)
    if case is None or act not in ACTS:
        raise Http404
    sent = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    key = sent.get("key", "")[:40] or secrets.token_urlsafe(16)
    done = asking.act(request, case, act, sent, key)
    if isinstance(done, Refusal):
        if done.code == "access.denied":
            return refused_page(request, done, 403)
        return _page(request, number, done)
    notices.leave(request, "request.done")
    return HttpResponseRedirect(reverse("sharing:request", args=[number]))
