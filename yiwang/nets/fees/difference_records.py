"""What a difference between our payments and the provider's holds: both sides, and who looked into it."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from yiwang.kernel.case import Sealed
from yiwang.nets.fees.records import Subject

OPEN, SETTLED, AGREED = "open", "settled", "agreed"
STATES = {
    OPEN: {"zh": "待查清", "en": "To be looked into"},
    SETTLED: {"zh": "已查清", "en": "Settled"},
    AGREED: {"zh": "后来一致了", "en": "Agreed since"},
}
WHATS = {
    "unknown-here": {"zh": "支付方有，本市没有", "en": "There, and unknown here"},
    "unknown-there": {"zh": "本市已缴，支付方没有", "en": "Paid here, and unknown there"},
    "not-paid-here": {"zh": "支付方已收，本市没有记已缴", "en": "Paid there, and not here"},
    "amount": {"zh": "金额不一样", "en": "Other amount"},
    "reference": {"zh": "流水号不一样", "en": "Other reference"},
    "refund": {"zh": "退款不一样", "en": "Other refund"},
}


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """How an order stands on one side: amounts in yuan as decimal strings; all "" where it is unknown."""

    amount: str = ""
    reference: str = ""
    refund: str = ""
    state: str = ""


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One order on which the sides differ.

    Attributes:
        day: of the comparison that found it. what: in which respect, a word of `WHATS`.
        subject: the case of our fee, None where the order is unknown here.
        settled_by: person id of who settled it, "" before. The words lie in the vault.
    """

    order: str
    day: date
    what: str
    ours: Side
    theirs: Side
    subject: Subject | None
    phase: str
    found_at: datetime
    settled_by: str = ""
    settled_at: datetime | None = None
    sealed: dict[str, Sealed] = {}

    @property
    def bodies(self) -> tuple[str, ...]:
        """The bodies of the case; none of an order that is unknown here."""
        return self.subject.bodies if self.subject is not None else ()
