"""What somebody typed before is offered with its source, and is an answer only once they save the page."""

from __future__ import annotations

import re

from django.test import Client

from yiwang.nets.mine.tests.conftest import records  # noqa: F401
from yiwang.nets.services.tests.applications import INSURED
from yiwang.nets.services.tests.filing import certificate, post

BEGIN = "/yueyang/services/insured-certificate/start"
TOWN = {"place.1": "430602", "place.2": "430602005"}


def page_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_name_comes_from_the_account_and_says_so(clients):
    client = clients("resident-wu")
    page = page_of(client, post(client, BEGIN, **TOWN))

    assert 'value="吴演晴"' in page
    assert "来源: 您的账户" in page
    assert "都不算您的回答" in page


def test_an_identity_number_comes_from_an_own_earlier_case_with_its_number(clients):
    client = clients("resident-wu")
    number = certificate(client)
    page = page_of(client, post(client, BEGIN, **TOWN))

    assert f'value="{INSURED}"' in page
    assert re.search(rf"来源: 您 [^<]*提交的“社会保险参保证明[^<]*”（{number}）", page), page


def test_nothing_is_taken_before_the_page_is_saved(clients):
    client = clients("resident-wu")
    certificate(client)
    person = post(client, BEGIN, **TOWN)
    page_of(client, person)

    check = person.replace("/pages/person", "/check")
    assert INSURED not in page_of(client, check)
    post(client, person, insured_name="吴演晴", id_number=INSURED)
    assert re.search(rf"{INSURED} <span class=\"help source\">来源: 您", page_of(client, check))


def test_everything_can_be_typed_by_oneself_instead(clients):
    client = clients("resident-wu")
    certificate(client)
    person = post(client, BEGIN, **TOWN)
    page = page_of(client, f"{person}?own=1")

    assert INSURED not in page
    assert 'value="吴演晴"' not in page


def test_an_answer_of_ones_own_has_no_source(clients):
    client = clients("resident-wu")
    certificate(client)
    person = post(client, BEGIN, **TOWN)
    post(client, person, insured_name="吴演", id_number=INSURED)
    rows = page_of(client, person.replace("/pages/person", "/check"))

    assert re.search(r"<dd>吴演</dd>", rows)


def test_nobody_elses_answers_are_offered(clients):
    certificate(clients("resident-wu"))
    other = clients("resident-tao")
    page = page_of(other, post(other, BEGIN, **TOWN))

    assert INSURED not in page


def test_a_whole_form_is_printed_as_a_draft_and_as_it_was_filed(clients):
    client = clients("resident-wu")
    number = certificate(client)
    person = post(client, BEGIN, **TOWN)

    printed = page_of(client, person.replace("/pages/person", "/print"))
    assert "草稿，还没有提交" in printed
    filed = page_of(client, f"/yueyang/services/cases/{number}/form")
    assert number in filed
    assert INSURED in filed
    other = clients("resident-tao")
    assert other.get(f"/yueyang/services/cases/{number}/form").status_code in (403, 404)
