"""The operational log: one line of JSON for each call, in the field names of X-Road's operational monitoring.

No payload and no subject: who asked which service when, how long each leg took, whether it succeeded.
Source: X-Road: Operational Monitoring Protocol (PR-OPMON), Annex B. Times are milliseconds since 1970.
`messageIssue` is the number of the case, `messageId` the exchange; what the protocol has and we have not
(user, represented party, attachments) is left out. There are no time stamps of RFC 3161.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

import msgspec

LARGEST = 64 * 1024 * 1024
"""Bytes, after which the file becomes `.1` and a new one begins."""


class Operational:
    """Appends lines to a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._open()

    def write(self, line: dict[str, Any]) -> None:
        """Write one line. A disk that is full does not hold up the city: the ledger has the exchange."""
        whole = msgspec.json.encode(line) + b"\n"
        with self._lock:
            try:
                if self._size + len(whole) > LARGEST:
                    os.close(self._file)
                    os.replace(self._path, self._path.with_suffix(self._path.suffix + ".1"))
                    self._open()
                self._size += os.write(self._file, whole)
            except OSError:
                return

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)

    def _open(self) -> None:
        self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
        self._size = os.fstat(self._file).st_size
