"""Webhooks of machine clients: registered by one administrator, given secrets by another."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiwang.kernel.access import may
from yiwang.kernel.matter import City
from yiwang.kernel.people.client import Client
from yiwang.kernel.refusal import Refusal
from yiwang.nets.messages import delivery_queries as queries
from yiwang.nets.messages import hook_rules as rules
from yiwang.nets.messages import reading
from yiwang.nets.messages.kinds import HOOK
from yiwang.nets.messages.ports.webhook import secret_text
from yiwang.nets.messages.records import Hook
from yiwang.nets.messages.texts_deliveries import EVENTS
from yiwang.people.ids import client_stream
from yiwang.people.kinds import CLIENT
from yiwang.store.vault import erase
from yiwang.web import notices, store_door
from yiwang.web.here import actor_of, city_key
from yiwang.web.permission import permission, require
from yiwang.web.words import Text

SECRET_BYTES = 32
_SPACE = UUID("5f1d2c0e-8a4b-5c1d-9e3f-000000000012")
HEARD = tuple(event for event in EVENTS if event.startswith("case."))


def _city(request: HttpRequest) -> City:
    return store_door.city_under(city_key(request), None)


def _body(city: City, id: str) -> Text:
    known = city.bodies.get(id)
    return known.title if known is not None else {"zh": id, "en": id}


def _client(request: HttpRequest, id: str) -> Client | None:
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "SELECT state FROM client_row WHERE city = %s AND id = %s",
            (city_key(request), client_stream(city_key(request), id)),
        ).fetchone()
    return CLIENT.decode(bytes(row[0])) if row else None


@permission("hook.read")
@require_safe
def hooks(request: HttpRequest) -> HttpResponse:
    """List webhooks of bodies within reach."""
    city = _city(request)
    lines = [
        {
            "id": one.id,
            "hook": one.state,
            "body": _body(city, one.state.body),
            "phase": rules.PHASE_IN_WORDS[one.state.phase],
        }
        for one in queries.hooks(request)
        if may(actor_of(request), "hook.read", rules.target(one.state.body, city))
    ]
    context = {"lines": lines, "may_register": may(actor_of(request), "hook.register")}
    return render(request, "messages/hooks.html", context)


@permission("hook.register")
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register where a machine client is told."""
    city, refusal = _city(request), None
    if request.method == "POST":
        sent = request.POST
        answer = registered(
            request,
            sent.get("client", ""),
            sent.get("url", ""),
            sent.getlist("events"),
            sent.get("key", "")[:60] or secrets.token_urlsafe(16),
        )
        if not isinstance(answer, Refusal):
            notices.leave(request, "messages.hook.registered")
            return HttpResponseRedirect(reverse("messages:hook", args=[answer]))
        refusal = answer
    context = {
        "clients": _clients(request, city),
        "events": [(event, EVENTS[event], event in request.POST.getlist("events")) for event in HEARD],
        "typed": request.POST if refusal is not None else {},
        "refusal": refusal,
        "key": secrets.token_urlsafe(16),
    }
    return render(request, "messages/hook_register.html", context, status=409 if refusal else 200)


def _clients(request: HttpRequest, city: City) -> list[tuple[str, Text, Text]]:
    """Return the active machine clients within reach: id, title, body."""
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT state FROM client_row WHERE city = %s AND phase = 'active' ORDER BY body, id",
            (city_key(request),),
        ).fetchall()
    found: list[Client] = [CLIENT.decode(bytes(row[0])) for row in rows]
    return [
        (one.id, one.title, _body(city, one.body))
        for one in found
        if may(actor_of(request), "hook.register", rules.target(one.body, city))
    ]


def registered(
    request: HttpRequest, named: str, url: str, events: Sequence[str], pressed: str
) -> UUID | Refusal:
    """Register where a machine client is told. Returns the id of the webhook, or a refusal."""
    client = _client(request, named[:40])
    if client is None:
        return Refusal(code="hook.no-client", zh="请选择一个系统接入。", en="Choose a machine client.")
    stream = uuid5(_SPACE, f"{city_key(request)}/{pressed}")
    heard = tuple(event for event in HEARD if event in events)
    command = rules.Register(body=client.body, client=client.id, events=heard, url=url.strip())
    answer = store_door.ask(request, stream, command, key=f"hook:{pressed}", kind=HOOK)
    return answer if isinstance(answer, Refusal) else stream


def found_or_404(request: HttpRequest, hook: UUID, verb: str) -> Hook:
    """Return a webhook that the actor may `verb`. Raises Http404, or Denied."""
    found = queries.hook(request, hook)
    if found is None:
        raise Http404
    require(request, verb, rules.target(found.body, _city(request)))
    return found


@permission("hook.read")
@require_safe
def hook(request: HttpRequest, hook: UUID) -> HttpResponse:
    """Show one webhook: where, of what, and what became of the last deliveries."""
    return _page(request, hook, found_or_404(request, hook, "hook.read"))


def _page(request: HttpRequest, id: UUID, found: Hook, refusal: Refusal | None = None) -> HttpResponse:
    city, client = _city(request), _client(request, found.client)
    where = rules.target(found.body, city)
    awake = client is not None and client.phase == "active" and "case.read" in client.scopes
    can = {act: found.phase != "stopped" and may(actor_of(request), f"hook.{act}", where)
           for act in ("rotate", "ping", "stop")}  # fmt: skip
    context = {
        "id": id,
        "hook": found,
        "client": client.title if client is not None else {"zh": found.client, "en": found.client},
        "body": _body(city, found.body),
        "phase": rules.PHASE_IN_WORDS[found.phase],
        "events": [EVENTS[event] for event in found.events if event in EVENTS],
        "asleep": not awake,
        "can": {**can, "ping": can["ping"] and found.phase == "active"},
        "last": [reading.line(request, id, one) for one in queries.last_of_hook(request, id)],
        "refusal": refusal,
        "key": secrets.token_urlsafe(16),
    }
    return render(request, "messages/hook.html", context, status=409 if refusal else 200)


@permission("hook.rotate")
@require_POST
def secret(request: HttpRequest, hook: UUID) -> HttpResponse:
    """Make a new secret and show it once. A second press of the same button shows none."""
    found = found_or_404(request, hook, "hook.rotate")
    text = given_secret(request, hook, found, request.POST.get("at_once") == "yes", _key(request))
    if isinstance(text, Refusal):
        return _page(request, hook, found, text)
    if not text:
        notices.leave(request, "messages.hook.shown-before", "warning")
        return HttpResponseRedirect(reverse("messages:hook", args=[hook]))
    page = render(request, "messages/hook_secret.html", {"id": hook, "secret": text})
    page["Cache-Control"] = "no-store"
    return page


def given_secret(request: HttpRequest, hook: UUID, found: Hook, at_once: bool, key: str) -> str | Refusal:
    """Make a new secret and return it; "" where this key made it before, for it is shown once."""
    name, text = f"secret-{secrets.token_hex(4)}", secret_text(secrets.token_bytes(SECRET_BYTES))
    answer = ask(request, hook, rules.GiveSecret(at_once=at_once, name=name), key, {name: text})
    if isinstance(answer, Refusal):
        return answer
    if name not in answer.state.sealed:
        return ""
    erase_gone(request, found, answer.state)
    return text


@permission("hook.ping")
@require_POST
def ping(request: HttpRequest, hook: UUID) -> HttpResponse:
    """Send one delivery that tells nothing."""
    found = found_or_404(request, hook, "hook.ping")
    command = rules.Ping(key=request.POST.get("key", "")[:40])
    return _done(request, hook, found, ask(request, hook, command, _key(request)), "messages.hook.pinged")


@permission("hook.stop")
@require_POST
def stop(request: HttpRequest, hook: UUID) -> HttpResponse:
    """Stop a webhook, and erase its secrets."""
    found = found_or_404(request, hook, "hook.stop")
    answer = stopped(request, hook, found, _key(request))
    return _done(request, hook, found, answer, "messages.hook.stopped")


def stopped(request: HttpRequest, hook: UUID, found: Hook, key: str) -> Any:
    """Stop a webhook, and erase its secrets. Returns Done or a refusal."""
    answer = ask(request, hook, rules.Stop(), key)
    if not isinstance(answer, Refusal):
        erase_gone(request, found, answer.state)
    return answer


def _key(request: HttpRequest) -> str:
    return request.POST.get("key", "")[:60] or secrets.token_urlsafe(16)


def ask(
    request: HttpRequest, hook: UUID, command: Any, pressed: str, kept: dict[str, str] | None = None
) -> Any:
    """Ask one command of a webhook."""
    return store_door.ask(request, hook, command, key=f"hook:{hook}:{pressed}", kind=HOOK, secrets=kept)


def erase_gone(request: HttpRequest, before: Hook, after: Hook) -> None:
    """Erase the secrets that a webhook no longer has."""
    gone = [UUID(one.vault) for name, one in before.sealed.items() if name not in after.sealed]
    if gone:
        with store_door.door().pool.connection() as connection:
            erase(connection, city_key(request), gone, store_door.now())


def _done(request: HttpRequest, hook: UUID, found: Hook, answer: Any, notice: str) -> HttpResponse:
    if isinstance(answer, Refusal):
        return _page(request, hook, found, answer)
    notices.leave(request, notice)
    return HttpResponseRedirect(reverse("messages:hook", args=[hook]))
