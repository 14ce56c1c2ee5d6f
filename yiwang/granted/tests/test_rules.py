"""What may be read, for every grant, day, person and use: pure, and told by one function."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as some
from msgspec.structs import replace

from yiwang.granted import rules
from yiwang.granted.kinds import EXCHANGE
from yiwang.granted.rules import Read, Record
from yiwang.kernel.access import Actor, Principal
from yiwang.kernel.case import Case
from yiwang.kernel.commands import Context
from yiwang.kernel.granted import OF_RESULT, Permit, Wanted, in_force, permitted, sources_of
from yiwang.kernel.products import Fed, Grant, Product
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.result import ENDED_BY, Result, standing
from yiwang.kernel.tests.small_city import at, city, matter, text

NOON = at("2026-06-15T12:00+08:00")
TODAY = date(2026, 6, 15)
FEEDS = {"number": "result.number", "area": "area", "name": "name"}
days = some.dates(date(2026, 1, 1), date(2026, 12, 31))


def product(**changes):
    fields = {
        "id": "licences",
        "title": text("许可"),
        "owner": "east-bureau",
        "sharing": "unconditional",
        "titles": {},
        "types": {"number": "string", "area": "integer", "name": "string"},
        "fed": Fed("licence", FEEDS),
    }
    return Product(**{**fields, **changes})


def grant(**changes):
    fields = {
        "id": "licences-for-reports",
        "title": text("许可供报告"),
        "purpose": text("带出"),
        "product": "licences",
        "to": "bureau",
        "matters": ("report",),
        "fields": ("number", "area"),
        "since": date(2026, 1, 1),
        "until": date(2026, 12, 31),
    }
    return Grant(**{**fields, **changes})


def with_grant(one=None, of=None):
    made, from_ = one or grant(), of or product()
    return city(products={from_.id: from_}, grants={made.id: made})


WANTED = Wanted(
    grant="licences-for-reports", subject="r1", matter="report", why="draft", about="d1", place="900101"
)
R1 = Actor("r1", "resident")
actors = some.sampled_from(
    [
        R1,
        Actor("r2", "resident"),
        Actor("r2", "resident", principals=(Principal("r1"),)),
        Actor("r2", "resident", principals=(Principal("r1", matters=frozenset({"report"})),)),
        Actor("r2", "resident", principals=(Principal("r1", matters=frozenset({"licence"})),)),
        Actor("r1", "staff"),
        Actor("r1", "machine"),
        Actor("system:x", "system"),
        Actor("anonymous"),
    ]
)


@given(
    actor=actors,
    since=days,
    until=days,
    starts=days,
    sharing=some.sampled_from(["unconditional", "conditional", "none"]),
    to=some.sampled_from(["bureau", "east-bureau", "west-bureau", "window"]),
    matters=some.sets(some.sampled_from(["report", "licence"])),
    why=some.sampled_from(["draft", "case", "offer", "", "curiosity"]),
)
def test_it_is_allowed_only_within_every_limit_at_once(
    actor, since, until, starts, sharing, to, matters, why
):
    one = grant(since=since, until=until, to=to, matters=tuple(sorted(matters)))
    here = with_grant(one, product(sharing=sharing, since=starts))
    answer = permitted(here, replace(WANTED, why=why), actor, TODAY)

    own = actor.kind == "resident" and (
        actor.person == "r1"
        or any(by.id == "r1" and by.matters in (frozenset(), {"report"}) for by in actor.principals)
    )
    within = [
        own,
        since <= TODAY <= until,
        starts <= TODAY,
        sharing != "none",
        to in ("bureau", "east-bureau"),
        "report" in matters,
        why in ("draft", "case", "offer"),
    ]
    assert isinstance(answer, Permit) == all(within)
    if isinstance(answer, Refusal):
        assert answer.code.startswith("granted.") and answer.next_step
    else:
        assert answer.body == "east-bureau"


@given(fields=some.lists(some.sampled_from(["number", "area", "name", "colour"]), unique=True))
def test_nothing_beyond_the_fields_of_the_grant_has_a_source(fields):
    permit = Permit(grant(fields=tuple(fields)), product(), "")
    assert set(sources_of(permit)) == set(fields) & set(FEEDS)


results = some.builds(
    Result,
    from_on=days,
    until=some.none() | days,
    act=some.sampled_from(["", "suspend", *ENDED_BY]),
    suspended_until=some.none() | days,
    replaced_by=some.sampled_from(["", "2606-1"]),
    replaced_at_once=some.booleans(),
)


@given(
    result=results,
    day=days,
    phase=some.sampled_from(["accepted", "decided", "delivered", "closed", "void", "lapsed"]),
    outcome=some.sampled_from(["grant", "deny", ""]),
    of=some.sampled_from(["licence", "report"]),
)
def test_a_result_is_read_only_while_it_stands(result, day, phase, outcome, of):
    case = Case(
        id="c", number="2606-2", matter=of, kind="service", pack="", place="900100", channel="online",
        applicant="r1", lead="east-bureau", window="", phase=phase, opened_at=NOON, changed_at=NOON,
        outcome=outcome, result=result,
    )  # fmt: skip
    stands = standing(result, day) == "valid"
    granted = phase in ("decided", "delivered", "closed") and outcome == "grant"
    assert in_force(case, Permit(grant(), product(), ""), day) == (stands and granted and of == "licence")


readings = some.lists(
    some.tuples(
        some.sampled_from([(), ("2606-1",), ("2606-1", "2606-2")]),
        some.sampled_from([("number",), ("area", "number")]),
        some.integers(0, 40),
    ),
    max_size=8,
)


@given(asked=readings)
def test_an_exchange_refolds_and_counts_what_was_given_anew_each_day(asked):
    here, state, events, now, expected = with_grant(), None, [], NOON, []
    for numbers, fields, hours in asked:
        now += timedelta(hours=hours)
        answer = rules.decide(
            state, Record(wanted=WANTED, fields=fields, results=numbers), Context(now, R1, here)
        )
        assert not isinstance(answer, Refusal)
        day = (now + timedelta(hours=8)).date()
        if not expected or expected[-1] != (numbers, fields, day):
            expected.append((numbers, fields, day))
        for event in answer:
            state = rules.begin(event, "", now) if state is None else rules.evolve(state, event, now)
            events.append((event, now))
    assert len(events) == len(expected)
    folded = None
    for event, moment in events:
        again = rules.event_of(event.type, event.v, msgspec.json.encode(event.data))
        folded = rules.begin(again, "", moment) if folded is None else rules.evolve(folded, again, moment)
    assert folded == state
    assert state is None or EXCHANGE.decode(EXCHANGE.encode(state)) == state
    assert state is None or state.times == len(expected)


def test_what_was_written_once_is_read_for_ever():
    written = (
        b'{"about":"d1","body":"east-bureau","by":"r1","fields":["number"],"grant":"licences-for-reports",'
        b'"matter":"report","owner":"east-bureau","product":"licences","results":["2606-1"],"subject":"r1",'
        b'"why":"draft"}'
    )
    data = rules.event_of("exchange.read", 1, written).data
    assert msgspec.json.encode(data) == written
    assert list(Read.__struct_fields__) == sorted(Read.__struct_fields__)


def test_what_a_result_says_of_itself_may_feed_a_product_beside_its_answers():
    assert {one for one in FEEDS.values() if one.startswith("result.")} <= set(OF_RESULT)
    assert matter().form["properties"].keys() >= {"area", "name"}
