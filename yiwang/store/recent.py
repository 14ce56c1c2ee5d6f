"""What this process last knew of streams, so that a command need not wait for the row before it is decided.

Nothing is believed of it: what was decided on it is written only where the row still has the same number and
the same hash (`calls.doing`). So it may be old, and it may be empty.
"""

from __future__ import annotations

from threading import Lock
from typing import Any
from uuid import UUID

import msgspec

from yiwang.store.kinds import StreamKind

KEPT = 256  # streams; a state is some kilobytes


class Known(msgspec.Struct, frozen=True, gc=False):
    """What is known of a stream.

    Attributes:
        seq, head: number and hash of its last entry. state: what it then was.
        columns: when it is to be woken, and its query columns; None where nobody has worked them out.
    """

    seq: int
    head: bytes
    state: Any
    columns: tuple[Any, ...] | None = None


class Recent:
    """The streams this process wrote last, at most `KEPT`. Asked by several threads."""

    __slots__ = ("_known", "_lock")

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, int], Known] = {}  # a UUID's own hash is dear
        self._lock = Lock()

    def of(self, city: str, kind: StreamKind, stream: UUID) -> Known | None:
        """Return what is known of a stream."""
        return self._known.get((city, kind.name, stream.int))

    def keep(self, city: str, kind: StreamKind, stream: UUID, known: Known) -> None:
        """Remember a stream as it now is; the one written least recently is forgotten."""
        name = city, kind.name, stream.int
        with self._lock:
            self._known.pop(name, None)
            self._known[name] = known
            if len(self._known) > KEPT:
                del self._known[next(iter(self._known))]

    def forget(self, city: str, kind: StreamKind, stream: UUID) -> None:
        """Forget a stream that is not as it was known."""
        with self._lock:
            self._known.pop((city, kind.name, stream.int), None)
