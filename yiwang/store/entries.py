"""Entries of a batch on their way to the ledger: one column beside the other, in the server's binary form."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from yiwang.store.arrays import raw_column, sized
from yiwang.store.execute import Written
from yiwang.store.pipe import Pipe

INSERT_EVENTS = (
    "INSERT INTO event (city, kind, stream, seq, at, body, hash)"
    " SELECT %s::text, %s::text, * FROM unnest(%s::uuid[], %s::int[], %s::timestamptz[], %s::bytea[],"
    " %s::bytea[])"
)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_UUID_SIZE, _INT_SIZE, _TIME_SIZE, _HASH_SIZE = (size.to_bytes(4, "big") for size in (16, 4, 8, 32))
_SMALL = [number.to_bytes(4, "big") for number in range(256)]


class Page:
    """Entries of one kind of stream that were decided and not sent yet."""

    __slots__ = ("_ats", "_bodies", "_hashes", "_kind", "_seqs", "_streams")

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._clear()

    def _clear(self) -> None:
        self._streams: list[bytes] = []
        self._seqs: list[bytes] = []
        self._ats: list[bytes] = []
        self._bodies: list[bytes] = []
        self._hashes: list[bytes] = []

    def add(self, stream: bytes, written: Written) -> None:
        """Add what one command wrote; `stream` is the 16 bytes of its id.

        Length and body stay two pieces, so that a body is copied once, into the whole.
        """
        at = ((written.at - _EPOCH) // _TICK).to_bytes(8, "big", signed=True)
        bodies, seq = self._bodies, written.seq - len(written.bodies)
        self._hashes += written.hashes
        for body in written.bodies:
            seq += 1
            self._streams.append(stream)
            self._seqs.append(_SMALL[seq] if seq < 256 else seq.to_bytes(4, "big"))
            self._ats.append(at)
            bodies.append(sized(len(body)))
            bodies.append(body)

    def send(self, pipe: Pipe, city: str) -> None:
        """Send what there is, if anything, and begin anew."""
        count = len(self._hashes)
        if not count:
            return
        columns = (
            raw_column("uuid", count, _UUID_SIZE + _UUID_SIZE.join(self._streams)),
            raw_column("integer", count, _INT_SIZE + _INT_SIZE.join(self._seqs)),
            raw_column("timestamptz", count, _TIME_SIZE + _TIME_SIZE.join(self._ats)),
            raw_column("bytea", count, b"".join(self._bodies)),
            raw_column("bytea", count, _HASH_SIZE + _HASH_SIZE.join(self._hashes)),
        )
        pipe.send(INSERT_EVENTS, (city, self._kind, *columns))
        self._clear()
