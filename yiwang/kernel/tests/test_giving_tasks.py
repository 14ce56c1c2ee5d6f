"""A task is given to whoever holds its position today, by the records; who lost it hides it from nobody."""

from __future__ import annotations

import msgspec
import pytest

from yiwang.kernel import commands as c
from yiwang.kernel.access import Holding
from yiwang.kernel.acts import decide
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.tests.small_city import context, staff
from yiwang.kernel.tests.test_case import Story

NOW = "2026-03-04T10:00+08:00"


@pytest.fixture
def story():
    return Story().accepted()


def asked(story, actor, command, holders):
    return decide(story.case, command, msgspec.structs.replace(context(actor, NOW), holders=holders))


def held(task, person="p-new"):
    return {person: (Holding("post", task.role, task.body, "900101"),)}


def test_a_person_of_the_records_whom_the_pack_does_not_know_can_be_given_the_task(story):
    task = next(one for one in story.case.tasks if one.role)
    answer = asked(story, staff("officer"), c.Assign(task=task.id, person="p-new"), held(task))

    assert not isinstance(answer, Refusal)
    assert answer[0].data.opened[0].assignee == "p-new"


def test_a_person_of_the_pack_who_holds_the_position_no_more_cannot(story):
    task = next(one for one in story.case.tasks if one.role)
    known = next(
        (
            one.id
            for one in story.here.persons.values()
            if (p := story.here.positions.get(one.position)) and (p.role, p.body) == (task.role, task.body)
        ),
        "p-old",
    )

    for holders in ({}, held(task), {known: (Holding("post", "chief", task.body, "900101"),)}):
        answer = asked(story, staff("officer"), c.Assign(task=task.id, person=known), holders)
        assert isinstance(answer, Refusal) and answer.code == "case.wrong-person"


def test_a_claim_stands_while_the_claimant_holds_the_position_and_then_hides_the_task_from_nobody(story):
    task = next(one for one in story.case.tasks if one.role)
    mine = msgspec.structs.replace(task, assignee="p-gone")
    story.case = msgspec.structs.replace(story.case, tasks=(mine,))
    me = staff(task.role, task.body)

    standing = asked(story, me, c.Claim(task=task.id), held(task, "p-gone"))
    unknown = asked(story, me, c.Claim(task=task.id), None)
    free = asked(story, me, c.Claim(task=task.id), held(task, me.person))

    assert [one.code for one in (standing, unknown)] == ["case.claimed"] * 2
    assert free[0].data.opened[0].assignee == me.person
