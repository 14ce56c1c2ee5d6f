"""How much of a city was looked at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Counts:
    """What was looked at in one city. `waiting`: entries that have no leaf yet, and need none yet."""

    entries: int = 0
    streams: int = 0
    rows: int = 0
    leaves: int = 0
    checkpoints: int = 0
    vault: int = 0
    waiting: int = 0
