"""One look at a pack or a decision file: what is wrong, what its scenarios say, what was mended."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from yiwang.pack.check.decisions import examine_file
from yiwang.pack.check.examination import Examination
from yiwang.pack.check.examine import examine
from yiwang.pack.finding import Finding, Level, Sentence
from yiwang.pack.fixes.attach import with_fixes
from yiwang.pack.fixes.command import Mending, mend_decisions, mend_pack
from yiwang.pack.folder import read_folder
from yiwang.pack.load import load_files, load_folder
from yiwang.pack.model import Pack
from yiwang.pack.scenarios.run import Outcome, run_scenarios

ERRORS_FIRST = Sentence(
    "情形没有运行: 配置包先有错误。", "The scenarios were not run: the pack has errors, which come first."
)
NO_SCENARIOS = Sentence(
    "情形没有运行: 决策文件没有情形, 只有配置包有。",
    "The scenarios were not run: a decision file on its own has none, a pack has.",
)


class Wish(NamedTuple):
    """What a look is for.

    Attributes:
        scenarios: run them, if the pack has no errors.
        fixes: say with each finding how a machine mends it.
        mend: mend what can be mended.
        dry: say it only, and write nothing.
    """

    scenarios: bool = False
    fixes: bool = False
    mend: bool = False
    dry: bool = False


@dataclass
class Seen:
    """What a look found.

    Attributes:
        root: the folder that the files of the findings lie in.
        findings: in file order; with `mending`, what remains.
        scenarios: what came of them; None if none were run.
        skipped: scenarios were wished for, and not run, for this reason.
        mending: what was mended, None if nothing was asked to be.
    """

    root: Path
    digest: str = ""
    findings: list[Finding] = field(default_factory=list)
    scenarios: Outcome | None = None
    skipped: Sentence | None = None
    mending: Mending | None = None

    @property
    def standing(self) -> list[Finding]:
        """What is wrong with the files as they now are: a dry run mended none."""
        if self.mending is not None and self.mending.dry:
            return self.mending.came.found
        return self.findings


def look(root: Path, day: date, wish: Wish) -> Seen:
    """Look once.

    Raises:
        Unreadable: there is no such folder.
        Refused: a file that was mended cannot be written.
    """
    if root.suffix == ".dmn" and root.is_file():
        return _decisions(root, wish)
    folder = read_folder(root)
    if wish.mend:
        mending = mend_pack(root, folder, day, wish.dry)
        pack = load_files(mending.came.files)
        seen = Seen(root, pack.digest, mending.came.left, mending=mending)
    else:
        with _spared() as spare:
            pack = load_folder(folder)
            spare()
            findings = examine(pack, day)
            if wish.fixes:
                findings = with_fixes(findings, pack.files, Examination(pack, day))
        seen = Seen(root, pack.digest, findings)
    if wish.scenarios:
        _play(seen, pack)
    return seen


@contextmanager
def _spared() -> Iterator[Callable[[], None]]:
    """Spare the collector of cycles what is read: it has none, and would be walked again and again.

    A pack of 1,000 matters is a third faster, and its time grows with its size alone. What is yielded is
    called when all is read.
    """
    collecting = gc.isenabled()
    gc.disable()

    def read() -> None:
        gc.freeze()
        if collecting:
            gc.enable()

    try:
        yield read
    finally:
        gc.unfreeze()
        if collecting:
            gc.enable()


def _play(seen: Seen, pack: Pack) -> None:
    if any(finding.level is Level.ERROR for finding in seen.findings):
        seen.skipped = ERRORS_FIRST
        return
    seen.scenarios = run_scenarios(pack)
    seen.findings = [*seen.findings, *seen.scenarios.findings]


def _decisions(file: Path, wish: Wish) -> Seen:
    data = file.read_bytes()
    seen = Seen(file.parent, skipped=NO_SCENARIOS if wish.scenarios else None)
    if wish.mend:
        seen.mending = mend_decisions(file, data, wish.dry)
        data = seen.mending.came.files[file.name]
        seen.findings = seen.mending.came.left
    else:
        seen.findings = examine_file(file)
        if wish.fixes:
            seen.findings = with_fixes(seen.findings, {file.name: data}, None)
    seen.digest = hashlib.sha256(data).hexdigest()
    return seen
