"""The tree of a city built anew from its leaves, with every signed checkpoint held against it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from yiwang.kernel.evidence import Evidence
from yiwang.kernel.ledger import Frontier, leaf_hash
from yiwang.kernel.receipt import PublicKey
from yiwang.store.connect import Connection
from yiwang.store.counts import Counts
from yiwang.store.keys import is_signed
from yiwang.store.problems import Place, Problems, short
from yiwang.store.sequencer import KEPT_LEVELS
from yiwang.store.streaming import Row, id_text, stream_rows

LEAVES = "SELECT position, stream, seq, kind, hash FROM leaf WHERE city = %s ORDER BY position"
NODES = "SELECT level::int, index, hash FROM tree_node WHERE city = %s ORDER BY (index + 1) << level, level"
CHECKPOINTS = "SELECT size, at, root, key_id, body, signature FROM checkpoint WHERE city = %s ORDER BY size"
EDGE = "SELECT size, peaks FROM tree_edge WHERE city = %s"
TOLD_EVERY = 10_000


class Signed(msgspec.Struct):
    """What a checkpoint's bytes say."""

    at: datetime
    city: str
    root: str
    size: int
    v: int


_read_signed = msgspec.json.Decoder(Signed).decode


@dataclass
class Retree:
    """The walk through one city's leaves, in their order.

    Attributes:
        keys: every key the city has signed with, in the order of their time.
        evidence: what others hold of this city, to be found in its tree.
    """

    connection: Connection
    keys: Sequence[PublicKey]
    city: str
    problems: Problems
    counts: Counts
    tell: Callable[[int], None]
    evidence: Sequence[Evidence] = ()

    def run(self) -> None:
        """Compare leaves, kept nodes, the edge and all checkpoints."""
        self._place = Place(self.city)
        self._order = {key.id: (age, key.raw) for age, key in enumerate(self.keys)}
        self._age = 0
        self._kept = sorted((one for one in self.evidence if one.size), key=lambda one: one.size)
        self._nodes = stream_rows(self.connection, "nodes", NODES, (self.city,))
        self._node: Row | None = next(self._nodes, None)
        points = stream_rows(self.connection, "checkpoints", CHECKPOINTS, (self.city,))
        point = next(points, None)
        frontier, wanted = Frontier(), 0
        for position, stream, seq, kind, digest in stream_rows(self.connection, "tree", LEAVES, (self.city,)):
            if position != wanted:
                place = Place(self.city, f"{kind}/{id_text(stream)}", seq)
                self.problems.add("leaf.gap", place, "", wanted, position)
            wanted = position + 1
            done = frontier.add(leaf_hash(f"{kind}/{id_text(stream)}", seq, digest))
            if len(done) > KEPT_LEVELS:
                self._compare_nodes(done)
            while point is not None and point[0] <= frontier.size:
                self._check(point, frontier)
                point = next(points, None)
            while self._kept and self._kept[0].size == frontier.size:
                self._hold(self._kept.pop(0), frontier)
            if not frontier.size % TOLD_EVERY:
                self.tell(frontier.size)
        self.counts.leaves = frontier.size
        self._end(frontier, point, points)

    def _hold(self, proven: Evidence, frontier: Frontier) -> None:
        """Hold the tree as it was then against the root that somebody was given then."""
        made = frontier.root()
        if made != proven.root:
            place = Place(self.city, proven.stream, proven.seq, proven.number)
            self.problems.add("against.root", place, str(proven.size), proven.root, made)

    def _compare_nodes(self, done: list[tuple[int, int, bytes]]) -> None:
        for level, index, digest in done[KEPT_LEVELS::KEPT_LEVELS]:
            node = self._node
            while node is not None and ((node[1] + 1) << node[0], node[0]) < ((index + 1) << level, level):
                self.problems.add("node.foreign", self._place, f"{node[0]}/{node[1]}")
                node = next(self._nodes, None)
            if node is None or node[:2] != (level, index):
                self.problems.add("node.missing", self._place, f"{level}/{index}")
                self._node = node
                continue
            if node[2] != digest:
                self.problems.add("node.differs", self._place, f"{level}/{index}", digest, node[2])
            self._node = next(self._nodes, None)

    def _check(self, point: Row, frontier: Frontier) -> None:
        """Check one checkpoint; the leaves up to its size have just been added."""
        size, at, root, key_id, body, signature = point
        self.counts.checkpoints += 1
        holds = self._check_signature(size, key_id, body, signature)
        try:
            signed = _read_signed(body)
        except msgspec.DecodeError:
            self.problems.add("checkpoint.body", self._place, "body", short(b""), short(body))
            return
        columns = (
            ("size", signed.size, size),
            ("root", signed.root[:12], root.hex()[:12]),
            ("at", signed.at, at),
            ("city", signed.city, self.city),
        )
        for what, said, kept in columns:
            if said != kept:
                self.problems.add("checkpoint.body", self._place, what, said, kept)
        if not size == signed.size == frontier.size:
            return
        made = frontier.root().hex()
        if made != signed.root:
            since = f"{self.counts.signed}–{size - 1}"
            self.problems.add("checkpoint.root", self._place, since, made[:12], signed.root[:12])
        elif holds:
            self.counts.signed = size

    def _check_signature(self, size: int, key_id: str, body: bytes, signature: bytes) -> bool:
        if not self._order:
            self.problems.add("checkpoint.no-key", self._place)
            return False
        age, public = self._order.get(key_id, (-1, b""))
        if age < 0:
            self.problems.add("checkpoint.other-key", self._place, str(size), ", ".join(self._order), key_id)
            return False
        if not is_signed(public, body, signature):
            self.problems.add("checkpoint.signature", self._place, str(size))
            return False
        if age < self._age:
            newer = self.keys[self._age].id
            self.problems.add("checkpoint.retired-key", self._place, str(size), newer, key_id)
            return False
        self._age = age
        return True

    def _end(self, frontier: Frontier, point: Row | None, points: Iterator[Row]) -> None:
        """Say what is left over, and compare the edge."""
        while self._node is not None:
            self.problems.add("node.foreign", self._place, f"{self._node[0]}/{self._node[1]}")
            self._node = next(self._nodes, None)
        while point is not None:
            self.counts.checkpoints += 1
            self._check_signature(point[0], *point[3:])
            self.problems.add("checkpoint.beyond", self._place, "", point[0], frontier.size)
            point = next(points, None)
        for proven in self._kept:
            place = Place(self.city, proven.stream, proven.seq, proven.number)
            self.problems.add("against.beyond", place, "", proven.size, frontier.size)
        size, peaks = self.connection.execute(EDGE, (self.city,)).fetchone() or (0, [])
        if size != frontier.size:
            self.problems.add("edge.differs", self._place, "size", frontier.size, size)
        elif [bytes(peak) for peak in peaks] != frontier.peaks:
            stored = b"".join(bytes(peak) for peak in peaks)
            self.problems.add("edge.differs", self._place, "peaks", b"".join(frontier.peaks), stored)
