"""The tree of a city's places, for questions that ask for one."""

from __future__ import annotations

from collections.abc import Sequence

from yiwang.kernel.matter import City
from yiwang.web.words import Text


class CityPlaces:
    """The tree of places below the root, for questions that ask for one."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.below: dict[str | None, list[tuple[str, Text]]] = {}
        for place in city.places.values():
            self.below.setdefault(place.parent, []).append((place.code, place.title))

    def children(self, code: str | None) -> Sequence[tuple[str, Text]]:
        """Return the places directly below, or the first choices."""
        return self.below.get(code or self.city.root, ())

    def path(self, code: str) -> Sequence[str]:
        """Return the codes from the first choice down to `code`."""
        return [one for one in reversed(self.city.above(code)) if one != self.city.root]

    def title(self, code: str) -> Text:
        """Return the name of a place."""
        place = self.city.places.get(code)
        return place.title if place else {"zh": code, "en": code}


_places: dict[str, CityPlaces] = {}


def places_of(city: City) -> CityPlaces:
    """Return the tree of a city's places, indexed once for each pack version."""
    if city.pack not in _places:
        _places[city.pack] = CityPlaces(city)
    return _places[city.pack]
