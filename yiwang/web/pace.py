"""How often one address may ask for something costly: a bucket of turns for each, in this process's memory.

Nothing of it is stored or logged, and an address is kept as a keyed hash only. Several processes count
each for itself, so that a city's whole pace is the number given times its web processes.
"""

from __future__ import annotations

from collections import OrderedDict
from hashlib import blake2b
from secrets import token_bytes
from threading import Lock
from time import monotonic

from django.http import HttpRequest

from yiwang.web.account.guessing import address_of

MOST = 10_000
"""Addresses that are remembered; the ones that asked longest ago go first."""


class Pace:
    """`turns` at once, and as many again in a minute."""

    def __init__(self, turns: int) -> None:
        self.turns = turns
        self._key = token_bytes(16)
        self._left: OrderedDict[bytes, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, request: HttpRequest, now: float | None = None) -> int:
        """Take a turn for who asks; return 0, or in how many whole seconds there is one again.

        Args:
            now: seconds of a clock that only goes forward; this process's own by default.
        """
        at = monotonic() if now is None else now
        who = blake2b(address_of(request).encode(), key=self._key, digest_size=16).digest()
        with self._lock:
            left, last = self._left.pop(who, (float(self.turns), at))
            left = min(float(self.turns), left + (at - last) * self.turns / 60)
            self._left[who] = (left - 1 if left >= 1 else left, at)
            if len(self._left) > MOST:
                self._left.popitem(last=False)
        return 0 if left >= 1 else int((1 - left) * 60 / self.turns) + 1
