"""A service for which the law sets no limit: the body promises one, and it never passes for the law's.

Source: 优化营商环境条例 第三十六条第二款.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from yiwang.kernel import clocks
from yiwang.kernel.clock_state import ClockState, promise_missed, wakes_at
from yiwang.kernel.explain import explain
from yiwang.kernel.limits import parse
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.tests.small_city import DECISION, at, calendar

PROMISE = replace(DECISION, legal=None, promised=parse("10 工作日"))
MONDAY = at("2026-03-02T10:00+08:00")
SPRING = calendar()


@pytest.fixture
def running() -> ClockState:
    started = clocks.start(PROMISE, MONDAY, None, SPRING)
    assert isinstance(started, ClockState)
    return started


def test_it_is_due_when_it_was_promised_and_the_law_has_no_day(running):
    assert SPRING.local_date(running.due_promised).isoformat() == "2026-03-16"
    assert (running.legal, running.due_legal, running.legal_provisional) == (None, None, False)
    assert clocks.remaining(running, MONDAY, SPRING, "promised").amount == 10
    assert clocks.remaining(running, MONDAY, SPRING) is None
    assert explain(running, SPRING) is None
    assert explain(running, SPRING, "promised").due.isoformat() == "2026-03-16"


def test_a_promise_that_passes_is_missed_and_nothing_expires(running):
    later = MONDAY + timedelta(days=60)

    assert promise_missed(running, later)
    assert not clocks.expired(running, later)
    assert wakes_at(running) is None
    refused = clocks.expire(running, later)
    assert isinstance(refused, Refusal)
    assert refused.code == "clock.not-expired"


def test_it_stands_still_and_is_extended_like_any_other(running):
    paused = clocks.pause(running, PROMISE, MONDAY + timedelta(days=1), "expert-review", SPRING)
    assert paused.due_promised is None
    again = clocks.resume(paused, MONDAY + timedelta(days=3), "expert-review", SPRING)
    assert SPRING.local_date(again.due_promised).isoformat() == "2026-03-19"
    amount = parse("5 工作日")
    longer = clocks.extend(
        again, PROMISE, amount, by="head-of-body", at=MONDAY + timedelta(days=4), reason="r", calendar=SPRING
    )
    assert SPRING.local_date(longer.due_promised).isoformat() == "2026-03-26"


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (replace(PROMISE, on_expiry="grant"), "clock.expiry-without-law"),
        (replace(PROMISE, promised=None), "clock.no-limit"),
        (replace(PROMISE, ends="instant"), "clock.ends-instant"),
        (replace(PROMISE, promised=parse("4 工作时")), "clock.ends-day"),
    ],
)
def test_what_contradicts_itself_does_not_start(rule, code):
    refused = clocks.start(rule, MONDAY, None, SPRING)
    assert isinstance(refused, Refusal)
    assert refused.code == code
