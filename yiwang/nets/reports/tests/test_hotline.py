"""12345: a call is on its card by one question, told on, joined, answered in a sentence, or handed over."""

from __future__ import annotations

import re

import pytest

from yiwang.nets.reports import exchange
from yiwang.nets.reports.tests.conftest import BASE, CITY, LITTER, PLACE, follow, words_of
from yiwang.nets.reports.tests.test_reports import rows
from yiwang.ports.telephone import FakeTelephone

CALL = f"{BASE}intake/call/"
PHONE = "13800000000"


@pytest.fixture
def line(monkeypatch):
    """The city's telephone exchange."""
    fake = FakeTelephone()
    monkeypatch.setattr(exchange, "telephone", lambda: fake)
    return fake


@pytest.fixture
def desk(clients):
    """Somebody at intake."""
    return clients("desk-city")


class Spoken:
    """Number and code that were read out."""

    def __init__(self, answer):
        html = answer.content.decode()
        self.number = re.search(r'id="number">([^<]+)<', html)[1]
        self.code = re.search(r'id="code">([^<]+)<', html)[1]


def told(desk, act="send", **typed):
    sent = {"act": act, "phone": PHONE, "words": "垃圾堆了三天", "kind": LITTER, "place": PLACE, **typed}
    return desk.post(CALL, {name: value for name, value in sent.items() if value})


def test_a_call_rings_is_answered_and_its_recording_is_kept_with_the_report(
    desk, line, clock, database, clients
):
    ringing = line.ring(PHONE, clock.now)
    page = desk.get(CALL)
    assert f"pick-up:{ringing.id}" in page.content.decode() and PHONE not in page.content.decode()
    card = desk.post(CALL, {"act": f"pick-up:{ringing.id}"}).content.decode()
    assert PHONE in card
    recording = re.search(r'name="recording" value="([^"]+)"', card)[1]
    spoken = Spoken(told(desk, recording=recording, call=ringing.id))
    assert rows(database, "SELECT number FROM event_row") and "正在处置" in words_of(
        follow(clients(""), spoken)
    )
    address = re.search(r'href="([^"]+/intake/[0-9a-f-]{36}/)"', desk.get(f"{BASE}intake/").content.decode())[
        1
    ]
    assert recording in desk.get(address).content.decode()
    gone = desk.post(CALL, {"act": "pick-up:call-99"})
    assert gone.status_code == 409 and "report.call-gone" in gone.content.decode()


def test_the_card_shows_the_callers_earlier_reports_by_one_question(desk, clients, tell, queries):
    first = tell(clients(""), phone=PHONE)
    told(desk)
    queries.clear()
    card = told(desk, act="look").content.decode()
    assert first.number in card
    asked = [one for one in queries if "v.blind" in one]
    assert len(asked) == 1
    other = told(desk, act="look", phone="13900000000").content.decode()
    assert first.number not in other


def test_a_demand_that_comes_again_is_joined_and_no_caller_is_lost(desk, clients, database):
    one = Spoken(told(desk))
    card = told(desk, act="look", phone="13900000000", words="垃圾堆了三天没人收").content.decode()
    near = re.search(r'name="joins" value="([0-9a-f-]{36})"', card)[1]
    two = Spoken(told(desk, phone="13900000000", joins=near))
    assert one.number != two.number
    assert rows(database, "SELECT count(*) FROM event_row")[0][0] == 1
    assert rows(database, "SELECT count(*) FROM report_row")[0][0] == 2
    for spoken in (one, two):
        assert "正在处置" in words_of(follow(clients(""), spoken))
    nobodys = told(desk, act="look", phone="13900000000").content.decode()
    assert two.number in nobodys and one.number not in nobodys


def test_an_answer_given_by_telephone_is_one_sentence_and_done(desk, clients, database):
    empty = told(desk, act="answer", kind="", place="")
    assert empty.status_code == 409 and "report.answer-missing" in empty.content.decode()
    spoken = Spoken(
        told(desk, act="answer", kind="", place="", words="扫雪找谁", answer="主干道由城市管理部门清扫")
    )
    assert rows(database, "SELECT count(*) FROM case_row")[0][0] == 0
    page = words_of(follow(clients(""), spoken))
    assert "已当场答复" in page and "主干道由城市管理部门清扫" in page


def test_danger_is_handed_over_with_one_press_and_kept_with_what_was_said(
    desk, line, clock, database, clients
):
    ringing = line.ring(PHONE, clock.now)
    line.answer(ringing.id, "yueyang-government-services-supervisor")
    card = told(desk, act="look", words="楼上着火了", kind="", place="").content.decode()
    assert re.search(r'value="hand:119" class="primary"', card)
    spoken = Spoken(told(desk, act="hand:119", words="楼上着火了", kind="", place="", call=ringing.id))
    assert line.calls[ringing.id].handed_to == "119"
    assert rows(database, "SELECT count(*) FROM case_row")[0][0] == 0
    page = words_of(follow(clients(""), spoken))
    assert "已转紧急电话" in page and "楼上着火了" in page
    strange = told(desk, act="hand:911")
    assert strange.status_code == 409 and "report.no-number" in strange.content.decode()


def test_the_knowledge_base_is_searched_and_says_what_has_expired(desk, clock):
    found = told(desk, act="look", q="扫雪").content.decode()
    assert "扫雪除冰找谁" in found and "怎么反映路灯" not in found and "已过期" not in found
    clock.pass_(days=365)
    assert "已过期" in told(desk, act="look", q="扫雪").content.decode()


def test_only_intake_takes_calls_and_no_number_is_in_an_address(clients, desk):
    for persona in ("officer-health", "resident-wu", "desk-yueyanglou", "auditor"):
        assert clients(persona).post(CALL, {"act": "answer", "answer": "x"}).status_code in (302, 403), (
            persona
        )
    page = told(desk, act="look").content.decode()
    assert not re.search(rf'(href|action)="[^"]*{PHONE}', page)
    assert CITY in page
