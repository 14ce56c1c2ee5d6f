"""The ways into a login, for its owner: password, authenticator app, passkeys, recovery codes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from yiwang.web import notices
from yiwang.web.account import factors, logins, passkeys, sessions
from yiwang.web.account.views.enrol import offered_secret, setting_up
from yiwang.web.account.views.enter import plain, shown
from yiwang.web.permission import SECURE, permission


def owned(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the view the login of the session. Raises Http404: a persona of the demo has none."""

    @wraps(view)
    def with_login(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = sessions.user_of(request)
        if user is None:
            raise Http404
        return view(request, user, *args, **kwargs)

    return with_login


@permission(SECURE)
@require_http_methods(["GET", "HEAD", "POST"])
@owned
def password(request: HttpRequest, user: User) -> HttpResponse:
    """Set a new password. Every other session of the login ends by it."""
    if request.method != "POST":
        return shown(request, "password", {"account": logins.account_of(user)})
    wanted = request.POST.get("password", "")[:4096]
    if problem := factors.password_problem(user, wanted, request.POST.get("again", "")[:4096]):
        return shown(request, "password", {"account": logins.account_of(user), "problem": problem}, 400)
    user.set_password(wanted)
    user.save(update_fields=["password"])
    before = request.session.session_key
    update_session_auth_hash(request, user)
    request.session.save()
    sessions.renamed(before, request.session.session_key)
    sessions.end_all(user.pk, but=request.session.session_key)
    return _done(request, "account.done.password")


@permission(SECURE)
@require_http_methods(["GET", "HEAD", "POST"])
@owned
def totp(request: HttpRequest, user: User) -> HttpResponse:
    """Set up an authenticator app, in place of the one before."""
    bound_to = user.username
    if request.method != "POST":
        return shown(request, "totp", setting_up(user, bound_to))
    secret, code = offered_secret(request.POST.get("secret", ""), bound_to), request.POST.get("code", "")[:80]
    if secret is None or not factors.code_is_of(secret, factors.clean_code(code)):
        return shown(
            request, "totp", {**setting_up(user, bound_to, secret), "problem": "account.totp.wrong"}, 400
        )
    factors.set_totp(user, secret, factors.clean_code(code))
    sessions.confirm(request, "code")
    if not factors.of(user).codes_left:
        return _codes(request, user)
    return _done(request, "account.done.totp")


@permission(SECURE)
@require_POST
@owned
def remove_totp(request: HttpRequest, user: User) -> HttpResponse:
    """Forget the authenticator app, unless it is the only second factor of somebody on the staff."""
    mine = factors.of(user)
    if _needs_second(request, user) and not mine.passkeys:
        return _kept(request)
    factors.remove_totp(user)
    return _done(request, "account.done.totp-removed")


@permission(SECURE)
@require_POST
@owned
def recovery_codes(request: HttpRequest, user: User) -> HttpResponse:
    """Make ten new recovery codes and show them, once; those before are void."""
    return _codes(request, user)


@permission(SECURE)
@require_POST
@owned
def passkey_options(request: HttpRequest, user: User) -> HttpResponse:
    """Give the browser what it needs to make another passkey."""
    return JsonResponse(plain(passkeys.options_to_make(user)))


@permission(SECURE)
@require_http_methods(["GET", "HEAD", "POST"])
@owned
def passkeys_page(request: HttpRequest, user: User) -> HttpResponse:
    """List the passkeys; POST keeps the one that the device has just made."""
    if request.method != "POST":
        return shown(request, "passkeys", {"mine": factors.of(user)})
    try:
        credential = passkeys.made(request.POST.get("passkey", ""))
    except passkeys.BadPasskey:
        return shown(
            request, "passkeys", {"mine": factors.of(user), "problem": "account.passkey.not-made"}, 400
        )
    words = sessions.agent_in_words(request.headers.get("User-Agent", ""))
    passkeys.keep(user, credential, request.POST.get("name", "") or words)
    sessions.confirm(request, "passkey")
    if not factors.of(user).codes_left:
        return _codes(request, user)
    return _done(request, "account.done.passkey")


@permission(SECURE)
@require_POST
@owned
def remove_passkey(request: HttpRequest, user: User, number: int) -> HttpResponse:
    """Forget a passkey, unless it is the only way in or the only second factor of somebody on the staff."""
    mine = factors.of(user)
    last = len(mine.passkeys) == 1
    if last and (not mine.password or (_needs_second(request, user) and not mine.totp)):
        return _kept(request)
    if not passkeys.remove(user, number):
        raise Http404
    return _done(request, "account.done.passkey-removed")


def _needs_second(request: HttpRequest, user: User) -> bool:
    return any(one.kind == "staff" for one in logins.people_of(request.city.key, user.pk))  # type: ignore[attr-defined]


def _codes(request: HttpRequest, user: User) -> HttpResponse:
    codes = factors.new_recovery_codes(user)
    return shown(request, "codes", {"account": logins.account_of(user), "codes": codes})


def _kept(request: HttpRequest) -> HttpResponse:
    notices.leave(request, "account.last-way", "warning")
    return HttpResponseRedirect(reverse("account:home"))


def _done(request: HttpRequest, key: str) -> HttpResponse:
    notices.leave(request, key)
    return HttpResponseRedirect(reverse("account:home"))
