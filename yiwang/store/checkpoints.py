"""Checkpoints: signed roots of a city's tree, so that later nobody can say it was otherwise."""

from __future__ import annotations

from datetime import datetime

from yiwang.kernel.ledger import Frontier, canonical
from yiwang.store.connect import Connection, city_transaction
from yiwang.store.keys import Keyring

EDGE = "SELECT size, peaks FROM tree_edge WHERE city = %s"
INSERT = (
    "INSERT INTO checkpoint (city, size, at, root, key_id, body, signature)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (city, size) DO NOTHING"
)


def checkpoint_body(city: str, size: int, root: bytes, at: datetime) -> bytes:
    """Return the canonical bytes that are signed: `{at, city, root, size, v}`."""
    return canonical({"at": at, "city": city, "root": root.hex(), "size": size, "v": 1})


def sign_checkpoint(connection: Connection, keyring: Keyring, city: str, now: datetime) -> int | None:
    """Sign the tree as it stands, if it grew. Returns its size, None when nothing was to be signed."""
    with city_transaction(connection, city, door=True) as cursor:
        edge = cursor.execute(EDGE, (city,)).fetchone()
        if edge is None or edge[0] == 0:
            return None
        size, peaks = edge
        known = cursor.execute(
            "SELECT 1 FROM checkpoint WHERE city = %s AND size = %s", (city, size)
        ).fetchone()
        if known is not None:
            return None
        root = Frontier(size, [bytes(peak) for peak in peaks]).root()
        key = keyring.signing(city)
        body = checkpoint_body(city, size, root, now)
        cursor.execute(INSERT, (city, size, now, root, key.id, body, key.sign(body)))
    return int(size)
