"""Administrators read and change people within their reach, and no further; nothing typed is lost."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from datetime import timedelta

import msgspec
import psycopg
import pytest

from yiwang.kernel.access import system
from yiwang.kernel.people import person as rules
from yiwang.nets.people.tests.conftest import MONDAY
from yiwang.people import actors
from yiwang.people.ids import person_stream
from yiwang.people.kinds import PERSON
from yiwang.people.sync import everybody
from yiwang.store.execute import Ask, Done, execute

DESK = "/yueyang/desk"
OFFICER = "person-yueyanglou-health-officer"
CHIEF = "person-yueyanglou-health-chief"
SECURITY = "person-yueyang-cyberspace-security-admin"


def day(name, value):
    return {f"{name}.y": value.year, f"{name}.m": value.month, f"{name}.d": value.day}


def post(client, path, key=None, **typed):
    return client.post(f"{DESK}/{path}", {"key": key or secrets.token_urlsafe(16), **typed})


def act(client, person, act, **typed):
    return post(client, f"people/{person}/{act}", **typed)


def record(people, person):
    return everybody(people, "yueyang")[person]


def join(client, code="YY-0001", name="测演一"):
    answer = post(client, "people/join", name_zh=name, name_en="Ce Yanyi", code=code)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].rstrip("/").rpartition("/")[2]


def test_a_new_person_is_added_by_one_administrator_and_given_a_position_by_another(people, clients):
    person = join(clients("system-admin"))
    appointed = act(
        clients("security-admin"),
        person,
        "appoint",
        position="yueyanglou-health-officer",
        **day("since", MONDAY),
    )

    held = record(people, person).held
    assert appointed.status_code == 302
    assert [(one.position, one.until) for one in held] == [("yueyanglou-health-officer", None)]
    assert held[0].by.startswith(SECURITY)


def test_who_gives_positions_opens_no_accounts_and_the_other_way_round(people, clients):
    assert clients("security-admin").get(f"{DESK}/people/join").status_code == 403
    answer = act(clients("system-admin"), OFFICER, "appoint", position="yueyanglou-health-officer")
    assert answer.status_code == 403


def test_who_reads_every_act_changes_nothing(people, clients):
    auditing = clients("audit-admin")
    page = auditing.get(f"{DESK}/people/{OFFICER}/").content.decode()
    assert "act-form" not in page
    for one in ("appoint", "dismiss", "suspend", "restore", "leave", "end-sessions", "rename"):
        assert act(auditing, OFFICER, one).status_code == 403


def test_a_refusal_stands_beside_the_form_and_what_was_typed_is_kept(people, clients):
    before = record(people, OFFICER)
    answer = act(
        clients("security-admin"),
        OFFICER,
        "appoint",
        body="yueyanglou-health",
        position="yueyanglou-health-approver",
        **{"since.y": "2026", "since.m": "12", "since.d": "1"},
    )
    page = answer.content.decode()

    assert answer.status_code == 409 and 'data-code="people.apart"' in page
    assert re.search(r'value="yueyanglou-health-approver" selected', page)
    assert 'name="since.m" value="12"' in page
    assert record(people, OFFICER) == before


def test_a_date_that_is_none_is_said_with_what_was_typed(people, clients):
    answer = act(
        clients("security-admin"),
        OFFICER,
        "appoint",
        position="yueyanglou-health-officer",
        **{"since.y": "2026", "since.m": "2", "since.d": "30"},
    )
    page = answer.content.decode()
    assert answer.status_code == 409 and "2026-2-30" in page and 'name="since.d" value="30"' in page


def test_a_position_that_ends_today_ends_at_once_and_every_session_with_it(people, clients):
    before = record(people, OFFICER)
    answer = act(
        clients("security-admin"),
        OFFICER,
        "dismiss",
        held="yueyanglou-health-officer|",
        **day("last", MONDAY),
    )
    after = record(people, OFFICER)

    assert answer.status_code == 302
    ended = next(one for one in after.held if one.position == "yueyanglou-health-officer")
    assert ended.until == MONDAY.date() - timedelta(days=1)
    assert after.epoch == before.epoch + 1


def test_a_position_may_end_on_a_later_day(people, clients):
    later = MONDAY + timedelta(days=20)
    act(
        clients("security-admin"), OFFICER, "dismiss", held="yueyanglou-health-officer|", **day("last", later)
    )
    ended = next(one for one in record(people, OFFICER).held if one.how == "own")
    assert ended.until == later.date()
    page = clients("system-admin").get(f"{DESK}/positions/?body=yueyanglou-health").content.decode()
    assert "2026-12-13 是最后一天" in page


def test_a_suspended_person_needs_a_reason_and_leaves_a_gap(people, clients):
    keeping = clients("system-admin")
    assert act(keeping, OFFICER, "suspend").status_code == 409
    assert act(keeping, OFFICER, "suspend", reason="调查期间停用").status_code == 302

    page = keeping.get(f"{DESK}/positions/?body=yueyanglou-health").content.decode()
    assert record(people, OFFICER).phase == "suspended"
    assert "今天没有人任这个岗位" in page
    assert act(keeping, OFFICER, "restore").status_code == 302
    assert record(people, OFFICER).phase == "active"


def test_nobody_gives_themselves_a_position(people, clients):
    answer = act(
        clients("security-admin"),
        SECURITY,
        "appoint",
        position="yueyanglou-health-chief",
        **day("since", MONDAY),
    )
    assert answer.status_code == 409 and "people.own-rights" in answer.content.decode()


def test_the_same_form_sent_twice_adds_one_person(people, clients):
    client, key = clients("system-admin"), secrets.token_urlsafe(16)
    before = len(everybody(people, "yueyang"))
    for _ in range(2):
        answer = post(client, "people/join", key, name_zh="测演一", code="YY-0001")
        assert answer.status_code == 302
    assert len(everybody(people, "yueyang")) == before + 1


def test_a_staff_code_is_one_persons(people, clients):
    client = clients("system-admin")
    join(client)
    answer = post(client, "people/join", name_zh="测演二", code="YY-0001")
    page = answer.content.decode()
    assert answer.status_code == 409 and "people.code-taken" in page and 'value="测演二"' in page


def test_a_person_is_found_by_the_whole_code_and_the_code_stands_in_no_address(people, clients):
    client = clients("system-admin")
    person = join(client)
    found = client.post(f"{DESK}/people/search", {"code": " YY-0001 "})
    assert found["Location"].endswith(f"/people/{person}/")
    for text in ("YY-000", "测演一", "赵演安"):
        assert client.post(f"{DESK}/people/search", {"code": text})["Location"] == f"{DESK}/people/"


def test_a_corrected_code_no_longer_finds_by_the_old_one(people, clients):
    client = clients("system-admin")
    person = join(client)
    act(client, person, "rename", name_zh="测演一", code="YY-0009")
    assert client.post(f"{DESK}/people/search", {"code": "YY-0001"})["Location"] == f"{DESK}/people/"
    assert client.post(f"{DESK}/people/search", {"code": "YY-0009"})["Location"].endswith(f"/{person}/")


def test_residents_are_not_people_of_the_desk(people, clients):
    residents = [one.id for one in everybody(people, "yueyang").values() if one.kind == "resident"]
    client = clients("system-admin")
    assert residents
    assert {client.get(f"{DESK}/people/{one}/").status_code for one in residents} == {404}


@pytest.fixture
def of_the_district(people, monkeypatch):
    """The security administrator's body sits in the district, for this test."""
    resolve = actors.resolve

    def seated(person, city, at):
        held = resolve(person, city, at)
        moved = tuple(msgspec.structs.replace(one, seat="430602") for one in held.holdings)
        return replace(held, holdings=moved)

    monkeypatch.setattr(actors, "resolve", seated)


def test_an_administrator_of_a_district_sees_and_changes_its_people_alone(of_the_district, clients):
    client = clients("security-admin")
    first = client.get(f"{DESK}/people/").content.decode()
    assert OFFICER in first and "person-yueyang-data-cdo" not in first
    assert client.get(f"{DESK}/people/person-yueyang-data-cdo/").status_code == 403
    assert act(client, "person-yueyang-data-cdo", "end-sessions").status_code == 403


def test_an_administrator_of_a_district_gives_no_position_of_the_whole_city(of_the_district, people, clients):
    answer = act(
        clients("security-admin"), CHIEF, "appoint", position="yueyang-data-cdo", **day("since", MONDAY)
    )
    assert answer.status_code == 409 and "access.denied" in answer.content.decode()
    assert all(one.position != "yueyang-data-cdo" for one in record(people, CHIEF).held)


def test_every_opening_of_a_name_is_counted(people, clients, database):
    clients("audit-admin").get(f"{DESK}/people/{OFFICER}/")
    with psycopg.connect(database.owner) as connection:
        rows = connection.execute(
            "SELECT actor, purpose, fields FROM person_reading WHERE person = %s", (OFFICER,)
        )
        counted = rows.fetchall()
    assert counted == [("person-yueyang-audit-audit-admin@yueyang-audit-audit-admin", "person", 2)]


def test_the_list_takes_as_many_queries_for_many_as_for_few(people, clients, queries):
    client = clients("system-admin")
    client.get(f"{DESK}/people/?body=yueyanglou-health")
    queries.clear()
    client.get(f"{DESK}/people/?body=yueyanglou-health")
    few = len(queries)
    queries.clear()
    page = client.get(f"{DESK}/people/").content.decode()
    assert page.count("data-row") == 50
    assert len(queries) == few


def test_what_happened_to_a_person_is_told_in_words_with_the_entry(people, clients):
    act(clients("security-admin"), OFFICER, "end-sessions")
    page = clients("audit-admin").get(f"{DESK}/people/{OFFICER}/").content.decode()
    assert "退出全部登录" in page and "任岗：" in page and "网络安全" in page


def test_the_holder_of_a_position_delegates_it_and_keeps_it(people, clients):
    client = clients("officer-health")
    page = client.get(f"{DESK}/mine/").content.decode()
    assert "王演" not in page.partition("<main")[2]
    until = MONDAY + timedelta(days=5)
    answer = post(
        client,
        "mine/delegate",
        position="yueyanglou-health-officer",
        whom="person-yueyanglou-health-expert",
        **day("since", MONDAY),
        **day("until", until),
    )
    assert answer.status_code == 302, answer.content.decode()
    given = [one for one in record(people, "person-yueyanglou-health-expert").held if one.how == "delegated"]
    assert [(one.acting_for, one.until) for one in given] == [(OFFICER, until.date())]


def test_nobody_delegates_a_position_of_somebody_else(people, clients):
    answer = post(
        clients("officer-health"),
        "mine/delegate",
        position="yueyanglou-health-approver",
        whom=f"{OFFICER}-2",
        **day("since", MONDAY),
        **day("until", MONDAY),
    )
    assert answer.status_code == 409 and "desk.not-own" in answer.content.decode()


def test_a_chief_delegates_no_position_of_another_body(people, clients):
    command = rules.Delegate(position="yueyang-data-cdo", since=MONDAY.date(), until=MONDAY.date())
    from yiwang.kernel.access import Actor, Holding

    chief = Actor(
        CHIEF, "staff", (Holding("yueyanglou-health-chief", "chief", "yueyanglou-health", "430602"),)
    )
    stream = person_stream("yueyang", OFFICER)
    answer = execute(people, Ask("yueyang", PERSON, stream, command, chief, MONDAY))
    assert not isinstance(answer, Done) and answer.code == "access.denied"
    leave = execute(people, Ask("yueyang", PERSON, stream, rules.Leave(), system("test"), MONDAY))
    assert isinstance(leave, Done)


def test_an_invitation_is_a_link_shown_once_that_opens_the_enrolment(accounts, clients, settings):
    settings.YIWANG_DEMO = True
    client = clients("system-admin")
    person = join(client)
    page = post(client, f"people/{person}/invite").content.decode()
    path = re.search(r"http://testserver(/yueyang/account/enrol/[\w-]+)", page)[1]
    assert clients("").get(path).status_code == 200
    second = post(client, f"people/{person}/invite").content.decode()
    assert path not in second and clients("").get(path).status_code == 404
    told = clients("audit-admin").get(f"/yueyang/desk/people/{person}/").content.decode()
    assert told.count("发出开户链接") == 2, "the audit administrator reads of each invitation"


def test_who_has_no_code_or_is_suspended_is_not_invited(people, clients):
    client = clients("system-admin")
    answer = post(client, f"people/{OFFICER}/invite")
    assert answer.status_code == 409 and "desk.no-code-yet" in answer.content.decode()
    person = join(client)
    act(client, person, "suspend", reason="调查")
    assert "people.wrong-phase" in post(client, f"people/{person}/invite").content.decode()
    assert post(clients("security-admin"), f"people/{person}/invite").status_code == 403


def test_whose_body_was_merged_is_told_on_every_page(people, clients, monkeypatch):
    from yiwang.web import middleware

    actor_of = middleware.actor_of

    def merged(request, city):
        request.gone = ("yueyanglou-health-officer",)
        return actor_of(request, city)

    monkeypatch.setattr(middleware, "actor_of", merged)
    page = clients("officer-health").get("/yueyang/").content.decode()
    assert "您的岗位有变动" in page and "yueyanglou-health-officer" in page
