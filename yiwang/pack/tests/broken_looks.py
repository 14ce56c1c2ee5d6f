"""Packs that tell people later who looked at their data, but not as they must (YW267-YW269)."""

from __future__ import annotations

from yiwang.pack.tests.broken_governed import product
from yiwang.pack.tests.city import Edit, append
from yiwang.pack.tests.mutants import Mutant


def later(**instead: str) -> Edit:
    """Let the plant clinic's looks be told later, by the head of the parks office."""
    says = {
        "id": "plants",
        "title": "{zh: 看树, en: Looking at trees}",
        "of": "glass",
        "by": "plants",
        "clause": "示例市树木认养办法 第三条",
        "approver": "parks-chief",
        "days": "30",
        **instead,
    }
    rule = "\n".join(f"{'    - ' if n == 0 else '      '}{key}: {says[key]}" for n, key in enumerate(says))
    return append("pack.yaml", f"looks:\n  withheld:\n{rule}\n")


CHIEF = append("positions.csv", "parks-chief,sample-parks,负责人岗,Head of body,chief\n")

BROKEN_LOOKS: tuple[Mutant, ...] = (
    Mutant(
        "YW267",
        "a look told later by a clause that is not there",
        (CHIEF, later(clause="个人信息保护法 第三十五条")),
    ),
    Mutant("YW267", "a look told later by a position that is not there", (later(),)),
    Mutant(
        "YW267",
        "a correction of data that opens a case of no matter",
        (append("pack.yaml", "looks: {correct: data-correction}\n"),),
    ),
    Mutant("YW268", "a look told later on a case officer's word", (later(approver="parks-officer"),)),
    Mutant(
        "YW269",
        "a complaint about data that the body complained of answers itself",
        (
            product("sample-trees", "sample-parks"),
            append("pack.yaml", "looks: {complain: [tree-adoption]}\n"),
        ),
    ),
)
