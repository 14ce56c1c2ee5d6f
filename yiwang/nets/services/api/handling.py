"""Handling cases: the inbox, what can be done now, doing it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from yiwang.kernel.refusal import Refusal
from yiwang.nets.services import acts as table
from yiwang.nets.services import colleagues, inbox
from yiwang.nets.services.acts import ACTS
from yiwang.nets.services.api.cases import line_of, tag_of
from yiwang.nets.services.api.router import router
from yiwang.nets.services.api.words import Acted, Acting, Offer, TaskPage
from yiwang.nets.services.api.words_of_papers import Visited
from yiwang.nets.services.inbox import Key, Narrowed
from yiwang.nets.services.inputs import Typed
from yiwang.nets.services.queries import PAGE
from yiwang.nets.services.views import asking, case_page, visit
from yiwang.store.execute import Done
from yiwang.web.here import city_now
from yiwang.web.permission import require
from yiwang.web.rest import offering
from yiwang.web.rest.problems import Unsound, no_page, refused
from yiwang.web.rest.sent import idempotency_key, own_key, read, require_current, with_files
from yiwang.web.rest.served import also


@router.serve("GET", "/inbox", "inbox.read", response=TaskPage, codes={422: ("api.no-page",)})
def tasks(request: HttpRequest, after: str = "") -> dict[str, Any]:
    """List open tasks by their clocks; narrowed by what narrows the page (`whose`, `matter`, `due`, …).

    `after`: the last `next`. A task that is done meanwhile leaves no gap.
    """
    key = Key.of(after)
    if after and key is None:
        raise no_page()
    actor, only = request.actor, Narrowed.of(request.GET)  # type: ignore[attr-defined]
    held = colleagues.holders(request, {(one.body, one.role) for one in actor.holdings})
    found = inbox.tasks(request, city_now(request), only, after=key, holders=held)
    lines = [
        {
            "case": line_of(one.case),
            "task": one.id,
            "node": one.node,
            "role": one.role,
            "body": one.body,
            "due_at": one.due_at,
            "late": one.late,
            "paused": one.paused,
            "mine": bool(one.assignee) and one.assignee == actor.person,
        }
        for one in found[:PAGE]
    ]
    return {"tasks": lines, "next": found[PAGE - 1].key.text if len(found) > PAGE else None}


@router.serve("GET", "/cases/{number}/acts", "case.read", response=list[Offer])
def offers(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    """Return what can be done with the case now by who asks, and what each act asks for."""
    shown = case_page.shown_or_404(request, number)
    return [offering.as_sent(one) for one in table.open_to(case_page.setting(request, shown))]


@router.serve(
    "POST",
    "/cases/{number}/acts/{act}",
    "case.read",
    response=Acted,
    match="may",
    codes={422: ("api.no-task",)},
)
def act(request: HttpRequest, response: HttpResponse, number: str, act: str, sent: Acting) -> Any:
    """Do one act. It asks for the act's own permission; a refusal says why (409) and changes nothing."""
    one = ACTS.get(act)
    if one is None:
        raise Http404
    also(request, one.command.verb)
    key = idempotency_key(request)
    shown = case_page.shown_or_404(request, number)
    require_current(request, tag_of(shown.file))
    if one.tasks is not None and not sent.task:
        raise Unsound(
            "api.no-task", "请在 task 里写明是哪一项待办。", "Say in `task` which open task is meant."
        )
    lists = {name: [value] if isinstance(value, str) else value for name, value in sent.answers.items()}
    done = asking.ask(request, one, shown, Typed(lists, shown.city.zone), sent.task, key)
    return refused(done) if isinstance(done, Refusal) else acted(done, response)


VISIT = with_files(
    Visited, "visit", "`visit` as JSON; each photo as a part `photos`, six at most: JPEG, PNG or WebP."
)


@router.serve(
    "POST", "/cases/{number}/visits/{task}", "case.record-visit", response=Acted, openapi_extra=VISIT
)
def visited(request: HttpRequest, response: HttpResponse, number: str, task: str) -> Any:
    """Keep what was found on a visit (现场核查), with photos."""
    key, sent = idempotency_key(request), read(request, Visited, "visit")
    shown = case_page.shown_or_404(request, number)
    require(request, "case.record-visit", shown.file.case.target)
    name = own_key(request, key, f"visit/{task}")
    done = visit.recorded(request, shown, task, sent.outcome, sent.findings, name)
    return refused(done) if isinstance(done, Refusal) else acted(done, response)


def acted(done: Done, response: HttpResponse) -> dict[str, Any]:
    """Return what became of a command, with the case's new entity tag."""
    response["ETag"] = f'"{done.seq}"'
    return {
        "number": done.state.number,
        "phase": done.state.phase,
        "seq": done.seq,
        "head": done.head.hex(),
        "repeated": done.repeated,
    }
