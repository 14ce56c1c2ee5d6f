"""Events for everybody: what stays open and why, what was mended with pictures, and the rates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yiwang.kernel.numbers import read_number
from yiwang.nets.operations import event_queries as read
from yiwang.nets.operations import event_words, rates
from yiwang.nets.operations.event_queries import PUBLIC
from yiwang.nets.operations.suggesting import Model
from yiwang.nets.operations.training import model_of
from yiwang.nets.operations.views.events import as_image, row_words
from yiwang.web import here, store_door
from yiwang.web.chain import CaseFile, Entry
from yiwang.web.permission import may, permission

MONTHS_BACK = 370


@permission("event.public")
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """List what is on hold, with cause, owner and next date; and what was mended, with before and after."""
    mended, more = read.shown(request, request.GET.get("after", ""))
    context = {
        "map_cell": read.city_of(request).event_rules.map_cell,
        "held": [row_words(request, one) for one in read.held(request)],
        "mended": [row_words(request, one) for one in mended],
        "next": f"{mended[-1].ended_at.isoformat()}_{mended[-1].stream}" if more else "",
    }
    return render(request, "operations/events_public.html", context)


@permission("event.public")
@require_safe
def public_event(request: HttpRequest, number: str) -> HttpResponse:
    """Show what everybody may see of one event: where, what, how it stands, before and after."""
    line, file = _public_or_404(request, number)
    context = {
        "one": row_words(request, line),
        "pictures": _shown(file) if line.shown and line.phase == "closed" else [],
        "told": read.told_pictures(request, line.stream),
    }
    return render(request, "operations/event_public.html", context)


@permission("event.public")
@require_safe
def public_picture(request: HttpRequest, number: str, photo: str) -> HttpResponse:
    """Give a picture of the last check, which whoever checked said everybody may see."""
    line, file = _public_or_404(request, number)
    names = _shown(file) if line.shown and line.phase == "closed" else []
    if photo not in names:
        raise Http404
    check = _check(file)
    assert check is not None
    return as_image(store_door.opened(request, {photo: check.event.data.sealed[photo]}, PUBLIC)[photo])


def _public_or_404(request: HttpRequest, number: str) -> tuple[read.Line, CaseFile]:
    known = read_number(number)
    line = read.public_one(request, known) if known else None
    file = read.file_of(request, known, PUBLIC) if line is not None and known else None
    if line is None or file is None:
        raise Http404
    return line, file


def _check(file: CaseFile) -> Entry | None:
    city_step = [one for one in file.entries if one.event.data.desk is not None and one.event.data.desk.shown]
    return next((one for one in reversed(city_step) if one.event.data.facts.get("pictures_shown")), None)


def _shown(file: CaseFile) -> list[str]:
    check = _check(file)
    names = check.event.data.sealed if check is not None else {}
    return sorted((one for one in names if one.partition("#")[0] in ("before", "after")), reverse=True)


def _model(request: HttpRequest) -> Model | None:
    with store_door.reading(request) as cursor:
        return model_of(cursor, here.city_key(request))


@permission("event.public")
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show the rates by month, body and kind; each number leads to its events for who may see them."""
    city = read.city_of(request)
    given = city.event_rules
    since = store_door.now() - timedelta(days=MONTHS_BACK)
    found = [rates.Cell(*one) for one in read.cells(request, since)]
    groups: list[tuple[str, list[Any]]] = []
    for what, words in (("body", event_words.body), ("kind", event_words.kind)):
        lines = rates.by(found, what, given.weights, given.at_least)
        groups.append((what, [(one, words(city, one.about)) for one in lines]))
    context = {
        "groups": groups,
        "weights": [(name, weight * 100) for name, weight in given.weights.items()],
        "at_least": given.at_least,
        "links": may(request, "event.read"),
        "model": _model(request),
    }
    return render(request, "operations/event_figures.html", context)
