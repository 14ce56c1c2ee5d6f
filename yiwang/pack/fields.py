"""Reads the values of a mapping or of a table's line by name; a value of another type counts as absent.

That it is of another type has been found already, by its schema.
"""

from __future__ import annotations

from yiwang.pack.nodes import Listing, Mapping, Node, Scalar
from yiwang.pack.read_csv import Row
from yiwang.pack.text import Text
from yiwang.pack.where import Where, Word, Words


def word_of(node: Node | None) -> Word | None:
    """Return a text that is not empty."""
    if isinstance(node, Scalar) and isinstance(node.value, str) and node.value:
        return Word(node.value, node.where)
    return None


def words_of(node: Node | None) -> Words:
    """Return the texts of a list."""
    if not isinstance(node, Listing):
        return ()
    return tuple(word for word in map(word_of, node.items) if word is not None)


def text_of(node: Node | None) -> Text | None:
    """Return a text in both languages."""
    if not isinstance(node, Mapping):
        return None
    words = {key: word_of(value) for key, value in node.entries.items()}
    return Text({str(key): word for key, word in words.items() if word is not None}, node.where)


class Fields:
    """A mapping, read by key."""

    def __init__(self, node: Node | None, where: Where) -> None:
        self.entries: dict[str, Node] = node.entries if isinstance(node, Mapping) else {}
        self.where = node.where if node is not None else where

    def node(self, key: str) -> Node | None:
        return self.entries.get(key)

    def mapping(self, key: str) -> Mapping | None:
        found = self.entries.get(key)
        return found if isinstance(found, Mapping) else None

    def each(self, key: str) -> tuple[Fields, ...]:
        """Return the mappings of a list."""
        found = self.entries.get(key)
        if not isinstance(found, Listing):
            return ()
        return tuple(Fields(item, item.where) for item in found.items if isinstance(item, Mapping))

    def under(self, key: str) -> Fields | None:
        found = self.mapping(key)
        return Fields(found, found.where) if found else None

    def word(self, key: str) -> Word | None:
        return word_of(self.entries.get(key))

    def must(self, key: str) -> Word:
        """Return a text, empty when it is absent."""
        return self.word(key) or Word("", self.where)

    def words(self, key: str) -> Words:
        return words_of(self.entries.get(key))

    def text(self, key: str) -> Text:
        """Return a text, empty when it is absent."""
        return text_of(self.entries.get(key)) or Text({}, self.where)

    def maybe_text(self, key: str) -> Text | None:
        return text_of(self.entries.get(key))

    def flag(self, key: str, otherwise: bool = False) -> bool:
        found = self.entries.get(key)
        return found.value if isinstance(found, Scalar) and isinstance(found.value, bool) else otherwise

    def whole(self, key: str, otherwise: int = 0) -> int:
        found = self.entries.get(key)
        value = found.value if isinstance(found, Scalar) else None
        return value if isinstance(value, int) and not isinstance(value, bool) else otherwise


def title_of(row: Row) -> Text:
    """Return the columns zh and en of a line."""
    return Text({key: row.cells[key] for key in ("zh", "en") if key in row.cells}, row.where)


def cell(row: Row, key: str) -> Word:
    """Return a cell, empty when it is absent."""
    return row.cells.get(key) or Word("", row.where)
