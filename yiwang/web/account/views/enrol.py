"""Somebody on the staff takes over their login by a link that works once: password and code, or a passkey."""

from __future__ import annotations

from typing import Any

import segno
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST

from yiwang.web import store_door
from yiwang.web.account import factors, guessing, logins, own_accounts, passkeys, sessions
from yiwang.web.account.factors import LEVEL_TWO, Proof
from yiwang.web.account.views.enter import ANONYMOUS_SECONDS, need_accounts, plain, shown
from yiwang.web.account.views.join import welcome
from yiwang.web.permission import permission

SECRET_SECONDS = 3600


@permission("public")
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest, token: str) -> HttpResponse:
    """Show and take the new password and the code of an authenticator app."""
    user, refusal = _whose(request, token)
    if user is None:
        return refusal
    if request.method != "POST":
        return shown(request, "enrol", setting_up(user, token))
    secret = offered_secret(request.POST.get("secret", ""), token)
    password = request.POST.get("password", "")[:4096]
    code = factors.clean_code(request.POST.get("code", "")[:80])
    problem = factors.password_problem(user, password, request.POST.get("again", "")[:4096])
    if problem is None and (secret is None or not factors.code_is_of(secret, code)):
        problem = "account.totp.wrong"
    if problem is not None or secret is None:
        return shown(request, "enrol", {**setting_up(user, token, secret), "problem": problem}, 400)
    with transaction.atomic():
        if logins.use_invitation(_city(request), token, store_door.now()) is None:
            return _gone(request)
        _start_anew(user)
        user.set_password(password)
        user.save(update_fields=["password"])
        factors.set_totp(user, secret, code)
        codes = factors.new_recovery_codes(user)
    return _in(request, user, token, codes, "code")


@permission("public")
@require_POST
def passkey_options(request: HttpRequest, token: str) -> HttpResponse:
    """Give the browser what it needs to make a passkey for the login that is invited."""
    user, refusal = _whose(request, token)
    if user is None:
        return JsonResponse({}, status=refusal.status_code)
    request.session.set_expiry(ANONYMOUS_SECONDS)
    return JsonResponse(plain(passkeys.options_to_make(user)))


@permission("public")
@require_POST
def by_passkey(request: HttpRequest, token: str) -> HttpResponse:
    """Take over the login by a passkey instead of password and code."""
    user, refusal = _whose(request, token)
    if user is None:
        return refusal
    try:
        credential = passkeys.made(request.POST.get("passkey", ""))
    except passkeys.BadPasskey:
        told = {**setting_up(user, token), "problem": "account.passkey.not-made"}
        return shown(request, "enrol", told, 400)
    with transaction.atomic():
        if logins.use_invitation(_city(request), token, store_door.now()) is None:
            return _gone(request)
        _start_anew(user)
        passkeys.keep(user, credential, sessions.agent_in_words(request.headers.get("User-Agent", "")))
        codes = factors.new_recovery_codes(user)
    return _in(request, user, token, codes, "passkey")


def setting_up(user: User, bound_to: str, secret: str | None = None) -> dict[str, Any]:
    """Return what a page shows of a TOTP secret: a code to scan, letters to type, and itself, signed."""
    secret = secret or generate_totp_secret()
    address = get_adapter().build_totp_url(user, secret)
    drawing = segno.make(address, error="m", micro=False)
    return {
        "account": logins.account_of(user),
        "letters": factors.in_groups(secret),
        "drawing": SafeString(drawing.svg_inline(scale=5, dark="#000", light="#fff", omitsize=True)),
        "sealed": signing.dumps(secret, salt=f"totp {bound_to}"),
        "token": bound_to,
    }


def offered_secret(sealed: str, bound_to: str) -> str | None:
    """Return the secret that our own page offered within the hour; None for any other."""
    try:
        return str(signing.loads(sealed, salt=f"totp {bound_to}", max_age=SECRET_SECONDS))
    except signing.BadSignature:
        return None


def _whose(request: HttpRequest, token: str) -> tuple[User | None, HttpResponse]:
    """Return whose link this is, or None and the page that says why not."""
    need_accounts(request)
    now = store_door.now()
    if not own_accounts.allowed(_city(request), "staff"):
        return None, shown(request, "closed", {"kind": "staff"}, 403)
    user = logins.invited(_city(request), token, now)
    if user is not None:
        return user, HttpResponse()
    # Only links that open nothing are tries; whoever holds a good one may mistype a password in peace.
    if wait := guessing.take(request, "invitation", guessing.address_of(request), now):
        return None, shown(request, "gone", {"wait": wait, "minutes": -(-wait // 60)}, 429)
    return None, _gone(request)


def _gone(request: HttpRequest) -> HttpResponse:
    return shown(request, "gone", {}, 404)


def _start_anew(user: User) -> None:
    """Forget every way in that the login had: whoever was invited again may have lost them to somebody."""
    Authenticator.objects.filter(user=user).delete()
    sessions.end_all(user.pk)
    user.set_unusable_password()
    user.save(update_fields=["password"])


def _in(request: HttpRequest, user: User, token: str, codes: list[str], how: str) -> HttpResponse:
    sessions.begin(request, Proof(user, LEVEL_TWO, how))
    return welcome(request, user, codes)


def _city(request: HttpRequest) -> str:
    return str(request.city.key)  # type: ignore[attr-defined]
