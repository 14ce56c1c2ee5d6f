"""Refolding: every row of a city made anew from its ledger, and compared with what is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from yiwang.kernel import ledger
from yiwang.store.connect import Connection
from yiwang.store.counts import Counts
from yiwang.store.keys import Keyring
from yiwang.store.kinds import BASE, Projection, StreamKind, kinds
from yiwang.store.problems import Place, Problems, short
from yiwang.store.revault import References, Revault, references_in
from yiwang.store.rows import row_at
from yiwang.store.streaming import Beside, Row, id_text, stream_rows

EVENTS = (
    "SELECT stream, seq, kind, at, body, hash, txid < %s::text::xid8 FROM event WHERE city = %s"
    " ORDER BY stream, seq"
)
LEAVES = "SELECT stream, seq, kind, hash, position FROM leaf WHERE city = %s ORDER BY stream, seq"
EDGE = "SELECT txid::text FROM tree_edge WHERE city = %s"
TOLD_EVERY = 5_000
PLAIN = {"phase", "matter", "kind", "channel", "outcome", "lead", "place", "window_body"}
"""Columns whose words name nobody and are told as they are."""


@dataclass(slots=True)
class Fold:
    """One stream as its entries are applied."""

    id: bytes
    kind: StreamKind | None
    name: str
    head: bytes
    seq: int = 0
    at: datetime | None = None
    state: Any = None
    broken: bool = False
    leaf: int = -1
    references: References = field(default_factory=dict)


@dataclass
class Refold:
    """The walk through one city's streams, in the order of their ids.

    Attributes:
        packs: every pack that an entry was made under.
    """

    connection: Connection
    keyring: Keyring
    city: str
    problems: Problems
    counts: Counts
    tell: Callable[[int], None]
    packs: set[str] = field(default_factory=set)

    def run(self) -> None:
        """Compare everything that hangs on streams: entries, leaves, rows, projections, vault."""
        edge = self.connection.execute(EDGE, (self.city,)).fetchone()
        known = {kind.name: kind for kind in kinds()}
        self._leaves = Beside(self._read("leaves", LEAVES), 2, self._foreign_leaf)
        self._rows = {table: self._beside_rows(table) for table in {kind.table for kind in known.values()}}
        projections = {one.table: one for kind in known.values() for one in kind.projections}
        self._projected = {table: self._beside_projection(one) for table, one in projections.items()}
        self._vault = Revault(self.connection, self.keyring, self.city, self.problems, self.counts)
        fold: Fold | None = None
        events = stream_rows(self.connection, "events", EVENTS, (edge[0] if edge else "0", self.city))
        for row in events:
            if fold is None or fold.id != row[0]:
                if fold is not None:
                    self._finish(fold)
                fold = self._begin(row, known)
            self._apply(fold, row)
        if fold is not None:
            self._finish(fold)
        for side in (self._leaves, *self._rows.values(), *self._projected.values()):
            side.end()
        self._vault.end()

    def _read(self, name: str, sql: str) -> Any:
        return stream_rows(self.connection, name, sql, (self.city,))

    def _beside_rows(self, table: str) -> Beside:
        columns = next(names_of(kind) for kind in kinds() if kind.table == table)
        number = 1 + columns.index("number") if "number" in columns else 0

        def foreign(row: Row) -> None:
            self.counts.rows += 1
            place = Place(self.city, id_text(row[0]), number=row[number] if number else "")
            self.problems.add("row.foreign", place, table)

        # The id stands first, as the key of the walk, and again in its place.
        sql = f"SELECT id, {', '.join(columns)} FROM {table} WHERE city = %s ORDER BY id"
        return Beside(self._read(f"rows_{table}", sql), 1, foreign)

    def _beside_projection(self, projection: Projection) -> Beside:
        def foreign(row: Row) -> None:
            place = Place(self.city, id_text(row[0]))
            self.problems.add("projection.foreign", place, projection.table, found=short(row[1]))

        columns = ", ".join(projection.columns)
        sql = f"SELECT stream, {columns} FROM {projection.table} WHERE city = %s ORDER BY stream"
        return Beside(self._read(f"projected_{projection.table}", sql), 1, foreign)

    # Entries ----------------------------------------------------------------------------------

    def _begin(self, row: Row, known: dict[str, StreamKind]) -> Fold:
        name = f"{row[2]}/{id_text(row[0])}"
        self.counts.streams += 1
        kind = known.get(row[2])
        fold = Fold(row[0], kind, name, ledger.genesis(self.city, name))
        if kind is None:
            self.problems.add("entry.unknown-kind", self._at(fold, row[1]), found=str(row[2]))
        return fold

    def _at(self, fold: Fold, seq: int = 0) -> Place:
        return Place(self.city, fold.name, seq, number_in(fold.kind, fold.state))

    def _apply(self, fold: Fold, row: Row) -> None:
        """Check one entry against the one before it, its columns and its leaf, and evolve the state."""
        _, seq, kind, at, body, digest, due = row
        self.counts.entries += 1
        if not self.counts.entries % TOLD_EVERY:
            self.tell(self.counts.entries)
        if seq != fold.seq + 1:
            self._wrong_number(fold, seq)
        made = ledger.chain(fold.head, body)
        if made != digest and seq == fold.seq + 1:
            self.problems.add("entry.hash", self._at(fold, seq), "", made, digest)
        fold.seq, fold.head, fold.at = seq, digest, at
        self._leaf(fold, seq, kind, digest, due)
        if fold.kind is not None:
            if kind != fold.kind.name:
                self.problems.add(
                    "entry.column", self._at(fold, seq), "kind", short(fold.kind.name), short(kind)
                )
            if not fold.broken:
                self._evolve(fold, fold.kind, at, body)
        if b'"vault":"' in body:
            for id_, mac in references_in(body):
                fold.references.setdefault(id_, (mac, self._at(fold, seq)))

    def _wrong_number(self, fold: Fold, seq: int) -> None:
        wanted = fold.seq + 1
        if seq < wanted:
            self.problems.add("entry.doubled", self._at(fold, seq), "", wanted, seq)
        else:
            self.problems.add("entry.missing", self._at(fold, wanted), "", wanted, seq)

    def _evolve(self, fold: Fold, kind: StreamKind, at: datetime, body: bytes) -> None:
        try:
            entry = ledger.read_entry(body)
            self.packs.add(entry.pack)
            event = kind.read_event(entry.type, entry.v, entry.data)
            if fold.state is None:
                fold.state = kind.begin(event, entry.pack, entry.at)
            else:
                fold.state = kind.evolve(fold.state, event, entry.at)
        except Exception as fault:  # whatever altered bytes may do, the walk goes on
            fold.broken = True
            self.problems.add("entry.unreadable", self._at(fold, fold.seq), type(fault).__name__)
            return
        if entry.at != at:
            self.problems.add("entry.column", self._at(fold, fold.seq), "at", entry.at, at)

    def _leaf(self, fold: Fold, seq: int, kind: str, digest: bytes, due: bool) -> None:
        leaf = self._leaves.take(fold.id, seq)
        if leaf is None:
            if due:
                self.problems.add("leaf.missing", self._at(fold, seq))
            else:
                self.counts.waiting += 1
            return
        if leaf[3] != digest:
            self.problems.add("leaf.differs", self._at(fold, seq), "hash", digest, leaf[3])
        if leaf[2] != kind:
            self.problems.add("leaf.differs", self._at(fold, seq), "kind", short(kind), short(leaf[2]))
        if leaf[4] <= fold.leaf:
            self.problems.add("leaf.order", self._at(fold, seq), "", fold.leaf, leaf[4])
        fold.leaf = leaf[4]

    def _foreign_leaf(self, row: Row) -> None:
        place = Place(self.city, f"{row[2]}/{id_text(row[0])}", row[1])
        self.problems.add("leaf.foreign", place, "", found=row[4])

    # Rows -------------------------------------------------------------------------------------

    def _finish(self, fold: Fold) -> None:
        """Compare what the stream became with what is stored of it."""
        kind = fold.kind
        self._vault.compare(fold.id, fold.references)
        if kind is None:
            return
        row = self._rows[kind.table].take(fold.id)
        projected = {one.table: self._projected[one.table].take_all(fold.id) for one in kind.projections}
        if row is None:
            self.problems.add("row.missing", self._at(fold), kind.table)
        else:
            self.counts.rows += 1
            self._compare_row(fold, kind, row[1:])
        if not fold.broken:
            for projection in kind.projections:
                self._compare_projection(fold, projection, projected[projection.table])

    def _compare_row(self, fold: Fold, kind: StreamKind, row: Row) -> None:
        stored_seq, stored_head = row[2], row[3]
        if stored_seq > fold.seq and stored_head != fold.head:
            place = self._at(fold, fold.seq + 1)
            self.problems.add("entry.missing", place, "", stored_head, fold.head)
            return
        if fold.broken:
            return
        made = row_at(kind, self.city, fold.id, fold.state, fold.seq, fold.head, fold.at)
        # Ids are read as the sixteen bytes they are stored in.
        wanted = tuple(one.bytes if isinstance(one, UUID) else one for one in made)
        if wanted == row:
            return
        for name, want, have in zip(names_of(kind), wanted, row, strict=True):
            if want != have:
                what = f"{kind.table}.{name}"
                if name == "state":
                    what = f"{what}.{differing_field(kind, have, fold.state)}"
                say = str if name in PLAIN else short
                self.problems.add("row.differs", self._at(fold), what, say(want), say(have))
                return

    def _compare_projection(self, fold: Fold, projection: Projection, stored: list[Row]) -> None:
        wanted = {row[0]: row for row in projection.rows(fold.state)}
        for row in stored:
            want, have = wanted.pop(row[1], None), row[1:]
            if want is None:
                found = short(have[0])
                self.problems.add("projection.foreign", self._at(fold), projection.table, found=found)
            elif want != have:
                pairs = zip(projection.columns, want, have, strict=True)
                name, one, other = next(pair for pair in pairs if pair[1] != pair[2])
                what = f"{projection.table}.{name}"
                self.problems.add("projection.differs", self._at(fold), what, short(one), short(other))
        for key in wanted:
            self.problems.add("projection.missing", self._at(fold), projection.table, short(key))


def names_of(kind: StreamKind) -> list[str]:
    """Return all columns of a kind's row, in the order of `row_at`."""
    return [name for name, _ in (*BASE, *kind.columns)]


def number_in(kind: StreamKind | None, state: Any) -> str:
    """Return the public number of a state, "" when its kind has none."""
    if kind is None or state is None:
        return ""
    names = [name for name, _ in kind.columns]
    return str(kind.values(state)[names.index("number")]) if "number" in names else ""


def differing_field(kind: StreamKind, stored: bytes, state: Any) -> str:
    """Return the name of the first field in which a stored state differs."""
    try:
        found = kind.decode(stored)
    except (msgspec.DecodeError, ValueError):
        return "unreadable"
    again = kind.decode(kind.encode(state))
    for name in msgspec.structs.asdict(again) if isinstance(again, msgspec.Struct) else ():
        if getattr(found, name) != getattr(again, name):
            return name
    return "spelling"
