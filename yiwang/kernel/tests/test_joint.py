"""共签: nothing is complete before all have signed the same content, whatever is asked in whatever order."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.kernel import joint, ledger
from yiwang.kernel.access import Actor, Principal, system
from yiwang.kernel.commands import Context
from yiwang.kernel.joint import Begin, Join, Joint, MarkFiled, Refuse, Sign, TakeBack, Withdraw
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.tests.small_city import at
from yiwang.kernel.tests.small_city import city as small_city

CITY = small_city()
NOW = at("2026-03-02T09:00+08:00")
MATTER = sorted(CITY.matters)[0]
FIRST = Actor("p-1", "resident")
PEOPLE = [FIRST, Actor("p-2", "resident"), Actor("p-3", "resident"), Actor("anonymous"), system("joint")]


def begin(*digests: str) -> Begin:
    return Begin(
        joint="j",
        case="c",
        matter=MATTER,
        place=CITY.root,
        channel="online",
        applicant="p-1",
        digests=digests,
        facts={"price": 1},
    )


def ask(state, command, actor):
    answer = joint.decide(state, command, Context(NOW, actor, CITY))
    if isinstance(answer, Refusal):
        return state, answer
    for event in answer:
        assert joint.event_of(event.type, event.v, ledger.canonical(event.data)) == event
        state = joint.begin(event, "pack", NOW) if state is None else joint.evolve(state, event, NOW)
    return state, answer


def begun(*digests: str) -> Joint:
    return ask(None, begin(*digests), FIRST)[0]


commands = st.one_of(
    st.builds(Join, digest=st.sampled_from(["d1", "d2", "d3", ""])),
    st.builds(Sign, content=st.sampled_from([begun("d1", "d2").content, "0" * 64])),
    st.just(TakeBack()),
    st.just(Refuse()),
    st.just(Withdraw()),
    st.just(MarkFiled(number="2611-00000000")),
)


@given(asked=st.lists(st.tuples(commands, st.sampled_from(PEOPLE)), max_size=25))
@settings(derandomize=True, max_examples=400, deadline=None)
def test_it_is_complete_when_and_only_when_all_have_signed(asked):
    state = begun("d1", "d2")
    for command, actor in asked:
        before = state
        state, answer = ask(state, command, actor)
        if isinstance(answer, Refusal):
            assert state == before
        if state.phase in (joint.COMPLETE, joint.FILED):
            assert state.waiting == 0
            assert len(set(state.persons)) == 3
        if before.phase in (joint.FILED, joint.REFUSED, joint.WITHDRAWN):
            assert state == before
        if state.phase == joint.FILED and before.phase != joint.FILED:
            assert actor.kind == "system"
        assert msgspec.json.decode(msgspec.json.encode(state), type=Joint) == state


def test_two_who_sign_complete_it_and_the_city_files_it():
    state = begun("d1")
    state, _ = ask(state, Join(digest="d1"), PEOPLE[1])
    state, _ = ask(state, Sign(content=state.content), PEOPLE[1])
    assert state.phase == joint.COMPLETE
    state, _ = ask(state, MarkFiled(number="2611-00000000"), system("joint"))

    assert (state.phase, state.number) == (joint.FILED, "2611-00000000")


def test_an_agent_signs_for_a_principal_in_the_matters_of_the_mandate_alone():
    state = begun("d1")
    for matters, may in ((frozenset({MATTER}), True), (frozenset({"another"}), False)):
        by = Actor("p-9", "resident", principals=(Principal("p-2", "m", matters),), acting_for="p-2")
        joined, _ = ask(state, Join(digest="d1"), by)
        assert ("p-2" in joined.persons) is may


def test_other_answers_make_another_content():
    one, other = begin("d1"), msgspec.structs.replace(begin("d1"), facts={"price": 2})

    assert joint.content_of(one) != joint.content_of(other)
