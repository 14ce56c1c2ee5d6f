"""The yearly report of sharing by body: a page, a workbook, a PDF."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal
from yiwang.nets.stewards import report_files, report_queries
from yiwang.nets.stewards.yearly import Year, told_until
from yiwang.web import here, store_door
from yiwang.web.errors import refused
from yiwang.web.here import city_day
from yiwang.web.pdf.typeset import CannotPrint, typeset
from yiwang.web.permission import permission

FIRST_YEAR = 2025
"""The year in which 政务数据共享条例 came into force; there is no report of an earlier one."""


@permission("data.read")
@require_safe
def this_year(request: HttpRequest) -> HttpResponse:
    """Lead to the report of the year that runs."""
    year = city_day(here.city_now(request)).year
    return HttpResponseRedirect(reverse("stewards:report", args=[year]))


@permission("data.read")
@require_safe
def report(request: HttpRequest, year: int) -> HttpResponse:
    """Show one year by body."""
    city, rows, until = _found(request, year)
    context = {
        "title": report_files.heading(city, year),
        "until": report_files.until_in_words(until),
        "year": year,
        "years": [one for one in range(FIRST_YEAR, city_day(city).year + 1) if one != year],
        "rows": [
            (
                city.bodies[row.body].title,
                [
                    (report_files.title_of(one), report_files.figure(row, one))
                    for one in report_files.COLUMNS
                    if report_files.figure(row, one)
                ],
            )
            for row in rows
        ],
    }
    return render(request, "stewards/report.html", context)


@permission("data.read")
@require_safe
def sheet(request: HttpRequest, year: int) -> HttpResponse:
    """Give one year as a workbook, in the reader's language."""
    city, rows, until = _found(request, year)
    language = request.language  # type: ignore[attr-defined]
    return HttpResponse(
        report_files.workbook(city, year, rows, until, language),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": f'attachment; filename="{city.id}-sharing-{year}.xlsx"'},
    )


@permission("data.read")
@require_safe
def pdf(request: HttpRequest, year: int) -> HttpResponse:
    """Give one year as a PDF in both languages; says what is missing where none can be made here."""
    city, rows, until = _found(request, year)
    try:
        made = typeset(report_files.paper(city, year, rows, until, store_door.now()))
    except CannotPrint as fault:
        return refused(request, Refusal(code=fault.code, zh=fault.says["zh"], en=fault.says["en"]))
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{city.id}-sharing-{year}.pdf"'},
    )


def _found(request: HttpRequest, year: int) -> tuple[City, list[Year], date]:
    city, now = here.city_now(request), store_door.now()
    if not FIRST_YEAR <= year <= city_day(city).year:
        raise Http404
    return city, report_queries.of_year(request, city, year, now), told_until(city, year, now)
