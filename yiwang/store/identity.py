"""What the wall knows of an actor, in Python: for the batch door, whose one transaction is of several."""

from __future__ import annotations

from typing import NamedTuple

from yiwang.kernel.access import Actor, Target
from yiwang.store.wall import ALL, SYSTEM, settings_of


class Identity(NamedTuple):
    """What the settings say of an actor, as sets."""

    persons: frozenset[str]
    bodies: frozenset[str]
    reach: frozenset[str]
    glass: frozenset[str]


def identity(actor: Actor) -> Identity:
    """Return what the wall knows of an actor."""
    return Identity(*(frozenset(one.split()) for one in settings_of(actor)))


def sees(actor: Actor, target: Target, number: str) -> bool:
    """Say whether the wall would show `actor` a case: the same as `wall.of_case`."""
    own = identity(actor)
    return bool(
        own.reach & {SYSTEM, ALL}
        or target.applicant in own.persons
        or own.bodies.intersection((target.lead, target.window, *target.bodies))
        or own.glass.intersection((target.id, number))
    )
