"""The stored tree of a city, read hash by hash: what proofs are made from."""

from __future__ import annotations

from typing import Any

import psycopg

from yiwang.kernel.ledger import leaf_hash, node_hash
from yiwang.store.sequencer import KEPT_LEVELS

WIDTH = 1 << KEPT_LEVELS
LEAVES = (
    "SELECT position, kind, stream, seq, hash FROM leaf WHERE city = %s AND position >= %s AND position < %s"
)
NODES = "SELECT index, hash FROM tree_node WHERE city = %s AND level = %s AND index >= %s AND index < %s"


class StoredNodes:
    """`Nodes` over the database: `nodes(level, index)` is the hash of a complete subtree.

    Reads tiles of 256 hashes, each once, so a proof in a tree of a hundred million leaves takes
    about eight small queries. Only for complete subtrees that exist.

    Raises:
        KeyError: a leaf or a stored subtree is missing.
    """

    def __init__(self, cursor: psycopg.Cursor[Any], city: str) -> None:
        self._cursor, self._city = cursor, city
        self._tiles: set[tuple[int, int]] = set()
        self._known: dict[tuple[int, int], bytes] = {}

    def __call__(self, level: int, index: int) -> bytes:
        known = self._known.get((level, index))
        if known is not None:
            return known
        if level % KEPT_LEVELS == 0:
            self._read(level, index // WIDTH)
            return self._known[level, index]
        node = node_hash(self(level - 1, 2 * index), self(level - 1, 2 * index + 1))
        self._known[level, index] = node
        return node

    def _read(self, level: int, tile: int) -> None:
        if (level, tile) in self._tiles:
            raise KeyError((level, tile))
        self._tiles.add((level, tile))
        first, last = tile * WIDTH, (tile + 1) * WIDTH
        if level:
            for index, digest in self._cursor.execute(NODES, (self._city, level, first, last)):
                self._known[level, index] = bytes(digest)
        else:
            for position, kind, stream, seq, digest in self._cursor.execute(
                LEAVES, (self._city, first, last)
            ):
                self._known[0, position] = leaf_hash(f"{kind}/{stream}", seq, bytes(digest))
