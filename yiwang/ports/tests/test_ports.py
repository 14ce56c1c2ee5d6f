"""The fakes keep the contract that a vendor's adapter must keep; one that does not is found out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from yiwang.ports.contract import (
    payments_keep_the_contract,
    post_keeps_the_contract,
    telephone_keeps_the_contract,
)
from yiwang.ports.payment import FakePayments, Order
from yiwang.ports.post import FakePost
from yiwang.ports.telephone import FakeTelephone

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def test_the_fake_provider_and_the_fake_carrier_keep_the_contract():
    fake = FakePayments(b"secret", "/pay/ORDER")
    payments_keep_the_contract(fake, fake.paid_call)
    post_keeps_the_contract(FakePost(), NOW)
    assert fake.begin(Order("a-1", "1.00", "x")) == "/pay/a-1"


def test_a_provider_that_believes_anybody_is_found_out():
    class Gullible(FakePayments):
        def read(self, body, signature):
            return super().read(body, self._signature(body))

    gullible = Gullible(b"secret", "/pay/ORDER")
    with pytest.raises(AssertionError, match="a wrong signature is not read"):
        payments_keep_the_contract(gullible, gullible.paid_call)


def test_the_fake_exchange_keeps_the_contract_and_one_that_gives_a_call_twice_is_found_out():
    fake = FakeTelephone()
    telephone_keeps_the_contract(fake, lambda caller: fake.ring(caller, NOW))

    class Twice(FakeTelephone):
        def answer(self, call, position):
            return (
                super().answer(call, self.calls[call].answered_by or position) if call in self.calls else None
            )

    twice = Twice()
    with pytest.raises(AssertionError, match="the first who answers"):
        telephone_keeps_the_contract(twice, lambda caller: twice.ring(caller, NOW))
