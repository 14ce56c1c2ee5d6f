"""The rules of a fee: due, ordered, paid, refunded. Pure: decide and evolve.

A free service never has one. The amount is the pack's where it names one, else an officer names it with its
basis. Only the provider's signed call makes a fee paid; sent again it changes nothing. A named person gives
money back, with a reason. Paying, or not, moves no clock and no step of the case.

Source: 行政许可法 第五十八条、第五十九条 (no fee but by law; rates that are published).
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel.case import ENDED, Sealed
from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.nets.fees import money, saying
from yiwang.nets.fees.records import PHASES, Fee, Subject


class Demand(Command, frozen=True, kw_only=True):
    """通知缴费, by an officer of the lead body."""

    verb: ClassVar[str] = "fee.demand"
    subject: Subject
    amount: str
    basis: str


class TakeBack(Command, frozen=True, kw_only=True):
    """撤销通知, while nothing is paid."""

    verb: ClassVar[str] = "fee.demand"


class Begin(Command, frozen=True, kw_only=True):
    """去缴费: the provider is told of the order."""

    verb: ClassVar[str] = "fee.pay"
    order: str


class Settle(Command, frozen=True, kw_only=True):
    """支付方的回执: the city's own, after the signature was read."""

    verb: ClassVar[str] = "fee.settle"
    order: str
    amount: str
    reference: str
    receipt: str


class GiveBack(Command, frozen=True, kw_only=True):
    """退款: by a named person, the reason in `sealed["reason"]`. `amount`: "" for all that was paid."""

    verb: ClassVar[str] = "fee.refund"
    amount: str = ""


class GivenBack(Command, frozen=True, kw_only=True):
    """退款的回执: the city's own."""

    verb: ClassVar[str] = "fee.settle"
    refund: str


class Demanded(msgspec.Struct, frozen=True, kw_only=True):
    """`fee.demanded`."""

    amount: str
    basis: str
    subject: Subject


class Noted(msgspec.Struct, frozen=True, kw_only=True):
    """`fee.ordered`, `fee.taken-back`, `fee.refund-asked`, `fee.refunded`.

    `amount`: of a refund; "" for all that was paid.
    """

    amount: str = ""
    order: str = ""
    refund: str = ""
    sealed: dict[str, Sealed] = {}


class PaidFor(msgspec.Struct, frozen=True, kw_only=True):
    """`fee.paid`."""

    amount: str
    receipt: str
    reference: str


DATA: dict[str, type[msgspec.Struct]] = {
    "fee.demanded": Demanded,
    "fee.ordered": Noted,
    "fee.taken-back": Noted,
    "fee.paid": PaidFor,
    "fee.refund-asked": Noted,
    "fee.refunded": Noted,
}


def decide(fee: Fee | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this fee. Changes nothing."""
    if isinstance(command, Demand):
        return _demand(fee, command, context)
    if fee is None:
        return saying.unknown()
    if isinstance(command, Settle | GivenBack):
        if context.actor.kind != "system":
            return record.denied(command)
        return _settle(fee, command) if isinstance(command, Settle) else _given_back(fee, command)
    if not record.allowed(context.actor, command, fee.subject.target):
        return record.denied(command)
    match command:
        case TakeBack() if fee.phase == "due":
            return (Fact("fee.taken-back", Noted()),)
        case Begin() if fee.phase == "due":
            return (Fact("fee.ordered", Noted(order=command.order)),)
        case Begin() if fee.phase == "ordered":
            return ()  # pressed again: the same order
        case GiveBack() if fee.phase == "paid":
            return _give_back(fee, command)
        case _:
            return saying.wrong_phase(PHASES[fee.phase])


def _demand(fee: Fee | None, command: Demand, context: Context) -> Answer:
    subject, matter = command.subject, context.city.matters.get(command.subject.matter)
    if matter is None or not record.allowed(context.actor, command, subject.target):
        return record.denied(command)
    if fee is not None and fee.phase != "withdrawn":
        return saying.asked_already()
    if fee is not None and fee.subject.case != subject.case:
        return record.denied(command)
    rule = matter.guide.fee
    if money.is_free(rule):
        return saying.free(matter.title)
    if subject.phase in ENDED or subject.phase == "draft":
        return saying.ended()
    asked = money.amount(command.amount)
    if asked is None:
        return saying.no_amount(command.amount)
    fixed = money.of_pack(rule)
    if fixed is not None and asked != fixed:
        return saying.wrong_amount(asked, fixed)
    basis = str(rule.get("basis") or "") if fixed is not None else command.basis.strip()
    if not basis:
        return saying.no_basis()
    return (Fact("fee.demanded", Demanded(amount=asked, basis=basis[:200], subject=subject)),)


def _settle(fee: Fee, command: Settle) -> Answer:
    if command.order != fee.order:
        return saying.unknown()
    if fee.reference:
        return () if command.reference == fee.reference else saying.paid_twice()
    if fee.phase != "ordered":
        return saying.wrong_phase(PHASES[fee.phase])
    if command.amount != fee.amount:
        return saying.wrong_amount(command.amount, fee.amount)
    paid = PaidFor(amount=command.amount, receipt=command.receipt, reference=command.reference)
    return (Fact("fee.paid", paid),)


def _give_back(fee: Fee, command: GiveBack) -> Answer:
    if "reason" not in command.sealed:
        return saying.no_reason()
    asked = money.amount(command.amount) if command.amount.strip() else fee.amount
    if asked is None:
        return saying.no_amount(command.amount)
    if Decimal(asked) > Decimal(fee.amount):
        return saying.more_than_paid(asked, fee.amount)
    return (Fact("fee.refund-asked", Noted(amount=asked, sealed=command.sealed)),)


def _given_back(fee: Fee, command: GivenBack) -> Answer:
    if fee.phase == "refunded":
        return ()
    if fee.phase != "refunding":
        return saying.wrong_phase(PHASES[fee.phase])
    return (Fact("fee.refunded", Noted(refund=command.refund)),)


def begin(event: Fact, pack: str, at: datetime) -> Fee:
    """Return the fee that its first event begins."""
    data: Demanded = event.data
    return Fee(subject=data.subject, amount=data.amount, basis=data.basis, phase="due", due_since=at)


def evolve(fee: Fee, event: Fact, at: datetime) -> Fee:
    """Apply one event. Never refuses."""
    data: Any = event.data
    match event.type:
        case "fee.demanded":
            return begin(event, "", at)
        case "fee.ordered":
            return replace(fee, phase="ordered", order=data.order)
        case "fee.taken-back":
            return replace(fee, phase="withdrawn")
        case "fee.paid":
            return replace(fee, phase="paid", paid_at=at, receipt=data.receipt, reference=data.reference)
        case "fee.refund-asked":
            back = data.amount or fee.amount
            return replace(fee, phase="refunding", refund_amount=back, sealed={**fee.sealed, **data.sealed})
        case "fee.refunded":
            return replace(fee, phase="refunded", refund=data.refund)
    return fee


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
