"""What a starting city tells the person at the terminal: one line a step, with its seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class Progress:
    """Prints steps as they are done. Both languages stand in every line, since nobody has chosen yet."""

    def __init__(self, out: TextIO | None = None) -> None:
        self.out = out or sys.stderr
        self.begun = time.monotonic()
        self.live = self.out.isatty()
        self.back = "\r" if self.live else ""

    @contextmanager
    def step(self, zh: str, en: str) -> Iterator[list[str]]:
        """Announce a step; what is appended to the list stands behind it when it is done."""
        begun = time.monotonic()
        if self.live:
            print(f"  … {zh} {en}", end="", file=self.out, flush=True)
        notes: list[str] = []
        try:
            yield notes
        except BaseException:
            print(f"{self.back}  ✗ {zh} {en}", file=self.out, flush=True)
            raise
        seconds = time.monotonic() - begun
        behind = f" · {'; '.join(notes)}" if notes else ""
        print(f"{self.back}  ✓ {zh} {en}{behind} ({seconds:.1f} s)", file=self.out, flush=True)

    def say(self, words: str) -> None:
        """Print one line."""
        print(words, file=self.out, flush=True)

    @property
    def seconds(self) -> float:
        """Seconds since the first step."""
        return time.monotonic() - self.begun
