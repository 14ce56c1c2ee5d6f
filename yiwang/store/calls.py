"""The two round trips of the one door: what locks and reads a stream, and what writes it.

A kind that has functions of its own in the database (`StreamKind.calls`) is asked and written by
one call of each; another by a statement for each table, which does the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from yiwang.store.arrays import column
from yiwang.store.kinds import BASE, Calls, StreamKind
from yiwang.store.recent import Known
from yiwang.store.rows import insert_row, insert_sql, update_row, update_sql
from yiwang.store.trip import Statement, Transaction, record
from yiwang.store.vault import SealedEntry
from yiwang.store.wall import NAME_STREAM, OPEN, opening

if TYPE_CHECKING:
    from yiwang.store.execute import Ask, Written

INSERT_EVENT = (
    "INSERT INTO event (city, stream, seq, kind, at, body, hash) VALUES (%s, %s, %s, %s, %s, %s, %s)"
)
INSERT_KEY = "INSERT INTO command_key (city, key, stream, seq) VALUES (%s, %s, %s, %s)"
FIND_KEY = "SELECT stream, seq FROM command_key WHERE city = %s AND key = %s"

Found = tuple[tuple[UUID, int] | None, tuple[int, bytes, bytes] | None]
"""What the key was used for (stream, entry), and the row (seq, head, state); None where there is none."""


def lock(transaction: Transaction, ask: Ask) -> Found:
    """First round trip: say who asks, lock the row, name the stream, then look for the key.

    The wall holds for the lock: a stream that is not the actor's is as if there were none. Only then is
    the stream named; from there on nothing of another stream can be written, and of this one anything.

    The key comes after the lock, in a statement of its own: who waited for the row must see what the one
    before wrote.
    """
    opened = opening(ask.city, ask.actor, door=True)
    calls = ask.kind.calls
    if calls is not None:
        (answer,) = transaction.ask(((finds_sql(calls.finds), (*opened, ask.stream, ask.key)),))
        assert answer is not None and answer[0] is not None
        seq, head, state, used_for, used_seq = record(answer[0])
    else:
        asked: list[Statement] = [
            (OPEN, opened),
            (lock_sql(ask.kind.table), (ask.city, ask.stream)),
            (NAME_STREAM, (str(ask.stream),)),
        ]
        if ask.key:
            asked.append((FIND_KEY, (ask.city, ask.key)))
        found = transaction.ask(asked)
        seq, head, state = found[1] or (None, None, None)
        used_for, used_seq = (ask.key and found[3]) or (None, None)
    return (
        (UUID(bytes=used_for), int.from_bytes(used_seq or b"")) if used_for is not None else None,
        (int.from_bytes(seq), head or b"", state or b"") if seq is not None else None,
    )


@cache
def finds_sql(name: str) -> str:
    """Return the call of a kind's `finds`: the values of `OPEN`, stream, key."""
    return f"SELECT {name}(%s, %s, %s, %s, %s, %s, %s, %s)"


@cache
def lock_sql(table: str) -> str:
    """Return the query that locks a stream's row."""
    return f"SELECT seq, head, state FROM {table} WHERE city = %s AND id = %s FOR UPDATE"


@cache
def saves_sql(kind: StreamKind, calls: Calls) -> str:
    """Return the call of a kind's `saves`: its row, bodies and hashes of the entries, key, the rest."""
    return f"SELECT {calls.saves}({', '.join(['%s'] * (len(BASE) + len(kind.columns) + 3 + calls.count))})"


@cache
def does_sql(name: str, count: int) -> str:
    """Return the call of a kind's `does` with so many values; see `doing`."""
    return f"SELECT {name}({', '.join(['%s'] * count)})"


def doing(ask: Ask, known: Known | None, written: Written, columns: Sequence[Any]) -> Statement | None:
    """Return a whole command as one call, None where it writes more than that; see `Calls.does`.

    Args:
        columns: what the row is woken at, and its query columns. What is known of them is not sent again.
    """
    kind, calls = ask.kind, ask.kind.calls
    assert calls is not None
    old, head, before = (known.state, known.head, known.columns) if known is not None else (None, None, None)
    projected = calls.alone(old, written.state)
    if projected is None:
        return None
    wakes, *rest = columns if columns != before else (None,) * len(columns)
    _, _, *opened = opening(ask.city, ask.actor)
    values = (
        *opened,
        ask.city,
        ask.stream,
        head,
        written.seq,
        written.head,
        kind.encode(written.state),
        wakes,
        written.at,
        *rest,
        column("bytea", written.bodies),
        column("bytea", written.hashes),
        ask.key,
        *projected,
    )
    return does_sql(calls.does, len(values)), values


def writing(
    ask: Ask, old: Any, written: Written, sealed: Sequence[SealedEntry], events: Sequence[Any]
) -> Statement:
    """Return all that a command writes as one statement: row, entries, key, vault, what the net projects."""
    kind, calls = ask.kind, ask.kind.calls
    changes = kind.project(ask.stream, old, written.state, events)
    carried: tuple[Any, ...] = ()
    if calls is not None:
        carried, changes = calls.carries(changes)
    writes = [(change.sql, (ask.city, *row)) for change in changes for row in change.rows]
    writes += [(entry.sql, entry.row) for entry in sealed]
    if calls is not None:
        entries = column("bytea", written.bodies), column("bytea", written.hashes)
        values = (*insert_row(kind, ask, written), *entries, ask.key, *carried)
        return all_in_one(writes, saves_sql(kind, calls), values)
    writes.append(
        (insert_sql(kind), insert_row(kind, ask, written))
        if old is None
        else (update_sql(kind), update_row(kind, ask, written))
    )
    writes += [
        (INSERT_EVENT, (ask.city, ask.stream, seq, kind.name, written.at, body, digest))
        for seq, (body, digest) in enumerate(
            zip(written.bodies, written.hashes, strict=True), written.seq - len(written.bodies) + 1
        )
    ]
    if ask.key:
        writes.append((INSERT_KEY, (ask.city, ask.key, ask.stream, written.seq)))
    return all_in_one(writes, "SELECT 1", ())


def all_in_one(writes: Sequence[Statement], last: str, values: Sequence[Any]) -> Statement:
    """Return several writes and a last query as one statement: its parts see the same rows, so none may need
    another's.

    A statement costs the driver and the server as much as what it does; ten of them cost half of a commit.
    """
    if not writes:
        return last, values
    return _with(tuple([sql for sql, _ in writes]), last), [
        *(value for _, row in writes for value in row),
        *values,
    ]


@cache
def _with(statements: tuple[str, ...], last: str) -> str:
    parts = ", ".join(f"w{number} AS ({one})" for number, one in enumerate(statements))
    return f"WITH {parts} {last}"
