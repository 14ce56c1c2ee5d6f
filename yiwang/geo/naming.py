"""Which place some words name, for places without a boundary and for who tells a place by its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from yiwang.geo import saying
from yiwang.kernel.matter import DEPTH, Place, path_up
from yiwang.kernel.refusal import Refusal

ENDINGS = (
    "街道办事处",
    "管理区",
    "街道",
    "社区",
    "居委会",
    "村委会",
    "新区",
    "县",
    "区",
    "市",
    "镇",
    "乡",
    "村",
)
"""What people leave out of a name; what remains must keep two characters."""
MOST_WORDS = 2_000


class Names:
    """The places of a city by their names."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        self.places = places
        self.codes: dict[str, list[str]] = {}
        for code, place in places.items():
            for name in {*_spellings(place.title.get("zh", "")), place.title.get("en", "").lower()}:
                if len(name) > 1:
                    self.codes.setdefault(name, []).append(code)
        self.lengths = sorted({len(name) for name in self.codes}, reverse=True)

    def in_words(self, words: str) -> str | Refusal:
        """Return the code of the one place that words name.

        Each name counts that stands in the words and is not part of a longer one that does. A place fits by
        how many places of its chain are named, itself included; then the finest wins, then the longest name.

        Returns:
            the code; or `geo.not-named`, or `geo.several` with those that fit equally well.
        """
        text = words[:MOST_WORDS].lower()
        named = {code: name for name in self._names(text) for code in self._meant(name)}
        if not named:
            return saying.not_named(words)
        best = max(self._fit(code, named) for code in named)
        fitting = sorted(code for code in named if self._fit(code, named) == best)
        if len(fitting) == 1:
            return fitting[0]
        return saying.several(tuple("".join(self._chain_titles(code)) for code in fitting))

    def _names(self, text: str) -> Iterator[str]:
        """Yield the names in a text, the longest at each spot; what one covers is not read again."""
        taken = bytearray(len(text))
        for length in self.lengths:
            for start in range(len(text) - length + 1):
                name = text[start : start + length]
                if name in self.codes and not any(taken[start : start + length]):
                    taken[start : start + length] = b"\x01" * length
                    yield name

    def _meant(self, name: str) -> list[str]:
        """Return whose name it is; the city's own, when a place below is called alike without its ending."""
        codes = self.codes[name]
        return [code for code in codes if self.places[code].parent is None] or codes

    def _fit(self, code: str, named: Mapping[str, str]) -> tuple[int, int, int]:
        words = {named[one] for one in path_up(self.places, code) if one in named}
        return len(words), DEPTH[self.places[code].level], len(named[code])

    def _chain_titles(self, code: str) -> list[str]:
        below_the_city = path_up(self.places, code)[-2::-1]
        return [self.places[one].title.get("zh", one) for one in below_the_city] or [code]


def _spellings(name: str) -> Iterator[str]:
    """Yield a name whole, and without its ending."""
    yield name
    for ending in ENDINGS:
        if name.endswith(ending):
            if len(name) - len(ending) >= 2:
                yield name[: -len(ending)]
            return
