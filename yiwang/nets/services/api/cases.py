"""Reading cases: lists by key, one case with its entity tag, its timeline."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.responses import Response

from yiwang.kernel.access import scope
from yiwang.kernel.case import Case
from yiwang.kernel.matter import City, Matter
from yiwang.kernel.numbers import read_number
from yiwang.nets.services import matter_forms, queries, timeline
from yiwang.nets.services.api.router import router
from yiwang.nets.services.api.words import CasePage, Moment, OneCase
from yiwang.nets.services.clock_words import clocks
from yiwang.nets.services.inputs import node_title
from yiwang.nets.services.papers import title_of
from yiwang.nets.services.queries import PAGE, Also, CaseFile
from yiwang.nets.services.views import case_page
from yiwang.nets.services.views.case_page import Shown
from yiwang.web import store_door
from yiwang.web.rest.problems import Unsound, no_page

LINE = ("number", "matter", "place", "phase", "lead", "opened_at", "ended_at", "due_at", "due_provisional")
LINE += ("late", "outcome")


@router.serve("GET", "/cases", "case.read", response=CasePage, codes={422: ("api.no-page",)})
def cases(
    request: HttpRequest, after: str = "", matter: str = "", phase: str = "", open: bool = False
) -> dict[str, Any]:
    """List the cases that the asker may read, the newest first, fifty a page; `after`: the last `next`."""
    actor, city = request.actor, request.city.key  # type: ignore[attr-defined]
    behind = queries.behind(request, read_number(after) or "") if after else queries.EVERY
    if behind is None:
        raise no_page()
    parts, values = behind.condition, [*behind.values]
    for column, value in (("matter", matter), ("phase", phase)):
        if value:
            parts, values = f"{parts} AND c.{column} = %s", [*values, value[:80]]
    with store_door.reading(request) as cursor:
        now = store_door.now()
        asked = queries.newest_sql(scope(actor, "case.read"), city, now, open, 1, Also(parts, tuple(values)))
        rows = [queries.CaseLine(*row[:12]) for row in cursor.execute(*asked)] if asked else []
    return {
        "cases": [line_of(one) for one in rows[:PAGE]],
        "next": rows[PAGE - 1].number if len(rows) > PAGE else None,
    }


def line_of(line: queries.CaseLine) -> dict[str, Any]:
    """Return a case of a list; whose it is stays out."""
    return {name: getattr(line, name) for name in LINE}


def tag_of(file: CaseFile) -> str:
    """Return the entity tag of a case: the number of its last entry."""
    return f'"{file.entries[-1].seq}"'


@router.serve("GET", "/cases/{number}", "case.read", response={200: OneCase, 304: None}, tagged=True)
def case(request: HttpRequest, response: HttpResponse, number: str) -> Any:
    """Say how one case stands. With `If-None-Match` of its `ETag`: 304 while nothing happened."""
    shown = case_page.shown_or_404(request, number)
    tag = tag_of(shown.file)
    if request.headers.get("If-None-Match") == tag:
        return Response(None, status=304, headers={"ETag": tag})
    response["ETag"] = tag
    return standing(shown)


def standing(shown: Shown) -> dict[str, Any]:
    """Return a case as `OneCase` has it."""
    case, matter = shown.file.case, shown.matter
    return {
        "number": case.number,
        "matter": case.matter,
        "title": matter.title,
        "place": case.place,
        "phase": case.phase,
        "lead": case.lead,
        "assisting": list(case.assisting),
        "channel": case.channel,
        "pack": case.pack,
        "opened_at": case.opened_at,
        "ended_at": case.ended_at,
        "outcome": case.outcome,
        "facts": case.facts,
        "clocks": clocks_of(case, shown.city, matter),
        "steps": [
            {
                "id": task.id,
                "node": task.node,
                "title": node_title(matter, task.node),
                "body": task.body,
                "role": task.role,
            }
            for task in case.tasks
        ],
        "papers": [
            {
                "number": one.number,
                "kind": one.kind,
                "title": title_of(one, case_page.about(shown.file, one)),
                "at": one.issued_at,
            }
            for one in case.papers
        ],
    }


def clocks_of(case: Case, city: City, matter: Matter) -> list[dict[str, Any]]:
    """Return the clocks of a case as `Clock` has them."""
    return [
        {
            "id": one.id,
            "title": one.title,
            "due_at": one.due,
            "due_legal_at": one.due_legal,
            "provisional": one.due_provisional,
            "running": one.running,
            "paused": one.paused,
            "late": one.late,
            "source": one.source,
        }
        for one in clocks(case, city, matter, store_door.now())
    ]


@router.serve("GET", "/cases/{number}/timeline", "case.read", response=list[Moment])
def moments(request: HttpRequest, number: str) -> list[timeline.Moment]:
    """Return what happened, the oldest first. Words are opened for those who may read sealed answers."""
    shown = case_page.shown_or_404(request, number)
    wanted = timeline.references(shown.file, internal=shown.internal) if shown.purpose else {}
    opened = store_door.opened(request, wanted)
    return timeline.moments(shown.file, shown.city, shown.matter, opened, internal=shown.internal)


@router.serve("GET", "/cases/{number}/answers", "case.read", response=dict[str, Any])
def answers(request: HttpRequest, number: str) -> dict[str, Any]:
    """Return one's own answers, personal ones too. Who handles the case unmasks them on its page."""
    shown = case_page.shown_or_404(request, number)
    if shown.purpose != case_page.OWN:
        raise Unsound(
            "api.unmask-on-the-page",
            "经办人请在办件页面上逐项说明用途后查看，每次查看都会留痕。",
            "Who handles a case unmasks answers one by one on its page, each with its purpose.",
            status=403,
        )
    form = matter_forms.form_of(shown.city, shown.matter)
    sealed = {name: one for name, one in shown.file.case.sealed.items() if "#" not in name}
    return matter_forms.joined(form, shown.file.case.facts, store_door.opened(request, sealed))
