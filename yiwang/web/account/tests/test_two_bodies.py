"""Somebody with positions in two bodies works for both, and losing one of them leaves the other whole."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from yiwang.kernel.access import system
from yiwang.kernel.people.person import Appoint, Dismiss
from yiwang.people.ids import person_stream
from yiwang.people.kinds import PERSON
from yiwang.store.execute import Ask, Done, execute
from yiwang.web.account.tests.conftest import OFFICER, code_now
from yiwang.web.account.tests.test_signing_in import INBOX, words

HEALTH, MARKET = "岳阳楼区卫生健康局", "岳阳楼区市场监督管理局"
SECOND = "yueyanglou-market-regulation-officer"


def change(door, clock, command):
    asked = Ask("yueyang", PERSON, person_stream("yueyang", OFFICER), command, system("test"), clock.now)
    assert isinstance(execute(door, asked), Done)


def who(browser) -> str:
    """Return as whom the header says one acts."""
    return re.search(r'class="who".*?</a>', words(browser.get("/yueyang/")), re.DOTALL)[0]


@pytest.fixture
def both(officer, enter, door, clock):
    """The health officer, who is an officer of the market regulator, too, signed in."""
    change(door, clock, Appoint(position=SECOND, since=clock.now.date()))
    return enter("h1007", code=code_now())[0]


def test_the_header_names_both_bodies_and_the_inbox_has_their_tasks(both, door, clock):
    from tests.test_access_matrix import Cases

    number = Cases(door, clock.now).accepted()[0]

    assert HEALTH in who(both) and MARKET in who(both)
    assert number in words(both.get(INBOX))
    assert both.get(f"/yueyang/services/cases/{number}/").status_code == 200


def test_the_loss_of_one_position_ends_the_session_and_leaves_the_other(both, enter, door, clock):
    from tests.test_access_matrix import Cases

    number = Cases(door, clock.now).accepted()[0]
    assert both.get(f"/yueyang/services/cases/{number}/").status_code == 200
    last = clock.now.date() - timedelta(days=1)
    change(door, clock, Dismiss(position="yueyanglou-health-officer", last=last))

    answer = both.get(f"/yueyang/services/cases/{number}/")
    assert answer.status_code == 302 and "/sign-in" in answer["Location"]
    again, _ = enter("h1007", code=code_now(1))

    assert HEALTH not in who(again) and MARKET in who(again)
    assert again.get(f"/yueyang/services/cases/{number}/").status_code == 404
    assert again.get(INBOX).status_code == 200
