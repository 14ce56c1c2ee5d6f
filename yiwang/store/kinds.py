"""Kinds of streams: what the one door needs to know of a thing, and nothing of any net."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec

from yiwang.kernel.access import Actor
from yiwang.kernel.refusal import Refusal


class HasEvent(Protocol):
    """An event: a past-tense type, its data, and the version of its shape."""

    type: str
    data: Any
    v: int


@dataclass(frozen=True, slots=True)
class Change:
    """One change to a query table of the net: SQL and the parameters of each row."""

    sql: str
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Projection:
    """A query table that `project` keeps, for those who compare it with the ledger.

    Attributes:
        columns: after `city` and `stream`. rows: `state -> ` what the table then holds of the stream.
    """

    table: str
    columns: tuple[str, ...]
    rows: Callable[[Any], Sequence[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Calls:
    """Functions of the database that do for one kind what the door else says in many statements.

    Attributes:
        finds: says who asks, locks the row, names the stream and looks for the key.
        saves: writes row, entries and key, and what `carries` gives it.
        carries: `(changes) -> (values, rest)`: the last `count` values of `saves`, and the changes that are
            not in them.
        does: both in one, for a stream that this process knows: writes only if the row is what was
            decided on, and says whether it was.
        begins: the command that begins a stream, of which nothing need be known.
        alone: `(old state, new state) ->` what `does` writes of a projection; None where that is not all.
    """

    finds: str
    saves: str
    does: str
    begins: type
    carries: Callable[[Sequence[Change]], tuple[tuple[Any, ...], Sequence[Change]]]
    count: int
    alone: Callable[[Any, Any], tuple[Any, ...] | None]


@dataclass(frozen=True, slots=True, eq=False)  # one of each name: compared, and hashed, as itself
class StreamKind:
    """How one kind of stream is decided, evolved, kept and read back.

    Attributes:
        table: holds the row; its first seven columns are those of `BASE`.
        columns: the query columns after them, as `(name, type)`.
        decide: `(state | None, command, context) -> events | Refusal`; pure.
        begin: `(first event, pack, at) -> state`. evolve: `(state, event, at) -> state`.
        values: the query columns of a state, in the order of `columns`.
        wake_at: when the city must look at it again by itself.
        pack_of: the pack version the state is pinned to; None: the one in force when it is asked.
        read_event: `(type, v, data bytes) -> event`, old versions brought up to date.
        project: what else changes in the same transaction.
        projections: the tables it changes, and what they hold.
        calls: functions of the database for this kind; None: the door sends a statement for each table.
        sees: `(actor, state) ->` whether the second wall would show it, for the batch door, whose one
            transaction is the city's own; None: only the city itself may send it in batches.
        taken: constraint of the database → what to answer where a command would break it.
    """

    name: str
    table: str
    columns: tuple[tuple[str, str], ...]
    decide: Callable[[Any, Any, Any], tuple[Any, ...] | Refusal]
    begin: Callable[[Any, str, datetime], Any]
    evolve: Callable[[Any, Any, datetime], Any]
    values: Callable[[Any], tuple[Any, ...]]
    wake_at: Callable[[Any], datetime | None]
    pack_of: Callable[[Any], str | None]
    encode: Callable[[Any], bytes]
    decode: Callable[[bytes], Any]
    read_event: Callable[[str, int, bytes], Any]
    project: Callable[[UUID, Any, Any, Sequence[Any]], Sequence[Change]]
    projections: Sequence[Projection] = ()
    calls: Calls | None = None
    sees: Callable[[Actor, Any], bool] | None = None
    taken: Mapping[str, Refusal] = field(default_factory=dict)


BASE = (
    ("city", "text"),
    ("id", "uuid"),
    ("seq", "integer"),
    ("head", "bytea"),
    ("state", "bytea"),
    ("wake_at", "timestamptz"),
    ("changed_at", "timestamptz"),
)

_registered: dict[str, StreamKind] = {}


def register(kind: StreamKind) -> StreamKind:
    """Make a kind known by its name. A second kind of the same name is our own mistake."""
    assert _registered.get(kind.name, kind) is kind, f"two kinds are called {kind.name}"
    _registered[kind.name] = kind
    return kind


def kind_named(name: str) -> StreamKind:
    """Return the registered kind. KeyError: a ledger of a newer version, or a missing net."""
    return _registered[name]


def kinds() -> tuple[StreamKind, ...]:
    """Return every registered kind, in the order of registration."""
    return tuple(_registered.values())


def _never(_: Any) -> datetime | None:
    return None


def _nothing_else(stream: UUID, old: Any, new: Any, events: Sequence[Any]) -> Sequence[Change]:
    return ()


def record_kind(
    name: str,
    rules: Any,
    state: type[msgspec.Struct],
    columns: tuple[tuple[str, str], ...],
    values: Callable[[Any], tuple[Any, ...]],
    *,
    table: str = "",
    wake_at: Callable[[Any], datetime | None] = _never,
    project: Callable[[UUID, Any, Any, Sequence[Any]], Sequence[Change]] = _nothing_else,
    projections: tuple[Projection, ...] = (),
    sees: Callable[[Actor, Any], bool] | None = None,
    taken: Mapping[str, Refusal] | None = None,
) -> StreamKind:
    """Make a kind of record known: kept as JSON of `state`, pinned to no pack, in `<name>_row`.

    Args:
        rules: the module with its `decide`, `begin`, `evolve` and `event_of`.
        values: the query columns of a state, in the order of `columns`. table: where it is not `<name>_row`.
    """
    return register(
        StreamKind(
            name=name,
            table=table or f"{name}_row",
            columns=columns,
            decide=rules.decide,
            begin=rules.begin,
            evolve=rules.evolve,
            values=values,
            wake_at=wake_at,
            pack_of=lambda _: None,
            encode=msgspec.json.Encoder(order="deterministic").encode,
            decode=msgspec.json.Decoder(state).decode,
            read_event=rules.event_of,
            project=project,
            projections=projections,
            sees=sees,
            taken=taken or {},
        )
    )
