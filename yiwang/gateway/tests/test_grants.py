"""Under a grant that came of a request the gateway gives what its record says, for as long as it stands."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from yiwang.gateway.tests.conftest import CITY, PEOPLE, PURPOSE, WHO
from yiwang.granted import grant_rules as rules
from yiwang.granted.grant_records import Terms
from yiwang.granted.kinds import GRANT, grants_stream
from yiwang.kernel.access import Actor, Holding
from yiwang.store.execute import Ask, Done, execute

TERMS = Terms(
    id="asked-1",
    to="yueyanglou-market-regulation",
    owner=PEOPLE.owner,
    authority="yueyang-data",
    product="people",
    since=date(2026, 11, 1),
    until=date(2026, 12, 1),
    basis=("示例 第一条",),
    purpose=PURPOSE["zh"],
    fields=("name", "children"),
    matters=("individual-business",),
    masks={"name": "name"},
    row_rule="alive = true",
    quota=2,
)


@pytest.fixture
def act(governed, clock):
    """`act(command)`: the city gives it, or the owner's chief data officer acts on it."""
    keeper = Actor("cdo-1", "staff", (Holding("police-cdo", "cdo", PEOPLE.owner, "430600"),))

    def do(command):
        who = WHO if isinstance(command, rules.Give) else keeper
        secrets = {} if isinstance(command, rules.Give) else {"reason": "超出用途"}
        stream = grants_stream(CITY, TERMS)
        done = execute(governed.door, Ask(CITY, GRANT, stream, command, who, clock.now, secrets=secrets))
        assert isinstance(done, Done), done

    return do


def test_a_recorded_grant_gives_its_fields_masked_filtered_and_no_more_often_than_it_says(ask, act):
    act(rules.Give(terms=TERMS))
    assert ask(grant="asked-1").json["rows"] == [{"name": "张**", "children": 2}]
    assert ask(grant="asked-1", values=["A3"]).json["rows"] == []
    assert ask(grant="asked-1").code == "gateway.quota"


def test_a_suspended_or_ended_grant_gives_nothing_and_a_resumed_one_again(ask, act):
    act(rules.Give(terms=TERMS))
    act(rules.Suspend(grant="asked-1"))
    assert ask(grant="asked-1").code == "gateway.suspended"
    act(rules.Resume(grant="asked-1"))
    assert ask(grant="asked-1").status == 200
    act(rules.Terminate(grant="asked-1"))
    assert ask(grant="asked-1").code == "gateway.over"


def test_a_row_rule_in_words_alone_cannot_be_held_so_nothing_is_given(ask, act):
    act(rules.Give(terms=replace(TERMS, row_rule="只给在世的人")))
    assert ask(grant="asked-1").code == "gateway.rule-unreadable"
