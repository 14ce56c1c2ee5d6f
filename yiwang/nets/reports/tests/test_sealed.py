"""Who told is sealed from the body that handles it: messages pass, names do not, each look is shown."""

from __future__ import annotations

import re

import pytest
from psycopg.errors import InsufficientPrivilege

from yiwang.kernel.access import Actor, Holding
from yiwang.nets.reports.kinds import REPORT, TOLD
from yiwang.nets.reports.tests.conftest import BASE, CITY, follow, words_of
from yiwang.nets.reports.tests.test_reports import case_number, rows
from yiwang.store.wall import city_transaction
from yiwang.web import cities

SECRETS = ("吴演晴", "13800000000", "resident-wu")
RAW = "垃圾堆三天了，我叫吴演晴，电话13800000000，请处理"


def put(client, number, act, **typed):
    page = client.get(f"{BASE}cases/{number}/").content.decode()
    told = re.search(r'name="told" value="([^"]+)"', page)
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    return client.post(
        f"{BASE}cases/{number}/", {"act": act, "key": key, "told": told[1] if told else "", **typed}
    )


def test_the_handling_body_reads_it_masked_and_messages_pass_both_ways(clients, tell, as_officer, database):
    told = tell(clients(""), RAW, name="吴演晴", phone="13800000000")
    number = case_number(database)
    officer = as_officer(number)
    page = officer.get(f"{BASE}cases/{number}/").content.decode()
    assert "垃圾堆三天了" in page and "〔姓名〕" in page and "〔电话〕" in page
    case = officer.get(f"/{CITY}/services/cases/{number}/").content.decode()
    for html in (page, case):
        assert not [one for one in SECRETS if one in html]

    assert put(officer, number, "write", words="是路口东边还是西边？").status_code == 302
    assert "是路口东边还是西边" in words_of(follow(clients(""), told))
    follow(clients(""), told, act="write", words="东边，打我电话13800000000", key="k" * 20)
    page = officer.get(f"{BASE}cases/{number}/").content.decode()
    assert "东边，打我电话〔电话〕" in page and "13800000000" not in page
    assert put(officer, number, "answer", words="已经清走，有事找李小明先生").status_code == 302
    shown = words_of(follow(clients(""), told))
    assert "已经清走" in shown and "李小明" not in shown


def test_a_message_is_passed_on_once_though_the_relay_reads_it_too(
    clients, tell, as_officer, database, worker
):
    told = tell(clients(""), RAW)
    follow(clients(""), told, act="write", words="还在那里", key="k" * 20)
    for _ in range(3):
        worker.round()
    number = case_number(database)
    assert as_officer(number).get(f"{BASE}cases/{number}/").content.decode().count("还在那里") == 1


def test_a_body_learns_who_told_by_their_consent_alone_and_they_see_that_it_asked(
    clients, tell, as_officer, database, worker
):
    told = tell(clients(""), RAW, name="吴演晴", phone="13800000000")
    number = case_number(database)
    officer = as_officer(number)
    assert put(officer, number, "ask-who", words="要上门核实").status_code == 302
    page = follow(clients(""), told)
    assert "要上门核实" in words_of(page) and "等待答复" in words_of(page)
    body = re.search(r'name="body" value="([^"]+)"', page.content.decode())[1]

    no = follow(clients(""), told, act="decline", body=body, key="k" * 20)
    assert "本人不同意" in words_of(no)
    assert "13800000000" not in officer.get(f"{BASE}cases/{number}/").content.decode()
    assert put(officer, number, "ask-who", words="实在找不到地方").status_code == 302
    yes = follow(clients(""), told, act="agree", body=body, key="l" * 20)
    assert "已告诉" in words_of(yes)
    for _ in range(2):
        worker.round()
    assert "吴演晴 · 13800000000" in officer.get(f"{BASE}cases/{number}/").content.decode()


def test_by_a_clause_it_takes_the_word_of_intake_and_by_none_other(clients, tell, as_officer, database):
    told = tell(clients(""), RAW, phone="13800000000")
    number = case_number(database)
    officer, intake = as_officer(number), clients("desk-city")
    refused = put(officer, number, "ask-who", words="想知道", clause="行政许可法 第四十二条第一款")
    assert refused.status_code == 409 and "report.no-clause" in refused.content.decode()
    put(officer, number, "ask-who", words="有人受伤", clause="岳阳市地方安排 举报办理")
    waits = intake.get(f"{BASE}intake/?asked=1").content.decode()
    address = re.search(r'href="([^"]+/intake/[0-9a-f-]{36}/)"', waits)[1]
    page = intake.get(address).content.decode()
    assert "有人受伤" in page
    body, key = (re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("body", "key"))
    assert intake.post(address, {"act": "permit", "body": body, "key": key}).status_code == 302
    assert "13800000000" in officer.get(f"{BASE}cases/{number}/").content.decode()
    shown = words_of(follow(clients(""), told))
    assert "岳阳市地方安排 举报办理" in shown and "已告诉" in shown


def test_intake_reads_it_masked_unmasks_for_a_purpose_and_the_person_sees_that(clients, tell):
    told = tell(clients(""), RAW, name="吴演晴", phone="13800000000")
    intake = clients("desk-city")
    listed = intake.get(f"{BASE}intake/").content.decode()
    address = re.search(r'href="([^"]+/intake/[0-9a-f-]{36}/)"', listed)[1]
    page = intake.get(address).content.decode()
    assert "〔姓名〕" in page and not [one for one in SECRETS if one in page]
    without = intake.post(address, {"act": "unmask"})
    assert without.status_code == 409 and "report.purpose-missing" in without.content.decode()
    clear = intake.post(address, {"act": "unmask", "purpose": "call-back"})
    assert "13800000000" in clear.content.decode() and clear["Cache-Control"] == "no-store"
    printed = intake.get(f"{address}print").content.decode()
    assert "yueyang-government-services-supervisor 2026-11-23" in printed
    assert not [one for one in SECRETS if one in printed]
    shown = words_of(follow(clients(""), told))
    assert "查看了封存的内容" in shown and "联系反映人核实" in shown
    for persona in ("officer-health", "auditor", "resident-liu", "system-admin", ""):
        assert clients(persona).get(address).status_code in (302, 403, 404), persona


def test_a_report_about_a_body_never_reaches_it(clients, tell, database):
    subject = "yueyanglou-health"
    told = tell(clients(""), "收了钱不办事", kind="body", against=subject, place="")
    assert told.number and "由谁处置" not in words_of(told.answer)
    ((number, lead, window),) = rows(database, "SELECT number, lead, window_body FROM case_row")
    assert lead == "yueyang-petitions" and window == ""
    officer = clients("officer-health")
    for address in (f"/{CITY}/services/cases/{number}/", f"{BASE}cases/{number}/"):
        assert officer.get(address).status_code == 404
    assert rows(database, "SELECT count(*) FROM event_row")[0][0] == 0
    offered = tell(clients(""), "收了钱不办事", place="430602")
    assert "joins-1" not in offered.checked
    # The body that takes other reports in is not the one that sees this.
    assert told.number not in clients("desk-city").get(f"{BASE}intake/").content.decode()


@pytest.mark.parametrize("subject", ["yueyang-petitions", "yueyang-government-services"])
def test_about_the_desk_itself_another_one_sees_to_it_and_no_window(clients, tell, database, subject):
    tell(clients(""), "推来推去", kind="body", against=subject, place="")
    ((lead, window, bodies),) = rows(database, "SELECT lead, window_body, bodies FROM case_row")
    assert subject not in (lead, window, *bodies)


def test_the_wall_alone_shows_a_report_to_intake_and_whoever_told(clients, tell, database, door):
    tell(clients("resident-wu"), RAW, name="吴演晴", phone="13800000000")
    ((lead,),) = rows(database, "SELECT lead FROM case_row")
    wu = cities.get(CITY).actor("resident-wu")
    handling = Actor("p", "staff", (Holding("x", "officer", lead, "430602"),))
    auditor = cities.get(CITY).actor("auditor")
    intake = Actor("p", "staff", (Holding("x", "officer", "yueyang-government-services", "430600"),))
    stranger = Actor("q", "resident")
    expected = {"wu": (1, 1), "handling": (0, 1), "intake": (1, 1), "stranger": (0, 0), "auditor": (0, 1)}
    people = {"wu": wu, "handling": handling, "intake": intake, "stranger": stranger, "auditor": auditor}
    for name, actor in people.items():
        with door.pool.connection() as connection, city_transaction(connection, CITY, actor) as cursor:
            counts = tuple(
                cursor.execute(f"SELECT count(*) FROM {kind.table}").fetchone()[0] for kind in (REPORT, TOLD)
            )
            vault = cursor.execute(
                "SELECT count(*) FROM vault v JOIN report_row r ON r.id = v.stream"
            ).fetchone()[0]
            entries = cursor.execute("SELECT count(*) FROM event WHERE kind = 'report'").fetchone()[0]
        assert counts == expected[name], name
        assert bool(vault) == bool(entries) == bool(counts[0]), name
    with (
        door.pool.connection() as connection,
        pytest.raises(InsufficientPrivilege),
        city_transaction(connection, CITY, intake) as cursor,
    ):
        cursor.execute("DELETE FROM report_row")
