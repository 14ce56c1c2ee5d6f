"""Packs whose halls and windows are wrong (YW180 to YW187)."""

from __future__ import annotations

from yiwang.pack.tests.city import Edit, added, append, edit
from yiwang.pack.tests.mutants import Mutant

WINDOWS = """verified: false
halls:
  - id: sample-hall
    title: {zh: 示例大厅, en: Sample hall}
    place: "900100"
    body: sample-parks
    address: {zh: 示例路 1 号, en: 1 Sample Road}
    hours:
      monday: ["09:00-12:00", "13:30-17:00"]
    make_up_day: []
    exceptions:
      - {from: "2026-12-28", to: "2026-12-31", hours: [], why: {zh: 盘点, en: Stocktaking}}
    bookable:
      - id: sample-window
        kind: window
        title: {zh: 综合窗口, en: General window}
        matters: [tree-adoption]
        slot_minutes: 30
        capacity: 2
        days_ahead: 14
"""
CLERK = append("positions.csv", "parks-window,sample-parks,窗口岗,Window clerk,window\n")


def windows(old: str = "", new: str = "") -> Edit:
    """Put halls into the pack, sound but for what is replaced."""
    assert WINDOWS.count(old) == 1 or not old
    return added("windows.yaml", WINDOWS.replace(old, new) if old else WINDOWS)


HOURS = """    hours:
      monday: ["09:00-12:00", "13:30-17:00"]
"""
SECOND = '      - {from: "2026-12-31", hours: ["09:00-12:00"], why: {zh: 半天, en: Half a day}}\n'

BROKEN_WINDOWS: tuple[Mutant, ...] = (
    Mutant("YW180", "a hall that does not say when it opens", (CLERK, windows(HOURS, ""))),
    Mutant(
        "YW180",
        "a session that ends before it begins",
        (CLERK, windows('"13:30-17:00"', '"17:00-13:30"')),
    ),
    Mutant("YW181", "a hall of a body that is not there", (CLERK, windows("sample-parks", "sample-park"))),
    Mutant("YW181", "a hall in a place that is not there", (CLERK, windows('"900100"', '"900109"'))),
    Mutant(
        "YW182",
        "a window for a matter that is not there",
        (CLERK, windows("[tree-adoption]", "[tree-adoptions]")),
    ),
    Mutant(
        "YW183",
        "two exceptions of one day",
        (CLERK, windows("    bookable:\n", SECOND + "    bookable:\n")),
    ),
    Mutant(
        "YW183",
        "an exception that ends before it begins",
        (CLERK, windows('to: "2026-12-31"', 'to: "2026-12-01"')),
    ),
    Mutant(
        "YW184",
        "two windows with one id",
        (
            CLERK,
            windows(
                "        days_ahead: 14\n",
                "        days_ahead: 14\n" + WINDOWS.split("    bookable:\n")[1],
            ),
        ),
    ),
    Mutant(
        "YW185",
        "a window whose slot is longer than it is open",
        (CLERK, windows("slot_minutes: 30", "slot_minutes: 300")),
    ),
    Mutant(
        "YW186",
        "a matter for which one must come, and no window for it in one county",
        (
            CLERK,
            windows('"900100"', '"900101"'),
            edit("matters/tree-adoption/matter.yaml", "visits: 0", "visits: 1"),
            edit("matters/tree-adoption/matter.yaml", "reach: city", "reach: county"),
        ),
        exit=0,
    ),
    Mutant("YW187", "a hall whose body has nobody at a window", (windows(),)),
)
