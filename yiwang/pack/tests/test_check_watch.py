"""`yiwang check --watch` tells only the difference, and outlives what happens to the folder."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from yiwang.pack.check.watching import watch
from yiwang.pack.load import load
from yiwang.pack.scenarios.run import run_scenarios
from yiwang.pack.tests.city import MONDAY, TUTORIAL, added, edit, tutorial

MATTER = "matters/tree-adoption/matter.yaml"


def watched(folder: Path, *changes: Callable[[Path], None], **options: bool) -> tuple[int, list[list[str]]]:
    """Return what is printed at the start and after each change."""
    out = io.StringIO()
    said: list[list[str]] = []
    left = iter(changes)

    def pause() -> None:
        said.append(out.getvalue().splitlines())
        out.seek(0)
        out.truncate()
        change = next(left, None)
        if change is None:
            raise KeyboardInterrupt
        change(folder)

    return watch(folder, MONDAY, "en", out, pause, **options), said


def test_a_mistake_is_new_once_and_mended_once(tmp_path: Path) -> None:
    code, said = watched(
        tutorial(tmp_path),
        edit(MATTER, "promised: 5 工作日", "promised: 15 日"),
        lambda _: None,
        edit(MATTER, "promised: 15 日", "promised: 5 工作日"),
    )

    assert code == 0
    assert [line.split()[0] for line in said[1][:-1]] == ["new"] and "YW104" in said[1][0]
    assert said[2] == []
    assert [line.split()[0] for line in said[3][:-1]] == ["mended"] and "YW104" in said[3][0]


def test_a_half_written_file_and_a_removed_folder_end_nothing(tmp_path: Path) -> None:
    code, said = watched(tutorial(tmp_path), added(MATTER, "title: {zh: "), shutil.rmtree)

    assert code == 0
    assert any("YW002" in line for line in said[1])
    assert "There is no folder" in said[2][0]


def test_json_is_one_line_for_each_look(tmp_path: Path) -> None:
    _, said = watched(tutorial(tmp_path), edit(MATTER, "kind: service", "kind: servce"), json=True)
    first, second = (json.loads("\n".join(lines)) for lines in said)

    assert [one["code"] for one in first["new"]] == ["YW112"]
    (unknown,) = [one for one in second["new"] if one["code"] == "YW013"]
    assert second["mended"] == []
    assert unknown["fixes"][0]["edits"][0]["text"] == "service"
    assert (first["errors"], second["errors"]) == (0, 1)


def test_json_of_a_folder_that_went_is_json(tmp_path: Path) -> None:
    _, said = watched(tutorial(tmp_path), shutil.rmtree, json=True)

    assert "There is no folder" in json.loads(said[1][0])["unreadable"]["en"]


def test_scenarios_run_at_each_look_and_are_left_out_while_there_are_errors(tmp_path: Path) -> None:
    _, said = watched(
        tutorial(tmp_path),
        edit("scenarios/adoption.yaml", "due: 2026-03-16,", "due: 2026-03-17,"),
        edit(MATTER, "kind: service", "kind: servce"),
        scenarios=True,
    )

    count = run_scenarios(load(TUTORIAL)).scenarios
    assert f"{count} scenarios, {count} true." in said[0]
    assert said[1][0].startswith("new ") and "YW901" in said[1][0]
    assert f"{count} scenarios, {count - 1} true." in said[1]
    assert "The scenarios were not run: the pack has errors, which come first." in said[2]


@pytest.mark.parametrize("option", ["sarif", "strict"])
def test_what_makes_no_sense_while_watching_is_refused_in_one_sentence(option: str, tmp_path: Path) -> None:
    out = io.StringIO()

    assert watch(tutorial(tmp_path), MONDAY, "en", out, **{option: True}) == 2
    assert out.getvalue().startswith(f"--watch does not go with --{option}")
    assert len(out.getvalue().splitlines()) == 1


def test_a_decision_file_alone_is_watched_too(tmp_path: Path) -> None:
    file = tmp_path / "way.dmn"
    file.write_text("<definitions", "utf-8")
    code, said = watched(file, lambda path: path.unlink())

    assert code == 0
    assert "YW201" in said[0][0]
    assert len(said[1]) == 1
