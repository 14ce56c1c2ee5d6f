"""A fee and a parcel: whatever is asked, by whomever, in whatever order."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as some

from yiwang.kernel.access import Actor, Holding, system
from yiwang.kernel.case import Sealed
from yiwang.kernel.commands import Context
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal
from yiwang.nets.fees import parcel_rules, rules
from yiwang.nets.fees.kinds import FEE, PARCEL
from yiwang.nets.fees.records import Subject
from yiwang.pack.compile import compile_pack
from yiwang.pack.load import load

PACK = Path(__file__).resolve().parents[4] / "packs" / "yueyang"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LEAD = "yueyanglou-urban-management"
CASE = "01a20606-35c0-78fd-887b-825248bd329f"
SUBJECT = Subject(
    applicant="wu", case=CASE, lead=LEAD, matter="road-use", number="2611-000000000", phase="accepted"
)
VALUE = Sealed(mac="0" * 64, vault=CASE)


def staff(role: str, body: str = LEAD) -> Actor:
    return Actor(role, "staff", holdings=(Holding(f"{body}-{role}", role, body, "430602"),))


WU, PROVIDER = Actor("wu", "resident"), system("payments")
PEOPLE = (
    WU,
    Actor("tao", "resident"),
    staff("officer"),
    staff("approver"),
    staff("officer", "yunxi-health"),
    PROVIDER,
)


@cache
def city() -> City:
    return compile_pack(load(PACK))


def ask(kind, state, command, actor):
    answer = kind.decide(state, command, Context(NOW, actor, city()))
    if isinstance(answer, Refusal):
        return state, answer.code
    for event in answer:
        state = kind.begin(event, "", NOW) if state is None else kind.evolve(state, event, NOW)
    return state, ""


AMOUNTS = some.sampled_from(["120.50", "1.00", "0", "x"])
COMMANDS = some.one_of(
    some.builds(
        rules.Demand, subject=some.just(SUBJECT), amount=AMOUNTS, basis=some.sampled_from(["", "条"])
    ),
    some.just(rules.TakeBack()),
    some.builds(rules.Begin, order=some.sampled_from(["o1", "o2"])),
    some.builds(
        rules.Settle,
        order=some.sampled_from(["o1", "o2"]),
        amount=AMOUNTS,
        reference=some.sampled_from(["p1", "p2"]),
        receipt=some.just("e"),
    ),
    some.builds(rules.GiveBack, sealed=some.sampled_from([{}, {"reason": VALUE}])),
    some.builds(rules.GivenBack, refund=some.just("r")),
)


@settings(max_examples=300, deadline=None)
@given(asked=some.lists(some.tuples(COMMANDS, some.sampled_from(PEOPLE)), max_size=25))
def test_money_moves_only_by_the_providers_word_and_never_twice(asked):
    state, paid, back = None, 0, 0
    for command, actor in asked:
        before = state
        state, said = ask(FEE, state, command, actor)
        if said or before is state:
            continue
        if isinstance(command, rules.Settle):
            assert actor is PROVIDER and command.amount == before.amount and command.order == before.order
            paid += 1
        if isinstance(command, rules.GivenBack):
            assert actor is PROVIDER and before.phase == "refunding" and "reason" in before.sealed
            back += 1
        if isinstance(command, rules.GiveBack):
            assert actor == staff("approver")
        if isinstance(command, rules.Demand | rules.TakeBack):
            assert actor in (staff("officer"), PROVIDER) and (before is None or not before.reference)
        if isinstance(command, rules.Begin):
            assert actor in (WU, PROVIDER)
    assert back <= paid <= 1
    if state is not None:
        assert (state.phase in ("paid", "refunding", "refunded")) == bool(paid)
        assert state.basis and FEE.decode(FEE.encode(state)) == state


def test_a_second_payment_for_one_fee_is_said_so_that_it_goes_back():
    state, _ = ask(FEE, None, rules.Demand(subject=SUBJECT, amount="5", basis="条"), staff("officer"))
    state, _ = ask(FEE, state, rules.Begin(order="o1"), WU)
    first = rules.Settle(order="o1", amount="5.00", reference="p1", receipt="e")
    state, _ = ask(FEE, state, first, PROVIDER)
    assert ask(FEE, state, first, PROVIDER) == (state, "")
    again = rules.Settle(order="o1", amount="5.00", reference="p2", receipt="e")
    assert ask(FEE, state, again, PROVIDER)[1] == "fee.paid-twice"


def test_a_parcel_goes_only_with_a_result_and_only_where_its_applicant_asked():
    to = dict.fromkeys(parcel_rules.TO, VALUE)
    assert ask(PARCEL, None, parcel_rules.AskFor(subject=SUBJECT), WU)[1] == "parcel.no-address"
    wish = parcel_rules.AskFor(subject=SUBJECT, sealed=to)
    assert ask(PARCEL, None, wish, PEOPLE[1])[1] == "access.denied"
    state, said = ask(PARCEL, None, wish, WU)
    assert said == ""
    early = parcel_rules.HandOver(outcome="", phase="accepted", tracking="t")
    assert ask(PARCEL, state, early, staff("officer"))[1] == "parcel.no-result"
    sent = parcel_rules.HandOver(outcome="grant", phase="decided", tracking="t")
    assert ask(PARCEL, state, sent, WU)[1] == "access.denied"
    state, _ = ask(PARCEL, state, sent, staff("officer"))
    assert ask(PARCEL, state, parcel_rules.CallOff(), WU)[1] == "parcel.wrong-phase"
    assert ask(PARCEL, state, parcel_rules.Arrive(state="moving"), staff("officer"))[0] is state
    state, _ = ask(PARCEL, state, parcel_rules.Arrive(state="returned"), staff("officer"))
    assert state.phase == "returned" and ask(PARCEL, state, wish, WU)[1] == ""
