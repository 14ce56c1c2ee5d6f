"""Persons, mandates, machine clients and break-glass: what is allowed, refused and remembered."""

from datetime import date, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from yiwang.kernel import ledger
from yiwang.kernel.access import Actor, Holding
from yiwang.kernel.commands import Context
from yiwang.kernel.matter import Position
from yiwang.kernel.people import client, glass, mandate, person, resolve
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.tests.small_city import at, text
from yiwang.kernel.tests.small_city import city as small_city

CITY = small_city()
NOW = at("2026-03-02T09:00+08:00")
TODAY = date(2026, 3, 2)
BODY = sorted(CITY.bodies)[0]
OTHER = sorted(CITY.bodies)[1]
POSTS = {
    "officer-1": (BODY, "officer"),
    "approver-1": (BODY, "approver"),
    "approver-2": (OTHER, "approver"),
    "sys": (BODY, "system-admin"),
    "sec": (BODY, "security-admin"),
    "aud": (BODY, "audit-admin"),
}
HERE = msgspec.structs.replace(
    CITY, positions={name: Position(name, body, text(name), role) for name, (body, role) in POSTS.items()}
)


def staff(person_id, role):
    return Actor(person_id, "staff", (Holding("post", role, BODY, HERE.root),))


SYSTEM, SECURITY, AUDIT = (
    staff("p-sys", "system-admin"),
    staff("p-sec", "security-admin"),
    staff("p-aud", "audit-admin"),
)
RESIDENT = Actor("p-1", "resident")
RULES = {"person": person, "mandate": mandate, "client": client, "glass": glass}


def ask(rules, state, command, actor=SECURITY, now=NOW):
    answer = rules.decide(state, command, Context(now, actor, HERE))
    if isinstance(answer, Refusal):
        return state, answer
    for event in answer:
        body = ledger.canonical(event.data)
        again = rules.event_of(event.type, event.v, body)
        assert again == event
        state = rules.begin(event, "pack", now) if state is None else rules.evolve(state, event, now)
    return state, answer


def joined(actor=SYSTEM, kind="staff"):
    return ask(person, None, person.Join(person="p-9", kind=kind), actor)[0]


def appointed(*positions, who=None):
    who = who or joined()
    for position in positions:
        who, answer = ask(person, who, person.Appoint(position=position, since=TODAY))
        assert not isinstance(answer, Refusal), answer
    return who


def test_who_opens_accounts_gives_no_rights():
    someone = joined(SYSTEM)

    _, refused = ask(person, someone, person.Appoint(position="officer-1", since=TODAY), SYSTEM)

    assert refused.code == "access.denied"


def test_who_gives_rights_opens_no_accounts():
    _, refused = ask(person, None, person.Join(person="p-9"), SECURITY)

    assert refused.code == "access.denied"


def test_nobody_gives_rights_to_themselves():
    me = ask(person, None, person.Join(person="p-sec"), SYSTEM)[0]

    _, refused = ask(person, me, person.Appoint(position="officer-1", since=TODAY), SECURITY)

    assert refused.code == "people.own-rights"


def test_the_three_administrators_are_three_persons():
    for first, second in (("sys", "sec"), ("sec", "aud"), ("aud", "sys"), ("sys", "officer-1")):
        who = appointed(first)
        _, refused = ask(person, who, person.Appoint(position=second, since=TODAY))
        assert refused.code == "people.apart", (first, second)
        assert refused.params == {"holds": first, "wanted": second}


def test_one_administrator_after_another_is_no_clash():
    who = appointed("sys")
    who, _ = ask(person, who, person.Dismiss(position="sys", last=TODAY))

    who, answer = ask(person, who, person.Appoint(position="sec", since=TODAY + timedelta(days=1)))

    assert not isinstance(answer, Refusal)
    assert [held.role for held in resolve.resolve(who, HERE, TODAY).holdings] == ["system-admin"]
    assert [held.role for held in resolve.resolve(who, HERE, TODAY + timedelta(days=1)).holdings] == [
        "security-admin"
    ]


def test_who_examines_does_not_decide_in_the_same_body_but_may_in_another():
    who = appointed("officer-1")

    _, refused = ask(person, who, person.Appoint(position="approver-1", since=TODAY))
    _, given_ = ask(person, who, person.Appoint(position="approver-2", since=TODAY))

    assert refused.code == "people.apart"
    assert not isinstance(given_, Refusal)


def test_a_lost_position_ends_the_sessions_and_the_right():
    who = appointed("officer-1")
    before = who.epoch

    who, _ = ask(person, who, person.Dismiss(position="officer-1", last=TODAY - timedelta(days=1)))

    assert who.epoch > before
    assert resolve.resolve(who, HERE, TODAY).holdings == ()


def test_a_suspended_person_holds_nothing_and_can_come_back():
    who = appointed("officer-1")
    suspended, _ = ask(person, who, person.Suspend(), SYSTEM)
    assert resolve.resolve(suspended, HERE, TODAY).holdings == ()
    assert suspended.epoch > who.epoch

    back, _ = ask(person, suspended, person.Restore(), SYSTEM)

    assert [held.position for held in resolve.resolve(back, HERE, TODAY).holdings] == ["officer-1"]


def test_who_has_left_gets_nothing_any_more():
    gone, _ = ask(person, appointed("officer-1"), person.Leave(), SYSTEM)

    _, refused = ask(person, gone, person.Appoint(position="officer-1", since=TODAY))

    assert refused.code == "people.wrong-phase"
    assert resolve.resolve(gone, HERE, TODAY).holdings == ()


def test_a_delegation_lasts_its_days_and_names_whose_position_it_is():
    chief = Actor("p-chief", "staff", (Holding("approver-1", "approver", BODY, HERE.root),))
    until = TODAY + timedelta(days=3)

    who, answer = ask(
        person, joined(), person.Delegate(position="approver-1", since=TODAY, until=until), chief
    )

    assert not isinstance(answer, Refusal), answer
    assert resolve.resolve(who, HERE, until).holdings[0].acting_for == "p-chief"
    assert resolve.resolve(who, HERE, until + timedelta(days=1)).holdings == ()


def test_whose_position_it_is_ends_the_delegation_early_and_nobody_else_does():
    chief = Actor("p-chief", "staff", (Holding("approver-1", "approver", BODY, HERE.root),))
    until = TODAY + timedelta(days=3)
    who, _ = ask(person, joined(), person.Delegate(position="approver-1", since=TODAY, until=until), chief)
    end = person.Undelegate(position="approver-1", last=TODAY - timedelta(days=1))

    for somebody in (SECURITY, RESIDENT, Actor("p-9", "staff"), staff("p-other", "chief")):
        assert ask(person, who, end, somebody)[1].code == "access.denied"
    after, _ = ask(person, who, end, chief)

    assert resolve.resolve(after, HERE, TODAY).holdings == ()
    assert after.epoch == who.epoch + 1
    assert ask(person, after, end, chief)[1].code == "access.denied"


def test_a_delegator_ends_no_position_that_was_given_otherwise():
    who = appointed("approver-1")
    chief = Actor("p-chief", "staff", (Holding("approver-1", "approver", BODY, HERE.root),))

    _, refused = ask(person, who, person.Undelegate(position="approver-1", last=TODAY), chief)

    assert refused.code == "access.denied"


def test_who_left_comes_back_as_the_same_person_with_positions_of_new_dates():
    gone, _ = ask(person, appointed("officer-1"), person.Leave(), SYSTEM)
    assert ask(person, gone, person.Rejoin(), SECURITY)[1].code == "access.denied"

    back, _ = ask(person, gone, person.Rejoin(), SYSTEM)
    assert (back.id, back.phase, back.epoch) == (gone.id, "active", gone.epoch + 1)
    assert resolve.resolve(back, HERE, TODAY).holdings == ()
    later = TODAY + timedelta(days=30)
    again, answer = ask(person, back, person.Appoint(position="officer-1", since=later))

    assert not isinstance(answer, Refusal), answer
    assert [held.position for held in resolve.resolve(again, HERE, later).holdings] == ["officer-1"]
    assert ask(person, again, person.Rejoin(), SYSTEM)[1].code == "people.wrong-phase"


def test_a_position_that_one_only_stands_in_for_is_not_delegated_on():
    deputy = Actor("p-2", "staff", (Holding("approver-1", "approver", BODY, HERE.root, "p-chief"),))

    _, refused = ask(
        person, joined(), person.Delegate(position="approver-1", since=TODAY, until=TODAY), deputy
    )

    assert refused.code == "access.denied"


def test_administration_is_not_delegated():
    admin = Actor("p-2", "staff", (Holding("sys", "system-admin", BODY, HERE.root),))

    _, refused = ask(person, joined(), person.Delegate(position="sys", since=TODAY, until=TODAY), admin)

    assert refused.code == "people.not-delegable"


def test_a_position_of_a_pack_gone_by_opens_nothing_and_is_named():
    who = appointed("officer-1")
    changed = msgspec.structs.replace(HERE, positions={})

    found = resolve.resolve(who, changed, TODAY)

    assert found.holdings == () and found.gone == ("officer-1",)


def test_a_body_that_replaced_another_goes_on_with_its_cases():
    merged = msgspec.structs.replace(HERE.bodies[BODY], replaces=("old-body", "older-body"))
    changed = msgspec.structs.replace(HERE, bodies={**HERE.bodies, BODY: merged})

    found = resolve.resolve(appointed("officer-1"), changed, TODAY)

    assert [held.body for held in found.holdings] == [BODY, "old-body", "older-body"]


def test_bodies_that_replaced_each_other_end_the_search():
    ring = {
        BODY: msgspec.structs.replace(HERE.bodies[BODY], replaces=(OTHER,)),
        OTHER: msgspec.structs.replace(HERE.bodies[OTHER], replaces=(BODY,)),
    }

    assert resolve.replaced_by(msgspec.structs.replace(HERE, bodies={**HERE.bodies, **ring}), BODY) == (
        OTHER,
    )


commands = st.one_of(
    st.builds(
        person.Appoint,
        position=st.sampled_from(sorted(POSTS)),
        since=st.dates(TODAY - timedelta(days=5), TODAY + timedelta(days=5)),
        until=st.none() | st.dates(TODAY - timedelta(days=5), TODAY + timedelta(days=9)),
    ),
    st.builds(
        person.Dismiss,
        position=st.sampled_from(sorted(POSTS)),
        last=st.dates(TODAY - timedelta(days=5), TODAY + timedelta(days=9)),
    ),
    st.builds(person.Suspend),
    st.builds(person.Restore),
    st.builds(person.EndSessions),
    st.builds(person.Leave),
    st.builds(person.Rejoin),
)


@given(st.lists(st.tuples(commands, st.sampled_from((SYSTEM, SECURITY, AUDIT, RESIDENT))), max_size=12))
def test_whatever_is_asked_nobody_ever_holds_what_must_be_apart(asked):
    who = joined()
    for command, actor in asked:
        before = who
        who, answer = ask(person, who, command, actor)
        assert actor is not AUDIT or isinstance(answer, Refusal)
        assert who.epoch >= before.epoch
        for offset in range(-6, 12):
            held = resolve.resolve(who, HERE, TODAY + timedelta(days=offset)).holdings
            pairs = [(a, b) for a in held for b in held if a is not b]
            assert not any(person.apart(a.role, a.body, b.role, b.body) for a, b in pairs)
