"""The public map of open events: coarse cells drawn by the server, and the same as a table."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from math import cos, radians
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yiwang.kernel.event_kinds import classes_of
from yiwang.kernel.matter import City
from yiwang.nets.operations import coarse, event_words
from yiwang.nets.operations import event_queries as read
from yiwang.nets.operations.coarse import Cell
from yiwang.web.permission import permission

METRES_OF_A_DEGREE = 111_000
SIDE = 44
"""How wide a cell is drawn, so that each is large enough to be pressed."""


@permission("event.public")
@require_safe
def public_map(request: HttpRequest) -> HttpResponse:
    """Show around where events are open; `?cell=` lists those of one cell, `?kind=` one kind or class."""
    city = read.city_of(request)
    width = cell_of(city)
    if not width:
        raise Http404
    kind = request.GET.get("kind", "")
    kind = kind if kind in city.event_kinds else ""
    chosen = request.GET.get("cell", "")[:20]
    found = coarse.cells(request, width, kind)
    context = {
        "metres": round(float(width) * METRES_OF_A_DEGREE, -2),
        "map": drawing(found),
        "places": [
            (event_words.place(city, one.place), one.events, one.told) for one in coarse.places(request, kind)
        ],
        "without": coarse.without_position(request, kind),
        "kind": kind,
        "kinds": [
            (code, city.event_kinds[code].title, code == kind)
            for group, below in classes_of(city)
            for code in (group, *below)
        ],
        "chosen": chosen,
        "here": [_line(city, one) for one in coarse.listed(request, width, chosen, kind)] if chosen else [],
    }
    return render(request, "operations/event_map.html", context)


def cell_of(city: City) -> Decimal:
    """Return the width of a cell in degrees; 0 where the pack has no public map."""
    try:
        return Decimal(city.event_rules.map_cell or "0")
    except InvalidOperation:
        return Decimal(0)


def _line(city: City, one: read.Line) -> dict[str, Any]:
    return {
        "kind": event_words.kind(city, one.event_kind),
        "place": event_words.place(city, coarse.rounded(city, one.place)),
        "lead": event_words.body(city, one.lead),
        "opened_at": one.opened_at,
        "number": one.number if one.on_hold else "",
    }


def drawing(found: list[Cell]) -> dict[str, Any] | None:
    """Return the drawing: size, and each cell as (x, y, cell, shade 1 to 4); None where nothing is."""
    if not found:
        return None
    west, east = (pick(one.column for one in found) for pick in (min, max))
    south, north = (pick(one.row for one in found) for pick in (min, max))
    middle = radians((south + north + 1) / 2 * float(found[0].width))
    wide = SIDE * (cos(middle) if abs(cos(middle)) > 0.2 else 1)
    most = max(one.events for one in found)
    return {
        "width": round((east - west + 1) * wide + 2, 1),
        "height": (north - south + 1) * SIDE + 2,
        "cell": round(wide - 2, 1),
        "side": SIDE - 2,
        "cells": [
            (
                round((one.column - west) * wide + 2, 1),
                (north - one.row) * SIDE + 2,
                one,
                1 + min(3, one.events * 4 // (most + 1)),
                round((one.column - west) * wide + wide / 2, 1),
                (north - one.row) * SIDE + SIDE / 2 + 6,
            )
            for one in found
        ],
    }
