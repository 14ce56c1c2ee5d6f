"""Whatever bytes a pack holds, the check answers in bounded work with few findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from yiwang.kernel.bpmn.structure import MOST
from yiwang.kernel.bpmn.xml_read import read
from yiwang.pack import limits
from yiwang.pack.check.examine import examine
from yiwang.pack.finding import Finding
from yiwang.pack.load import load, load_files
from yiwang.pack.read_csv import read_csv
from yiwang.pack.read_json import read_json
from yiwang.pack.read_yaml import read_yaml
from yiwang.pack.tests.city import MONDAY, TUTORIAL

FILES = load(TUTORIAL).files
MATTER = "matters/tree-adoption/matter.yaml"
BOMB = b'<!DOCTYPE z [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><z>&b;</z>'
OUTSIDE = b'<!DOCTYPE z [<!ENTITY a SYSTEM "file:///etc/passwd">]><z>&a;</z>'


def found(file: str, data: str | bytes) -> list[Finding]:
    return examine(load_files({**FILES, file: data.encode() if isinstance(data, str) else data}), MONDAY)


def drawn(data: bytes) -> list[Finding]:
    text = FILES[MATTER].decode()
    begin, end = text.index("steps:\n"), text.index("clocks:\n")
    matter = (text[:begin] + "process: process.bpmn\n" + text[end:]).encode()
    return examine(load_files({**FILES, MATTER: matter, "matters/tree-adoption/process.bpmn": data}), MONDAY)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{a: " * 100_000,
        "a: 1\n" * 100_000,
        "".join(f"- &a{n} x\n" for n in range(100_000)),
        'a: &a ["x"]\n' + "".join(f"a{n}: &a{n} [*a, *a]\n" for n in range(1000)),
        "- *x\n" * 100_000,
        "<<: {a: 1}\n" * 1000,
        "- 1\n" * (limits.NODES + 1),
        'a: "\\ud800"',
        "\ta: 1",
        "a: \0",
        "".join(f"k{n}: 1\n" for n in range(50_000)),
    ],
    ids=lambda text: text[:8],
)
def test_yaml_of_any_kind_is_answered_with_a_page_of_findings_at_most(text: str) -> None:
    assert 1 <= len([one for one in found("glossary.yaml", text) if one.where.file == "glossary.yaml"]) <= 52


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        "9" * 100_000,
        "1e999999",
        "NaN",
        "{" + '"a":1,' * 1000 + '"a":1}',
        "[" + "1," * limits.NODES + "1]",
        '"\\ud800"',
        '"' + "\\" * 100_001,
    ],
    ids=lambda text: text[:8],
)
def test_json_of_any_kind_is_answered_with_a_page_of_findings_at_most(text: str) -> None:
    _, findings = read_json("form.schema.json", text.encode())

    assert 1 <= len(findings) <= limits.FINDINGS_OF_A_FILE + 1


@pytest.mark.parametrize(
    "text",
    [
        "code\n" + "," * 10_000,
        ",".join(f"a{n}" for n in range(10_000)),
        'code\n"' + "x" * 1_000_000,
        'code\n"x\n' * 10_000,
        'code\n"a"b\n' * 10_000,
        "code\n" + "a,b\n" * 10_000,
        "\n" * (limits.NODES + 5),
        "code\n" + "a\n" * (limits.NODES + 5),
        "code\n\0",
    ],
    ids=lambda text: text[:8].strip(),
)
def test_a_table_of_any_kind_is_answered_with_a_page_of_findings_at_most(text: str) -> None:
    _, findings = read_csv("places.csv", text.encode())

    assert 1 <= len(findings) <= limits.FINDINGS_OF_A_FILE + 2


def test_a_file_of_faults_is_read_no_further_than_a_page_of_them() -> None:
    _, findings = read_yaml("glossary.yaml", b"a: 1\n" * 10_000)

    assert [one.code for one in findings] == ["YW004"] * limits.FINDINGS_OF_A_FILE + ["YW005"]


@pytest.mark.parametrize(
    "data",
    [
        BOMB,
        OUTSIDE,
        b'<!DOCTYPE z SYSTEM "http://example.org/z.dtd"><z/>',
        b"<a>" * 100_000,
        b"<a>" + b"<b/>" * 100_000 + b"</a>",
        b'<a x="' + b"y" * 1_000_000 + b'"/>',
        b'<definitions xmlns="http://example.org"/>',
        b"<a/><a/>",
        b"",
        b"\0",
        "<a/>".encode("utf-16"),
        b'<?xml version="1.0" encoding="rot13"?><a/>',
    ],
    ids=lambda data: str(data[:12]),
)
def test_a_drawing_that_is_none_is_one_finding(data: bytes) -> None:
    here = [one for one in drawn(data) if one.where.file.endswith(".bpmn")]

    assert [one.code for one in here] == ["YW119"]
    assert "passwd" not in here[0].message.en


def test_a_process_larger_than_anybody_can_read_is_one_finding() -> None:
    tasks = b"".join(b'<b:userTask id="t%d"/>' % n for n in range(MOST + 1))
    xml = b'<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL"><b:process id="p">'

    assert len(read(xml + tasks + b"</b:process></b:definitions>").processes) == 1
    wrong = [one for one in drawn(xml + tasks + b"</b:process></b:definitions>") if one.code == "YW119"]
    assert ["1501 nodes and flows" in one.message.en for one in wrong] == [True]


def test_a_list_of_steps_longer_than_anybody_can_read_is_one_finding() -> None:
    text = FILES[MATTER].decode()
    more = "".join(f"  - {{id: s{n}, title: {{zh: 步, en: S}}, position: officer}}\n" for n in range(2000))
    findings = found(MATTER, text.replace("steps:\n", "steps:\n" + more))

    assert ["more than 1500" in one.message.en for one in findings if one.code == "YW119"] == [True]


def test_findings_of_one_rule_are_cut_short() -> None:
    head = FILES["bodies.csv"].decode()
    rows = "".join(f"b{n},某局,Some office,,999999,x{n},city\n" for n in range(1000))
    named = [one for one in found("bodies.csv", head + rows) if one.code == "YW101"]

    assert len(named) == limits.FINDINGS_OF_A_RULE + 1
    assert any("the rest is not listed" in one.message.en for one in named)


def test_places_in_a_chain_without_end_are_followed_only_so_far() -> None:
    head = "code,system,zh,en,parent,level,boundary\n900100,X,示例市,Sample City,,city,\n"
    rows = "".join(f"{900101 + n},X,甲{n},Place {n},{900100 + n},grid,\n" for n in range(3000))

    assert found("places.csv", head + rows)


def test_every_pack_of_the_project_is_far_from_the_limits() -> None:
    for pack in sorted(Path(TUTORIAL).parent.iterdir()):
        assert not [one for one in load(pack).findings if one.code == "YW005"]
