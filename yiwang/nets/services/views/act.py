"""The acts of a case: one view each, all alike. Parse, execute, render; no rule lives here."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from yiwang.kernel.acts.decide import not_allowed
from yiwang.kernel.case import Case
from yiwang.kernel.commands import ArrangeVisit, Assign, CallHearing, Claim
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services import colleagues, duplicates
from yiwang.nets.services.acts import ACTS, Act
from yiwang.nets.services.inputs import Typed, Unreadable, not_ticked
from yiwang.nets.services.views import case_page
from yiwang.nets.services.views.case_page import Refused, Shown
from yiwang.store.execute import Done
from yiwang.web import notices, store_door
from yiwang.web.asked import key_of
from yiwang.web.errors import bad_request
from yiwang.web.permission import may, permission
from yiwang.web.words import T, Text


def view_of(act: Act):  # type: ignore[no-untyped-def]
    """Return the view of one act; it declares the act's own permission."""

    @permission(act.command.verb)
    @require_POST
    def view(request: HttpRequest, number: str) -> HttpResponse:
        shown = case_page.shown_or_404(request, number)
        key = key_of(request)
        if key is None:
            return bad_request(request)
        task = request.POST.get("task", "")
        if act.tasks is not None and not task:
            raise Http404
        typed = Typed({name: request.POST.getlist(name) for name in request.POST}, shown.city.zone)
        answer = _asked(request, act, shown, typed, task, key)
        if isinstance(answer, Refusal):
            return _refused(request, number, Refused(answer, act.id, task, typed))
        return _done(request, act, number, answer.state)

    view.__name__ = f"act_{act.id.replace('-', '_')}"
    view.__doc__ = act.command.__doc__
    return view


def _asked(request: HttpRequest, act: Act, shown: Shown, typed: Typed, task: str, key: str) -> Done | Refusal:
    """Ask the one door, unless what the page needs of it is missing already."""
    refusal, allowed = None, may(request, act.command.verb, shown.file.case.target)
    if allowed:  # else the kernel says whose it is
        refusal = _unanswered(request, act, shown, typed, task) or _not_complete(act, shown, typed)
        refusal = refusal or duplicates.wrong(request, act, shown.file.case, typed)
    if refusal is not None:
        return refusal
    try:
        command = act.make(typed, task)
    except Unreadable as fault:
        return fault.refusal if allowed else not_allowed(act.command, shown.file.case)
    return store_door.ask(
        request,
        shown.file.stream,
        command,
        key=key,
        secrets=typed.secrets,
        purpose=case_page.HANDLING,
        holders=_holders(request, act, shown),
    )


def _holders(request: HttpRequest, act: Act, shown: Shown) -> colleagues.Holders | None:
    """Return who holds what, for acts that give something to a person: a task, a hearing, a visit."""
    case = shown.file.case
    if act.command in (Assign, Claim):
        return colleagues.holders(request, colleagues.roles_of(case))
    if act.command in (CallHearing, ArrangeVisit):
        return colleagues.holders(request, colleagues.roles_in(case))
    return None


def _unanswered(request: HttpRequest, act: Act, shown: Shown, typed: Typed, task_id: str) -> Refusal | None:
    """Hold an act whose page asks for something that was left out; the words say what."""
    task = shown.file.case.task(task_id) if task_id else None
    if act.tasks is not None and task is None:
        return None  # the task is over: the kernel says so
    asked = act.asks(case_page.setting(request, shown), task)
    left = [one.title for one in asked if one.required and one.title and not typed.many(one.name)]
    if not left:
        return None
    return Refusal(
        code="services.unanswered",
        zh=f"还没有填: {'、'.join(one['zh'] for one in left)}。",
        en=f"Not filled in yet: {', '.join(one.get('en', one['zh']) for one in left)}.",
        params={"missing": len(left)},
    )


def _not_complete(act: Act, shown: Shown, typed: Typed) -> Refusal | None:
    """Hold a forwarding whose material list is not ticked: the window says that everything is there."""
    missing = not_ticked(shown.matter, typed) if act.id == "forward" else []
    if not missing:
        return None
    return Refusal(
        code="services.not-complete",
        zh=f"材料还没有核对齐: {'、'.join(one['zh'] for one in missing)}。齐了请勾选，不齐请一次告知补正。",
        en=f"Not ticked as there: {', '.join(one.get('en', one['zh']) for one in missing)}. "
        "Tick what is there; for what is missing, ask for correction once.",
        params={"missing": len(missing)},
        next_body=shown.file.case.window or shown.file.case.lead,
    )


def _done(request: HttpRequest, act: Act, number: str, case: Case) -> HttpResponse:
    words: Text = T(f"services.done.{act.id}")
    if not may(request, "case.read", case.target):  # it is no longer theirs: an opinion given, a hand-over
        notices.leave(request, f"services.done.{act.id}")
        inbox = reverse("services:inbox")
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": inbox})
        return HttpResponseRedirect(inbox)
    if request.headers.get("HX-Request"):
        shown = case_page.shown_or_404(request, number)
        return render(request, "services/_case.html", case_page.context(request, shown, done=words))
    notices.leave(request, f"services.done.{act.id}")
    return HttpResponseRedirect(reverse("services:case", args=[number]))


def _refused(request: HttpRequest, number: str, refused: Refused) -> HttpResponse:
    """Show the case as it now stands, with the refusal and everything typed; 409."""
    shown = case_page.shown_or_404(request, number)
    template = "services/_case.html" if request.headers.get("HX-Request") else "services/case.html"
    return render(request, template, case_page.context(request, shown, refused=refused), status=409)


VIEWS = {act.id: view_of(act) for act in ACTS.values()}
urlpatterns: list[URLPattern] = [
    path(f"cases/<str:number>/{id}", view, name=f"act-{id}") for id, view in VIEWS.items()
]
