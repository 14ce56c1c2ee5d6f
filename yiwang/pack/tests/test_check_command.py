"""What `yiwang check` prints and returns."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from yiwang.pack.check.command import check
from yiwang.pack.finding import Level
from yiwang.pack.fixes.write import Refused
from yiwang.pack.load import load
from yiwang.pack.scenarios.run import run_scenarios
from yiwang.pack.tests.city import MONDAY, TUTORIAL, checked, edit, tutorial

MATTER = "matters/tree-adoption/matter.yaml"
NO_ENGLISH = edit(MATTER, "title: {zh: 看树, en: Look at the tree}", "title: {zh: 看树}")
YUEYANG = TUTORIAL.parent / "yueyang"


def test_findings_come_in_file_order_with_a_last_line_that_counts_them(tmp_path: Path) -> None:
    folder = tutorial(
        tmp_path,
        NO_ENGLISH,
        edit(MATTER, "promised: 5 工作日", "promised: 15 日"),
        edit(MATTER, "code: T", "code: t"),
    )
    _, out = checked(folder)
    places = [
        line.split(": ")[0].rsplit(":", 1)[0] for line in out.splitlines() if not line.startswith("    ")
    ]

    assert places[:-1] == [
        f"tutorial/{MATTER}:4",
        f"tutorial/{MATTER}:20",
        f"tutorial/{MATTER}:40",
        "tutorial/places.csv:2",
    ]
    assert out.splitlines()[-1] == "tutorial: 2 个错误, 1 个警告, 1 个提示。"


def test_each_finding_says_file_line_and_column(tmp_path: Path) -> None:
    _, out = checked(tutorial(tmp_path, edit(MATTER, "promised: 5 工作日", "promised: 15 日")))

    assert f"tutorial/{MATTER}:40:15: YW104 " in out


def test_a_warning_returns_1_only_when_strict(tmp_path: Path) -> None:
    folder = tutorial(tmp_path, NO_ENGLISH)

    assert checked(folder)[0] == 0
    assert checked(folder, strict=True)[0] == 1


def test_a_note_never_returns_1(tmp_path: Path) -> None:
    assert checked(tutorial(tmp_path), strict=True)[0] == 0


def test_json_says_the_same_in_both_languages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tutorial(tmp_path, edit(MATTER, "promised: 5 工作日", "promised: 15 日"))

    code = check(folder, MONDAY, json=True)
    said = json.loads(capsys.readouterr().out)
    broken = [finding for finding in said["findings"] if finding["level"] == Level.ERROR]

    assert code == 1
    assert (said["errors"], said["warnings"], said["notes"]) == (1, 0, 1)
    assert said["on"] == "2026-03-02"
    assert [(one["code"], one["line"], one["column"]) for one in broken] == [("YW104", 40, 15)]
    assert broken[0]["file"] == f"{folder.as_posix()}/{MATTER}"
    assert "承诺时限 15 日" in broken[0]["message"]["zh"]
    assert "promised limit 15 days" in broken[0]["message"]["en"]


def test_json_of_a_folder_that_is_not_there_is_json_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(tmp_path / "nowhere", MONDAY, json=True) == 2
    assert "zh" in json.loads(capsys.readouterr().out)["unreadable"]


def test_the_city_of_yueyang_has_no_errors() -> None:
    if not (YUEYANG / "pack.yaml").is_file():
        pytest.skip("packs/yueyang is not here")

    assert checked(YUEYANG)[0] == 0, checked(YUEYANG)[1]


def test_json_and_sarif_count_the_scenarios_or_say_that_they_were_not_run(tmp_path: Path) -> None:
    sound, broken = tutorial(tmp_path / "a"), tutorial(tmp_path / "b", edit(MATTER, "code: T", "code: t"))

    def said(folder: Path, **form: bool) -> dict[str, object]:
        out = io.StringIO()
        check(folder, MONDAY, scenarios=True, out=out, **form)
        log = json.loads(out.getvalue())
        found: dict[str, object] = (log["runs"][0]["properties"] if "runs" in log else log)["scenarios"]
        return found

    count = run_scenarios(load(sound)).scenarios
    for form in ("json", "sarif"):
        assert said(sound, **{form: True}) == {"count": count, "true": count}
        assert "were not run" in said(broken, **{form: True})["skipped"]["en"]  # type: ignore[index]
    assert "情形没有运行: 配置包先有错误。" in _lines(broken)


def test_a_decision_file_has_no_scenarios_and_that_is_said(tmp_path: Path) -> None:
    file = tmp_path / "way.dmn"
    file.write_text("<definitions", "utf-8")

    assert _lines(file)[-1] == "情形没有运行: 决策文件没有情形, 只有配置包有。"


def test_a_pack_that_cannot_be_written_is_refused_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tutorial(tmp_path, edit(MATTER, "kind: service", "kind: servce"))

    def meanwhile(*arguments: object) -> None:
        raise Refused("变了。", "It changed.")

    monkeypatch.setattr("yiwang.pack.fixes.command.write", meanwhile)
    out, log = io.StringIO(), io.StringIO()

    assert check(folder, MONDAY, fix=True, lang="en", out=out) == 2
    assert out.getvalue() == "It changed.\n"
    assert check(folder, MONDAY, fix=True, json=True, out=log) == 2
    assert json.loads(log.getvalue())["refused"]["en"] == "It changed."


def _lines(folder: Path) -> list[str]:
    out = io.StringIO()
    check(folder, MONDAY, scenarios=True, out=out)
    return out.getvalue().splitlines()
