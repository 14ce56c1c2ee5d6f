"""Mandates, to read: who may act for whom, in what, until when. Nothing is changed here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yiwang.kernel.access import Target
from yiwang.kernel.matter import City
from yiwang.kernel.people import mandate as rules
from yiwang.kernel.people.mandate import Mandate
from yiwang.nets.people import queries
from yiwang.nets.people.frame import frame
from yiwang.nets.people.inputs import Option
from yiwang.nets.people.queries import PAGE
from yiwang.nets.people.words import moment, period
from yiwang.people.kinds import MANDATE
from yiwang.web import store_door
from yiwang.web.asked import page_number
from yiwang.web.here import city_day, city_key, city_now
from yiwang.web.permission import permission, require
from yiwang.web.words import T, Text

ANYBODYS = Target()
"""Residents read their own mandates in their account; this page is for those who read everybody's."""


@permission("mandate.read")
@require_safe
def mandates(request: HttpRequest) -> HttpResponse:
    """List mandates, the latest changed first. Persons stand by their id: no name is opened."""
    require(request, "mandate.read", ANYBODYS)
    city = city_now(request)
    page = page_number(request)
    phase = request.GET.get("phase", "")[:20]
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT state FROM mandate_row WHERE city = %s AND (%s = '' OR phase = %s)"
            " ORDER BY changed_at DESC, id LIMIT %s OFFSET %s",
            (city_key(request), phase, phase, PAGE + 1, PAGE * (page - 1)),
        ).fetchall()
    found = [MANDATE.decode(bytes(row[0])) for row in rows]
    context = {
        **frame(request, "desk:mandates"),
        "lines": [in_words(one, city) for one in found[:PAGE]],
        "phases": [Option(one, title, one == phase) for one, title in rules.PHASE_IN_WORDS.items()],
        "page": page,
        "more": len(found) > PAGE,
        "narrowed": f"&phase={phase}" if phase in rules.PHASE_IN_WORDS else "",
    }
    return render(request, "desk/mandates.html", context)


@permission("mandate.read")
@require_safe
def mandate(request: HttpRequest, mandate: UUID) -> HttpResponse:
    """Show one mandate and what happened to it."""
    require(request, "mandate.read", ANYBODYS)
    city = city_now(request)
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "SELECT state FROM mandate_row WHERE city = %s AND id = %s", (city_key(request), mandate)
        ).fetchone()
    if row is None:
        raise Http404
    found = MANDATE.decode(bytes(row[0]))
    context = {
        **frame(request, "desk:mandates", (T("desk.mandate"), "")),
        "one": in_words(found, city),
        "history": [moment(entry, city) for entry in queries.entries_of(request, MANDATE, mandate)],
    }
    return render(request, "desk/mandate.html", context)


def in_words(one: Mandate, city: City) -> dict[str, Any]:
    """Return a mandate for a page."""
    return {
        "mandate": one,
        "phase": rules.PHASE_IN_WORDS[one.phase],
        "over": one.phase == "active" and one.until is not None and one.until < city_day(city),
        "period": period(one.since, one.until),
        "basis": T(f"desk.basis.{one.basis}"),
        "matters": [_matter(matter, city) for matter in one.matters],
    }


def _matter(matter: str, city: City) -> Text:
    known = city.matters.get(matter)
    return known.title if known else {"zh": matter, "en": matter}
