"""What several pages of this net need: the city, the actor, names of things, a case to be opened."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from yiwang.kernel.case import Case
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import stream_id
from yiwang.kernel.outside import desk_for
from yiwang.nets.rating.records import Opens
from yiwang.web import store_door
from yiwang.web.here import new_number
from yiwang.web.words import Text


def matter_in_words(city: City, id: str) -> Text:
    """Return a matter's name; its id where this pack does not have it."""
    known = city.matters.get(id)
    return known.title if known is not None else {"zh": id, "en": id}


def new_id() -> str:
    """Return the id of a case that may be opened."""
    return str(stream_id(store_door.now(), secrets.token_bytes(10)))


def opening(city: City, about: str, against: Sequence[str], case: str) -> tuple[str, Opens] | None:
    """Return the desk outside `against` and the case to open there; None where the pack names none.

    Args:
        about: `bad` or `nothing`. case: the id it will have.
    """
    desk = desk_for(city, city.ratings.get(about, ()), against)
    if desk is None:
        return None
    opens = Opens(
        case=case,
        matter=desk.matter,
        number=new_number(city),
        place=desk.place,
    )
    return desk.body, opens


def bodies_of(case: Case) -> tuple[str, ...]:
    """Return the bodies that a word about a case is about: the lead, and whoever issued its papers."""
    return tuple(dict.fromkeys((case.lead, *(paper.body for paper in case.papers))))
