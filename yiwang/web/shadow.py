"""The read-only page of a shadow: another system's cases under our clocks and rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yiwang.kernel.access import system
from yiwang.web import cities, store_door
from yiwang.web.permission import permission
from yiwang.web.words import T

PAGE = 50
SOON = timedelta(days=7)
SHOWN = {
    "all": "TRUE",
    "overdue": "c.ended_at IS NULL AND c.due_at < %(now)s",
    "soon": "c.ended_at IS NULL AND c.due_at >= %(now)s AND c.due_at < %(soon)s",
    "differs": "s.theirs IS NOT NULL AND (s.ours IS NULL OR (s.ours AT TIME ZONE %(zone)s)::date"
    " <> (s.theirs AT TIME ZONE %(zone)s)::date)",
    "refused": "s.refused <> '[]'::jsonb",
}
READING = "SELECT at, source, counts FROM shadow_reading WHERE city = %s ORDER BY at DESC LIMIT 1"
CASES = (
    "SELECT s.name, c.phase, c.ended_at IS NOT NULL, c.due_at, c.due_provisional, s.theirs, s.ours,"
    " s.refused, s.read_at, %(now)s > c.due_at AND c.ended_at IS NULL"
    " FROM shadow_case s LEFT JOIN case_row c ON c.city = s.city AND c.id = s.stream"
    " WHERE s.city = %(city)s AND {shown}"
    " ORDER BY c.ended_at IS NOT NULL, c.due_at NULLS LAST, s.name LIMIT %(limit)s OFFSET %(offset)s"
)


@dataclass(frozen=True)
class Line:
    """One case of the source.

    Attributes:
        due: of our clock that runs, None when none does. theirs, ours: the deadlines compared.
        days: by how many days theirs is later than ours (negative: earlier); None: nothing to compare.
    """

    name: str
    phase: str | None
    ended: bool
    due: datetime | None
    due_provisional: bool
    theirs: datetime | None
    ours: datetime | None
    refused: list[dict[str, Any]]
    read_at: datetime
    late: bool
    days: int | None = None

    @property
    def days_earlier(self) -> int:
        """By how many days theirs is earlier."""
        return -(self.days or 0)


def is_shadow(key: str) -> bool:
    """Say whether a city key is that of a shadow's world."""
    return (cities.world(key) or "").startswith("shadow-")


@permission("shadow.read")
@require_safe
def shadow(request: HttpRequest) -> HttpResponse:
    """Show what was last read: counts, then cases by our clock, the most pressing first."""
    city = request.city  # type: ignore[attr-defined]
    if not is_shadow(city.key):
        raise Http404
    show = request.GET.get("show", "all")
    show = show if show in SHOWN else "all"
    asked = request.GET.get("page", "1")
    page = max(int(asked), 1) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 1
    now = store_door.now()
    given = {
        "now": now,
        "soon": now + SOON,
        "zone": city.zone,
        "city": city.key,
        "limit": PAGE + 1,
        "offset": PAGE * (page - 1),
    }
    # A world of its own that holds nothing but another system's cases; who reads it reads all of them.
    with store_door.reading(request, system("shadow")) as cursor:
        reading = cursor.execute(READING, (city.key,)).fetchone()
        rows = cursor.execute(CASES.format(shown=SHOWN[show]), given).fetchall()
    lines = [_with_days(Line(*row), ZoneInfo(city.zone)) for row in rows]
    return render(
        request,
        "web/shadow.html",
        {
            "reading": reading,
            "filters": [(one, T(f"shadow.show.{one}")) for one in SHOWN],
            "show": show,
            "lines": lines[:PAGE],
            "page_number": page,
            "more": len(lines) > PAGE,
        },
    )


def _with_days(line: Line, zone: ZoneInfo) -> Line:
    if line.theirs is None or line.ours is None:
        return line
    days = (line.theirs.astimezone(zone).date() - line.ours.astimezone(zone).date()).days
    return replace(line, days=days)
