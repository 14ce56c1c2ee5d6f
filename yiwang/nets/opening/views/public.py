"""Open data for everybody: the sets, one set with its preview and chart, its files at lasting addresses."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yiwang.kernel.opening.sets import COUNT, LICENCES, Column
from yiwang.nets.opening import files, frame, queries
from yiwang.nets.opening.frame import Found
from yiwang.nets.opening.records import PREPARED, PUBLISHED, Edition
from yiwang.nets.opening.texts import TYPES, UPDATES
from yiwang.web import here
from yiwang.web.permission import permission
from yiwang.web.words import T, say

SHOWN, DRAWN = 20, 30
REQUEST = "opening-request"
"""The matter by which anybody asks for data to be opened, where the pack has it."""


@permission("opening.read")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List the open data sets, those with an edition first."""
    newest = queries.newest(request)
    city = here.city_now(request)
    rows = [
        (
            one,
            newest.get(one.set.id),
            here.body_in_words(city, one.product.owner),
            UPDATES.get(one.set.updates),
        )
        for one in frame.sets(request)
    ]
    rows.sort(key=lambda row: (row[1] is None, row[0].set.id))
    context = {"rows": rows, "asks": REQUEST if REQUEST in city.matters else ""}
    return render(request, "opening/home.html", context)


@permission("opening.read")
@require_safe
def shown(request: HttpRequest, set: str) -> HttpResponse:
    """Show one set: what it is, its files, its first rows, a chart; to its body also what waits."""
    one = frame.found(request, set)
    return page(request, one)


def page(request: HttpRequest, one: Found, refusal: Any = None, looked: Any = None) -> HttpResponse:
    """Render the page of a set, with why something was refused and what was computed, if anything."""
    editions = queries.of(request, one.set.id)
    newest = next((each for each in editions if each.phase == PUBLISHED), None)
    city = here.city_now(request)
    licence = LICENCES.get(one.set.licence)
    context = {
        "one": one,
        "columns": one.columns,
        "owner": here.body_in_words(city, one.product.owner),
        "licence": licence,
        "types": [(each, TYPES[each.type]) for each in one.columns],
        "updates": UPDATES.get(one.set.updates),
        "newest": newest,
        "editions": [each for each in editions if each.phase not in (PREPARED, "returned")],
        "waiting": [each for each in editions if each.phase == PREPARED],
        "asks": REQUEST if REQUEST in city.matters else "",
        "may_prepare": frame.may_of(request, "opening.prepare", one),
        "refusal": refusal,
        "looked": looked,
        "new": secrets.token_urlsafe(16),
        "rows_address": f"{reverse('api-page')}v1/open-sets/{one.set.id}/rows",
        **preview(request, one, newest),
    }
    return render(request, "opening/set.html", context, status=409 if refusal is not None else 200)


def preview(request: HttpRequest, one: Found, edition: Edition | None) -> dict[str, Any]:
    """Return the first rows of an edition, and its chart as data for the page's script."""
    if edition is None or not (frame.place(request, edition) / "data.parquet").is_file():
        return {"rows": [], "total": 0, "drawn": []}
    read = files.read(frame.place(request, edition), one.columns, limit=DRAWN)
    language: str = request.language  # type: ignore[attr-defined]
    rows = [[(each, frame.cell(row[each.name], each, language)) for each in one.columns] for row in read.rows]
    return {"rows": rows[:SHOWN], "total": read.total, "drawn": chart(one, read.rows, language)}


def chart(one: Found, rows: list[dict[str, Any]], language: str) -> list[dict[str, Any]]:
    """Return the count of a table by its groups, of at most `DRAWN` of them; nothing of a set of rows."""
    measured = next((each for each in one.set.measures if each.how == COUNT), None)
    if measured is None or not rows:
        return []
    keys = [each for each in one.columns if not each.measure]
    return [
        {
            "id": "chart",
            "labels": [" · ".join(_label(row[each.name], each, language) for each in keys) for row in rows],
            "series": [
                {"name": say(measured.title, language), "values": [row[measured.name] for row in rows]}
            ],
        }
    ]


def _label(value: Any, column: Column, language: str) -> str:
    return say(T("opening.not-said"), language) if value is None else str(frame.cell(value, column, language))


@permission("opening.read")
@require_safe
def newest(request: HttpRequest, set: str, form: str) -> HttpResponseBase:
    """Give the newest edition of a set as a file: an address that stays the same for every edition."""
    frame.found(request, set)
    edition = queries.newest_of(request, set)
    if edition is None:
        raise Http404
    return _file(request, edition, form, stays=False)


@permission("opening.read")
@require_safe
def file(request: HttpRequest, set: str, edition: int, form: str) -> HttpResponseBase:
    """Give one edition of a set as a file."""
    frame.found(request, set)
    found = queries.one(request, set, edition)
    if found is None:
        raise Http404
    return _file(request, found, form, stays=True)


def _file(request: HttpRequest, edition: Edition, form: str, *, stays: bool) -> HttpResponseBase:
    if form not in files.FORMS:
        raise Http404
    if wait := frame.DOWNLOADS.wait(request):
        return HttpResponse(status=429, headers={"Retry-After": str(wait)})
    return frame.given(request, edition, form, stays=stays)
