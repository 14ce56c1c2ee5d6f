"""What holds of grants whatever is asked of them, in whatever order, by whomever, on whatever day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from yiwang.granted import grant_rules as rules
from yiwang.granted.grant_records import (
    ACTIVE,
    DISPOSED,
    EXPIRED,
    PENDING,
    STATES,
    SUSPENDED,
    TERMINATED,
    Terms,
    state_of,
)
from yiwang.kernel.access import Actor, Holding, system
from yiwang.kernel.case import Sealed
from yiwang.kernel.commands import Context
from yiwang.kernel.matter import Body
from yiwang.kernel.people.record import Fact
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.tests.small_city import city as small_city

FIRST = date(2026, 11, 23)
BODIES = ("asker", "owner", "authority", "other")
SAID = Sealed(vault="a" * 32, mac="b" * 64)
CITY = small_city(bodies={one: Body(one, {"zh": one, "en": one}, None, "1", one, "city") for one in BODIES})
DAYS = some.integers(min_value=0, max_value=120)


SLOWLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""Time is no matter here: a busy machine finds no fault."""


def terms(id: str, since: int, until: int) -> Terms:
    """A grant of data held above to the asker, by days after the first."""
    return Terms(
        id=id,
        to="asker",
        owner="owner",
        authority="authority",
        product="",
        held_by="province",
        above="register",
        since=FIRST + timedelta(days=since),
        until=FIRST + timedelta(days=until),
        basis=("law 1",),
        purpose="work",
    )


GIVES = some.builds(
    lambda id, since, more: rules.Give(terms=terms(id, since, since + more)),
    some.sampled_from("abc"),
    DAYS,
    some.integers(min_value=-3, max_value=60),
)
WORDS = some.dictionaries(some.sampled_from(("reason", "erased", "kept", "where")), some.just(SAID))
ACTS = some.one_of(
    *(
        some.builds(kind, grant=some.sampled_from("abc"), sealed=WORDS)
        for kind in (rules.Suspend, rules.Resume, rules.Terminate)
    ),
    some.builds(
        rules.Dispose,
        grant=some.sampled_from("abc"),
        sealed=WORDS,
        kept_basis=some.sampled_from(("", "law 29")),
    ),
)
ASKED = some.lists(
    some.tuples(
        some.integers(min_value=0, max_value=20),  # days that pass before it
        some.sampled_from((*BODIES, "system")),
        some.one_of(GIVES, ACTS),
    ),
    max_size=30,
)


def actor(body: str) -> Actor:
    """Who sees to a body's data, or the city itself."""
    if body == "system":
        return system("test")
    return Actor("somebody", "staff", (Holding(f"{body}-cdo", "cdo", body, "1"),))


def walk(asked):
    """Yield, for each thing asked: the day, who, what, the record before it, the answer, the record after."""
    known, now = None, datetime(2026, 11, 23, 2, tzinfo=UTC)
    for days, body, command in asked:
        now += timedelta(days=days)
        answer = rules.decide(known, command, Context(now=now, actor=actor(body), city=CITY))
        before = known
        for event in answer if isinstance(answer, tuple) else ():
            data = msgspec.json.encode(event.data)
            assert rules.event_of(event.type, event.v, data) == event  # what is read back is what was written
            known = rules.begin(event, "p", now) if known is None else rules.evolve(known, event, now)
        yield now.date(), body, command, before, answer, known


def states(known, day) -> dict[str, str]:
    return {id: state_of(one, day) for id, one in (known.grants if known else {}).items()}


@SLOWLY
@given(ASKED)
def test_a_grant_is_in_one_state_and_what_has_ended_never_comes_back(asked):
    ended: dict[str, str] = {}
    for day, _, _, _, _, known in walk(asked):
        now = states(known, day)
        assert set(now.values()) <= set(STATES)
        for id, state in ended.items():
            assert now[id] in ((state, DISPOSED) if state != DISPOSED else (DISPOSED,))
        ended = {id: state for id, state in now.items() if state in (EXPIRED, TERMINATED, DISPOSED)}


@SLOWLY
@given(ASKED)
def test_nothing_new_is_given_while_an_older_one_has_ended_without_its_statement(asked):
    for day, _, command, before, answer, _ in walk(asked):
        if not isinstance(command, rules.Give) or not isinstance(answer, tuple) or not answer:
            continue
        assert not {EXPIRED, TERMINATED} & set(states(before, day).values())
        assert day <= command.terms.until and command.terms.since <= command.terms.until


@SLOWLY
@given(ASKED)
def test_only_whom_the_law_names_changes_a_grant_and_never_without_words(asked):
    for day, body, command, before, answer, known in walk(asked):
        if isinstance(command, rules.Give):
            assert body in ("owner", "system") or isinstance(answer, Refusal)
            continue
        if isinstance(answer, Refusal):
            assert known == before  # a refusal changes nothing
            continue
        assert body != "other"
        was, now = states(before, day)[command.grant], states(known, day)[command.grant]
        match command:
            case rules.Suspend():
                assert (was, now) in {(ACTIVE, SUSPENDED), (PENDING, SUSPENDED)} and body != "asker"
            case rules.Resume():
                assert was == SUSPENDED and now in (ACTIVE, PENDING) and body != "asker"
            case rules.Terminate():
                assert was in (ACTIVE, PENDING, SUSPENDED) and now == TERMINATED
            case rules.Dispose():
                assert was in (EXPIRED, TERMINATED) and now == DISPOSED and body in ("asker", "system")
        assert "reason" in command.sealed or "erased" in command.sealed


def test_the_provider_does_not_lift_what_the_authority_suspended():
    asked = [
        (0, "system", rules.Give(terms=terms("a", 0, 50))),
        (1, "authority", rules.Suspend(grant="a", sealed={"reason": SAID})),
        (1, "owner", rules.Resume(grant="a", sealed={"reason": SAID})),
        (1, "authority", rules.Resume(grant="a", sealed={"reason": SAID})),
    ]
    answers = [answer for *_, answer, _ in walk(asked)]
    assert isinstance(answers[2], Refusal) and answers[2].code == "grant.not-who-held"
    assert [one.type for one in answers[3]] == ["grant.resumed"]


def test_a_grant_given_twice_is_one():
    give = rules.Give(terms=terms("a", 0, 50))
    answers = [answer for *_, answer, _ in walk([(0, "system", give), (0, "system", give)])]
    assert isinstance(answers[0][0], Fact) and answers[1] == ()
