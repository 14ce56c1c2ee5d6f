"""The operator's desk, and the list of cases behind every number."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yiwang.kernel.matter import City
from yiwang.nets.picture import drawing, frame, proposals, queries, signals, sources
from yiwang.nets.picture.narrowed import NEW_HOURS, Narrowed
from yiwang.nets.picture.queries import Asked
from yiwang.web.permission import permission
from yiwang.web.words import T, Text


@permission("picture.read")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """List the events to be looked at: new, late, one's own; by place and by kind; the soonest due first."""
    asked = Asked.of(request)
    here = reverse("picture:desk")
    counts = queries.by_state(asked.but(whose=""))
    mine = asked.only.whose == "mine"
    place = asked.only.place if asked.only.place in asked.city.places else asked.city.root
    context = _listed(asked, here) | {
        "states": frame.states(asked.only.but(whose=""), here, counts),
        "mine": (f"{here}{asked.only.but(whose='mine').address}", mine),
        "filters": filters(asked.city, asked.only),
        "new_hours": NEW_HOURS,
        "proposals": proposals.proposals(asked.request),
        "signals": signals.standing(asked.request, place),
    }
    return sources.allow(request, render(request, "picture/desk.html", context))


@permission("picture.read")
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """List the cases behind a number: just those it counted, narrowed by the same address."""
    asked = Asked.of(request)
    return render(request, "picture/cases.html", _listed(asked, reverse("picture:cases")))


def _listed(asked: Asked, here: str) -> dict[str, Any]:
    city, only = asked.city, asked.only
    start = queries.after_of(asked.request.GET.get("after", ""))
    found = queries.lines(asked, start)
    shown = found[: queries.PAGE]
    more = len(found) > queries.PAGE
    joint = "&" if only.address else "?"
    return {
        "only": only,
        "at": asked.now,
        "lines": [frame.line_in_words(asked.request, city, one) for one in shown],
        "next": f"{here}{only.address}{joint}after={queries.place_of(shown[-1], only)}" if more else "",
        "first": f"{here}{only.address}" if start else "",
        "said": frame.said(city, only),
        "live": frame.live_address(asked.request),
        "here": here,
    }


def filters(city: City, only: Narrowed) -> list[tuple[str, Text, list[tuple[str, Text, bool]]]]:
    """Return the selects: place (the one looked at, what lies above it and directly below) and kind."""
    place = only.place if only.place in city.places else city.root
    codes = [*reversed(city.above(place)), *(one.code for one in drawing.children_of(city, place))]
    known = city.event_kinds
    return [
        (
            "place",
            T("picture.place"),
            [(code, frame.of_place(city, code), code == only.place) for code in codes],
        ),
        ("kind", T("picture.kind"), [(code, one.title, code == only.kind) for code, one in known.items()]),
    ]
