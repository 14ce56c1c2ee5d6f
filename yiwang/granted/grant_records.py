"""What one body has been granted of one product (共享授权): the terms, and how each grant stands.

A record is of a body and a product, not of one grant: so that a new grant is refused while an older one of
the same class has ended without its statement of disposal, whoever asks and whenever.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from yiwang.kernel.case import Sealed

PENDING, ACTIVE, SUSPENDED = "pending", "active", "suspended"
EXPIRED, DISPOSED, TERMINATED = "expired", "disposed", "terminated"
STATES = (PENDING, ACTIVE, SUSPENDED, EXPIRED, DISPOSED, TERMINATED)

STATE_IN_WORDS: dict[str, dict[str, str]] = {
    PENDING: {"zh": "未开始", "en": "pending"},
    ACTIVE: {"zh": "有效", "en": "active"},
    SUSPENDED: {"zh": "已暂停", "en": "suspended"},
    EXPIRED: {"zh": "已到期，待处置", "en": "expired, to be disposed of"},
    DISPOSED: {"zh": "已处置", "en": "disposed of"},
    TERMINATED: {"zh": "已终止，待处置", "en": "terminated, to be disposed of"},
}


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What was granted, to whom, for what and for how long.

    Attributes:
        case: number of the request it came from, "" for a grant that the pack itself names.
        to: id of a body, or a function for a grant of the pack. owner, authority: body ids.
        product: id, "" for data held above; then `held_by` and `above` say whose and what.
        masks: field → how it is masked. quota: uses in a day at most, 0 for the gateway's own limit.
        row_rule: a condition in FEEL on fields of the product, "" for every row.
        visibility: `shown` or `withheld` from those it is about (an investigation's).
        retention: how long the receiver may keep what it got.
    """

    id: str
    to: str
    owner: str
    authority: str
    product: str
    since: date
    until: date
    basis: tuple[str, ...]
    purpose: str
    purpose_en: str = ""
    case: str = ""
    held_by: str = ""
    above: str = ""
    fields: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    masks: dict[str, str] = {}
    row_rule: str = ""
    quota: int = 0
    visibility: str = "shown"
    retention: str = ""
    instrument: str = ""

    @property
    def klass(self) -> str:
        """What it is a grant of: the product, or the data held above."""
        return self.product or f"{self.held_by} {self.above}"


class One(msgspec.Struct, frozen=True, kw_only=True):
    """One grant and how it stands.

    Attributes:
        held_by: body that suspended it, "" while it is not. ended_at: terminated before its time.
        kept_basis: the clause by which something is kept after disposal, "" for nothing.
        sealed: the newest reason, and the statement of disposal (`erased`, `kept`, `where`).
    """

    terms: Terms
    held_by: str = ""
    ended_at: datetime | None = None
    disposed_at: datetime | None = None
    kept_basis: str = ""
    sealed: dict[str, Sealed] = {}


class Grants(msgspec.Struct, frozen=True, kw_only=True):
    """Every grant of one class to one body, by id, the oldest first."""

    to: str
    klass: str
    grants: dict[str, One]


def state_of(one: One, today: date, until: date | None = None) -> str:
    """Return how a grant stands on a day; one that was neither ended nor held goes by its days.

    Args:
        until: its last day where the pack says another than the terms.
    """
    if one.disposed_at is not None:
        return DISPOSED
    if one.ended_at is not None:
        return TERMINATED
    if today > (until or one.terms.until):
        return EXPIRED
    if one.held_by:
        return SUSPENDED
    return PENDING if today < one.terms.since else ACTIVE


def undisposed(known: Grants | None, today: date) -> tuple[One, ...]:
    """Return the grants that are over and of which nobody has said what became of the data."""
    over = (EXPIRED, TERMINATED)
    return tuple(one for one in (known.grants.values() if known else ()) if state_of(one, today) in over)
