"""Reading incidents under the wall: one with its entries, and the list."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest

from yiwang.kernel.access import may as allowed
from yiwang.kernel.access import scope
from yiwang.kernel.case import Case
from yiwang.kernel.incident_rules import INCIDENT
from yiwang.kernel.incident_state import Owed
from yiwang.kernel.numbers import read_number
from yiwang.store.cases import CASE
from yiwang.web import store_door
from yiwang.web.chain import CaseFile, case_file
from yiwang.web.here import actor_of, city_key
from yiwang.web.permission import Denied

PAGE = 50


def file_or_404(request: HttpRequest, number: str) -> CaseFile:
    """Return an incident that the actor may see. Raises Http404, Denied."""
    file = case_file(request, read_number(number) or "", INCIDENT)
    if file is None:
        raise Http404
    if not allowed(actor_of(request), "incident.read", file.case.target):
        raise Denied("incident.read")
    return file


def listed(request: HttpRequest, after: str = "") -> tuple[list[Case], str]:
    """Return the newest incidents of the actor's, and where the list goes on, "" at its end."""
    bodies = sorted({one for reach in scope(actor_of(request), "incident.read") for one in reach.values})
    moment, _, stream = after.partition("_")
    on, going = "", []
    try:
        on, going = " AND (opened_at, id) < (%s, %s)", [datetime.fromisoformat(moment), UUID(stream)]
    except ValueError:
        on, going = "", []
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT id, opened_at, state FROM case_row WHERE city = %s AND kind = %s"
            f" AND (lead = ANY(%s) OR bodies && %s){on} ORDER BY opened_at DESC, id DESC LIMIT %s",
            [city_key(request), INCIDENT, bodies, bodies, *going, PAGE + 1],
        ).fetchall()
    more = f"{rows[PAGE - 1][1].isoformat()}_{rows[PAGE - 1][0]}" if len(rows) > PAGE else ""
    return [CASE.decode(bytes(row[2])) for row in rows[:PAGE]], more


def next_of(case: Case) -> Owed | None:
    """Return the report of a case that is due first."""
    owed = case.reporting.owed if case.reporting is not None else ()
    return min((one for one in owed if one.open), key=lambda one: one.due_at, default=None)
