"""A desk outside the body complained of: where a bad rating (好差评) or a refusal (办不成事) goes.

A body never answers for itself: the desk is neither that body, nor below it, nor above it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from yiwang.kernel.matter import PLACES_DEEP, City, Matter, Responsibility
from yiwang.kernel.responsibility import responsible_here


class Desk(msgspec.Struct, frozen=True):
    """Where a case about `against` is filed: the matter, the place it is filed in, the body that leads it."""

    matter: str
    place: str
    body: str


def line_of(city: City, body: str) -> tuple[str, ...]:
    """Return a body and every body above it, nearest first; a chain longer than `PLACES_DEEP` is cut."""
    line: list[str] = []
    here = city.bodies.get(body)
    while here is not None and here.id not in line and len(line) < PLACES_DEEP:
        line.append(here.id)
        here = city.bodies.get(here.parent) if here.parent else None
    return tuple(line)


def is_outside(city: City, desk: str, against: str) -> bool:
    """Say whether `desk` is another body than `against`, and neither above nor below it."""
    return desk in city.bodies and against not in line_of(city, desk) and desk not in line_of(city, against)


def desk_for(city: City, matters: Sequence[str], against: Sequence[str]) -> Desk | None:
    """Return the desk nearest to the first body complained of; None where the city has none.

    Args:
        matters: ids, the one to prefer first. against: body ids, all of which the desk is outside of; none:
            the desk of the city's root place.
    """
    seat = city.bodies[against[0]].seat if against and against[0] in city.bodies else city.root
    for id in matters:
        matter = city.matters.get(id)
        for place in city.above(seat) if matter is not None else ():
            found = responsible_here(city, matter, place)  # type: ignore[arg-type]
            if isinstance(found, Responsibility) and all(
                is_outside(city, found.lead, one) for one in against
            ):
                return Desk(id, place, found.lead)
    return None


def in_confidence(matter: Matter, channel: str) -> bool:
    """Say whether somebody tells of a body (举报): no window sees it, as the window may be that body's."""
    return matter.kind == "question" and channel == "report"
