"""Results of nine kinds of scanners are read; what is broken or hostile is refused in words."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from yiwang.nets.security.decoding import Unsound, decode
from yiwang.nets.security.decoding.ranges import affected
from yiwang.nets.security.decoding.scoring import score_of
from yiwang.nets.security.tests.made import NESSUS, SARIF, TRIVY, VEX, ZAP, ZAP_XML

SHARED = Path(os.environ.get("YIWANG_SHARED") or Path(__file__).resolve().parents[5] / "shared")
OSCAL = SHARED / "data/security/oscal/ifa_assessment-results-example.json"
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def sheet(*rows) -> bytes:
    book, kept = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(kept)
    return kept.getvalue()


def named(data: bytes, name: str = "scan"):
    return [(one.rule, one.where, one.severity, one.score, one.host) for one in decode(name, data).lines]


def test_trivy_names_packages_settings_and_secrets_and_keeps_no_secret():
    found = decode("t.json", TRIVY)
    assert [(one.rule, one.severity, one.score) for one in found.lines] == [
        ("CVE-2025-0001", 4, 98),
        ("DS002", 3, -1),
        ("aws-access-key", 4, -1),
    ]
    assert found.left == {"not-a-finding": 1} and "AKIA" not in str(found)


def test_vex_leaves_out_what_is_resolved_and_versions_outside_the_range():
    found = decode("b.cdx.json", VEX)
    assert [(one.rule, one.where, one.score) for one in found.lines] == [
        ("CVE-2025-1", "pkg:npm/left@1.1.0", 75)
    ]
    assert found.left == {"not-affected": 2}


def test_nessus_names_hosts_and_scores_by_the_vector():
    found = decode("n.nessus", NESSUS)
    assert named(NESSUS) == [("1001", "tcp/443", 3, 75, "10.0.0.1")] and found.hosts == {
        "10.0.0.1",
        "10.0.0.2",
    }
    assert found.lines[0].cve == "CVE-2025-2"


@pytest.mark.parametrize("data", [ZAP, ZAP_XML])
def test_zap_names_sites_in_json_and_in_xml_the_same(data):
    assert named(data) == [("40012-1", "https://a.example/q", 3, -1, "a.example")]


@pytest.mark.skipif(not OSCAL.exists(), reason="the shared data are not there")
def test_oscal_names_what_is_not_satisfied():
    found = decode("r.json", OSCAL.read_bytes())
    assert [one.rule for one in found.lines] == ["ac-6.1_obj"] and found.tool == "oscal"


def test_a_table_has_its_columns_by_name_in_either_language():
    rows = [("编号", "严重程度", "资产", "位置"), ("弱口令", "高危", "web-1", "登录页")]
    text = "\n".join(",".join(row) for row in rows)
    for data in (text.encode(), text.encode("gb18030"), sheet(*rows)):
        assert named(data) == [("弱口令", "登录页", 3, -1, "web-1")]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.nessus", SARIF),
        ("a.xlsx", SARIF),
        ("a.sarif", NESSUS),
        ("a.csv", b"\xff\xd8\xff\xe0\x00\x10JFIF,\n"),
        ("a.txt", b"nothing, of the kind"),
        ("a.xml", BOMB + b"<NessusClientData_v2>&b;</NessusClientData_v2>"),
        ("a.xml", BOMB + b"<OWASPZAPReport>&b;</OWASPZAPReport>"),
        ("a.xml", NESSUS[:-30]),
        ("a.json", TRIVY[:-5]),
        ("a.json", b'{"SchemaVersion": 1, "Results": []}'),
        ("a.json", b'{"bomFormat": "CycloneDX", "components": []}'),
        ("a.json", b'{"runs": ' + b"[" * 100_000),
        ("a.xlsx", b"PK\x03\x04 not really"),
        ("a.csv", b'rule,severity\n"open,high\n'),
        ("a.csv", b"rule,colour\nx,blue\n"),
        ("a.csv", b"rule,id,severity\nx,y,high\n"),
    ],
)
def test_what_is_broken_hostile_or_named_otherwise_is_refused_in_words(name, data):
    with pytest.raises(Unsound) as why:
        decode(name, data)
    assert why.value.zh and why.value.en


def test_a_sheet_with_entities_or_that_grows_without_end_is_refused():
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sheet(("rule", "severity"), ("x", "high")))) as book,
        zipfile.ZipFile(kept, "w") as out,
    ):
        for one in book.infolist():
            data = book.read(one)
            out.writestr(one.filename, BOMB + data.partition(b"?>")[2] if "sheet1" in one.filename else data)
    with pytest.raises(Unsound, match="DOCTYPE"):
        decode("a.xlsx", kept.getvalue())
    huge = io.BytesIO()
    with zipfile.ZipFile(huge, "w", zipfile.ZIP_DEFLATED) as out:
        for number in range(300):
            out.writestr(f"{number}.xml", b"0" * 1_000_000)
    with pytest.raises(Unsound, match="too large"):
        decode("a.xlsx", huge.getvalue())


def test_a_score_is_reckoned_from_its_vector():
    assert score_of("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H") == 98
    assert score_of("AV:N/AC:L/Au:N/C:P/I:P/A:P") == 75
    assert score_of("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N") == 93
    assert score_of("CVSS:3.1/AV:X") == score_of("nonsense") == score_of("") == -1


def test_a_version_that_nobody_can_read_counts_as_affected():
    assert affected("1.1.0", [("vers:npm/>=1.0.0|<1.2.0", "", "affected")])
    assert not affected("1.2.0", [("vers:npm/>=1.0.0|<1.2.0", "", "affected")])
    assert affected("1.2.0", [("vers:unheard/<=1", "", "affected")])
    assert not affected("2.0.0", [("", "1.0.0", "affected")])


def test_equal_json_is_read_the_same_whatever_its_order():
    turned = json.dumps(dict(reversed(json.loads(TRIVY).items()))).encode()
    assert named(turned) == named(TRIVY)
