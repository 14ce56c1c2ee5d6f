"""Who qualifies is found through grants, told why, and nothing happens until they say yes."""

from __future__ import annotations

import re
from dataclasses import replace as structs_replace
from datetime import date
from functools import partial
from uuid import UUID

import pytest
from msgspec.structs import replace

from yiwang.kernel.access import Actor, Principal, Target, may, system
from yiwang.kernel.ledger import read_entry
from yiwang.kernel.people import mandate
from yiwang.nets.offers import filing
from yiwang.nets.offers.granted_reading import granted
from yiwang.nets.offers.sweep import sweep
from yiwang.nets.offers.tests.conftest import BASE, CITY, offers_of, words
from yiwang.people.kinds import MANDATE
from yiwang.people.sync import sync
from yiwang.store.execute import Ask, Done, execute
from yiwang.store.wall import city_transaction
from yiwang.web import cities

MANDATE_ID = UUID("01a20606-35c0-78fd-887b-825248bd3300")


def test_whoever_was_granted_a_result_is_offered_the_policy_it_leads_to_and_nobody_else(
    clients, result, worker
):
    result("resident-wu", "unemployment-benefit")
    worker.round()

    assert len(offers_of(clients("resident-wu"))) == 1
    assert offers_of(clients("resident-liu")) == []


def test_the_offer_says_why_which_data_whose_of_when_under_which_grant_and_clause(clients, result, worker):
    number = result("resident-wu", "unemployment-benefit")
    worker.round()
    wu = clients("resident-wu")

    said = words(wu.get(f"{BASE}{offers_of(wu)[0]}/"))

    for expected in (
        "您有一份有效的失业保险金核定书。",
        number,
        "岳阳市社会保险服务中心",
        "失业金核定结果供失业人员医保",
        "社会保险法 第四十八条第一款",
        "2026年11月23日",
        "每月 368.00 元",
        "金额是样例，没有在文件里核对过。",
        "这条通知有效到",
        "拨打 12345",
    ):
        assert expected in said, (expected, said)


def test_nobody_but_the_person_sees_an_offer(clients, result, worker, door):
    result("resident-wu", "unemployment-benefit")
    worker.round()
    offer = offers_of(clients("resident-wu"))[0]

    for persona in ("resident-liu", "owner-zheng"):
        assert clients(persona).get(f"{BASE}{offer}/").status_code == 404
        assert clients(persona).post(f"{BASE}answer", {"offer": offer, "answer": "no"}).status_code == 302
        assert clients(persona).get(f"{BASE}{offer}/confirm").status_code == 404
    for persona in ("officer-insurance", "auditor", "window-city"):
        assert clients(persona).get(BASE).status_code == 403
    assert clients("").get(BASE)["Location"].startswith("/yueyang/sign-in")
    assert offers_of(clients("resident-wu")) == [offer]


def test_behind_the_pages_the_database_shows_an_offer_to_nobody_else(result, worker, door):
    result("resident-wu", "unemployment-benefit")
    worker.round()
    city = cities.get(CITY)

    def seen(actor: Actor) -> int:
        with (
            door.pool.connection() as connection,
            city_transaction(connection, CITY, actor, door=True) as cursor,
        ):
            gone = cursor.execute("DELETE FROM offer").rowcount
            assert gone == 0, "only the city itself puts an offer away"
            return len(cursor.execute("SELECT FROM offer").fetchall())

    assert seen(city.actor("resident-wu")) == 1
    agent = Actor("p-agent", "resident", principals=(Principal(city.actor("resident-wu").person),))
    assert seen(agent) == 1
    for other in ("resident-liu", "officer-insurance", "auditor", "chief-municipal-health"):
        assert seen(city.actor(other)) == 0


def confirmed(client, offer, **answers):
    """Post the confirming page as it is shown, with what the person adds."""
    address = f"{BASE}{offer}/confirm"
    page = client.get(address).content.decode()
    shown = re.findall(r'name="_shown" value="([^"]+)"', page)
    filled = dict(re.findall(r'<input[^>]*name="([a-z_]+)"[^>]*value="([^"]*)"', page))
    typed = {name: one for name, one in filled.items() if not name.startswith(("_", "csrf"))}
    return client.post(address, {**typed, **answers, "_shown": shown})


def cases_of(door, persona: str, matter: str) -> list[tuple]:
    with (
        door.pool.connection() as connection,
        city_transaction(connection, CITY, system("test")) as cursor,
    ):
        return cursor.execute(
            "SELECT number, phase, channel, id FROM case_row WHERE applicant = %s AND matter = %s",
            (cities.get(CITY).actor(persona).person, matter),
        ).fetchall()


def test_a_yes_shows_the_answers_and_files_only_when_they_are_confirmed(clients, result, worker, door):
    decision = result("resident-wu", "unemployment-benefit")
    worker.round()
    wu = clients("resident-wu")
    offer = offers_of(wu)[0]

    answer = wu.post(f"{BASE}answer", {"offer": offer, "answer": "yes"})
    assert answer["Location"] == f"{BASE}{offer}/confirm"
    page = wu.get(answer["Location"]).content.decode()
    assert decision in page and "失业保险金核定结果" in page and "吴演晴" in page
    assert cases_of(door, "resident-wu", "unemployed-medical-cover") == []

    unfinished = confirmed(wu, offer)
    assert unfinished.status_code == 422 and cases_of(door, "resident-wu", "unemployed-medical-cover") == []

    done = confirmed(wu, offer, contact_phone="13800000000", declaration="yes")
    [(number, phase, channel, case)] = cases_of(door, "resident-wu", "unemployed-medical-cover")
    assert done["Location"] == f"/yueyang/services/cases/{number}/filed" and str(case) == offer
    assert (phase, channel) == ("filed", "online")
    assert number in wu.get(done["Location"]).content.decode()
    again = confirmed(wu, offer, contact_phone="13800000000", declaration="yes")
    assert again["Location"] == done["Location"] and offers_of(wu) == []
    assert len(cases_of(door, "resident-wu", "unemployed-medical-cover")) == 1


def test_who_has_said_yes_is_not_offered_it_again(clients, result, worker, door, clock):
    result("resident-wu", "unemployment-benefit")
    worker.round()
    wu = clients("resident-wu")
    confirmed(wu, offers_of(wu)[0], contact_phone="13800000000", declaration="yes")

    clock.pass_(days=10)
    result("resident-wu", "unemployment-benefit")
    worker.round()

    assert offers_of(wu) == []


def test_a_firm_gets_the_sum_that_its_form_gives(clients, result, worker):
    result("resident-liu", "individual-business")
    result("owner-zheng", "individual-business", composition="individual")
    worker.round()

    for persona, sum_ in (("resident-liu", "5,000.00"), ("owner-zheng", "3,000.00")):
        client = clients(persona)
        assert f"一次 {sum_} 元" in words(client.get(f"{BASE}{offers_of(client)[0]}/"))


def test_who_does_not_meet_the_conditions_is_offered_nothing(clients, result, worker):
    result("resident-wu", "pension-claim", insured_as="flexible")
    result("resident-liu", "pension-claim", retire_on="2025-11-01")
    worker.round()

    assert offers_of(clients("resident-wu")) == [] == offers_of(clients("resident-liu"))


def test_a_policy_that_ended_meanwhile_says_so_and_files_nothing(clients, result, worker, door, clock):
    result("resident-wu", "unemployment-benefit")
    worker.round()
    wu = clients("resident-wu")
    offer = offers_of(wu)[0]
    with_policy(door, "unemployed-medical-cover", until=date(2026, 11, 22))

    page = wu.get(f"{BASE}{offer}/confirm")
    posted = wu.post(f"{BASE}{offer}/confirm", {"contact_phone": "13800000000", "declaration": "yes"})

    for answer in (page, posted):
        assert answer.status_code == 409 and "这项政策已经结束" in answer.content.decode()
        assert "/services/unemployed-medical-cover/" in answer.content.decode()
    assert cases_of(door, "resident-wu", "unemployed-medical-cover") == []
    worker.round()
    assert offers_of(wu) == []


def with_policy(door, id: str, **changes) -> None:
    """Let the city in force have this policy otherwise."""
    served = cities.get(CITY)
    policies = {**served.city.policies, id: replace(served.city.policies[id], **changes)}
    object.__setattr__(served, "city", replace(served.city, policies=policies))


def test_a_sweep_cut_off_in_the_middle_and_done_again_offers_once(clients, result, worker, door, clock):
    result("resident-wu", "unemployment-benefit")
    for point in ("offers-read", "offers-written"):
        faults = {point: partial(pytest.fail, "cut off", pytrace=False)}
        with pytest.raises(pytest.fail.Exception):
            worker._sequence(CITY)
            sweep(structs_replace(door, faults=faults), CITY, clock.now, granted)
        assert offers_of(clients("resident-wu")) == []

    worker.round()
    worker.round()

    assert len(offers_of(clients("resident-wu"))) == 1


def test_an_agent_answers_for_whom_they_act_and_within_their_mandate(clients, result, worker, door):
    result("resident-wu", "unemployment-benefit")
    worker.round()
    wu = cities.get(CITY).actor("resident-wu").person

    def may_see(*matters: str) -> bool:
        agent = Actor("p-agent", "resident", principals=(Principal(wu, matters=frozenset(matters)),))
        return may(agent, "offer.read", Target(applicant=wu, matter="unemployed-medical-cover"))

    assert may_see() and may_see("unemployed-medical-cover") and not may_see("senior-card")


def test_data_that_are_given_no_more_are_said_and_nothing_is_filed(clients, result, worker, door):
    result("resident-wu", "unemployment-benefit")
    worker.round()
    wu = clients("resident-wu")
    offer = offers_of(wu)[0]
    served = cities.get(CITY)
    ended = {
        id: replace(one, until=date(2026, 11, 22)) if id == "unemployment-for-medical-cover" else one
        for id, one in served.city.grants.items()
    }
    object.__setattr__(served, "city", replace(served.city, grants=ended))

    answer = confirmed(wu, offer, contact_phone="13800000000", declaration="yes")

    assert answer.status_code == 409 and 'data-code="offers.no-longer"' in answer.content.decode()
    assert "今天没有读到" in words(answer) and "确认并提交" not in words(answer)
    assert cases_of(door, "resident-wu", "unemployed-medical-cover") == []


def test_an_answer_that_is_neither_yes_nor_no_is_asked_again_and_nothing_is_lost(clients, result, worker):
    result("resident-wu", "unemployment-benefit")
    worker.round()
    wu = clients("resident-wu")
    offer = offers_of(wu)[0]

    answer = wu.post(f"{BASE}answer", {"offer": offer})

    assert answer.status_code == 409 and "offers.no-answer" in answer.content.decode()
    assert wu.post(f"{BASE}answer", {"offer": "x", "answer": "no"}).status_code == 404
    assert offers_of(wu) == [offer]


def test_an_agent_sees_for_whom_it_is_and_files_in_their_name(clients, result, worker, door, clock):
    city = cities.get(CITY)
    wu, liu = (city.actor(one).person for one in ("resident-wu", "resident-liu"))
    sync(door, CITY, city.city, clock.now)
    given = mandate.Record(
        mandate=str(MANDATE_ID), principal=wu, agent=liu, since=date(2026, 11, 23), until=date(2026, 12, 31)
    )
    assert isinstance(execute(door, Ask(CITY, MANDATE, MANDATE_ID, given, system("test"), clock.now)), Done)
    result("resident-wu", "unemployment-benefit")
    worker.round()
    agent = clients("resident-liu")
    [offer] = offers_of(agent)
    assert "给“吴演晴”的" in words(agent.get(f"{BASE}{offer}/"))

    done = confirmed(agent, offer, contact_phone="13800000000", declaration="yes")

    assert done.status_code == 302, words(done)
    assert len(cases_of(door, "resident-wu", "unemployed-medical-cover")) == 1
    with (
        door.pool.connection() as connection,
        city_transaction(connection, CITY, system("test")) as cursor,
    ):
        row = cursor.execute(
            "SELECT body FROM event WHERE stream = %s AND seq = 1", (UUID(offer),)
        ).fetchone()
    assert read_entry(bytes(row[0])).actor == f"{liu}@for:{wu}"


def test_where_it_is_to_be_handled_is_asked_when_who_leads_goes_by_place(door):
    matters = cities.get(CITY).city.matters

    assert filing.PLACE in filing.form_of(matters["individual-business"]).fields
    assert filing.PLACE not in filing.form_of(matters["startup-support"]).fields


def test_a_shadow_of_another_system_is_not_swept(door, clock):
    assert sweep(door, f"{CITY}~shadow-old", clock.now, granted) == 0


def test_the_demo_has_offers_found_in_its_own_made_up_results(clients, door, clock, worker):
    from yiwang.nets.services.tests.conftest import PACK
    from yiwang.serve.seed import seed

    assert seed(door, CITY, cities.get(CITY).city, PACK, clock.now).refused == ()
    for _ in range(3):
        worker.round()

    offered = {one: len(offers_of(clients(one))) for one in ("resident-wu", "resident-liu", "owner-zheng")}
    assert offered["resident-wu"] == 1 and offered["resident-liu"] == 1, offered
