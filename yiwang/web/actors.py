"""Who is acting: the persona of the session, or the public."""

from __future__ import annotations

from django.http import HttpRequest

from yiwang.kernel.access import ANONYMOUS, Actor
from yiwang.web import acting
from yiwang.web.cities import City, Persona

PERSONAS = "personas"


def persona_of(request: HttpRequest, city: City) -> Persona | None:
    """Return the persona signed in to `city`. Other cities and other worlds have their own."""
    chosen = request.session.get(PERSONAS, {}).get(city.key)
    return next((persona for persona in city.personas() if persona.id == chosen), None) if chosen else None


def actor_of(request: HttpRequest, city: City | None) -> Actor:
    """Return the actor of this request."""
    if city is None:
        return ANONYMOUS
    persona = persona_of(request, city)
    actor = (city.actor(persona.id) if persona else None) or ANONYMOUS
    return acting.as_chosen(request, city, acting.by_record(city, actor))


def signed_in(request: HttpRequest) -> bool:
    """Say whether somebody is signed in to the city of this request."""
    return getattr(request, "actor", ANONYMOUS).kind != "anonymous"


def sign_in(request: HttpRequest, city: City, persona: Persona) -> None:
    """Remember `persona` for `city` in the session."""
    chosen = dict(request.session.get(PERSONAS, {}))
    chosen[city.key] = persona.id
    request.session[PERSONAS] = chosen
    request.session.pop(acting.ACTING_FOR, None)


def sign_out(request: HttpRequest, city: City) -> None:
    """Forget the persona of `city`; language and mode stay."""
    chosen = dict(request.session.get(PERSONAS, {}))
    chosen.pop(city.key, None)
    request.session[PERSONAS] = chosen
    request.session.pop(acting.ACTING_FOR, None)
