"""Which person of a city the login of a session is, as whom they act, and what they hold today."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from yiwang.kernel.access import ANONYMOUS, Actor, Holding
from yiwang.web import store_door
from yiwang.web.account import logins, sessions
from yiwang.web.account.factors import LEVEL_TWO
from yiwang.web.account.logins import SignIn
from yiwang.web.words import LANGUAGES, T, Text, say


def actor(request: HttpRequest, city: Any) -> Actor | None:
    """Return who acts with the login of this session in `city`; None where the session has no login.

    Staff hold nothing until the session has a second factor. A login that is no person of this city acts as
    the public.
    """
    user = sessions.user_of(request)
    if user is None:
        return None
    hats = logins.people_of(city.key, user.pk)
    worn = hat(request, city.key, hats)
    if worn is None:
        return ANONYMOUS
    request.hats, request.hat = hats, worn  # type: ignore[attr-defined]
    sessions.seen(request)
    if worn.kind == "resident":
        return Actor(worn.person, "resident")
    if sessions.level(request) < LEVEL_TWO:
        return Actor(worn.person, "staff")
    return _staff(city, worn.person)


def hat(request: HttpRequest, city: str, hats: tuple[SignIn, ...]) -> SignIn | None:
    """Return as whom the login acts: what was chosen in this session, else staff before resident."""
    chosen = request.session.get(sessions.HAT, {}).get(city)
    return next((one for one in hats if one.kind == chosen), hats[0] if hats else None)


def wear(request: HttpRequest, city: str, kind: str) -> None:
    """Choose as whom the login acts in a city from now on."""
    request.session[sessions.HAT] = {**request.session.get(sessions.HAT, {}), city: kind}


def _staff(city: Any, person: str) -> Actor:
    from yiwang.web.pack_city import holdings

    named = city.city.persons.get(person) if city.city is not None else None
    return Actor(person, "staff", holdings(city.city, named, store_door.now()) if named else ())


def words(request: HttpRequest) -> Text | None:
    """Return as whom the login acts, for the page's header: positions and bodies, or a resident. No name."""
    worn: SignIn | None = getattr(request, "hat", None)
    city = getattr(request, "city", None)
    if worn is None or city is None:
        return None
    if worn.kind == "resident":
        return T("account.hat.resident")
    held = [_position(city.city, holding) for holding in request.actor.holdings]  # type: ignore[attr-defined]
    if not held:
        return T("account.hat.staff")
    return {language: "、".join(say(one, language) for one in held) for language in LANGUAGES}


def _position(city: Any, holding: Holding) -> Text:
    position, body = city.positions.get(holding.position), city.bodies.get(holding.body)
    titles = [one.title for one in (body, position) if one is not None]
    return {language: " · ".join(say(one, language) for one in titles) for language in LANGUAGES}
