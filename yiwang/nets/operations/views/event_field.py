"""The field page for a grid worker's phone: own tasks, nearest first when asked, whole without scripts.

The position is sent when the worker presses, used to order the list, and not kept.
"""

from __future__ import annotations

import secrets
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from yiwang.kernel.event_kinds import sound_position
from yiwang.nets.operations import event_queries as read
from yiwang.nets.operations.event_acts import ACTS, Setting, open_to
from yiwang.nets.operations.views.events import row_words
from yiwang.store.cases import CASE
from yiwang.web import here, store_door
from yiwang.web.permission import permission

MOST = 40
KM_OF_A_DEGREE = 111.2
OFFERED = ("claim", "complete", "make-safe", "report-in")
SCRIPT = Path(__file__).resolve().parents[1] / "static" / "operations" / "field-worker.js"

TASKS = f"""
SELECT DISTINCT ON (e.stream) c.state, e.stream, {read.NAMES} FROM task_row t
JOIN event_row e ON e.city = t.city AND e.stream = t.stream
JOIN case_row c ON c.city = t.city AND c.id = t.stream
WHERE t.city = %s AND t.body = ANY(%s) AND t.role = ANY(%s) AND (t.assignee = '' OR t.assignee = %s)
ORDER BY e.stream
"""


@permission("event.read")
@require_http_methods(["GET", "POST"])
def field(request: HttpRequest) -> HttpResponse:
    """List the events that wait for the actor, by their clocks; after a press, the nearest first."""
    stands = _here(request)
    rows = sorted(_rows(request), key=lambda one: (one[1].due_at is None, one[1].due_at, one[1].number))
    cards = [_card(request, case, line, stands) for case, line in rows]
    if stands is not None:
        cards.sort(key=lambda one: (one["km"] is None, one["km"]))
    context = {"cards": cards[:MOST], "near": stands is not None, "key": secrets.token_urlsafe(16)}
    return render(request, "operations/event_field.html", context)


def _here(request: HttpRequest) -> tuple[float, float] | None:
    east, north = request.POST.get("longitude", ""), request.POST.get("latitude", "")
    if not east or not north or not sound_position(east, north):
        return None
    return float(east), float(north)


def _rows(request: HttpRequest) -> list[tuple[Any, read.Line]]:
    actor = request.actor  # type: ignore[attr-defined]
    bodies = sorted({held.body for held in actor.holdings})
    roles = sorted({held.role for held in actor.holdings})
    with store_door.reading(request) as cursor:
        rows = cursor.execute(TASKS, (here.city_key(request), bodies, roles, actor.person)).fetchall()
    return [
        (CASE.decode(bytes(row[0])), line)
        for row, line in zip(rows, read.lines([r[1:] for r in rows]), strict=True)
    ]


def _card(
    request: HttpRequest, case: Any, line: read.Line, stands: tuple[float, float] | None
) -> dict[str, Any]:
    city = store_door.city_under(here.city_key(request), case.pack)
    setting = Setting(case, request.actor, city, city.matters[case.matter])  # type: ignore[attr-defined]
    km = None
    if stands is not None and line.longitude is not None:
        east = (line.longitude - stands[0]) * KM_OF_A_DEGREE * cos(radians(stands[1]))
        km = round(hypot(east, (line.latitude - stands[1]) * KM_OF_A_DEGREE), 1)
    offers = [one for one in open_to(setting) if one.act.id in OFFERED]
    return {**row_words(request, line), "offers": offers, "km": km, "acts": ACTS}


@permission("event.read")
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Give the script that shows the field page without a connection; its scope is the field page."""
    return HttpResponse(SCRIPT.read_bytes(), content_type="text/javascript; charset=utf-8")
