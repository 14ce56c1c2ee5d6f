"""Whatever lies in a file of a pack, the check answers with findings and reads the rest."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.pack import folder as folders
from yiwang.pack import limits
from yiwang.pack.check.command import check
from yiwang.pack.check.examine import examine
from yiwang.pack.finding import Level
from yiwang.pack.folder import read_folder
from yiwang.pack.load import load, load_files
from yiwang.pack.tests.city import MONDAY, TUTORIAL, added, checked, tutorial

FILES = load(TUTORIAL).files
PATHS = sorted(path for path in FILES if path.endswith((".yaml", ".json", ".csv")))


@given(path=st.sampled_from(PATHS), cut=st.floats(0, 1), junk=st.binary(max_size=20), drop=st.integers(0, 30))
@settings(derandomize=True, deadline=None, max_examples=150)
def test_a_file_damaged_anywhere_is_examined_to_the_end(
    path: str, cut: float, junk: bytes, drop: int
) -> None:
    data = FILES[path]
    at = int(cut * len(data))
    damaged = {**FILES, path: data[:at] + junk + data[at + drop :]}

    findings = examine(load_files(damaged), MONDAY)

    assert all(finding.where.line >= 1 and finding.message.zh and finding.remedy.en for finding in findings)


@given(
    path=st.sampled_from(PATHS),
    words=st.lists(st.sampled_from(["a: 1", "- b", "{}", "[]", "null", "1", '"x"', "zh: 树"])),
)
@settings(derandomize=True, deadline=None, max_examples=100)
def test_a_file_of_another_shape_is_examined_to_the_end(path: str, words: list[str]) -> None:
    findings = examine(load_files({**FILES, path: "\n".join(words).encode()}), MONDAY)

    assert all(finding.code.startswith("YW") for finding in findings)


@pytest.mark.parametrize("path", PATHS)
def test_a_pack_does_not_start_without_a_file_that_others_name(path: str) -> None:
    rest = {name: data for name, data in FILES.items() if name != path}
    errors = [finding for finding in examine(load_files(rest), MONDAY) if finding.level == Level.ERROR]

    # Personas are for the demo only, synonyms for a search, scenarios for those who check; without a
    # calendar every day is provisional, which is a warning.
    spared = path in ("personas.yaml", "synonyms.yaml", "calendar/2026.json") or path.startswith("scenarios/")
    assert bool(errors) == (not spared)


def test_one_unreadable_file_does_not_hide_what_is_wrong_in_another(tmp_path: Path) -> None:
    folder = tutorial(tmp_path, added("overlays.yaml", b"\xff"), added("personas.yaml", "- id: x\n"))
    code, out = checked(folder)

    assert code == 1
    assert "overlays.yaml:1:1: YW001" in out
    assert "personas.yaml:1:3: YW010" in out


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BYTES_OF_A_TEXT", 10_000)
    folder = read_folder(tutorial(tmp_path, added("glossary.yaml", "#" * 11_000)))

    assert "glossary.yaml" not in folder.files
    assert [finding.code for finding in folder.findings] == ["YW005"]


def test_a_pack_with_too_many_files_stops_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders.limits, "FILES", 3)
    folder = read_folder(tutorial(tmp_path))

    assert len(folder.files) <= 3
    assert [finding.code for finding in folder.findings] == ["YW005"]


def test_a_folder_that_is_not_there_returns_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path / "nowhere", MONDAY) == 2
    assert "没有文件夹" in capsys.readouterr().out


def test_an_empty_folder_lacks_every_file_that_is_needed() -> None:
    with tempfile.TemporaryDirectory() as empty:
        code, out = checked(Path(empty))

    assert code == 1
    assert out.count("YW007") == 4
