"""Signing in with a password and a code, or with a passkey; and, without a script, out again."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from yiwang.web import store_door
from yiwang.web.account import factors, guessing, logins, own_accounts, passkeys, sessions
from yiwang.web.account.factors import Proof
from yiwang.web.addresses import safe_next
from yiwang.web.permission import permission

ANONYMOUS_SECONDS = 600


def need_accounts(request: HttpRequest) -> None:
    """Go on only where logins can be kept. Raises Http404: no database, or a machine client asks."""
    if not sessions.kept() or request.actor.kind == "machine":  # type: ignore[attr-defined]
        raise Http404


def page(request: HttpRequest, problem: str = "", wait: int = 0, status: int = 200) -> HttpResponse:
    """Show the ways of signing in, with what was wrong; the account stays typed, the secrets do not."""
    from yiwang.web.views import sign_in_page

    told = {"problem": problem, "minutes": -(-wait // 60), "account": request.POST.get("account", "")}
    response = sign_in_page(request, told, status=429 if wait else status)
    if wait:
        response["Retry-After"] = str(wait)
    return response


@permission("public")
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in with account, password and code. One sentence answers whatever is wrong."""
    need_accounts(request)
    city, now = request.city.key, store_door.now()  # type: ignore[attr-defined]
    account = request.POST.get("account", "")[:80]
    if wait := guessing.take(request, "account", account, now):
        return page(request, "account.wait", wait)
    password, code = request.POST.get("password", "")[:4096], request.POST.get("code", "")[:80]
    proof = factors.prove(city, account, password, factors.clean_code(code))
    if proof is None or not own_accounts.open_to(city, proof.user):
        return page(request, "account.enter.wrong", status=403)
    guessing.succeeded(request, "account", account, now)
    return go_in(request, proof)


@permission("public")
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """Give the browser a challenge that any passkey of this site may answer."""
    need_accounts(request)
    request.session.set_expiry(ANONYMOUS_SECONDS)
    return JsonResponse(plain(passkeys.options_to_use()))


@permission("public")
@require_POST
def passkey_enter(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey, which needs no account to be typed."""
    need_accounts(request)
    now = store_door.now()
    if wait := guessing.take(request, "passkey", guessing.address_of(request), now):
        return page(request, "account.wait", wait)
    try:
        proof = passkeys.proven(request.POST.get("passkey", ""))
    except passkeys.BadPasskey:
        return page(request, "account.passkey.wrong", status=403)
    if not own_accounts.open_to(request.city.key, proof.user):  # type: ignore[attr-defined]
        return page(request, "account.passkey.wrong", status=403)
    guessing.succeeded(request, "passkey", guessing.address_of(request), now)
    return go_in(request, proof)


def go_in(request: HttpRequest, proof: Proof) -> HttpResponse:
    """Begin the session; lead staff without a second factor to their account, everybody else on."""
    back = safe_next(request, reverse("home"))
    sessions.begin(request, proof)
    kinds = {one.kind for one in logins.people_of(request.city.key, proof.user.pk)}  # type: ignore[attr-defined]
    if "staff" in kinds and proof.level < factors.LEVEL_TWO:
        return HttpResponseRedirect(reverse("account:home"))
    return HttpResponseRedirect(back)


def plain(options: Any) -> Any:
    """Return WebAuthn options as JSON knows them."""
    if isinstance(options, bytes):
        from fido2.utils import websafe_encode

        return websafe_encode(options)
    if isinstance(options, dict) or hasattr(options, "items"):
        return {key: plain(value) for key, value in options.items() if value is not None}
    if isinstance(options, (list, tuple)):
        return [plain(one) for one in options]
    return options


def shown(request: HttpRequest, name: str, told: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render a page of the account; a status of 429 says, too, when to come back."""
    response = render(request, f"web/account/{name}.html", told, status=status)
    if wait := told.get("wait"):
        response["Retry-After"] = str(wait)
    return response
