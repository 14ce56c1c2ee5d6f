"""One group of a batch: read, decided, locked, written and committed in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from yiwang.kernel import ledger
from yiwang.kernel.access import system
from yiwang.kernel.commands import Context
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal
from yiwang.store.arrays import column, columns
from yiwang.store.entries import Page
from yiwang.store.execute import (
    Ask,
    Done,
    Door,
    key_reused,
    seal,
    stream_name,
    unknown_stream,
    write_entries,
)
from yiwang.store.faults import reach
from yiwang.store.kinds import StreamKind
from yiwang.store.pipe import Answer, Pipe
from yiwang.store.rows import column_types, insert_many_sql, row_at, upsert_many_sql
from yiwang.store.wall import OPEN, opening

WHO = system("batch")
SENT_AT_ONCE = 100  # commands decided before their entries are sent, while the server has nothing else
SENT_AHEAD = 200  # the same while it still writes the group before

INSERT_KEYS = (
    "INSERT INTO command_key (city, key, stream, seq)"
    " SELECT %s::text, * FROM unnest(%s::text[], %s::uuid[], %s::int[])"
)
FIND_KEYS = (
    "SELECT k.key, k.stream, k.seq, e.hash FROM command_key k JOIN event e"
    " ON e.city = k.city AND e.stream = k.stream AND e.seq = k.seq"
    " WHERE k.city = %s AND k.key = ANY(%s::text[])"
)

Known = dict[str, tuple[UUID, int, bytes]]
"""Key → the stream it was used for, the entry it made, and that entry's hash."""


class Overtaken(Exception):
    """Another changed a stream between the reading and the locking: the group is decided anew."""


@cache
def read_sql(table: str) -> str:
    """Return the query of many streams' rows, without a lock."""
    return f"SELECT id, seq, head, state FROM {table} WHERE city = %s AND id = ANY(%s::uuid[])"


@cache
def lock_and_read_sql(table: str) -> str:
    """Return the query that locks many streams' rows, in key order, and reads them."""
    return f"{read_sql(table)} ORDER BY id FOR UPDATE"


@cache
def lock_many_sql(table: str) -> str:
    """Return the query that locks many streams' rows, in key order, and says where they stand."""
    return f"SELECT id, seq FROM {table} WHERE city = %s AND id = ANY(%s::uuid[]) ORDER BY id FOR UPDATE"


@dataclass(slots=True)
class _Stream:
    """One stream as the group goes on: what it was, what it has become.

    Attributes:
        found: number of its last entry before the group; 0 where there is none.
        at: of its last entry made here.
    """

    id: UUID
    raw: bytes
    kind: StreamKind
    page: Page
    found: int = 0
    old: Any = None
    state: Any = None
    seq: int = 0
    head: bytes = b""
    city: City | None = None
    at: datetime | None = None
    events: list[Any] = field(default_factory=list)


def _is_theirs(ask: Ask, stream: _Stream) -> bool:
    """Say of one ask what the wall would say of it through the other door."""
    if stream.state is None:
        return True
    return ask.kind.sees is not None and ask.kind.sees(ask.actor, stream.state)


class Group:
    """Asks of one city that are committed together.

    They are of several actors in one transaction, which the wall takes for the city itself. So each ask of
    anybody else is held against the same identity here: what is not theirs is as if there were none.

    Attributes:
        answers: one for each ask that was decided, in order; told only after the commit.
    """

    def __init__(self, door: Door, asks: Sequence[Ask]) -> None:
        self.answers: list[Done | Refusal] = []
        self._door, self._asks, self._city = door, asks, asks[0].city
        self._streams: dict[UUID, _Stream] = {}
        self._pages: dict[str, Page] = {}
        self._known: Known = {}
        self._sealed: list[Any] = []
        self._read: list[tuple[StreamKind, Answer]] = []
        self._keys_read: Answer | None = None
        self._locked: list[Answer] | None = None  # None: decided under the lock
        self._of: list[_Stream] = self._sorted_out()

    def _sorted_out(self) -> list[_Stream]:
        """Return the stream of each ask. Asks of one stream mostly follow one another."""
        of: list[_Stream] = []
        last, here = None, None
        for ask in self._asks:
            if ask.stream is not last or here is None:
                last = ask.stream
                here = self._streams.get(last)
                if here is None:
                    page = self._pages.get(ask.kind.name) or self._pages.setdefault(
                        ask.kind.name, Page(ask.kind.name)
                    )
                    here = self._streams[last] = _Stream(last, last.bytes, ask.kind, page)
            assert ask.city == self._city, "a batch is for one city"
            of.append(here)
        return of

    def _of_each_kind(self, streams: Iterable[_Stream]) -> list[tuple[StreamKind, list[_Stream]]]:
        """Return the streams by kind, kinds by name and streams in key order."""
        found: dict[str, tuple[StreamKind, list[_Stream]]] = {}
        for stream in sorted(streams, key=lambda one: one.raw):
            found.setdefault(stream.kind.name, (stream.kind, []))[1].append(stream)
        return [found[name] for name in sorted(found)]

    def _select(
        self, pipe: Pipe, sql: Callable[[str], str], streams: Iterable[_Stream]
    ) -> list[tuple[StreamKind, Answer]]:
        return [
            (kind, pipe.send(sql(kind.table), (self._city, column("uuid", [one.id for one in mine]))))
            for kind, mine in self._of_each_kind(streams)
        ]

    # Reading ----------------------------------------------------------------------------------------

    def begin(self, pipe: Pipe, before: Group | None, following: Group | None) -> None:
        """Open the transaction, lock the streams, and have read what `following` will need.

        `before` is the group in whose transaction this one was read; None: it is read here, under the lock.
        What was not there cannot be locked: should another begin it meanwhile, our own row will not go in.
        """
        pipe.send("BEGIN")
        pipe.send(OPEN, opening(self._city, WHO, door=True))
        if before is None:
            self._ask_for(pipe, lock_and_read_sql)
        else:
            self._take(pipe)
            self._go_on_from(before)
            there = [stream for stream in self._streams.values() if stream.found]
            self._locked = [answer for _, answer in self._select(pipe, lock_many_sql, there)]
        if following is not None:
            following._ask_for(pipe, read_sql)
        pipe.soon()
        if before is None:
            self._take(pipe)
            reach(self._door.faults, "locked")

    def _ask_for(self, pipe: Pipe, sql: Callable[[str], str]) -> None:
        self._read = self._select(pipe, sql, self._streams.values())
        keys = [ask.key for ask in self._asks if ask.key]
        self._keys_read = pipe.send(FIND_KEYS, (self._city, column("text", keys))) if keys else None

    def _take(self, pipe: Pipe) -> None:
        """Take in what was read: streams there are, and keys that were used."""
        for kind, answer in self._read:
            for row in pipe.wait(answer):
                raw, seq, head, state = (value or b"" for value in row)
                stream = self._streams[UUID(bytes=raw)]
                stream.found = stream.seq = int.from_bytes(seq, "big")
                stream.old = stream.state = kind.decode(state)
                stream.head = head
                stream.city = self._door.cities(self._city, kind.pack_of(stream.old))
        if self._keys_read is not None:
            for row in pipe.wait(self._keys_read):
                key, raw, seq, head = (value or b"" for value in row)
                self._known[key.decode()] = (UUID(bytes=raw), int.from_bytes(seq, "big"), head)

    def _go_on_from(self, before: Group) -> None:
        """Take over what the group before made of streams, and which keys it used."""
        for id_, stream in self._streams.items():
            known = before._streams.get(id_)
            if known is not None:
                stream.found = stream.seq = known.seq
                stream.old, stream.state, stream.head = known.state, known.state, known.head
                stream.city = known.city if known.state is not None else None
        for ask in self._asks:
            if ask.key and ask.key in before._known:
                self._known[ask.key] = before._known[ask.key]

    # Deciding ---------------------------------------------------------------------------------------

    def decide(self, pipe: Pipe) -> None:
        """Carry out the commands in memory. Their entries are sent as soon as some are decided."""
        asks, of = self._asks, self._of
        step = SENT_AT_ONCE if self._locked is None else SENT_AHEAD
        for first in range(0, len(asks), step):
            until = first + step
            self.answers += [
                self._one(ask, stream) for ask, stream in zip(asks[first:until], of[first:until], strict=True)
            ]
            for page in self._pages.values():
                page.send(pipe, self._city)
            pipe.soon()

    def _one(self, ask: Ask, stream: _Stream) -> Done | Refusal:
        key, state = ask.key, stream.state
        if key and key in self._known:
            used_for, seq, head = self._known[key]
            if used_for != ask.stream:
                return key_reused()
            return Done(ask.stream, seq, head, state, repeated=True)
        city = stream.city
        if city is None:
            city = stream.city = self._door.cities(ask.city, None)
        command, sealed = seal(self._door.safe, ask) if ask.secrets else (ask.command, ())
        now = ask.now if ask.now.tzinfo is UTC else ledger.utc(ask.now)
        context = Context(now, ask.actor, city, ask.purpose, ask.holders)
        if ask.actor.kind != "system" and not _is_theirs(ask, stream):
            hidden = stream.kind.decide(None, command, context)
            return hidden if not isinstance(hidden, tuple) else unknown_stream(stream.kind)
        answer = stream.kind.decide(state, command, context)
        if not isinstance(answer, tuple):
            return answer
        if answer:
            head = stream.head or ledger.genesis(ask.city, stream_name(stream.kind, ask.stream))
            page = stream.page
            stream.state, stream.head = write_entries(
                ask, city.pack, answer, state, head, now, page.bodies, page.hashes
            )
            page.stamp(stream.raw, stream.seq, now, len(answer))
            stream.seq += len(answer)
            stream.at = now
            stream.events += answer
            if sealed:
                self._sealed += sealed
        if key:
            self._known[key] = (ask.stream, stream.seq, stream.head)
        return Done(ask.stream, stream.seq, stream.head, stream.state, answer)

    # Writing ----------------------------------------------------------------------------------------

    def write(self, pipe: Pipe) -> None:
        """Send what the group came to, all but its commit; waits for nothing."""
        reach(self._door.faults, "decided")
        changed = [stream for stream in self._streams.values() if stream.events]
        for kind, mine in self._of_each_kind(changed):
            self._save(pipe, kind, insert_many_sql(kind), [stream for stream in mine if not stream.found])
            self._save(pipe, kind, upsert_many_sql(kind), [stream for stream in mine if stream.found])
        self._write_keys(pipe)
        for entry in self._sealed:
            pipe.send(entry.sql, entry.row)
        self._project(pipe, changed)
        pipe.soon()

    def commit(self, pipe: Pipe) -> Answer:
        """Compare the streams with what the lock found, and send the commit.

        Raises:
            Overtaken: a stream was changed by another since it was read.
        """
        if self._locked is not None:
            self._compare(pipe, self._locked)
            reach(self._door.faults, "locked")
        reach(self._door.faults, "written")
        pipe.send("COMMIT")
        return pipe.sync()

    def _compare(self, pipe: Pipe, locked: list[Answer]) -> None:
        stand = {
            UUID(bytes=raw or b""): int.from_bytes(seq or b"", "big")
            for answer in locked
            for raw, seq in pipe.wait(answer)
        }
        for id_, stream in self._streams.items():
            if stream.found and stand.get(id_) != stream.found:
                raise Overtaken

    def _save(self, pipe: Pipe, kind: StreamKind, sql: str, streams: Sequence[_Stream]) -> None:
        if streams:
            rows = [row_at(kind, self._city, one.id, one.state, one.seq, one.head, one.at) for one in streams]
            pipe.send(sql, columns(column_types(kind), rows))

    def _write_keys(self, pipe: Pipe) -> None:
        kept = [
            (ask.key, ask.stream, answer.seq)
            for ask, answer in zip(self._asks, self.answers, strict=True)
            if ask.key and isinstance(answer, Done) and not answer.repeated
        ]
        if kept:
            pipe.send(INSERT_KEYS, (self._city, *columns(("text", "uuid", "integer"), kept)))

    def _project(self, pipe: Pipe, changed: Sequence[_Stream]) -> None:
        """Gather what the streams project by statement: each is sent once for each of its rows, in turn."""
        gathered: dict[str, list[Sequence[Any]]] = {}
        for stream in changed:
            for change in stream.kind.project(stream.id, stream.old, stream.state, stream.events):
                gathered.setdefault(change.sql, []).extend(change.rows)
        for sql, rows in gathered.items():
            for row in rows:
                pipe.send(sql, (self._city, *row))
