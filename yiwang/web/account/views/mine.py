"""An account as its owner sees it: how one gets in, where one is signed in, as whom one acts."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiwang.web import notices
from yiwang.web.account import factors, logins, sessions, whose
from yiwang.web.account.views.enter import shown
from yiwang.web.account.views.ways import owned
from yiwang.web.permission import SIGNED_IN, permission


@permission(SIGNED_IN)
@require_safe
@owned
def home(request: HttpRequest, user: User) -> HttpResponse:
    """Show the ways in, and to staff without a second factor that one is needed first."""
    mine = factors.of(user)
    staff = any(one.kind == "staff" for one in request.hats)  # type: ignore[attr-defined]
    told = {
        "account": logins.account_of(user),
        "mine": mine,
        "sessions": len(sessions.open_ones(user.pk)),
        "needs_second": staff and sessions.level(request) < factors.LEVEL_TWO,
        "gone": request.gone,  # type: ignore[attr-defined]
    }
    return shown(request, "home", told)


@permission(SIGNED_IN)
@require_safe
@owned
def open_sessions(request: HttpRequest, user: User) -> HttpResponse:
    """List where the login is signed in."""
    return shown(request, "sessions", {"sessions": sessions.open_ones(user.pk, request.session.session_key)})


@permission(SIGNED_IN)
@require_POST
@owned
def end_session(request: HttpRequest, user: User, which: UUID) -> HttpResponse:
    """End one session; it may be this one."""
    if not sessions.end_one(user.pk, which):
        raise Http404
    notices.leave(request, "account.done.session")
    return HttpResponseRedirect(reverse("account:sessions"))


@permission(SIGNED_IN)
@require_POST
@owned
def end_all(request: HttpRequest, user: User) -> HttpResponse:
    """Sign out everywhere, here too."""
    sessions.end_all(user.pk)
    sessions.end(request)
    notices.leave(request, "account.done.everywhere")
    return HttpResponseRedirect(reverse("home"))


@permission(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@owned
def hat(request: HttpRequest, user: User) -> HttpResponse:
    """Choose as whom to act, where the login is both a resident and on the staff."""
    if request.method != "POST":
        return shown(request, "hat", {"hats": request.hats, "worn": request.hat})  # type: ignore[attr-defined]
    person = request.POST.get("person", "")
    if person not in {one.person for one in request.hats}:  # type: ignore[attr-defined]
        raise Http404
    whose.wear(request, request.city.key, person)  # type: ignore[attr-defined]
    return HttpResponseRedirect(reverse("home"))
