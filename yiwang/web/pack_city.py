"""A compiled pack as the pages see it: `yiwang.web.cities.City`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from yiwang.kernel.access import Actor, Holding
from yiwang.kernel.matter import City, Matter, Person
from yiwang.people.ids import persona_person
from yiwang.web import store_door
from yiwang.web.words import Text


@dataclass(frozen=True)
class PackPersona:
    """A persona of the pack. `person` is the id under which the ledger knows them."""

    id: str
    kind: str
    name: Text
    role: Text
    body: Text | None
    person: str
    place: str
    can: Sequence[Text] = ()


@dataclass(frozen=True)
class PackCity:
    """A city, or a world of it, served from a compiled pack."""

    key: str
    city: City

    @property
    def title(self) -> Text:
        """Its name."""
        return self.city.title

    @property
    def zone(self) -> str:
        """Its zone."""
        return self.city.zone

    @property
    def synthetic(self) -> Text | None:
        """What is not real."""
        return self.city.synthetic or None

    @property
    def matters(self) -> Mapping[str, Matter]:
        """Its matters."""
        return self.city.matters

    def personas(self) -> Sequence[PackPersona]:
        """Return the pack's personas, in its order."""
        return self._personas

    @cached_property
    def _personas(self) -> tuple[PackPersona, ...]:
        return tuple(self._persona(one) for one in self.city.personas)

    def actor(self, persona: str) -> Actor | None:
        """Return who acts when this persona is signed in, with the positions held today."""
        chosen = next((one for one in self.personas() if one.id == persona), None)
        if chosen is None:
            return None
        if chosen.kind != "staff":
            return Actor(chosen.person, "resident")
        named = self.city.persons.get(chosen.person)
        if named is None:
            return Actor(chosen.person, "staff")
        return Actor(chosen.person, "staff", holdings(self.city, named, store_door.now()))

    def _persona(self, given: Mapping[str, Any]) -> PackPersona:
        position = self.city.positions.get(given["position"])
        body = self.city.bodies.get(position.body) if position else None
        return PackPersona(
            id=given["id"],
            kind=given["kind"],
            name=given["name"],
            role=position.title if position else KIND_IN_WORDS[given["kind"]],
            body=body.title if body else None,
            person=given["person"] or persona_person(self.city.id, given["id"]),
            place=given["place"],
        )


KIND_IN_WORDS: dict[str, Text] = {
    "resident": {"zh": "居民", "en": "Resident"},
    "business": {"zh": "企业经办人", "en": "For a business"},
    "staff": {"zh": "工作人员", "en": "Staff"},
}


def holdings(city: City, person: Person, at: datetime) -> tuple[Holding, ...]:
    """Return what a person holds on the day: the own position first, then the one stood in for (B 角)."""
    day = at.astimezone(ZoneInfo(city.zone)).date()
    if day < person.since or (person.until is not None and day > person.until):
        return ()
    held = []
    for position_id in (person.position, person.substitute_for):
        position = city.positions.get(position_id or "")
        if position is not None:
            seat = city.bodies[position.body].seat
            held.append(Holding(position.id, position.role, position.body, seat))
    return tuple(held)
