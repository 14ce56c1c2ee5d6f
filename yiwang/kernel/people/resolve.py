"""What a person's record gives on a day, read against the city's pack now in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yiwang.kernel.access import Holding
from yiwang.kernel.matter import City
from yiwang.kernel.people.held import Person


@dataclass(frozen=True)
class Resolved:
    """What a person's record gives on a day. `gone`: positions that the city does not have any more."""

    holdings: tuple[Holding, ...]
    gone: tuple[str, ...] = ()


def resolve(person: Person, city: City, day: date) -> Resolved:
    """Return the positions held on the day as the city's pack now in force knows them.

    Own positions stand first, then those stood in for. Whoever holds a position in a body that replaced
    another (`Body.replaces`) holds the same role in the replaced one, so that its cases go on.
    """
    if person.phase != "active":
        return Resolved(())
    holdings: list[Holding] = []
    gone = []
    for held in sorted((one for one in person.held if one.on(day)), key=lambda one: one.how != "own"):
        position = city.positions.get(held.position)
        body = city.bodies.get(position.body) if position else None
        if position is None or body is None:
            gone.append(held.position)
            continue
        for name in (body.id, *replaced_by(city, body.id)):
            holdings.append(Holding(position.id, position.role, name, body.seat, held.acting_for))
    return Resolved(tuple(holdings), tuple(gone))


def replaced_by(city: City, body: str) -> tuple[str, ...]:
    """Return the bodies that `body` replaced, and those that these had replaced, each once."""
    found: list[str] = []
    waiting = list(city.bodies[body].replaces)
    while waiting:
        one = waiting.pop(0)
        if one in found or one == body:
            continue
        found.append(one)
        if one in city.bodies:
            waiting += city.bodies[one].replaces
    return tuple(found)
