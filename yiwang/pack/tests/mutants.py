"""What a broken pack is; the packs themselves stand in `broken_files.py` and `broken_cities.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yiwang.pack.tests.city import MONDAY, Edit


@dataclass(frozen=True)
class Mutant:
    """A way to break the tutorial pack.

    Attributes:
        code: the rule it breaks.
        name: what was done, in words.
        exit: what the command returns.
    """

    code: str
    name: str
    edits: tuple[Edit, ...]
    exit: int = 1
    day: date = MONDAY

    @property
    def title(self) -> str:
        """The code and what was done."""
        return f"{self.code} {self.name}"
