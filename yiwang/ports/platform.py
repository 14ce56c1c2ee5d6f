"""A platform above (上级平台): what a city asks of it when it sends records up (上报).

Records are numbered for each platform without a gap and have a key: sent again, a record is the same one.
The platform says of each whether it takes it, wants it later, or refuses it and why; and it tells, for a day,
which numbers it holds and a digest of each, so that both sides can be compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

ACCEPTED, REFUSED, LATER = "accepted", "refused", "later"


@dataclass(frozen=True)
class Notice:
    """One record. Never logged: fields may be personal.

    Attributes:
        number: from 1, without a gap. key: the same for every attempt. kind: in the platform's word.
        day: the city's day under which both sides count it. fields: name → value, as the platform names them.
    """

    number: int
    key: str
    kind: str
    day: date
    fields: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True)
class Verdict:
    """What the platform says of one record.

    Attributes:
        state: `accepted`, `refused` or `later`. reason: the platform's code of why, never its words, which
            may repeat a name. field: the field it is about, "" for none.
    """

    number: int
    state: str
    reason: str = ""
    field: str = ""


@dataclass(frozen=True)
class Tally:
    """What a platform holds of a day: how many, and number → digest (`kernel.upward.digest_of`)."""

    count: int
    digests: Mapping[int, str]


class Away(Exception):
    """The platform cannot be reached, or does not answer as agreed.

    Attributes:
        reason: a code of ours: `away`, `timeout`, `tls`, `busy`, `rejected`, `unreadable`.
        wait: seconds it asked to be left alone.
    """

    def __init__(self, reason: str, wait: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.wait = reason, wait


class Platform(Protocol):
    """A platform above."""

    def send(self, notices: Sequence[Notice]) -> Sequence[Verdict]:
        """Send records, the earlier first. A record without a verdict counts as not taken.

        Raises:
            Away: nothing is known of any of them.
        """

    def tally(self, day: date) -> Tally:
        """Return what the platform holds of a day.

        Raises:
            Away: it does not say.
        """
