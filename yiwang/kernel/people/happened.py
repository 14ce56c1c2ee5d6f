"""What happened to a person: the data of each event, its fields in the order of their names (ledger)."""

from __future__ import annotations

from datetime import date

import msgspec

from yiwang.kernel.case import Sealed
from yiwang.kernel.people.held import Held, PersonKind


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    """`person.joined`, `person.renamed`."""

    kind: PersonKind = "staff"
    person: str = ""
    sealed: dict[str, Sealed] = {}
    source: str = ""


class Appointed(msgspec.Struct, frozen=True, kw_only=True):
    """`person.appointed`, `person.delegated`."""

    held: Held


class Dismissed(msgspec.Struct, frozen=True, kw_only=True):
    """`person.dismissed`: `last` is the last day held; before `since` it was never held."""

    acting_for: str
    last: date
    position: str


class Closed(msgspec.Struct, frozen=True, kw_only=True):
    """`person.suspended`, `.restored`, `.left`, `.rejoined`, `.invited`, `.sessions-ended`."""

    day: date
    sealed: dict[str, Sealed] = {}


DATA: dict[str, type[msgspec.Struct]] = {
    "person.joined": Joined,
    "person.renamed": Joined,
    "person.appointed": Appointed,
    "person.delegated": Appointed,
    "person.dismissed": Dismissed,
    "person.suspended": Closed,
    "person.restored": Closed,
    "person.left": Closed,
    "person.rejoined": Closed,
    "person.invited": Closed,
    "person.sessions-ended": Closed,
}
