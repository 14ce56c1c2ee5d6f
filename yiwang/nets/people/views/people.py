"""The list of people, the page of one, and the acts on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiwang.kernel.access import may, scope
from yiwang.kernel.matter import City
from yiwang.kernel.people import person as rules
from yiwang.kernel.people.held import Held, Person
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.roles import ROLE_IN_WORDS
from yiwang.nets.people import logins, names, queries
from yiwang.nets.people.acts import ACTS, Act, Setting, open_to
from yiwang.nets.people.asking import ask
from yiwang.nets.people.frame import frame, refusal_words
from yiwang.nets.people.inputs import Input, Option, Typed, Unreadable
from yiwang.nets.people.names import Named
from yiwang.nets.people.offers import Offer, Refused, with_refused
from yiwang.nets.people.queries import Filters, Holder
from yiwang.nets.people.reach import bodies_within
from yiwang.nets.people.words import (
    giver,
    how_in_words,
    moment,
    period,
    position_in_words,
)
from yiwang.people.ids import person_stream
from yiwang.people.kinds import CODE_TAKEN, PERSON
from yiwang.web import notices
from yiwang.web.asked import key_of, page_number
from yiwang.web.errors import bad_request
from yiwang.web.here import actor_of, city_day, city_key, city_now
from yiwang.web.permission import permission, require
from yiwang.web.words import T, Text


@permission("desk.read")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the desk: its parts, as far as the administrator may open them."""
    return render(request, "desk/home.html", frame(request, ""))


@permission("person.read")
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List the staff within reach; one staff code leads straight to its person."""
    city = city_now(request)
    on = city_day(city)
    filters = Filters(*(request.GET.get(name, "")[:120] for name in ("body", "role", "phase")))
    page = page_number(request)
    found = queries.people(request, city, on, filters, page=page)
    shown = found[: queries.PAGE]
    named = names.opened(request, shown, "list")
    bodies = bodies_within(city, scope(actor_of(request), "person.read"))
    return render(
        request,
        "desk/people.html",
        {
            **frame(request, "desk:people"),
            "lines": [_line(city, one, named[one.id], on) for one in shown],
            "filters": filters,
            "bodies": [Option(body, city.bodies[body].title, body == filters.body) for body in bodies],
            "roles": [Option(role, title, role == filters.role) for role, title in ROLE_IN_WORDS.items()],
            "phases": [
                Option(phase, title, phase == filters.phase) for phase, title in rules.PHASE_IN_WORDS.items()
            ],
            "page": page,
            "narrowed": "&" + urlencode(vars(filters)) if any(vars(filters).values()) else "",
            "more": len(found) > queries.PAGE,
            "can_join": may(actor_of(request), "person.join"),
        },
    )


def _line(city: City, person: Person, named: Named, on: date) -> dict[str, Any]:
    return {
        "person": person,
        "named": named,
        "phase": rules.PHASE_IN_WORDS[person.phase],
        "held": [
            (position_in_words(city, one.position), how_in_words(one.how))
            for one in person.held
            if one.on(on)
        ],
    }


@permission("person.read")
@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Find one person by the whole staff code. Names are not searched; the code stands in no address."""
    code = request.POST.get("code", "").strip()[:200]
    found = names.by_code(request, code) if code else None
    city = city_now(request)
    if found is None or not may(actor_of(request), "person.read", rules.target(found, city)):
        notices.leave(request, "desk.search.none", "warning")
        return HttpResponseRedirect(reverse("desk:people"))
    return HttpResponseRedirect(reverse("desk:person", args=[found.id]))


NEW = (
    Input("name_zh", "line", required=True),
    Input("name_en", "line"),
    Input("code", "line", T("desk.help.code"), required=True),
)


@permission("person.join")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Begin a member of staff: names and code go to the vault, positions are given by somebody else."""
    offer = Offer("join", reverse("desk:join"), NEW, main=True, open=True)
    refused = None
    if request.method == "POST":
        typed = Typed({name: request.POST.getlist(name) for name in request.POST})
        key = key_of(request)
        if key is None:
            return bad_request(request)
        answer = _joined(request, typed, key)
        if isinstance(answer, str):
            notices.leave(request, "desk.done.join")
            return HttpResponseRedirect(reverse("desk:person", args=[answer]))
        refused = Refused(answer, "join", typed)
    trail = (T("desk.act.join"), "")
    context = {**frame(request, "desk:people", trail), "offers": with_refused([offer], refused)}
    if refused:
        context["refusal"] = refusal_words(refused.refusal)
    return render(request, "desk/form.html", context, status=409 if refused else 200)


def _joined(request: HttpRequest, typed: Typed, key: str) -> str | Refusal:
    """Return the id of the new person, or why there is none."""
    try:
        secrets = {name: typed.required(name) for name in ("name_zh", "code")}
    except Unreadable as unreadable:
        return unreadable.refusal
    if typed.one("name_en"):
        secrets["name_en"] = typed.one("name_en")
    person = person_id(city_key(request), key)
    if taken := code_taken(request, secrets["code"], person):
        return taken
    stream = person_stream(city_key(request), person)
    answer = ask(request, PERSON, stream, rules.Join(person=person), key=key, secrets=secrets)
    return answer if isinstance(answer, Refusal) else answer.state.id  # type: ignore[no-any-return]


def person_id(city: str, key: str) -> str:
    """Return the id of the person that a form with this key begins; pressed twice it is one."""
    return f"p-{sha256(f'{city}/{key}'.encode()).hexdigest()[:20]}"


def code_taken(request: HttpRequest, code: str, person: str) -> Refusal | None:
    """Say that a code is another person's, before anything is sealed; the database has the last word."""
    found = names.by_code(request, code)
    return None if found is None or found.id == person else CODE_TAKEN


def shown_or_404(request: HttpRequest, id: str, city: City) -> Person:
    """Return a member of staff whom the actor may read.

    Raises:
        Http404: there is none, or it is a resident. Denied: the actor may not.
    """
    require(request, "person.read")
    person = queries.person(request, id)
    if person is None or person.kind != "staff":
        raise Http404
    require(request, "person.read", rules.target(person, city))
    return person


@permission("person.read")
@require_safe
def person(request: HttpRequest, person: str) -> HttpResponse:
    """Show one person: positions, who stands in, acts, and everything that happened to the record."""
    city = city_now(request)
    shown = shown_or_404(request, person, city)
    return render(request, "desk/person.html", page_of(request, shown, city, request.GET.get("body", "")))


def page_of(
    request: HttpRequest, person: Person, city: City, body: str, refused: Refused | None = None
) -> dict[str, Any]:
    """Return what the page of a person shows."""
    on = city_day(city)
    within = bodies_within(city, scope(actor_of(request), "person.read"))
    body = body if body in within else _first_body(person, within, city)
    holders = queries.holders(request, [body], on) if body else []
    standing = queries.standing_in(request, person.id, on)
    others = {one.person for one in (*holders, *standing)} | {one.acting_for for one in person.held}
    known = names.by_id(request, others)
    named = names.opened(request, [person, *(one for one in known.values() if one.id != person.id)], "person")
    setting = Setting(person, city, actor_of(request), on, body, holders, named)
    title = named[person.id].title
    return {
        **frame(request, "desk:people", (title, "")),
        "person": person,
        "named": named[person.id],
        "phase": rules.PHASE_IN_WORDS[person.phase],
        "sessions": logins.open_sessions(request, person.id),
        "source": T(f"desk.source.{person.source}"),
        "spells": spells(person, city, named, on),
        "standing": [_standing(city, one, named) for one in standing],
        "offers": with_refused(_offers(setting), refused),
        "refusal": refusal_words(refused.refusal) if refused else None,
        "bodies": [Option(one, city.bodies[one].title, one == body) for one in within],
        "chooses_body": may(actor_of(request), "person.appoint", rules.target(person, city)),
        "history": [
            moment(entry, city)
            for entry in queries.entries_of(request, PERSON, person_stream(city_key(request), person.id))
        ],
    }


def _first_body(person: Person, within: Sequence[str], city: City) -> str:
    mine = [one.body for one in person.held if one.body in within]
    return (mine or [*within, ""])[0]


def _offers(setting: Setting) -> list[Offer]:
    found = [offer_of(act, setting) for act in open_to(setting)]
    target = rules.target(setting.person, setting.city)
    if setting.person.phase == "active" and may(setting.actor, "person.invite", target):
        found.append(Offer("invite", reverse("desk:person-invite", args=[setting.person.id])))
    return found


def offer_of(act: Act, setting: Setting) -> Offer:
    """Return one act as a form."""
    address = reverse(f"desk:person-{act.id}", args=[setting.person.id])
    inputs = [Input("body", "hidden", typed=setting.body), *act.asks(setting)]
    return Offer(act.id, address, tuple(inputs), main=act.main)


def spells(person: Person, city: City, named: dict[str, Named], on: date) -> list[dict[str, Any]]:
    """Return the positions held past, now and to come, the latest first, with who gave them."""
    found = sorted(person.held, key=lambda one: (one.since, one.position), reverse=True)
    return [
        {
            "position": position_in_words(city, one.position),
            "how": how_in_words(one.how),
            "period": period(one.since, one.until),
            "now": one.on(on),
            "when": _when(one, on),
            "acting_for": named.get(one.acting_for),
            "by": giver(city, one.by),
        }
        for one in found
    ]


def _when(held: Held, on: date) -> Text:
    if held.on(on):
        return T("desk.when.now")
    return T("desk.when.past") if held.since <= on else T("desk.when.coming")


def _standing(city: City, one: Holder, named: dict[str, Named]) -> dict[str, Any]:
    return {
        "position": position_in_words(city, one.position),
        "named": named.get(one.person),
        "how": how_in_words(one.how),
        "period": period(one.since, one.until),
    }


def view_of(act: Act):  # type: ignore[no-untyped-def]
    """Return the view of one act; it declares the act's own permission."""

    @permission(act.command.verb)
    @require_POST
    def view(request: HttpRequest, person: str) -> HttpResponse:
        city = city_now(request)
        shown = shown_or_404(request, person, city)
        require(request, act.command.verb, rules.target(shown, city))
        key = key_of(request)
        if key is None:
            return bad_request(request)
        typed = Typed({name: request.POST.getlist(name) for name in request.POST})
        setting = Setting(shown, city, actor_of(request), city_day(city))
        refusal = _carried_out(request, act, setting, typed, key)
        if refusal is None:
            notices.leave(request, act.done)
            return HttpResponseRedirect(reverse("desk:person", args=[person]))
        refused = Refused(refusal, act.id, typed)
        context = page_of(request, shown, city, typed.one("body"), refused)
        return render(request, "desk/person.html", context, status=409)

    view.__name__ = f"act_{act.id.replace('-', '_')}"
    view.__doc__ = act.command.__doc__
    return view


def _carried_out(request: HttpRequest, act: Act, setting: Setting, typed: Typed, key: str) -> Refusal | None:
    try:
        command = act.make(typed, setting)
    except Unreadable as unreadable:
        return unreadable.refusal
    secrets = {name: typed.one(name) for name in act.secrets if typed.one(name)}
    person = setting.person
    if "code" in secrets and (taken := code_taken(request, secrets["code"], person.id)):
        return taken
    stream = person_stream(city_key(request), person.id)
    answer = ask(request, PERSON, stream, command, key=key, secrets=secrets)
    return answer if isinstance(answer, Refusal) else None


VIEWS = {act.id: view_of(act) for act in ACTS.values()}
