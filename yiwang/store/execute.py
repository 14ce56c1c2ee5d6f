"""The one door: a command, one locked stream, one transaction, all or nothing.

Two round trips: the first opens the transaction, looks for the idempotency key and locks the row;
the second writes the row, the events and what the net projects, and commits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
import psycopg
from psycopg.errors import UniqueViolation
from psycopg_pool import ConnectionPool

from yiwang.kernel import ledger
from yiwang.kernel.access import Actor, Holding
from yiwang.kernel.commands import Context
from yiwang.kernel.ledger import Entry, chain, entry_bytes
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal
from yiwang.store.connect import Connection, lend
from yiwang.store.faults import Faults, reach
from yiwang.store.kinds import StreamKind
from yiwang.store.rows import insert_row, insert_sql, update_row, update_sql
from yiwang.store.trip import Statement, trip
from yiwang.store.vault import Safe, SealedEntry
from yiwang.store.wall import NAME_STREAM, OPEN, opening

INSERT_EVENT = (
    "INSERT INTO event (city, stream, seq, kind, at, body, hash) VALUES (%s, %s, %s, %s, %s, %s, %s)"
)
INSERT_KEY = "INSERT INTO command_key (city, key, stream, seq) VALUES (%s, %s, %s, %s)"
FIND_KEY = "SELECT stream, seq FROM command_key WHERE city = %s AND key = %s"
FIND_HASH = "SELECT hash FROM event WHERE city = %s AND stream = %s AND seq = %s"


class Done(msgspec.Struct, frozen=True, gc=False):
    """The command was carried out, or had been before under the same key.

    Attributes:
        seq: number of the stream's last entry made by the command.
        head: hash of that entry (32 bytes); the promise names it.
        repeated: True: the key was known, nothing was done again; `state` is as it is now.
    """

    stream: UUID
    seq: int
    head: bytes
    state: Any
    events: tuple[Any, ...] = ()
    repeated: bool = False


class Ask(msgspec.Struct, frozen=True, gc=False):
    """A command on its way to the door.

    Attributes:
        city: key of the city or world. stream: the one stream it locks.
        secrets: field → text that goes to the vault; the command gets references.
        key: idempotency key, kept 90 days; None for commands that may be repeated.
        holders: see `Context`.
    """

    city: str
    kind: StreamKind
    stream: UUID
    command: Any
    actor: Actor
    now: datetime
    purpose: str = ""
    key: str | None = None
    secrets: Mapping[str, str] = {}
    holders: Mapping[str, tuple[Holding, ...]] | None = None


@dataclass(frozen=True)
class Door:
    """What the door works with.

    Attributes:
        cities: `(city key, pack hash | None) -> City`: None asks for the pack now in force.
        safe: seals secrets under keys that lie outside the database.
        faults: planned failures of a test.
    """

    pool: ConnectionPool[Connection]
    cities: Callable[[str, str | None], City]
    safe: Safe
    faults: Faults | None = None


def execute(door: Door, ask: Ask) -> Done | Refusal:
    """Carry out one command. Returns what was done, or why not; a refusal has written nothing.

    Two that begin the same stream, or use the same key, at the same moment: the slower one is asked
    again and finds what the faster one did.

    Raises:
        psycopg.Error: the database is lost or full; nothing was acknowledged. With a key the
            command may be sent again without being done twice.
    """
    try:
        return _once(door, ask)
    except UniqueViolation:
        return _again(door, ask)
    except _Stale:
        door.pool.check()
        return _again(door, ask)


def _again(door: Door, ask: Ask) -> Done | Refusal:
    """Ask once more. What is there but not to be seen then is another's: the wall hides it."""
    try:
        return _once(door, ask)
    except UniqueViolation as taken:
        constraint, table = taken.diag.constraint_name or "", taken.diag.table_name or ""
        if constraint == "command_key_pkey":
            return key_reused()
        if constraint in ask.kind.taken:
            return ask.kind.taken[constraint]
        hung = {ask.kind.table, *(one.table for one in ask.kind.projections)}
        if constraint == f"{table}_pkey" and (table in hung or table.startswith("event_")):
            return unknown_stream(ask.kind)
        raise


class _Stale(psycopg.OperationalError):
    """A connection of the pool had died before anything was asked over it."""


def _once(door: Door, ask: Ask) -> Done | Refusal:
    with lend(door.pool) as connection:
        return _execute(connection, door, ask)


def _execute(connection: Connection, door: Door, ask: Ask) -> Done | Refusal:
    try:
        known, row = _lock(connection, ask)
    except psycopg.OperationalError as error:
        if connection.closed:
            raise _Stale(*error.args) from error
        raise
    reach(door.faults, "locked")
    if known is not None:
        return _repeated(connection, ask, known, row)
    state = ask.kind.decode(row[2]) if row else None
    pack = ask.kind.pack_of(state) if state is not None else None
    city = door.cities(ask.city, pack)
    command, sealed = seal(door.safe, ask)
    now = ledger.utc(ask.now)
    answer = ask.kind.decide(state, command, Context(now, ask.actor, city, ask.purpose, ask.holders))
    reach(door.faults, "decided")
    if isinstance(answer, Refusal):
        return answer
    if not answer:
        seq, head = (row[0], bytes(row[1])) if row else (0, b"")
        return Done(ask.stream, seq, head, state)
    seq, head = (
        (row[0], bytes(row[1])) if row else (0, ledger.genesis(ask.city, stream_name(ask.kind, ask.stream)))
    )
    bodies: list[bytes] = []
    hashes: list[bytes] = []
    new, head = write_entries(ask, city.pack, answer, state, head, now, bodies, hashes)
    written = Written(new, seq + len(bodies), head, now, bodies, hashes)
    _save(connection, door, ask, state, written, sealed, answer)
    reach(door.faults, "committed")
    return Done(ask.stream, written.seq, written.head, written.state, answer)


def stream_name(kind: StreamKind, stream: UUID) -> str:
    """Return how chains and leaves name a stream: `case/018f…`."""
    return f"{kind.name}/{stream}"


def seal(safe: Safe, ask: Ask) -> tuple[Any, list[SealedEntry]]:
    """Return the command with references in place of its secrets, and the entries to store."""
    if not ask.secrets:
        return ask.command, []
    return safe.seal_into(ask.command, ask.secrets, ask.city, ask.stream)


def _lock(connection: Connection, ask: Ask) -> tuple[Any, Any]:
    """First round trip: begin, say who asks, lock the row, name the stream, then look for the key.

    The wall holds for the lock: a stream that is not the actor's is as if there were none. Only then is
    the stream named; from there on nothing of another stream can be written, and of this one anything.

    The key comes after the lock, in a statement of its own: who waited for the row must see what the one
    before wrote.
    """
    asked: list[Statement] = [
        ("BEGIN", ()),
        (OPEN, opening(ask.city, ask.actor, door=True)),
        (lock_sql(ask.kind.table), (ask.city, ask.stream)),
    ]
    asked.append((NAME_STREAM, (str(ask.stream),)))
    if ask.key:
        asked.append((FIND_KEY, (ask.city, ask.key)))
    found = trip(connection, asked)
    row, key = found[1], found[3] if ask.key else None
    return (
        (UUID(bytes=key[0]), int.from_bytes(key[1] or b"")) if key is not None else None,
        (int.from_bytes(row[0] or b""), row[1], row[2]) if row is not None else None,
    )


@cache
def lock_sql(table: str) -> str:
    """Return the query that locks a stream's row."""
    return f"SELECT seq, head, state FROM {table} WHERE city = %s AND id = %s FOR UPDATE"


def unknown_stream(kind: StreamKind) -> Refusal:
    """Say that there is no such stream: there is none, or it is another's, and nobody learns which."""
    return Refusal(
        code=f"{kind.name}.unknown",
        zh="没有这个办件。" if kind.name == "case" else "没有这条记录。",
        en=f"There is no such {kind.name}.",
    )


def key_reused() -> Refusal:
    """Say that a key belongs to another stream."""
    return Refusal(
        code="store.key-reused",
        zh="这个操作编号已经用在另一个办件上，请刷新页面后再试。",
        en="This request's key was already used for another case. Reload the page and try again.",
    )


def _repeated(
    connection: Connection, ask: Ask, known: Sequence[Any], row: Sequence[Any] | None
) -> Done | Refusal:
    if known[0] != ask.stream:
        return key_reused()
    if row is None:  # it is no longer theirs, or never was
        return unknown_stream(ask.kind)
    first = connection.execute(FIND_HASH, (ask.city, ask.stream, known[1])).fetchone()
    assert first is not None, "a key without its entry"
    return Done(ask.stream, known[1], bytes(first[0]), ask.kind.decode(row[2]), repeated=True)


class Written(msgspec.Struct, frozen=True, gc=False):
    """Entries of one stream ready to be stored, in their order, and what the stream then is.

    Attributes:
        seq: number of the last entry; those before it count down from there.
        at: when they happened, UTC. bodies, hashes: one of each for an entry.
    """

    state: Any
    seq: int
    head: bytes
    at: datetime
    bodies: list[bytes]
    hashes: list[bytes]


def write_entries(
    ask: Ask,
    pack: str,
    events: Sequence[Any],
    state: Any,
    head: bytes,
    at: datetime,
    bodies: list[bytes],
    hashes: list[bytes],
) -> tuple[Any, bytes]:
    """Evolve the state and chain the entries, which happened `at`, in UTC; they are added to the two lists.

    Returns the state after them and the last one's hash; `head` is the hash before the first.
    """
    evolve, actor = ask.kind.evolve, ask.actor.signature
    for event in events:
        state = ask.kind.begin(event, pack, at) if state is None else evolve(state, event, at)
        body = entry_bytes(Entry(actor, at, event.data, pack, event.type, event.v))
        head = chain(head, body)
        bodies.append(body)
        hashes.append(head)
    return state, head


def _save(
    connection: Connection,
    door: Door,
    ask: Ask,
    old: Any,
    written: Written,
    sealed: list[SealedEntry],
    events: Sequence[Any],
) -> None:
    """Second round trip: everything as one statement, and the commit."""
    kind = ask.kind
    writes = [
        (insert_sql(kind), insert_row(kind, ask, written))
        if old is None
        else (update_sql(kind), update_row(kind, ask, written))
    ]
    writes += [
        (INSERT_EVENT, (ask.city, ask.stream, seq, kind.name, written.at, body, digest))
        for seq, (body, digest) in enumerate(
            zip(written.bodies, written.hashes, strict=True), written.seq - len(written.bodies) + 1
        )
    ]
    if ask.key:
        writes.append((INSERT_KEY, (ask.city, ask.key, ask.stream, written.seq)))
    writes += [(entry.sql, entry.row) for entry in sealed]
    for change in kind.project(ask.stream, old, written.state, events):
        writes += [(change.sql, (ask.city, *row)) for row in change.rows]
    together = all_in_one(tuple(sql for sql, _ in writes)), [value for _, row in writes for value in row]
    if door.faults is not None:  # a planned failure falls between writing and the commit
        trip(connection, (together,))
        reach(door.faults, "written")
        trip(connection, (("COMMIT", ()),))
        return
    trip(connection, (together, ("COMMIT", ())))


@cache
def all_in_one(statements: tuple[str, ...]) -> str:
    """Return several writes as one statement: its parts see the same rows, so none may need another's.

    A statement costs the driver and the server as much as what it does; ten of them cost half of a commit.
    """
    parts = ", ".join(f"w{number} AS ({one})" for number, one in enumerate(statements))
    return f"WITH {parts} SELECT 1"
