"""Asking for data to be corrected, and complaining, about one look at it."""

from __future__ import annotations

import re
from uuid import uuid4

import psycopg
import pytest

from yiwang.granted.reading import read
from yiwang.granted.tests.conftest import CITY, act, city, person, registered  # noqa: F401
from yiwang.granted.tests.test_reading import wanted
from yiwang.nets.mine.tests.test_exchanges import PAGE, words
from yiwang.nets.mine.tests.test_looks import number, reveal  # noqa: F401
from yiwang.nets.services.tests.conftest import clients, clock, door  # noqa: F401

WRONG, RIGHT = "名称写错了一个字", "巴陵演示理发店（城南）"


@pytest.fixture
def licence(door, clock, person, registered):  # noqa: F811
    """Zheng's licence, read once for a draft."""
    zheng = person("owner-zheng")
    made = registered(zheng)
    read(door, CITY, wanted(zheng), zheng, clock.now)
    return made


def link(client, kind: str) -> str:
    """Return the address beside the first look that may be asked about so."""
    return re.search(rf'href="({PAGE}{kind}/[^"]+)"', client.get(PAGE).content.decode())[1]


def asked(client, kind: str, **typed: str):
    """Ask as the page does."""
    address = link(client, kind)
    case = re.search(r'name="case" value="([^"]+)"', client.get(address).content.decode())[1]
    return client.post(address, {"case": case, **typed})


def number_of(client) -> str:
    return re.search(
        r'class="concern">[^<]*<a href="[^"]*/cases/([^/]+)/"', client.get(PAGE).content.decode()
    )[1]


def done(client, number: str, outcome: str, note: str):  # noqa: F811
    """Do the one step of a case from its page."""
    address = f"/{CITY}/services/cases/{number}/"
    page = client.get(address).content.decode()
    form = re.search(rf'action="({re.escape(address)}[^"]*complete[^"]*)".*?</form>', page, re.S)
    sent = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form[0]))
    return client.post(form[1], {**sent, "outcome": outcome, "reason": note})


def test_a_correction_is_a_case_with_ten_working_days_and_stands_beside_the_look(clients, licence):  # noqa: F811
    zheng = clients("owner-zheng")

    assert asked(zheng, "correct", wrong=WRONG, right=RIGHT)["Location"] == PAGE

    shown = words(zheng)
    assert "校核" in shown and "答复不晚于 2026年12月7日" in shown
    assert "岳阳市市场监督管理局 · 答复不晚于" in shown
    assert WRONG not in shown


def test_the_answer_with_its_reason_is_told_beside_the_look_and_on_the_page_of_the_case(
    clients,  # noqa: F811
    licence,
):
    zheng, desk = clients("owner-zheng"), clients("steward-market-regulation")
    asked(zheng, "correct", wrong=WRONG, right=RIGHT)
    number = number_of(zheng)  # noqa: F811

    assert WRONG not in desk.get(f"/{CITY}/services/cases/{number}/").content.decode()
    assert done(desk, number, "not-corrected", "与登记档案一致").status_code in (200, 302)

    assert "不更正" in words(zheng)
    assert "与登记档案一致" in zheng.get(f"/{CITY}/services/cases/{number}/").content.decode()


def test_nothing_written_is_not_asked_and_what_was_asked_is_not_asked_twice(clients, licence):  # noqa: F811
    zheng = clients("owner-zheng")

    empty = asked(zheng, "correct", wrong="  ")
    assert empty.status_code == 409 and "concern.no-words" in empty.content.decode()
    address = link(zheng, "correct")
    asked(zheng, "correct", wrong=WRONG)
    assert f'href="{address}"' not in zheng.get(PAGE).content.decode()
    again = zheng.post(address, {"case": str(uuid4()), "wrong": WRONG})

    assert again.status_code == 409 and number_of(zheng) in again.content.decode()


def test_what_is_written_lies_in_the_vault_and_in_no_event(clients, licence, database):  # noqa: F811
    asked(clients("owner-zheng"), "correct", wrong=WRONG, right=RIGHT)

    with psycopg.connect(database.superuser) as connection:
        entries = connection.execute("SELECT body FROM event").fetchall()
    assert entries and not any(WRONG.encode() in bytes(row[0]) for row in entries)


def test_a_complaint_about_a_look_goes_to_a_body_outside_who_looked(clients, number):  # noqa: F811
    reveal(clients("officer-insurance"), number)
    wu = clients("resident-wu")

    address = link(wu, "complain")
    assert "岳阳市信访局" in wu.get(address).content.decode()
    asked(wu, "complain", words="没有请他看")

    shown = words(wu)
    assert "投诉" in shown and "岳阳市信访局" in shown
    assert number_of(wu) not in clients("officer-insurance").get(f"/{CITY}/services/inbox/").content.decode()


def test_nobody_asks_about_a_look_at_anothers_data(clients, licence):  # noqa: F811
    zheng, tao = clients("owner-zheng"), clients("resident-tao")

    address = link(zheng, "correct")

    assert tao.get(address).status_code == 404
    assert clients("auditor").get(address).status_code == 404
    assert zheng.get(address.replace("correct", "delete")).status_code == 404


def test_not_correcting_needs_a_reason(clients, licence):  # noqa: F811
    zheng, steward = clients("owner-zheng"), clients("steward-market-regulation")
    asked(zheng, "correct", wrong=WRONG)

    refused = done(steward, number_of(zheng), "not-corrected", "")

    assert "case.reason-missing" in refused.content.decode()
    assert "不更正" not in words(zheng)
