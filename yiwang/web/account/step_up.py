"""A fresh confirmation before acts that weigh much: a code or a passkey, not older than ten minutes.

`permission` asks here before a view runs. Where the confirmation is old, the answer is a page that carries
the posted fields along and asks for a code; it posts to the same address, and then the act goes on. Nothing
is lost and no script is needed. Files can not be carried by a page: it asks for them again, by name.

The demo's personas have no login, and machine clients no person before a screen; both are let through.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yiwang.kernel.roles import STEP_UP
from yiwang.web import store_door
from yiwang.web.account import factors, guessing, passkeys, sessions

CODE, PASSWORD, PASSKEY = "_code", "_password", "_passkey"
OWN = frozenset({CODE, PASSWORD, PASSKEY})
SECURE = "account.secure"
WHAT = "confirm"


def asked_for(verb: str) -> bool:
    """Say whether a verb asks for a fresh confirmation."""
    return verb == SECURE or verb in STEP_UP


def demand(request: HttpRequest, verb: str) -> HttpResponse | None:
    """Return the page that asks for a confirmation; None when the act may go on."""
    if not asked_for(verb):
        return None
    user = sessions.user_of(request)
    if user is None:
        return None
    mine = factors.of(user)
    strong = verb != SECURE or mine.second
    if sessions.is_fresh(request, strong=strong):
        return None
    problem, status, wait = "", 403, 0
    if request.method == "POST" and OWN & request.POST.keys():
        wait = guessing.take(request, WHAT, user.username, store_door.now())
        how = None if wait else _how(request, user)
        if how and (how != "password" or not strong):
            guessing.succeeded(request, WHAT, user.username, store_door.now())
            sessions.confirm(request, how)
            _forget_own_fields(request)
            return None
        problem = "account.wait" if wait else "account.confirm.wrong"
        status = 429 if wait else 403
    response = render(request, *_page(request, mine, strong, problem, wait), status=status)
    if wait:
        response["Retry-After"] = str(wait)
    if request.headers.get("HX-Request"):
        response["HX-Retarget"], response["HX-Reswap"] = "#notices", "innerHTML"
    return response


def _how(request: HttpRequest, user: Any) -> str | None:
    if answer := request.POST.get(PASSKEY):
        try:
            return passkeys.proven(answer, user).how
        except passkeys.BadPasskey:
            return None
    return factors.confirm(
        user, request.POST.get(PASSWORD, ""), factors.clean_code(request.POST.get(CODE, ""))
    )


def _forget_own_fields(request: HttpRequest) -> None:
    """Let the view see what it would have been sent without the confirmation."""
    sent = request.POST.copy()
    for name in OWN:
        sent.pop(name, None)
    sent._mutable = False
    request.POST = sent  # type: ignore[assignment]


def _page(
    request: HttpRequest, mine: Any, strong: bool, problem: str, wait: int
) -> tuple[str, dict[str, Any]]:
    names = [name for name in request.POST if name not in OWN | {"csrfmiddlewaretoken"}]
    fields = [(name, value) for name in names for value in request.POST.getlist(name)]
    part = "_" if request.headers.get("HX-Request") else ""
    return f"web/account/{part}confirm.html", {
        "fields": fields,
        "files": sorted(request.FILES),
        "action": request.get_full_path(),
        "asked_by_get": request.method != "POST",
        "mine": mine,
        "by_password": mine.password and not mine.second and not strong,
        "problem": problem,
        "minutes": -(-wait // 60),
    }
