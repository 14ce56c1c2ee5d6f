"""`yiwang check --watch`: looks again at each change, and prints only what is new and what is mended."""

from __future__ import annotations

import json as json_text
import os
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TextIO

from yiwang.pack.check.command import as_json, besides, counted
from yiwang.pack.check.looking import Seen, Wish, look
from yiwang.pack.finding import LEVEL_IN_WORDS, Finding, Sentence, Unreadable
from yiwang.pack.scenarios.tell import said_of

_SECONDS = 0.5

State = tuple[tuple[str, int, int], ...]
Key = tuple[str, str, str]

NO_SARIF = Sentence(
    "--watch 不与 --sarif 同用: SARIF 是一份完整的报告, 没有“新的”和“已改的”; 可用 --json。",
    "--watch does not go with --sarif: SARIF is one whole report and knows no changes; use --json.",
)
NO_STRICT = Sentence(
    "--watch 不与 --strict 同用: --strict 只改返回值, --watch 直到 Ctrl-C 才结束, 总返回 0。",
    "--watch does not go with --strict, which changes what is returned only: --watch ends with Ctrl-C and 0.",
)


def watch(
    root: Path,
    day: date,
    lang: str,
    out: TextIO,
    pause: Callable[[], None] | None = None,
    *,
    json: bool = False,
    sarif: bool = False,
    strict: bool = False,
    scenarios: bool = False,
) -> int:
    """Check again at each change until Ctrl-C, and return 0; 2 for options that make no sense here.

    A finding that only moved to another line is neither new nor mended.

    Args:
        pause: waits between two looks at the folder; half a second if not given.
        json: print one line of JSON for each look: what is new, what is mended, and how many there are.
        scenarios: run them at each look at which the pack has no errors.
    """
    refused = NO_SARIF if sarif else NO_STRICT if strict else None
    if refused is not None:
        print(refused.en if lang == "en" else refused.zh, file=out)
        return 2
    pause = pause or (lambda: time.sleep(_SECONDS))
    told = _Told(root, day, lang, out, json)
    seen: State | None = None
    try:
        while True:
            state = _state(root)
            if state != seen:
                seen = state
                told.look(Wish(scenarios, fixes=json))
            pause()
    except KeyboardInterrupt:
        return 0


class _Told:
    """What was told last, and how to tell the next look."""

    def __init__(self, root: Path, day: date, lang: str, out: TextIO, json: bool) -> None:
        self.root, self.day, self.out, self.json = root, day, out, json
        self.index = 1 if lang == "en" else 0
        self.lang = lang
        self.before: list[Finding] = []

    def look(self, wish: Wish) -> None:
        try:
            seen = look(self.root, self.day, wish)
        except (Unreadable, OSError) as fault:
            self._unreadable(fault)
            return
        if self.json:
            self._line(seen)
        else:
            self._lines(seen)
        self.before = seen.findings

    def _unreadable(self, fault: Unreadable | OSError) -> None:
        said = fault.sentence if isinstance(fault, Unreadable) else Sentence(str(fault), str(fault))
        text = said[self.index]
        if self.json:
            text = json_text.dumps(
                {"pack": self.root.as_posix(), "unreadable": said._asdict()}, ensure_ascii=False
            )
        print(text, file=self.out, flush=True)

    def _line(self, seen: Seen) -> None:
        said = {
            "pack": self.root.as_posix(),
            "on": self.day.isoformat(),
            "new": [as_json(one, seen.root) for one in _beyond(seen.findings, self.before)],
            "mended": [as_json(one, seen.root) for one in _beyond(self.before, seen.findings)],
            **counted(seen.findings),
            **besides(seen),
        }
        print(json_text.dumps(said, ensure_ascii=False), file=self.out, flush=True)

    def _lines(self, seen: Seen) -> None:
        now, index = seen.findings, self.index
        differing = (
            (("新", "new"), _beyond(now, self.before)),
            (("已改", "mended"), _beyond(self.before, now)),
        )
        for word, findings in differing:
            for finding in findings:
                where = finding.where
                place = f"{(seen.root / where.file).as_posix()}:{where.line}:{where.column}"
                level = LEVEL_IN_WORDS[finding.level][index]
                said = f"{word[index]} {place}: {finding.code} {level} {finding.message[index]}"
                print(said, file=self.out)
        if seen.skipped is not None:
            print(seen.skipped[index], file=self.out)
        if seen.scenarios is not None:
            print(said_of(seen.scenarios, self.lang), file=self.out)
        total = f"{len(now)} findings." if index else f"共 {len(now)} 条。"
        print(f"{self.root.as_posix()}: {total}", file=self.out, flush=True)


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
    paths = [str(root)] if root.is_file() else []
    paths += [os.path.join(folder, name) for folder, _, names in os.walk(root) for name in names]
    for path in paths:
        try:
            known = os.lstat(path)
        except OSError:
            continue
        found.append((path, known.st_mtime_ns, known.st_size))
    return tuple(sorted(found))
