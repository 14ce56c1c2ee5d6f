"""一件事 as the applicant meets it: something is chosen, nothing is received twice, who has which part."""

from __future__ import annotations

import io
import re
import zipfile
from hashlib import sha256

import psycopg

from yiwang.nets.services.tests.conftest import PACK
from yiwang.nets.services.tests.test_bundles import CITY, Office, file, office  # noqa: F401
from yiwang.serve.cities import publish

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


def package_of(client, number: str) -> zipfile.ZipFile:
    answer = client.post(f"/{CITY}/services/cases/{number}/result/package")
    assert answer.status_code == 200, answer.content.decode()
    assert answer["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(answer.content))


def test_all_results_come_as_one_package_of_signed_files_with_their_hashes(office, clients):  # noqa: F811
    number = file(clients, "disability-support, certified")
    office.work()
    client = clients("resident-wu")
    assert "下载全部结果和决定书" in client.get(f"/{CITY}/services/cases/{number}/result").content.decode()

    with package_of(client, number) as package:
        files = [one for one in package.namelist() if one.endswith(".pdf")]
        listed = package.read("清单.txt").decode()
        assert len(files) == 2, "the bundle's own and the living allowance"
        for name in files:
            content = package.read(name)
            assert content.startswith(b"%PDF-") and name in listed
            assert sha256(content).hexdigest() in listed
    assert f"/verify/{number}/" in listed
    again = client.post(f"/{CITY}/services/cases/{number}/result/package").content
    assert again == client.post(f"/{CITY}/services/cases/{number}/result/package").content


def test_what_was_refused_is_in_the_package_as_its_decision(office, clients):  # noqa: F811
    number = file(clients, "disability-support")
    office.work("disability-nursing-allowance")
    with package_of(clients("resident-wu"), number) as package:
        listed = package.read("清单.txt").decode()
        assert len([one for one in package.namelist() if one.endswith(".pdf")]) == 4
    refused = office.case("disability-nursing-allowance").number
    assert re.search(rf"残疾人护理补贴 {refused}-D\d: 没有准予，附决定书", listed), listed


def test_a_bundle_that_ends_refused_gives_its_refusals_and_says_what_can_be_done(office, clients):  # noqa: F811
    number = file(clients, "disability-support")
    wu, package = clients("resident-wu"), f"/{CITY}/services/cases/{number}/package"
    assert wu.get(package).status_code == 404, "it has not ended"
    office.work("disability-certificate", "disability-support")
    first = office.case("disability-certificate")

    case = wu.get(f"/{CITY}/services/cases/{number}/").content.decode()
    assert f'href="{package}"' in case
    page = wu.get(package).content.decode()
    row = row_of(page, "办残疾人证")
    assert "没有准予" in row and first.papers[-1].number in row and first.number in row
    assert "岳阳楼区残疾人联合会" in row and page.count("这次不办") == 2
    matter = office.city.matters["disability-certificate"]
    assert matter.remedy["reconsideration"]["zh"] in row
    assert f"ratings/nothing/?number={first.number}" in page

    with package_of(wu, number) as packed:
        listed = packed.read("清单.txt").decode()
        assert len([one for one in packed.namelist() if one.endswith(".pdf")]) == 2, "both refusals"
    assert first.papers[-1].number in listed and matter.remedy["reconsideration"]["zh"] in listed


def test_a_bundle_that_was_withdrawn_has_a_page_and_a_list_without_papers(office, clients):  # noqa: F811
    from uuid import UUID

    from yiwang.kernel import commands as c
    from yiwang.kernel.access import Actor

    number = file(clients, "disability-support, certified")
    whole = office.case("disability-support")
    applicant = Actor(whole.applicant, "resident")
    office.act(UUID(whole.id), c.Withdraw(), applicant)
    page = clients("resident-wu").get(f"/{CITY}/services/cases/{number}/package").content.decode()
    assert "没有结果文件" in page
    with package_of(clients("resident-wu"), number) as packed:
        assert packed.namelist() == ["清单.txt"]


def test_a_package_is_nobody_elses_and_no_single_service_has_one(office, clients):  # noqa: F811
    number = file(clients, "disability-support, certified")
    office.work()
    part = office.case("disability-living-allowance").number
    assert clients("resident-tao").post(f"/{CITY}/services/cases/{number}/result/package").status_code == 404
    assert clients("resident-tao").get(f"/{CITY}/services/cases/{number}/package").status_code == 404
    assert clients("resident-wu").get(f"/{CITY}/services/cases/{part}/package").status_code == 404
    assert clients("resident-wu").post(f"/{CITY}/services/cases/{part}/result/package").status_code == 404
    assert clients("resident-wu").get(f"/{CITY}/services/cases/{number}/result/package").status_code == 405


def test_a_pack_is_published_again_while_bundles_wait_with_assisting_bodies_of_the_place(
    office,  # noqa: F811
    clients,
    database,
    clock,
):
    file(clients, "disability-support, certified")
    accepted_by_the_lead(office, "disability-support")
    assert office.case("disability-support").assisting == ("yueyanglou-civil-affairs",)
    with psycopg.connect(database.owner, autocommit=True) as connection:
        assert publish(connection, PACK, CITY, clock.now) == office.city.pack
