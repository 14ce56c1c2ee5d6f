"""What is kept of a person: the account, and the positions held from day to day."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from yiwang.kernel.case import Sealed

PersonKind = Literal["staff", "resident", "company"]
How = Literal["own", "substitute", "delegated"]


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A position from a day to a day, both included. Its fields are in the order of their names (ledger).

    Attributes:
        acting_for: whose position it is, "" for one's own. by: signature of who gave it.
        body, role: of the position, as the city knew it then.
        how: own, as the substitute (B 角), or delegated for a time. until: None: open.
    """

    acting_for: str = ""
    body: str = ""
    by: str = ""
    how: How = "own"
    position: str
    role: str = ""
    since: date
    until: date | None = None

    def on(self, day: date) -> bool:
        """Say whether it is held on the day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def meets(self, since: date, until: date | None) -> bool:
        """Say whether it is held on some day of the period."""
        return (self.until is None or since <= self.until) and (until is None or self.since <= until)


class Person(msgspec.Struct, frozen=True):
    """A person or company as the city knows it; names and codes are in the vault.

    Attributes:
        id: random, or the pack's own. source: `pack`, `directory`, `identity`, `self` or `window`.
    """

    id: str
    kind: PersonKind
    source: str
    pack: str
    phase: str = "active"
    held: tuple[Held, ...] = ()
    epoch: int = 0
    sealed: dict[str, Sealed] = {}
