"""The sequencer: committed events get their place in the city's tree, and nothing is left out.

It reads every event of transactions that are finished for certain (below the snapshot's xmin), in
the order of their transaction ids; within that window each stream's own events keep their order.
One sequencer works for a city at a time, by advisory lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from yiwang.kernel.ledger import Frontier, leaf_hash
from yiwang.store.arrays import columns
from yiwang.store.connect import Connection, city_transaction
from yiwang.store.faults import Faults, reach

KEPT_LEVELS = 8
"""Complete subtrees are stored at every eighth level, so a proof reads at most 255 hashes a level."""

LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended('yiwang/sequencer/' || %s, 0))"
EDGE = "SELECT size, peaks, txid::text FROM tree_edge WHERE city = %s"
WINDOW = (
    "SELECT stream, seq, kind, hash FROM event WHERE city = %s AND txid >= %s::text::xid8"
    " AND txid < %s::text::xid8 ORDER BY txid, stream, seq"
)
INSERT_LEAVES = (
    "INSERT INTO leaf (city, position, stream, seq, kind, hash) SELECT %s, n - 1 + %s, stream, seq, kind,"
    " hash FROM unnest(%s::uuid[], %s::integer[], %s::text[], %s::bytea[])"
    " WITH ORDINALITY AS given(stream, seq, kind, hash, n)"
)
INSERT_NODE = "INSERT INTO tree_node (city, level, index, hash) VALUES (%s, %s, %s, %s)"
SAVE_EDGE = (
    "INSERT INTO tree_edge (city, size, peaks, txid) VALUES (%s, %s, %s, %s::text::xid8)"
    " ON CONFLICT (city) DO UPDATE SET size = excluded.size, peaks = excluded.peaks, txid = excluded.txid"
)


def sequence(connection: Connection, city: str, faults: Faults | None = None) -> int:
    """Give every finished event of `city` its leaf. Returns how many; 0 also when another is at it."""
    with city_transaction(connection, city, door=True) as cursor:
        held = cursor.execute(LOCK, (city,)).fetchone()
        if not held or not held[0]:
            return 0
        size, peaks, since = cursor.execute(EDGE, (city,)).fetchone() or (0, [], "0")
        limit = cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text").fetchone()
        until = limit[0] if limit else since
        rows = in_stream_order(cursor.execute(WINDOW, (city, since, until)).fetchall())
        if not rows and since == until:
            return 0
        frontier = Frontier(size, [bytes(peak) for peak in peaks])
        nodes = _grow(frontier, rows)
        if rows:
            types = ("uuid", "integer", "text", "bytea")
            cursor.execute(INSERT_LEAVES, (city, size, *columns(types, rows)))
        if nodes:
            cursor.executemany(INSERT_NODE, [(city, *node) for node in nodes])
        cursor.execute(SAVE_EDGE, (city, frontier.size, frontier.peaks, until))
        reach(faults, "sequenced")
    return len(rows)


def in_stream_order(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Keep the places each stream has in the window, and fill them with its events by number.

    A batch may begin before, and end after, another transaction touched one of its streams: its
    transaction id is then lower although its event came later.
    """
    by_stream: dict[Any, list[tuple[Any, ...]]] = {}
    for row in rows:
        by_stream.setdefault(row[0], []).append(row)
    ordered = {stream: iter(sorted(own, key=lambda row: row[1])) for stream, own in by_stream.items()}
    return [next(ordered[row[0]]) for row in rows]


def _grow(frontier: Frontier, rows: Sequence[tuple[Any, ...]]) -> list[tuple[int, int, bytes]]:
    """Add the leaves. Returns the complete subtrees that are kept."""
    kept: list[tuple[int, int, bytes]] = []
    for stream, seq, kind, digest in rows:
        done = frontier.add(leaf_hash(f"{kind}/{stream}", seq, bytes(digest)))
        kept += [node for node in done if node[0] and node[0] % KEPT_LEVELS == 0]
    return kept
