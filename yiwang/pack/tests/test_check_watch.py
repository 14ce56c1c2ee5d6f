"""`yiwang check --watch` tells only the difference, and outlives what happens to the folder."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path

from yiwang.pack.check.watching import watch
from yiwang.pack.tests.city import MONDAY, added, edit, tutorial

MATTER = "matters/tree-adoption/matter.yaml"


def watched(folder: Path, *changes: Callable[[Path], None]) -> tuple[int, list[list[str]]]:
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

    return watch(folder, MONDAY, "en", out, pause), said


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
