"""What a map in the browser asks for: clusters of a view, reviewed boundaries. Pages are whole without."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from yiwang.nets.picture import boundaries, cells, drawing, queries, signals, things
from yiwang.nets.picture.queries import Asked
from yiwang.nets.picture.views.picture import cluster
from yiwang.web.permission import permission
from yiwang.web.words import say


@permission("picture.read")
@require_safe
def clusters(request: HttpRequest) -> HttpResponse:
    """Answer `?zoom=11&box=west,south,east,north` with the clusters in it, as the grid of the zoom has them.

    400 with `picture.no-view` where zoom or box cannot be read.
    """
    zoom, box = cells.zoom_of(request.GET.get("zoom", "")), cells.box_of(request.GET.get("box", ""))
    if zoom is None or box is None:
        return JsonResponse(
            {"code": "picture.no-view", "needs": "zoom=0…18, box=west,south,east,north"}, status=400
        )
    asked = Asked.of(request)
    found = [cluster(asked, zoom, one) for one in queries.clusters(asked, zoom, box)]
    language = request.language  # type: ignore[attr-defined]
    for one in found:
        one["title"] = say(one["title"], language)
    return JsonResponse(
        {
            "at": asked.now.isoformat(),
            "clusters": found,
            "things": _things(request, asked, language),
            "signals": _signals(request, asked, language),
        }
    )


def _things(request: HttpRequest, asked: Asked, language: str) -> list[dict[str, object]]:
    place = asked.only.place if asked.only.place in asked.city.places else asked.city.root
    return [
        {
            "longitude": float(one.at[0]),
            "latitude": float(one.at[1]),
            "title": say(one.title, language),
            "value": one.value,
            "address": one.address,
        }
        for one in things.standing(request, place)
    ]


def _signals(request: HttpRequest, asked: Asked, language: str) -> list[dict[str, object]]:
    place = asked.only.place if asked.only.place in asked.city.places else asked.city.root
    return [
        {
            "longitude": float(one.at[0]),
            "latitude": float(one.at[1]),
            "title": f"{say(one.rule, language)} · {say(one.thing, language)}",
            "severity": one.severity,
            "address": one.address,
        }
        for one in signals.standing(request, place)
        if one.at[0]
    ]


@permission("picture.read")
@require_safe
def boundaries_of(request: HttpRequest) -> HttpResponse:
    """Answer with the reviewed boundaries of the places below `?place=`, as GeoJSON; there may be none."""
    asked = Asked.of(request)
    place = asked.only.place if asked.only.place in asked.city.places else asked.city.root
    codes = [one.code for one in drawing.children_of(asked.city, place)]
    return JsonResponse(boundaries.as_geojson(boundaries.shapes_of(asked.city), codes, asked.city))
