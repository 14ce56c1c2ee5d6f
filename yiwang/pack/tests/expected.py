"""Reads and writes `broken.txt`: what the check prints for each broken pack."""

from __future__ import annotations

import tempfile
from pathlib import Path

from yiwang.pack.tests.broken_boundaries import BROKEN_BOUNDARIES
from yiwang.pack.tests.broken_cities import BROKEN_CITIES
from yiwang.pack.tests.broken_decisions import BROKEN_DECISIONS
from yiwang.pack.tests.broken_files import BROKEN_FILES
from yiwang.pack.tests.broken_governed import BROKEN_GOVERNED
from yiwang.pack.tests.broken_lines import BROKEN_LINES
from yiwang.pack.tests.city import checked, tutorial
from yiwang.pack.tests.mutants import Mutant

FILE = Path(__file__).with_name("broken.txt")
MUTANTS: tuple[Mutant, ...] = (
    *BROKEN_FILES,
    *BROKEN_CITIES,
    *BROKEN_GOVERNED,
    *BROKEN_LINES,
    *BROKEN_BOUNDARIES,
    *BROKEN_DECISIONS,
)
_HEAD = "## "


def printed(mutant: Mutant, root: Path) -> tuple[list[str], int]:
    """Return what the check prints for a broken pack beyond that for the whole one, and its code."""
    whole = "" if mutant.code == "YW112" else checked(tutorial(root / "whole"))[1]
    code, out = checked(tutorial(root / "broken", *mutant.edits), mutant.day)
    known = set(whole.splitlines())
    return [line for line in out.splitlines()[:-1] if line not in known], code


def read_expected() -> dict[str, list[str]]:
    """Return the lines expected for each broken pack, by its title."""
    found: dict[str, list[str]] = {}
    for line in FILE.read_text("utf-8").splitlines():
        if line.startswith(_HEAD):
            lines = found.setdefault(line.removeprefix(_HEAD), [])
        elif line:
            lines.append(line)
    return found


def main() -> None:
    """Write what the check prints today; read the difference before you keep it."""
    parts = []
    for mutant in MUTANTS:
        with tempfile.TemporaryDirectory() as folder:
            lines, _ = printed(mutant, Path(folder))
        parts.append("\n".join([_HEAD + mutant.title, *lines]) + "\n")
    FILE.write_text("\n".join(parts), "utf-8")


if __name__ == "__main__":
    main()
