"""What the two records hold: a signal (告警), and a silence (静默) of signals.

Fields are in the order of the alphabet. Of persons they hold random ids alone; the reason of a silence lies
in the vault.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from yiwang.kernel.parts import Sealed


class Opens(msgspec.Struct, frozen=True, kw_only=True):
    """The event that a signal opens: id and number of its case, drawn when it is first told, and its kind."""

    case: str
    kind: str
    number: str


class Signal(msgspec.Struct, frozen=True, kw_only=True):
    """One signal. (rule, about, since) names it.

    Attributes:
        about: the stream, the thing, or the code of the place. body: whose things they are.
        lead: id of the signal that began its group, "" where it did itself; that one opened the case of all.
        opens: the case it opens, None for none. not_opened: the code with which that was refused.
        silence: id of the silence that keeps it quiet, "" for none.
        acknowledged_by: person id of who has seen it, "" for nobody yet.
        until: when it ended, None while it stands. why: `rule-changed`: its rule is gone or another.
    """

    about: str
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""
    body: str
    lead: str = ""
    not_opened: str = ""
    opens: Opens | None = None
    place: str
    rule: str
    severity: str
    silence: str = ""
    since: datetime
    thing: str
    times: int = 1
    until: datetime | None = None
    why: str = ""
    worst: str = ""


class Silence(msgspec.Struct, frozen=True, kw_only=True):
    """A silence: a person keeps the signals of a rule at a thing, or below a place, quiet until then.

    Attributes:
        at: id of the thing, or code of the place. rule: "" for every rule.
        body: whose things alone are meant. by: person id. ended: when it was ended before its time.
    """

    at: str
    body: str
    by: str
    ended: datetime | None = None
    rule: str
    sealed: dict[str, Sealed] = {}
    since: datetime
    until: datetime

    def stands(self, now: datetime) -> bool:
        """Say whether it keeps anything quiet now."""
        return self.ended is None and self.since <= now < self.until
