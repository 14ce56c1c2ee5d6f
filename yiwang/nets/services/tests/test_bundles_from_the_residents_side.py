"""一件事 as the applicant meets it: something is chosen, nothing is received twice, who has which part."""

from __future__ import annotations

import re

from yiwang.nets.services.tests.test_bundles import CITY, Office, file, office  # noqa: F401

START = f"/{CITY}/services/disability-support/start"
WANTS = {"has_certificate": "have", "wants_living": "no", "wants_nursing": "no"}


def accepted_by_the_lead(office: Office, bundle: str) -> None:  # noqa: F811
    """Receive, forward and accept the bundle, and let the worker file its first parts."""
    for _ in range(3):
        whole = office.case(bundle)
        office.do(whole, whole.tasks[0], office.command(whole, whole.tasks[0], ()))
    office.carry()


def test_a_bundle_of_nothing_is_not_taken_and_the_page_says_what_to_do(clients):
    client = clients("resident-wu")
    page = client.post(START, {"place.1": "430602", "place.2": "430602005"})["Location"]
    answer = client.post(page, WANTS)

    assert answer.status_code == 422
    assert "两项补贴至少选一项" in answer.content.decode()
    assert "请单独申领残疾人证" in answer.content.decode()
    assert client.post(page, {**WANTS, "wants_nursing": "yes"}).status_code == 302


def test_a_part_comes_received_to_its_own_body(office, clients):  # noqa: F811
    file(clients, "disability-support, certified")
    accepted_by_the_lead(office, "disability-support")

    part = office.case("disability-living-allowance")
    assert [(task.id, task.role, task.body) for task in part.tasks] == [
        ("act:accept", "officer", "yueyanglou-civil-affairs")
    ]
    assert part.received_at == part.opened_at
    assert "acceptance" in part.clocks, "its own clock runs from the hour it arrived"
    page = clients("officer-civil").get(f"/{CITY}/services/cases/{part.number}/").content.decode()
    assert "随“一件事”收件" in page


def row_of(page: str, title: str) -> str:
    """The row of a part, as words: without its tags."""
    row = next(one for one in re.findall(r"<tr>.*?</tr>", page, re.S) if f">{title}<" in row_start(one))
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


def row_start(row: str) -> str:
    return row.partition("</th>")[0].replace("<br>", "")


def test_the_page_says_who_has_each_part_why_it_waits_and_what_comes_after(office, clients):  # noqa: F811
    number = file(clients, "disability-support")
    client = clients("resident-wu")
    before = client.get(f"/{CITY}/services/cases/{number}/").content.decode()
    assert "受理以后开始" in row_of(before, "办残疾人证")

    accepted_by_the_lead(office, "disability-support")
    page = client.get(f"/{CITY}/services/cases/{number}/").content.decode()
    first = office.case("disability-certificate")
    row = row_of(page, "办残疾人证")
    assert first.number in row and "岳阳楼区残疾人联合会" in row
    assert "现在: 等待受理" in row
    assert re.search(r"2026年1[12]月\d+日", row), "its own clock has a day"
    later = row_of(page, "护理补贴")
    assert "岳阳楼区民政局" in later and "“办残疾人证”办完以后开始" in later


def test_a_part_that_was_not_asked_for_is_shown_as_such(office, clients):  # noqa: F811
    number = file(clients, "disability-support, certified")
    accepted_by_the_lead(office, "disability-support")
    page = clients("resident-wu").get(f"/{CITY}/services/cases/{number}/").content.decode()

    assert "这次不办" in row_of(page, "护理补贴")
    assert "现在: 等待受理" in row_of(page, "生活补贴")
    assert "岳阳楼区民政局" in row_of(page, "生活补贴"), (
        "never the lead of the bundle for a part of another body"
    )
