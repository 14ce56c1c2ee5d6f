"""The one door: a command, one locked stream, one transaction, all or nothing.

Two round trips: the first opens the transaction, looks for the idempotency key and locks the row;
the second writes the row, the events and what the net projects, and commits. Or one, where this process knows
the stream: it decides on that, and what it comes to is written only if the row still is what was known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
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
from yiwang.store.calls import doing, lock, writing
from yiwang.store.connect import Connection, lend
from yiwang.store.faults import Faults, reach
from yiwang.store.kinds import StreamKind
from yiwang.store.recent import Known, Recent
from yiwang.store.trip import Transaction, call
from yiwang.store.vault import Safe, SealedEntry

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
        holders: see `Context`. onto: hash of the pack that a case is to move to, "" for none.
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
    onto: str = ""


@dataclass(frozen=True)
class Door:
    """What the door works with.

    Attributes:
        cities: `(city key, pack hash | None) -> City`: None asks for the pack now in force.
        safe: seals secrets under keys that lie outside the database.
        faults: planned failures of a test.
        recent: what this process knows of streams.
    """

    pool: ConnectionPool[Connection]
    cities: Callable[[str, str | None], City]
    safe: Safe
    faults: Faults | None = None
    recent: Recent = field(default_factory=Recent, compare=False)


def execute(door: Door, ask: Ask) -> Done | Refusal:
    """Carry out one command. Returns what was done, or why not; a refusal has written nothing.

    Two that begin the same stream, or use the same key, at the same moment: the slower one is asked
    again and finds what the faster one did.

    Raises:
        psycopg.Error: the database is lost or full; nothing was acknowledged. With a key the
            command may be sent again without being done twice.
    """
    try:
        return _at_once(door, ask) or _once(door, ask)
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
        transaction = Transaction(connection)
        try:
            return _execute(transaction, door, ask)
        finally:
            transaction.leave()


def _at_once(door: Door, ask: Ask) -> Done | None:
    """Carry out a command in one round trip, decided on what this process knows of the stream.

    Returns None where that is not enough: nothing is known, the stream is something else by now or not the
    actor's, nothing is to be written, or more than the one call writes. A refusal is told only of a row that
    was read. Only with a key: should the connection be lost, it tells whether the command was carried out.
    """
    calls = ask.kind.calls
    if calls is None or not ask.key or ask.secrets or door.faults is not None:
        return None
    known = door.recent.of(ask.city, ask.kind, ask.stream)
    if known is None and type(ask.command) is not calls.begins:
        return None
    made = _made(door, ask, known, ask.command)
    if isinstance(made, Refusal | Done):
        return None
    events, written = made
    columns = (ask.kind.wake_at(written.state), *ask.kind.values(written.state))
    statement = doing(ask, known, written, columns)
    if statement is None:
        return None
    with lend(door.pool) as connection:
        try:
            answer = call(connection, *statement)
        except psycopg.OperationalError as error:
            if connection.closed:
                raise _Stale(*error.args) from error
            raise
    if answer != b"\x01":
        door.recent.forget(ask.city, ask.kind, ask.stream)
        return None
    return _done(door, ask, events, written, columns)


def _execute(transaction: Transaction, door: Door, ask: Ask) -> Done | Refusal:
    try:
        used, row = lock(transaction, ask)
    except psycopg.OperationalError as error:
        if transaction.lost:
            raise _Stale(*error.args) from error
        raise
    reach(door.faults, "locked")
    if used is not None:
        return _repeated(transaction, ask, used, row)
    known = Known(row[0], row[1], ask.kind.decode(row[2])) if row else None
    command, sealed = seal(door.safe, ask)
    made = _made(door, ask, known, command)
    reach(door.faults, "decided")
    if isinstance(made, Refusal | Done):
        return made
    events, written = made
    together = writing(ask, known.state if known else None, written, sealed, events)
    if door.faults is None:
        transaction.commit((together,))
    else:  # a planned failure falls between writing and the commit
        transaction.ask((together,))
        reach(door.faults, "written")
        transaction.commit()
    reach(door.faults, "committed")
    return _done(door, ask, events, written)


def _made(
    door: Door, ask: Ask, known: Known | None, command: Any
) -> tuple[tuple[Any, ...], Written] | Done | Refusal:
    """Have the rules decide on what is known of the stream. Returns events and what they come to, if any."""
    kind = ask.kind
    seq, head, state = (known.seq, known.head, known.state) if known is not None else (0, b"", None)
    city = door.cities(ask.city, kind.pack_of(state) if state is not None else None)
    now = ledger.utc(ask.now)
    context = Context(now, ask.actor, city, ask.purpose, ask.holders, _onto(door, ask))
    answer = kind.decide(state, command, context)
    if isinstance(answer, Refusal):
        return answer
    if not answer:
        return Done(ask.stream, seq, head, state)
    bodies: list[bytes] = []
    hashes: list[bytes] = []
    head = head or ledger.genesis(ask.city, stream_name(kind, ask.stream))
    new, head = write_entries(ask, city.pack, answer, state, head, now, bodies, hashes)
    return answer, Written(new, seq + len(bodies), head, now, bodies, hashes)


def _done(
    door: Door,
    ask: Ask,
    events: tuple[Any, ...],
    written: Written,
    columns: tuple[Any, ...] | None = None,
) -> Done:
    if ask.kind.calls is not None:
        known = Known(written.seq, written.head, written.state, columns)
        door.recent.keep(ask.city, ask.kind, ask.stream, known)
    return Done(ask.stream, written.seq, written.head, written.state, events)


def _onto(door: Door, ask: Ask) -> City | None:
    """Return the pack that a case is to move to; the rules refuse one that was never published."""
    if not ask.onto:
        return None
    try:
        return door.cities(ask.city, ask.onto)
    except KeyError:
        return None


def stream_name(kind: StreamKind, stream: UUID) -> str:
    """Return how chains and leaves name a stream: `case/018f…`."""
    return f"{kind.name}/{stream}"


def seal(safe: Safe, ask: Ask) -> tuple[Any, list[SealedEntry]]:
    """Return the command with references in place of its secrets, and the entries to store."""
    if not ask.secrets:
        return ask.command, []
    return safe.seal_into(ask.command, ask.secrets, ask.city, ask.stream)


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


def _repeated(transaction: Transaction, ask: Ask, known: tuple[UUID, int], row: Any) -> Done | Refusal:
    if known[0] != ask.stream:
        return key_reused()
    if row is None:  # it is no longer theirs, or never was
        return unknown_stream(ask.kind)
    (first,) = transaction.ask(((FIND_HASH, (ask.city, ask.stream, known[1])),))
    assert first is not None and first[0] is not None, "a key without its entry"
    return Done(ask.stream, known[1], first[0], ask.kind.decode(row[2]), repeated=True)


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
