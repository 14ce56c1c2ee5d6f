"""Packs that rest on law that is repealed, or soon will be (YW145)."""

from __future__ import annotations

from datetime import date

from yiwang.pack.tests.city import Edit, edit
from yiwang.pack.tests.mutants import Mutant

_LAW = "clauses/sample-trees.yaml"
_UNIT = "Working days in this by-law leave out public holidays.}\n    verified: true"


def _unit_repealed(day: str) -> Edit:
    return edit(_LAW, _UNIT, f'{_UNIT}\n    repealed: "{day}"\n    replaced_by: 示例市树木认养办法 第三条')


BROKEN_LAW: tuple[Mutant, ...] = (
    Mutant("YW145", "the clause of the unit repealed on the very day", (_unit_repealed("2026-03-02"),)),
    Mutant("YW145", "a clause that will be repealed tomorrow", (_unit_repealed("2026-03-03"),), exit=0),
    Mutant(
        "YW145",
        "a whole version repealed, and one article of it before the rest",
        (
            edit(_LAW, 'in_force: "2026-01-01"', 'in_force: "2026-01-01"\nrepealed: "2026-09-01"'),
            _unit_repealed("2026-06-01"),
        ),
        day=date(2026, 7, 1),
    ),
)
