"""What several pages of this net need: the city, the actor, names of things, ids and numbers."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256
from uuid import UUID

from django.http import HttpRequest

from yiwang.kernel.access import Actor
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import CHANCE_BYTES, case_number, stream_id
from yiwang.web import codes, store_door
from yiwang.web.words import Text

CODES = "report/"
"""What the codes of this net are for: no code of another thing opens a report, nor the other way."""


def city_now(request: HttpRequest) -> City:
    """Return the pack now in force."""
    return store_door.city_under(request.city.key, None)  # type: ignore[attr-defined]


def city_key(request: HttpRequest) -> str:
    """Return the key of the request's city."""
    return request.city.key  # type: ignore[attr-defined,no-any-return]


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks."""
    return request.actor  # type: ignore[attr-defined,no-any-return]


def body_in_words(city: City, id: str) -> Text:
    """Return a body's name; its id where this pack does not have it."""
    known = city.bodies.get(id)
    return known.title if known is not None else {"zh": id, "en": id}


def place_in_words(city: City, code: str) -> Text:
    """Return a place with those above it but the city itself."""
    above = [city.places[one].title for one in reversed(city.above(code)) if one in city.places]
    named = above[1:] or above
    return {
        "zh": "".join(one.get("zh", "") for one in named) or code,
        "en": ", ".join(one.get("en") or one.get("zh", "") for one in reversed(named)) or code,
    }


def kind_in_words(city: City, code: str) -> Text:
    """Return the name of a kind of events."""
    known = city.event_kinds.get(code)
    return known.title if known is not None else {"zh": code or "举报", "en": code or "About a body"}


def new_report() -> UUID:
    """Return the id of a report that may be sent."""
    return stream_id(store_door.now(), secrets.token_bytes(10))


def uuid_of(text: str) -> UUID | None:
    """Return an id, None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def numbers_of(city: City, key: str, report: UUID) -> tuple[str, str, str]:
    """Return the report's number, its case's number, and its code: the same when it is sent again."""
    month = store_door.now().astimezone(city.calendar.zone)
    master = store_door.door().safe.keyring.master().secret
    chance = hmac.new(master, f"report/{key}/{report}".encode(), sha256).digest()
    own = case_number(month, chance[:CHANCE_BYTES])
    case = case_number(month, chance[CHANCE_BYTES : 2 * CHANCE_BYTES])
    return own, case, codes.make(hmac.new(master, b"code/" + chance, sha256).digest())
