"""Entries of a batch on their way to the ledger: one column beside the other, in the server's binary form."""

from __future__ import annotations

from datetime import UTC, datetime
from struct import Struct

from yiwang.store.arrays import in_a_row, raw_column
from yiwang.store.pipe import Pipe

INSERT_EVENTS = (
    "INSERT INTO event (city, kind, stream, seq, at, body, hash)"
    " SELECT %s::text, %s::text, * FROM unnest(%s::uuid[], %s::int[], %s::timestamptz[], %s::bytea[],"
    " %s::bytea[])"
)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_INT, _TIME = Struct("!i").pack, Struct("!q").pack  # the latter: microseconds since 2000
_UUID_SIZE, _INT_SIZE, _TIME_SIZE, _HASH_SIZE = (_INT(size) for size in (16, 4, 8, 32))
_SMALL = [_INT(number) for number in range(256)]


class Page:
    """Entries of one kind of stream that were decided and not sent yet.

    Attributes:
        bodies, hashes: one of each for an entry, added by who writes it; then `stamp` says whose they are.
    """

    __slots__ = ("_ats", "_kind", "_seqs", "_streams", "bodies", "hashes")

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._clear()

    def _clear(self) -> None:
        self.bodies: list[bytes] = []
        self.hashes: list[bytes] = []
        self._streams: list[bytes] = []
        self._seqs: list[bytes] = []
        self._ats: list[bytes] = []

    def stamp(self, stream: bytes, seq: int, at: datetime, count: int) -> None:
        """Say that the last `count` entries happened `at` to `stream` (16 bytes), which had `seq` before."""
        since = at - _EPOCH
        moment = _TIME((since.days * 86400 + since.seconds) * 1_000_000 + since.microseconds)
        if count == 1:  # as most
            seq += 1
            self._streams.append(stream)
            self._seqs.append(_SMALL[seq] if seq < 256 else _INT(seq))
            self._ats.append(moment)
            return
        for number in range(seq + 1, seq + count + 1):
            self._streams.append(stream)
            self._seqs.append(_SMALL[number] if number < 256 else _INT(number))
            self._ats.append(moment)

    def send(self, pipe: Pipe, city: str) -> None:
        """Send what there is, if anything, and begin anew."""
        count = len(self.hashes)
        if not count:
            return
        columns = (
            raw_column("uuid", count, _UUID_SIZE + _UUID_SIZE.join(self._streams)),
            raw_column("integer", count, _INT_SIZE + _INT_SIZE.join(self._seqs)),
            raw_column("timestamptz", count, _TIME_SIZE + _TIME_SIZE.join(self._ats)),
            raw_column("bytea", count, in_a_row(self.bodies)),
            raw_column("bytea", count, _HASH_SIZE + _HASH_SIZE.join(self.hashes)),
        )
        pipe.send(INSERT_EVENTS, (city, self._kind, *columns))
        self._clear()
