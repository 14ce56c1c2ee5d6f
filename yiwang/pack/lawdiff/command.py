"""`yiwang law diff OLD NEW [--pack PACK]`: prints what changed in a law, and what of a city rests on it."""

from __future__ import annotations

import json as json_text
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from yiwang.pack.finding import Unreadable
from yiwang.pack.lawdiff.articles import Law, read_law
from yiwang.pack.lawdiff.diff import Change, compare
from yiwang.pack.lawdiff.touched import matters_of, touched_by
from yiwang.pack.load import load
from yiwang.pack.model import Pack

Running = Callable[[str, set[str]], dict[str, list[str]]]
_FEW = 20
_KINDS = {
    "changed": ("修改", "changed"),
    "moved": ("移动", "moved"),
    "added": ("新增", "added"),
    "removed": ("删去", "removed"),
}
_WHAT = {
    "clause": ("条款", "clause"),
    "clock": ("时限", "clock"),
    "form": ("表单", "form"),
    "matter": ("事项", "matter"),
    "duty": ("职责", "duty"),
    "lead": ("主责", "lead"),
}


def diff(
    old: Path,
    new: Path,
    pack: Path | None,
    *,
    json: bool = False,
    lang: str = "zh",
    running: Running | None = None,
    out: TextIO | None = None,
) -> int:
    """Print the differences of two texts of a law. 0 equal, 1 they differ, 2 unreadable.

    Args:
        pack: a city whose clauses, clocks, matters, duties and leads are named where they rest on
            an article that is no longer as it was.
        running: returns the numbers of the cases under way, by matter, of the city's key and matters.
    """
    out = out or sys.stdout
    try:
        before, after = read_law(old), read_law(new)
        city = load(pack) if pack is not None else None
    except Unreadable as fault:
        print(fault.sentence.en if lang == "en" else fault.sentence.zh, file=out)
        return 2
    changes = compare(before, after)
    cases: dict[str, list[str]] = {}
    if city is not None and running is not None:
        touched = [one for change in changes for one in touched_by(city, before.name, change)]
        cases = running(str(city.head.id), matters_of(touched))
    if json:
        said = {
            "law": before.name,
            "old": before.version,
            "new": after.version,
            "changes": [_as_json(city, before, change) for change in changes],
            **({"running": cases} if running is not None else {}),
        }
        print(json_text.dumps(said, ensure_ascii=False, indent=1), file=out)
    else:
        index = 1 if lang == "en" else 0
        _print(city, (before, after), changes, index, out)
        if running is not None:
            _print_running(cases, index, out)
    return 1 if changes else 0


def _print_running(cases: dict[str, list[str]], index: int, out: TextIO) -> None:
    for matter, numbers in cases.items():
        few, more = numbers[:_FEW], len(numbers) - _FEW
        listed = ("、", ", ")[index].join(few) + (
            (f" 等 {len(numbers)} 件", f" and {more} more")[index] if more > 0 else ""
        )
        print(
            (
                f"    正在办的 {matter}: {len(numbers)} 件: {listed}",
                f"    under way, {matter}: {len(numbers)}: {listed}",
            )[index],
            file=out,
        )
    count = sum(map(len, cases.values()))
    print((f"涉及正在办的件 {count} 件。", f"{count} cases under way are touched.")[index], file=out)


def _as_json(city: Pack | None, law: Law, change: Change) -> dict[str, Any]:
    touched = touched_by(city, law.name, change) if city else []
    return {
        "kind": change.kind,
        "old": change.old,
        "new": change.new,
        "words": [{"out": gone, "in": come} for gone, come in change.words],
        "touched": [
            {"what": one.what, "of": one.of, "citation": one.citation, **one.where._asdict()}
            for one in touched
        ],
    }


def _print(city: Pack | None, laws: tuple[Law, Law], changes: list[Change], index: int, out: TextIO) -> None:
    before, after = laws
    print(f"{before.name}: {before.version or '?'} → {after.version or '?'}", file=out)
    touched_all = 0
    for change in changes:
        number = " → ".join(one for one in dict.fromkeys((change.old, change.new)) if one)
        print(f"{_KINDS[change.kind][index]} {number}", file=out)
        for gone, come in change.words:
            print(f"    -{gone}" if gone else "    -", f"+{come}" if come else "+", file=out)
        for one in touched_by(city, before.name, change) if city else ():
            touched_all += 1
            place = f"{one.where.file}:{one.where.line}:{one.where.column}"
            print(f"    {place}: {_WHAT[one.what][index]} {one.of} ({one.citation})", file=out)
    told = (f"{len(changes)} 条不同", f"{len(changes)} articles differ")[index]
    if city is not None:
        told += (f", 涉及配置包 {touched_all} 处", f"; {touched_all} places of the pack rest on them")[index]
    print(told + ("。", ".")[index], file=out)
