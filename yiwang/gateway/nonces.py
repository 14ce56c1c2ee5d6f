"""Nonces that were used, for as long as a signature is good. They outlive the process.

Kept in memory and appended to a file before anything is asked of a provider, so a call that was answered,
refused or failed before a restart is refused after it. What the machine itself loses with its power is
caught by the exchange's own stream, which is made of the nonce: what was answered is answered once.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path

from yiwang.gateway.signatures import AGE, SKEW

LIVES = AGE + 2 * SKEW
"""Seconds after `created` for which a nonce is kept."""

SWEPT_AT = 50_000
"""Lines after which the file is written anew, without those past their time."""


class Nonces:
    """Those of one city, in one file; one process writes it."""

    def __init__(self, path: Path, now: float) -> None:
        self._path = path
        self._lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._used = self._read(now)
        self._lines = 0
        self._file = self._rewritten()

    def take(self, client: str, nonce: str, created: int, now: float) -> bool:
        """Use a nonce. False: it was used before."""
        name = f"{client} {nonce}"
        with self._lock:
            if name in self._used:
                return False
            if self._lines >= SWEPT_AT:
                self._used = {one: at for one, at in self._used.items() if at + LIVES >= now}
                os.close(self._file)
                self._file = self._rewritten()
            os.write(self._file, f"{created} {name}\n".encode())
            self._used[name] = created
            self._lines += 1
        return True

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)

    def _read(self, now: float) -> dict[str, int]:
        try:
            lines = self._path.read_text("utf-8").splitlines()
        except FileNotFoundError:
            return {}
        used = {}
        for line in lines:
            created, _, name = line.partition(" ")
            if created.isdecimal() and int(created) + LIVES >= now:
                used[name] = int(created)
        return used

    def _rewritten(self) -> int:
        fresh = self._path.with_suffix(".new")
        file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
        os.write(file, "".join(f"{at} {name}\n" for name, at in self._used.items()).encode())
        os.replace(fresh, self._path)
        self._lines = 0
        return file
