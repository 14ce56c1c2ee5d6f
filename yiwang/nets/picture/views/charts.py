"""Charts for leaders: events by kind and day, and how many ended in time; each with its table beside it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yiwang.nets.picture import frame, kinds, queries, sources
from yiwang.nets.picture.queries import Asked
from yiwang.web.permission import permission
from yiwang.web.words import T, say

DAYS = 30


@permission("picture.read")
@require_safe
def charts(request: HttpRequest) -> HttpResponse:
    """Show the events opened on each of the last 30 days by kind, and by place how many ended in time."""
    asked = Asked.of(request).but(state="all", day="", since="", cell="", whose="")
    language: str = request.language  # type: ignore[attr-defined]
    today = asked.city.calendar.local_date(asked.now)
    days = [today - timedelta(days=ago) for ago in range(DAYS - 1, -1, -1)]
    table = by_day(asked, days)
    rates = queries.rates(asked, days[0])
    context = {
        "only": asked.only,
        "at": asked.now,
        "days": DAYS,
        "table": table,
        "rates": rates_in_words(asked, rates, days[0]),
        "drawn": [of_days(table, language), of_rates(asked, rates, language)],
        "live": frame.live_address(request),
    }
    return sources.allow(request, render(request, "picture/charts.html", context))


def by_day(asked: Asked, days: list[date]) -> dict[str, Any]:
    """Return the table of events by day and uppermost kind: each number with the list behind it."""
    cases = reverse("picture:cases")
    counted: dict[tuple[date, str], int] = {}
    for day, kind, count in queries.opened_by_day(asked, days[0]):
        group = kinds.group_of(asked.city, kind)
        counted[day, group] = counted.get((day, group), 0) + count
    groups = [code for code in [*kinds.groups(asked.city), ""] if any(group == code for _, group in counted)]

    def number(day: date, group: str) -> tuple[int, str]:
        only = asked.only.but(day=day.isoformat(), kind=group or asked.only.kind)
        return counted.get((day, group), 0), f"{cases}{only.address}"

    return {
        "groups": [kinds.title(asked.city, code) for code in groups],
        "rows": [(day, [number(day, group) for group in groups]) for day in days],
    }


def rates_in_words(asked: Asked, rates: dict[str, queries.Rate], since: date) -> list[dict[str, Any]]:
    """Return the rates by lead body, the lowest first, each number with the list behind it."""
    cases = reverse("picture:cases")

    def address(body: str, state: str) -> str:
        return f"{cases}{asked.only.but(lead=body, state=state, since=since.isoformat()).address}"

    return [
        {
            "title": frame.of_body(asked.city, body),
            "percent": one.in_time_percent,
            "in_time": (one.in_time, address(body, "in-time")),
            "too_late": (one.too_late, address(body, "too-late")),
            "overdue": (one.overdue, address(body, "late")),
        }
        for body, one in sorted(rates.items(), key=lambda pair: (pair[1].in_time_percent, pair[0]))
    ]


def of_days(table: dict[str, Any], language: str) -> dict[str, Any]:
    """Return the chart of days as data for the page's script."""
    return {
        "id": "by-day",
        "stacked": True,
        "labels": [f"{day:%m-%d}" for day, _ in table["rows"]],
        "series": [
            {"name": say(title, language), "values": [numbers[at][0] for _, numbers in table["rows"]]}
            for at, title in enumerate(table["groups"])
        ],
    }


def of_rates(asked: Asked, rates: dict[str, queries.Rate], language: str) -> dict[str, Any]:
    """Return the chart of rates as data for the page's script."""
    ordered = sorted(rates.items(), key=lambda pair: (pair[1].in_time_percent, pair[0]))
    return {
        "id": "in-time",
        "percent": True,
        "labels": [say(frame.of_body(asked.city, body), language) for body, _ in ordered],
        "series": [
            {
                "name": say(T("picture.in-time"), language),
                "values": [one.in_time_percent for _, one in ordered],
            }
        ],
    }
