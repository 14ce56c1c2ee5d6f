"""Applies every certain fix to the bytes of a pack, until none is left; nothing is written here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from yiwang.pack.finding import Edit, Finding, Level
from yiwang.pack.fixes.source import Source

ROUNDS = 12
TRIES = 60  # how often the pack is examined again

_LINES = re.compile(r"第 \d+ 行|line \d+")

Files = Mapping[str, bytes]
Key = tuple[str, str, str]


class Look(NamedTuple):
    """What one look at the files found.

    Attributes:
        findings: each with its fix, where there is one, in file order.
        unread: the files that could not be read, whose content is unknown.
    """

    findings: list[Finding]
    unread: frozenset[str]


@dataclass
class Mended:
    """What came of mending.

    Attributes:
        files: the bytes of every file after it.
        fixed: what was mended, in the order of mending.
        withheld: what was not, because with it an error would appear that was not there, and that error.
        found: what the first look found.
        left: what the last look found.
    """

    files: dict[str, bytes]
    found: list[Finding] = field(default_factory=list)
    fixed: list[Finding] = field(default_factory=list)
    withheld: list[tuple[Finding, Finding]] = field(default_factory=list)
    left: list[Finding] = field(default_factory=list)


def mend(files: Files, look: Callable[[Files], Look]) -> Mended:
    """Apply the certain fixes, look again, and go on until none is left.

    A fix that brings an error is taken back: those tried together are halved until it is found. Where a
    file could not be read before, what it now says is no fault of the fix.
    """
    mender = _Mender(files, look)
    for _ in range(ROUNDS):
        keys = mender.mendable()
        if not keys or not mender.tries:
            break
        mender.attempt(keys)
    mender.done.left = mender.seen.findings
    return mender.done


class _Mender:
    """The files as mended so far, and what the last look at them found."""

    def __init__(self, files: Files, look: Callable[[Files], Look]) -> None:
        self.look, self.tries = look, TRIES
        self.done = Mended(dict(files))
        self.seen = look(self.done.files)
        self.done.found = self.seen.findings

    def mendable(self) -> set[Key]:
        """Return what can be mended now; what cannot be read hides the rest of its file and comes first."""
        held = {_key(finding) for finding, _ in self.done.withheld}
        found = [one for one in self.seen.findings if one.fix and _key(one) not in held]
        reading = [finding for finding in found if finding.where.file in self.seen.unread]
        return {_key(finding) for finding in apart(reading or found)}

    def attempt(self, keys: set[Key]) -> None:
        """Mend these together, or find out which of them brings an error."""
        chosen = apart(one for one in self.seen.findings if one.fix and _key(one) in keys)
        if not chosen or not self.tries:
            return
        self.tries -= 1
        tried = {**self.done.files, **applied(chosen, self.done.files)}
        after = self.look(tried)
        new = _new_error(self.seen, after)
        if new is None:
            self.done.fixed += chosen
            self.done.files, self.seen = tried, after
            return
        apiece = list(dict.fromkeys(map(_key, chosen)))
        if len(apiece) == 1:
            self.done.withheld.append((chosen[0], new))
            return
        self.attempt(set(apiece[: len(apiece) // 2]))
        self.attempt(set(apiece[len(apiece) // 2 :]))


def apart(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings whose fixes touch different characters, the first in file order winning."""
    taken: dict[str, list[tuple[int, int]]] = {}
    chosen = []
    for finding in findings:
        edits = finding.fix.edits if finding.fix else ()
        if not edits or any(_touches(edit, taken.get(edit.file, [])) for edit in edits):
            continue
        for edit in edits:
            taken.setdefault(edit.file, []).append((edit.start, edit.end))
        chosen.append(finding)
    return chosen


def _touches(edit: Edit, taken: list[tuple[int, int]]) -> bool:
    return any(edit.start <= end and start <= edit.end for start, end in taken)


def applied(findings: Iterable[Finding], files: Files) -> dict[str, bytes]:
    """Return the files that change, with the fixes of the findings; every other character stays as it was."""
    edits: dict[str, list[Edit]] = {}
    for finding in findings:
        for edit in finding.fix.edits if finding.fix else ():
            edits.setdefault(edit.file, []).append(edit)
    changed = {}
    for file, listed in edits.items():
        source = Source(file, files[file])
        text = source.text
        for edit in sorted(listed, key=lambda one: one.start, reverse=True):
            text = text[: edit.start] + edit.text + text[edit.end :]
        changed[file] = (("\ufeff" if source.marked else "") + text).encode()
    return changed


def _key(finding: Finding) -> Key:
    return finding.where.file, finding.code, _LINES.sub("", finding.message.zh)


def _new_error(before: Look, after: Look) -> Finding | None:
    """Return an error that was not there before, None if there is none or if a file can be read only now."""
    if before.unread - after.unread:
        return None
    known = Counter(_key(finding) for finding in before.findings if finding.level is Level.ERROR)
    for finding in after.findings:
        if finding.level is Level.ERROR:
            known[_key(finding)] -= 1
            if known[_key(finding)] < 0:
                return finding
    return None
