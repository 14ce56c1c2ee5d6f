"""What a code means: its rule, a pack that breaks it with what is said of it, and whether a machine mends it.

`yiwang check --explain CODE` and docs/checks say the same. The examples stand in `tests/broken*.txt`, which
the tests keep true; those files are read as data, never imported.
"""

from __future__ import annotations

import difflib
from functools import cache
from pathlib import Path
from typing import NamedTuple, TextIO

from yiwang.pack.check.demands import demands
from yiwang.pack.finding import LEVEL_IN_WORDS
from yiwang.pack.fixes.attach import FIXERS

_TESTS = Path(__file__).with_name("tests")
_FILES = ("broken.txt", "broken_elsewhere.txt")


class Example(NamedTuple):
    """A way to break a rule: what was changed in a sound pack, and what is said then."""

    name: str
    change: list[str]
    zh: list[str]
    en: list[str]

    @property
    def level(self) -> tuple[str, str]:
        """How grave the finding is, in both languages."""
        return next(words for words in LEVEL_IN_WORDS.values() if f" {words[0]} " in self.zh[0])


@cache
def examples() -> dict[str, Example]:
    """Return the first example of each code, by code."""
    found: dict[str, Example] = {}
    for file in (_TESTS / name for name in _FILES):
        if not file.is_file():
            continue  # installed without its tests: the rule is said, an example is not
        for part in f"\n{file.read_text('utf-8')}".split("\n## ")[1:]:
            title, *lines = part.split("\n")
            code, _, said = title.partition(" ")
            if code not in found:
                found[code] = _example(code, said, lines)
    return found


def _example(code: str, name: str, lines: list[str]) -> Example:
    change = [line[2:] for line in lines if line.startswith("| ")]
    english = [line[2:] for line in lines if line.startswith("~ ")]
    rest = [line for line in lines if line and not line.startswith(("| ", "~ "))]
    at = next(n for n, line in enumerate(rest) if f": {code} " in line)
    return Example(name, change, rest[at : at + 2], english)


def page(code: str) -> str:
    """Return what is said of a code, as Markdown."""
    said, example = demands()[code], examples().get(code)
    lines = [f"# {code}", "", said.zh, "", said.en, ""]
    if example is not None:
        zh, en = example.level
        lines += [f"级别 Level in the example: {zh} ({en}).", "", f"## 例 · Example: {example.name}", ""]
        if example.change:
            lines += ["```diff", *example.change, "```", ""]
        lines += ["```text", *example.zh, *example.en, "```", ""]
    lines += ["## --fix", ""]
    mending = FIXERS.get(code)
    if mending is None:
        lines += ["机器不改, 要由人改。", "", "No machine mends it: a person decides.", ""]
    else:
        lines += [mending.when.zh, "", mending.when.en, ""]
    return "\n".join(lines)


def explain(code: str, out: TextIO) -> int:
    """Print what a code means. Returns 0, or 2 for a code nobody knows."""
    known = demands()
    wanted = code.strip().upper()
    if wanted not in known:
        near = [one for one in known if wanted and one.startswith(wanted)][:3]
        near = near or difflib.get_close_matches(wanted, known, n=3, cutoff=0.5) or list(known)[:3]
        zh, en = "、".join(near), ", ".join(near)
        print(f"没有代码 {code}, 相近的有 {zh}。There is no code {code}; near it: {en}.", file=out)
        return 2
    print(f"{page(wanted)}docs/checks/{wanted}.md", file=out)
    return 0
