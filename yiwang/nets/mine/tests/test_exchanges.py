"""What was read of my results, under what and for what, stands on a page of mine; an auditor sees all."""

from __future__ import annotations

import re

import pytest

from yiwang.granted.reading import read
from yiwang.granted.tests.conftest import CITY, SHOP, act, city, person, registered  # noqa: F401
from yiwang.granted.tests.test_reading import wanted
from yiwang.nets.services.tests.conftest import clients, clock, door  # noqa: F401

PAGE = f"/{CITY}/mine/exchanges/"


def words(client) -> str:
    page = client.get(PAGE)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode().split("<main")[1]))


@pytest.fixture
def licence(door, clock, person, registered):  # noqa: F811
    """Zheng's licence, read once for a draft."""
    zheng = person("owner-zheng")
    made = registered(zheng)
    read(door, CITY, wanted(zheng), zheng, clock.now)
    return made


def test_the_person_sees_what_was_read_under_which_grant_for_what_and_for_whom(clients, licence):  # noqa: F811
    shown = words(clients("owner-zheng"))
    for said in (
        licence.number,
        "经营主体登记信息",
        "登记信息供公共场所卫生许可",
        "国务院关于在线政务服务的若干规定 第七条第一款",
        "公共场所卫生许可 · 填写申请时",
        "岳阳楼区卫生健康局",
    ):
        assert said in shown, said
    assert SHOP["trade_name"] not in shown
    assert "谁看过我的数据" in clients("owner-zheng").get(f"/{CITY}/mine/").content.decode()


def test_the_auditor_sees_it_without_names_and_finds_it_in_the_menu(clients, licence):  # noqa: F811
    auditor = clients("auditor")
    shown = words(auditor)
    assert licence.number in shown and "郑演舟" not in shown and SHOP["trade_name"] not in shown
    assert PAGE in auditor.get(f"/{CITY}/").content.decode()


def test_another_person_sees_nothing_of_it_and_a_clerk_has_no_such_page(clients, licence):  # noqa: F811
    assert "还没有取用过" in words(clients("resident-tao"))
    assert clients("officer-health").get(PAGE).status_code == 403
