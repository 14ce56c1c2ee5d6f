"""Who is acting: the person of the session's login, the demo's persona, or the public."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from yiwang.kernel.access import ANONYMOUS, Actor
from yiwang.web import acting
from yiwang.web.cities import City, Persona

PERSONAS = "personas"


def persona_of(request: HttpRequest, city: City) -> Persona | None:
    """Return the persona signed in to `city`. Other cities and other worlds have their own.

    Without the demo there is none, whatever a session still holds from when it was one.
    """
    if not settings.YIWANG_DEMO:
        return None
    chosen = request.session.get(PERSONAS, {}).get(city.key)
    return next((persona for persona in city.personas() if persona.id == chosen), None) if chosen else None


def actor_of(request: HttpRequest, city: City | None) -> Actor:
    """Return the actor of this request."""
    from yiwang.web.account import whose

    if city is None:
        return ANONYMOUS
    if (known := whose.actor(request, city)) is not None:
        return known
    persona = persona_of(request, city)
    actor = (city.actor(persona.id) if persona else None) or ANONYMOUS
    return acting.as_chosen(request, city, acting.by_record(city, actor))


def signed_in(request: HttpRequest) -> bool:
    """Say whether somebody is signed in to the city of this request."""
    return getattr(request, "actor", ANONYMOUS).kind != "anonymous"


def sign_in(request: HttpRequest, city: City, persona: Persona) -> None:
    """Remember `persona` for `city` in the session; a login that was signed in is signed out."""
    from yiwang.web.account import sessions

    if sessions.user_of(request) is not None:
        sessions.end(request)
    chosen = dict(request.session.get(PERSONAS, {}))
    chosen[city.key] = persona.id
    request.session[PERSONAS] = chosen
    request.session.pop(acting.ACTING_FOR, None)


def sign_out(request: HttpRequest, city: City) -> None:
    """Forget the login, or the persona of `city`; language and mode stay."""
    from yiwang.web.account import sessions

    if sessions.user_of(request) is not None:
        return sessions.end(request)
    chosen = dict(request.session.get(PERSONAS, {}))
    if chosen.pop(city.key, None) is not None:
        request.session[PERSONAS] = chosen
    request.session.pop(acting.ACTING_FOR, None)
    return None
