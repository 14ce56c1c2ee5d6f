"""A rating and what can be done about it: whatever is asked, by whomever, in whatever order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from yiwang.kernel.access import Actor, Holding, Principal
from yiwang.kernel.case import ENDED, OPEN, Sealed
from yiwang.kernel.commands import Context
from yiwang.kernel.matter import City
from yiwang.kernel.outside import desk_for, is_outside
from yiwang.kernel.refusal import Refusal
from yiwang.nets.rating import rules, stuck_rules
from yiwang.nets.rating.grading import ASPECTS, is_bad
from yiwang.nets.rating.kinds import RATING, STUCK, rating_stream
from yiwang.nets.rating.records import Opens, RuleChange, Subject
from yiwang.pack.compile import compile_pack
from yiwang.pack.load import load

PACK = Path(__file__).resolve().parents[4] / "packs" / "yueyang"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
BODY, DESK = "yueyanglou-health", "yueyanglou-government-services"
CASE = "01a20606-35c0-78fd-887b-825248bd329f"
WORDS = {name: Sealed(mac="0" * 64, vault=CASE) for name in ("words", "explanation", "reason", "answer")}
CHANGE = RuleChange(
    rule={"zh": "须交纸质证明", "en": "paper proof"},
    how={"zh": "不再要", "en": "not any more"},
    since=NOW.date(),
)
OPENS = Opens(case=CASE, matter="bad-rating", number="2611-000000000", place="430602")


def staff(body: str, role: str = "officer") -> Actor:
    return Actor("clerk", "staff", holdings=(Holding(f"{body}-{role}", role, body, "430602"),))


RESIDENT = Actor("wu", "resident")
AGENT = Actor("liu", "resident", principals=(Principal("wu"),), acting_for="wu")
PEOPLE = {
    "resident": RESIDENT,
    "agent": AGENT,
    "stranger": Actor("tao", "resident"),
    "desk": staff(DESK),
    "body": staff(BODY),
    "head": staff(BODY, "chief"),
    "other": staff("yunxi-health"),
    "auditor": staff("yueyang-audit", "auditor"),
    "window": staff(DESK, "window"),
}


@cache
def city() -> City:
    return compile_pack(load(PACK))


def context(who: str, at: datetime = NOW) -> Context:
    return Context(at, PEOPLE[who], city())


def give(grade: int = 1, *, phase: str = "closed", share: bool = False, desk: str = DESK) -> rules.Give:
    subject = Subject(
        applicant="wu",
        body=BODY,
        case=CASE,
        handling=1,
        matter="public-place-hygiene",
        number="2611-111111111",
        phase=phase,
    )
    return rules.Give(subject=subject, grade=grade, desk=desk, aspects={}, opens=OPENS, share=share)


def run(*asked, kind=RATING, state=None):
    """Ask in order; return the state, the last answer, and the events."""
    answer, events = None, []
    for who, command in asked:
        answer = kind.decide(state, command, context(who))
        if isinstance(answer, Refusal):
            continue
        for event in answer:
            state = kind.begin(event, "pack", NOW) if state is None else kind.evolve(state, event, NOW)
            events.append(event)
    return state, answer, events


commands = some.one_of(
    some.builds(
        rules.Change,
        grade=some.integers(0, 6),
        aspects=some.dictionaries(some.sampled_from(sorted(ASPECTS)), some.integers(1, 5)),
        opens=some.just(OPENS),
        share=some.booleans(),
    ),
    some.builds(rules.RecordContact, outcome=some.sampled_from([*rules.OUTCOMES, "bribed"])),
    some.builds(rules.Explain, sealed=some.sampled_from([{}, WORDS])),
    some.builds(rules.AskReview),
    some.builds(
        rules.Review,
        verdict=some.sampled_from([*rules.VERDICTS, "deleted"]),
        sealed=some.sampled_from([{}, WORDS]),
    ),
    some.builds(rules.RecordChange, change=some.just(CHANGE)),
    some.builds(give, some.integers(0, 6)),
)
asked = some.lists(some.tuples(some.sampled_from(sorted(PEOPLE)), commands), max_size=12)


@settings(max_examples=200, deadline=None)
@given(first=some.integers(1, 5), share=some.booleans(), then=asked)
def test_whatever_is_asked_the_first_grade_stays_and_only_the_resident_moves_it(first, share, then):
    state, _, events = run(("resident", give(first, share=share)))
    opened = 1 if is_bad(first) else 0
    for who, command in then:
        before = state
        state, _, more = run((who, command), state=state)
        events += more
        if before.now.grade != state.now.grade:
            assert who in ("resident", "agent") and isinstance(command, rules.Change)
        if state.contacts != before.contacts:
            assert who == "desk" and is_bad(min(before.first.grade, before.now.grade))
        if state.dispute in rules.VERDICTS and before.dispute not in rules.VERDICTS:
            assert who == "desk" and before.dispute == "asked"
        if state.dispute == "explained" and before.dispute != "explained":
            assert who in ("body", "head") and before.shared
        if BODY in rules.seen_by(state):
            assert state.shared
        assert state.first.grade == first
        opened += sum(getattr(event.data, "opens", None) is not None for event in more)
    ever_bad = is_bad(first) or any(is_bad(one.data.grade) for one in events if one.type == "rating.changed")
    assert opened == int(ever_bad)
    assert (state.opens is not None) == ever_bad


@settings(max_examples=100, deadline=None)
@given(first=some.integers(1, 5), then=asked)
def test_a_rating_refolds_from_its_events_and_no_event_says_who_acted(first, then):
    state, _, events = run(("resident", give(first)), *then)
    folded = None
    for event in events:
        read = RATING.read_event(event.type, event.v, RATING.encode(event.data))
        folded = RATING.begin(read, "pack", NOW) if folded is None else RATING.evolve(folded, read, NOW)
        assert b"clerk" not in RATING.encode(event.data)
    assert folded == state
    assert RATING.decode(RATING.encode(state)) == state


@pytest.mark.parametrize("who", sorted(set(PEOPLE) - {"resident", "agent"}))
def test_only_the_applicant_or_their_agent_rates(who):
    assert run((who, give()))[1].code == "rating.not-yours"


@pytest.mark.parametrize("who", ["resident", "agent"])
def test_the_applicant_and_their_agent_rate(who):
    assert run((who, give()))[0].now.grade == 1


@pytest.mark.parametrize("phase", sorted(OPEN))
def test_a_handling_that_goes_on_is_not_rated(phase):
    assert run(("resident", give(phase=phase)))[1].code == "rating.not-ended"


@pytest.mark.parametrize("phase", sorted(ENDED))
def test_a_handling_that_ended_is_rated_also_when_refused_or_withdrawn(phase):
    assert run(("resident", give(phase=phase)))[0] is not None


def test_a_handling_is_rated_once_and_another_handling_has_a_rating_of_its_own():
    _, again, _ = run(("resident", give()), ("resident", give(5)))

    assert again.code == "rating.given-already"
    assert rating_stream(CASE, 1) == rating_stream(CASE, 1) != rating_stream(CASE, 2)
    assert isinstance(rating_stream(CASE, 1), UUID)


def test_a_change_after_the_quarter_is_kept_but_not_counted_in_it():
    state, _, _ = run(("resident", give(2)))
    january = Context(NOW + timedelta(days=60), RESIDENT, city())
    changed = rules.Change(grade=5, aspects={}, share=False)

    (late,) = rules.decide(state, changed, january)
    (soon,) = rules.decide(state, changed, context("resident"))

    assert (rules.evolve(state, late, january.now).now.grade, rules.evolve(state, late, NOW).counted) == (
        5,
        2,
    )
    assert rules.evolve(state, soon, NOW).counted == 5


def test_a_rule_change_with_an_identity_number_is_not_made_public():
    told = RuleChange(rule={"zh": "张某 430602198001010012 的件"}, how={"zh": "改了"}, since=NOW.date())
    _, answer, _ = run(("resident", give()), ("desk", rules.RecordChange(change=told)))

    assert answer.code == "rating.change-personal"


@pytest.mark.parametrize("about", ["bad", "nothing"])
def test_every_body_but_the_government_above_all_has_a_desk_outside_it(about):
    governments = {id for id, body in city().bodies.items() if body.function == "government"}
    without = {body for body in city().bodies if desk_for(city(), city().ratings[about], (body,)) is None}

    assert without <= governments
    assert all(
        is_outside(city(), desk_for(city(), city().ratings[about], (body,)).body, body)
        for body in set(city().bodies) - without
    )


def ask(who: str = "resident", **more) -> stuck_rules.AskHelp:
    applicant = "wu" if who in ("resident", "agent") else ""
    fields = {"opens": OPENS, "desk": DESK, "ground": "refused", "applicant": applicant, "against": (BODY,)}
    return stuck_rules.AskHelp(**{**fields, "sealed": WORDS, **more})


def test_anybody_says_that_nothing_gets_done_and_only_the_desk_answers():
    for who in PEOPLE:
        state, _, _ = run((who, ask(who)), kind=STUCK)
        assert state is not None, who
        for other in PEOPLE:
            answered = stuck_rules.decide(state, stuck_rules.GiveAnswer(sealed=WORDS), context(other))
            assert isinstance(answered, Refusal) == (other != "desk"), other


def test_nobody_says_it_in_the_name_of_somebody_else_and_no_desk_answers_for_itself():
    assert run(("stranger", ask("stranger", applicant="wu")), kind=STUCK)[1].code == "access.denied"
    assert run(("resident", ask(desk=BODY)), kind=STUCK)[1].code == "rating.desk-inside"
    assert run(("resident", ask(ground="mood")), kind=STUCK)[1].code == "stuck.no-ground"
    assert run(("resident", ask(sealed={})), kind=STUCK)[1].code == "rating.words-missing"


def test_an_answer_is_given_once_and_a_changed_rule_may_follow_it():
    answer = stuck_rules.GiveAnswer(sealed=WORDS)
    state, again, _ = run(("resident", ask()), ("desk", answer), ("desk", answer), kind=STUCK)
    later, _, _ = run(("desk", stuck_rules.RecordChange(change=CHANGE)), kind=STUCK, state=state)

    assert again.code == "stuck.answered-already"
    assert state.answered_at == NOW and later.change == CHANGE
