"""What every adapter must do, whoever wrote it. A vendor calls these against their own, in a test of theirs.

    from yiwang.ports.contract import payments_keep_the_contract
    payments_keep_the_contract(MyPayments(...), my_paid_call)

Each raises AssertionError with a sentence that says what was not kept.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from yiwang.ports.payment import Order, Paid, Payments
from yiwang.ports.post import STATES, Parcel, Post
from yiwang.ports.telephone import Call, Telephone

PaidCall = Callable[[str, str], tuple[bytes, str]]


def payments_keep_the_contract(payments: Payments, paid_call: PaidCall, day: date | None = None) -> None:
    """Hold a payment adapter against the contract.

    Args:
        paid_call: `(order, amount) -> (body, signature)`: a call as the provider's test system sends it.
        day: on which the test system books what it sends; None: today, UTC.
    """
    day = day or datetime.now(UTC).date()
    order = Order("contract-1", "12.50", "contract")
    address = payments.begin(order)
    assert address and payments.begin(order) == address, "an order told twice is one"
    body, signature = paid_call(order.id, order.amount)
    paid = payments.read(body, signature)
    assert paid is not None, "a signed call is read"
    assert (paid.order, paid.amount) == (order.id, order.amount), "it tells order and amount as they were"
    assert isinstance(paid.amount, str) and paid.reference and paid.receipt, "it has reference and e-receipt"
    assert payments.read(body, signature) == paid, "a call sent again tells the same"
    for wrong in ("", signature[:-1], "0" * len(signature), signature + "é"):
        assert payments.read(body, wrong) is None, "a wrong signature is not read"
    assert payments.read(body.replace(b"12.50", b"00.01"), signature) is None, "a changed amount is not read"
    assert payments.read(b"", signature) is None, "an empty call is not read"
    listed = [one for one in payments.listed(day) if one.order == order.id]
    assert len(listed) == 1, "an order paid on a day is listed on that day, once"
    assert (listed[0].amount, listed[0].reference, listed[0].state) == (
        paid.amount,
        paid.reference,
        "paid",
    ), "it is listed with the amount and reference that the call told"
    given_back = payments.refund(paid, "2.50")
    assert given_back and payments.refund(paid, "2.50") == given_back, "a refund asked twice is one"
    (listed_now,) = [one for one in payments.listed(day) if one.order == order.id]
    assert (listed_now.state, listed_now.refund) == ("refunded", "2.50"), "a refund shows in the list"
    other = Paid("contract-2", "1.00", paid.reference + "x", paid.receipt)
    assert payments.refund(other, "1.00") != given_back, "two payments have two refunds"


def post_keeps_the_contract(post: Post, at: datetime) -> None:
    """Hold a carrier's adapter against the contract. `at`: aware; when the parcel is handed over."""
    parcel = Parcel("contract-1", "示例", "00000000000", "示例路 1 号")
    tracking = post.hand_over(parcel, at)
    assert tracking and post.hand_over(parcel, at) == tracking, "a parcel handed over twice is one"
    other = Parcel("contract-2", "示例", "00000000000", "示例路 2 号")
    assert post.hand_over(other, at) != tracking, "two parcels have two tracking numbers"
    for later in (timedelta(0), timedelta(days=2)):
        assert post.state(tracking, at, at + later) in STATES, f"a state is one of {', '.join(STATES)}"
    assert "示例" not in tracking, "a tracking number tells nobody's name"


def telephone_keeps_the_contract(telephone: Telephone, ring: Callable[[str], Call]) -> None:
    """Hold a telephone exchange's adapter against the contract. `ring`: makes its test line call."""
    first, second = ring("00000000000"), ring("")
    waiting = [one.id for one in telephone.ringing()]
    assert waiting == [first.id, second.id], "what rings is told, the oldest first"
    taken = telephone.answer(first.id, "desk-1")
    assert taken is not None and taken.answered_by == "desk-1", "who answers is told"
    assert taken.recording and taken.caller not in taken.recording, "a recording's id tells no number"
    assert telephone.answer(first.id, "desk-1") == taken, "answered twice by the same it is one"
    assert telephone.answer(first.id, "desk-2") is None, "the first who answers has the call"
    assert telephone.answer("none", "desk-1") is None, "a call that is gone cannot be answered"
    assert [one.id for one in telephone.ringing()] == [second.id], "what was answered rings no more"
    assert not telephone.hand_over(second.id, "119"), "a call that rings is not handed over"
    assert telephone.hand_over(first.id, "119"), "an answered call is handed over"
    assert telephone.hand_over(first.id, "119"), "handed over twice it is one"
    assert not telephone.hand_over(first.id, "120"), "a call that went is not handed over elsewhere"
