"""Somebody reads one case that is not theirs, for a reason, for an hour; the applicant sees it."""

from __future__ import annotations

import re

import psycopg
import pytest

from yiwang.nets.services.tests.applications import INSURED
from yiwang.nets.services.tests.filing import certificate
from yiwang.people.sync import sync
from yiwang.web import cities

CASES, GLASS = "/yueyang/services/cases/", "/yueyang/services/glass/"


@pytest.fixture
def number(clients, door, clock):
    sync(door, "yueyang", cities.get("yueyang").city, clock.now)
    return certificate(clients("resident-wu"))


def broken(client, number, reason="有人可能有危险，须核对地址"):
    page = client.get(GLASS).content.decode()
    this = re.search(r'name="glass" value="([^"]+)"', page)[1]
    return client.post(GLASS, {"glass": this, "number": number, "reason": reason})


def test_the_page_of_a_foreign_case_says_how_to_break_the_glass_to_who_may(clients, number):
    officer, window = clients("officer-health"), clients("window-city")

    refused, plain = officer.get(f"{CASES}{number}/"), window.get(f"{CASES}{number}/")

    assert (refused.status_code, plain.status_code) == (404, 404)
    assert f'href="{GLASS}?number={number}"' in refused.content.decode()
    assert GLASS not in plain.content.decode()
    assert number in officer.get(f"{GLASS}?number={number}").content.decode()


def test_it_opens_the_case_to_read_and_nothing_to_do_and_a_red_band_says_so(clients, number):
    officer = clients("officer-health")

    assert broken(officer, number)["Location"] == f"{CASES}{number}/"

    page = officer.get(f"{CASES}{number}/").content.decode()
    assert "banner-glass" in page and "您凭紧急查看阅读" in page and "act-form" not in page
    assert "banner-glass" in officer.get("/yueyang/").content.decode()
    acted = officer.post(f"{CASES}{number}/comment", {"key": "k" * 20, "comment": "x"})
    assert acted.status_code == 409 and "access.denied" in acted.content.decode()
    assert number in officer.get(GLASS).content.decode()


def test_an_answer_opened_under_glass_is_kept_as_such(clients, number, database):
    officer = clients("officer-health")
    broken(officer, number)

    page = officer.post(f"{CASES}{number}/reveal", {"field": "id_number", "purpose": "identity"})

    assert INSURED in page.content.decode()
    with psycopg.connect(database.superuser) as connection:
        kept = connection.execute("SELECT names, glass FROM sealed_reading").fetchall()
    assert kept == [(["id_number"], True)]


def test_the_applicant_sees_it_and_by_which_body_and_position(clients, number):
    officer = clients("officer-health")
    broken(officer, number)
    officer.post(f"{CASES}{number}/reveal", {"field": "id_number", "purpose": "identity"})

    page = clients("resident-wu").get(f"{CASES}{number}/others").content.decode().split("<main")[1]

    assert "紧急查看" in page and "待审查" in page and "紧急查看中打开了 1 项" in page
    assert page.count("岳阳楼区卫生健康局 · 经办岗") == 2
    assert "沈演文" not in page and "有人可能有危险" not in page


def test_it_closes_by_itself_after_an_hour(clients, number, clock):
    officer = clients("officer-health")
    broken(officer, number)

    clock.pass_(minutes=59)
    open_still = officer.get(f"{CASES}{number}/").status_code
    clock.pass_(minutes=1)

    assert (open_still, officer.get(f"{CASES}{number}/").status_code) == (200, 404)
    assert "banner-glass" not in officer.get("/yueyang/").content.decode()


def test_it_is_closed_now_by_who_opened_it(clients, number):
    officer = clients("officer-health")
    broken(officer, number)

    assert clients("resident-liu").post(f"{GLASS}close").status_code == 302
    before = officer.get(f"{CASES}{number}/").status_code
    assert officer.post(f"{GLASS}close").status_code == 302
    assert (before, officer.get(f"{CASES}{number}/").status_code) == (200, 404)


def test_without_a_reason_or_a_number_nothing_is_opened_and_what_was_typed_stays(clients, number, database):
    officer = clients("officer-health")

    silent, lost = broken(officer, number, ""), broken(officer, "2611-00000000", "火灾")

    assert (silent.status_code, lost.status_code) == (409, 409)
    assert "glass.no-reason" in silent.content.decode() and "火灾" in lost.content.decode()
    with psycopg.connect(database.superuser) as connection:
        assert connection.execute("SELECT count(*) FROM glass_row").fetchone() == (0,)


def test_sent_twice_it_is_one_and_opens_no_other_case(clients, number, database):
    officer, other = clients("officer-health"), certificate(clients("resident-wu"))
    this = re.search(r'name="glass" value="([^"]+)"', officer.get(GLASS).content.decode())[1]
    for _ in range(2):
        assert officer.post(GLASS, {"glass": this, "number": number, "reason": "火灾"}).status_code == 302

    assert officer.get(f"{CASES}{other}/").status_code == 404
    with psycopg.connect(database.superuser) as connection:
        assert connection.execute("SELECT count(*) FROM glass_row").fetchone() == (1,)


def test_the_reason_lies_in_no_event_row_or_address(clients, number, database):
    broken(clients("officer-health"), number, "火灾现场")

    with psycopg.connect(database.superuser) as connection:
        texts = [
            row[0]
            for table, column in (("event", "body"), ("glass_row", "state"))
            for row in connection.execute(f"SELECT convert_from({column}, 'UTF8') FROM {table}").fetchall()
        ]
    assert texts and not any("火灾现场" in text for text in texts)


def test_one_s_own_case_needs_no_glass(clients, number, database):
    officer = clients("officer-insurance")

    assert broken(officer, number).status_code == 302
    with psycopg.connect(database.superuser) as connection:
        assert connection.execute("SELECT count(*) FROM glass_row").fetchone() == (0,)
