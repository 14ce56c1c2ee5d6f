"""The tutorial pack, copied and edited: every broken pack of these tests is one small edit away from it."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from yiwang.pack.check.command import check

TUTORIAL = Path(__file__).parents[3] / "packs" / "tutorial"
MONDAY = date(2026, 3, 2)

Edit = Callable[[Path], None]


def edit(file: str, old: str, new: str) -> Edit:
    """Replace `old`, which stands once in the file, by `new`."""

    def change(root: Path) -> None:
        text = (root / file).read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        (root / file).write_text(text.replace(old, new), "utf-8")

    return change


def append(file: str, text: str) -> Edit:
    """Add lines at the end of a file."""

    def change(root: Path) -> None:
        with (root / file).open("a", encoding="utf-8") as lines:
            lines.write(text)

    return change


def added(file: str, data: str | bytes = "") -> Edit:
    """Put a file into the pack, or in the place of another."""

    def change(root: Path) -> None:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_bytes(data if isinstance(data, bytes) else data.encode())

    return change


def without(file: str) -> Edit:
    """Take a file away."""

    def change(root: Path) -> None:
        (root / file).unlink()

    return change


def link(file: str, target: str) -> Edit:
    """Put a symbolic link into the pack."""

    def change(root: Path) -> None:
        (root / file).symlink_to(target)

    return change


def tutorial(root: Path, *edits: Edit) -> Path:
    """Copy the tutorial pack into `root`, edit it, and return its folder."""
    folder = root / "tutorial"
    shutil.copytree(TUTORIAL, folder)
    for change in edits:
        change(folder)
    return folder


def checked(folder: Path, day: date = MONDAY, *, strict: bool = False, lang: str = "zh") -> tuple[int, str]:
    """Run the check as the command line does; paths are printed from the pack's own name on."""
    out = io.StringIO()
    code = check(folder, day, strict=strict, lang=lang, out=out)
    return code, out.getvalue().replace(f"{folder.as_posix()}", "tutorial")
