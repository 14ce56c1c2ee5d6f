"""How much of a city was looked at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Counts:
    """What was looked at in one city.

    Attributes:
        waiting: entries that have no leaf yet, and need none yet.
        signed: entries under a checkpoint whose signature and root hold; the others only chain.
        opened: vault entries that were opened and are what their ledger entry says.
    """

    entries: int = 0
    streams: int = 0
    rows: int = 0
    leaves: int = 0
    checkpoints: int = 0
    vault: int = 0
    waiting: int = 0
    signed: int = 0
    opened: int = 0
