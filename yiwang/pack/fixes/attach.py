"""Gives each finding its fix, where there is one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from yiwang.pack.check.examination import Examination
from yiwang.pack.finding import Finding
from yiwang.pack.fixes import files, rules, values  # noqa: F401  importing a module registers its fixers
from yiwang.pack.fixes.registry import FIXERS, Broken
from yiwang.pack.fixes.source import Source

__all__ = ["FIXERS", "with_fixes"]


def with_fixes(
    findings: Iterable[Finding], data: Mapping[str, bytes], seen: Examination | None
) -> list[Finding]:
    """Return the findings, each with its fix if a machine can mend it with certainty.

    Args:
        data: the files of the pack, by path.
        seen: the pack and the day; None for a decision file on its own.
    """
    sources: dict[str, Source | None] = {}
    made = []
    for finding in findings:
        mending = FIXERS.get(finding.code)
        file = finding.where.file
        if mending is None or finding.fix is not None or file not in data:
            made.append(finding)
            continue
        if file not in sources:
            sources[file] = _source(file, data[file])
        source = sources[file]
        fix = mending.fixer(Broken(finding, source, seen)) if source is not None else None
        made.append(replace(finding, fix=fix) if fix is not None else finding)
    return made


def _source(file: str, data: bytes) -> Source | None:
    try:
        return Source(file, data)
    except UnicodeDecodeError:
        return None
