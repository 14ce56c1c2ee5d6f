"""A confirmation for a page that is only looked at, the way on after one, a challenge for a passkey."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiwang.web.account import held_acts, passkeys, sessions
from yiwang.web.account.views.enter import plain, shown
from yiwang.web.addresses import safe_next
from yiwang.web.permission import SECURE, SIGNED_IN, permission


@permission(SECURE)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Go on to the page that asked; `permission` has confirmed by then."""
    return HttpResponseRedirect(safe_next(request, reverse("account:home")))


@permission(SIGNED_IN)
@require_safe
def confirmed(request: HttpRequest, which: UUID) -> HttpResponse:
    """Show what waited while its owner was at the identity service, to go on with it."""
    user = sessions.user_of(request)
    act = held_acts.find(request, user, which) if user is not None else None
    if act is None:
        return render(request, "web/account/confirm-gone.html", status=404)
    return shown(request, "confirmed", {"act": act, "which": which})


@permission(SIGNED_IN)
@require_POST
def options(request: HttpRequest) -> HttpResponse:
    """Give the browser a challenge that a passkey of this login may answer."""
    user = sessions.user_of(request)
    if user is None:
        return JsonResponse({}, status=404)
    return JsonResponse(plain(passkeys.options_to_use(user)))
