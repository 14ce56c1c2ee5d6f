"""一件事 as the applicant meets it: something is chosen, nobody receives twice, who has each part and why it waits."""

from __future__ import annotations

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
