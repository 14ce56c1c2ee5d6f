"""Results are read under a grant: what it names, whose they are, while they stand; all is recorded."""

from __future__ import annotations

from dataclasses import replace as with_other
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from msgspec.structs import replace

from yiwang.granted.kinds import EXCHANGE
from yiwang.granted.reading import grants_for, read
from yiwang.granted.tests.conftest import CITY, PLACE, SHOP
from yiwang.kernel.access import ANONYMOUS, Principal, system
from yiwang.kernel.commands import EndResult, RestoreResult, WithholdResult
from yiwang.kernel.granted import Wanted
from yiwang.kernel.refusal import Refusal

HYGIENE = "public-place-hygiene"


def wanted(actor, **more):
    known = {
        "grant": "register-for-hygiene",
        "subject": actor.person,
        "matter": HYGIENE,
        "why": "draft",
        "about": "draft-1",
        "place": PLACE,
    }
    return Wanted(**{**known, **more})


@pytest.fixture
def ask(door, clock):
    """`ask(wanted, actor)`: read now."""
    return lambda what, actor: read(door, CITY, what, actor, clock.now)


def exchanges(database):
    with psycopg.connect(database.superuser) as connection:
        rows = connection.execute("SELECT state FROM exchange_row ORDER BY last_at").fetchall()
    return [EXCHANGE.decode(bytes(row[0])) for row in rows]


def test_what_the_grant_names_is_given_of_the_licence_and_the_exchange_is_recorded(
    ask, person, registered, database, city
):
    zheng = person("owner-zheng")
    licence = registered(zheng)

    given = ask(wanted(zheng), zheng)

    (result,) = given.results
    assert result.number == licence.number and result.body == licence.lead
    assert set(result.fields) == set(city.grants["register-for-hygiene"].fields)
    assert result.fields["name"] == SHOP["trade_name"]
    (exchange,) = exchanges(database)
    assert (exchange.subject, exchange.by, exchange.why) == (zheng.person, zheng.person, "draft")
    assert exchange.results == (licence.number,) and exchange.body == "yueyanglou-health"
    assert exchange.owner == "yueyang-market-regulation"


def test_no_event_of_an_exchange_holds_what_was_given(ask, person, registered, database):
    zheng = person("owner-zheng")
    registered(zheng)
    ask(wanted(zheng), zheng)
    with psycopg.connect(database.superuser) as connection:
        rows = connection.execute(
            "SELECT convert_from(body, 'UTF8') FROM event WHERE kind = 'exchange'"
        ).fetchall()
    assert len(rows) == 1 and '"exchange.read"' in rows[0][0]
    assert SHOP["trade_name"] not in rows[0][0] and SHOP["premises_address"] not in rows[0][0]


def test_a_page_opened_again_the_same_day_is_one_exchange_and_the_next_day_another(
    ask, person, registered, database, clock
):
    zheng = person("owner-zheng")
    registered(zheng)
    ask(wanted(zheng), zheng)
    ask(wanted(zheng), zheng)
    assert [one.times for one in exchanges(database)] == [1]
    clock.pass_(days=1)
    ask(wanted(zheng), zheng)
    ask(wanted(zheng, about="draft-2"), zheng)
    assert [one.times for one in exchanges(database)] == [2, 1]


def test_nothing_is_found_of_somebody_without_a_licence_and_that_is_recorded_too(ask, person, database):
    wu = person("resident-wu")
    assert ask(wanted(wu), wu).results == ()
    assert exchanges(database)[0].results == ()


def test_what_does_not_stand_is_not_given(ask, person, registered, act):
    zheng = person("owner-zheng")
    licence = registered(zheng)
    clause = "行政处罚法 第九条第三项"
    act(licence.id, WithholdResult(penalty="罚 1 号", until=None), "approver", reason="停业整顿")
    assert ask(wanted(zheng), zheng).results == ()
    act(licence.id, RestoreResult(), "approver", reason="已整改")
    assert len(ask(wanted(zheng), zheng).results) == 1
    end = EndResult(act="revoke", ground=clause, penalty="罚 2 号")
    act(licence.id, end, "approver", reason="情节严重")
    assert ask(wanted(zheng), zheng).results == ()


def refusals():
    stranger = "018f0000-0000-7000-8000-000000000000"
    yield "no-grant", {"grant": "none-such"}
    yield "other-matter", {"grant": "population-for-schools"}
    yield "no-purpose", {"about": ""}
    yield "no-purpose", {"why": "curiosity"}
    yield "not-yours", {"subject": stranger}
    yield "not-yours", {"subject": ""}
    yield "other-matter", {"matter": "fire-check"}


@pytest.mark.parametrize(("code", "more"), list(refusals()))
def test_what_the_grant_does_not_allow_is_refused_and_nothing_is_recorded(
    ask, person, registered, database, code, more
):
    zheng = person("owner-zheng")
    registered(zheng)
    answer = ask(wanted(zheng, **more), zheng)
    assert isinstance(answer, Refusal) and answer.code == f"granted.{code}"
    assert exchanges(database) == []


@pytest.mark.parametrize("day", [datetime(2025, 12, 31, 12, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)])
def test_a_grant_is_used_on_no_day_before_or_after_its_own(ask, person, registered, database, clock, day):
    zheng = person("owner-zheng")
    registered(zheng)
    clock.now = day
    assert ask(wanted(zheng), zheng).code == "granted.not-in-force"
    assert exchanges(database) == []


def test_a_clerk_the_city_itself_and_nobody_signed_in_read_nothing(ask, person, registered):
    zheng = person("owner-zheng")
    registered(zheng)
    for who in (person("officer-health"), person("auditor"), system("offers"), ANONYMOUS):
        assert ask(wanted(zheng), who).code == "granted.not-yours"


def test_who_acts_for_another_reads_what_the_mandate_covers_and_no_more(ask, person, registered, database):
    zheng, wu = person("owner-zheng"), person("resident-wu")
    licence = registered(zheng)

    def agent(*matters):
        return replace(wu, principals=(Principal(zheng.person, "m", frozenset(matters)),))

    assert ask(wanted(zheng), wu).code == "granted.not-yours"
    assert ask(wanted(zheng), agent("senior-card")).code == "granted.not-yours"
    assert ask(wanted(zheng), agent(HYGIENE)).results == ()
    (result,) = ask(wanted(zheng), agent(HYGIENE, "individual-business")).results
    assert result.number == licence.number
    assert {one.by for one in exchanges(database)} == {wu.person}


def test_a_grant_to_another_body_than_leads_there_is_not_used(door, person, registered, clock, city):
    zheng = person("owner-zheng")
    registered(zheng)
    other = replace(city.grants["register-for-hygiene"], to="water")
    moved = replace(city, grants={**city.grants, other.id: other})
    elsewhere = with_other(door, cities=lambda key, pack: moved if pack is None else door.cities(key, pack))
    assert read(elsewhere, CITY, wanted(zheng), zheng, clock.now).code == "granted.other-body"


def test_the_grants_of_a_matter_are_those_in_force_that_results_feed(city):
    today = date(2026, 11, 23)
    assert [one.id for one in grants_for(city, HYGIENE, today)] == ["register-for-hygiene"]
    assert grants_for(city, HYGIENE, today + timedelta(days=2000)) == ()
    assert grants_for(city, "senior-card", today) == ()
