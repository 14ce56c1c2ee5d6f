"""The office on duty records an incident, reports it in time, and grades it anew."""

from __future__ import annotations

import re
from datetime import timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

import psycopg
import pytest

from yiwang.store.traffic import between_cases
from yiwang.store.worker import Worker

BASE = "/yueyang/incidents/"
ZONE = ZoneInfo("Asia/Shanghai")
SECRET = "攻击者从报表接口进来，运维王某已断网"


def typed(moment) -> str:
    return moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


@pytest.fixture
def desk(clients):
    return clients("incident-officer")


def recorded(client, clock, *, key: str = "first-post-of-the-form", **more: str):
    given = {
        "key": key,
        "known_at": typed(clock.now - timedelta(hours=1)),
        "operator_kind": "other",
        "source": "detection",
        "personal_leak": "no",
        "judged": "larger",
        "words": SECRET,
    }
    return client.post(f"{BASE}new", {**given, **more})


def number_of(answer) -> str:
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].rstrip("/").rpartition("/")[2]


def page_of(client, number: str, language: str = "zh") -> str:
    answer = client.get(f"{BASE}{number}/", {"lang": language})
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode().split("<main")[1]))


def act(client, number: str, path: str, **sent: str):
    key = sha256(repr((number, path, sorted(sent.items()))).encode()).hexdigest()
    return client.post(f"{BASE}{number}/{path}", {"key": key, **sent})


def code_of(answer) -> str:
    assert answer.status_code == 409, answer.status_code
    return re.search(r'data-code="([^"]+)"', answer.content.decode())[1]


def test_a_larger_incident_is_owed_to_the_province_within_four_hours_of_its_discovery(desk, clock):
    number = number_of(recorded(desk, clock))
    due = typed(clock.now + timedelta(hours=3))
    hour = due.split()[1]
    shown = page_of(desk, number)
    assert "向省级网信部门报告" in shown and hour in shown and SECRET in shown
    assert "条款没有核实" in shown
    assert "向省级网信部门报告" in desk.get(BASE).content.decode()


def test_the_same_form_posted_twice_is_one_incident(desk, clock, database):
    assert number_of(recorded(desk, clock)) == number_of(recorded(desk, clock))
    with psycopg.connect(database.superuser) as connection:
        count = connection.execute("SELECT count(*) FROM case_row WHERE kind = 'incident'").fetchone()
    assert count == (1,)


def test_what_happened_is_sealed_and_stands_in_no_event_and_no_row(desk, clock, database):
    recorded(desk, clock)
    with psycopg.connect(database.superuser) as connection:
        bodies = connection.execute("SELECT body FROM event").fetchall()
        states = connection.execute("SELECT state FROM case_row").fetchall()
    for row in (*bodies, *states):
        assert "王某".encode() not in bytes(row[0])


def test_a_report_is_sent_and_confirmed_and_the_provinces_hour_runs_for_a_major_one(desk, clock):
    number = number_of(recorded(desk, clock, judged="major"))
    clock.now += timedelta(minutes=30)
    sent = act(desk, number, "reports/other/sent", how="platform", at=typed(clock.now), note="回执 77")
    assert sent.status_code == 302
    clock.now += timedelta(minutes=5)
    got = act(desk, number, "reports/other/received", at=typed(clock.now), note="值班员接")
    assert got.status_code == 302
    shown = page_of(desk, number)
    assert "省级网信部门继续上报" in shown and "报送平台" in shown
    assert code_of(act(desk, number, "reports/other/sent", how="phone", at=typed(clock.now))) == (
        "incident.sent-already"
    )


def test_a_grade_by_hand_needs_its_reason_and_a_report_its_time(desk, clock):
    number = number_of(recorded(desk, clock))
    assert code_of(act(desk, number, "grade", grade="severe", reason="")) == "case.reason-missing"
    assert code_of(act(desk, number, "grade", grade="huge", reason="x")) == "incident.no-such-grade"
    assert code_of(act(desk, number, "reports/other/sent", how="phone", at="昨天")) == "incident.no-moment"
    assert code_of(act(desk, number, "reports/none/sent", how="phone", at=typed(clock.now))) == (
        "incident.no-such-report"
    )
    assert act(desk, number, "grade", grade="severe", reason="门户中断一天").status_code == 302
    assert "特别重大" in page_of(desk, number)


def test_an_incident_discovered_in_the_future_is_refused_and_nothing_typed_is_lost(desk, clock, database):
    answer = recorded(desk, clock, known_at=typed(clock.now + timedelta(hours=2)))
    assert code_of(answer) == "incident.not-known-yet"
    assert SECRET in answer.content.decode()
    unread = recorded(desk, clock, known_at="昨天下午", people_leaked="很多")
    assert unread.status_code == 422
    assert SECRET in unread.content.decode() and "昨天下午" in unread.content.decode()
    with psycopg.connect(database.superuser) as connection:
        assert connection.execute("SELECT count(*) FROM case_row WHERE kind = 'incident'").fetchone() == (0,)


def test_people_whose_data_leaked_are_owed_word_at_once_unless_harm_is_averted(desk, clock):
    number = number_of(recorded(desk, clock, personal_leak="yes", judged="general", people_leaked="300"))
    assert "通知个人" in page_of(desk, number)
    assert act(desk, number, "spare", reason="口令已全部作废").status_code == 302
    assert act(desk, number, "order", reason="主管部门第 3 号").status_code == 302
    assert "要求通知个人" in page_of(desk, number)


def test_the_clock_says_that_a_report_is_late_and_it_is_written_down(desk, clock, door):
    number = number_of(recorded(desk, clock))
    worker = Worker(door, clock, (between_cases(door),))
    clock.now += timedelta(hours=4)
    worker.round()
    shown = page_of(desk, number)
    assert "报告超时" in shown and "超时" in shown


def test_a_report_is_printed_with_what_is_known_and_its_clause(desk, clock):
    number = number_of(recorded(desk, clock))
    shown = desk.get(f"{BASE}{number}/reports/other").content.decode()
    assert "国家网络安全事件报告管理办法 第四条" in shown and SECRET in shown and "省级网信部门" in shown
    assert desk.get(f"{BASE}{number}/reports/nothing").status_code == 404


def test_an_english_page_has_no_chinese_words_but_the_clauses_and_what_people_wrote(desk, clock):
    number = number_of(recorded(desk, clock, words="plain words"))
    shown = page_of(desk, number, "en")
    assert "Tell the provincial cyberspace office" in shown
    left = re.sub(r"国家网络安全事件报告管理办法 第[一-龥]条|个人信息保护法 第[一-龥]+", "", shown)
    assert not re.search(r"[一-龥]", left), re.findall(r"[一-龥]+", left)


@pytest.mark.parametrize("persona", ["resident-wu", "officer-water", "auditor"])
def test_nobody_else_sees_an_incident(desk, clock, clients, persona):
    number = number_of(recorded(desk, clock))
    other = clients(persona)
    assert other.get(f"{BASE}{number}/").status_code in (302, 403, 404)
    assert recorded(other, clock, key="second-post-of-the-form").status_code in (302, 403)
