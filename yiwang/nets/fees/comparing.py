"""Reconciling payments (对账): what the provider's books say of a day, held against our fees. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from yiwang.nets.fees.difference_records import Side
from yiwang.nets.fees.records import Fee
from yiwang.ports.payment import REFUNDED, Listed

PAID_PHASES = frozenset({"paid", "refunding", "refunded"})
NOTHING = Side()


@dataclass(frozen=True)
class Found:
    """One order on which the two sides do not agree. `fee`: ours, None where we know of none."""

    order: str
    what: str
    ours: Side
    theirs: Side
    fee: Fee | None


def compare(ours: Mapping[str, Fee], theirs: Iterable[Listed]) -> Iterator[Found]:
    """Yield every order that differs: by state, amount, reference or refund; the first of these is named.

    A refund that we still ask for is no difference: it is asked again by itself (`refunding`).

    Args:
        ours: order → fee: of every order listed, and of every fee paid on the day.
        theirs: what the provider lists of the day.
    """
    listed = {one.order: one for one in theirs}
    for order in sorted({*ours, *listed}):
        fee, one = ours.get(order), listed.get(order)
        mine = side_of_fee(fee) if fee is not None else NOTHING
        there = _listed_side(one) if one is not None else NOTHING
        what = _differs(fee, mine, there)
        if what:
            yield Found(order, what, mine, there, fee)


def side_of_fee(fee: Fee) -> Side:
    """Return how a fee stands with us."""
    back = fee.refund_amount or fee.amount if fee.phase in ("refunding", "refunded") else ""
    return Side(amount=fee.amount, reference=fee.reference, refund=back, state=fee.phase)


def _listed_side(one: Listed) -> Side:
    return Side(amount=one.amount, reference=one.reference, refund=one.refund, state=one.state)


def _differs(fee: Fee | None, ours: Side, theirs: Side) -> str:
    if fee is None:
        return "unknown-here"
    if not theirs.state:
        return "unknown-there" if fee.phase in PAID_PHASES else ""
    if fee.phase not in PAID_PHASES:
        return "not-paid-here"
    if ours.amount != theirs.amount:
        return "amount"
    if ours.reference != theirs.reference:
        return "reference"
    if fee.phase == "refunding":
        return ""
    if (fee.phase == "refunded") != (theirs.state == REFUNDED) or ours.refund != theirs.refund:
        return "refund"
    return ""
