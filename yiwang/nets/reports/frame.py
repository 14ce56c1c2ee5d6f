"""What several pages of this net need: the city, the actor, names of things, ids and numbers."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256
from uuid import UUID

from yiwang.kernel.matter import City
from yiwang.kernel.numbers import CHANCE_BYTES, case_number, stream_id
from yiwang.web import codes, store_door
from yiwang.web.words import Text

CODES = "report/"
"""What the codes of this net are for: no code of another thing opens a report, nor the other way."""


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


def numbers_of(city: City, key: str, report: UUID) -> tuple[str, str, str]:
    """Return the report's number, its case's number, and its code: the same when it is sent again."""
    month = store_door.now().astimezone(city.calendar.zone)
    master = store_door.door().safe.keyring.master().secret
    chance = hmac.new(master, f"report/{key}/{report}".encode(), sha256).digest()
    own = case_number(month, chance[:CHANCE_BYTES])
    case = case_number(month, chance[CHANCE_BYTES : 2 * CHANCE_BYTES])
    return own, case, codes.make(hmac.new(master, b"code/" + chance, sha256).digest())
