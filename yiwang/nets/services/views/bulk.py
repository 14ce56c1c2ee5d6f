"""Several selected tasks at once: a preview that says what would become of each, then what became of it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from yiwang.kernel.case import Case
from yiwang.kernel.matter import City
from yiwang.nets.services import bulk, inputs, matter_forms
from yiwang.nets.services.bulk import Asked, BulkAct, Tried
from yiwang.nets.services.inbox import Narrowed
from yiwang.nets.services.inputs import Input, Typed
from yiwang.nets.services.timeline_handling import filled
from yiwang.nets.services.views.case_page import refusal_words
from yiwang.nets.services.views.cases import matter_title
from yiwang.nets.services.views.inbox import step_title
from yiwang.web import names, notices
from yiwang.web.asked import key_of
from yiwang.web.errors import bad_request
from yiwang.web.here import city_now
from yiwang.web.permission import permission
from yiwang.web.words import T, Text


def _asked(request: HttpRequest) -> tuple[BulkAct, list[bulk.Pick], Typed, str] | None:
    """Read a form: which act, of which tasks, with what typed, and to which inbox it goes back.

    None: there is no such act.
    """
    act = bulk.ACTS.get(request.POST.get("act", ""))
    if act is None:
        return None
    typed = Typed({name: request.POST.getlist(name) for name in (*act.asks, "reason")})
    back = Narrowed.of(QueryDict(request.POST.get("address", "").removeprefix("?"))).address
    return act, bulk.picked(request.POST.getlist("pick"), act), typed, back


@permission("inbox.read")
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Say for each selected task what the act would do, or why not. Changes nothing."""
    asked = _asked(request)
    if asked is None:
        return bad_request(request)
    act, picks, typed, back = asked
    if not picks:
        notices.leave(request, "services.bulk.none-picked", "warning")
        return HttpResponseRedirect(reverse("services:inbox") + back)
    return _preview(request, act, picks, typed, back)


def _preview(
    request: HttpRequest, act: BulkAct, picks: Sequence[bulk.Pick], typed: Typed, back: str
) -> HttpResponse:
    tried = bulk.tried(request, act, picks, typed)
    answered = all(typed.one(name) for name in act.asks)
    rows = [_row(request, act, one, typed) for one in tried]
    doable = [one for one in tried if one.refusal is None and not one.nothing]
    return render(
        request,
        "services/bulk.html",
        {
            "act": act,
            "title": T(f"services.bulk.{act.id}"),
            "rows": rows,
            "inputs": inputs.again(_inputs(request, act, tried), typed),
            "answered": answered,
            "doable": len(doable) if answered else 0,
            "left": len(tried) - len(doable),
            "picks": [one.pick.text for one in tried],
            "back": back,
            "inbox": reverse("services:inbox") + back,
            "key": secrets.token_urlsafe(16),
            "can_undo": act.id != "accept",
        },
    )


def _row(request: HttpRequest, act: BulkAct, one: Tried, typed: Typed) -> dict[str, Any]:
    city = city_now(request)
    asking = not all(typed.one(name) for name in act.asks)
    return {
        **_case_words(city, one.case, one.pick),
        "refusal": refusal_words(city, one.refusal) if one.refusal and not asking else None,
        "asking": asking,
        "nothing": one.nothing,
        "what": _what(request, act, one, typed) if one.after is not None and not one.nothing else None,
        "due": bulk.due_after(one),
    }


def _case_words(city: City, case: Case | None, pick: bulk.Pick) -> dict[str, Any]:
    if case is None:
        return {"number": pick.number, "there": False}
    task = case.task(pick.task)
    return {
        "number": case.number,
        "there": True,
        "matter": matter_title(city, case.matter),
        "place": matter_forms.place_in_words(city, case.place),
        "step": step_title(city, case.matter, task.node) if task else None,
    }


def _what(request: HttpRequest, act: BulkAct, one: Tried, typed: Typed) -> Text:
    """Return what the act would do to this case, in words."""
    assert one.case is not None and one.after is not None
    city = city_now(request)
    if act.id == "assign":
        person = typed.one("person")
        called = names.names_of(request, [person]).get(person) or T("services.who.somebody")
        return filled("services.bulk.will-assign", name=called)
    if act.id == "hand-over":
        moved = sum(1 for task in one.case.tasks if task.body == one.case.lead)
        return filled(
            "services.bulk.will-hand-over",
            old=matter_forms.body_in_words(city, one.case.lead),
            new=matter_forms.body_in_words(city, one.after.lead),
            count={"zh": str(moved), "en": str(moved)},
        )
    return T(f"services.bulk.will-{act.id}")


def _inputs(request: HttpRequest, act: BulkAct, tried: Sequence[Tried]) -> tuple[Input, ...]:
    """Return what the act asks for once, for all: a colleague who can do every task, a body, a reason."""
    cases = [one.case for one in tried if one.case is not None]
    if act.id == "assign":
        return (inputs.colleagues(_who_can(request, tried, cases)),)
    if act.id == "hand-over" and cases:
        city = city_now(request)
        return (inputs.other_bodies(city, cases[0]), inputs.words("reason", required=True))
    return ()


def _who_can(request: HttpRequest, tried: Sequence[Tried], cases: Sequence[Case]) -> list[tuple[str, Text]]:
    """Return who holds the positions of most of the selected tasks; the preview says of which not."""
    tasks = [task for one in tried if one.case and (task := one.case.task(one.pick.task)) and task.role]
    wanted = {(task.body, task.role) for task in tasks}
    held = bulk.holders(request, cases)
    if held is None:
        city = city_now(request)
        at = {one.id for one in city.positions.values() if (one.body, one.role) in wanted}
        return [(one.id, one.title) for one in city.persons.values() if one.position in at]
    persons = [who for who, have in held.items() if any((one.body, one.role) in wanted for one in have)]
    called = names.names_of(request, persons)
    return [(who, called[who]) for who in persons]


@permission("inbox.read")
@require_POST
def carry_out(request: HttpRequest) -> HttpResponse:
    """Do it: a command for each case, then what was done and what refused. Sent again it does nothing."""
    asked, key = _asked(request), key_of(request)
    if asked is None or key is None:
        return bad_request(request)
    act, picks, typed, back = asked
    if not picks:
        return HttpResponseRedirect(reverse("services:inbox") + back)
    if not all(typed.one(name) for name in act.asks):
        return _preview(request, act, picks, typed, back)
    done = bulk.carried_out(request, act, picks, typed, key)
    return _results(request, done, T(f"services.bulk.{act.id}"), back, bulk.undo_token(request, done))


@permission("case.undo")
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Take back what was just done, one compensating event for each case that nothing followed in."""
    key = key_of(request)
    if key is None:
        return bad_request(request)
    done = bulk.undone(request, request.POST.get("undo", ""), key)
    if done is None:
        notices.leave(request, "services.bulk.no-undo", "warning")
        return HttpResponseRedirect(reverse("services:inbox"))
    return _results(request, done, T("services.act.undo"), "", "")


def _results(request: HttpRequest, done: Sequence[Asked], title: Text, back: str, undo: str) -> HttpResponse:
    city = city_now(request)
    rows = [
        {
            **_case_words(city, one.case, one.pick),
            "refusal": refusal_words(city, one.refusal) if one.refusal else None,
            "nothing": not one.refusal and not one.seq,
        }
        for one in done
    ]
    return render(
        request,
        "services/bulk_done.html",
        {
            "title": title,
            "rows": rows,
            "done": sum(1 for one in done if not one.refusal),
            "refused": sum(1 for one in done if one.refusal),
            "undo": undo,
            "inbox": reverse("services:inbox") + back,
            "key": secrets.token_urlsafe(16),
        },
    )
