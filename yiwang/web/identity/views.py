"""Signing in by a city's identity service, and out of both at once."""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from yiwang.web import acting, identity, store_door
from yiwang.web.account import held_acts, secret, sessions, step_up
from yiwang.web.account.factors import LEVEL_TWO, Proof
from yiwang.web.account.held_acts import Held
from yiwang.web.account.sessions import Origin
from yiwang.web.account.views.enter import ANONYMOUS_SECONDS, need_accounts, page
from yiwang.web.actors import signed_in
from yiwang.web.addresses import safe_next
from yiwang.web.identity import oidc, people
from yiwang.web.identity.config import Provider
from yiwang.web.identity.line import ProviderDown, ProviderRefuses
from yiwang.web.identity.oidc import BadToken, Began
from yiwang.web.identity.people import Said
from yiwang.web.permission import permission

log = logging.getLogger("yiwang.identity")
KEPT = "identity"
LOGOUT_KEPT_FOR = timedelta(minutes=15)
OF_A_CONFIRMATION = {"down": "account.confirm.down", "refused": "account.confirm.refused"}
"""What is worded otherwise where somebody is signed in."""


@permission("public")
@require_safe
def start(request: HttpRequest, provider: str) -> HttpResponse:
    """Send somebody to the city's identity service, to sign in; with `?confirm=` to prove themselves anew."""
    chosen = _provider(request, provider)
    which = request.GET.get("confirm", "")
    act = _waiting(request, provider, which)
    if which and act is None:
        return _gone(request)
    try:
        address, began = oidc.begin(
            chosen,
            _address(request, "identity-back", provider),
            safe_next(request, ""),
            confirm=which,
            now=store_door.now(),
            strong=act is not None and act.strong,
        )
    except (ProviderDown, ProviderRefuses):
        return _failed(request, "down", 503, provider, which)
    except BadToken as error:
        return _failed(request, error.reason, 502, provider, which)
    if not which:
        request.session.set_expiry(ANONYMOUS_SECONDS)
    request.session[KEPT] = {"provider": provider, **asdict(began)}
    return HttpResponseRedirect(address)


@permission("public")
@require_safe
def back(request: HttpRequest, provider: str) -> HttpResponse:
    """Take somebody who comes back: check all that came with them, and begin their session."""
    chosen = _provider(request, provider)
    kept = request.session.pop(KEPT, None)
    if kept is None or kept.pop("provider", None) != provider:
        return _failed(request, "no-start", 400)
    began, now = Began(**kept), store_door.now()
    if request.GET.get("state", "") != began.state:
        return _failed(request, "wrong-state", 400, provider, began.confirm)
    if request.GET.get("iss", chosen.issuer) != chosen.issuer:
        return _failed(request, "wrong-issuer", 400, provider, began.confirm)
    code = request.GET.get("code", "")
    if "error" in request.GET or not code:
        return _failed(request, "refused", 403, provider, began.confirm)
    try:
        redirect = _address(request, "identity-back", provider)
        claims, token = oidc.finish(chosen, began, redirect, code[:4096], now)
        said = people.understood(chosen, claims)
        if began.confirm:
            return _confirmed(request, chosen, said, began.confirm)
        user, acts_for = people.login_of(request.city, chosen, said, now)  # type: ignore[attr-defined]
    except (ProviderDown, ProviderRefuses):
        return _failed(request, "down", 503, provider, began.confirm)
    except BadToken as error:
        return _failed(request, error.reason, 403, provider, began.confirm)
    sid = claims.get("sid")
    origin = Origin(
        provider=provider,
        subject=people.subjects_of(chosen, said.subject)[0],
        sid=secret.blinded("sid", chosen.issuer, sid) if isinstance(sid, str) and sid else b"",
        id_token=secret.sealed(secret.TOKEN, token),
    )
    sessions.begin(request, Proof(user, said.level, "identity"), origin)
    if acts_for:
        acting.keep(request, request.city.key, acts_for)  # type: ignore[attr-defined]
    return HttpResponseRedirect(began.next or reverse("home"))


@csrf_exempt
@permission("public")
@require_POST
def logout(request: HttpRequest, provider: str) -> HttpResponse:
    """The service says that somebody signed out there: end what it began here (back-channel)."""
    chosen, now = _provider(request, provider), store_door.now()
    try:
        claims = oidc.logout_of(chosen, request.POST.get("logout_token", ""), now)
    except (ProviderDown, ProviderRefuses):
        return JsonResponse({"error": "temporarily_unavailable"}, status=503)
    except BadToken as error:
        log.warning("logout token refused: %s", error.reason)
        return JsonResponse({"error": "invalid_request", "error_description": error.reason}, status=400)
    if not _first_time(secret.blinded("jti", chosen.issuer, claims["jti"]), now):
        return JsonResponse({"error": "invalid_request", "error_description": "replayed"}, status=400)
    sid, subject = claims.get("sid"), claims.get("sub")
    sessions.end_those_of(
        request.city.key,  # type: ignore[attr-defined]
        provider,
        people.subjects_of(chosen, subject) if subject else [],
        secret.every_blinded("sid", chosen.issuer, str(sid)) if sid else [],
    )
    return HttpResponse(headers={"Cache-Control": "no-store"})


def leaving(request: HttpRequest) -> HttpResponse | None:
    """Return the page that leads on to the service's own sign-out, where this session came from one.

    Asked before the session ends. A page, since a form of ours may not be sent on to another site.
    """
    found = sessions.origin_of(request)
    chosen = identity.provider(request.city.key, found.provider) if found else None  # type: ignore[attr-defined]
    if found is None or chosen is None:
        return None
    try:
        token = secret.unsealed(secret.TOKEN, found.id_token)
    except ValueError:
        return None
    origin = f"{settings.ORIGIN[0]}://{request.get_host()}" if settings.ORIGIN else ""
    home = (origin or f"{request.scheme}://{request.get_host()}") + reverse("home")
    address = oidc.end_address(chosen, token, home)
    return (
        render(request, "web/account/leaving.html", {"address": address, "to": chosen}) if address else None
    )


def _first_time(jti: bytes, now: object) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM logout_token WHERE until < %s", (now,))
        cursor.execute(
            "INSERT INTO logout_token (id, until) VALUES (%s, %s) ON CONFLICT DO NOTHING RETURNING id",
            (jti, now + LOGOUT_KEPT_FOR),  # type: ignore[operator]
        )
        return cursor.fetchone() is not None


def _provider(request: HttpRequest, name: str) -> Provider:
    need_accounts(request)
    found = identity.provider(request.city.key, name)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def _address(request: HttpRequest, view: str, provider: str) -> str:
    """Return an address of ours as the provider knows it: under YIWANG_ORIGIN, where that is set."""
    absolute = request.build_absolute_uri(reverse(f"account:{view}", args=[provider]))
    if not settings.ORIGIN:
        return absolute
    parts = urlsplit(absolute)
    return f"{settings.ORIGIN[0]}://{parts.netloc}{parts.path}"


def _waiting(request: HttpRequest, provider: str, which: str) -> Held | None:
    """Return the act that waits for whoever sits there, if their session came from this provider."""
    user = sessions.user_of(request) if which and signed_in(request) else None
    if user is None or request.session.get(sessions.FROM) != provider:
        return None
    return held_acts.find(request, user, which)


def _confirmed(request: HttpRequest, provider: Provider, said: Said, which: str) -> HttpResponse:
    """Take somebody back to their act, who has proven anew that it is them.

    Raises:
        BadToken: another person signed in there, or by less than the act needs.
    """
    act, before = _waiting(request, provider.id, which), sessions.origin_of(request)
    if act is None or before is None:
        return _gone(request)
    if before.subject not in people.subjects_of(provider, said.subject):
        raise BadToken("another-person")
    if act.strong and said.level < LEVEL_TWO:
        raise BadToken("too-weak")
    sessions.confirm(request, "identity", strong=said.level >= LEVEL_TWO)
    return HttpResponseRedirect(reverse("account:confirmed", args=[which]) if act.posted else act.address)


def _gone(request: HttpRequest) -> HttpResponse:
    """Say that what waited is not there any more, or is not theirs."""
    return render(request, "web/account/confirm-gone.html", status=404)


def _failed(
    request: HttpRequest, reason: str, status: int, provider: str = "", which: str = ""
) -> HttpResponse:
    """Say what went wrong, with the other ways beside it: of signing in, or of confirming what waits.

    No session has begun, nothing was confirmed, and what waits still waits.
    """
    log.warning("identity: %s", reason)
    if not which:
        return page(request, f"account.identity.{reason}", status=status)
    act, user = _waiting(request, provider, which), sessions.user_of(request)
    if act is None or user is None:
        return _gone(request)
    problem = OF_A_CONFIRMATION.get(reason, f"account.identity.{reason}")
    return step_up.page(request, user, act, problem, status=status, which=UUID(which))
