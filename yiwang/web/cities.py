"""The cities this server serves. The store's loaded packs fill the registry at start.

A page needs a city as a few plain facts; `City` names them. What a city is made of (bodies,
positions, calendar) stays in `City.city`, the kernel's own object.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from yiwang.kernel.access import Actor
from yiwang.web.words import Text

KEY = re.compile(r"[a-z][a-z0-9-]*(~[a-z0-9-]+)?\Z")


class Persona(Protocol):
    """Somebody the demo lets you sign in as. Synthetic, always."""

    id: str
    kind: str  # resident | business | staff
    name: Text
    role: Text
    body: Text | None
    can: Sequence[Text]


class City(Protocol):
    """A city as pages see it.

    Attributes:
        key: `yueyang`, or `yueyang~drill-7` for another world of the same pack.
        title: its name, both languages.
        zone: IANA name; dates are shown in it.
        synthetic: what on these pages is not real, said plainly; None when all is real.
        city: the kernel's City.
        matters: matter id → the kernel's Matter.
    """

    key: str
    title: Text
    zone: str
    synthetic: Text | None
    city: Any
    matters: Mapping[str, Any]

    def personas(self) -> Sequence[Persona]:
        """Return the demo's personas in the pack's order."""
        ...

    def actor(self, persona: str) -> Actor | None:
        """Return the kernel's Actor of a persona, None when there is no such persona."""
        ...


Source = Callable[[], Iterable[City]]
_registered: dict[str, City] = {}
_source: list[Source] = []


def register(city: City) -> None:
    """Serve `city` under its key; a later one with the same key takes its place."""
    if not KEY.match(city.key):
        raise ValueError(f"not a city key: {city.key!r}")
    _registered[city.key] = city


def serve_from(source: Source) -> None:
    """Ask `source` for the cities at each request: worlds come and go while the server runs."""
    _source[:] = [source]


def forget() -> None:
    """Serve nothing: the state before start."""
    _registered.clear()
    _source.clear()


def served() -> tuple[City, ...]:
    """Return the cities served, by key, other worlds after their city."""
    cities = dict(_registered)
    for source in _source:
        cities.update({city.key: city for city in source()})
    return tuple(cities[key] for key in sorted(cities))


def get(key: str) -> City | None:
    """Return the city served under `key`, None when there is none."""
    if not KEY.match(key):
        return None
    return next((city for city in served() if city.key == key), None)


def world(key: str) -> str | None:
    """Return the world part of a city key: `drill-7` of `yueyang~drill-7`, None for the city itself."""
    return key.partition("~")[2] or None
