"""A confirmation asked for by a page that is only looked at, and the challenge for one by passkey."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from yiwang.web.account import passkeys, sessions
from yiwang.web.account.views.enter import plain
from yiwang.web.addresses import safe_next
from yiwang.web.permission import SECURE, SIGNED_IN, permission


@permission(SECURE)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Go on to the page that asked; `permission` has confirmed by then."""
    return HttpResponseRedirect(safe_next(request, reverse("account:home")))


@permission(SIGNED_IN)
@require_POST
def options(request: HttpRequest) -> HttpResponse:
    """Give the browser a challenge that a passkey of this login may answer."""
    user = sessions.user_of(request)
    if user is None:
        return JsonResponse({}, status=404)
    return JsonResponse(plain(passkeys.options_to_use(user)))
