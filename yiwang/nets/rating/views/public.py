"""For everybody: figures of ratings, and rules changed because of what residents said."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yiwang.nets.rating import queries
from yiwang.nets.rating.figures import FEWEST, OTHER, Line, by_body, by_matter, groups
from yiwang.nets.rating.grading import GRADES, period_in_words
from yiwang.web import here
from yiwang.web.permission import permission
from yiwang.web.words import T, Text


@permission("public")
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show figures by body and by service for each quarter that is over."""
    city = here.city_now(request)
    found = groups(queries.cells(request, city.zone))
    bodies = {id: body.title for id, body in city.bodies.items()}
    matters = {id: matter.title for id, matter in city.matters.items()}
    context = {
        "fewest": FEWEST,
        "by_body": _periods(by_body(found, list(bodies)), bodies, T("rating.other-bodies")),
        "by_matter": _periods(by_matter(found, list(matters)), matters, T("rating.other-matters")),
    }
    return render(request, "rating/figures.html", context)


Row = tuple[Text, int, list[tuple[Text, Text, int]]]


def _periods(lines: list[Line], names: dict[str, Text], other: Text) -> list[tuple[Text, list[Row]]]:
    return [
        (period_in_words(period), [_row(one, names, other) for one in several])
        for period, several in groupby(lines, key=lambda one: one.period)
    ]


def _row(line: Line, names: dict[str, Text], other: Text) -> Row:
    title = other if line.about == OTHER else names.get(line.about, {"zh": line.about, "en": line.about})
    return title, line.count, [(GRADES[one.lowest], GRADES[one.highest], one.count) for one in line.classes]


@permission("public")
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """List the rules changed because of ratings and of words that nothing gets done, by year."""
    city = here.city_now(request)
    found = queries.changes(request)
    years = [
        (year, [(one, [here.body_in_words(city, body) for body in one.bodies]) for one in several])
        for year, several in groupby(found, key=lambda one: one.change.since.year)
    ]
    return render(request, "rating/changes.html", {"years": years})
