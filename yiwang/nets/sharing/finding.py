"""Finds products in the catalogue by words, provider and sharing class. Pure, and quick for thousands."""

from __future__ import annotations

from collections.abc import Iterable
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


def search(lines: Iterable[Line], asked: Asked) -> list[Product]:
    """Return the products that hold every word asked for; those whose title holds them come first."""
    words = plain(asked.words)[:MOST_WORDS].split()
    found = [
        line
        for line in lines
        if (not asked.owner or line.product.owner == asked.owner)
        and (not asked.sharing or line.product.sharing == asked.sharing)
        and all(word in line.text for word in words)
    ]
    if words:
        found.sort(key=lambda line: not all(word in line.title for word in words))
    return [line.product for line in found]
