"""Who qualifies is found through grants, told why, and nothing happens until they say yes."""

from __future__ import annotations

from yiwang.nets.offers.tests.conftest import BASE, offers_of, words


def test_whoever_was_granted_a_result_is_offered_the_policy_it_leads_to_and_nobody_else(
    clients, result, worker
):
    result("resident-wu", "unemployment-benefit")
    worker.round()

    assert len(offers_of(clients("resident-wu"))) == 1
    assert offers_of(clients("resident-liu")) == []
