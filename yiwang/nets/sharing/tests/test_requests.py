"""One body asks another for data, within the law's days, and a grant comes of it, or a reason."""

from __future__ import annotations

import pytest

from yiwang.nets.sharing.relays import sharing
from yiwang.nets.sharing.tests.asked import (
    ASKER,
    ASKERS_HEAD,
    PROVIDER,
    PROVIDERS_HEAD,
    ask,
    code,
    do,
    grant_of,
    shown,
)
from yiwang.store.worker import Worker


@pytest.fixture
def rounds(door, clock):
    """`rounds()`: the worker carries what is due."""
    worker = Worker(door, clock, (sharing(door),))
    return lambda: [worker.round() for _ in range(3)]


@pytest.fixture
def who(clients):
    """`who(persona)`: a client of theirs, kept."""
    known = {}
    return lambda persona: known.setdefault(persona, clients(persona))


def agreed(who, rounds, **changed) -> str:
    """Return the number of a request that went through to its grant."""
    number = ask(who(ASKER), **changed)
    for persona, outcome in (
        (ASKERS_HEAD, "agree"),
        (PROVIDER, "complete"),
        (PROVIDERS_HEAD, "agree"),
    ):
        answer = do(who(persona), number, outcome)
        assert answer.status_code == 302, code(answer)
    rounds()
    return number


def test_both_heads_agree_and_a_grant_comes_of_it(who, rounds):
    number = agreed(who, rounds)
    grant = grant_of(who(ASKER), number)
    assert "未开始" in shown(who(ASKER), f"grants/{grant}/")

    assert do(who(PROVIDER), number, "delivered").status_code == 302
    assert do(who(ASKER), number, "received").status_code == 302
    assert "已同意并提供" in shown(who(ASKER), f"requests/{number}/")


def test_no_clock_runs_until_the_asking_head_agrees(who):
    number = ask(who(ASKER))
    assert "还没有开始计算" in shown(who(ASKER), f"requests/{number}/")
    assert do(who(PROVIDER), number, "complete").status_code != 302

    do(who(ASKERS_HEAD), number, "agree")
    page = shown(who(PROVIDER), f"requests/{number}/")
    assert "答复时限（有条件共享）" in page and "12月7日" in page  # ten working days from 23 November


def test_a_refusal_gives_its_reason(who):
    number = ask(who(ASKER))
    do(who(ASKERS_HEAD), number, "agree")
    do(who(PROVIDER), number, "complete")
    assert code(do(who(PROVIDERS_HEAD), number, "refuse")) == "case.reason-missing"
    assert do(who(PROVIDERS_HEAD), number, "refuse", "与所述用途无关").status_code == 302
    assert "与所述用途无关" in shown(who(ASKER), f"requests/{number}/")
