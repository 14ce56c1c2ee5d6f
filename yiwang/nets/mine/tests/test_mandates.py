"""Somebody lets somebody else act: offered with a code, taken, used, shown, and over at once when it ends."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

import psycopg
import pytest

from yiwang.kernel.access import system
from yiwang.kernel.commands import AskCorrection, Receive
from yiwang.kernel.numbers import stream_id
from yiwang.kernel.people.mandate import Record
from yiwang.kernel.people.person import Join, Suspend
from yiwang.nets.mine.tests.conftest import (
    MINE,
    OFFER,
    TAKE,
    act_for,
    days,
    fields,
    offer,
    principal_of,
    withdraw,
)
from yiwang.nets.services.tests.filing import certificate, draft, post, submit
from yiwang.people.ids import person_stream
from yiwang.people.kinds import MANDATE, PERSON
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, execute
from yiwang.web import cities

CASES = "/yueyang/services/cases/"


def person(persona: str) -> str:
    found = cities.get("yueyang").actor(persona)
    return found.person


def filed_by(database, number):
    with psycopg.connect(database.superuser) as connection:
        return connection.execute(
            "SELECT c.applicant, convert_from(e.body, 'UTF8') FROM case_row c"
            " JOIN event e ON e.stream = c.id AND e.seq = 1 WHERE c.number = %s",
            (number,),
        ).fetchone()


def test_a_mandate_is_taken_with_the_code_and_both_see_it(clients, records, clock):
    principal, agent = clients("owner-luo"), clients("resident-liu")
    code = offer(principal, clock.now.date())
    waiting = principal.get(MINE).content.decode()

    assert agent.post(TAKE, {"code": code.lower().replace("-", " ")}).status_code == 302

    assert "待受托人接受" in waiting and code not in waiting
    assert "刘演松" in principal.get(MINE).content.decode()
    assert "罗演竹" in agent.get(MINE).content.decode()
    assert clients("resident-tao").post(TAKE, {"code": code}).status_code == 409


def test_the_code_is_kept_nowhere_but_as_a_digest(clients, records, clock, database):
    code = offer(clients("owner-luo"), clock.now.date()).replace("-", "")

    with psycopg.connect(database.superuser) as connection:
        rows = connection.execute("SELECT digest, convert_from(state, 'UTF8') FROM mandate_row").fetchall()
        events = connection.execute("SELECT convert_from(body, 'UTF8') FROM event").fetchall()
    assert [len(row[0]) for row in rows] == [64]
    assert not any(code in text for text in (*(row[1] for row in rows), *(row[0] for row in events)))


def test_an_offer_sent_twice_is_one_mandate_and_its_code_is_not_shown_again(
    clients, records, clock, database
):
    client = clients("owner-luo")
    sent = fields(client, which="all", **days(clock.now.date(), clock.now.date()))

    first, second = client.post(OFFER, sent), client.post(OFFER, sent)

    assert 'id="code"' in first.content.decode() and 'id="code"' not in second.content.decode()
    assert "已经显示过" in second.content.decode()
    with psycopg.connect(database.superuser) as connection:
        assert connection.execute("SELECT count(*) FROM mandate_row").fetchone() == (1,)


def test_days_that_cannot_be_are_told_and_nothing_is_given(clients, records, clock, database):
    client, today = clients("owner-luo"), clock.now.date()

    past = client.post(OFFER, fields(client, which="all", **days(today - timedelta(days=9), today)))
    backwards = client.post(
        OFFER, fields(client, which="all", **days(today + timedelta(days=5), today + timedelta(days=1)))
    )
    none = client.post(OFFER, fields(client, which="some", **days(today, today)))

    assert (past.status_code, backwards.status_code, none.status_code) == (422, 409, 200)
    assert "选定的事项" in none.content.decode()
    assert 'data-code="people.backwards"' in backwards.content.decode()
    with psycopg.connect(database.superuser) as connection:
        assert connection.execute("SELECT count(*) FROM mandate_row").fetchone() == (0,)


def test_nobody_takes_their_own_mandate(clients, records, clock):
    client = clients("owner-luo")
    code = offer(client, clock.now.date())

    assert 'data-code="mandate.oneself"' in client.post(TAKE, {"code": code}).content.decode()


def test_who_guesses_codes_waits_and_then_even_the_right_one_is_not_looked_at(clients, records, clock):
    code = offer(clients("owner-luo"), clock.now.date())
    agent = clients("resident-liu")

    wrong = [agent.post(TAKE, {"code": f"ACDE-FGHJ-KLM{number}"}).status_code for number in range(10)]
    held = agent.post(TAKE, {"code": code})
    clock.pass_(minutes=2)

    assert wrong == [409] * 10
    assert held.status_code == 429 and int(held["Retry-After"]) <= 61
    assert clients("resident-tao").post(TAKE, {"code": "ACDE-FGHJ-KLMN"}).status_code == 409
    assert agent.post(TAKE, {"code": code}).status_code == 302


def test_what_an_agent_files_is_the_principals_and_signed_for_them(mandated, database):
    principal, agent = mandated()
    number = certificate(agent)

    applicant, entry = filed_by(database, number)
    page = agent.get(f"{CASES}{number}/").content.decode()

    assert applicant == person("owner-luo")
    assert f'"{person("resident-liu")}@for:{applicant}"' in entry
    assert principal.get(f"{CASES}{number}/").status_code == 200
    assert "您正在代“罗演竹”办理" in page and "受托人" in page
    assert "罗演竹" in agent.get(CASES).content.decode()


def test_what_is_filled_in_is_the_principals_and_the_page_says_whose(mandated):
    _, agent = mandated()
    start = "/yueyang/services/insured-certificate/start"
    page = agent.get(post(agent, start, **{"place.1": "430602", "place.2": "430602005"})).content.decode()

    assert 'value="罗演竹"' in page and "刘演松" not in page.split("<main")[1]
    assert "这一件为“罗演竹”办理" in page


def test_the_header_of_every_page_says_for_whom_until_one_acts_for_oneself_again(mandated):
    _, agent = mandated()
    pages = ["/yueyang/", "/yueyang/services/", CASES, MINE, OFFER]

    assert all("您正在代“罗演竹”办理" in agent.get(one).content.decode() for one in pages)
    act_for(agent, "")
    assert not any("您正在代" in agent.get(one).content.decode() for one in pages)


def test_a_draft_stays_its_writers_and_for_whom_it_was_begun(mandated, database):
    principal, agent = mandated()
    check = draft(agent)
    act_for(agent, "")

    page = agent.get(check).content.decode()
    number = submit(agent, check)

    assert principal.get(check).status_code == 404
    assert "您正在代“罗演竹”办理" in page
    assert filed_by(database, number)[0] == person("owner-luo")


def test_a_mandate_for_one_matter_opens_no_other(mandated, clients):
    principal, agent = mandated(which="some", matters="public-place-hygiene")
    mine = certificate(principal)
    start = "/yueyang/services/insured-certificate/start"
    shown = agent.post(start, {"place.1": "430602", "place.2": "430602005", "_shown": "place"})

    assert shown.status_code == 409 and "mandate.not-this-matter" in shown.content.decode()
    assert agent.get(f"{CASES}{mine}/").status_code == 403
    assert mine not in agent.get(CASES).content.decode()


def test_a_mandate_opens_the_principals_cases_from_its_first_day_to_its_last(clients, records, clock):
    principal, agent = clients("owner-luo"), clients("resident-liu")
    number = certificate(principal)
    tomorrow = clock.now.date() + timedelta(days=1)
    code = offer(principal, clock.now.date(), **days(tomorrow, tomorrow))
    agent.post(TAKE, {"code": code})

    seen = []
    for _ in range(3):
        seen.append(agent.get(f"{CASES}{number}/").status_code)
        clock.pass_(days=1)

    assert seen == [404, 200, 404]
    assert "已到期" in agent.get(MINE).content.decode()


@pytest.mark.parametrize("who", ["principal", "agent"])
def test_it_is_over_at_once_whoever_ends_it(mandated, who):
    principal, agent = mandated()
    number = certificate(agent)

    withdraw(principal if who == "principal" else agent)

    assert agent.get(f"{CASES}{number}/").status_code == 404
    assert number not in agent.get(CASES).content.decode()
    assert "您不能再代“罗演竹”办理" in agent.get("/yueyang/").content.decode()
    act_for(agent, "")
    assert "您不能再代" not in agent.get("/yueyang/").content.decode()


def test_a_stranger_ends_nobodys_mandate(mandated, clients):
    principal, _ = mandated()
    address = re.search(r'action="([^"]+/end)"', principal.get(MINE).content.decode())[1]

    assert clients("resident-tao").post(address).status_code == 404
    assert clients("officer-health").post(address).status_code == 403
    assert "有效" in principal.get(MINE).content.decode()


def test_nobody_chooses_to_act_for_somebody_who_did_not_ask(clients, records):
    client = clients("resident-liu")
    client.post(f"{MINE}acting", {"principal": person("owner-luo")})

    assert "没有对应的有效委托" in client.get(MINE).content.decode()
    assert "您正在代" not in client.get("/yueyang/").content.decode()


def _pages(agent, check):
    """Return the addresses of every page of the draft's form, and of its check."""
    page = agent.get(check).content.decode()
    sections = sorted(set(re.findall(r'href="([^"]+/pages/[^"?#]+)', page)))
    assert len(sections) >= 2
    return [*sections, check]


def test_a_mandate_withdrawn_in_the_middle_of_a_form_is_said_at_each_page_and_nothing_is_shown(mandated):
    principal, agent = mandated()
    check = draft(agent)
    pages = _pages(agent, check)
    withdraw(principal)

    for address in pages:
        answer = agent.get(address)
        said = answer.content.decode()
        assert (answer.status_code, 'data-code="mandate.over"' in said) == (409, True), address
        assert "430602190001010012" not in said and "吴演晴" not in said
        assert "已经保存，没有提交" in said and 'href="/yueyang/mine/"' in said


def test_what_was_typed_when_it_was_withdrawn_is_kept_and_nothing_is_filed(mandated, database, clock):
    principal, agent = mandated()
    check = draft(agent)
    section = _pages(agent, check)[0]
    shown = re.findall(r'name="_shown" value="([^"]+)"', agent.get(section).content.decode())
    withdraw(principal)

    typed = {"insured_name": "陈演新", "id_number": "430602190001010012", "_shown": shown}
    answers = [agent.post(section, typed), agent.post(check.replace("/check", "/submit"))]

    assert [(one.status_code, "mandate.over" in one.content.decode()) for one in answers] == [(409, True)] * 2
    with psycopg.connect(database.superuser) as connection:
        assert connection.execute("SELECT count(*) FROM case_row").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM draft").fetchone() == (1,)
    assert "委托已结束" in agent.get(CASES).content.decode()
    agent.post(TAKE, {"code": offer(principal, clock.now.date())})
    assert "陈演新" in agent.get(check).content.decode()


def test_a_mandate_withdrawn_in_the_middle_of_a_correction_is_said_and_what_was_typed_is_kept(
    mandated, clients, clock, database, door
):
    principal, agent = mandated()
    number = certificate(agent)
    with psycopg.connect(database.superuser) as connection:
        stream = connection.execute("SELECT id FROM case_row").fetchone()[0]
    for act, reason in ((Receive(), {}), (AskCorrection(items=("id_number",)), {"reason": "号码不清"})):
        done = execute(door, Ask("yueyang", CASE, stream, act, system("test"), clock.now, secrets=reason))
        assert isinstance(done, Done), done
    address = f"{CASES}{number}/correct"
    shown = re.findall(r'name="_shown" value="([^"]+)"', agent.get(address).content.decode())
    withdraw(principal)

    told = [agent.get(address), agent.post(address, {"id_number": "430602190001010012x", "_shown": shown})]
    sound = agent.post(address, {"id_number": "430602190001010012", "_shown": shown})

    for answer in (*told, sound):
        assert answer.status_code == 409 and "mandate.over" in answer.content.decode()
        assert "430602190001010012" not in answer.content.decode()
    with psycopg.connect(database.superuser) as connection:
        assert connection.execute("SELECT purpose FROM draft").fetchall() == [("correct",)]
        assert connection.execute("SELECT phase FROM case_row").fetchall() == [("correcting",)]
    assert clients("resident-tao").get(address).status_code == 404


def test_a_draft_whose_mandate_is_over_can_be_thrown_away(mandated, database):
    principal, agent = mandated()
    check = draft(agent)
    withdraw(principal)

    assert agent.post(check.replace("/check", "/discard")).status_code == 302
    with psycopg.connect(database.superuser) as connection:
        assert connection.execute("SELECT count(*) FROM draft").fetchone() == (0,)


def test_nothing_is_begun_for_somebody_whose_mandate_is_over_and_not_for_oneself_by_mistake(
    mandated, database
):
    principal, agent = mandated()
    withdraw(principal)
    start = "/yueyang/services/insured-certificate/start"

    answer = agent.post(start, {"place.1": "430602", "place.2": "430602005", "_shown": "place"})

    assert answer.status_code == 409 and "mandate.over" in answer.content.decode()
    with psycopg.connect(database.superuser) as connection:
        assert connection.execute("SELECT count(*) FROM draft").fetchone() == (0,)


def test_who_represents_a_company_by_law_gives_mandates_for_it(clients, records, clock, door, database):
    company, city = "p-company", cities.get("yueyang").city
    ask = {"actor": system("identity"), "now": clock.now}
    names = {"name_zh": "示例有限公司", "name_en": "Example Ltd"}
    joined = Join(person=company, kind="company", source="identity")
    execute(door, Ask("yueyang", PERSON, person_stream("yueyang", company), joined, secrets=names, **ask))
    stream = stream_id(clock.now, secrets.token_bytes(10))
    law = Record(
        mandate=str(stream),
        principal=company,
        agent=person("owner-zheng"),
        since=clock.now.date(),
        basis="identity",
        representative=True,
    )
    assert isinstance(execute(door, Ask("yueyang", MANDATE, stream, law, **ask)), Done), city
    boss, agent = clients("owner-zheng"), clients("resident-liu")

    code = offer(boss, clock.now.date(), principal=company)
    agent.post(TAKE, {"code": code})

    assert principal_of(agent) == company
    assert "代表“示例有限公司”给出" in boss.get(MINE).content.decode()
    act_for(boss, company)
    assert "您正在代“示例有限公司”办理" in boss.get("/yueyang/").content.decode()
    assert "示例有限公司" not in clients("resident-tao").get(MINE).content.decode()


def test_what_was_taken_away_at_the_desk_is_gone_for_personas_too(clients, records, clock, door):
    officer = clients("officer-health")
    before = officer.get("/yueyang/services/inbox/").status_code
    stream = person_stream("yueyang", person("officer-health"))

    execute(door, Ask("yueyang", PERSON, stream, Suspend(), system("desk"), clock.now))

    assert (before, officer.get("/yueyang/services/inbox/").status_code) == (200, 302)
