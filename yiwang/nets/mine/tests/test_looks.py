"""Who looked at my data: staff who opened answers, break-glass, and what the law lets a body tell later."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from yiwang.gateway.kinds import GATEWAY_EXCHANGE
from yiwang.gateway.rules import Answered, Record
from yiwang.kernel.access import system
from yiwang.nets.mine.tests.test_exchanges import words
from yiwang.nets.services.tests.conftest import clients, clock, door  # noqa: F401
from yiwang.nets.services.tests.filing import certificate
from yiwang.nets.services.tests.test_break_glass import CASES, broken
from yiwang.people.sync import sync
from yiwang.store.execute import Ask, Done, execute
from yiwang.web import cities

SECRETS = ("吴演晴", "施演敏", "曹演宏", "沈演文", "有人可能有危险")


@pytest.fixture
def number(clients, door, clock):  # noqa: F811
    sync(door, "yueyang", cities.get("yueyang").city, clock.now)
    return certificate(clients("resident-wu"))


def reveal(client, number):
    return client.post(f"{CASES}{number}/reveal", {"field": "id_number", "purpose": "identity"})


def withheld(client) -> str:
    """Return what the page says of looks that are not shown."""
    page = client.get("/yueyang/mine/exchanges/").content.decode()
    return re.sub(r"<[^>]+>", "", re.search(r'<p id="withheld">(.*?)</p>', page)[1])


def test_an_answer_opened_by_staff_is_told_by_body_position_purpose_and_case(clients, number):  # noqa: F811
    reveal(clients("officer-insurance"), number)

    shown = words(clients("resident-wu"))

    for said in (
        "岳阳市社会保险服务中心 · 经办岗",
        "打开了封存的内容",
        "公民身份号码",
        "社会保险参保证明",
        "核对身份",
        number,
    ):
        assert said in shown, said
    assert not any(secret in shown for secret in SECRETS)


def test_a_break_glass_is_told_at_once_where_no_rule_of_the_pack_withholds_it(clients, number):  # noqa: F811
    officer = clients("officer-health")
    broken(officer, number)
    reveal(officer, number)

    shown = words(clients("resident-wu"))

    assert "紧急查看了整件" in shown and "紧急查看中打开了封存的内容" in shown and "待审查" in shown
    assert shown.count("岳阳楼区卫生健康局 · 经办岗") == 2
    assert not any(secret in shown for secret in SECRETS)
    assert "没有延后告知的查看" in withheld(clients("resident-wu"))


def test_what_the_law_lets_the_police_tell_later_is_counted_and_not_shown_on_any_page(
    clients,  # noqa: F811
    number,
):
    officer = clients("officer-police")
    broken(officer, number)
    reveal(officer, number)
    resident = clients("resident-wu")

    assert "另有 2 次查看" in withheld(resident)
    assert "公安" not in words(resident)
    assert "紧急查看" not in resident.get(f"{CASES}{number}/others").content.decode().split("</h1>")[1]


def test_on_its_day_it_lapses_into_view_with_clause_approver_and_day(clients, number, clock):  # noqa: F811
    officer = clients("officer-police")
    broken(officer, number)

    clock.now += timedelta(days=29)
    before = words(clients("resident-wu"))
    clock.now += timedelta(days=1)
    after = words(clients("resident-wu"))

    assert "紧急查看了整件" not in before
    for said in ("紧急查看了整件", "个人信息保护法 第三十五条", "岳阳市公安局 · 负责人岗", "2026-12-23"):
        assert said in after, said
    assert "没有延后告知的查看" in withheld(clients("resident-wu"))


def test_the_auditor_sees_at_once_what_the_person_is_told_later_and_no_names(clients, number):  # noqa: F811
    broken(clients("officer-police"), number)

    shown = words(clients("auditor"))

    assert "紧急查看了整件" in shown and "本人还看不到" in shown and "2026-12-23" in shown
    assert not any(secret in shown for secret in SECRETS)


def test_nobody_sees_who_looked_at_another_persons_data(clients, number):  # noqa: F811
    reveal(clients("officer-insurance"), number)

    shown = words(clients("resident-tao"))

    assert number not in shown and "打开了封存的内容" not in shown


def test_what_was_asked_through_the_gateway_for_a_persons_case_stands_in_their_list_alone(
    clients,  # noqa: F811
    number,
    door,  # noqa: F811
    clock,  # noqa: F811
):
    answered = Answered(
        body="yueyang-social-insurance",
        by="id",
        case=number,
        client="a-client",
        fields=("name",),
        grant="population-for-insurance",
        masked=(),
        matter="insured-certificate",
        owner="yueyang-public-security",
        product="population-basic",
        purpose="找到参保人",
        rows=1,
        subjects=("ab" * 32,),
    )
    asked = Ask("yueyang", GATEWAY_EXCHANGE, uuid4(), Record(answered=answered), system("test"), clock.now)
    assert isinstance(execute(door, asked), Done)

    shown = words(clients("resident-wu"))
    for said in (
        "岳阳市社会保险服务中心",
        "人口基本信息",
        "姓名",
        "人口基本信息供参保证明",
        number,
        "请求校核",
    ):
        assert said in shown, said
    assert "ab" * 32 not in shown
    assert "人口基本信息" not in words(clients("resident-tao"))
