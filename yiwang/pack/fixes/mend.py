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
TRIES = 40  # how often the pack is examined again for one fix alone

_LINES = re.compile(r"第 \d+ 行|line \d+")

Files = Mapping[str, bytes]


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

    A fix that brings an error is taken back. Where a file could not be read before, what it now says is
    no fault of the fix.
    """
    done = Mended(dict(files))
    seen = look(done.files)
    done.found = seen.findings
    tries = TRIES
    for _ in range(ROUNDS):
        chosen = apart(_mendable(seen, done))
        if not chosen:
            break
        tried = {**done.files, **applied(chosen, done.files)}
        after = look(tried)
        new = _new_error(seen, after)
        if new is None:
            done.fixed += chosen
            done.files, seen = tried, after
            continue
        if len(chosen) == 1:
            done.withheld.append((chosen[0], new))
            continue
        for one in chosen:
            tries -= 1
            if tries < 0:
                break
            # Offsets of the same look stay right only in files that no fix has changed since.
            fresh = next((other for other in seen.findings if _key(other) == _key(one) and other.fix), None)
            if fresh is None:
                continue
            tried = {**done.files, **applied([fresh], done.files)}
            after = look(tried)
            new = _new_error(seen, after)
            if new is None:
                done.fixed.append(fresh)
                done.files, seen = tried, after
            else:
                done.withheld.append((fresh, new))
        if tries < 0:
            break
    done.left = seen.findings
    return done


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


def _mendable(seen: Look, done: Mended) -> list[Finding]:
    held = {_key(finding) for finding, _ in done.withheld}
    found = [finding for finding in seen.findings if finding.fix and _key(finding) not in held]
    # What cannot be read hides the rest of its file: it comes first.
    reading = [finding for finding in found if finding.where.file in seen.unread]
    return reading or found


def _key(finding: Finding) -> tuple[str, str, str]:
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
