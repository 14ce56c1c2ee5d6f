"""The batch door: many commands, the same rules, one commit. For imports, replays, sensors and ticks.

Streams are locked in key order, so two batches never wait for each other in a ring. Everything is
written by arrays (`unnest`): `COPY FROM` is refused by PostgreSQL on tables under row-level
security, and the second wall is worth more than the difference. Entries are sent as soon as some are
decided, so that the server writes them while the rules go on with the next: nobody sees them before the
one commit, and whatever goes wrong on the way takes all of them back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from psycopg.errors import UniqueViolation

from yiwang.kernel import ledger
from yiwang.kernel.commands import Context
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal
from yiwang.store.arrays import column, columns
from yiwang.store.connect import OPEN_DOOR, Connection, lend
from yiwang.store.execute import Ask, Done, Door, key_reused, seal, stream_name, write_entries
from yiwang.store.faults import reach
from yiwang.store.kinds import StreamKind
from yiwang.store.rows import column_types, row_at, upsert_many_sql

AT_ONCE = 500
SENT_AT_ONCE = 100  # commands decided before their entries are sent

INSERT_EVENTS = (
    "INSERT INTO event (city, stream, seq, kind, at, body, hash)"
    " SELECT %s, * FROM unnest(%s::uuid[], %s::int[], %s::text[], %s::timestamptz[], %s::bytea[],"
    " %s::bytea[])"
)
EVENT_TYPES = ("uuid", "integer", "text", "timestamptz", "bytea", "bytea")
INSERT_KEYS = (
    "INSERT INTO command_key (city, key, stream, seq)"
    " SELECT %s, * FROM unnest(%s::text[], %s::uuid[], %s::int[])"
)
FIND_KEYS = (
    "SELECT k.key, k.stream, k.seq, e.hash FROM command_key k JOIN event e"
    " ON e.city = k.city AND e.stream = k.stream AND e.seq = k.seq WHERE k.city = %s AND k.key = ANY(%s)"
)

Row = tuple[UUID, int, str, datetime, bytes, bytes]
"""An entry as it is stored: stream, seq, kind, at, body, hash."""

Known = dict[str, tuple[UUID, int, bytes]]
"""Key → the stream it was used for, the entry it made, and that entry's hash."""


@dataclass(slots=True)
class _Stream:
    """One stream as the batch goes on: what it was, what it has become."""

    kind: StreamKind
    old: Any
    state: Any
    seq: int
    head: bytes
    city: City | None
    at: datetime | None = None  # of its last entry made here
    events: list[Any] = field(default_factory=list)


def batch(door: Door, asks: Iterable[Ask], *, at_once: int = AT_ONCE) -> Iterator[Done | Refusal]:
    """Carry out `asks` in their order, `at_once` to a commit. Yields one answer for each, in order.

    Answers of a group are yielded after its commit: what was yielded is durable. All asks of one
    call are for one city.

    Raises:
        psycopg.Error: the group under way was not kept; earlier ones were.
    """
    rest = iter(asks)
    while group := list(islice(rest, at_once)):
        try:
            answers = _group(door, group)
        except UniqueViolation:  # somebody began one of the streams, or used a key, at the same moment
            answers = _group(door, group)
        yield from answers


def _group(door: Door, group: Sequence[Ask]) -> list[Done | Refusal]:
    with lend(door.pool) as connection:
        return one_group(connection, door, group)


def one_group(connection: Connection, door: Door, group: Sequence[Ask]) -> list[Done | Refusal]:
    """Carry out one group in one transaction. The connection is lent by `connect.lend`."""
    city = group[0].city
    assert all(ask.city == city for ask in group), "a batch is for one city"
    streams, known = _lock(connection, door, city, group)
    reach(door.faults, "locked")
    sealed: list[Any] = []
    answers: list[Done | Refusal] = []
    with connection.pipeline():
        for first in range(0, len(group), SENT_AT_ONCE):
            rows: list[Row] = []
            for ask in group[first : first + SENT_AT_ONCE]:
                answers.append(_one(door, ask, streams[ask.stream], known, sealed, rows))
            if rows:
                connection.execute(INSERT_EVENTS, (city, *columns(EVENT_TYPES, rows)))
        reach(door.faults, "decided")
        _write(connection, city, group, streams, answers, sealed)
        reach(door.faults, "written")
        connection.execute("COMMIT")
    reach(door.faults, "committed")
    return answers


def _lock(
    connection: Connection, door: Door, city: str, group: Sequence[Ask]
) -> tuple[dict[UUID, _Stream], Known]:
    by_kind: dict[str, tuple[StreamKind, list[UUID]]] = {}
    for stream, kind in {ask.stream: ask.kind for ask in group}.items():
        by_kind.setdefault(kind.name, (kind, []))[1].append(stream)
    keys = [ask.key for ask in group if ask.key]
    cursors = []
    with connection.pipeline():
        connection.execute("BEGIN")
        connection.execute(OPEN_DOOR, (city,))
        for kind, ids in (by_kind[name] for name in sorted(by_kind)):
            sql = (
                f"SELECT id, seq, head, state FROM {kind.table}"
                " WHERE city = %s AND id = ANY(%s) ORDER BY id FOR UPDATE"
            )
            cursors.append((kind, ids, connection.execute(sql, (city, column("uuid", sorted(ids))))))
        found_keys = connection.execute(FIND_KEYS, (city, column("text", keys))) if keys else None
        rows = [(kind, ids, cursor.fetchall()) for kind, ids, cursor in cursors]
        known = (
            {row[0]: (row[1], row[2], bytes(row[3])) for row in found_keys.fetchall()} if found_keys else {}
        )
    streams: dict[UUID, _Stream] = {}
    for kind, ids, found in rows:
        for stream in ids:
            streams[stream] = _Stream(kind, None, None, 0, b"", None)
        for stream, seq, head, state in found:
            old = kind.decode(state)
            pinned = door.cities(city, kind.pack_of(old))
            streams[stream] = _Stream(kind, old, old, seq, bytes(head), pinned)
    return streams, known


def _one(
    door: Door, ask: Ask, stream: _Stream, known: Known, sealed: list[Any], rows: list[Row]
) -> Done | Refusal:
    """Carry out one command in memory; its entries are added to `rows`."""
    if ask.key and ask.key in known:
        used_for, seq, head = known[ask.key]
        if used_for != ask.stream:
            return key_reused()
        return Done(ask.stream, seq, head, stream.state, repeated=True)
    if stream.city is None:
        stream.city = door.cities(ask.city, None)
    command, entries = seal(door.safe, ask) if ask.secrets else (ask.command, ())
    now = ledger.utc(ask.now)
    context = Context(now, ask.actor, stream.city, ask.purpose, ask.holders)
    answer = stream.kind.decide(stream.state, command, context)
    if isinstance(answer, Refusal):
        return answer
    if answer:
        kind = stream.kind
        head = stream.head or ledger.genesis(ask.city, stream_name(kind, ask.stream))
        written = write_entries(ask, stream.city.pack, answer, stream.state, stream.seq, head, now)
        stream.state, stream.seq, stream.head, stream.at = written.state, written.seq, written.head, now
        stream.events += answer
        rows += [(ask.stream, seq, kind.name, at, body, hashed) for seq, at, body, hashed in written.entries]
        sealed += entries
    if ask.key:
        known[ask.key] = (ask.stream, stream.seq, stream.head)
    return Done(ask.stream, stream.seq, stream.head, stream.state, answer)


def _write(
    connection: Connection,
    city: str,
    group: Sequence[Ask],
    streams: dict[UUID, _Stream],
    answers: Sequence[Done | Refusal],
    sealed: Sequence[Any],
) -> None:
    """Send what the group came to: rows, keys, vault entries, and what the nets project."""
    changed = {key: stream for key, stream in streams.items() if stream.events}
    for kind in {stream.kind for stream in changed.values()}:
        rows = [
            row_at(kind, city, key, one.state, one.seq, one.head, one.at)
            for key, one in changed.items()
            if one.kind is kind
        ]
        connection.execute(upsert_many_sql(kind), columns(column_types(kind), rows))
    _write_keys(connection, city, group, answers)
    for entry in sealed:
        connection.execute(entry.sql, entry.row)
    _project(connection, city, changed)


def _write_keys(
    connection: Connection, city: str, group: Sequence[Ask], answers: Sequence[Done | Refusal]
) -> None:
    kept = [
        (ask.key, ask.stream, answer.seq)
        for ask, answer in zip(group, answers, strict=True)
        if ask.key and isinstance(answer, Done) and not answer.repeated
    ]
    if kept:
        connection.execute(INSERT_KEYS, (city, *columns(("text", "uuid", "integer"), kept)))


def _project(connection: Connection, city: str, changed: dict[UUID, _Stream]) -> None:
    """Gather what the streams project by statement: each is sent once, with all its rows."""
    gathered: dict[str, list[Sequence[Any]]] = {}
    order: list[str] = []
    for key, stream in changed.items():
        for change in stream.kind.project(key, stream.old, stream.state, stream.events):
            if change.sql not in gathered:
                order.append(change.sql)
            gathered.setdefault(change.sql, []).extend((city, *row) for row in change.rows)
    for sql in order:
        with connection.cursor() as cursor:
            cursor.executemany(sql, gathered[sql])
