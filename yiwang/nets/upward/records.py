"""What the records of this net hold: the line of a platform, what goes up on it, a night's reconciliation.

Nothing personal, nor where it lies: of a personal field stands the name, and it is opened when it is sent.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

QUEUED, SENDING, RETRYING, ACCEPTED = "queued", "sending", "retrying", "accepted"
REFUSED, DEAD, ASIDE = "refused", "dead", "set-aside"
PHASES = (QUEUED, SENDING, RETRYING, ACCEPTED, REFUSED, DEAD, ASIDE)
STUCK = frozenset({REFUSED, DEAD})
"""Where nothing happens by itself any more, until somebody mends it, sends it again or sets it aside."""
DONE = frozenset({ACCEPTED, ASIDE})
"""What later records of the same case need not wait for."""


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """What a record tells of: an entry of the ledger, or an item of the pack.

    Attributes:
        leaf: position of the entry; -1 for an item. part: which of the records that the entry gives, from 0.
        record: one of `kernel.upward.RECORDS`. kind, stream, seq: of the entry; of an item `item` and digest.
        matter: its id. case: id of the case it is about, "" for an item.
    """

    case: str = ""
    event: str = ""
    kind: str = ""
    leaf: int = -1
    matter: str = ""
    part: int = 0
    record: str
    seq: int = 0
    stream: str = ""

    @property
    def name(self) -> str:
        """What makes it the same however often it is asked for."""
        return f"{self.leaf}/{self.part}" if self.leaf >= 0 else f"item/{self.matter}/{self.stream}"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """The line to one platform: the last number given, and how far the ledger was read.

    Attributes:
        items: matter → digest of its record as it was last numbered.
    """

    platform: str
    items: dict[str, str] = {}
    last: int = 0
    leaf: int = -1
    part: int = 0


class Opens(msgspec.Struct, frozen=True, kw_only=True):
    """The case that a refusal opens."""

    case: str
    matter: str
    number: str
    place: str


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A record as a mapping made it: what goes out, what is personal, what is wrong with it.

    Attributes:
        personal: name at the platform → personal field of the case, opened when it is sent.
        faults: "field: reason" each; with any, it is not sent. key: idempotency key. type: theirs.
    """

    faults: tuple[str, ...] = ()
    fields: dict[str, str] = {}
    key: str
    personal: dict[str, str] = {}
    type: str


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """One record on its way up.

    Attributes:
        number: on the line of its platform. day: the city's day under which both sides count it.
        body, case_number: of the case it is about. at: when it happened. desk: body that sees to refusals.
        attempt: how often it was tried in this round. round: 1, and one more each time it was sent again.
        next_at: when it is to be tried. lease_until: who sends it has until then to say what came of it.
        unsure: an attempt ended without a word: it may have arrived twice.
        reason, field: why it was refused or failed last, a code; and the field that it is about.
        opens: the case that its refusal opened last. not_opened: the code with which that was refused.
    """

    platform: str
    number: int
    origin: Origin
    made: Made
    day: date
    at: datetime
    created_at: datetime
    body: str = ""
    case_number: str = ""
    desk: str = ""
    phase: str = QUEUED
    attempt: int = 0
    round: int = 1
    next_at: datetime | None = None
    lease_until: datetime | None = None
    done_at: datetime | None = None
    unsure: bool = False
    reason: str = ""
    field: str = ""
    opens: Opens | None = None
    not_opened: str = ""


class Differences(msgspec.Struct, frozen=True, kw_only=True):
    """What a night's comparison found; numbers of the line, at most `LISTED` of each.

    Attributes:
        ours, theirs: how many each side says it has of the day. listed: how many numbers the platform named.
        missing: taken once, and not there any more: sent again. found: there, which we did not know.
        unknown: there, never sent by us. differs: another content. uncompared: a personal part was erased.
    """

    differs: tuple[int, ...] = ()
    found: tuple[int, ...] = ()
    listed: int
    missing: tuple[int, ...] = ()
    ours: int
    theirs: int
    uncompared: int = 0
    unknown: tuple[int, ...] = ()

    @property
    def for_a_person(self) -> bool:
        """Whether somebody has to look: sending again mends only what is missing."""
        return bool(self.unknown or self.differs or self.theirs != self.listed)


LISTED = 1000


class Night(msgspec.Struct, frozen=True, kw_only=True):
    """The reconciliations of one platform's day. `found`: of the last one that came about.

    Attributes:
        desk: body that sees to it. tries: how often it was asked in vain since.
        next_at: when it is to be asked again, None once it is done.
    """

    platform: str
    day: date
    at: datetime
    desk: str = ""
    found: Differences | None = None
    next_at: datetime | None = None
    opens: Opens | None = None
    not_opened: str = ""
    reason: str = ""
    times: int = 0
    tries: int = 0
