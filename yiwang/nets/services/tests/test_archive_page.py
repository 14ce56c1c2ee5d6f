"""What becomes of ended cases, on the pages: until when each is kept, and destruction by two persons."""

from __future__ import annotations

import psycopg
import pytest
from msgspec.structs import replace

from yiwang.kernel.access import Target, may
from yiwang.kernel.archive import DESTROY, Archive, Retention
from yiwang.kernel.limits import Limit
from yiwang.nets.services.tests.filing import certificate
from yiwang.nets.services.tests.test_handling_acts import act, licence, page  # noqa: F401
from yiwang.store.erasing import erasing
from yiwang.store.packages import check_package
from yiwang.store.worker import Worker
from yiwang.web import cities, store_door

ARCHIVE = "/yueyang/services/archive/"
CLAUSE = "示例办法 第七条"


@pytest.fixture
def ended(clients, clock, door, monkeypatch):
    """The number of a certificate that its body refused to accept; it is kept for a year after that."""
    city = store_door.city_under("yueyang", None)
    rule = Retention(nomination=DESTROY, period=Limit(amount=1, unit="year"), clause=CLAUSE)
    matter = replace(city.matters["insured-certificate"], archive=Archive(rule))
    monkeypatch.setitem(city.matters, matter.id, matter)
    number = certificate(clients("resident-wu"))
    officer = clients("officer-insurance")
    assert act(officer, number, "receive").status_code == 302
    granted = act(officer, number, "decide-at-once", outcome="grant", range="x", ground="x", reason="x")
    assert granted.status_code == 302
    assert act(officer, number, "deliver", how="online").status_code == 302
    return number


def words(client, show: str = "all") -> str:
    got = client.get(ARCHIVE, {"show": show})
    assert got.status_code == 200
    return got.content.decode().split("<main")[1]


def test_the_archive_says_until_when_and_on_which_ground_each_case_is_kept(clients, ended, clock):
    officer = clients("officer-insurance")
    assert ended in words(officer) and "2027年11月24日" in words(officer) and CLAUSE in words(officer)
    assert "未核实" in words(officer) and ended not in words(officer, "due")
    assert "提请销毁" not in page(officer, ended)
    assert ended not in words(clients("officer-health"))
    assert clients("resident-wu").get(ARCHIVE).status_code == 403
    clock.pass_(days=366)
    assert ended in words(officer, "due")


def test_one_person_proposes_another_confirms_and_what_was_sealed_is_erased(
    clients, ended, clock, door, database
):
    officer, approver = clients("officer-insurance"), clients("approver-insurance")
    clock.pass_(days=366)
    assert act(officer, ended, "propose-destruction").status_code == 302
    assert ended in words(officer, "proposed") and "批准销毁" not in page(officer, ended)
    assert act(approver, ended, "destroy").status_code == 302
    Worker(door, clock, (erasing(door),)).round()

    with psycopg.connect(database.superuser) as connection:
        (left,) = connection.execute(
            "SELECT count(*) FROM vault v JOIN case_row c ON c.city = v.city AND c.id = v.stream"
            " WHERE c.number = %s AND v.erased_at IS NULL",
            (ended,),
        ).fetchone()
    assert left == 0
    assert "已销毁" in page(officer, ended) and ended in words(officer)


def test_a_hold_with_its_reason_keeps_a_case_until_it_is_released(clients, ended, clock):
    officer, approver = clients("officer-insurance"), clients("approver-insurance")
    clock.pass_(days=366)
    assert act(officer, ended, "hold-archive").status_code == 409
    assert act(officer, ended, "hold-archive", reason="有一个诉讼").status_code == 302
    assert ended in words(officer, "held") and "提请销毁" not in page(officer, ended)
    assert "解除封存" not in page(officer, ended)
    assert act(approver, ended, "release-archive", reason="诉讼已结束").status_code == 302
    assert ended in words(officer, "due")


def test_an_archivist_keeps_what_ended_opens_nothing_and_destroys_nothing(clients, licence):  # noqa: F811
    archivist = clients("archivist-health")
    assert archivist.get(ARCHIVE).status_code == 200
    seen = page(archivist, licence)
    assert "199" not in seen.split("<main")[1].split("申请内容")[1].split("存证")[0]
    assert "显示</button>" not in seen and "认领" not in seen
    who = cities.get("yueyang").actor("archivist-health")
    verbs = ("case.hold-archive", "case.release-archive", "case.destroy")
    assert [verb for verb in verbs if holds(who, verb)] == ["case.hold-archive", "case.release-archive"]


def holds(who, verb: str) -> bool:
    body = who.holdings[0].body
    return may(who, verb, Target(lead=body, bodies=(body,)))


def test_the_package_of_an_ended_case_is_taken_from_its_page_and_proves_itself(
    clients, ended, clock, door, database, tmp_path
):
    officer, address = clients("officer-insurance"), f"/yueyang/services/cases/{ended}/archive-package"
    assert "下载归档包" in page(officer, ended) and "下载归档包" not in page(clients("resident-wu"), ended)
    early = officer.post(address)
    assert early.status_code == 409 and "archive.not-signed" in early.content.decode()
    clock.pass_(minutes=2)
    Worker(door, clock, ()).round()
    given = officer.post(address)
    assert given.status_code == 200 and given["Content-Type"] == "application/zip"

    file = tmp_path / "case.zip"
    file.write_bytes(given.content)
    verdict = check_package(file, door.safe.keyring.publics("yueyang"))
    assert verdict.standing == "holds", verdict
    with psycopg.connect(database.superuser) as connection:
        noted = connection.execute("SELECT purpose, fields FROM sealed_reading").fetchall()
    assert [one[0] for one in noted] == ["archive"] and noted[0][1] >= 2
    for persona in ("resident-wu", "archivist-health", "officer-health", "auditor", "window-city"):
        assert clients(persona).post(address).status_code in (403, 404), persona
