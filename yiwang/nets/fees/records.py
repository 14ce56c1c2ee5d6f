"""What the two records hold: a fee of a case, and a parcel with its result. No names, no addresses."""

from __future__ import annotations

from datetime import datetime

import msgspec

from yiwang.kernel.access import Target
from yiwang.kernel.case import Sealed

PHASES = {
    "due": {"zh": "待缴", "en": "Due"},
    "ordered": {"zh": "正在缴费", "en": "Being paid"},
    "paid": {"zh": "已缴", "en": "Paid"},
    "refunding": {"zh": "正在退款", "en": "Being refunded"},
    "refunded": {"zh": "已退款", "en": "Refunded"},
    "withdrawn": {"zh": "已撤销，不用缴", "en": "Taken back; nothing is due"},
}
PARCEL_PHASES = {
    "asked": {"zh": "等单位交寄", "en": "To be handed over"},
    "moving": {"zh": "已交寄", "en": "Handed over"},
    "delivered": {"zh": "已送达", "en": "Delivered"},
    "returned": {"zh": "被退回", "en": "Came back"},
    "called-off": {"zh": "不寄了", "en": "Called off"},
}


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """The case it belongs to, as it stood when it was looked at."""

    applicant: str
    case: str
    lead: str
    matter: str
    number: str
    phase: str
    window: str = ""

    @property
    def target(self) -> Target:
        """What `access.may` is asked about."""
        return Target(
            applicant=self.applicant,
            lead=self.lead,
            bodies=self.bodies,
            window=self.window,
            matter=self.matter,
        )

    @property
    def bodies(self) -> tuple[str, ...]:
        """The lead body, and the window of the place."""
        return tuple(one for one in (self.lead, self.window) if one)


class Fee(msgspec.Struct, frozen=True, kw_only=True):
    """One fee of a case.

    Attributes:
        amount: yuan as a decimal string, two places. basis: the clause it rests on.
        refund, refund_amount: the provider's reference, and how much went back.
        order: id given to the provider. reference, receipt: of the payment and of its e-receipt.
    """

    subject: Subject
    amount: str
    basis: str
    phase: str
    due_since: datetime
    order: str = ""
    paid_at: datetime | None = None
    receipt: str = ""
    reference: str = ""
    refund: str = ""
    refund_amount: str = ""
    sealed: dict[str, Sealed] = {}


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """The parcel with a case's result. Name, telephone and address lie in the vault."""

    subject: Subject
    phase: str
    asked_at: datetime
    handed_over_at: datetime | None = None
    tracking: str = ""
    sealed: dict[str, Sealed] = {}
