"""The map of events and the list beside it; the big screen of the same address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yiwang.nets.picture import cells, drawing, frame, kinds, marks, queries, signals, sources, things
from yiwang.nets.picture.narrowed import NEW_HOURS, Narrowed
from yiwang.nets.picture.queries import Asked, Cluster, Count
from yiwang.web.permission import permission
from yiwang.web.words import T

CELLS_OF_A_DRAWING = 7
"""On a drawing of reviewed boundaries the zoom is the one at which at most so many clusters stand abreast."""
CLOSED_ON_SCREEN = 6


@permission("picture.read")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show where events are: a map, each area a link, and the same as a list; or the big screen."""
    asked = Asked.of(request)
    on_screen = request.GET.get("screen") == "1"
    template = "picture/screen.html" if on_screen else "picture/home.html"
    context = picture(asked) | (screen(asked) if on_screen else {})
    return sources.allow(request, render(request, template, context))


def picture(asked: Asked) -> dict[str, Any]:
    """Return what the map and its list show."""
    city, only = asked.city, asked.only
    here, cases = reverse("picture:home"), reverse("picture:cases")
    place = only.place if only.place in city.places else city.root
    counts = queries.by_place(asked)
    children = [one.code for one in drawing.children_of(city, place)]
    rolled = queries.rolled_up(counts, city, children)
    drawn = drawing.map_of(city, only, rolled, here, cases, asked.request.language)  # type: ignore[attr-defined]
    box, without = queries.extent(asked)
    found = clusters_on(asked, drawn, box)
    by_kind = queries.by_kind(asked)
    server = sources.tiles()
    return {
        "only": only,
        "at": asked.now,
        "map": drawn,
        "places": [one for one in sorted(drawn.tiles, key=lambda one: -one.count.all) if one.count.all],
        "elsewhere": sum(counts.values(), Count()).all - sum(one.all for one in rolled.values()),
        "elsewhere_cases": f"{cases}{only.but(itself='1').address}",
        "total": sum(counts.values(), Count()),
        "states": frame.states(only, here, queries.by_state(asked)),
        "all_kinds": f"{here}{only.but(kind='').address}",
        "kinds": of_kinds(asked, by_kind, here, cases),
        "clusters": found,
        "without_position": without,
        "trail": drawing.trail(city, only, here),
        "browser_map": box is not None,
        "box": ",".join(f"{one:.5f}" for one in box) if box else "",
        "tiles": server,
        "things": things.standing(asked.request, place),
        "signals": signals.standing(asked.request, place),
        "live": frame.live_address(asked.request),
        "new_hours": NEW_HOURS,
        "cases": f"{cases}{only.address}",
        "said": frame.said(city, only),
    }


def clusters_on(asked: Asked, drawn: drawing.Map, box: cells.Box | None) -> list[dict[str, Any]]:
    """Return the clusters that stand on a drawing of reviewed boundaries; none on a schematic."""
    if drawn.frame is None or box is None:
        return []
    across = drawn.width / (drawn.frame.scale * drawn.frame.shorten)
    zoom = next(z for z in range(18, -1, -1) if across / cells.width(z) <= CELLS_OF_A_DRAWING or z == 0)
    found = []
    for one in queries.clusters(asked, zoom, box):
        x, y = drawn.frame.at(one.longitude, one.latitude)
        found.append({**cluster(asked, zoom, one), "x": x, "y": y})
    return found


def cluster(asked: Asked, zoom: int, one: Cluster) -> dict[str, Any]:
    """Return a cluster in words, with its mark and the cases it leads to."""
    mark = kinds.mark(asked.city, one.kind)
    if one.number:
        address = frame.address_of(asked.request, one.number)
    else:
        cell = cells.Cell(zoom, one.column, one.row).text
        address = f"{reverse('picture:cases')}{asked.only.but(cell=cell).address}"
    return {
        "count": one.count,
        "late": one.late,
        "title": kinds.title(asked.city, one.kind),
        "more_kinds": one.kinds - 1,
        "shape": mark.shape,
        "letter": mark.letter,
        "outline": marks.outline(mark.shape, 13),
        "longitude": round(one.longitude, 6),
        "latitude": round(one.latitude, 6),
        "address": address,
    }


def of_kinds(asked: Asked, counts: dict[str, Count], here: str, cases: str) -> list[dict[str, Any]]:
    """Return the kinds below the one looked at, each with its count, its mark, its picture and its cases."""
    city, only = asked.city, asked.only
    known = city.event_kinds
    children = [code for code, one in known.items() if one.parent == only.kind]
    gathered = dict.fromkeys(children or [only.kind], Count())
    for code, count in counts.items():
        child = next((one for one in kinds.path(city, code) if one in gathered), code)
        gathered[child] = gathered.get(child, Count()) + count
    return [
        {
            "title": kinds.title(city, code),
            "count": count,
            "mark": (mark := kinds.mark(city, code)),
            "outline": marks.outline(mark.shape, 9),
            "address": f"{here}{only.but(kind=code).address}",
            "cases": f"{cases}{only.but(kind=code).address}",
        }
        for code, count in gathered.items()
        if count.all
    ]


def screen(asked: Asked) -> dict[str, Any]:
    """Return what only the big screen shows: the latest closed. No words of anybody."""
    of_place = Asked(asked.request, asked.city, asked.now, Narrowed(place=asked.only.place, state="ended"))
    latest = queries.latest_ended(of_place, CLOSED_ON_SCREEN)
    pictures = queries.pictures_of(asked.request, latest)
    return {
        "latest": [
            {
                **frame.line_in_words(asked.request, asked.city, one),
                "days": _days(one),
                "late": _was_late(one),
                "pictures": pictures.get(one.stream, []),
            }
            for one in latest
        ],
        "title": T("picture.screen.title"),
    }


def _days(line: queries.Line) -> float:
    assert line.ended_at is not None
    return round((line.ended_at - line.opened_at).total_seconds() / 86400, 1)


def _was_late(line: queries.Line) -> bool:
    return line.due_at is not None and line.ended_at is not None and line.ended_at > line.due_at
