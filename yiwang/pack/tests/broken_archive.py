"""Packs whose retention cannot be kept: no period, no day to count from, no clause (YW190 to YW195)."""

from __future__ import annotations

from yiwang.pack.tests.city import Edit, edit
from yiwang.pack.tests.mutants import Mutant

_MATTER = "matters/tree-adoption/matter.yaml"
_PERIOD = "  period: 10 年\n  from: ended\n"
_CLAUSE = "  clause: 示例市树木认养办法 第七条\n  verified: true\n"


def _said(old: str, new: str) -> tuple[Edit, ...]:
    return (edit(_MATTER, old, new),)


BROKEN_ARCHIVE: tuple[Mutant, ...] = (
    Mutant("YW190", "destroyed without a period", _said(_PERIOD, "  from: ended\n")),
    Mutant(
        "YW191",
        "counted from a field that is no date",
        _said(_PERIOD, "  period: 10 年\n  from: field\n  field: trees\n"),
    ),
    Mutant(
        "YW192",
        "counted from the end of a result that has none",
        _said("  valid: 1 年\n", "  valid: 长期\n"),
        exit=0,
    ),
    Mutant("YW193", "a term where none is counted", _said(_PERIOD, f"{_PERIOD}  term: 2 年\n")),
    Mutant("YW194", "verified on a clause that is not there", _said("第七条", "第八条")),
    Mutant("YW195", "a clause that nobody read", _said(_CLAUSE, _CLAUSE.replace("true", "false")), exit=0),
)
