"""The resident's pages: for whom one acts, mandates given and taken."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiwang.kernel.access import Actor
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import stream_id
from yiwang.kernel.people.mandate import Mandate, Take, Withdraw
from yiwang.kernel.refusal import Refusal
from yiwang.nets.mine import concerns, looks, offering, queries
from yiwang.people.kinds import MANDATE
from yiwang.store.execute import Done
from yiwang.store.wall import showing
from yiwang.web import acting, code_tries, codes, forms, names, notices, store_door
from yiwang.web.account import sessions
from yiwang.web.addresses import safe_next
from yiwang.web.errors import bad_request, refused
from yiwang.web.here import body_in_words, city_day, city_now
from yiwang.web.permission import may, permission
from yiwang.web.words import T, Text


@dataclass(frozen=True)
class Line:
    """A mandate in a list. `state`: offered, active, waiting (not begun), over (past) or withdrawn."""

    mandate: Mandate
    who: Text | None
    for_whom: Text | None
    matters: tuple[Text, ...]
    state: str
    may_end: bool


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]


@permission("account.read")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show for whom the actor acts and could act, their mandates, and where the rest is."""
    city, actor = city_now(request), _actor(request)
    found = queries.mandates(request)
    called = names.names_of(
        request,
        [*(one.principal for one in found), *(one.agent for one in found), *(p.id for p in actor.principals)],
    )
    own = {actor.person, *queries.represented(actor)}
    return render(
        request,
        "mine/home.html",
        {
            "resident": actor.kind == "resident",
            "chosen": actor.acting_for,
            "principals": [(one.id, called[one.id]) for one in actor.principals],
            "given": [line_of(one, called, city, actor) for one in found if one.principal in own],
            "taken": [line_of(one, called, city, actor) for one in found if one.agent == actor.person],
            "may_grant": may(request, "mandate.grant"),
            # A persona of the demo has no login, and so no sessions to look at.
            "sessions": _address("account:sessions") if sessions.user_of(request) is not None else "",
            "acts": _address("services:others") if may(request, "case.read") else "",
        },
    )


@permission("exchange.read")
@require_safe
def read_of_me(request: HttpRequest) -> HttpResponse:
    """List who looked at the data of the actor and of those they act for; to an auditor, at anybody's."""
    resident = _actor(request).kind == "resident"
    found = looks.looked(request, city_now(request))
    return render(
        request,
        "mine/exchanges.html",
        {"resident": resident, "withheld": found.withheld, "lines": _lines(request, found.shown, resident)},
    )


def _lines(request: HttpRequest, shown: tuple[looks.Seen, ...], resident: bool) -> list[dict[str, Any]]:
    """Return each look with what was asked about it, and what may be."""
    city = city_now(request)
    raised = concerns.raised(request, city, {one.subject for one in shown}) if resident else {}
    return [
        {
            "look": one,
            "raised": raised.get(one.ref, []),
            "can": _can(city, one, raised.get(one.ref, [])) if resident else (),
        }
        for one in shown
    ]


def _can(city: City, seen: looks.Seen, raised: list[concerns.Concern]) -> list[str]:
    """Return what may be asked about a look: nothing twice while it is open."""
    waiting = {one.kind for one in raised if one.open}
    return [kind for kind in concerns.can(city, seen) if kind not in waiting]


@permission("exchange.read")
@require_http_methods(["GET", "HEAD", "POST"])
def concern(request: HttpRequest, kind: str, look: UUID) -> HttpResponse:
    """Ask for data to be corrected, or complain, about one look that the page lists."""
    city = city_now(request)
    if _actor(request).kind != "resident" or kind not in concerns.KINDS:
        raise Http404
    seen = next((one for one in looks.looked(request, city).shown if one.ref == str(look)), None)
    if seen is None or kind not in concerns.can(city, seen):
        raise Http404
    refusal, case = None, concerns.new_id()
    if request.method == "POST":
        sent = _uuid(request.POST.get("case", ""))
        if sent is None:
            return bad_request(request)
        case = sent
        answer = concerns.ask(request, city, kind, seen, request.POST, case)
        if not isinstance(answer, Refusal):
            notices.leave(request, f"mine.concern.{kind}.done", number=answer.state.number)
            return HttpResponseRedirect(reverse("mine:exchanges"))
        refusal = answer
    typed = [(name, request.POST.get(name, "")) for name in concerns.WRITTEN[kind]]
    context = {
        "kind": kind,
        "look": seen,
        "refusal": refusal,
        "case": case,
        "title": T(f"mine.concern.{kind}.title"),
        "says": T(f"mine.concern.{kind}.says"),
        "questions": [(name, T(f"mine.concern.{name}"), words) for name, words in typed],
        "body": body_in_words(city, concerns.desk(city, kind, seen).body),  # type: ignore[union-attr]
    }
    return render(request, "mine/concern.html", context, status=409 if refusal else 200)


def _address(view: str) -> str:
    """Return the address of a page that another part of the city may have, "" where it has none."""
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""


def line_of(one: Mandate, called: dict[str, Text], city: City, actor: Actor) -> Line:
    """Return a mandate as its giver or its agent sees it today."""
    state, day = one.phase, city_day(city)
    if state == "active" and not one.on(day):
        state = "waiting" if day < one.since else "over"
    if state == "offered" and one.until is not None and day > one.until:
        state = "over"
    open_still = one.phase in ("offered", "active") and state != "over"
    mine = one.agent == actor.person
    other = one.principal if mine else one.agent
    return Line(
        one,
        called.get(other),
        None if mine or one.principal == actor.person else called.get(one.principal),
        tuple(_title(city, matter) for matter in one.matters),
        state,
        open_still and (mine or not one.representative),
    )


def _title(city: City, matter: str) -> Text:
    known = city.matters.get(matter)
    return known.title if known else {"zh": matter, "en": matter}


@permission("mandate.read")
@require_POST
def acting_for(request: HttpRequest) -> HttpResponse:
    """Act for somebody, or for oneself again, in the rest of this session."""
    if acting.choose(request, request.POST.get("principal", "")):
        notices.leave(request, "mine.acting.done")
    else:
        notices.leave(request, "mine.acting.no", "warning")
    return HttpResponseRedirect(safe_next(request, reverse("mine:home")))


@permission("mandate.grant")
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest) -> HttpResponse:
    """Give a mandate; the answer shows the agent's code, once."""
    city, form = city_now(request), form_of_offer(request)
    here = form.sections[0]
    answer, refusal = None, None
    mandate = stream_id(store_door.now(), secrets.token_bytes(10))
    if request.method == "POST":
        sent = _uuid(request.POST.get("mandate", ""))
        if sent is None:
            return bad_request(request)
        mandate = sent
        answer = forms.parse(form, here, request.POST, known={}, today=city_day(city))
        if answer.ok:
            given = offered(request, mandate, answer.values)
            if isinstance(given, Offered):
                context = {"code": given.code, "mandate": given.done.state}
                return render(request, "mine/offered.html", context)
            refusal = given
    page = forms.bind(form, here, {"since": city_day(city).isoformat()}, answer)
    return render(
        request,
        "mine/offer.html",
        {"page": page, "mandate": mandate, "refusal": refusal},
        status=409 if refusal else 422 if answer and answer.problems else 200,
    )


def form_of_offer(request: HttpRequest) -> forms.Form:
    """Return the form by which the actor gives a mandate."""
    city, actor = city_now(request), _actor(request)
    people = [actor.person, *queries.represented(actor)]
    givers = names.names_of(request, people) if len(people) > 1 else {actor.person: {"zh": "", "en": ""}}
    return offering.form_for(city, givers)


@dataclass(frozen=True)
class Offered:
    """A mandate that was given, and the agent's code; "" where it was shown before."""

    done: Done
    code: str


def offered(request: HttpRequest, mandate: UUID, values: Mapping[str, Any]) -> Offered | Refusal:
    """Give a mandate by sound answers of the form; asked again under its id it is given once."""
    code = codes.make(secrets.token_bytes(16))
    command = offering.command(values, str(mandate), _actor(request).person, codes.digest(code))
    done = store_door.ask(request, mandate, command, key=f"mandate:{mandate}", kind=MANDATE)
    if isinstance(done, Refusal):
        return done
    return Offered(done, "" if done.repeated else codes.grouped(code))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@permission("mandate.read")
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """Take a mandate with the code that the principal handed over."""
    if _actor(request).kind != "resident":
        raise Http404
    if request.method != "POST":
        return render(request, "mine/take.html", {})
    answer = taken(request, request.POST.get("code", ""))
    if isinstance(answer, timedelta):
        minutes = int(-(-answer.total_seconds() // 60))
        response = render(request, "mine/take.html", {"minutes": minutes}, status=429)
        response["Retry-After"] = str(int(answer.total_seconds()) + 1)
        return response
    if isinstance(answer, Refusal):
        return render(request, "mine/take.html", {"refusal": answer}, status=409)
    notices.leave(request, "mine.take.done")
    return HttpResponseRedirect(reverse("mine:home"))


def taken(request: HttpRequest, code: str) -> Done | Refusal | timedelta:
    """Take a mandate by its code; for how long to wait where too many were tried."""
    if wait := code_tries.begin_try(request):
        return wait
    digest = codes.digest(code[:100])
    mandate = queries.offered_under(request, digest)
    if mandate is None:
        return _wrong_code()
    key = f"take:{mandate}:{_actor(request).person}"
    shown = showing(_actor(request), digest)
    done = store_door.ask(request, mandate, Take(digest=digest), key=key, kind=MANDATE, actor=shown)
    if not isinstance(done, Refusal):
        code_tries.forget_tries(request)
    return done


def _wrong_code() -> Refusal:
    return Refusal(
        code="mandate.wrong-code",
        zh="没有待接受的委托与这个代码相符，或已过期。请向委托人核对。",
        en="No mandate waits for this code, or it is past its last day. Ask who gave it to you.",
    )


@permission("mandate.withdraw")
@require_POST
def end(request: HttpRequest, mandate: UUID) -> HttpResponse:
    """Withdraw a mandate given, or give up one taken: over at once."""
    answer = ended(request, mandate)
    if isinstance(answer, Refusal):
        return refused(request, answer)
    notices.leave(request, "mine.end.done")
    return HttpResponseRedirect(reverse("mine:home"))


def ended(request: HttpRequest, mandate: UUID) -> Done | Refusal:
    """Withdraw a mandate given, or give up one taken. Raises Http404 where it is none of the actor's."""
    mine = next((one for one in queries.mandates(request) if one.id == str(mandate)), None)
    if mine is None:
        raise Http404
    return store_door.ask(request, mandate, Withdraw(), key=f"end:{mandate}", kind=MANDATE)
