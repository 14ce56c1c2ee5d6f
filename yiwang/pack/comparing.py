"""`yiwang compare OLD NEW`: steps, material, trips and days of each service, before and after."""

from __future__ import annotations

import json as json_text
import sys
from pathlib import Path
from typing import Any, TextIO

from yiwang.kernel.limits import Limit
from yiwang.kernel.process_numbers import Numbers, Pair, held_together
from yiwang.pack.compile import compile_pack
from yiwang.pack.finding import Unreadable
from yiwang.pack.load import load

COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("steps_least", "步骤最少", "fewest steps"),
    ("steps_most", "步骤最多", "most steps"),
    ("materials", "必交材料", "papers to bring"),
    ("materials_maybe", "其他材料", "other papers"),
    ("questions", "问题", "questions"),
    ("trips", "跑动", "trips"),
    ("legal", "法定时限", "legal limit"),
    ("promised", "承诺时限", "promised limit"),
)


def compare(
    old: Path, new: Path, *, matter: str = "", json: bool = False, lang: str = "zh", out: TextIO | None = None
) -> int:
    """Print the figures of services that differ. 0 none does, 1 some do, 2 a pack cannot be read.

    Args:
        matter: only this one, also when it stayed as it was; "" for all that differ.
    """
    out = out or sys.stdout
    try:
        pairs = held_together(compile_pack(load(old)), compile_pack(load(new)))
    except Unreadable as fault:
        print(fault.sentence.en if lang == "en" else fault.sentence.zh, file=out)
        return 2
    chosen = [one for one in pairs if one.matter == matter or (not matter and one.before != one.after)]
    if json:
        print(
            json_text.dumps({"services": [_as_json(one) for one in chosen]}, ensure_ascii=False, indent=1),
            file=out,
        )
    else:
        _print(chosen, len(pairs), 1 if lang == "en" else 0, out)
    return 1 if any(one.before != one.after for one in chosen) else 0


def _as_json(pair: Pair) -> dict[str, Any]:
    return {
        "matter": pair.matter,
        "title": pair.title,
        "before": _figures(pair.before),
        "after": _figures(pair.after),
    }


def _figures(one: Numbers | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        name: {"amount": str(value.amount), "unit": value.unit} if isinstance(value, Limit) else value
        for name, value in ((name, getattr(one, name)) for name, _, _ in COLUMNS)
    }


def _print(pairs: list[Pair], of: int, index: int, out: TextIO) -> None:
    for pair in pairs:
        title = pair.title.get(("zh", "en")[index]) or pair.title["zh"]
        print(f"{title} ({pair.matter})", file=out)
        if pair.before is None or pair.after is None:
            gone = ("    新版没有这一项。", "    The new version lacks it.")[index]
            come = ("    新版才有这一项。", "    Only the new version has it.")[index]
            print(come if pair.before is None else gone, file=out)
            continue
        for name, zh, en in COLUMNS:
            before, after = getattr(pair.before, name), getattr(pair.after, name)
            mark = "" if before == after else "  *"
            print(f"    {(zh, en)[index]}\t{shown(before, index)} → {shown(after, index)}{mark}", file=out)
    changed = sum(one.before != one.after for one in pairs)
    print((f"{of} 个事项，{changed} 个有变化。", f"{of} services, {changed} differ.")[index], file=out)


def shown(value: int | Limit | None, index: int) -> str:
    """Return a figure as it is read: a limit in words, what there is not as a dash."""
    if isinstance(value, Limit):
        return (value.zh, value.en)[index]
    return "—" if value is None else str(value)
