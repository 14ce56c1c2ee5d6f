"""Machine clients: registered by one administrator, given scopes and keys by another."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiwang.kernel.access import may, scope
from yiwang.kernel.matter import City
from yiwang.kernel.people import client as rules
from yiwang.kernel.people.client import Client
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.roles import MACHINE, ROLES
from yiwang.nets.people import queries
from yiwang.nets.people.asking import ask
from yiwang.nets.people.frame import frame, refusal_words
from yiwang.nets.people.inputs import Input, Option, Typed, Unreadable
from yiwang.nets.people.offers import Offer, Refused, with_refused
from yiwang.nets.people.queries import PAGE
from yiwang.nets.people.reach import bodies_within, clients_sql
from yiwang.nets.people.words import moment
from yiwang.people import key_use
from yiwang.people.ids import client_stream
from yiwang.people.kinds import CLIENT
from yiwang.web import machine, notices, store_door
from yiwang.web.asked import key_of, page_number
from yiwang.web.errors import bad_request
from yiwang.web.here import actor_of, body_in_words, city_key, city_now
from yiwang.web.permission import permission, require
from yiwang.web.words import T


@permission("client.read")
@require_safe
def clients(request: HttpRequest) -> HttpResponse:
    """List machine clients of bodies within reach."""
    city = city_now(request)
    page = page_number(request)
    where, parameters = clients_sql(actor_of(request), "client.read", city)
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            f"SELECT c.state FROM client_row c WHERE c.city = %s AND {where}"
            " ORDER BY c.phase, c.body, c.id LIMIT %s OFFSET %s",
            [city_key(request), *parameters, PAGE + 1, PAGE * (page - 1)],
        ).fetchall()
        found = [CLIENT.decode(bytes(row[0])) for row in rows]
        uses = _uses(cursor, request, found)
    context = {
        **frame(request, "desk:clients"),
        "lines": [_in_words(request, one, city, uses) for one in found[:PAGE]],
        "page": page,
        "more": len(found) > PAGE,
        "can_register": may(actor_of(request), "client.register"),
    }
    return render(request, "desk/clients.html", context)


Uses = dict[tuple[UUID, str], datetime]


def _uses(cursor: Any, request: HttpRequest, found: list[Client]) -> Uses:
    key = city_key(request)
    return key_use.last_uses(cursor, key, [client_stream(key, one.id) for one in found])


def _in_words(request: HttpRequest, one: Client, city: City, uses: Uses) -> dict[str, Any]:
    now, stream = store_door.now(), client_stream(city_key(request), one.id)
    keys = []
    for key in one.keys:
        used = uses.get((stream, key.id))
        state = rules.key_state(one, key, used, now)
        newer = max((other.since for other in one.keys), default=key.since)
        late = state == "replaced" and used is not None and used > newer
        name = f"{one.id}.{key.id}" if key.public else key.id
        keys.append({"key": key, "name": name, "used": used, "state": state, "late": late})
    return {
        "client": one,
        "phase": rules.PHASE_IN_WORDS[one.phase],
        "body": body_in_words(city, one.body),
        "scopes": [T(f"desk.verb.{verb}") for verb in one.scopes],
        "keys": keys,
        "used": max((key["used"] for key in keys if key["used"]), default=None),
        "unused": any(key["state"] == "unused" for key in keys),
    }


@permission("client.register")
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register a machine client of a body: no rights and no key yet."""
    city = city_now(request)
    bodies = bodies_within(city, scope(actor_of(request), "client.register"))
    inputs = (
        Input(
            "body",
            "select",
            options=tuple(Option(one, city.bodies[one].title) for one in bodies),
            required=True,
        ),
        Input("title_zh", "line", required=True),
        Input("title_en", "line", required=True),
    )
    offer = Offer("register", reverse("desk:client-register"), inputs, main=True, open=True)
    refused = None
    if request.method == "POST":
        key = key_of(request)
        if key is None:
            return bad_request(request)
        typed = Typed({name: request.POST.getlist(name) for name in request.POST})
        answer = _registered(request, typed, key)
        if isinstance(answer, str):
            notices.leave(request, "desk.done.register")
            return HttpResponseRedirect(reverse("desk:client", args=[answer]))
        refused = Refused(answer, "register", typed)
    context = {
        **frame(request, "desk:clients", (T("desk.act.register"), "")),
        "offers": with_refused([offer], refused),
        "says": T("desk.client.register-says"),
        "refusal": refusal_words(refused.refusal) if refused else None,
    }
    return render(request, "desk/form.html", context, status=409 if refused else 200)


def _registered(request: HttpRequest, typed: Typed, key: str) -> str | Refusal:
    try:
        body = typed.required("body")
        title = {"zh": typed.required("title_zh"), "en": typed.required("title_en")}
    except Unreadable as unreadable:
        return unreadable.refusal
    client = sha256(f"{city_key(request)}/{key}".encode()).hexdigest()[:16]
    stream = client_stream(city_key(request), client)
    answer = ask(request, CLIENT, stream, rules.Register(client=client, body=body, title=title), key=key)
    return answer if isinstance(answer, Refusal) else answer.state.id  # type: ignore[no-any-return]


def _found(request: HttpRequest, client: str, city: City, verb: str = "client.read") -> Client:
    """Return a client that the actor may `verb`. Raises Http404, or Denied."""
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "SELECT state FROM client_row WHERE city = %s AND id = %s",
            (city_key(request), client_stream(city_key(request), client)),
        ).fetchone()
    if row is None:
        raise Http404
    found: Client = CLIENT.decode(bytes(row[0]))
    require(request, verb, rules.target(found.body, city))
    return found


@permission("client.read")
@require_safe
def client(request: HttpRequest, client: str) -> HttpResponse:
    """Show one client: scopes, keys and what happened."""
    city = city_now(request)
    return render(request, "desk/client.html", _page(request, _found(request, client, city), city))


def _page(request: HttpRequest, found: Client, city: City, refused: Refused | None = None) -> dict[str, Any]:
    stream = client_stream(city_key(request), found.id)
    with store_door.reading(request) as cursor:
        uses = _uses(cursor, request, [found])
    return {
        **frame(request, "desk:clients", (found.title, "")),
        "one": _in_words(request, found, city, uses),
        "unused_days": rules.UNUSED_DAYS,
        "offers": with_refused(_offers(request, found, city), refused),
        "refusal": refusal_words(refused.refusal) if refused else None,
        "overlap": rules.OVERLAP_DAYS,
        "history": [moment(entry, city) for entry in queries.entries_of(request, CLIENT, stream)],
    }


def _offers(request: HttpRequest, found: Client, city: City) -> list[Offer]:
    if found.phase != "active":
        return []
    asked: dict[str, tuple[Input, ...]] = {
        "allow": (Input("scopes", "tick", options=_scopes(found)),),
        "rotate": (
            Input("public", "line", help=T("desk.client.public-help")),
            Input("at_once", "tick", options=(Option("yes", T("desk.client.at-once")),)),
        ),
        "stop": (Input("sure", "tick", options=(Option("yes", T("desk.client.stop-sure")),)),),
    }
    target = rules.target(found.body, city)
    return [
        Offer(id, reverse(f"desk:client-{id}", args=[found.id]), inputs, main=id == "rotate")
        for id, inputs in asked.items()
        if may(actor_of(request), f"client.{id}", target)
    ]


def _scopes(found: Client) -> tuple[Option, ...]:
    return tuple(
        Option(verb, T(f"desk.verb.{verb}"), verb in found.scopes) for verb in sorted(ROLES[MACHINE])
    )


def _changed(request: HttpRequest, found: Client, city: City, act: str, command: Any) -> HttpResponse | None:
    """Ask; return the page that says why not, None when it was done."""
    key = key_of(request)
    if key is None:
        return bad_request(request)
    if isinstance(command, Refusal):
        answer: Any = command
    else:
        answer = ask(request, CLIENT, client_stream(city_key(request), found.id), command, key=key)
    if not isinstance(answer, Refusal):
        return None
    typed = Typed({name: request.POST.getlist(name) for name in request.POST})
    context = _page(request, found, city, Refused(answer, act, typed))
    return render(request, "desk/client.html", context, status=409)


@permission("client.allow")
@require_POST
def allow(request: HttpRequest, client: str) -> HttpResponse:
    """Give exactly the scopes that are ticked."""
    city = city_now(request)
    found = _found(request, client, city, "client.allow")
    command = rules.Allow(scopes=tuple(one[:60] for one in request.POST.getlist("scopes")))
    refused = _changed(request, found, city, "allow", command)
    return refused or _back(request, client, "desk.done.allow")


@permission("client.rotate")
@require_POST
def rotate(request: HttpRequest, client: str) -> HttpResponse:
    """Make a new key and show it once. A second press of the same button shows no key again.

    With a public key there is no secret to show: the client signs with the private half that it keeps.
    """
    city = city_now(request)
    found = _found(request, client, city, "client.rotate")
    made = machine.new_key(client_stream(city_key(request), found.id))
    at_once = request.POST.get("at_once") == "yes"
    if public := request.POST.get("public", "").strip().lower()[:200]:
        signs = rules.Rotate(key=made.id, public=public, at_once=at_once)
        return _changed(request, found, city, "rotate", signs) or _back(request, client, "desk.done.rotate")
    command = rules.Rotate(key=made.id, digest=made.digest, at_once=at_once)
    if refused := _changed(request, found, city, "rotate", command):
        return refused
    now_kept = _found(request, client, city)
    if not any(key.id == made.id for key in now_kept.keys):
        return _back(request, client, "desk.client.shown-before", "warning")
    context = {
        **frame(
            request,
            "desk:clients",
            (found.title, reverse("desk:client", args=[client])),
            (T("desk.client.key"), ""),
        ),
        "client": found,
        "secret": made.text,
        "until": next(key.until for key in now_kept.keys if key.id == made.id),
        "others": [key for key in now_kept.keys if key.id != made.id],
        "overlap": rules.OVERLAP_DAYS,
    }
    return render(request, "desk/key.html", context)


@permission("client.stop")
@require_POST
def stop(request: HttpRequest, client: str) -> HttpResponse:
    """Stop a client: every key is over."""
    city = city_now(request)
    found = _found(request, client, city, "client.stop")
    try:
        Typed({"sure": request.POST.getlist("sure")}).required("sure")
        command: Any = rules.Stop()
    except Unreadable as unreadable:
        command = unreadable.refusal
    refused = _changed(request, found, city, "stop", command)
    return refused or _back(request, client, "desk.done.stop")


def _back(request: HttpRequest, client: str, notice: str, level: str = "success") -> HttpResponse:
    notices.leave(request, notice, level)
    return HttpResponseRedirect(reverse("desk:client", args=[client]))
