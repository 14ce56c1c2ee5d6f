"""The archive of a body: its ended cases, until when each is kept and on which ground."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.access import Actor, may
from yiwang.kernel.archive import WHY, Due, due
from yiwang.kernel.case import Case
from yiwang.kernel.matter import Text
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services import queries
from yiwang.nets.services.case_package import package_of
from yiwang.nets.services.views import case_page
from yiwang.store.cases import CASE
from yiwang.web import store_door
from yiwang.web.errors import refused
from yiwang.web.permission import Denied, permission, require

MOST = 500
VIEWS = ("all", "due", "proposed", "held")
VERB = "case.propose-destruction"
ENDED = (
    "SELECT state FROM case_row WHERE city = %s AND lead = ANY(%s) AND ended_at IS NOT NULL"
    " ORDER BY ended_at, id LIMIT %s"
)


@dataclass(frozen=True)
class Kept:
    """An ended case. `state`: due, proposed, held or kept; `why`: in words where no day can be said."""

    case: Case
    title: Text
    state: str
    due: Due | None
    why: Text | None


@permission(VERB)
@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """List the ended cases that the actor's bodies lead; `?show=` one of `VIEWS`."""
    city = request.city.key  # type: ignore[attr-defined]
    actor: Actor = request.actor  # type: ignore[attr-defined]
    bodies = [held.body for held in actor.holdings]
    with store_door.reading(request) as cursor:
        rows = cursor.execute(ENDED, (city, bodies, MOST + 1)).fetchall()
    cases = [case for case in (CASE.decode(bytes(row[0])) for row in rows) if may(actor, VERB, case.target)]
    show = request.GET.get("show", "all")
    show = show if show in VIEWS else "all"
    found = [_kept(city, case) for case in cases[:MOST]]
    context = {
        "found": [one for one in found if show in ("all", one.state)],
        "show": show,
        "views": [(one, f"services.archive.{one}") for one in VIEWS],
        "more": MOST if len(rows) > MOST else 0,
    }
    return render(request, "services/archive.html", context)


def _kept(key: str, case: Case) -> Kept:
    city = store_door.city_under(key, case.pack)
    matter = city.matters[case.matter]
    zone = ZoneInfo(city.zone)
    found = due(case, matter.archive, zone)
    if isinstance(found, str):
        return Kept(case, matter.title, "held" if case.kept.held else "kept", None, WHY[found])
    state = "kept"
    if case.kept.held:
        state = "held"
    elif case.kept.proposed_by:
        state = "proposed"
    elif found.on <= store_door.now().astimezone(zone).date():
        state = "due"
    return Kept(case, matter.title, state, found, None)


@permission("case.take-package")
@require_POST
def take(request: HttpRequest, number: str) -> HttpResponse:
    """Give an ended case as a package, values opened: to who may open them, noted as a reading of each."""
    shown = case_page.shown_or_404(request, number)
    require(request, "case.take-package", shown.file.case.target)
    if not shown.purpose:
        raise Denied("case.read-sealed")
    key = request.city.key  # type: ignore[attr-defined]
    made = package_of(store_door.door(), key, shown.file.stream, shown.file.case)
    if isinstance(made, Refusal):
        return refused(request, made)
    queries.note_reading(request, shown.file, "archive", made.names)
    return HttpResponse(
        made.content,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="archive-{shown.file.case.number}.zip"'},
    )
