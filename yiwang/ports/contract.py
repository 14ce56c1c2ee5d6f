"""What every adapter must do, whoever wrote it. A vendor calls these against their own, in a test of theirs.

    from yiwang.ports.contract import payments_keep_the_contract
    payments_keep_the_contract(MyPayments(...), my_paid_call)

Each raises AssertionError with a sentence that says what was not kept.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from yiwang.ports.payment import Order, Paid, Payments
from yiwang.ports.post import STATES, Parcel, Post

PaidCall = Callable[[str, str], tuple[bytes, str]]


def payments_keep_the_contract(payments: Payments, paid_call: PaidCall) -> None:
    """Hold a payment adapter against the contract.

    Args:
        paid_call: `(order, amount) -> (body, signature)`: a call as the provider's test system sends it.
    """
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
    given_back = payments.refund(paid, "2.50")
    assert given_back and payments.refund(paid, "2.50") == given_back, "a refund asked twice is one"
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
