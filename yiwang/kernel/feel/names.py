"""The names an expression may use: FEEL names hold spaces and signs, so only a scope tells them apart.

Source: DMN 1.5, 10.3.1.4 (names are matched longest first against those in scope).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yiwang.kernel.feel.tokens import Token, spelling

_HERE = ""  # no token is empty, so the name that ends at a node can stand under it


class Names:
    """A tree of known names by their tokens. Names are only ever added."""

    __slots__ = ("_tree",)

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._tree: dict[str, Any] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Make `name` known, as it was declared; one that cannot be written is left out."""
        node = self._tree
        for part in spelling(name):
            node = node.setdefault(part, {})
        if node is not self._tree:
            node.setdefault(_HERE, name)

    def longest(self, found: list[Token], at: int) -> tuple[str, int] | None:
        """Return the longest known name that begins at token `at`, and how many tokens it takes."""
        node, best, count = self._tree, None, 0
        while at + count < len(found):
            token = found[at + count]
            if token.kind == "string" or token.text not in node or not token.text:
                break
            node = node[token.text]
            count += 1
            if _HERE in node:
                best = (str(node[_HERE]), count)
        return best


class Layers:
    """Several trees looked at as one: what is given, what is built in, what the text itself declares."""

    __slots__ = ("_layers",)

    def __init__(self, *layers: Names) -> None:
        self._layers = layers

    def longest(self, found: list[Token], at: int) -> tuple[str, int] | None:
        """Return the longest match of all layers; the first layer wins among equals."""
        best: tuple[str, int] | None = None
        for layer in self._layers:
            match = layer.longest(found, at)
            if match and (best is None or match[1] > best[1]):
                best = match
        return best
