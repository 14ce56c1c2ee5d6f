"""`yiwang check`: prints what is wrong with a pack, in file order."""

from __future__ import annotations

import hashlib
import json as json_text
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from yiwang.pack.check.decisions import examine_file
from yiwang.pack.check.examine import examine
from yiwang.pack.check.sarif import sarif as as_sarif
from yiwang.pack.finding import LEVEL_IN_WORDS, Finding, Level, Sentence, Unreadable
from yiwang.pack.load import load
from yiwang.pack.scenarios.run import run_scenarios
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
    out: TextIO | None = None,
) -> int:
    """Print what is wrong with the pack in `root`, or with one DMN file.

    Returns 0 no errors, 1 errors, 2 unreadable.

    Args:
        day: the day the pack is examined for.
        sarif: print SARIF 2.1.0 instead of lines.
        strict: warnings return 1, too.
        lang: `zh` or `en`; with `json` both are printed.
        scenarios: run the scenarios of the pack, too.
        out: where to print, standard output if not given.
    """
    out = out or sys.stdout
    if root.suffix == ".dmn" and root.is_file():
        findings, digest = examine_file(root), hashlib.sha256(root.read_bytes()).hexdigest()
        return told(root.parent, day, digest, findings, Form(json, sarif, strict, lang), out)
    try:
        pack = load(root)
    except Unreadable as fault:
        say_unreadable(root, fault.sentence, json, lang, out)
        return 2
    findings, form = examine(pack, day), Form(json, sarif, strict, lang)
    if not scenarios or any(finding.level is Level.ERROR for finding in findings):
        return told(root, day, pack.digest, findings, form, out)
    came = run_scenarios(pack)
    code = told(root, day, pack.digest, [*findings, *came.findings], form, out)
    if not (json or sarif):
        print(said_of(came, lang), file=out)
    return code


class Form(NamedTuple):
    """How findings are told."""

    json: bool
    sarif: bool
    strict: bool
    lang: str


def told(root: Path, day: date, digest: str, findings: list[Finding], form: Form, out: TextIO) -> int:
    """Print findings in the form asked for. 0 no errors, 1 errors."""
    strict = form.strict
    if form.sarif:
        print(json_text.dumps(as_sarif(findings, form.lang), ensure_ascii=False, indent=1), file=out)
    elif form.json:
        _print_json(root, day, digest, findings, out)
    else:
        _print_lines(root, findings, form.lang, out)
    grave = {Level.ERROR, Level.WARNING} if strict else {Level.ERROR}
    return 1 if any(finding.level in grave for finding in findings) else 0


def _path(root: Path, file: str) -> str:
    return (root / file).as_posix()


def _in(sentence: Sentence, lang: str) -> str:
    return sentence.en if lang == "en" else sentence.zh


def say_unreadable(root: Path, sentence: Sentence, json: bool, lang: str, out: TextIO) -> None:
    """Print why something cannot be read at all."""
    if json:
        said = {"pack": root.as_posix(), "unreadable": sentence._asdict()}
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
    """Return a finding as plain data: code, level, file, line, column, message and remedy {zh, en}."""
    file = finding.where.file
    return {
        "code": finding.code,
        "level": str(finding.level),
        "file": _path(root, file) if root else file,
        "line": finding.where.line,
        "column": finding.where.column,
        "message": finding.message._asdict(),
        "remedy": finding.remedy._asdict(),
    }


def _print_json(root: Path, day: date, digest: str, findings: list[Finding], out: TextIO) -> None:
    counts = Counter(finding.level for finding in findings)
    said = {
        "pack": root.as_posix(),
        "digest": digest,
        "on": day.isoformat(),
        "errors": counts[Level.ERROR],
        "warnings": counts[Level.WARNING],
        "notes": counts[Level.NOTE],
        "findings": [as_json(finding, root) for finding in findings],
    }
    print(json_text.dumps(said, ensure_ascii=False, indent=1), file=out)
