"""`yiwang check --watch`: looks again at each change, and prints only what is new and what is mended."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TextIO

from yiwang.pack.check.examine import examine
from yiwang.pack.finding import LEVEL_IN_WORDS, Finding, Unreadable
from yiwang.pack.load import load

_SECONDS = 0.5

State = tuple[tuple[str, int, int], ...]
Key = tuple[str, str, str]


def watch(root: Path, day: date, lang: str, out: TextIO, pause: Callable[[], None] | None = None) -> int:
    """Check again at each change until Ctrl-C, and return 0.

    A finding that only moved to another line is neither new nor mended.

    Args:
        pause: waits between two looks at the folder; half a second if not given.
    """
    pause = pause or (lambda: time.sleep(_SECONDS))
    before: list[Finding] = []
    seen: State | None = None
    try:
        while True:
            state = _state(root)
            if state != seen:
                seen = state
                before = _again(root, day, lang, out, before)
            pause()
    except KeyboardInterrupt:
        return 0


def _again(root: Path, day: date, lang: str, out: TextIO, before: list[Finding]) -> list[Finding]:
    try:
        now = examine(load(root), day)
    except Unreadable as fault:
        print(fault.sentence.en if lang == "en" else fault.sentence.zh, file=out, flush=True)
        return before
    index = 1 if lang == "en" else 0
    for word, findings in ((("新", "new"), _beyond(now, before)), (("已改", "mended"), _beyond(before, now))):
        for finding in findings:
            where = finding.where
            place = f"{(root / where.file).as_posix()}:{where.line}:{where.column}"
            level = LEVEL_IN_WORDS[finding.level][index]
            print(f"{word[index]} {place}: {finding.code} {level} {finding.message[index]}", file=out)
    total = f"{len(now)} findings." if index else f"共 {len(now)} 条。"
    print(f"{root.as_posix()}: {total}", file=out, flush=True)
    return now


def _key(finding: Finding) -> Key:
    return finding.where.file, finding.code, finding.message.zh


def _beyond(these: list[Finding], those: list[Finding]) -> list[Finding]:
    left = Counter(map(_key, those))
    found = []
    for finding in these:
        if left[_key(finding)] > 0:
            left[_key(finding)] -= 1
        else:
            found.append(finding)
    return found


def _state(root: Path) -> State:
    """Return path, time and size of each file; what vanishes while one looks counts as gone."""
    found = []
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            try:
                known = os.lstat(path)
            except OSError:
                continue
            found.append((path, known.st_mtime_ns, known.st_size))
    return tuple(sorted(found))
