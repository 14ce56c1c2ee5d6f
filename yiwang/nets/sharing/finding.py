"""Finds products in the catalogue by words, provider and sharing class. Pure, and quick for thousands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from unicodedata import normalize

import msgspec

from yiwang.kernel.matter import City
from yiwang.kernel.products import Product

MOST_WORDS = 60
"""Letters of a question that are looked at."""


class Asked(msgspec.Struct, frozen=True):
    """What somebody looks for; "" leaves out."""

    words: str = ""
    owner: str = ""
    sharing: str = ""


class Line(msgspec.Struct, frozen=True):
    """A product and the text it is found by, in small letters."""

    product: Product
    text: str
    title: str


def plain(text: str) -> str:
    """Return a text as it is compared: width and letter case make no difference, controls are blanks."""
    return "".join(" " if letter < " " else letter for letter in normalize("NFKC", text)).casefold()


def lines(city: City) -> tuple[Line, ...]:
    """Return a line for each product, by title: its titles, what it says, its fields, its provider."""
    found = []
    for one in city.products.values():
        owner = city.bodies.get(one.owner)
        texts: list[str] = [one.id, *one.title.values(), *one.says.values(), *one.titles]
        texts += [text for title in one.titles.values() for text in title.values()]
        texts += owner.title.values() if owner is not None else ()
        found.append(Line(one, plain("\n".join(texts)), plain("\n".join(one.title.values()))))
    return tuple(sorted(found, key=lambda line: line.title))


class Book:
    """The lines of a pack, and which of them hold which two letters: made once, asked often.

    A set of lines is one whole number, a bit for each, so that sets are narrowed at once.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = tuple(lines)
        self._pairs: dict[str, int] = {}
        self._owners: dict[str, int] = {}
        self._sharing: dict[str, int] = {}
        pairs: dict[str, list[int]] = {}
        for at, line in enumerate(self.lines):
            for pair in {*line.text, *map("".join, pairwise(line.text))}:
                pairs.setdefault(pair, []).append(at)
            self._owners[line.product.owner] = self._owners.get(line.product.owner, 0) | 1 << at
            self._sharing[line.product.sharing] = self._sharing.get(line.product.sharing, 0) | 1 << at
        for pair, held in pairs.items():
            self._pairs[pair] = _bits(held, len(self.lines))

    def among(self, asked: Asked, words: Sequence[str]) -> Iterator[Line]:
        """Yield, in order, the lines that may hold every word: they hold each of its pairs of letters."""
        left = (1 << len(self.lines)) - 1
        if asked.owner:
            left &= self._owners.get(asked.owner, 0)
        if asked.sharing:
            left &= self._sharing.get(asked.sharing, 0)
        for word in words:
            for pair in map("".join, pairwise(word)) if len(word) > 1 else word:
                left &= self._pairs.get(pair, 0)
        for byte, value in enumerate(left.to_bytes(len(self.lines) // 8 + 1, "little")):
            while value:
                lowest = value & -value
                yield self.lines[byte * 8 + lowest.bit_length() - 1]
                value ^= lowest


def _bits(held: Sequence[int], count: int) -> int:
    bits = bytearray(count // 8 + 1)
    for at in held:
        bits[at >> 3] |= 1 << (at & 7)
    return int.from_bytes(bits, "little")


def search(book: Book, asked: Asked) -> list[Product]:
    """Return the products that hold every word asked for; those whose title holds them come first."""
    words = plain(asked.words)[:MOST_WORDS].split()
    found = [line for line in book.among(asked, words) if all(word in line.text for word in words)]
    if words:
        found.sort(key=lambda line: not all(word in line.title for word in words))
    return [line.product for line in found]
