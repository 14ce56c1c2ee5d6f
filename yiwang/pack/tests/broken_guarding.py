"""Packs in which nobody watches over networks, or whose cases about them have no way (YW430 to YW433)."""

from __future__ import annotations

from yiwang.pack.tests.city import Edit, added
from yiwang.pack.tests.mutants import Mutant


def security(more: str = "", office: str = "sample-parks") -> Edit:
    """Give the pack a body that watches over networks, and what else is said."""
    return added("security.yaml", f"office: {office}\n{more}")


SECTOR = "  - {id: water, title: {zh: 水利, en: Water}}\n"

BROKEN_GUARDING: tuple[Mutant, ...] = (
    Mutant("YW430", "networks watched over by a body that is not there", (security(office="nobody"),)),
    Mutant("YW430", "networks watched over by a body without a supervisor", (security(),)),
    Mutant(
        "YW431", "a matter of assets without an owner that is not there", (security("unowned: nothing\n"),)
    ),
    Mutant("YW431", "a matter of mending that comes another way", (security("rectify: tree-felling\n"),)),
    Mutant("YW432", "a matter of mending that decides no order", (security("rectify: tree-felling\n"),)),
    Mutant("YW433", "two sectors of one id", (security(f"sectors:\n{SECTOR}{SECTOR}"),)),
)
