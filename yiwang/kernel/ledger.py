"""The ledger's arithmetic: canonical bytes, the chain of a stream, the tree of a city.

Every stream of events is a chain: each entry's hash covers the bytes of the entry and the hash
before it. Every city is one growing Merkle tree over those entry hashes, so that one signed root
stands for all that ever happened and a short proof shows that one entry is under it.

Source: RFC 6962 section 2.1 (tree hash, audit paths, consistency proofs).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import msgspec

EMPTY_ROOT = sha256(b"").digest()

_canonical = msgspec.json.Encoder(order="sorted", decimal_format="string").encode


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One event as it is stored: the envelope and the event's own data.

    Attributes:
        actor: random person id and position, `person@position`; `system:` for the city itself.
        at: when it happened, aware, UTC.
        data: the event's fields; no floats, no personal data.
        pack: SHA-256 of the pack version the event was made under, hex.
        type: past tense, dotted (`case.accepted`).
        v: version of the event type's shape, from 1.
    """

    actor: str
    at: datetime
    data: Any
    pack: str
    type: str
    v: int


class RawEntry(msgspec.Struct, frozen=True):
    """An entry read back, with its data still in bytes."""

    actor: str
    at: datetime
    data: msgspec.Raw
    pack: str
    type: str
    v: int


_read = msgspec.json.Decoder(RawEntry).decode


def canonical(value: Any) -> bytes:
    """Return the one byte form of `value`: UTF-8 JSON, sorted keys, no spaces.

    Decimals become strings; aware datetimes RFC 3339 in UTC. Floats are our own mistake and
    are refused by `assert_no_floats` in the store's tests, since a float has many spellings.
    """
    return _canonical(value)


entry_bytes: Callable[[Entry], bytes] = msgspec.json.Encoder(
    order="deterministic", decimal_format="string"
).encode
"""Return the exact bytes that are hashed and stored: those of `canonical`, in less time.

Keys of mappings are sorted here; fields are written as their struct declares them, so every struct
that an event carries declares them in alphabetical order (`test_entry_bytes.py` and
`test_people_bytes.py` walk them all).
"""


def read_entry(body: bytes) -> RawEntry:
    """Read stored bytes. Raises msgspec.DecodeError if they are not an entry."""
    return _read(body)


def utc(moment: datetime) -> datetime:
    """Return `moment` in UTC. A naive moment is our own mistake."""
    if moment.tzinfo is UTC:
        return moment
    assert moment.tzinfo is not None, "a moment without a zone"
    return moment.astimezone(UTC)


def genesis(city: str, stream: str) -> bytes:
    """Return the hash before the first entry: it ties a chain to its city and stream."""
    return sha256(f"yiwang/stream/{city}/{stream}".encode()).digest()


def chain(previous: bytes, body: bytes) -> bytes:
    """Return the hash of the entry `body` that follows `previous` (32 bytes)."""
    return sha256(previous + body).digest()


def first_break(start: bytes, entries: Iterable[tuple[bytes, bytes]]) -> int | None:
    """Return the index of the first `(body, hash)` that does not follow from the one before.

    None means the chain is whole.
    """
    previous = start
    for index, (body, stored) in enumerate(entries):
        if chain(previous, body) != stored:
            return index
        previous = stored
    return None


# The tree of a city ---------------------------------------------------------------------------


def leaf_hash(stream: str, seq: int, entry_hash: bytes) -> bytes:
    """Return the leaf for entry number `seq` (from 1) of `stream`."""
    return sha256(b"\x00" + stream.encode() + b"\x00" + seq.to_bytes(8, "big") + entry_hash).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """Return the largest power of two smaller than `size` (2 or more)."""
    return 1 << ((size - 1).bit_length() - 1)


Nodes = Callable[[int, int], bytes]
"""`nodes(level, index)`: the hash of the complete subtree of `2**level` leaves number `index`."""


def nodes_of(leaves: Sequence[bytes]) -> Nodes:
    """Return `Nodes` over leaf hashes held in memory."""

    def nodes(level: int, index: int) -> bytes:
        if level == 0:
            return leaves[index]
        return node_hash(nodes(level - 1, 2 * index), nodes(level - 1, 2 * index + 1))

    return nodes


def _range_root(nodes: Nodes, start: int, size: int) -> bytes:
    """Return the root over `size` leaves from `start`, which lies on a boundary of its level."""
    if size == 1:
        return nodes(0, start)
    if size & (size - 1) == 0 and start % size == 0:
        return nodes(size.bit_length() - 1, start // size)
    left = _split(size)
    return node_hash(_range_root(nodes, start, left), _range_root(nodes, start + left, size - left))


def tree_root(nodes: Nodes, size: int) -> bytes:
    """Return the root over the first `size` leaves."""
    return _range_root(nodes, 0, size) if size else EMPTY_ROOT


def inclusion_proof(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """Return the audit path of leaf `index` in the tree of `size` leaves, leaf side first."""
    assert 0 <= index < size
    path: list[bytes] = []
    start = 0
    while size > 1:
        left = _split(size)
        if index < left:
            path.append(_range_root(nodes, start + left, size - left))
            size = left
        else:
            path.append(_range_root(nodes, start, left))
            start, index, size = start + left, index - left, size - left
    return path[::-1]


def root_from_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that `path` leads to from `leaf`, or None if the path has a wrong length."""
    if not 0 <= index < size:
        return None
    node, position, last = leaf, index, size - 1
    for sibling in path:
        if last == 0:
            return None
        if position & 1 or position == last:
            node = node_hash(sibling, node)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        position, last = position >> 1, last >> 1
    return node if last == 0 else None


def consistency_proof(nodes: Nodes, old: int, new: int) -> list[bytes]:
    """Return the proof that the tree of `new` leaves begins with the tree of `old` leaves."""
    assert 0 < old <= new
    return _subproof(nodes, 0, old, new, whole=True)


def _subproof(nodes: Nodes, start: int, old: int, size: int, *, whole: bool) -> list[bytes]:
    if old == size:
        return [] if whole else [_range_root(nodes, start, size)]
    left = _split(size)
    if old <= left:
        inner = _subproof(nodes, start, old, left, whole=whole)
        return [*inner, _range_root(nodes, start + left, size - left)]
    inner = _subproof(nodes, start + left, old - left, size - left, whole=False)
    return [*inner, _range_root(nodes, start, left)]


def is_consistent(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Say whether `path` proves that nothing under `old_root` was changed or dropped."""
    if old == new:
        return old_root == new_root and not path
    if not 0 < old < new or not path:
        return False
    proof = list(path)
    if old & (old - 1) == 0:
        proof.insert(0, old_root)
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    first = second = proof[0]
    for sibling in proof[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


class Frontier:
    """The right edge of a growing tree: enough to add leaves and to tell the root.

    Attributes:
        size: number of leaves so far.
        peaks: hashes of the complete subtrees, largest first.
    """

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        assert len(peaks) == size.bit_count(), "one peak for each bit of the size"
        self.size = size
        self.peaks = list(peaks)

    def add(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add one leaf. Return the subtrees it completes as `(level, index, hash)`, leaf first."""
        done = [(0, self.size, leaf)]
        level, index, node = 0, self.size, leaf
        while index & 1:
            node = node_hash(self.peaks.pop(), node)
            level, index = level + 1, index >> 1
            done.append((level, index, node))
        self.peaks.append(node)
        self.size += 1
        return done

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        if not self.peaks:
            return EMPTY_ROOT
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = node_hash(peak, node)
        return node
