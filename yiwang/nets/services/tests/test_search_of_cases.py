"""Staff find cases by number, matter and place, and see in what is found what their lists would show."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from yiwang.nets.services.tests.applications import INSURED
from yiwang.nets.services.tests.filing import certificate

ADDRESS = "/yueyang/services/cases/"
NUMBER = re.compile(r"/services/cases/(26\d\d-[0-9A-Z]{9})/")


def page(client, typed: str) -> str:
    answer = client.get(f"{ADDRESS}?{urlencode({'q': typed})}")
    assert answer.status_code == 200
    return answer.content.decode()


def listed(client, typed: str) -> set[str]:
    return set(NUMBER.findall(page(client, typed)))


def test_a_case_is_found_by_number_matter_and_place(clients):
    number = certificate(clients("resident-wu"))
    officer = clients("officer-insurance")

    for typed in (
        number,
        number.lower(),
        number[:4],
        number[:8],
        "参保",
        "cbzm",
        "社保",
        "insurance",
        "岳阳楼",
    ):
        assert listed(officer, typed) == {number}, typed
    assert listed(officer, f"参保 岳阳楼 {number[:6]}") == {number}


def test_each_word_must_fit_and_one_that_nothing_is_called_is_named(clients):
    number = certificate(clients("resident-wu"))
    officer = clients("officer-insurance")

    for typed in ("工伤", "平江县", f"{number} 平江县", "2501-"):
        assert listed(officer, typed) == set(), typed
    assert "没有事项或者地点叫" in page(officer, "参保 养蜂")
    assert listed(officer, "参保 养蜂") == set()


def test_a_search_finds_nothing_that_a_list_would_not_show(clients):
    number = certificate(clients("resident-wu"))

    assert listed(clients("auditor"), number) == {number}
    assert listed(clients("window-yueyanglou"), "参保") == {number}
    for persona in ("officer-health", "officer-market-miluo"):
        for typed in (number, number[:4], "参保", "岳阳楼"):
            assert listed(clients(persona), typed) == set()


def test_an_identity_or_telephone_number_is_not_looked_for_nor_shown_again(clients):
    certificate(clients("resident-wu"))
    officer = clients("officer-insurance")

    for typed in (INSURED, f"参保 {INSURED}", "13800138000"):
        answer = officer.get(f"{ADDRESS}?{urlencode({'q': typed})}")
        assert answer.status_code == 302
        assert answer["Location"] == f"{ADDRESS}?refused=personal"
    assert "不按证件号、电话查找" in officer.get(f"{ADDRESS}?refused=personal").content.decode()


def test_a_resident_is_shown_their_own_cases_whatever_stands_in_the_address(clients):
    client = clients("resident-wu")
    number = certificate(client)

    assert listed(client, "工伤") == {number}
    assert 'role="search"' not in page(client, "工伤")
