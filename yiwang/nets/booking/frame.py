"""What several pages of this net need: the city, the actor, names of things, what handles a matter."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from yiwang.kernel.access import Target
from yiwang.kernel.bookable import Bookable, Hall, within_reach
from yiwang.kernel.matter import City, Matter
from yiwang.kernel.numbers import stream_id
from yiwang.web import store_door
from yiwang.web.here import new_number
from yiwang.web.words import Text


def new_appointment(city: City) -> tuple[str, str]:
    """Return the id and the number of an appointment that may be made."""
    return str(stream_id(store_door.now(), secrets.token_bytes(10))), new_number(city)


def matter_in_words(city: City, id: str) -> Text:
    """Return a matter's name; its id where this pack does not have it."""
    known = city.matters.get(id)
    return known.title if known is not None else {"zh": id, "en": id}


def target_of(hall: Hall) -> Target:
    """Return what `access.may` is asked about: the body that runs the hall."""
    return Target(lead=hall.body, bodies=(hall.body,), window=hall.body)


def by_window(city: City) -> list[Matter]:
    """Return the matters for which something can be booked, in the pack's order."""
    return [one for one in city.matters.values() if any(_serves(b, one) for b in city.bookables.values())]


def _serves(bookable: Bookable, matter: Matter) -> bool:
    if bookable.matters:
        return matter.id in bookable.matters
    return "window" in matter.channels


@dataclass(frozen=True)
class Offer:
    """Something bookable for a matter. `near`: how many levels of places lie between; `reaches`: 通办."""

    bookable: Bookable
    near: int
    beyond: bool


def offers(city: City, matter: Matter, place: str) -> list[Offer]:
    """Return what can be booked for a matter in a place, the nearest first.

    Args:
        place: code of the case's place, "" for anywhere.
    """
    above = city.above(place)
    found = []
    for one in city.bookables.values():
        if not _serves(one, matter):
            continue
        chain = [(code, city.places[code].level) for code in city.above(one.hall.place)]
        if above and not within_reach(chain, above, matter.item.reach):
            continue
        own = one.hall.place in above
        found.append(Offer(one, above.index(one.hall.place) if own else len(above), bool(above) and not own))
    return sorted(found, key=lambda one: one.near)


def day_of(text: str) -> date | None:
    """Return a day as it is written in addresses, None where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
