"""A list of assets is looked at, then put in place; what is exploited is ranked first; exports are marked."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from yiwang.nets.security import kev
from yiwang.nets.security.decoding import Unsound
from yiwang.nets.security.tests.conftest import BASE, CITY, HEALTH, rows, sarif
from yiwang.nets.security.tests.made import TRIVY
from yiwang.nets.security.tests.test_formats import sheet
from yiwang.nets.security.tests.test_pages import register, send, shown, words

SHARED = Path(os.environ.get("YIWANG_SHARED") or Path(__file__).resolve().parents[5] / "shared")
KEV = SHARED / "data/security/kev_2025.json"
HEAD = ("编号", "名称", "种类", "等保级别", "责任单位", "依赖", "地址")
LIST = (
    HEAD,
    ("net-1", "内网", "网络", "3", "", "", "10.0.0.0/8"),
    ("web-1", "预约挂号", "系统", "3", "", "net-1", ""),
    ("lost-1", "老网站", "系统", "", "nobody", "", ""),
    ("bad-1", "坏的", "武器", "", "", "", ""),
    ("other-1", "别人的", "系统", "", "yueyang-transport", "", ""),
)


def sent(client, data: bytes, name: str = "list.xlsx"):
    return client.post(f"{BASE}assets/list", {"file": SimpleUploadedFile(name, data)})


def apply(client, page):
    import re

    (id,) = re.findall(r'name="list" value="([^"]+)"', page.content.decode())
    return client.post(f"{BASE}assets/list/apply", {"list": id})


def test_a_list_is_looked_at_before_it_changes_anything_and_then_put_in_place_once(clients, database, worker):
    officer = clients("security-health")
    page = sent(officer, sheet(*LIST))
    said = words(page)
    assert "新登记 3" in said and "不收 2" in said and "武器" in said and "yueyang-transport" in said
    assert rows(database, "SELECT count(*) FROM asset_row") == [(0,)]
    assert "10.0.0.0" not in str(rows(database, "SELECT * FROM asset_list"))

    assert apply(officer, page).status_code == 302
    found = rows(database, "SELECT ref, body FROM asset_row ORDER BY ref")
    assert found == [("lost-1", ""), ("net-1", HEALTH), ("web-1", HEALTH)]
    assert rows(database, "SELECT count(*) FROM asset_need") == [(1,)]
    for _ in range(2):
        worker.round()
    assert rows(database, "SELECT count(*) FROM case_row WHERE matter = 'unowned-asset'") == [(1,)]
    assert apply(officer, page).status_code == 409

    again = words(sent(officer, sheet(HEAD, ("web-1", "挂号", "系统", "2", "", "net-1", ""), LIST[1])))
    assert "“预约挂号”改为“挂号”" in again and "“3”改为“2”" in again and "修改 2" in again


def test_a_bill_of_materials_is_one_system_with_its_components_sealed(clients, database):
    officer = clients("security-health")
    bom = {
        "bomFormat": "CycloneDX",
        "metadata": {"component": {"name": "shop", "version": "1.2"}},
        "components": [{"name": "left", "version": "1", "purl": "pkg:npm/left@1"}],
    }
    assert apply(officer, sent(officer, json.dumps(bom).encode(), "bom.json")).status_code == 302
    ((id,),) = rows(database, "SELECT id FROM asset_row")
    opened = words(officer.post(f"{BASE}assets/{id}/open", {"purpose": "check"}))
    assert "pkg:npm/left@1" in opened


@pytest.mark.parametrize("data", [b"", b"{", b"a,b\n1,2\n", b"PK\x03\x04", '编号,名称,种类\n"x'.encode()])
def test_a_list_that_cannot_be_read_is_refused_in_words(clients, data):
    page = sent(clients("security-health"), data or b"\n", "list.csv")
    assert page.status_code == 409 and "security.not-whole" in page.content.decode()


@pytest.mark.skipif(not KEV.exists(), reason="the shared data are not there")
def test_what_is_known_to_be_exploited_is_ranked_at_once_by_the_next_scan(clients, door, clock, database):
    officer = clients("security-health")
    asset = register(officer).split("/")[1]
    cve = json.loads(KEV.read_text())["vulnerabilities"][0]["cveID"]
    report = TRIVY.replace(b"CVE-2025-0001", cve.encode()).replace(b"CRITICAL", b"MEDIUM")
    send(officer, report, "t.json", asset=asset)
    assert rows(database, "SELECT count(*) FROM finding WHERE exploited") == [(0,)]

    taken = kev.take(door, CITY, KEV.read_bytes(), clock.now)
    assert len(taken.cves) == 165 and taken.version == "2025.08.25"
    send(officer, report, "t.json", asset=asset)
    assert rows(database, "SELECT priority FROM finding WHERE exploited") == [("at-once",)]


@pytest.mark.parametrize(
    "data", [b"", b"[]", b'{"catalogVersion":"1","count":2,"vulnerabilities":[{"cveID":"CVE-2025-1000"}]}']
)
def test_a_broken_list_of_exploited_weaknesses_is_not_taken(data):
    with pytest.raises(Unsound):
        kev.read(data)


def test_an_export_is_marked_with_who_took_it_and_when_and_is_recorded(clients, database):
    officer = clients("security-health")
    asset = register(officer, name="=cmd()").split("/")[1]
    send(officer, sarif(("sql", "a.py", 1)), asset=asset)
    for what in ("assets", "findings"):
        file = officer.post(f"{BASE}{what}/export", {"purpose": "inspection"}).content.decode("utf-8-sig")
        assert file.count("person-yueyang-health-security-officer 2026-11-23") == 2 and "\n=" not in file
    assert "a.py" in file
    refused = officer.post(f"{BASE}findings/export", {"purpose": ""})
    assert refused.status_code == 409
    assert rows(database, "SELECT openings FROM body_seal_row") == [(2,)]
    assert "接受检查" in shown(officer, "findings/")
