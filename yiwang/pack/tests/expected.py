"""Reads and writes `broken.txt`: for each broken pack, what was changed and what the check prints.

A section is a title and what is printed in Chinese; the first of each code also has the change (`| `) and
the finding in English (`~ `), for the page of the code.
`broken_elsewhere.txt` says the same of scenarios and exports of items.
"""

from __future__ import annotations

import tempfile
from difflib import unified_diff
from pathlib import Path

from yiwang.pack.tests.broken_archive import BROKEN_ARCHIVE
from yiwang.pack.tests.broken_boundaries import BROKEN_BOUNDARIES
from yiwang.pack.tests.broken_cities import BROKEN_CITIES
from yiwang.pack.tests.broken_decisions import BROKEN_DECISIONS
from yiwang.pack.tests.broken_elsewhere import ELSEWHERE, Elsewhere, broken
from yiwang.pack.tests.broken_events import BROKEN_EVENTS
from yiwang.pack.tests.broken_files import BROKEN_FILES
from yiwang.pack.tests.broken_gateway import BROKEN_GATEWAY
from yiwang.pack.tests.broken_governed import BROKEN_GOVERNED
from yiwang.pack.tests.broken_groups import BROKEN_GROUPS
from yiwang.pack.tests.broken_guarding import BROKEN_GUARDING
from yiwang.pack.tests.broken_incidents import BROKEN_INCIDENTS
from yiwang.pack.tests.broken_items import BROKEN_ITEMS
from yiwang.pack.tests.broken_law import BROKEN_LAW
from yiwang.pack.tests.broken_lines import BROKEN_LINES
from yiwang.pack.tests.broken_looked_up import BROKEN_LOOKED_UP
from yiwang.pack.tests.broken_looks import BROKEN_LOOKS
from yiwang.pack.tests.broken_materials import BROKEN_MATERIALS
from yiwang.pack.tests.broken_messages import BROKEN_MESSAGES
from yiwang.pack.tests.broken_open_sets import BROKEN_OPEN_SETS
from yiwang.pack.tests.broken_plans import BROKEN_PLANS
from yiwang.pack.tests.broken_policies import BROKEN_POLICIES
from yiwang.pack.tests.broken_reports import BROKEN_REPORTS
from yiwang.pack.tests.broken_requests import BROKEN_REQUESTS
from yiwang.pack.tests.broken_results import BROKEN_RESULTS
from yiwang.pack.tests.broken_sensing import BROKEN_SENSING
from yiwang.pack.tests.broken_told import BROKEN_TOLD
from yiwang.pack.tests.broken_upward import BROKEN_UPWARD
from yiwang.pack.tests.broken_windows import BROKEN_WINDOWS
from yiwang.pack.tests.broken_witnesses import BROKEN_WITNESSES
from yiwang.pack.tests.city import TUTORIAL, checked, tutorial
from yiwang.pack.tests.mutants import Mutant

FILE = Path(__file__).with_name("broken.txt")
FILE_ELSEWHERE = Path(__file__).with_name("broken_elsewhere.txt")
MUTANTS: tuple[Mutant, ...] = (
    *BROKEN_FILES,
    *BROKEN_CITIES,
    *BROKEN_GOVERNED,
    *BROKEN_GATEWAY,
    *BROKEN_LINES,
    *BROKEN_LOOKS,
    *BROKEN_MATERIALS,
    *BROKEN_MESSAGES,
    *BROKEN_BOUNDARIES,
    *BROKEN_UPWARD,
    *BROKEN_PLANS,
    *BROKEN_DECISIONS,
    *BROKEN_LAW,
    *BROKEN_ITEMS,
    *BROKEN_ARCHIVE,
    *BROKEN_TOLD,
    *BROKEN_WINDOWS,
    *BROKEN_POLICIES,
    *BROKEN_OPEN_SETS,
    *BROKEN_RESULTS,
    *BROKEN_LOOKED_UP,
    *BROKEN_GROUPS,
    *BROKEN_INCIDENTS,
    *BROKEN_SENSING,
    *BROKEN_EVENTS,
    *BROKEN_REPORTS,
    *BROKEN_GUARDING,
    *BROKEN_WITNESSES,
    *BROKEN_REQUESTS,
)
_HEAD, _CHANGE, _ENGLISH = "## ", "| ", "~ "
_MOST = 24  # lines of a change that are kept
_WIDEST = 140  # characters of such a line


def printed(mutant: Mutant, root: Path) -> tuple[list[str], int]:
    """Return what the check prints for a broken pack beyond that for the whole one, and its code."""
    whole = "" if mutant.code == "YW112" else checked(tutorial(root / "whole"))[1]
    code, out = checked(tutorial(root / "broken", *mutant.edits), mutant.day)
    known = set(whole.splitlines())
    return [line for line in out.splitlines()[:-1] if line not in known], code


def changed(folder: Path) -> list[str]:
    """Return what was changed in a copy of the tutorial pack, as the lines of a diff without its context."""
    lines: list[str] = []
    files = {path.relative_to(one).as_posix() for one in (TUTORIAL, folder) for path in one.rglob("*")}
    for file in sorted(files):
        old, new = (_lines(one / file) for one in (TUTORIAL, folder))
        if old == new:
            continue
        lines.append(file)
        diff = list(unified_diff(old, new, n=0))[2:]
        lines += [line for line in diff if not line.startswith("@@")] or ["-" if not new else "+"]
    short = [line if len(line) <= _WIDEST else line[: _WIDEST - 1] + "…" for line in lines]
    return short if len(short) <= _MOST else [*short[: _MOST - 1], "…"]


def _lines(path: Path) -> list[str]:
    if path.is_symlink():
        return [f"→ {path.readlink()}"]
    if not path.is_file():
        return []
    text = path.read_bytes().decode("utf-8", "backslashreplace")
    return ["".join(c if c.isprintable() else repr(c)[1:-1] for c in line) for line in text.splitlines()]


def section(mutant: Mutant, root: Path) -> list[str]:
    """Return all that `broken.txt` says of the first broken pack of a code."""
    lines, _ = printed(mutant, root)
    folder = root / "broken" / "tutorial"
    _, out = checked(folder, mutant.day, lang="en")
    return _section(mutant.title, mutant.code, changed(folder), lines, out.splitlines())


def section_elsewhere(one: Elsewhere, root: Path) -> list[str]:
    """Return all that `broken_elsewhere.txt` says of a broken scenario or export."""
    lines, english = broken(one, root), broken(one, root, "en")
    change = (
        ["items.csv", *(f"+{line}" for line in one.table)] if one.table else changed(root / "zh" / "tutorial")
    )
    keep = next(n for n, line in enumerate(lines) if f": {one.code} " in line)
    return _section(one.title, one.code, change, lines[keep : keep + 2], english)


def _section(title: str, code: str, change: list[str], lines: list[str], english: list[str]) -> list[str]:
    at = next(n for n, line in enumerate(english) if f": {code} " in line)
    said = [_ENGLISH + line for line in english[at : at + 2]]
    return [_HEAD + title, *(_CHANGE + line for line in change), *lines, *said]


def read_expected() -> dict[str, list[str]]:
    """Return the lines expected for each broken pack, by its title."""
    found: dict[str, list[str]] = {}
    for line in FILE.read_text("utf-8").split("\n"):
        if line.startswith(_HEAD):
            lines = found.setdefault(line.removeprefix(_HEAD), [])
        elif line and not line.startswith((_CHANGE, _ENGLISH)):
            lines.append(line)
    return found


def main() -> None:
    """Write what the check prints today; read the difference before you keep it."""
    parts, elsewhere = [], []
    first: set[str] = set()
    for mutant in MUTANTS:
        with tempfile.TemporaryDirectory() as folder:
            if mutant.code in first:
                lines = [_HEAD + mutant.title, *printed(mutant, Path(folder))[0]]
            else:
                lines = section(mutant, Path(folder))
        first.add(mutant.code)
        parts.append("\n".join(lines) + "\n")
    FILE.write_text("\n".join(parts), "utf-8")
    for one in ELSEWHERE:
        with tempfile.TemporaryDirectory() as folder:
            elsewhere.append("\n".join(section_elsewhere(one, Path(folder))) + "\n")
    FILE_ELSEWHERE.write_text("\n".join(elsewhere), "utf-8")


if __name__ == "__main__":
    main()
