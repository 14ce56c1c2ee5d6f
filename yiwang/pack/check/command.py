"""`yiwang check`: prints what is wrong with a pack, in file order."""

from __future__ import annotations

import json as json_text
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from yiwang.pack.check.looking import Seen, Wish, look
from yiwang.pack.check.sarif import sarif as as_sarif
from yiwang.pack.finding import LEVEL_IN_WORDS, Finding, Level, Sentence, Unreadable
from yiwang.pack.fixes.command import as_plain, say_mended
from yiwang.pack.fixes.write import Refused
from yiwang.pack.scenarios.tell import said_of


def check(
    root: Path,
    day: date,
    *,
    json: bool = False,
    sarif: bool = False,
    strict: bool = False,
    lang: str = "zh",
    scenarios: bool = False,
    fix: bool = False,
    dry_run: bool = False,
    out: TextIO | None = None,
) -> int:
    """Print what is wrong with the pack in `root`, or with one DMN file.

    Returns 0 no errors, 1 errors, 2 unreadable, or not to be written.

    Args:
        day: the day the pack is examined for.
        sarif: print SARIF 2.1.0 instead of lines.
        strict: warnings return 1, too.
        lang: `zh` or `en`; with `json` both are printed.
        scenarios: run the scenarios of the pack, too.
        fix: mend what can be mended with certainty, and print what remains.
        dry_run: with `fix`: print what would change, and write nothing.
        out: where to print, standard output if not given.
    """
    out = out or sys.stdout
    form = Form(json, sarif, strict, lang)
    try:
        seen = look(root, day, Wish(scenarios, json or sarif, fix, dry_run))
    except Unreadable as fault:
        say_unreadable(root, fault.sentence, json, lang, out)
        return 2
    except Refused as fault:
        say_unreadable(root, fault.sentence, json, lang, out, "refused")
        return 2
    return told_seen(seen, day, form, out)


class Form(NamedTuple):
    """How findings are told."""

    json: bool
    sarif: bool
    strict: bool
    lang: str


def told(root: Path, day: date, digest: str, findings: list[Finding], form: Form, out: TextIO) -> int:
    """Print findings in the form asked for. 0 no errors, 1 errors."""
    return told_seen(Seen(root, digest, findings), day, form, out)


def told_seen(seen: Seen, day: date, form: Form, out: TextIO) -> int:
    """Print what a look found in the form asked for. 0 no errors, 1 errors."""
    if form.sarif:
        log = as_sarif(seen.findings, form.lang, besides(seen))
        print(json_text.dumps(log, ensure_ascii=False, indent=1), file=out)
    elif form.json:
        _print_json(seen, day, out)
    else:
        if seen.mending is not None:
            say_mended(seen.root, seen.mending, form.lang, out)
        _print_lines(seen.root, seen.findings, form.lang, out)
        if seen.skipped is not None:
            print(_in(seen.skipped, form.lang), file=out)
        if seen.scenarios is not None:
            print(said_of(seen.scenarios, form.lang), file=out)
    return 1 if any(finding.level in grave(form) for finding in seen.standing) else 0


def grave(form: Form) -> set[Level]:
    """Return the levels that make the command return 1."""
    return {Level.ERROR, Level.WARNING} if form.strict else {Level.ERROR}


def besides(seen: Seen) -> dict[str, Any]:
    """Return what is said besides the findings, as plain data: scenarios, and what was mended."""
    said: dict[str, Any] = {}
    if seen.skipped is not None:
        said["scenarios"] = {"skipped": seen.skipped._asdict()}
    if seen.scenarios is not None:
        said["scenarios"] = {"count": seen.scenarios.scenarios, "true": seen.scenarios.true}
    if seen.mending is not None:
        said["dry_run"] = seen.mending.dry
        said["mended"] = [as_json(finding, seen.root) for finding in seen.mending.came.fixed]
        said["withheld"] = [
            {**as_json(finding, seen.root), "because": as_json(error, seen.root)}
            for finding, error in seen.mending.came.withheld
        ]
        said["files"] = sorted(seen.mending.written)
        if seen.mending.dry:
            said["diff"] = seen.mending.diff
    return said


def _path(root: Path, file: str) -> str:
    return (root / file).as_posix()


def _in(sentence: Sentence, lang: str) -> str:
    return sentence.en if lang == "en" else sentence.zh


def say_unreadable(
    root: Path, sentence: Sentence, json: bool, lang: str, out: TextIO, what: str = "unreadable"
) -> None:
    """Print why something cannot be read at all, or is not written."""
    if json:
        said = {"pack": root.as_posix(), what: sentence._asdict()}
        print(json_text.dumps(said, ensure_ascii=False, indent=1), file=out)
    else:
        print(_in(sentence, lang), file=out)


def _print_lines(root: Path, findings: list[Finding], lang: str, out: TextIO) -> None:
    index = 1 if lang == "en" else 0
    mend = ("怎么改", "To mend")[index]
    for finding in findings:
        place = f"{_path(root, finding.where.file)}:{finding.where.line}:{finding.where.column}"
        level = LEVEL_IN_WORDS[finding.level][index]
        print(f"{place}: {finding.code} {level} {_in(finding.message, lang)}", file=out)
        print(f"    {mend}: {_in(finding.remedy, lang)}", file=out)
    print(summary(root, findings, lang), file=out)


def summary(root: Path, findings: list[Finding], lang: str = "zh") -> str:
    """Return the last line: how many errors, warnings and notes."""
    counts = Counter(finding.level for finding in findings)
    numbers = (counts[Level.ERROR], counts[Level.WARNING], counts[Level.NOTE])
    if lang == "en":
        return f"{root.as_posix()}: {numbers[0]} errors, {numbers[1]} warnings, {numbers[2]} notes."
    return f"{root.as_posix()}: {numbers[0]} 个错误, {numbers[1]} 个警告, {numbers[2]} 个提示。"


def as_json(finding: Finding, root: Path | None = None) -> dict[str, Any]:
    """Return a finding as plain data: code, level, file, line, column, message and remedy {zh, en}, fixes."""
    file = finding.where.file
    return {
        "code": finding.code,
        "level": str(finding.level),
        "file": _path(root, file) if root else file,
        "line": finding.where.line,
        "column": finding.where.column,
        "message": finding.message._asdict(),
        "remedy": finding.remedy._asdict(),
        "fixes": as_plain(finding),
    }


def _print_json(seen: Seen, day: date, out: TextIO) -> None:
    said = {"pack": seen.root.as_posix(), "digest": seen.digest, "on": day.isoformat()}
    whole = {**said, **counted(seen.findings), **besides(seen)}
    whole["findings"] = [as_json(finding, seen.root) for finding in seen.findings]
    print(json_text.dumps(whole, ensure_ascii=False, indent=1), file=out)


def counted(findings: list[Finding]) -> dict[str, Any]:
    """Return how many errors, warnings and notes there are."""
    counts = Counter(finding.level for finding in findings)
    return {
        "errors": counts[Level.ERROR],
        "warnings": counts[Level.WARNING],
        "notes": counts[Level.NOTE],
    }
