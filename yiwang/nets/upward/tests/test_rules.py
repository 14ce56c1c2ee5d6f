"""Numbers have no gap whatever is asked; a record never goes back; what stopped moves only by a person."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yiwang.kernel.access import Actor, Holding, system
from yiwang.kernel.commands import Context
from yiwang.kernel.refusal import Refusal
from yiwang.nets.upward import line_rules, rules
from yiwang.nets.upward.records import DONE, STUCK, Made, Opens, Origin

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
OWN = system("upward")
OFFICER = Actor("p", "staff", (Holding("x", "officer", "desk", "430600"),))
STRANGER = Actor("q", "staff", (Holding("y", "officer", "elsewhere", "430600"),))
MADE = Made(key="k", type="SQ", fields={"a": "1"})


def context(now=NOW, actor=OWN):
    return Context(now, actor, None)


def told(module, state, command, now=NOW, actor=OWN):
    """Decide and evolve: the new state, and the events or the refusal."""
    answer = module.decide(state, command, context(now, actor))
    for event in () if isinstance(answer, Refusal) else answer:
        state = module.begin(event, "", now) if state is None else module.evolve(state, event, now)
    return state, answer


LEAVES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 2)), max_size=30)
ITEMS = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz")), max_size=10)


@given(LEAVES, ITEMS)
def test_numbers_have_no_gap_and_nothing_gets_two_however_often_it_is_read(leaves, items):
    """Entries come in the order of their leaves, each perhaps several times, and again from the start."""
    ordered = sorted(leaves)
    origins = [Origin(record="step", kind="case", leaf=leaf, part=part) for leaf, part in ordered]
    origins += [Origin(record="item", kind="item", matter=matter, stream=digest) for matter, digest in items]
    line, numbers, by_name = None, [], {}
    for origin in [*origins, *origins[: len(ordered)]]:
        line, answer = told(line_rules, line, line_rules.Number(origin=origin, platform="p"))
        for event in answer:
            numbers.append(event.data.number)
            if origin.leaf >= 0:
                assert origin.name not in by_name
            by_name[origin.name] = event.data.number

    assert numbers == list(range(1, len(numbers) + 1))
    assert {f"{leaf}/{part}" for leaf, part in ordered} <= set(by_name)
    if line is not None:
        assert line.last == len(numbers)


def begun(made=MADE):
    create = rules.Create(
        at=NOW, body="lead", day=date(2026, 11, 23), desk="desk", made=made, number=1,
        origin=Origin(record="application", kind="case", leaf=1), platform="p",
    )  # fmt: skip
    return told(rules, None, create)[0]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ("begin", "accepted", "refused", "retrying", "dead", "lost", "found", "mend", "aside")
        ),
        st.integers(0, 3000),
        st.booleans(),
    ),
    max_size=30,
)


@given(STEPS)
def test_a_record_has_one_number_and_moves_by_the_rules_alone(steps):
    one, now = begun(), NOW
    for act, minutes, late in steps:
        now += timedelta(minutes=minutes)
        before = one
        round_ = one.round - late
        command = {
            "begin": rules.Begin(),
            "lost": rules.Lost(),
            "found": rules.Found(),
            "mend": rules.Mend(made=MADE),
            "aside": rules.SetAside(),
        }.get(act) or rules.Report(attempt=one.attempt, outcome=act, reason="x", round=round_)
        one, answer = told(rules, one, command, now)
        assert (one.number, one.platform, one.day, one.origin) == (
            before.number, before.platform, before.day, before.origin,
        )  # fmt: skip
        assert (one.round, one.attempt) >= (before.round, before.attempt)
        assert one.attempt <= rules.MOST_ATTEMPTS
        assert (rules.due_at(one) is None) == (one.phase in DONE | STUCK)
        if before.phase in STUCK and act not in ("mend", "aside", "found"):
            assert one == before
        if before.phase == "set-aside" and act != "found":
            assert one == before
        if act in ("accepted", "refused", "retrying", "dead") and (late or before.phase != "sending"):
            assert isinstance(answer, Refusal) and answer.code == "upward.stale-report"


@given(st.integers(1, 20), st.integers(-5, 2000), st.integers(-5, 10**7))
def test_a_wait_is_as_long_as_asked_and_never_more_than_a_day_and_a_fifth(attempt, chance, asked):
    wait = rules.wait_after(attempt, chance, asked)
    own = rules.WAITS[min(attempt, len(rules.WAITS)) - 1]
    assert own <= wait <= timedelta(days=1.2)
    assert wait >= min(timedelta(seconds=asked), timedelta(days=1))


def test_what_cannot_be_made_whole_is_refused_before_it_leaves():
    opens = Opens(case="c", matter="m", number="n", place="p")
    create = rules.Create(
        at=NOW, day=date(2026, 11, 23), made=Made(key="k", type="SQ", faults=("state: no-code",)), number=1,
        opens=opens, origin=Origin(record="step"), platform="p",
    )  # fmt: skip
    one, _ = told(rules, None, create)
    assert (one.phase, one.reason, one.field, one.opens) == ("refused", "unfit-no-code", "state", opens)
    one, _ = told(rules, one, rules.Mend(made=MADE))
    assert (one.phase, one.round, one.made) == ("queued", 2, MADE)


def test_only_the_desk_or_the_lead_body_moves_what_stopped():
    one, _ = told(rules, begun(), rules.Begin())
    one, _ = told(rules, one, rules.Report(attempt=1, outcome="refused", reason="E1", round=1))
    for command in (rules.Mend(made=MADE), rules.SetAside()):
        assert isinstance(told(rules, one, command, actor=STRANGER)[1], Refusal)
        assert not isinstance(told(rules, one, command, actor=OFFICER)[1], Refusal)
    for command in (rules.Begin(), rules.Lost(), rules.Found()):
        assert isinstance(told(rules, one, command, actor=OFFICER)[1], Refusal)
