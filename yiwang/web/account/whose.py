"""Which person of a city the login of a session is, as whom they act, and what they hold now.

The record is read at each request. A session keeps the `epoch` that the record had when it first acted as
that person; another epoch means that rights were taken away, and ends the session.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from msgspec.structs import replace

from yiwang.kernel.access import ANONYMOUS, Actor, Holding, system
from yiwang.people import actors as people
from yiwang.store.connect import lend
from yiwang.store.wall import city_transaction
from yiwang.web import acting, notices, store_door
from yiwang.web.account import logins, own_accounts, sessions
from yiwang.web.account.factors import LEVEL_TWO
from yiwang.web.account.logins import SignIn
from yiwang.web.words import LANGUAGES, T, Text, say


def actor(request: HttpRequest, city: Any) -> Actor | None:
    """Return who acts with the login of this session in `city`; None where the session has no login.

    Staff hold nothing until the session has a second factor. A login that is no person of this city, or whose
    person is suspended or gone, acts as the public; `request.nobody` then says which.
    """
    user = sessions.user_of(request)
    if user is None:
        return None
    # Who somebody is must be known before the wall can be told; nothing but that is read here.
    knowing = system("account")
    with lend(store_door.door().pool) as lent, city_transaction(lent, city.key, knowing) as cursor:
        rows = cursor.execute(logins.PEOPLE_OF, (city.key, user.pk)).fetchall()
        hats = _allowed(request, city.key, tuple(SignIn(*row) for row in rows))
        worn = hat(request, city.key, hats)
        now = store_door.now()
        who = people.who_is(cursor, city.key, city.city, worn.person, now) if worn else None
    if worn is None or who is None:
        request.nobody = "unknown"  # type: ignore[attr-defined]
        return ANONYMOUS
    if not _same_epoch(request, city.key, worn, who.epoch):
        sessions.end(request)
        notices.leave(request, "account.nobody.ended", "warning")
        request.nobody, request.ended = "ended", user  # type: ignore[attr-defined]
        return ANONYMOUS
    if who.phase != "active":
        request.nobody = who.phase  # type: ignore[attr-defined]
        return ANONYMOUS
    request.hats, request.hat, request.gone = hats, worn, who.gone  # type: ignore[attr-defined]
    sessions.seen(request)
    if worn.kind == "staff" and sessions.level(request) < LEVEL_TWO:
        return Actor(worn.person, "staff")
    if worn.kind == "resident":
        return acting.as_chosen(request, city, replace(who.actor, kind="resident", holdings=()))
    return replace(who.actor, kind="staff")


def _allowed(request: HttpRequest, city: str, hats: tuple[SignIn, ...]) -> tuple[SignIn, ...]:
    """Leave out as whom nobody may act by an account of the city's own, where a city has closed those."""
    if request.session.get(sessions.FROM):
        return hats
    return tuple(one for one in hats if own_accounts.allowed(city, one.kind))


def hat(request: HttpRequest, city: str, hats: tuple[SignIn, ...]) -> SignIn | None:
    """Return as whom the login acts: what was chosen in this session, else staff before resident."""
    chosen = request.session.get(sessions.HAT, {}).get(city)
    return next((one for one in hats if one.person == chosen), hats[0] if hats else None)


def wear(request: HttpRequest, city: str, person: str) -> None:
    """Choose as whom the login acts in a city from now on."""
    request.session[sessions.HAT] = {**request.session.get(sessions.HAT, {}), city: person}


def _same_epoch(request: HttpRequest, city: str, worn: SignIn, epoch: int) -> bool:
    """Compare with what the session keeps; the first time it keeps what there is."""
    key = f"{city} {worn.person}"
    kept = request.session.get(sessions.EPOCHS, {})
    if key not in kept:
        request.session[sessions.EPOCHS] = {**kept, key: epoch}
        return True
    return bool(kept[key] == epoch)


def words(request: HttpRequest) -> Text | None:
    """Return as whom the login acts, for the page's header: bodies and positions, or a resident. No name."""
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
