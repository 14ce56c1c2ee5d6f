"""The sequencer: committed events get their place in the city's tree, and nothing is left out.

It reads every committed event that has no leaf yet, in the order of transaction ids, and keeps as its
cursor the lowest id that may still be running (the snapshot's xmin): whatever commits later has a
higher one. So a writer that takes long is waited for by nobody, and is found when it commits. Each
stream's own events keep their order. One sequencer works for a city at a time, by advisory lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg

from yiwang.kernel.access import system
from yiwang.kernel.ledger import Frontier, leaf_hash
from yiwang.store.arrays import columns
from yiwang.store.connect import Connection
from yiwang.store.faults import Faults, reach
from yiwang.store.wall import city_transaction

WHO = system("sequencer")
KEPT_LEVELS = 8
"""Complete subtrees are stored at every eighth level, so a proof reads at most 255 hashes a level."""

AT_ONCE = 50_000
Row = tuple[Any, ...]
"""`(stream, seq, kind, hash)`."""

LEAF_TYPES = ("uuid", "integer", "text", "bytea")
LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended('yiwang/sequencer/' || %s, 0))"
EDGE = "SELECT size, peaks, txid::text FROM tree_edge WHERE city = %s"
WINDOW = (
    "SELECT stream, seq, kind, hash, txid::text FROM event e WHERE city = %s AND txid >= %s::text::xid8"
    " AND NOT EXISTS (SELECT FROM leaf l WHERE l.city = e.city AND l.stream = e.stream AND l.seq = e.seq)"
    " ORDER BY txid, stream, seq LIMIT %s"
)
SEEN_BEFORE = "SELECT EXISTS (SELECT FROM event WHERE city = %s AND txid >= %s::text::xid8)"
LAST_LEAF = (
    "SELECT g.stream FROM unnest(%s::uuid[], %s::integer[]) AS g(stream, seq) WHERE NOT EXISTS"
    " (SELECT FROM leaf l WHERE l.city = %s AND l.stream = g.stream AND l.seq = g.seq - 1)"
)
EARLIER = (
    "SELECT e.stream, e.seq, e.kind, e.hash FROM unnest(%s::uuid[], %s::integer[]) AS g(stream, seq)"
    " JOIN event e ON e.city = %s AND e.stream = g.stream AND e.seq < g.seq WHERE NOT EXISTS"
    " (SELECT FROM leaf l WHERE l.city = e.city AND l.stream = e.stream AND l.seq = e.seq)"
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


def sequence(
    connection: Connection, city: str, faults: Faults | None = None, *, at_once: int = AT_ONCE
) -> int:
    """Give committed events of `city` their leaves, `at_once` at most, or a few more.

    Returns how many; 0 also when another is at it. As many as `at_once` means: ask again.
    """
    with city_transaction(connection, city, WHO, door=True) as cursor:
        held = cursor.execute(LOCK, (city,)).fetchone()
        if not held or not held[0]:
            return 0
        size, peaks, since = cursor.execute(EDGE, (city,)).fetchone() or (0, [], "0")
        # Before the events are read: what is finished by now is seen by every later snapshot.
        row = cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text").fetchone()
        until = row[0] if row else since
        found = cursor.execute(WINDOW, (city, since, at_once)).fetchall()
        if len(found) == at_once:
            until = min(until, found[-1][4], key=int)
        if not found and not _any(cursor, city, since):
            return 0
        rows = with_predecessors(cursor, city, [row[:4] for row in found])
        frontier = Frontier(size, [bytes(peak) for peak in peaks])
        nodes = _grow(frontier, rows)
        if rows:
            cursor.execute(INSERT_LEAVES, (city, size, *columns(LEAF_TYPES, rows)))
        if nodes:
            cursor.executemany(INSERT_NODE, [(city, *node) for node in nodes])
        if rows or until != since:
            cursor.execute(SAVE_EDGE, (city, frontier.size, frontier.peaks, until))
        reach(faults, "sequenced")
    return len(rows)


def _any(cursor: psycopg.Cursor[Any], city: str, since: str) -> bool:
    row = cursor.execute(SEEN_BEFORE, (city, since)).fetchone()
    return bool(row and row[0])


def with_predecessors(cursor: psycopg.Cursor[Any], city: str, rows: list[Row]) -> list[Row]:
    """Return `rows` in their streams' order, with events before them that have a higher transaction id.

    A batch may begin before, and end after, another transaction touched one of its streams: its id is
    lower although its event came later. The window may then end between the two.
    """
    by_stream: dict[Any, list[int]] = {}
    for row in rows:
        by_stream.setdefault(row[0], []).append(row[1])
    begun = [(stream, min(own)) for stream, own in by_stream.items() if min(own) > 1]
    holes = [s for s, own in by_stream.items() if max(own) - min(own) + 1 != len(own)]
    if begun:
        columns_of = columns(("uuid", "integer"), begun)
        holes += [row[0] for row in cursor.execute(LAST_LEAF, (*columns_of, city)).fetchall()]
    if holes:
        asked = columns(("uuid", "integer"), [(s, max(by_stream[s])) for s in dict.fromkeys(holes)])
        known = {row[:2] for row in rows}
        earlier = cursor.execute(EARLIER, (*asked, city)).fetchall()
        rows = rows + [row for row in earlier if row[:2] not in known]
    return in_stream_order(rows)


def in_stream_order(rows: Sequence[Row]) -> list[Row]:
    """Keep the places each stream has in the window, and fill them with its events by number."""
    by_stream: dict[Any, list[Row]] = {}
    for row in rows:
        by_stream.setdefault(row[0], []).append(row)
    ordered = {stream: iter(sorted(own, key=lambda row: row[1])) for stream, own in by_stream.items()}
    return [next(ordered[row[0]]) for row in rows]


def _grow(frontier: Frontier, rows: Sequence[Row]) -> list[tuple[int, int, bytes]]:
    """Add the leaves. Returns the complete subtrees that are kept."""
    kept: list[tuple[int, int, bytes]] = []
    for stream, seq, kind, digest in rows:
        done = frontier.add(leaf_hash(f"{kind}/{stream}", seq, bytes(digest)))
        kept += [node for node in done if node[0] and node[0] % KEPT_LEVELS == 0]
    return kept
