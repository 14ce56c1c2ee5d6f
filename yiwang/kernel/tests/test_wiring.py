"""What the wiring asks when something happens to a case, and what needs a person's yes."""

from __future__ import annotations

from datetime import datetime

import msgspec
import pytest
from msgspec.structs import replace

from yiwang.kernel import commands as c
from yiwang.kernel.access import Actor, Holding, system
from yiwang.kernel.acts import decide
from yiwang.kernel.case import Case, Event, opened
from yiwang.kernel.matter import Position, Wire
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.tests.small_city import at, city, resident, staff, text
from yiwang.kernel.traffic import DEEPEST, Origin
from yiwang.kernel.wiring import CONFIRMED, LIMIT_PASSED, asked, awaited

NOON = at("2026-03-02T12:00+08:00")
CHIEF = Position("chief", "east-bureau", text("负责人"), "chief")
HEAD = Actor("p-head", "staff", (Holding("chief", "chief", "east-bureau", "900100"),))
LATE = Wire(
    id="late",
    title=text("逾期督办"),
    matter="licence",
    event=LIMIT_PASSED,
    asked="licence",
    command="resume",
)
SECOND = Wire(
    id="second", title=text("另开一件"), matter="licence", event="case.accepted", asked="licence",
    command="file", facts=(("area", "area"),),
)  # fmt: skip


def context(where, actor, now) -> c.Context:
    return c.Context(actor=actor, now=now, city=where)


def town(*wires: Wire):
    return replace(city(), wires=wires, positions={"chief": CHIEF})


def filed(where, **facts) -> Case:
    command = c.File(
        case="018f0000-0000-7000-8000-000000000001", number="2603-1", matter="licence", place="900101",
        channel="online", applicant="r1", facts=facts or {"area": 80},
    )  # fmt: skip
    (event,) = decide(None, command, context(where, resident(), NOON))
    return opened(event, where.pack, NOON)


def asks(where, case, event, **about):
    earlier = about.pop("earlier", {event})
    return list(asked(where, case, event, about, earlier, NOON))


def test_an_event_that_no_wire_names_asks_nothing():
    where = town(LATE)

    assert asks(where, filed(where), "case.accepted") == []
    assert "case.accepted" not in awaited(where)
    assert awaited(town()) == frozenset()


def test_what_nobody_needs_to_weigh_is_asked_at_once():
    where = town(LATE)
    case = filed(where)

    assert asks(where, case, LIMIT_PASSED, clock="decision") == [("late", case.id, c.Resume())]


def test_a_command_that_needs_words_goes_to_the_head_of_the_lead_body_where_nobody_is_named():
    one = Asked(replace(LATE, command="supervise"))

    (task,) = [task for task in one.case.tasks if task.node == "act:wire"]

    assert (task.role, task.body) == ("chief", one.case.lead)


def test_a_condition_asks_the_facts_and_numbers_kept_as_text_are_numbers():
    where = town(replace(LATE, condition="area > 100"))

    assert asks(where, filed(where, area=80), LIMIT_PASSED) == []
    assert len(asks(where, filed(where, area=120), LIMIT_PASSED)) == 1
    assert asks(town(replace(LATE, condition="missing > 1")), filed(where), LIMIT_PASSED) == []


def test_a_case_of_another_matter_is_not_looked_at():
    where = town(replace(LATE, matter="other"))

    assert asks(where, filed(where), LIMIT_PASSED) == []


def test_a_case_that_the_wiring_begins_carries_named_facts_and_says_where_it_comes_from():
    where = town(SECOND)
    case = filed(where, area=80, street="东街")

    ((wire, to, command),) = asks(where, case, "case.accepted")

    assert (wire, to, command.place, command.facts) == ("second", command.case, "900101", {"area": 80})
    assert command.origin == Origin(case=case.id, wire="second")
    assert asks(where, case, "case.accepted")[0][2] == command
    (event,) = decide(None, command, context(where, system("wiring"), NOON))
    begun = opened(event, where.pack, NOON)
    assert begun.origin == command.origin
    assert (begun.applicant, begun.caller) == ("", None)


def test_nobody_but_the_city_may_say_that_the_wiring_began_a_case():
    where = town(SECOND)
    command = asks(where, filed(where), "case.accepted")[0][2]

    refused = decide(None, command, context(where, staff("window", "hall"), NOON))

    assert isinstance(refused, Refusal)
    assert refused.code == "access.denied"


def test_wires_one_in_another_end():
    where = town(SECOND)
    case = replace(filed(where), origin=Origin(case="x", depth=DEEPEST, wire="second"))
    command = asks(where, case, "case.accepted")[0][2]

    refused = decide(None, command, context(where, system("wiring"), NOON))

    assert isinstance(refused, Refusal)
    assert refused.code == "case.calls-too-deep"


@pytest.mark.parametrize("order", [("case.accepted", LIMIT_PASSED), (LIMIT_PASSED, "case.accepted")])
def test_a_wire_with_a_clock_goes_when_both_have_happened_and_once(order):
    where = town(replace(SECOND, clock="decision"))
    case = filed(where)
    seen: set[str] = set()
    went = []
    for event in order:
        seen |= {event} | ({"limit:decision"} if event == LIMIT_PASSED else set())
        went.append(
            len(asks(where, case, event, clock="decision" if event == LIMIT_PASSED else "", earlier=seen))
        )

    assert went == [0, 1]


def test_the_limit_of_another_clock_does_not_count():
    where = town(replace(SECOND, clock="decision"))

    assert asks(where, filed(where), LIMIT_PASSED, clock="acceptance", earlier={"case.accepted"}) == []


class Asked:
    """A case for whose head the wiring left a task."""

    def __init__(self, wire: Wire) -> None:
        self.where = town(wire)
        self.case = filed(self.where)
        ((_, _, command),) = asks(self.where, self.case, wire.event)
        self.do(command, system("wiring"))

    def answer(self, command, actor):
        return decide(self.case, command, context(self.where, actor, NOON))

    def do(self, command, actor) -> tuple[Event, ...]:
        from yiwang.kernel.case import evolve

        events = self.answer(command, actor)
        assert isinstance(events, tuple), events
        for event in events:
            self.case = evolve(self.case, event, NOON)
        return events


def test_what_needs_a_person_becomes_a_task_of_the_position_and_only_one():
    one = Asked(replace(LATE, position="chief"))

    (task,) = [task for task in one.case.tasks if task.node == "act:wire"]

    assert (task.role, task.body) == ("chief", "east-bureau")
    assert one.answer(c.Propose(wire="late"), system("wiring")) == ()
    assert one.answer(c.Propose(wire="late"), HEAD).code == "access.denied"
    assert one.answer(c.Propose(wire="nothing"), system("wiring")).code == "case.no-wire"


def test_the_head_confirms_and_the_supervision_bears_their_words_and_limit():
    one = Asked(replace(LATE, command="supervise", position="chief"))
    note = {"reason": {"vault": "v1", "mac": "0" * 64}}
    sealed = msgspec.convert(note, dict[str, c.Sealed])

    assert one.answer(c.Confirm(task="act:wire:late"), HEAD).code == "case.reason-missing"
    assert one.answer(c.Confirm(task="act:wire:late", sealed=sealed), HEAD).code == "case.limit-missing"
    events = one.do(c.Confirm(task="act:wire:late", limit="3 工作日", sealed=sealed), HEAD)

    assert [event.type for event in events] == [CONFIRMED, "case.supervised"]
    assert events[1].data.sealed == sealed
    assert one.case.task("act:wire:late") is None
    assert asks(one.where, one.case, CONFIRMED, wire="late") == []  # the person has done it


def test_what_a_person_confirmed_begins_the_other_case_then():
    one = Asked(replace(SECOND, position="chief"))

    one.do(c.Confirm(task="act:wire:second"), HEAD)
    ((wire, _, command),) = asks(one.where, one.case, CONFIRMED, wire="second")

    assert (wire, type(command)) == ("second", c.File)
    assert asks(one.where, one.case, CONFIRMED, wire="another") == []


def test_the_head_may_say_no_with_a_reason():
    one = Asked(replace(LATE, position="chief"))

    assert one.answer(c.Dismiss(task="act:wire:late"), HEAD).code == "case.reason-missing"
    sealed = msgspec.convert({"reason": {"vault": "v1", "mac": "0" * 64}}, dict[str, c.Sealed])
    events = one.do(c.Dismiss(task="act:wire:late", sealed=sealed), HEAD)

    assert [event.type for event in events] == ["case.wire-dismissed"]
    assert one.case.tasks == filed(one.where).tasks


def test_nobody_else_answers_for_the_head_nor_by_it_another_task():
    one = Asked(replace(LATE, position="chief"))

    assert isinstance(one.answer(c.Confirm(task="act:wire:late"), staff("officer")), Refusal)
    assert isinstance(one.answer(c.Confirm(task="act:receive"), HEAD), Refusal)


def test_a_case_keeps_its_origin_when_it_is_written_and_read():
    case = replace(filed(town()), origin=Origin(case="x", wire="late"))

    assert msgspec.json.decode(msgspec.json.encode(case), type=Case) == case
    assert isinstance(case.opened_at, datetime)
