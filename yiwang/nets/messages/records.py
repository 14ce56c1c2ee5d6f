"""What the records of this net hold: a message, where somebody is to be reached, a webhook of a system.

Addresses and codes lie in the vault, under `sealed`. The words of a message are in its event: they are made
of a template and of places that are never personal, so they stand as the proof of what was told.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from yiwang.kernel.case import Sealed
from yiwang.kernel.told import Text

CREATED, SENDING, DELIVERED = "created", "sending", "delivered"
TEMPORARY, PERMANENT, TECHNICAL = "temporary-failure", "permanent-failure", "technical-failure"
PHASES = (CREATED, SENDING, TEMPORARY, DELIVERED, PERMANENT, TECHNICAL)
DEAD = frozenset({PERMANENT, TECHNICAL})
"""Where nothing happens by itself any more: dead letters, that may be sent again."""
FINAL = DEAD | {DELIVERED}
PUT_AWAY = "put-away"
"""Kept for as long as it might be: who was told what is gone from the row, and nobody sees it any more."""


class About(msgspec.Struct, frozen=True, kw_only=True):
    """The case that a message is about, and what happened; all empty where it is about none.

    Attributes:
        body: id of the lead body, or of the body whose webhook it is. event: `case.accepted`.
        at: when it happened. phase, outcome: how the case then stood.
        report: id, where whoever made it is told; `case` is empty then, and `number` the report's.
    """

    at: datetime | None = None
    body: str = ""
    case: str = ""
    event: str = ""
    matter: str = ""
    number: str = ""
    outcome: str = ""
    phase: str = ""
    place: str = ""
    report: str = ""


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message to one receiver by one channel.

    Attributes:
        to: person id; of a webhook, the id of its record.
        words: `subject`, `body` → text; empty for a webhook, which says `about`.
        attempt: how often it was tried in this round. round: 1, and one more for each time it was sent again.
        next_at: when it is to be tried; None while it is tried, and at the end.
        lease_until: who tries it has until then to say what came of it.
        until: it is of no use after that.
        unsure: an attempt ended without a word: it may have arrived, and may arrive twice.
        reason: code of why it failed last. received_at: when a gateway said that the handset has it.
    """

    about: About
    channel: str
    created_at: datetime
    template: str
    to: str
    words: dict[str, Text] = {}
    phase: str = CREATED
    attempt: int = 0
    round: int = 1
    next_at: datetime | None = None
    lease_until: datetime | None = None
    until: datetime | None = None
    done_at: datetime | None = None
    unsure: bool = False
    reason: str = ""
    received_at: datetime | None = None


class Pending(msgspec.Struct, frozen=True):
    """An address that waits for its code. `digest`: SHA-256 of the code, hex."""

    digest: str
    until: datetime


class Addressee(msgspec.Struct, frozen=True, kw_only=True):
    """Where and how one person wants to be told outside the pages.

    Attributes:
        channels: those they chose; only what is confirmed is used. language: of what is sent to them.
        confirmed: channel → since when its address is theirs. pending: channel → what waits for a code.
        sealed: `email`, `sms` (confirmed addresses), `email-new`, `email-code`, `sms-new`, `sms-code`.
    """

    person: str
    channels: tuple[str, ...] = ()
    language: str = "zh"
    confirmed: dict[str, datetime] = {}
    pending: dict[str, Pending] = {}
    sealed: dict[str, Sealed] = {}


class Hook(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook: where a machine client of a body is told of the cases it may read.

    Attributes:
        client: id of the machine client. body: its body. events: what it is told of; empty for all.
        secrets: names in `sealed` of the secrets that sign, the newest first; old_until: when the others end.
    """

    body: str
    client: str
    events: tuple[str, ...] = ()
    old_until: datetime | None = None
    phase: str = "registered"  # registered (no secret yet), active, stopped
    sealed: dict[str, Sealed] = {}
    secrets: tuple[str, ...] = ()
    url: str
