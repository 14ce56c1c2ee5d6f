"""Checkpoints: signed roots of a city's tree, so that later nobody can say it was otherwise."""

from __future__ import annotations

from datetime import datetime

from yiwang.kernel.access import system
from yiwang.kernel.ledger import Frontier, canonical, consistency_proof, is_consistent, tree_root
from yiwang.store.connect import Connection
from yiwang.store.keys import Keyring
from yiwang.store.tree import StoredNodes
from yiwang.store.wall import city_transaction

WHO = system("checkpoints")
EDGE = "SELECT size, peaks FROM tree_edge WHERE city = %s"
INSERT = (
    "INSERT INTO checkpoint (city, size, at, root, key_id, body, signature)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (city, size) DO NOTHING"
)
LAST = "SELECT size, root FROM checkpoint WHERE city = %s ORDER BY size DESC LIMIT 1"


class BrokenTree(Exception):
    """The tree as stored does not grow out of what was signed before. Nothing more is signed."""


def checkpoint_body(city: str, size: int, root: bytes, at: datetime) -> bytes:
    """Return the canonical bytes that are signed: `{at, city, root, size, v}`."""
    return canonical({"at": at, "city": city, "root": root.hex(), "size": size, "v": 1})


def sign_checkpoint(connection: Connection, keyring: Keyring, city: str, now: datetime) -> int | None:
    """Sign the tree as it stands, if it grew. Returns its size, None when nothing was to be signed.

    Raises:
        BrokenTree: leaves or nodes under the last checkpoint were changed, or the edge was.
    """
    with city_transaction(connection, city, WHO, door=True) as cursor:
        edge = cursor.execute(EDGE, (city,)).fetchone()
        if edge is None or edge[0] == 0:
            return None
        size, peaks = edge
        last = cursor.execute(LAST, (city,)).fetchone()
        if last is not None and last[0] == size:
            return None
        root = Frontier(size, [bytes(peak) for peak in peaks]).root()
        _grows_out_of(StoredNodes(cursor, city), last, size, root)
        key = keyring.signing(city)
        body = checkpoint_body(city, size, root, now)
        cursor.execute(INSERT, (city, size, now, root, key.id, body, key.sign(body)))
    return int(size)


def _grows_out_of(nodes: StoredNodes, last: tuple[int, bytes] | None, size: int, root: bytes) -> None:
    try:
        whole = tree_root(nodes, size) == root
        if whole and last is not None:
            proof = consistency_proof(nodes, last[0], size) if last[0] < size else []
            whole = is_consistent(last[0], size, bytes(last[1]), root, proof)
    except KeyError:
        whole = False
    if not whole:
        raise BrokenTree(f"{size} leaves do not continue {last[0] if last else 0}")


def consistency(connection: Connection, city: str, old: int, new: int) -> list[bytes]:
    """Return the proof that the tree of `new` leaves begins with the tree of `old` (1 ≤ old ≤ new).

    Whoever kept an old checkpoint checks it with `ledger.is_consistent`.
    """
    with city_transaction(connection, city, WHO) as cursor:
        return consistency_proof(StoredNodes(cursor, city), old, new)
