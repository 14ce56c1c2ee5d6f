"""Break-glass: what is open or waits for its review first; one with its reason; the review."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.access import may
from yiwang.kernel.matter import City
from yiwang.kernel.people import glass as rules
from yiwang.kernel.people.glass import Glass
from yiwang.kernel.refusal import Refusal
from yiwang.nets.people import names, queries
from yiwang.nets.people.asking import ask
from yiwang.nets.people.frame import frame, refusal_words
from yiwang.nets.people.inputs import Input, Option, Typed, Unreadable
from yiwang.nets.people.names import Named
from yiwang.nets.people.offers import Offer, Refused, with_refused
from yiwang.nets.people.queries import PAGE
from yiwang.nets.people.words import giver, moment
from yiwang.people.kinds import GLASS
from yiwang.web import notices, store_door
from yiwang.web.asked import key_of, page_number
from yiwang.web.errors import bad_request
from yiwang.web.here import actor_of, body_in_words, city_day, city_key, city_now
from yiwang.web.permission import permission
from yiwang.web.words import T

REVIEWED = "reviewed"


@permission("glass.read")
@require_safe
def glasses(request: HttpRequest) -> HttpResponse:
    """List break-glass: those not reviewed first, by their review day, then the others, latest first."""
    city = city_now(request)
    page = page_number(request)
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT id, state FROM glass_row WHERE city = %s ORDER BY phase = 'reviewed',"
            " CASE WHEN phase <> 'reviewed' THEN review_by END, until DESC, id LIMIT %s OFFSET %s",
            (city_key(request), PAGE + 1, PAGE * (page - 1)),
        ).fetchall()
    found = [(row[0], GLASS.decode(bytes(row[1]))) for row in rows]
    shown = found[:PAGE]
    persons = names.by_id(request, [one.person for _, one in shown])
    named = names.opened(request, persons.values(), "glass")
    context = {
        **frame(request, "desk:glass"),
        "lines": [_in_words(stream, one, city, named) for stream, one in shown],
        "page": page,
        "more": len(found) > PAGE,
    }
    return render(request, "desk/glasses.html", context)


def _in_words(stream: UUID, one: Glass, city: City, named: dict[str, Named]) -> dict[str, Any]:
    opens = rules.opens(one, store_door.now())
    waits = one.phase != REVIEWED
    phase = one.phase if one.phase == REVIEWED else "open" if opens else "closed"
    return {
        "stream": stream,
        "glass": one,
        "named": named.get(one.person),
        "as": giver(city, one.signature),
        "lead": body_in_words(city, one.lead),
        "phase": rules.PHASE_IN_WORDS[phase],
        "opens": opens,
        "waits": waits,
        "late": waits and one.review_by < city_day(city),
        "verdict": T(f"desk.verdict.{one.verdict}") if one.verdict else None,
    }


def _found(request: HttpRequest, glass: UUID) -> Glass:
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "SELECT state FROM glass_row WHERE city = %s AND id = %s", (city_key(request), glass)
        ).fetchone()
    if row is None:
        raise Http404
    found: Glass = GLASS.decode(bytes(row[0]))
    return found


@permission("glass.read")
@require_safe
def glass(request: HttpRequest, glass: UUID) -> HttpResponse:
    """Show one with its reason, and what was found at its review."""
    return render(request, "desk/glass.html", _page(request, glass, _found(request, glass)))


def _page(request: HttpRequest, stream: UUID, found: Glass, refused: Refused | None = None) -> dict[str, Any]:
    city = city_now(request)
    persons = names.by_id(request, [found.person])
    named = names.opened(request, persons.values(), "glass")
    opened = store_door.opened(request, found.sealed)
    names.note(request, {found.person: len(found.sealed)}, "glass")
    return {
        **frame(request, "desk:glass", (T("desk.glass.one"), "")),
        "one": _in_words(stream, found, city, named),
        "reason": _words(opened.get("reason")),
        "note": _words(opened.get("note")),
        "offers": with_refused(_offers(request, stream, found), refused),
        "refusal": refusal_words(refused.refusal) if refused else None,
        "history": [moment(entry, city) for entry in queries.entries_of(request, GLASS, stream)],
    }


def _words(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _offers(request: HttpRequest, stream: UUID, found: Glass) -> list[Offer]:
    if found.phase == REVIEWED or not may(actor_of(request), "glass.review"):
        return []
    verdicts = tuple(Option(one, T(f"desk.verdict.{one}")) for one in ("justified", "unjustified"))
    inputs = (
        Input("verdict", "choose", options=verdicts, required=True),
        Input("note", "words", T("desk.help.note"), required=True),
    )
    return [Offer("review", reverse("desk:glass-review", args=[stream]), inputs, main=True, open=True)]


@permission("glass.review")
@require_POST
def review(request: HttpRequest, glass: UUID) -> HttpResponse:
    """Say whether it was justified, and what was found."""
    found = _found(request, glass)
    key = key_of(request)
    if key is None:
        return bad_request(request)
    typed = Typed({name: request.POST.getlist(name) for name in request.POST})
    refusal = _reviewed(request, glass, typed, key)
    if refusal is not None:
        context = _page(request, glass, found, Refused(refusal, "review", typed))
        return render(request, "desk/glass.html", context, status=409)
    notices.leave(request, "desk.done.review")
    return HttpResponseRedirect(reverse("desk:glass-one", args=[glass]))


def _reviewed(request: HttpRequest, glass: UUID, typed: Typed, key: str) -> Refusal | None:
    try:
        verdict = typed.required("verdict")
        note = typed.required("note")
    except Unreadable as unreadable:
        return unreadable.refusal
    if verdict not in ("justified", "unjustified"):
        raise Http404
    command = rules.Review(verdict=verdict)  # type: ignore[arg-type]
    answer = ask(request, GLASS, glass, command, key=key, secrets={"note": note})
    return answer if isinstance(answer, Refusal) else None
