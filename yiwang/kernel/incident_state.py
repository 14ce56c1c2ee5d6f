"""How the reporting of an incident stands: graded when and how; what is owed, sent, received.

What an event of the ledger carries declares its fields in alphabetical order (`ledger.entry_bytes`).
"""

from __future__ import annotations

from datetime import datetime

import msgspec


class Grading(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """定级: the grade from `at` on; `by`: person id; `how`: `rule` where a table found it, else `person`."""

    at: datetime
    by: str
    grade: str
    how: str = "rule"


class Owed(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """One report that is owed, or was.

    Attributes:
        after: what it follows: "" a line of the pack; `higher` or `lower`: the grade moved after it was
            sent, and whoever was told is told that.
        due_at: the last moment, UTC. started_at: from when its limit runs.
        grade: at which it arose, or to which it moved.
        id: unique in its incident. rule: id of the pack's line.
        lapsed_at: the grade was lowered before it was due; it is not owed any more.
        received_at: those who were told confirmed it.
        sent_at, sent_how: when and how it went out (`platform`, `phone`, `fax`, `paper`, `mail`).
        told_late: its lateness was recorded.
    """

    after: str = ""
    due_at: datetime
    grade: str
    id: str
    lapsed_at: datetime | None = None
    received_at: datetime | None = None
    rule: str
    sent_at: datetime | None = None
    sent_how: str = ""
    started_at: datetime
    told_late: bool = False

    @property
    def open(self) -> bool:
        """It is owed and did not go out."""
        return self.sent_at is None and self.lapsed_at is None

    def late_at(self, now: datetime) -> bool:
        """It went out late, or did not go out though its time is over."""
        return self.lapsed_at is None and (self.sent_at or now) > self.due_at


class Reporting(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """The reporting of one incident.

    Attributes:
        gradings: oldest first. handled_at: when handling ended, None while it goes on.
        known_at: discovery or knowledge (发现或者获知).
        operator: kind of operator. owed: in the order in which they arose.
        personal: personal data leaked, or likely did. people_spared: clause and reason why the people need
            not be told are on record, as harm is effectively avoided.
    """

    gradings: tuple[Grading, ...] = ()
    handled_at: datetime | None = None
    known_at: datetime
    operator: str
    owed: tuple[Owed, ...] = ()
    people_spared: bool = False
    personal: bool = False

    @property
    def grade(self) -> str:
        """Return the grade now, "" before the first."""
        return self.gradings[-1].grade if self.gradings else ""

    def one(self, owed: str) -> Owed | None:
        """Return a report by its id."""
        return next((found for found in self.owed if found.id == owed), None)

    def wakes(self) -> list[datetime]:
        """Return the moments at which the clock must look at it."""
        return [one.due_at for one in self.owed if one.open and not one.told_late]
