"""What the body of a set does: prepare an edition, look it through, publish it, send it back, withdraw it."""

from __future__ import annotations

import secrets

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.matter import City, Text
from yiwang.kernel.refusal import Refusal
from yiwang.nets.opening import frame, preparing, queries, rules
from yiwang.nets.opening.frame import Found
from yiwang.nets.opening.kinds import EDITION, stream_of
from yiwang.nets.opening.records import Edition
from yiwang.nets.opening.texts import PHASES
from yiwang.nets.opening.views import public
from yiwang.web import here, notices, store_door
from yiwang.web.asked import key_of
from yiwang.web.permission import permission


def _edition(request: HttpRequest, set: str, number: int) -> tuple[Found, Edition]:
    one = frame.found(request, set)
    edition = queries.one(request, set, number)
    if edition is None:
        raise Http404
    return one, edition


@permission("opening.prepare")
@require_POST
def look(request: HttpRequest, set: str) -> HttpResponse:
    """Compute a set and show what it would come to; nothing is kept."""
    one = frame.found(request, set)
    frame.require_of(request, "opening.prepare", one)
    looked = preparing.look(request, one)
    if isinstance(looked, Refusal):
        return public.page(request, one, refusal=looked)
    return public.page(request, one, looked=looked)


@permission("opening.prepare")
@require_POST
def prepare(request: HttpRequest, set: str) -> HttpResponse:
    """Prepare an edition, which then waits for another's review."""
    one = frame.found(request, set)
    frame.require_of(request, "opening.prepare", one)
    done = preparing.prepare(
        request, one, withhold=request.POST.get("withhold") == "yes", key=key_of(request)
    )
    if isinstance(done, Refusal):
        looked = preparing.look(request, one) if done.code == "opening.small-groups" else None
        return public.page(request, one, refusal=done, looked=looked)
    notices.leave(request, "opening.prepared")
    return HttpResponseRedirect(reverse("opening:edition", args=(set, done.state.number)))


@permission("opening.read")
@require_safe
def shown(request: HttpRequest, set: str, edition: int) -> HttpResponse:
    """Show one edition: what it holds, what it keeps back, its hashes; to a reviewer with the buttons."""
    return _page(request, *_edition(request, set, edition))


def _page(request: HttpRequest, one: Found, edition: Edition, refusal: Refusal | None = None) -> HttpResponse:
    city = here.city_now(request)
    context = {
        "one": one,
        "columns": one.columns,
        "edition": edition,
        "phase": PHASES[edition.phase],
        "prepared_by": _position(city, edition.prepared_by),
        "reviewed_by": _position(city, edition.reviewed_by),
        "owner": here.body_in_words(city, edition.body),
        "may_review": frame.may_of(request, "opening.publish", one),
        "refusal": refusal,
        "new": secrets.token_urlsafe(16),
        **public.preview(request, one, edition if edition.phase != "withdrawn" else None),
    }
    return render(request, "opening/edition.html", context, status=409 if refusal is not None else 200)


def _position(city: City, id: str) -> Text:
    known = city.positions.get(id)
    return known.title if known is not None else {"zh": id, "en": id}


@permission("opening.publish")
@require_POST
def publish(request: HttpRequest, set: str, edition: int) -> HttpResponse:
    """Publish a prepared edition."""
    one, found = _edition(request, set, edition)
    frame.require_of(request, "opening.publish", one)
    done = preparing.publish(request, one, found, key=key_of(request))
    return _answered(request, one, found, done, "opening.published")


@permission("opening.publish")
@require_POST
def send_back(request: HttpRequest, set: str, edition: int) -> HttpResponse:
    """Send a prepared edition back, saying why."""
    return _with_reason(request, set, edition, rules.Return, "opening.returned")


@permission("opening.publish")
@require_POST
def withdraw(request: HttpRequest, set: str, edition: int) -> HttpResponse:
    """Withdraw a published edition, saying why."""
    return _with_reason(request, set, edition, rules.Withdraw, "opening.withdrawn")


def _with_reason(
    request: HttpRequest, set: str, number: int, command: type[rules.Return | rules.Withdraw], told: str
) -> HttpResponse:
    one, found = _edition(request, set, number)
    frame.require_of(request, "opening.publish", one)
    stream = stream_of(here.city_key(request), set, number)
    asked = command(reason=request.POST.get("reason", ""))
    done = store_door.ask(request, stream, asked, key=key_of(request), kind=EDITION)
    return _answered(request, one, found, done, told)


def _answered(request: HttpRequest, one: Found, edition: Edition, done: object, told: str) -> HttpResponse:
    if isinstance(done, Refusal):
        return _page(request, one, edition, done)
    notices.leave(request, told)
    return HttpResponseRedirect(reverse("opening:edition", args=(edition.set, edition.number)))
