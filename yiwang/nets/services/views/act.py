"""The acts of a case: one view each, all alike. Parse, execute, render; no rule lives here."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from yiwang.kernel.case import Case
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services.acts import ACTS, Act
from yiwang.nets.services.inputs import Typed
from yiwang.nets.services.views import asking, case_page
from yiwang.nets.services.views.case_page import Refused
from yiwang.web import notices
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
        answer = asking.ask(request, act, shown, typed, task, key)
        if isinstance(answer, Refusal):
            return _refused(request, number, Refused(answer, act.id, task, typed))
        return _done(request, act, number, answer.state)

    view.__name__ = f"act_{act.id.replace('-', '_')}"
    view.__doc__ = act.command.__doc__
    return view


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
