"""`yiwang check PACK --fix [--dry-run]`: mends, and says what was mended and what remains."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from yiwang.pack.check.decisions import examine_bytes
from yiwang.pack.check.examination import Examination
from yiwang.pack.check.examine import examine
from yiwang.pack.finding import Finding
from yiwang.pack.fixes.attach import with_fixes
from yiwang.pack.fixes.mend import Files, Look, Mended, mend
from yiwang.pack.fixes.write import difference, write
from yiwang.pack.folder import Folder
from yiwang.pack.kinds import kind_of
from yiwang.pack.load import load_folder


class Mending(NamedTuple):
    """What `--fix` did.

    Attributes:
        written: the files written, by path; in a dry run those that would be.
        diff: what changes, as a unified diff.
    """

    came: Mended
    written: list[str]
    diff: str
    dry: bool


def look_at_pack(folder: Folder, day: date, files: Files) -> Look:
    """Examine the pack in `folder` as if its files were `files`."""
    pack = load_folder(Folder(dict(files), folder.strangers, list(folder.findings)))
    read = {*pack.nodes, *pack.tables}
    unread = {file for file in files if _is_read(file) and file not in read}
    findings = with_fixes(examine(pack, day), files, Examination(pack, day))
    return Look(findings, frozenset(unread))


def _is_read(file: str) -> bool:
    kind = kind_of(file)
    return kind is not None and kind.form in ("yaml", "json", "csv")


def look_at_decisions(name: str, files: Files) -> Look:
    """Examine one decision file."""
    found = sorted(examine_bytes(name, files[name]), key=lambda finding: finding.order)
    return Look(with_fixes(found, files, None), frozenset())


def mend_pack(root: Path, folder: Folder, day: date, dry: bool) -> Mending:
    """Mend the pack in `root`, which was read to `folder`. Raises Refused."""
    came = mend(folder.files, lambda files: look_at_pack(folder, day, files))
    return _kept(root, folder.files, came, dry)


def mend_decisions(file: Path, data: bytes, dry: bool) -> Mending:
    """Mend one decision file. Raises Refused."""
    came = mend({file.name: data}, lambda files: look_at_decisions(file.name, files))
    return _kept(file.parent, {file.name: data}, came, dry)


def _kept(root: Path, before: Mapping[str, bytes], came: Mended, dry: bool) -> Mending:
    diff = "".join(difference(before, came.files))
    if dry:
        changed = [file for file in came.files if came.files[file] != before.get(file)]
        return Mending(came, changed, diff, True)
    return Mending(came, write(root, before, came.files), diff, False)


def say_mended(root: Path, mending: Mending, lang: str, out: TextIO) -> None:
    """Print what was mended, and in a dry run the difference."""
    index = 1 if lang == "en" else 0
    word = (("已改", "mended"), ("可改", "would mend"))[mending.dry][index]
    if mending.dry and mending.diff:
        print(mending.diff, end="", file=out)
    for finding in mending.came.fixed:
        print(f"{_place(root, finding)}: {finding.code} {word}: {_says(finding)[index]}", file=out)
    for finding, error in mending.came.withheld:
        why = (
            f"没有改: 改了就会有 {error.code} {error.message.zh}",
            f"not mended: with it {error.code} would appear. {error.message.en}",
        )
        print(f"{_place(root, finding)}: {finding.code} {why[index]}", file=out)
    count, files = len(mending.came.fixed), len(mending.written)
    if mending.dry:
        said = (
            f"可改 {count} 处, 在 {files} 个文件里; 没有写入。以下是改后还剩的:",
            f"{count} would be mended in {files} files; nothing was written. What would remain:",
        )
    else:
        said = (
            f"改了 {count} 处, 写了 {files} 个文件。还剩:",
            f"{count} mended, {files} files written. What remains:",
        )
    print(said[index], file=out)


def _place(root: Path, finding: Finding) -> str:
    where = finding.where
    return f"{(root / where.file).as_posix()}:{where.line}:{where.column}"


def _says(finding: Finding) -> tuple[str, str]:
    assert finding.fix is not None
    return finding.fix.says.zh, finding.fix.says.en


def as_plain(finding: Finding) -> list[dict[str, Any]]:
    """Return the fix of a finding as plain data: its sentence and its edits; empty if there is none."""
    if finding.fix is None:
        return []
    edits = [
        {
            "file": edit.file,
            "line": edit.begin.line,
            "column": edit.begin.column,
            "end_line": edit.stop.line,
            "end_column": edit.stop.column,
            "text": edit.text,
        }
        for edit in finding.fix.edits
    ]
    return [{"says": finding.fix.says._asdict(), "edits": edits}]
