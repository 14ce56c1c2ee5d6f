"""What a scan names, whatever format it came in."""

from __future__ import annotations

from collections import Counter

import msgspec

MOST_BYTES = 256 * 1024 * 1024
"""Our own limit: above it nothing is read. 100,000 SARIF findings take 50 to 80 MB."""
MOST_LINES = 1_000_000
LONGEST = 4000
"""Characters of a message that are kept."""


class Unsound(Exception):
    """A file is not what it should be: why, in both languages, in our own words."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


class Line(msgspec.Struct, gc=False):
    """One weakness that a scan names.

    Attributes:
        rule: the scanner's name of it. where: file, address or component, without its line.
        line: of a file, 0 for none. own: the scanner's own fingerprint, "" for none.
        severity: 0 (information) to 4 (critical). score: CVSS in tenths, -1 for none.
        cve: as `CVE-2025-1`, "" for none. host: what the scan calls the asset, "" for the one chosen.
    """

    rule: str
    title: str = ""
    where: str = ""
    line: int = 0
    own: str = ""
    severity: int = 2
    score: int = -1
    cve: str = ""
    vector: str = ""
    fixed: str = ""
    message: str = ""
    host: str = ""


class Decoded(msgspec.Struct):
    """A whole scan.

    Attributes:
        tool: the scanner. scope: as the file says it, "" where it does not.
        hosts: what was looked at, where the file says so: only there can something be closed.
        complete: False where the scanner says that it did not finish: then nothing is closed.
        left: reason code → how many results were no findings, or were refused.
    """

    format: str
    tool: str
    lines: list[Line]
    scope: str = ""
    hosts: frozenset[str] | None = None
    complete: bool = True
    left: Counter[str] = msgspec.field(default_factory=Counter)


_WORDS = {
    "critical": 4,
    "严重": 4,
    "超危": 4,
    "high": 3,
    "error": 3,
    "高": 3,
    "高危": 3,
    "medium": 2,
    "moderate": 2,
    "warning": 2,
    "中": 2,
    "中危": 2,
    "low": 1,
    "note": 1,
    "低": 1,
    "低危": 1,
    "info": 0,
    "informational": 0,
    "none": 0,
    "negligible": 0,
    "提示": 0,
    "信息": 0,
}


def severity_of(word: str, otherwise: int = 2) -> int:
    """Return a severity by the word a scanner uses for it."""
    return _WORDS.get(word.strip().lower(), otherwise)


def severity_of_score(tenths: int) -> int:
    """Return a severity by a CVSS score in tenths. Source: CVSS v3.1, 5 (qualitative scale)."""
    return 4 if tenths >= 90 else 3 if tenths >= 70 else 2 if tenths >= 40 else 1 if tenths > 0 else 0


def tenths(text: object) -> int:
    """Return a score in tenths, -1 where it is none of 0 to 10."""
    try:
        value = float(str(text))
    except ValueError:
        return -1
    return round(value * 10) if 0 <= value <= 10 else -1
