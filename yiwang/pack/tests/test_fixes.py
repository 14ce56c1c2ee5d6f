"""`--fix`: what is certain is mended, its rule is silent then, no error appears, no other byte changes."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.pack.check.command import check
from yiwang.pack.finding import Finding, Level
from yiwang.pack.fixes.attach import FIXERS
from yiwang.pack.fixes.command import look_at_pack, mend_pack
from yiwang.pack.fixes.mend import Look, apart, applied, mend
from yiwang.pack.fixes.respell import meant, normal_forms, numeral, of_numeral
from yiwang.pack.fixes.write import Refused, write
from yiwang.pack.folder import read_folder
from yiwang.pack.load import load
from yiwang.pack.tests.broken_mendable import FORM, MATTER, MENDABLE
from yiwang.pack.tests.city import MONDAY, TUTORIAL, edit, tutorial
from yiwang.pack.tests.expected import MUTANTS
from yiwang.pack.tests.mutants import Mutant

TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
  <inputData id="area" name="area"/>
  <decision id="way" name="way"><variable name="way"/>
    <informationRequirement><requiredInput href="#area"/></informationRequirement>
    <decisionTable hitPolicy="ANY">
      <input><inputExpression typeRef="number"><text>area</text></inputExpression></input>
      <output/>
      <!-- small -->
      <rule><inputEntry><text>&lt; 50</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>
      <rule><inputEntry><text>&gt;= 50</text></inputEntry><outputEntry><text>2</text></outputEntry></rule>
      <rule id="again">
        <inputEntry><text>&gt; 90</text></inputEntry><outputEntry><text>2</text></outputEntry>
      </rule>
    </decisionTable>
  </decision>
</definitions>
"""


def findings(folder: Path, mutant: Mutant) -> list[Finding]:
    held = read_folder(folder)
    return look_at_pack(held, mutant.day, held.files).findings


def errors(found: list[Finding]) -> set[tuple[str, str]]:
    return {(one.code, one.where.file) for one in found if one.level is Level.ERROR}


@pytest.mark.parametrize("mutant", MENDABLE, ids=lambda mutant: mutant.title)
def test_what_is_certain_is_mended_and_the_pack_is_whole(mutant: Mutant, tmp_path: Path) -> None:
    folder = tutorial(tmp_path, *mutant.edits)
    before = {file: (folder / file).read_bytes() for file in read_folder(folder).files}
    assert mutant.code in {one.code for one in findings(folder, mutant)}

    came = mend_pack(folder, read_folder(folder), mutant.day, dry=False)

    after = findings(folder, mutant)
    assert mutant.code in {one.code for one in came.came.fixed}
    assert mutant.code not in {one.code for one in after}
    assert errors(after) == set()
    assert came.written == [file for file in before if (folder / file).read_bytes() != before[file]]
    assert len(came.written) == 1


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.title)
def test_no_broken_pack_gets_an_error_by_mending(mutant: Mutant, tmp_path: Path) -> None:
    folder = tutorial(tmp_path, *mutant.edits)
    held = read_folder(folder)
    before = look_at_pack(held, mutant.day, held.files)

    came = mend_pack(folder, held, mutant.day, dry=True).came

    if not before.unread:
        assert errors(came.left) <= errors(before.findings)
    assert not apart(came.left) or came.withheld
    assert all(mended.code in FIXERS for mended in came.fixed)
    codes = {(one.code, one.where.file, one.message.zh) for one in came.left}
    assert not [one for one in came.fixed if (one.code, one.where.file, one.message.zh) in codes]


def test_every_code_that_can_be_mended_has_a_pack_that_shows_it() -> None:
    assert {mutant.code for mutant in MENDABLE} | {"YW205"} == set(FIXERS)
    assert len({mutant.title for mutant in MENDABLE}) == len(MENDABLE)


def test_a_rule_that_repeats_another_goes_and_the_rest_of_the_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "way.dmn"
    file.write_text(TABLE, "utf-8")
    out = io.StringIO()

    assert check(file, MONDAY, fix=True, lang="en", out=out) == 0

    assert "YW205 mended: remove this rule" in out.getvalue()
    begin, end = TABLE.index('      <rule id="again">'), TABLE.index("    </decisionTable>")
    assert file.read_text("utf-8") == TABLE[:begin] + TABLE[end:]
    assert check(file, MONDAY, strict=True, out=io.StringIO()) == 0


def test_line_ends_mark_and_comments_stay_as_they_were(tmp_path: Path) -> None:
    folder = tutorial(tmp_path, edit(MATTER, "kind: service", "kind: servce   # what it is"))
    file = folder / MATTER
    data = b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n")
    file.write_bytes(data)
    file.chmod(0o640)

    assert check(folder, MONDAY, fix=True, out=io.StringIO()) == 0

    assert file.read_bytes() == data.replace(b"servce", b"service")
    assert file.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in file.parent.iterdir() if one.name.startswith(".")] == []


def test_a_dry_run_prints_the_difference_and_writes_nothing(tmp_path: Path) -> None:
    folder = tutorial(tmp_path, edit(MATTER, "kind: service", "kind: servce"))
    before = (folder / MATTER).read_bytes()
    out = io.StringIO()

    code = check(folder, MONDAY, fix=True, dry_run=True, lang="en", out=out)

    said = out.getvalue()
    assert code == 1
    assert f"--- a/{MATTER}\n+++ b/{MATTER}\n" in said
    assert "-kind: servce\n+kind: service\n" in said
    assert "YW013 would mend: write service" in said
    assert "1 would be mended in 1 files; nothing was written. What would remain:" in said
    assert (folder / MATTER).read_bytes() == before


def test_what_is_not_certain_stays(tmp_path: Path) -> None:
    folder = tutorial(
        tmp_path,
        edit(MATTER, "code: TREE-01", "code: TREE-01\ncode: TREE-02"),
        edit(MATTER, "    stops: [decide]", "    stops: [decided]"),
    )
    before = (folder / MATTER).read_bytes()
    out = io.StringIO()

    assert check(folder, MONDAY, fix=True, lang="en", out=out) == 1
    assert "0 mended, 0 files written. What remains:" in out.getvalue()
    assert (folder / MATTER).read_bytes() == before


def test_a_fix_that_brings_an_error_is_taken_back_and_said(tmp_path: Path) -> None:
    folder = tutorial(
        tmp_path,
        edit(MATTER, "    promised: 5 工作日", "    promissed: 15 日"),
        edit(MATTER, "kind: service", "kind: servce"),
    )
    out = io.StringIO()

    assert check(folder, MONDAY, fix=True, lang="en", out=out) == 1

    assert "YW011 not mended: with it YW104 would appear." in out.getvalue()
    text = (folder / MATTER).read_text("utf-8")
    assert "promissed" in text and "kind: service" in text


def test_among_many_fixes_only_the_one_that_brings_an_error_is_taken_back(tmp_path: Path) -> None:
    folder = tutorial(
        tmp_path,
        edit(MATTER, "    promised: 5 工作日", "    promissed: 15 日"),
        edit(MATTER, "kind: service", "kind: servce"),
        edit(MATTER, "code: TREE-01", "code: tree-01"),
        edit(MATTER, "  visits: 0", "  visits: '0'"),
        edit("bodies.csv", "parks,city", "parks,City"),
    )
    held = read_folder(folder)
    looks = []

    def look(files: Mapping[str, bytes]) -> Look:
        looks.append(files)
        return look_at_pack(held, MONDAY, files)

    came = mend(held.files, look)

    assert sorted(one.code for one in came.fixed) == ["YW012", "YW013", "YW013", "YW114"]
    assert [(one.code, error.code) for one, error in came.withheld] == [("YW011", "YW104")]
    assert len(looks) <= 8


def test_json_and_sarif_carry_the_fixes(tmp_path: Path) -> None:
    folder = tutorial(tmp_path, edit(MATTER, "kind: service", "kind: servce"))
    out, log = io.StringIO(), io.StringIO()
    check(folder, MONDAY, json=True, out=out)
    check(folder, MONDAY, sarif=True, lang="en", out=log)

    found = [one for one in json.loads(out.getvalue())["findings"] if one["fixes"]]
    assert [(one["code"], one["fixes"][0]["edits"]) for one in found] == [
        (
            "YW013",
            [{"file": MATTER, "line": 3, "column": 7, "end_line": 3, "end_column": 13, "text": "service"}],
        )
    ]
    (fixed,) = [one for one in json.loads(log.getvalue())["runs"][0]["results"] if "fixes" in one]
    assert fixed["fixes"] == [
        {
            "description": {"text": "write service"},
            "artifactChanges": [
                {
                    "artifactLocation": {"uri": MATTER, "uriBaseId": "%SRCROOT%"},
                    "replacements": [
                        {
                            "deletedRegion": {
                                "startLine": 3,
                                "startColumn": 7,
                                "endLine": 3,
                                "endColumn": 13,
                            },
                            "insertedContent": {"text": "service"},
                        }
                    ],
                }
            ],
        }
    ]


def test_json_says_what_was_mended_and_what_remains(tmp_path: Path) -> None:
    folder = tutorial(
        tmp_path,
        edit(MATTER, "kind: service", "kind: servce"),
        edit(MATTER, "promised: 5 工作日", "promised: 15 日"),
    )
    out = io.StringIO()

    assert check(folder, MONDAY, json=True, fix=True, out=out) == 1

    said = json.loads(out.getvalue())
    assert [one["code"] for one in said["mended"]] == ["YW013"]
    assert said["files"] == [MATTER] and said["dry_run"] is False
    assert said["errors"] == 1
    assert "YW104" in {one["code"] for one in said["findings"]}


def test_a_link_a_stranger_and_a_changed_file_are_refused(tmp_path: Path) -> None:
    folder = tutorial(tmp_path)
    outside = tmp_path / "outside.yaml"
    outside.write_bytes(b"a: 1\n")
    (folder / "linked").symlink_to(tmp_path)
    (folder / "link.yaml").symlink_to(outside)

    for name in ("../outside.yaml", "link.yaml", "linked/outside.yaml", str(outside)):
        with pytest.raises(Refused):
            write(folder, {name: b"a: 1\n"}, {name: b"a: 2\n"})
    with pytest.raises(Refused):
        write(folder, {"pack.yaml": b"other"}, {"pack.yaml": b"more"})
    with pytest.raises(Refused):
        write(folder, {}, {"new.yaml": b"a: 1\n"})

    assert outside.read_bytes() == b"a: 1\n"
    assert not (folder / "new.yaml").exists()
    assert (folder / "pack.yaml").read_bytes() == (TUTORIAL / "pack.yaml").read_bytes()


def test_nothing_is_written_when_one_of_two_files_is_refused(tmp_path: Path) -> None:
    folder = tutorial(tmp_path)
    held = dict(load(folder).files)
    new = {**held, "bodies.csv": b"x", "pack.yaml": b"x"}

    with pytest.raises(Refused):
        write(folder, {**held, "pack.yaml": b"other"}, new)

    assert (folder / "bodies.csv").read_bytes() == held["bodies.csv"]


@pytest.mark.parametrize("city", ["tutorial", "permits", "yueyang"])
def test_the_packs_need_no_mending(city: str) -> None:
    folder = read_folder(TUTORIAL.parent / city)

    assert apart(look_at_pack(folder, MONDAY, folder.files).findings) == []


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.sampled_from([MATTER, FORM, "places.csv", "pack.yaml"]), st.data())
def test_whatever_is_broken_mending_ends_and_never_crashes(file: str, data: st.DataObject) -> None:
    held = read_folder(TUTORIAL)
    text = held.files[file].decode()
    at = data.draw(st.integers(0, len(text)))
    more = data.draw(
        st.sampled_from(["", "\x07", ",", "&a ", "!!str ", '"', "\r\n", "x", "１", "\u2028", "[", "}"])
    )
    gone = data.draw(st.integers(0, 3))
    files = {**held.files, file: (text[:at] + more + text[at + gone :]).encode()}
    seen = look_at_pack(held, MONDAY, files)

    changed = applied(apart(seen.findings), files)

    assert set(changed) <= {file}


@given(st.integers(1, 999))
def test_chinese_numerals_are_read_as_they_are_written(number: int) -> None:
    assert of_numeral(numeral(number)) == number


def test_a_word_is_meant_when_no_other_is_as_near() -> None:
    assert meant("promissed", ["promised", "legal"]) == "promised"
    assert meant("Legal", ["promised", "legal"]) == "legal"
    assert meant("credit-code", ["credit_code"]) == "credit_code"
    assert meant("lagel", ["legal"]) is None
    assert meant("bost", ["post", "host"]) is None
    assert meant("ids", ["id"]) is None


def test_normal_forms_read_one_way_only() -> None:
    assert "2026-03-02" in normal_forms("2026年3月2日")
    assert "20 个工作日" in normal_forms("二十个工作日")
    assert "09:00-12:00" in normal_forms("9:00～12:00")
    assert not [form for form in normal_forms("2026-02-30") if form != "2026-02-30"]
