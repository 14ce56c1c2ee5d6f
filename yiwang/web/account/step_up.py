"""A fresh confirmation before acts that weigh much: by code, by passkey, or at the city's identity service.

`permission` asks here before a view runs. Where the confirmation is older than ten minutes, the answer is a
page that carries the posted fields along and asks for a code; it posts to the same address, and then the act
goes on. Nothing is lost and no script is needed. Files can not be carried by a page: it asks for them again,
by name.

Whoever came from the identity service may prove it there anew. As the browser leaves our pages for it, the
fields wait here, sealed (`held_acts.py`); the page one comes back to has them and goes on by a button.

The demo's personas have no login, and machine clients no person before a screen; both are let through.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yiwang.kernel.roles import STEP_UP
from yiwang.web import identity, store_door
from yiwang.web.account import factors, guessing, held_acts, passkeys, sessions
from yiwang.web.account.held_acts import Held

CODE, PASSWORD, PASSKEY, HELD = "_code", "_password", "_passkey", "_held"
PROOFS = frozenset({CODE, PASSWORD, PASSKEY})
OWN = PROOFS | {HELD}
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
        return _goes_on(request, user)
    problem, status, wait = "", 403, 0
    if request.method == "POST" and PROOFS & request.POST.keys():
        wait = guessing.take(request, WHAT, user.username, store_door.now())
        how = None if wait else _how(request, user)
        if how and (how != "password" or not strong):
            guessing.succeeded(request, WHAT, user.username, store_door.now())
            sessions.confirm(request, how)
            return _goes_on(request, user)
        problem = "account.wait" if wait else "account.confirm.wrong"
        status = 429 if wait else 403
    return page(request, user, _act(request, strong), problem, wait=wait, status=status)


def kept_for_later(request: HttpRequest) -> str:
    """Keep what was posted by somebody whose session ended this moment; where it waits, "" for nobody.

    Once they have signed in again they go on with it, if they still may.
    """
    user = getattr(request, "ended", None)
    if user is None or request.method != "POST":
        return ""
    which = held_acts.hold(request, user, _act(request, strong=False))
    return reverse("account:confirmed", args=[which])


def page(
    request: HttpRequest,
    user: User,
    act: Held,
    problem: str = "",
    *,
    wait: int = 0,
    status: int = 403,
    which: UUID | None = None,
) -> HttpResponse:
    """Return the page that asks for a confirmation of `act`, which waits as `which` if it waits already."""
    mine = factors.of(user)
    service = identity.provider(request.city.key, request.session.get(sessions.FROM, ""))  # type: ignore[attr-defined]
    if service is not None and which is None:
        which = held_acts.hold(request, user, act)
    told: dict[str, Any] = {
        "act": act,
        "which": which,
        "service": service,
        "mine": mine,
        "by_password": mine.password and not mine.second and not act.strong,
        "problem": problem,
        "minutes": -(-wait // 60),
    }
    part = "_" if request.headers.get("HX-Request") else ""
    response = render(request, f"web/account/{part}confirm.html", told, status=status)
    if wait:
        response["Retry-After"] = str(wait)
    if part:
        response["HX-Retarget"], response["HX-Reswap"] = "#notices", "innerHTML"
    return response


def _act(request: HttpRequest, strong: bool) -> Held:
    names = [name for name in request.POST if name not in OWN | {"csrfmiddlewaretoken"}]
    return Held(
        address=request.get_full_path(),
        posted=request.method == "POST",
        strong=strong,
        fields=tuple((name, value) for name in names for value in request.POST.getlist(name)),
        files=tuple(sorted(request.FILES)),
    )


def _how(request: HttpRequest, user: User) -> str | None:
    if answer := request.POST.get(PASSKEY):
        try:
            return passkeys.proven(answer, user).how
        except passkeys.BadPasskey:
            return None
    return factors.confirm(
        user, request.POST.get(PASSWORD, ""), factors.clean_code(request.POST.get(CODE, ""))
    )


def _goes_on(request: HttpRequest, user: User) -> None:
    """Let the view see what it would have been sent without the confirmation, and forget what waited."""
    if not OWN & request.POST.keys():
        return
    if which := request.POST.get(HELD):
        held_acts.drop(user, which)
    sent = request.POST.copy()
    for name in OWN:
        sent.pop(name, None)
    sent._mutable = False
    request.POST = sent  # type: ignore[assignment]
