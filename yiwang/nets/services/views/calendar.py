"""One's deadlines as a calendar to subscribe to, by a private address that can be revoked."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.nets.services import calendars
from yiwang.nets.services.ical import calendar
from yiwang.web import notices
from yiwang.web.permission import permission
from yiwang.web.words import T, say

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@permission("case.file")
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Say whether there is an address, since when, and how to make or revoke one."""
    return _page(request, "")


def _page(request: HttpRequest, token: str) -> HttpResponse:
    resident = request.actor.kind == "resident"  # type: ignore[attr-defined]
    address = request.build_absolute_uri(reverse("services-calendar", args=[token])) if token else ""
    page = render(
        request,
        "services/calendar.html",
        {"made_at": calendars.made_at(request), "address": address, "resident": resident},
    )
    if token:
        page["Cache-Control"] = "no-store"
    return page


@permission("case.file")
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Make an address and show it, once. Who acts for somebody makes their own."""
    if request.actor.kind != "resident":  # type: ignore[attr-defined]
        raise Http404
    return _page(request, calendars.make(request))


@permission("case.file")
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Let the address lead nowhere."""
    calendars.revoke(request)
    notices.leave(request, "services.calendar.revoked")
    return HttpResponseRedirect(reverse("services:calendar"))


@permission("public")
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give the calendar of whoever made this address; 404 for every other."""
    person = calendars.person_of(request, token) if _TOKEN.fullmatch(token) else None
    if person is None:
        raise Http404
    name = say(T("services.calendar.name"), "zh", city=say(request.city.title, "zh"))  # type: ignore[attr-defined]
    return HttpResponse(
        calendar(name, calendars.deadlines(request, person)),
        content_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "private, max-age=3600", "X-Robots-Tag": "noindex"},
    )
